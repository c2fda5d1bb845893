"""Cases as datasets: the fictional island's actors and events, with papers that a case writes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from kg import yamlfile
from kg.build import build
from kg.graph import KnowledgeGraph

HERE = Path(__file__).parent
SANDA = HERE.parent / "data" / "sanda"

_SOURCE = """
label: Paper {number}
genre: news
language: en
authors: {author}
publisher: {author}
published: {{edtf: "2031-05-{number:02}"}}
citation: Paper {number}.
licence: Fictional text, CC0.
"""


def write_papers(data: Path, papers: list[dict[str, Any]], facts: dict[str, Any]) -> None:
    """A data folder with these papers; each claim gets a sentence of its own to quote. A paper
    whose claims are `cited` has no text.

    :param facts: by an entity's key, facts to add to the editors' own.
    """
    shutil.copytree(SANDA / "entities", data / "entities")
    shutil.copytree(SANDA / "reference", data / "reference")
    if facts:
        path = data / "entities" / "all.yaml"
        entities = yamlfile.read(path, path.name).data
        for key, more in facts.items():
            entities[key].setdefault("facts", []).extend(more)
        path.write_text(json.dumps(entities), "utf-8")
    for number, paper in enumerate(papers, 1):
        folder = data / "sources" / f"paper-{number}"
        folder.mkdir(parents=True)
        sentences = [f"Sentence number {at} is here." for at in range(len(paper["claims"]))]
        claims = [
            {"id": f"c{at}", **({} if "cited" in claim else {"quote": sentences[at]}), **claim}
            for at, claim in enumerate(paper["claims"])
        ]
        if not all("cited" in claim for claim in claims):
            (folder / "text.txt").write_text(" ".join(sentences), "utf-8")
        (folder / "claims.yaml").write_text(json.dumps({"claims": claims}), "utf-8")
        text = _SOURCE.format(number=number, author=paper["author"])
        (folder / "source.yaml").write_text(text, "utf-8")


@pytest.fixture
def dataset(request: pytest.FixtureRequest, tmp_path: Path) -> KnowledgeGraph:
    """The dataset of a case: ``sanda``, ``seed``, or its own papers."""
    case: dict[str, Any] = request.param
    if "papers" in case:
        data = tmp_path / "data"
        write_papers(data, case["papers"], case.get("facts", {}))
        build(data, check_shapes=False)
        return KnowledgeGraph.open(data)
    graph: KnowledgeGraph = request.getfixturevalue(
        "sanda_graph" if case["data"] == "sanda" else case["data"]
    )
    return graph
