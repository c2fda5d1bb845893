"""Data that is replaced while it is opened: all of the one build or all of the other."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.build import build
from kg.errors import DataError
from kg.graph import KnowledgeGraph
from kg.server import opening, statistics
from kg.store import Store

SANDA = Path(__file__).parents[1] / "data" / "sanda"
BASE = "http://127.0.0.1:7878"


def _version(to: Path, *without: str) -> Path:
    shutil.copytree(SANDA, to, ignore=shutil.ignore_patterns("triples", ".kg-cache", *without))
    build(to, check_shapes=False)
    return to


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("versions")
    return _version(folder / "left"), _version(folder / "right", "state-gazette")


def _publish(data: Path, site: Path) -> None:
    """Put a build in the place of another, at once."""
    new = site / "new"
    shutil.copytree(data / "triples", new)
    if (site / "triples").exists():
        (site / "triples").rename(site / "old")
        new.rename(site / "triples")
        shutil.rmtree(site / "old")
    else:
        new.rename(site / "triples")


@pytest.mark.parametrize("moment", ["_digest", "_verified", "load", "statistics"])
def test_a_build_that_is_published_while_it_is_opened(
    moment: str,
    versions: tuple[Path, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    left, right = versions
    _publish(left, tmp_path)
    wanted, told = opening.prepare({"path": str(right), "base": BASE})
    swaps = 0
    owner = {"load": Store, "statistics": statistics}.get(moment, opening)
    real = getattr(owner, moment)

    def swapping(*arguments: object) -> object:
        nonlocal swaps
        swaps += 1
        if swaps == 1:
            _publish(right, tmp_path)
        return real(*arguments)

    monkeypatch.setattr(owner, moment, swapping)
    found, says = opening.prepare({"path": str(tmp_path), "base": BASE})
    assert swaps > 1
    assert says["version"] == told["version"]
    assert says["verified"]
    assert _default(found) == _default(wanted)


def _default(graph: KnowledgeGraph) -> int:
    return int(str(graph.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows[0][0]))


def test_damage_is_told_at_once(versions: tuple[Path, Path], tmp_path: Path) -> None:
    _publish(versions[0], tmp_path)
    path = tmp_path / "triples" / "dataset.nq"
    path.write_bytes(path.read_bytes()[:-1000])
    with pytest.raises(DataError, match="checksum"):
        opening.prepare({"path": str(tmp_path), "base": BASE})


def test_data_of_others_is_answered_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    graph, _ = opening.prepare({"path": str(path), "base": BASE})
    assert _default(graph) == 1
