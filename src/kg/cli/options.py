"""Options that several commands share, as data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

Function = TypeVar("Function", bound=Callable[..., Any])


def _entities(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Keys of the data folder's entities and names of its sources."""
    from kg import loading, resources
    from kg.cli.session import Session
    from kg.errors import KgError

    try:
        data = resources.data_dir(ctx.ensure_object(Session).data)
        entities = loading.load_registry(data).entities
        names = {key: entity.label["en"] for key, entity in entities.items()}
        names |= dict.fromkeys(loading.slugs(data), "source")
    except (KgError, OSError):  # completing must never disturb what somebody types
        return []
    return [CompletionItem(k, help=v) for k, v in names.items() if k.startswith(incomplete)]


def _lenses(ctx: click.Context, parameter: click.Parameter, text: str) -> list[CompletionItem]:
    kind, colon, rest = text.partition(":")
    if not colon:
        names = ("according-to:", "corroborated", "disputed", "common:")
        return [CompletionItem(name) for name in names if name.startswith(text)]
    done, comma, last = rest.rpartition(",")
    return [
        CompletionItem(f"{kind}:{done}{comma}{item.value}", help=item.help)
        for item in _entities(ctx, parameter, last)
    ]


def lens_option(function: Function) -> Function:
    """``--lens``: ask only part of the claims."""
    return click.option(
        "--lens",
        metavar="LENS",
        shell_complete=_lenses,
        help="Only some claims: according-to:ACTOR, corroborated, disputed, or common:ACTOR,ACTOR.",
    )(function)


def results_options(formats: Sequence[str]) -> Callable[[Function], Function]:
    """``--results`` and ``--out``: the form of the answer and where it goes."""

    def decorate(function: Function) -> Function:
        function = click.option(
            "-o",
            "--out",
            metavar="FILE",
            help="Write to this file; its suffix tells the format. `-` is stdout.",
        )(function)
        return click.option(
            "--results",
            metavar="FORMAT",
            shell_complete=lambda ctx, parameter, text: [
                CompletionItem(name) for name in formats if name.startswith(text)
            ],
            help=f"{', '.join(formats)}, or a media type.  [default: {formats[0]} on a terminal, "
            f"{'csv' if 'csv' in formats else formats[0]} in a pipe]",
        )(function)

    return decorate


def entity_argument(name: str, *, required: bool = True) -> Callable[[Function], Function]:
    """An entity: key, IRI, prefixed name, label or alias."""

    def decorate(function: Function) -> Function:
        return click.argument(name, required=required, shell_complete=_entities)(function)

    return decorate


def entity_option(name: str, help: str) -> Callable[[Function], Function]:  # noqa: A002 - Click's word
    """An option that takes an entity."""

    def decorate(function: Function) -> Function:
        return click.option(name, metavar="NAME", shell_complete=_entities, help=help)(function)

    return decorate
