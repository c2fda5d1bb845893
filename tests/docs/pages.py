"""Blocks of a Markdown page with the marker before them, and how each is executed.

A marker is a comment on the line before a fenced block:

``<!-- file: PATH -->``      the block is the content of a file
``<!-- append: PATH -->``    it is added to that file
``<!-- replace: PATH -->``   a diff: its ``-`` lines stand in the file and become the ``+`` lines
``<!-- run -->``             ``$`` lines are commands, the others what they print (``…``: anything)
``<!-- run: exit 3 -->``     likewise; the last command leaves with this code
``<!-- python -->``          Python, executed
``<!-- not run: WHY -->``    not executed, for this reason
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(
    r"(?:^<!-- (?P<verb>file|append|replace|run|python|not run)(?:: (?P<argument>[^>]*?))? -->\n)?"
    r"^```(?P<language>\w*)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
#: Languages whose blocks must say whether they are run.
EXECUTABLE = {"console", "bash", "sh", "python", "sparql"}
SECONDS = 120


@dataclass(frozen=True)
class Block:
    """A fenced block: its marker's verb and argument, and the line it starts at."""

    verb: str
    argument: str
    language: str
    body: str
    line: int


def blocks(page: Path) -> list[Block]:
    """The fenced blocks of a page, in order."""
    text = page.read_text(encoding="utf-8")
    return [
        Block(
            match["verb"] or "",
            match["argument"] or "",
            match["language"],
            match["body"],
            text.count("\n", 0, match.start()) + 1,
        )
        for match in _BLOCK.finditer(text)
    ]


def execute(block: Block, folder: Path, environment: dict[str, str]) -> None:
    """Do what a block says, in a folder; an AssertionError tells what was otherwise."""
    if block.verb == "file":
        path = folder / block.argument
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.body, encoding="utf-8")
    elif block.verb == "append":
        path = folder / block.argument
        path.write_text(path.read_text("utf-8") + block.body, encoding="utf-8")
    elif block.verb == "replace":
        _replace(folder / block.argument, block.body)
    elif block.verb == "run":
        _run(block, folder, environment)
    elif block.verb == "python":
        done = _process([sys.executable, "-c", block.body], folder, environment)
        assert done.returncode == 0, done.stdout


def _replace(path: Path, diff: str) -> None:
    lines = diff.splitlines()
    old = "".join(line[1:] + "\n" for line in lines if line.startswith(("-", " ")))
    new = "".join(line[1:] + "\n" for line in lines if line.startswith(("+", " ")))
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} does not stand once in {path.name}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def _run(block: Block, folder: Path, environment: dict[str, str]) -> None:
    commands: list[tuple[str, list[str]]] = []
    for line in block.body.splitlines():
        if line.startswith("$ "):
            commands.append((line[2:], []))
        else:
            commands[-1][1].append(line)
    wanted = int(block.argument.removeprefix("exit ") or 0)
    for number, (command, expected) in enumerate(commands, 1):
        done = _process(["bash", "-c", command], folder, environment)
        code = wanted if number == len(commands) else 0
        assert done.returncode == code, f"$ {command}\n{done.stdout}"
        if expected:
            pattern = "\n".join(map(_pattern, expected)).replace("\x00\n", "(?:.*\n)*?")
            pattern = pattern.replace("\n\x00", "(?:\n.*)*").replace("\x00", "(?:.*\n?)*")
            printed = "\n".join(line.rstrip() for line in done.stdout.splitlines())
            assert re.fullmatch(pattern, printed), (
                f"$ {command}\nprints\n{printed}\nand not\n" + "\n".join(expected)
            )


def _pattern(line: str) -> str:
    if line == "…":
        return "\x00"
    return ".*".join(map(re.escape, line.rstrip().split("…")))


def _process(
    words: list[str], folder: Path, environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )


def environment(folder: Path, source: Path) -> dict[str, str]:
    """An environment in which ``kg`` is this working tree's, whatever is installed."""
    programs = folder / ".bin"
    programs.mkdir()
    script = programs / "kg"
    script.write_text(
        f"#!/bin/sh\nexec '{sys.executable}' -c 'from kg.cli import main; main()' \"$@\"\n",
        encoding="utf-8",
    )
    script.chmod(0o755)
    kept = {k: v for k, v in os.environ.items() if k not in ("KG_DATA", "KG_DEBUG")}
    return {
        **kept,
        "PATH": f"{programs}:{os.environ['PATH']}",
        "PYTHONPATH": str(source),
        "PYTHONIOENCODING": "utf-8",
        "COLUMNS": "100",
    }
