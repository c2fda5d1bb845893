"""Claims about what may lie between two days, whatever of its dates is known."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.build import build
from kg.graph import KnowledgeGraph

TESTS = Path(__file__).parents[1]
OPEN_DATE = 'edtf: "2031-05-03/"'
SERIES = """
  - id: yearly
    says:
      - [dock_strikes, date, {edtf: "2028/2031"}]
    quote: The march was part of the yearly dock strikes
"""


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """A march of one day, of which one paper does not know the end; a series of four years."""
    data = tmp_path_factory.mktemp("dated") / "data"
    shutil.copytree(
        TESTS / "data" / "sanda", data, ignore=shutil.ignore_patterns("triples", ".kg-cache")
    )
    claims = data / "sources" / "morning-post" / "claims.yaml"
    text = claims.read_text("utf-8").replace('edtf: "2031-05-03"', OPEN_DATE, 1)
    assert OPEN_DATE in text
    claims.write_text(text + SERIES.lstrip("\n"), "utf-8")
    build(data, check_shapes=False)
    return KnowledgeGraph.open(data)


@pytest.mark.parametrize(
    ("about", "since", "until", "found"),
    [
        ("dock_march", "2031-05-03", "2031-05-03", True),
        ("dock_march", "2031-05-04", None, True),  # the end is open
        ("dock_march", "2040", "2041", True),
        ("dock_march", None, "2027-12-31", False),
        ("dock_strikes", "2029", "2030", True),  # a series, wholly around the span
        ("dock_strikes", None, "2028-01-01", True),
        ("dock_strikes", None, "2027", False),
        ("shooting", "1900", "2100", False),  # nobody dates it
    ],
)
def test_open_ends_and_series_count(
    dated: KnowledgeGraph, about: str, since: str | None, until: str | None, found: bool
) -> None:
    assert bool(dated.claims(about=about, since=since, until=until)) == found


def test_a_series_that_ended_is_not_later(dated: KnowledgeGraph) -> None:
    told = {claim.key for claim in dated.claims(about="dock_strikes", predicate="date")}
    assert told == {"yearly"}
    assert not dated.claims(about="dock_strikes", predicate="date", since="2032")
