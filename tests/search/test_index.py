"""The index: what is found in which order, hostile texts, files, forks."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import yamlfile
from kg.errors import StoreError, UsageError
from kg.graph import KnowledgeGraph
from kg.search import GROUPS, KINDS, LONGEST, Index, building, fold, keeping, passes
from kg.store import Store, read_quads

HERE = Path(__file__).parent
RANKING = yamlfile.read(HERE / "ranking.yaml", "ranking.yaml").data


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """An index of ``names.ttl``."""
    store = Store()
    store.add(read_quads(HERE / "names.ttl"))
    return Index.open(store)


@pytest.mark.parametrize("text", RANKING)
def test_ranking(text: str, names: Index) -> None:
    found = [f"{hit.key} {hit.field} {hit.text}" for hit in names.find(text)]
    assert found == (RANKING[text] or [])


def test_match_is_where_the_text_has_it(names: Index) -> None:
    (hit,) = names.find("قتلهاي", kinds=["series"])
    assert fold(hit.text[hit.start : hit.end]) == fold("قتلهاي")
    assert hit.text == "قتل‌های زنجیره‌ای"
    assert (hit.start, hit.end) == (0, 7)


def test_limit_and_kinds(names: Index) -> None:
    assert len(names.find("union", limit=2)) == 2
    assert names.find("union", limit=0) == []
    assert {hit.kind for hit in names.find("union", kinds=["entity"])} <= {"actor", "event"}
    assert {hit.kind for hit in names.find("union", kinds=["place"])} == set()
    with pytest.raises(UsageError, match="no kind 'person'") as error:
        names.find("union", kinds=["person"])
    assert "actor" in error.value.cure


def test_no_quantity_is_found(seed: KnowledgeGraph) -> None:
    """A number of people with nobody who says it would read as a fact."""
    labels = seed.select("SELECT ?l { ?q a ae:Quantity ; rdfs:label ?l }").rows
    assert labels
    for (label,) in labels:
        hits = seed.search(str(label))
        assert all(hit.kind == "claim" or "quantity" not in hit.iri for hit in hits)


def test_every_quote_is_found_and_names_its_speaker(sanda_graph: KnowledgeGraph) -> None:
    checked = 0
    for claim in sanda_graph.claims():
        shown = not all("/proposition/" in str(p.object) for p in claim.propositions)
        for quote in claim.quotes:
            hits = sanda_graph.search(quote.exact, limit=50, kinds=["claim"])
            found = [hit for hit in hits if hit.iri == claim.iri]
            assert bool(found) is shown
            if not found:
                continue
            (hit,) = found
            assert hit.said is not None
            assert hit.said.attribution == claim.attribution()
            assert (hit.said.speaker, hit.said.source) == (claim.speaker, claim.source)
            assert (hit.said.stance, hit.said.mode) == (claim.stance, claim.mode)
            assert hit.said.claimed == tuple(str(item) for item in claim.propositions)
            checked += 1
    assert checked > 15


def test_a_denial_does_not_read_as_what_it_denies(sanda_graph: KnowledgeGraph) -> None:
    (hit,) = [h for h in sanda_graph.search("anyone was shot") if h.kind == "claim"]
    record = hit.record()
    assert record["said"]["attribution"] == (
        "The Morning Post reports that Interior Ministry of Sanda denies"
    )
    assert record["said"]["stance"] == "Denies"


def test_suggest_is_names_then_a_few_quotes(sanda_graph: KnowledgeGraph) -> None:
    hits = sanda_graph.search_index.suggest("union")
    kinds = [hit.kind for hit in hits]
    assert {"actor", "prospect"} < set(kinds)
    assert kinds.count("claim") == 3
    assert kinds == sorted(kinds, key=lambda kind: kind == "claim")


HOSTILE = [
    "", " ", '"', "'", '""', "*", "a*", "NEAR(a b)", "a AND b", "NOT", "-a", "^a", "{a}: b",
    "folded: a", "%", "_", "%%%", "\x00", "a\x00b", "\ud800", "a\ud800bc", "'; DROP TABLE entry;",
    '" OR "a', "(", "\\", "🏴‍☠️", "\u202e", "\u0301\u0301", "\U0010ffff" * 3, "?", "x" * LONGEST,
    "a " * (LONGEST // 2),
]  # fmt: skip


NEAR = {"1500": "1,500", "november 2019 shootings": "Killings during the protests of November 2019"}


@pytest.mark.parametrize("text", NEAR)
def test_what_nothing_holds_is_found_nearly(text: str, seed: KnowledgeGraph) -> None:
    index = seed.search_index
    assert not index.find(text)
    assert NEAR[text] in " ".join(hit.text for hit in index.nearly(text))
    assert not index.nearly("zzzz qqqq xxxx")
    assert not index.nearly("zzzz")
    assert all(hit.kind == "event" for hit in index.nearly(text, 5, ["event"]))


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:20])
def test_hostile_texts(text: str, sanda_graph: KnowledgeGraph) -> None:
    wanted = fold(text)
    for hit in sanda_graph.search(text):
        assert all(word in fold(hit.text) for word in wanted.split(" "))


def test_a_megabyte_is_refused(sanda_graph: KnowledgeGraph) -> None:
    with pytest.raises(UsageError, match="1,000,000 characters"):
        sanda_graph.search("a" * 1_000_000)


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=20))
def test_all_that_is_found_holds_the_text(text: str, names: Index) -> None:
    wanted = fold(text).split(" ")
    assert all(word in fold(hit.text) for hit in names.find(text) for word in wanted)


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_every_piece_of_a_name_is_found(data: st.DataObject, names: Index) -> None:
    hit = data.draw(st.sampled_from(names.find("union", limit=50)))
    start = data.draw(st.integers(0, len(hit.text) - 3))
    piece = hit.text[start : start + data.draw(st.integers(3, 12))]
    if len(fold(piece)) >= 3:
        assert hit.iri in {found.iri for found in names.find(piece, limit=100)}


def in_child(check: Callable[[], bool]) -> bool:
    """What a function gives in a forked process."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = 0 if check() else 1
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_ways_of_asking_the_index_agree(data: st.DataObject, seed: KnowledgeGraph) -> None:
    texts = seed.search_index._connection().execute("SELECT text FROM entry").fetchall()
    text = data.draw(st.sampled_from(texts))[0]
    start = data.draw(st.integers(0, max(0, len(text) - 3)))
    piece = text[start : start + data.draw(st.integers(1, 30))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passes, "_FEW", 100_000)
        once = seed.search(piece, 50)
        patch.setattr(passes, "_FEW", -1)
        assert seed.search(piece, 50) == once


