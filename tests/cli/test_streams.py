"""Pipes, terminals, interrupts, bugs: what happens around the answer."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rdflib.term import Literal, URIRef

from kg import iris
from kg.cli.screen import visible
from kg.store import Quad, nquads_lines

SOURCE = Path(__file__).parents[2] / "src"
KG = [sys.executable, "-c", "from kg.cli import main; main()"]


def environment(data: Path, **more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS", "KG_DEBUG")}
    return {**kept, "PYTHONPATH": str(SOURCE), "KG_DATA": str(data), "TERM": "xterm", **more}


def in_terminal(words: list[str], data: Path, **more: str) -> bytes:
    """What a command writes to a terminal, stdout and stderr together."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [*KG, *words], stdin=slave, stdout=slave, stderr=slave, env=environment(data, **more)
    )
    os.close(slave)
    found = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:  # Linux: the other end is closed
            break
        if not piece:
            break
        found += piece
    os.close(master)
    process.wait(60)
    return found


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (["query", "-q", "SELECT * { ?s ?p ?o . ?s ?q ?r } LIMIT 20000"], 1),
        (["claims", "--results", "text"], 0),  # all of it fits into the pipe
    ],
)
def test_reader_that_leaves_early(sanda: Path, words: list[str], lines: int) -> None:
    process = subprocess.Popen(
        [*KG, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(sanda),
    )
    assert process.stdout is not None
    assert process.stderr is not None
    for _ in range(lines):
        process.stdout.readline()
    process.stdout.close()
    assert process.wait(60) == 141
    assert process.stderr.read() == b""
    process.stderr.close()


def test_interrupt(sanda: Path) -> None:
    process = subprocess.Popen(
        [*KG, "query", "-q", "-"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(sanda),
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    time.sleep(1.5)  # it waits for its query now
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in err


def test_nothing_but_the_answer_goes_into_a_pipe(sanda: Path) -> None:
    done = subprocess.run(
        [*KG, "claims", "--mode", "demand"],
        capture_output=True,
        check=True,
        env=environment(sanda),
    )
    assert done.stdout.startswith(b"claim,source,")
    assert b"\x1b" not in done.stdout + done.stderr
    assert done.stderr == b"1 claim.\n"


def test_terminal_gets_text_in_colour(sanda: Path) -> None:
    seen = in_terminal(["claims", "--mode", "demand"], sanda)
    assert b"\x1b[33m" in seen
    assert "“The union called for an inquiry”".encode() in seen


@pytest.mark.parametrize(("words", "more"), [(["--no-color"], {}), ([], {"NO_COLOR": "1"})])
def test_no_colour(words: list[str], more: dict[str, str], sanda: Path) -> None:
    seen = in_terminal(["claims", "--mode", "demand", *words], sanda, **more)
    assert not re.search(rb"\x1b\[[0-9;]*3[0-7]m", seen)
    assert b"demands" in seen


def test_bars_go_to_stderr_of_a_terminal_only(sanda: Path, tmp_path: Path) -> None:
    again = ["build", "--no-shapes", "--out", str(tmp_path / "again")]
    assert b"encode" in in_terminal(again, sanda)
    done = subprocess.run(
        [*KG, *again],
        capture_output=True,
        check=True,
        env=environment(sanda),
    )
    assert b"encode\r" not in done.stdout + done.stderr
    assert done.stderr == b""
    quiet = in_terminal([*again, "--quiet"], sanda)
    assert quiet.strip() == b""


HOSTILE = "\x1b[2J\x1b]0;owned\x07\u202eevil\u2069\x9b31m[bold red]:bomb:[/]\x00".replace(
    "\x00", ""
)


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A dataset whose labels steer terminals."""
    ae = iris.AE
    actor = URIRef(iris.entity("actor", "evil"))
    graph = URIRef(iris.graph("reference"))
    rdfs, skos = iris.PREFIXES["rdfs"], iris.PREFIXES["skos"]
    quads: list[Quad] = [
        (actor, URIRef(ae + "key"), Literal("evil"), graph),
        (actor, URIRef(rdfs + "label"), Literal(HOSTILE, lang="en"), graph),
        (actor, URIRef(skos + "altLabel"), Literal(f"=1+1 {HOSTILE}", lang="en"), graph),
        (actor, URIRef(skos + "definition"), Literal(HOSTILE, lang="en"), graph),
    ]
    path = tmp_path / "evil.nq"
    path.write_bytes(b"".join(nquads_lines(quads)))
    return path


COMMANDS = [
    ["show", "evil"],
    ["query", "-q", "SELECT * { ?s rdfs:label ?name }"],
    ["query", "-q", "SELECT * { ?s rdfs:label ?name }", "--results", "csv"],
    ["query", "-q", "SELECT * { ?s rdfs:label ?name }", "--results", "json"],
    ["query", "-q", "CONSTRUCT WHERE { ?s rdfs:label ?name }"],
    ["show", HOSTILE + "x"],
    [HOSTILE],
    ["--" + HOSTILE],
]


@pytest.mark.parametrize("words", COMMANDS, ids=range(len(COMMANDS)))
def test_data_never_steers_the_terminal(words: list[str], hostile: Path) -> None:
    seen = in_terminal(["--quiet", *words], hostile, COLUMNS="200")  # no bars: they move the cursor
    assert b"Traceback" not in seen
    rest = re.sub(rb"\x1b\[[0-9;]*m", b"", seen)  # Rich's own colours
    assert b"\x1b" not in rest
    assert b"\x07" not in rest
    for character in "\u202e\u2069\x9b":
        assert character.encode() not in rest
    assert b":bomb:" in rest, "what was given must be printed, markup and all"


def test_joiners_stay() -> None:
    assert visible("می\u200cشود") == "می\u200cشود"


def test_bug_is_no_traceback(kg: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("kg.graph.KnowledgeGraph.open", broken)
    answer = kg("stats")
    assert answer.code == 70
    assert answer.err.startswith("kg: This is a bug in kg: RuntimeError: boom\n")
    monkeypatch.setenv("KG_DEBUG", "1")
    with pytest.raises(RuntimeError, match="boom"):
        kg("stats")


def test_answer_replaces_a_file_whole(kg: Callable[..., Any], tmp_path: Path) -> None:
    out = tmp_path / "deep" / "stats.json"
    assert kg("stats", "-o", str(out)).code == 0
    first = out.read_bytes()
    assert kg("stats", "-o", str(out)).code == 0
    assert out.read_bytes() == first
    assert [path.name for path in out.parent.iterdir()] == ["stats.json"]


def test_check_lists_every_problem_with_its_line(kg: Callable[..., Any], sanda_copy: Path) -> None:
    data = sanda_copy
    path = data / "sources" / "evening-courier" / "claims.yaml"
    lines = path.read_text(encoding="utf-8").replace("counted 7 dead", "counted 9 dead")
    path.write_text(lines.replace("harbour_union]", "harbor_union]", 1), encoding="utf-8")
    answer = kg("check", "--data", str(data), "--no-shapes")
    assert answer.code == 3
    found = answer.out.splitlines()
    assert any("claims.yaml:4: " in line and "'harbor_union'" in line for line in found)
    assert any("counted 9 dead" in line and "Nearest passage" in line for line in found)
    as_json = json.loads(kg("check", "--data", str(data), "--no-shapes", "--results", "json").out)
    assert {item["line"] for item in as_json} >= {4}
    built = kg("build", "--data", str(data), "--no-shapes")
    assert built.code == 3
    assert "'harbor_union'" in built.err
    assert not (data / "triples").exists()


def test_uncovered_sentence_is_found(kg: Callable[..., Any], sanda_copy: Path) -> None:
    data = sanda_copy
    text = data / "sources" / "state-gazette" / "text.txt"
    text.write_text(text.read_text("utf-8").rstrip("\n") + " It rained.\n", encoding="utf-8")
    answer = kg("coverage", "--data", str(data), "--open", "--results", "text")
    assert answer.code == 3
    assert "6. It rained." in answer.out
    assert "unaccounted: no claim rests on it" in answer.out
    assert "93.7% accounted for" not in answer.out
    assert "94.1% accounted for" in answer.out


def test_completion_of_words(sanda: Path) -> None:
    def complete(line: str) -> list[str]:
        words = line.split(" ")
        done = subprocess.run(
            KG,
            capture_output=True,
            text=True,
            check=False,
            env=environment(
                sanda,
                _KG_COMPLETE="bash_complete",
                COMP_WORDS=line,
                COMP_CWORD=str(len(words) - 1),
            ),
        )
        return [item.partition(",")[2] for item in done.stdout.splitlines()]

    assert complete("kg cov") == ["coverage"]
    assert "morning-post" in complete("kg show mor")
    assert complete("kg claims --lens disp") == ["disputed"]
    assert complete("kg export -f gex") == ["gexf"]
