"""Help texts: every command has its line, its examples, and a place in docs/cli.md."""

from __future__ import annotations

import shlex
from pathlib import Path

import click
import pytest

from kg import errors
from kg.cli import cli, run
from kg.cli.group import COMMANDS, SECTIONS, Command, Root

ROOT = Path(__file__).parents[2]


def get(name: str) -> Command:
    assert isinstance(cli, Root)
    found = cli.get_command(click.Context(cli), name)
    assert isinstance(found, Command)
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_line_in_the_group_is_the_commands_own(name: str) -> None:
    help_text = get(name).help or ""
    assert help_text.strip().splitlines()[0] == COMMANDS[name][1]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_explained(name: str) -> None:
    for parameter in get(name).params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name


@pytest.mark.parametrize("name", COMMANDS)
def test_examples_parse(name: str) -> None:
    command = get(name)
    assert command.examples
    for purpose, line in command.examples:
        assert purpose[0].isupper()
        assert not purpose.endswith(".")
        words = shlex.split(line.partition(" | ")[2] or line)
        for stop in (">", ">>"):
            if stop in words:
                words = words[: words.index(stop)]
        assert words[:2] == ["kg", name]
        command.make_context(name, words[2:], parent=click.Context(cli), resilient_parsing=False)


def test_examples_stand_in_the_help() -> None:
    context = click.Context(get("build"), info_name="build")
    assert "Examples:\n  # Build ./data into ./data/triples\n  kg build\n" in context.get_help()


def test_no_command_is_listed_twice() -> None:
    assert sum(map(len, SECTIONS.values())) == len(COMMANDS)


def exceptions() -> list[type[errors.KgError]]:
    found = [errors.KgError]
    for item in found:
        found += item.__subclasses__()
    return found


def test_docs_name_every_exit_code() -> None:
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    codes = {item.exit_code for item in exceptions() if item.__module__ == "kg.errors"}
    for code in codes | {0, 70, 130, 141}:
        assert f"| {code} |" in text


@pytest.mark.parametrize("name", COMMANDS)
def test_docs_have_every_command(name: str) -> None:
    assert f"\n### kg {name}\n" in (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")


#: Examples that are not run: they take long, hold a placeholder, or need a shell.
NOT_RUN = {"build", "check", "completion", "mcp", "push", "serve"}
EXAMPLES = [
    line
    for name in COMMANDS
    if name not in NOT_RUN
    for _, line in get(name).examples
    if " | " not in line
]


@pytest.mark.parametrize("line", EXAMPLES)
def test_examples_work_on_the_published_dataset(
    line: str, published: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KG_DATA", str(published.parents[1]))
    monkeypatch.chdir(tmp_path)
    assert run(shlex.split(line)[1:]) == 0