# --- files ----------------------------------------------------------------------------------------


def kept(data: Path) -> list[Path]:
    return sorted((data / ".kg-cache").glob("search-*.sqlite"))


def test_kept_and_opened_again(
    sanda: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    shutil.copytree(sanda / "triples", data / "triples")
    dataset = data / "triples" / "dataset.nq"
    assert Index.kept(dataset) is None
    first = KnowledgeGraph.open(data)
    assert first.search("union")
    (path,) = kept(data)
    monkeypatch.setattr(building, "build", None)  # it is not built again
    again = KnowledgeGraph.open(data)
    assert again.search_index.path == path
    assert again.search("union") == first.search("union")
    index = Index.kept(dataset)
    assert index is not None
    assert index.find("union") == first.search("union")
    assert path.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "other"])
def test_damaged_file_is_built_again(damage: str, sanda: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(sanda / "triples", data / "triples")
    wanted = KnowledgeGraph.open(data).search("union")
    (path,) = kept(data)
    whole = path.read_bytes()
    at = len(whole) // 2
    path.write_bytes(
        {"cut": whole[:at], "flipped": whole[:at] + bytes([whole[at] ^ 255]) + whole[at + 1 :],
         "empty": b"", "other": b"SQLite format 3\0"}[damage]
    )  # fmt: skip
    assert KnowledgeGraph.open(data).search("union") == wanted
    assert [item.read_bytes() == whole for item in kept(data)] == [True]


def test_file_of_other_code_is_built_again(
    sanda: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    shutil.copytree(sanda / "triples", data / "triples")
    assert KnowledgeGraph.open(data).search("union")
    monkeypatch.setattr(keeping, "code_digest", lambda: "other")
    assert Index.kept(data / "triples" / "dataset.nq") is None


def test_old_files_go_and_those_in_use_still_answer(sanda: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(sanda / "triples", data / "triples")
    dataset = data / "triples" / "dataset.nq"
    first = KnowledgeGraph.open(data)
    wanted = first.search("union")
    for number in range(4):
        line = f'<urn:x{number}> <http://www.w3.org/2000/01/rdf-schema#label> "new" <urn:g> .\n'
        dataset.write_bytes(dataset.read_bytes() + line.encode())
        graph = KnowledgeGraph.open(data)
        assert len(graph.search("new", kinds=["resource"])) == number + 1
    assert len(kept(data)) == 3
    assert first.search("union") == wanted
    assert in_child(lambda: first.search("union") == wanted)


def test_dataset_that_changed_after_it_was_opened(sanda: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(sanda / "triples", data / "triples")
    graph = KnowledgeGraph.open(data)
    dataset = data / "triples" / "dataset.nq"
    dataset.write_bytes(b"")
    assert graph.search("union")
    assert kept(data) == []


def test_folder_that_cannot_be_written(sanda: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(sanda / "triples", data / "triples")
    (data / ".kg-cache").write_text("no folder")
    graph = KnowledgeGraph.open(data)
    assert graph.search("union")
    assert graph.search_index.path is None


def test_sqlite_without_trigrams(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "_SCHEMA", building._SCHEMA.replace("trigram", "nothing"))
    with pytest.raises(StoreError, match="cannot search text") as error:
        Index.open(Store())
    assert "3.34" in error.value.cure


def test_empty_dataset() -> None:
    index = Index.open(Store())
    assert index.find("a") == index.find("abc") == index.suggest("abc") == []


def test_index_that_breaks_while_in_use(sanda: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(sanda / "triples", data / "triples")
    graph = KnowledgeGraph.open(data)
    path = graph.search_index.path
    assert path is not None
    path.write_bytes(b"no database, but as long as one" * 100)
    with pytest.raises(StoreError, match="index"):
        graph.search("union")


# --- processes ------------------------------------------------------------------------------------


@pytest.mark.parametrize("in_memory", [True, False])
def test_forked_workers_share_it(in_memory: bool, sanda: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(sanda / "triples", data / "triples")
    dataset = data / "triples" / "dataset.nq"
    graph = KnowledgeGraph.open(dataset if in_memory else data)
    index = graph.search_index
    assert (index.path is None) is in_memory
    wanted = index.find("union")
    before = index._connection()
    for _ in range(3):
        assert in_child(lambda: index.find("union") == wanted and index._connection() is not before)
    assert index._connection() is before


def test_threads(sanda_graph: KnowledgeGraph) -> None:
    wanted = sanda_graph.search("union")
    results = []
    threads = [
        threading.Thread(target=lambda: results.append(sanda_graph.search("union")))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [wanted] * 4


def test_nothing_can_be_written(sanda_graph: KnowledgeGraph) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        sanda_graph.search_index._connection().execute("DELETE FROM entry")


def test_all_kinds_are_explained(seed: KnowledgeGraph) -> None:
    rows = seed.search_index._connection().execute("SELECT DISTINCT kind FROM entry")
    assert {row[0] for row in rows} <= set(KINDS)


def test_command_line_knows_every_kind() -> None:
    from kg.cli import search as command

    assert set(command._KINDS) == {*KINDS, *GROUPS}
