"""What every command shares: the data folder, quiet, colour, progress, and the open dataset."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from kg.graph import KnowledgeGraph

Function = TypeVar("Function", bound=Callable[..., Any])


class Session:
    """Settings of one run. A plain class, since `kg --help` has no time for making a dataclass.

    :ivar data: data folder or RDF file: --data, else $KG_DATA; if None, what
        :func:`kg.resources.data_dir` finds.
    :ivar endpoint: address of a SPARQL endpoint to ask instead: --endpoint, else $KG_ENDPOINT.
    """

    def __init__(self) -> None:
        self.data: str | None = os.environ.get("KG_DATA") or None
        self.endpoint: str | None = os.environ.get("KG_ENDPOINT") or None
        #: Names of the global options that stand on the command line.
        self.given: set[str] = set()
        self.quiet = False
        self.no_color = False

    def folder(self) -> Path:
        """The data folder, for commands that read what people wrote.

        :raises kg.errors.KgError: when it is a file or does not exist.
        """
        from kg import resources
        from kg.errors import UsageError

        if "endpoint" in self.given:
            raise UsageError(
                "This command reads a data folder, not an endpoint.",
                cure="Leave --endpoint out, or fetch the dataset: `kg export`.",
            )
        if self.data is not None and os.path.isfile(self.data):  # noqa: PTH113 - pathlib is slow
            raise UsageError(
                f"{self.data} is a file.", cure="This command needs a data folder (--data DIR)."
            )
        return resources.data_dir(self.data)

    def graph(self, lens: str | None = None) -> KnowledgeGraph:
        """Open the built dataset, or ask an endpoint; under a lens if one is given.

        Lenses, pages and exports need the whole dataset: from an endpoint it is fetched once.
        """
        from kg.graph import KnowledgeGraph

        with self.progress() as step:
            url = self.asked()
            if url is None:
                graph = KnowledgeGraph.open(self.data, lambda count: step("load", count, 0))
            else:
                graph = KnowledgeGraph.connect(
                    url, **login(), progress=lambda done, total: step("fetch", done, total)
                )
                if lens or click.get_current_context().info_name in NEED_ALL:
                    graph = KnowledgeGraph(graph.store)
            return graph.under(lens) if lens else graph

    def asked(self) -> str | None:
        """The endpoint to ask, if one is to be asked: what is nearer to the command wins."""
        if self.endpoint is None or self.given == {"data"}:
            return None
        if self.given >= {"data", "endpoint"}:
            raise click.UsageError("--data and --endpoint name two datasets: give one.")
        return self.endpoint

    def console(self, *, err: bool = False) -> Console:
        """A console for stdout or stderr that prints data as it is: no markup, no guessing."""
        from kg.cli.screen import console

        return console(sys.stderr if err else sys.stdout, no_color=self.no_color)

    def say(self, text: str) -> None:
        """Tell the person something that is not the answer: on stderr, not when quiet."""
        from kg.cli.screen import visible

        if not self.quiet:
            click.echo(visible(text, keep="\n"), err=True)

    @contextmanager
    def progress(self) -> Iterator[Callable[[str, int, int], None]]:
        """A function to report progress to: step, what is done, how much there is (0: unknown).

        Bars go to stderr, and only when that is a terminal.
        """
        if self.quiet or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
            yield lambda step, done, total: None
            return
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        bars = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            console=self.console(err=True),
            transient=True,
        )
        tasks: dict[str, Any] = {}

        def step(name: str, done: int, total: int) -> None:
            if name not in tasks:
                tasks[name] = bars.add_task(name, total=total or None)
            bars.update(tasks[name], completed=done)

        with bars:
            yield step


def session() -> Session:
    """The session of the running command."""
    found: Session = click.get_current_context().ensure_object(Session)
    return found


#: Commands that need the whole dataset at hand.
NEED_ALL = ("view", "export")


def login() -> dict[str, Any]:
    """How to ask an endpoint, from the environment.

    :raises kg.errors.UsageError: when a value is not what it should be.
    """
    from kg.errors import UsageError

    timeout = os.environ.get("KG_ENDPOINT_TIMEOUT") or "60"
    try:
        seconds = float(timeout)
    except ValueError as error:
        raise UsageError(f"KG_ENDPOINT_TIMEOUT is {timeout!r}, not seconds.") from error
    return {
        "user": os.environ.get("KG_ENDPOINT_USER") or None,
        "password": os.environ.get("KG_ENDPOINT_PASSWORD", ""),
        "token": os.environ.get("KG_ENDPOINT_TOKEN") or None,
        "timeout": seconds,
        "dialect": os.environ.get("KG_ENDPOINT_DIALECT") or "auto",
    }


def _set(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def callback(ctx: click.Context, _: click.Parameter, value: Any) -> None:
        if value:
            found = ctx.ensure_object(Session)
            setattr(found, name, value)
            if name in ("data", "endpoint"):
                found.given.add(name)

    return callback


#: Names of the parameters that :func:`global_options` adds.
GLOBAL_NAMES = ("data", "endpoint", "quiet", "no_color")


def global_options(function: Function) -> Function:
    """Add the options that stand before or after a command's name alike."""
    for option in (
        click.option(
            "--no-color",
            is_flag=True,
            expose_value=False,
            callback=_set("no_color"),
            help="No colours; also where NO_COLOR is set.",
        ),
        click.option(
            "--quiet",
            is_flag=True,
            expose_value=False,
            callback=_set("quiet"),
            help="Only the answer and errors: no progress, no remarks.",
        ),
        click.option(
            "--endpoint",
            metavar="URL",
            expose_value=False,
            callback=_set("endpoint"),
            help="Ask this SPARQL endpoint instead.  [default: $KG_ENDPOINT]",
        ),
        click.option(
            "--data",
            metavar="DIR",
            expose_value=False,
            callback=_set("data"),
            help="Data folder, or an RDF file to ask.  [default: $KG_DATA, ./data, the built-in]",
        ),
    ):
        function = option(function)
    return function
