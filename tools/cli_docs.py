"""Write docs/cli.md from the help texts of ``kg``, or check that it is fresh.

python tools/cli_docs.py            write
python tools/cli_docs.py --check    leave with 1 when the file is stale
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg import errors, files
from kg.cli import EXIT_BUG, EXIT_CLOSED_PIPE, EXIT_INTERRUPTED, cli
from kg.cli.group import SECTIONS, Root

TARGET = Path(__file__).resolve().parents[1] / "docs" / "cli.md"

INTRODUCTION = """\
# The command line

<!-- Written by tools/cli_docs.py from `kg --help`; edit the help texts in src/kg/cli. -->

`kg` with no command prints its help; `kg COMMAND --help` that of a command.

- **Which data.** `--data DIR`, before or after the command's name; else `$KG_DATA`; else
  `./data`; else the dataset that comes with the package. Commands that ask take an RDF file
  (`.nq`, `.trig`, `.ttl` …) as well.
- **Names.** An entity or source is found by key (`mek`), IRI, prefixed name (`actor:mek`), label
  or alias. On a near miss the nearest names are suggested.
- **Lenses.** `--lens` asks only part of the claims: `according-to:ACTOR`, `corroborated`,
  `disputed`, `common:ACTOR,ACTOR` ([model.md](model.md#lenses)).
- **Form of an answer.** A table or text on a terminal, CSV in a pipe; `--results` chooses
  another, and the suffix of `--out` does. Files appear whole or not at all. CSV of `kg query` is
  exact; in the CSV of other commands a cell that a spreadsheet would run as a formula gets a
  leading apostrophe.
- **Streams.** The answer goes to stdout, everything else to stderr: progress bars only where that
  is a terminal, remarks unless `--quiet`. Control characters in data are made visible on a
  terminal.
- **Colours.** `--no-color` or the variable `NO_COLOR` switches them off.
- **Completion.** `kg completion bash`, `zsh` or `fish` prints a script that completes commands,
  options, questions, formats, entities and sources.

## Exit codes

| code | meaning |
| --- | --- |
"""

#: Codes that no exception of kg.errors has.
OTHER_CODES = {
    0: "done",
    EXIT_BUG: "a bug in kg; `KG_DEBUG=1` shows where it happened",
    EXIT_INTERRUPTED: "interrupted (Ctrl-C)",
    EXIT_CLOSED_PIPE: "whoever read the output left early",
}
MEANINGS = {
    1: "another error of the package",
    2: "the command line is off: an unknown command, option, parameter, lens or format",
    3: "the data is wrong or missing; `check` and `coverage` found something",
    4: "no entity, source or question has that name",
    5: "the SPARQL cannot be parsed or evaluated",
    6: "the engine failed, or a file cannot be written",
}


def exception_classes() -> list[type[errors.KgError]]:
    """All exceptions of :mod:`kg.errors`, each after its base."""
    found = [errors.KgError]
    for item in found:
        found += [sub for sub in item.__subclasses__() if sub.__module__ == errors.__name__]
    return found


def exit_codes() -> str:
    """Rows of the table of exit codes."""
    raised: dict[int, list[str]] = {}
    for item in exception_classes():
        raised.setdefault(item.exit_code, []).append(f"`{item.__name__}`")
    rows = dict(OTHER_CODES)
    for code, names in raised.items():
        rows[code] = f"{MEANINGS[code]} ({', '.join(names)})"
    return "".join(f"| {code} | {rows[code]} |\n" for code in sorted(rows))


def help_of(command: click.Command, name: str) -> str:
    """The help text as it is printed, 90 characters wide."""
    context = click.Context(
        command,
        info_name=name,
        terminal_width=90,
        max_content_width=90,
        help_option_names=["-h", "--help"],
    )
    return f"```text\n{context.get_help()}\n```\n"


def render() -> str:
    """The whole page."""
    assert isinstance(cli, Root)
    parts = [INTRODUCTION + exit_codes()]
    for title, commands in SECTIONS.items():
        parts.append(f"## {title}\n")
        for name in commands:
            command = cli.get_command(click.Context(cli), name)
            assert command is not None
            parts.append(f"### kg {name}\n\n{help_of(command, f'kg {name}')}")
    return "\n".join(parts)


def main() -> int:
    """Write the page, or with ``--check`` compare it."""
    text = render()
    if "--check" in sys.argv[1:]:
        if TARGET.exists() and TARGET.read_text(encoding="utf-8") == text:
            return 0
        print(f"{TARGET.name} is stale; run: python tools/cli_docs.py", file=sys.stderr)
        return 1
    files.write_text(TARGET, text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
