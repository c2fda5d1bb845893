"""The command line, ``kg``: parse, call, print; errors become exit codes.

``docs/cli.md`` is made from the help texts. Importing this module imports Click and nothing else of
weight: every command's module is imported when that command runs.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from kg.cli.group import CONTEXT, ClosedPipe, Root
from kg.cli.session import Session, global_options

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["cli", "main"]

#: Exit codes beside those of :mod:`kg.errors`.
EXIT_USAGE = 2
EXIT_OUTPUT = 6
EXIT_BUG = 70
EXIT_INTERRUPTED = 130
EXIT_CLOSED_PIPE = 141


def _print_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from kg import __version__

        click.echo(f"kg {__version__}")
        ctx.exit()


@click.group("kg", cls=Root, context_settings=CONTEXT)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Print the version and leave.",
)
@global_options
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Who did what, where and when, and who says so.

    Articles become a knowledge graph in which every statement names its speaker and shows the exact
    words it rests on. `kg build` makes the dataset from what people wrote down; the other commands
    ask it, draw it and hand it on.
    """
    ctx.ensure_object(Session)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run ``kg`` and leave the process with an exit code.

    :param arguments: words of the command line; ``sys.argv[1:]`` if not given.
    """
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run ``kg`` in this process.

    :returns: the exit code; messages have been written to stderr.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # an encoding that lacks a character must not stop us
            stream.reconfigure(errors="backslashreplace")
    try:
        code = cli.main(args=arguments, prog_name="kg", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except click.Abort:
        return EXIT_INTERRUPTED
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx else "kg"
        _complain(error.format_message(), f"Try `{where} --help`.")
        return EXIT_USAGE
    except click.ClickException as error:
        _complain(error.format_message())
        return error.exit_code
    except (ClosedPipe, BrokenPipeError):
        _close_stdout()
        return EXIT_CLOSED_PIPE
    except OSError as error:
        _complain(f"{error.filename or 'The system'}: {error.strerror or error}.")
        return EXIT_OUTPUT
    except Exception as error:  # noqa: BLE001 - the edge: a bug must not spill a traceback on users
        return _failure(error)


def _failure(error: Exception) -> int:
    """Tell what went wrong and give its exit code."""
    from kg.errors import KgError

    if isinstance(error, KgError):
        _complain(error.message, error.cure)
        return error.exit_code
    if os.environ.get("KG_DEBUG"):
        raise error
    _complain(
        f"This is a bug in kg: {type(error).__name__}: {error}",
        "Please report it; KG_DEBUG=1 shows where it happened.",
    )
    return EXIT_BUG


def _complain(message: str, cure: str = "") -> None:
    from kg.cli.screen import visible

    text = f"kg: {message}\n{cure}" if cure else f"kg: {message}"
    click.echo(visible(text, keep="\n"), err=True)


def _close_stdout() -> None:
    """Point stdout at nothing, so that the interpreter's last flush does not fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
