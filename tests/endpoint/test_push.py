"""Loading into a real Virtuoso: complete, resumable, repeatable, visible at once."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from kg import iris
from kg.cli import run
from kg.endpoint import Endpoint, Writer, push
from kg.errors import DataError, StoreError
from kg.graph import KnowledgeGraph
from kg.store import Store

from . import virtuoso as server
from .servers import Misbehaving

G = iris.graph("edges")


def lines(*triples: str, graph: str = G) -> list[bytes]:
    return [f"{triple} <{graph}> .\n".encode() for triple in triples]


@pytest.fixture
def empty(virtuoso: server.Virtuoso) -> Iterator[server.Virtuoso]:
    """A store that was never pushed to."""
    writer = virtuoso.writer()
    base = f'FILTER(STRSTARTS(STR(?g), "{iris.BASE}"))'
    rows = virtuoso.endpoint().page(
        f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} {base} }}", whole_store=True
    )[1]
    for row in rows:
        writer.update(f"DROP SILENT GRAPH <{row[0]}>")
    virtuoso._held = None
    yield virtuoso
    virtuoso._held = None


def graphs(virtuoso: server.Virtuoso) -> set[str]:
    """All graphs of ours in the store, whoever may see them."""
    query = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    rows = virtuoso.endpoint().page(query, whole_store=True)[1]
    return {str(row[0]) for row in rows if str(row[0]).startswith(iris.BASE)}


@pytest.mark.parametrize("graph_store", [False, True], ids=["updates", "graph store"])
def test_a_push_and_the_same_again(
    graph_store: bool, empty: server.Virtuoso, vale: KnowledgeGraph
) -> None:
    steps: list[tuple[str, int, int]] = []
    first = push(
        empty.writer(graph_store=graph_store),
        vale.store.lines(),
        lambda step, done, total: steps.append((step, done, total)),
    )
    assert (first.triples, first.graphs) == (len(vale), len(vale.engine.graphs()))
    assert set(first.changed) == set(vale.engine.graphs())
    assert first.read_back
    assert first.sent == steps[-1][2] or first.sent > first.triples
    assert {step for step, _, _ in steps} == {"load", "check", "publish"}
    assert KnowledgeGraph(empty.endpoint()).store.lines() == vale.store.lines()
    extra = {iris.graph("manifest"), iris.graph("union")}
    assert graphs(empty) == {*vale.engine.graphs(), *extra}
    again = empty.push(vale)
    assert (again.sent, again.changed, again.version) == (0, (), first.version)


def test_only_what_changed_is_sent(empty: server.Virtuoso, vale: KnowledgeGraph) -> None:
    empty.push(vale)
    changed = vale.store.subset(
        lambda s, p, o, g: g != iris.graph("source/vale-voice") or "label" not in p
    )
    less = [name for name in changed.graphs() if not name.endswith("interpretations")]
    changed = changed.subset(lambda s, p, o, g: g in less)
    done = empty.push(KnowledgeGraph(changed))
    assert done.changed == (iris.graph("source/vale-voice"),)
    assert done.removed == (iris.graph("interpretations"),)
    assert KnowledgeGraph(empty.endpoint()).store.lines() == changed.lines()
    assert iris.graph("interpretations") not in graphs(empty)


class Broken(Exception):
    """Somebody pulled the plug."""


def test_a_push_that_broke_off_goes_on(
    empty: server.Virtuoso, vale: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Writer, "batch", 100)
    sent: list[int] = []
    add: Callable[..., None] = Writer.add

    def limited(self: Writer, graph: str, found: Sequence[bytes], marker: str) -> None:
        if len(sent) == 12:
            raise Broken
        add(self, graph, found, marker)
        sent.append(len(found))

    monkeypatch.setattr(Writer, "add", limited)
    with pytest.raises(Broken):
        empty.push(vale)
    # Nothing of it is visible.
    assert empty.endpoint().manifest() is None
    assert not graphs(empty) & set(vale.engine.graphs())
    monkeypatch.setattr(Writer, "add", add)
    done = empty.push(vale)
    whole = done.triples + empty.endpoint().manifest().union.triples  # type: ignore[union-attr]
    assert done.sent == whole - sum(sent)
    assert KnowledgeGraph(empty.endpoint()).store.lines() == vale.store.lines()


def test_what_arrives_mangled_does_not_become_visible(
    empty: server.Virtuoso, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = KnowledgeGraph(Store())
    before.store.add_lines(lines('<urn:a> <urn:p> "old"'))
    empty.push(before)
    add: Callable[..., None] = Writer.add

    def mangled(self: Writer, graph: str, found: Sequence[bytes], marker: str) -> None:
        add(self, graph, [line.replace(b"new", b"gnu") for line in found], marker)

    monkeypatch.setattr(Writer, "add", mangled)
    after = lines('<urn:a> <urn:p> "new"')
    with pytest.raises(StoreError, match=r'1 triples differ; is missing: .*"new"'):
        push(empty.writer(), after)
    monkeypatch.setattr(Writer, "add", add)
    rows = empty.endpoint().select("SELECT ?o { ?s <urn:p> ?o }").rows
    assert [str(row[0]) for row in rows] == ["old"]
    push(empty.writer(), after)
    rows = empty.endpoint().select("SELECT ?o { ?s <urn:p> ?o }").rows
    assert [str(row[0]) for row in rows] == ["new"]


def test_damage_is_repaired(empty: server.Virtuoso, vale: KnowledgeGraph) -> None:
    empty.push(vale)
    empty.writer().update(f"DELETE WHERE {{ GRAPH <{G}> {{ ?s ?p ?o }} }}")
    done = empty.push(vale)
    assert done.changed == (G,)
    assert KnowledgeGraph(empty.endpoint()).store.lines() == vale.store.lines()


HOSTILE = (
    '<urn:a> <urn:p> "\\\\u0022 . } } ; DROP ALL #"',
    '<urn:a> <urn:p> "\\"\\"\\" } } ; DROP ALL #"',
    "<urn:a> <urn:p> \"''' \\\\' \\\\\\\\U00000022\"",
    '<urn:a> <urn:p> "line\\nfeed\\rreturn\\ttab\\u0001control\\u007F"',
    '<urn:a> <urn:p> "سلام، 😀, é (two ways: e\u0301)"@fa',
    '<urn:a> <urn:p> " leading and trailing "',
    '<urn:a> <urn:p> ""',
    '<urn:a> <urn:p> "' + "long " * 4000 + '"',
    '<urn:a> <urn:p> "true"^^<http://www.w3.org/2001/XMLSchema#boolean>',
    '<urn:a> <urn:q> "1"^^<http://www.w3.org/2001/XMLSchema#integer>',
    '<urn:a> <urn:p> "POINT(51.42151 -35.7)"^^<http://www.opengis.net/ont/geosparql#wktLiteral>',
    '<urn:a> <urn:p> "POINT(51.42151 -35.7)"',
    '<urn:a> <urn:p> "1988-06-20"^^<http://www.w3.org/2001/XMLSchema#date>',
    '<urn:a> <urn:p> "1988-2X"^^<http://id.loc.gov/datatypes/edtf/EDTF>',
    "<urn:a> <urn:p> <https://example.org/%5B?q='x'&y=سلام#f>",
)


@pytest.mark.parametrize("graph_store", [False, True], ids=["updates", "graph store"])
def test_hostile_values_arrive_as_they_are(graph_store: bool, empty: server.Virtuoso) -> None:
    store = Store()
    store.add_lines(lines(*HOSTILE))
    empty.push(KnowledgeGraph(store), graph_store=graph_store)
    assert KnowledgeGraph(empty.endpoint()).store.lines() == store.lines()


def test_what_the_engine_cannot_hold_is_said(empty: server.Virtuoso) -> None:
    """It takes true and 1 for one value."""
    kinds = ('"true"^^<http://www.w3.org/2001/XMLSchema#boolean>',
             '"1"^^<http://www.w3.org/2001/XMLSchema#integer>')  # fmt: skip
    with pytest.raises(StoreError, match="1 of 2 triples arrived"):
        push(empty.writer(), lines(*(f"<urn:a> <urn:p> {kind}" for kind in kinds)))
    assert empty.endpoint().manifest() is None


def test_readers_see_one_version_or_the_other(empty: server.Virtuoso) -> None:
    versions = {
        word: lines(
            *(f'<urn:{at}> <urn:p> "{word}"' for at in range(3000)),
            *(f'<urn:{word}-{at}> <urn:q> "x"' for at in range(500)),
        )
        for word in ("old", "new")
    }
    push(empty.writer(), versions["old"])
    seen: set[tuple[tuple[str, int], ...]] = set()
    over = threading.Event()
    trouble: list[Exception] = []

    def read() -> None:
        remote = empty.endpoint(timeout=120)
        query = "SELECT ?o (COUNT(*) AS ?n) { ?s <urn:p> ?o } GROUP BY ?o"
        while not over.is_set():
            try:
                rows = remote.select(query).rows
            except Exception as error:  # noqa: BLE001 - reported by the test
                trouble.append(error)
                return
            seen.add(tuple(sorted((str(row[0]), int(str(row[1]))) for row in rows)))

    reader = threading.Thread(target=read)
    reader.start()
    push(empty.writer(), versions["new"])
    time.sleep(0.5)
    over.set()
    reader.join(120)
    assert not trouble
    assert seen == {(("old", 3000),), (("new", 3000),)}


@pytest.mark.parametrize(
    ("quads", "words"),
    [
        ([b"<urn:a> <urn:p> <urn:b> .\n"], "no named graph"),
        ([b"_:a <urn:p> <urn:b> <urn:g> .\n"], "blank nodes"),
        ([b"<urn:a> <urn:p> _:b <urn:g> .\n"], "blank nodes"),
        (lines("<urn:a> <urn:p> <urn:b>", graph=iris.graph("manifest")), "reserved"),
        (lines("<urn:a> <urn:p> <urn:b>", graph=iris.graph("union")), "reserved"),
        (lines("<urn:a> <urn:p> <urn:b>", graph=iris.ID + "staging/x"), "reserved"),
    ],
)
def test_what_cannot_be_pushed(quads: list[bytes], words: str) -> None:
    remote = Endpoint("http://127.0.0.1:9/sparql")
    writer = Writer(remote, user=None, password="", timeout=1)
    with pytest.raises(DataError, match=words):
        push(writer, quads)


@pytest.mark.parametrize("status", [405, 415, 501])
def test_a_store_that_takes_no_updates(status: int) -> None:
    def behave(request: Any, count: int) -> None:
        request.send(200 if request.command == "GET" else status)

    with Misbehaving(behave) as answering:
        writer = Writer(Endpoint(answering.url), user=None, password="", timeout=5)
        with pytest.raises(StoreError, match="takes no updates"):
            writer.update("DROP ALL")


# --- kg push --------------------------------------------------------------------------------------


def test_command(
    empty: server.Virtuoso,
    vale: KnowledgeGraph,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert vale.folder is not None
    words = ["push", "--endpoint", empty.url, "--update", empty.update, "--user", "dba"]
    words += ["--data", str(vale.folder)]
    monkeypatch.setenv("SECRET", "wrong")
    assert run([*words, "--password-env", "SECRET"]) == 6
    assert "refused the login" in capfd.readouterr().err
    monkeypatch.setenv("SECRET", empty.password)
    assert run([*words, "--password-env", "SECRET"]) == 0
    told = capfd.readouterr()
    assert "all read back" in told.err
    assert run([*words, "--password-env", "SECRET"]) == 0
    assert "Nothing to do" in capfd.readouterr().err
    assert empty.password not in told.err + told.out


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["push"], 2, "Name the store"),
        (["push", "--endpoint", "http://localhost:9/", "--user", "me"], 2, "holds no password"),
        (["push", "--endpoint", "file:///x"], 2, "http"),
        (["push", "--endpoint", "http://localhost:9/", "--dialect", "x"], 2, "no dialect"),
        (["build", "--endpoint", "http://localhost:9/"], 2, "not an endpoint"),
        (["stats", "--endpoint", "http://localhost:9/", "--data", "."], 2, "two datasets"),
    ],
)
def test_command_line_that_is_off(
    words: list[str],
    code: int,
    message: str,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in [name for name in os.environ if name.startswith("KG_ENDPOINT")]:
        monkeypatch.delenv(name)
    assert run(words) == code
    assert message in capfd.readouterr().err


def test_data_on_the_command_line_is_nearer_than_an_endpoint_in_the_environment(
    published: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_ENDPOINT", "http://127.0.0.1:9/sparql")
    assert run(["query", "-q", "ASK {}", "--data", str(published)]) == 0
    assert capfd.readouterr().out.strip() == "true"
