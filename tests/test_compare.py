"""Comparisons: one file each in ``tests/cases/compare``.

A case names ``left`` and ``right`` of the fictional sources and lists the positions in ``opposed``,
``shared``, ``only_left`` and ``only_right`` as ``attitude mode: proposition`` (for ``opposed``, the
reason and both sides).
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg import yamlfile
from kg.build import build
from kg.compare import Position, compare
from kg.errors import UnknownEntity
from kg.graph import KnowledgeGraph

HERE = Path(__file__).parent
CASES = sorted((HERE / "cases" / "compare").glob("*.yaml"))


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    out = tmp_path_factory.mktemp("compare")
    build(HERE / "data" / "sanda", out / "triples", use_cache=False, check_shapes=False)
    return KnowledgeGraph.open(out / "triples" / "dataset.nq")


def words(position: Position) -> str:
    return f"{position.attitude} {position.mode}: {position.proposition}"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path, graph: KnowledgeGraph) -> None:
    case = yamlfile.read(path, path.name).data
    found = compare(graph, case["left"], case["right"])
    opposed = [f"{o.why}: {words(o.left)} | {words(o.right)}" for o in found.opposed]
    assert sorted(opposed) == sorted(case.get("opposed") or [])
    assert sorted(words(s.left) for s in found.shared) == sorted(case.get("shared") or [])
    for name, positions in (("only_left", found.only_left), ("only_right", found.only_right)):
        if name in case:
            assert sorted(map(words, positions)) == sorted(case[name] or [])


@pytest.mark.parametrize(
    ("left", "right"), [("morning-post", "state-gazette"), ("harbour_union", "interior_ministry")]
)
def test_sides_swapped(left: str, right: str, graph: KnowledgeGraph) -> None:
    there, back = compare(graph, left, right), compare(graph, right, left)
    assert set(map(words, there.only_left)) == set(map(words, back.only_right))
    assert {words(s.left) for s in there.shared} == {words(s.right) for s in back.shared}
    assert {(words(o.left), words(o.right)) for o in there.opposed} == {
        (words(o.right), words(o.left)) for o in back.opposed
    }


def test_one_side_with_itself(graph: KnowledgeGraph) -> None:
    found = compare(graph, "harbour_union", "harbour_union")
    assert found.shared
    assert not found.only_left
    assert not found.only_right
    assert not found.opposed


def test_every_position_rests_on_claims(graph: KnowledgeGraph) -> None:
    found = compare(graph, "morning-post", "state-gazette")
    positions = [*found.only_left, *found.only_right]
    positions += [
        side for item in (*found.shared, *found.opposed) for side in (item.left, item.right)
    ]
    assert positions
    for position in positions:
        for claim in position.claims:
            assert position.proposition.iri in {item.iri for item in claim.propositions}
            assert claim.mode == position.mode


def test_unknown_side(graph: KnowledgeGraph) -> None:
    with pytest.raises(UnknownEntity, match="Did you mean"):
        compare(graph, "morning-post", "state_gazet")


def test_prediction_is_not_opposed_by_the_denial_of_a_report(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(
        HERE / "data" / "sanda", data, ignore=shutil.ignore_patterns("triples", ".kg-cache")
    )
    source = data / "sources" / "radio"
    source.mkdir()
    (source / "text.txt").write_text("There will be a shooting.\n", encoding="utf-8")
    meta = (data / "sources" / "evening-courier" / "source.yaml").read_text(encoding="utf-8")
    (source / "source.yaml").write_text(meta, encoding="utf-8")
    (source / "claims.yaml").write_text(
        "claims:\n  - id: a\n    mode: prediction\n    says: [[shooting, occurs, {value: true}]]\n"
        "    quote: There will be a shooting\n",
        encoding="utf-8",
    )
    build(data, use_cache=False, check_shapes=False)
    graph = KnowledgeGraph.open(data)
    denial = compare(graph, "radio", "interior_ministry")
    assert [words(p) for p in denial.only_left] == [
        "affirms Prediction: Shooting at the port office · occurs · yes"
    ]
    assert not denial.opposed
    report = compare(graph, "radio", "harbour_union")
    assert not report.shared, "a prediction is not what another speaker reports"
