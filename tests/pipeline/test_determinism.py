"""The same input gives the same bytes, and identifiers change only as docs/encoding.md says."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg import build, claims, loading, yamlfile
from kg.graph import KnowledgeGraph
from kg.lookup import Lookup
from kg.pipeline import Pipeline
from kg.store import Store

HERE = Path(__file__).parent
IDENTITY = sorted((HERE / "identity").glob("*.yaml"))
BUILD = "import sys; from pathlib import Path; from kg.build import build; build(Path(sys.argv[1]), check_shapes=False, use_cache=False)"  # noqa: E501


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def rewrite(path: Path, change: Callable[[Any], Any]) -> None:
    """Change a YAML file as data; every scalar stays text."""
    data = change(yamlfile.read(path, path.name).data)
    path.write_text(yaml.safe_dump(data, sort_keys=False, allow_unicode=True), encoding="utf-8")


def shuffled(mapping: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    items = list(mapping.items())
    chance.shuffle(items)
    return dict(items)


def shuffle(data: Path, seed: int) -> None:
    """Other orders of everything whose order means nothing; entities in several files."""
    chance = random.Random(seed)  # noqa: S311 - an order, not a secret

    def claims_file(content: dict[str, Any]) -> dict[str, Any]:
        for entry in content["claims"]:
            chance.shuffle(entry["says"])
        chance.shuffle(content["claims"])
        content["claims"] = [shuffled(entry, chance) for entry in content["claims"]]
        return shuffled(content, chance)

    for folder in (data / "sources").iterdir():
        rewrite(folder / "claims.yaml", claims_file)
        rewrite(folder / "source.yaml", lambda content: shuffled(content, chance))
    path = data / "entities" / "all.yaml"
    entities = shuffled(yamlfile.read(path, path.name).data, chance)
    path.unlink()
    for at, (key, entity) in enumerate(entities.items()):
        target = path.with_name(f"part-{at % 3}.yaml")
        with target.open("a", encoding="utf-8") as out:
            yaml.safe_dump({key: shuffled(entity, chance)}, out, allow_unicode=True)


@pytest.mark.parametrize("seed", [1, 2])
def test_same_bytes_in_another_process(seed: int, sanda: Path, sanda_copy: Path) -> None:
    shuffle(sanda_copy, seed)
    environment = {**os.environ, "PYTHONHASHSEED": str(seed), "LC_ALL": "C", "TZ": "Asia/Tehran"}
    subprocess.run(
        [sys.executable, "-c", BUILD, str(sanda_copy)],
        env={**environment, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=True,
    )
    assert snapshot(sanda_copy / "triples") == snapshot(sanda / "triples")


# --- what changes an identifier -----------------------------------------------------------------


def identifiers(data: Path) -> tuple[dict[str, str], dict[str, str]]:
    """IRI to a readable name, for claims and for propositions."""
    pipeline = Pipeline(data, use_cache=False, check_shapes=False)
    store = Store()
    store.add_lines(pipeline.reference)
    for slug in loading.slugs(data):
        part = pipeline.part(slug)
        assert not isinstance(part, list), part
        store.add_lines(part.lines)
    rows = store.select("SELECT ?c { ?c a ae:Claim }").rows
    found = claims.read(store, Lookup(store), [str(row[0]) for row in rows])
    by_claim = {c.iri: f"{c.source.rsplit('/', 1)[-1]} {c.key}" for c in found}
    local = lambda iri: str(iri).rsplit("/", 1)[-1].rsplit("#", 1)[-1]  # noqa: E731
    by_proposition = {
        p.iri: f"{local(p.subject)} {local(p.predicate)} {p.object_label}"
        for c in found
        for p in c.propositions
    }
    return by_claim, by_proposition


def names(mapping: dict[str, str], chosen: set[str]) -> list[str]:
    return sorted(mapping[iri] for iri in chosen)


@pytest.mark.parametrize("path", IDENTITY, ids=lambda path: path.stem)
def test_what_changes_an_identifier(path: Path, sanda: Path, sanda_copy: Path) -> None:
    """A case names ``edits`` (file, replace: [old, new], perhaps all: true) and the ``new`` and
    ``gone`` claims (``<source> <id>``) and propositions."""
    case = yamlfile.read(path, path.name).data
    for edit in case["edits"]:
        file = sanda_copy / edit["file"]
        text = file.read_text(encoding="utf-8")
        old, new = edit["replace"]
        assert text.count(old) == 1 or (edit.get("all") and old in text), old
        file.write_text(text.replace(old, new), encoding="utf-8")

    before, after = identifiers(sanda), identifiers(sanda_copy)
    for at, kind in enumerate(("claims", "propositions")):
        new, gone = after[at].keys() - before[at].keys(), before[at].keys() - after[at].keys()
        assert names(after[at], new) == sorted((case.get("new") or {}).get(kind, [])), f"new {kind}"
        assert names(before[at], gone) == sorted((case.get("gone") or {}).get(kind, [])), (
            f"gone {kind}"
        )


def test_a_report_and_a_judgement_are_reported_apart(sanda_copy: Path) -> None:
    """ "The paper says that X says P" is one claim and "that X judges P" another, each on its own
    quote; which of the two is written first does not matter."""
    path = sanda_copy / "sources" / "morning-post" / "claims.yaml"
    again = """  - id: {name}
    speaker: harbour_union
    mode: evaluation
    says:
      - [shooting, occurs, {{value: true}}]
    quote: fired into the crowd
"""
    written = path.read_text(encoding="utf-8")
    datasets: list[dict[str, bytes]] = []
    for first in (True, False):
        entry = again.format(name="judged")
        text = written.replace("claims:\n", "claims:\n" + entry) if first else written + entry
        path.write_text(text, encoding="utf-8")
        build.build(sanda_copy, check_shapes=first, use_cache=False)
        datasets.append(snapshot(sanda_copy / "triples"))
    assert datasets[0] == datasets[1]
    graph = KnowledgeGraph.open(sanda_copy)
    chains = {c.key: c.chain for c in graph.claims(source="morning-post", speaker="harbour_union")}
    for key, verb, quote in (
        ("shots", "says", "Harbour police fired into the crowd"),
        ("judged", "judges", "fired into the crowd"),
    ):
        assert [outer.key for outer in chains[key]] == [f"{key}.reporting"]
        assert [item.predicate_label for item in chains[key][0].propositions] == [verb]
        assert [item.exact for item in chains[key][0].quotes] == [quote]
    shutil.rmtree(sanda_copy / "triples")
