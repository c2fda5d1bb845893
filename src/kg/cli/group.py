"""The command group: commands by section, each module imported when its command is used."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Any

import click

from kg.cli.session import GLOBAL_NAMES, global_options

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

#: Section of the help, then command: its module and one-line help. The line stands here so that
#: `kg --help` imports no command; a test compares it with the command's own.
SECTIONS: dict[str, dict[str, tuple[str, str]]] = {
    "Write": {
        "build": ("data", "Build the dataset from a data folder."),
        "check": ("data", "Find everything that is wrong in a data folder."),
        "coverage": ("data", "Show which sentences claims rest on, and which were skipped."),
        "schema": ("editor", "Print the JSON Schema of the YAML files, for editors."),
    },
    "Ask": {
        "query": ("asking", "Answer a question: from the catalogue, or your own SPARQL."),
        "queries": ("asking", "List the questions of the catalogue, or show one."),
        "show": ("cards", "Show an entity or source: who says what about it, in which words."),
        "claims": ("claims", "List claims: who says what, in which words."),
        "search": (
            "search",
            "Search names and quotes: entities, sources, and claims by the words they rest on.",
        ),
        "stats": ("counts", "Count what is in the dataset."),
    },
    "Compare": {
        "path": ("relations", "Show the shortest chain between two entities, with its evidence."),
        "network": ("relations", "Rank the entities of the network and find its communities."),
        "diff": ("difference", "Compare two sources or speakers: only here, shared, opposed."),
    },
    "Hand on": {
        "view": ("outputs", "Write the network as one HTML file, or a picture as SVG."),
        "export": ("outputs", "Write the dataset in another format."),
        "push": ("push", "Load the dataset into a remote SPARQL store."),
        "serve": ("serving", "Serve a dataset: SPARQL, linked data, pages, downloads."),
        "mcp": (
            "mcp",
            "Serve a dataset as read-only tools for language models (Model Context Protocol).",
        ),
        "completion": ("editor", "Print the completion script of a shell."),
    },
}
COMMANDS = {name: entry for commands in SECTIONS.values() for name, entry in commands.items()}


class Command(click.Command):
    """A command with the global options and examples in its help.

    :param examples: pairs of what somebody wants and the command line that does it.
    """

    def __init__(self, *args: Any, examples: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.sort(key=lambda parameter: parameter.name in GLOBAL_NAMES)  # these last
        self.examples = tuple(examples)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, uncut, so that they can be copied."""
        if self.examples:
            with formatter.section("Examples"):
                for at, (purpose, line) in enumerate(self.examples):
                    formatter.write("\n" if at else "")
                    indent = " " * formatter.current_indent
                    formatter.write(f"{indent}# {purpose}\n{indent}{line}\n")
        super().format_epilog(ctx, formatter)


def command(
    name: str, *, examples: Sequence[tuple[str, str]]
) -> Callable[[Callable[..., Any]], Command]:
    """Make a function a command of ``kg`` with the global options."""

    def decorate(function: Callable[..., Any]) -> Command:
        return click.command(name, cls=Command, examples=examples, context_settings=CONTEXT)(
            global_options(function)
        )

    return decorate


class ClosedPipe(Exception):
    """The reader of our output is gone. Not an OSError, which Click would answer by itself."""


class Root(click.Group):
    """The group ``kg``."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command and see its output through."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError as error:
            raise ClosedPipe from error
        return result

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the sections."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command's module and return the command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"kg.cli.{COMMANDS[cmd_name][0]}")
        found: click.Command = module.COMMANDS[cmd_name]
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Resolve as Click does, with the nearest names where there is no such command."""
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, 2)
            hint = f" Did you mean {' or '.join(near)}?" if near else ""
            ctx.fail(f"There is no command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands by section."""
        for title, commands in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(name.ljust(10), text) for name, (_, text) in commands.items()])
