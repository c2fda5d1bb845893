"""Text search in SPARQL: ``understood.yaml`` and ``refused.yaml`` hold the cases."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.term import Literal

from kg import iris, search, sparql, yamlfile
from kg.errors import KgError, QueryError, UsageError
from kg.graph import KnowledgeGraph
from kg.search.pattern import MOST
from kg.search.tokens import tokens


def cases(name: str) -> dict[str, Any]:
    path = Path(__file__).parent / name
    found: dict[str, Any] = yamlfile.read(path, name).data
    return found


UNDERSTOOD, REFUSED = cases("understood.yaml"), cases("refused.yaml")


class Names:
    """An index that finds ``urn:<scope>:<text>``."""

    def iris(self, text: str, limit: int, scope: str = "anything") -> list[str]:
        if text == "too long":
            raise UsageError("The text is long.", cure="Give at most 1,000.")
        count = "" if limit > MOST else f":{limit}"
        found = [f"urn:{scope}:{text}{count}"]
        return found * limit if text == "everywhere" else found


@pytest.mark.parametrize("name", UNDERSTOOD)
def test_understood(name: str) -> None:
    case = UNDERSTOOD[name]
    assert search.used(case["query"])
    assert search.rewritten(case["query"], Names()) == case["becomes"]


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    case = REFUSED[name]
    assert search.used(case["query"])
    with pytest.raises(QueryError, match=r"\w") as error:
        search.rewritten(case["query"], Names())
    assert case["says"] in str(error.value)
    assert error.value.cure


@pytest.mark.parametrize("name", [n for n in UNDERSTOOD if n not in ("never closed",)])
def test_engine_takes_what_it_becomes(name: str, sanda_graph: KnowledgeGraph) -> None:
    query = "PREFIX research: <urn:r:>\n" + UNDERSTOOD[name]["query"]
    assert sanda_graph.engine.kind(search.rewritten(query, Names()))  # type: ignore[attr-defined]


@settings(deadline=None)
@given(st.text(alphabet="{}[]();.,?x \"'\\<>#:a@^1\n" + "sA"))
def test_every_text_has_an_end(text: str) -> None:
    found = list(tokens(text))
    rest = text
    for token in found:
        at = rest.index(token.text)
        rest = rest[at + len(token.text) :]
    assert all(text[t.start : t.end] == t.text for t in found)
    with suppress(QueryError):
        search.rewritten(f'SELECT * {{ ?x search:matches "a" {text}', Names())


@pytest.mark.parametrize(
    "text",
    ["a.", ".", '"', "'''", '"""x', "<a", "a:", "a:b.", "{", "?x search:inName 'a' ; ", "#", "\\u"],
)
def test_long_queries_take_linear_time(text: str) -> None:
    query = 'SELECT * { ?x search:matches "a" . ' + text * (200_000 // len(text))
    begin = time.process_time()
    with suppress(QueryError):
        search.rewritten(query, Names())
    assert time.process_time() - begin < 5


def test_answers_are_those_of_the_claims(sanda_graph: KnowledgeGraph) -> None:
    found = sanda_graph.select(
        'SELECT ?who ?mode { ?c search:inQuote "inquiry" ; ae:speaker ?who ; ae:mode ?mode }'
    )
    assert {(iris.compact(str(who)), iris.compact(str(mode))) for who, mode in found.rows} == {
        ("actor:harbour_union", "ae:Demand"),
        ("actor:morning_post", "ae:Report"),  # which reports the demand
    }
    assert sanda_graph.ask('ASK { actor:harbour_union ae:key ?k . ?x search:inName "union" }')
    graph = sanda_graph.construct(
        'CONSTRUCT { ?x rdfs:label ?l } { ?x search:inName "port hospital" ; rdfs:label ?l }'
    )
    assert [str(o) for o in graph.objects()] == ["Port Hospital"]


def test_within_a_graph_it_is_as_outside(sanda_graph: KnowledgeGraph) -> None:
    inside = 'SELECT ?c ?g { GRAPH ?g { ?c search:inQuote "dead" ; a ae:Claim } }'
    outside = 'SELECT ?c ?g { ?c search:inQuote "dead" . GRAPH ?g { ?c a ae:Claim } }'
    rows = sanda_graph.select(inside).rows
    assert rows
    assert sorted(rows) == sorted(sanda_graph.select(outside).rows)


def test_text_is_no_way_into_the_query(sanda_graph: KnowledgeGraph) -> None:
    for text in ("} ?s ?p ?o {", '" } #', "a' OR 1=1 --", "\\", "<urn:x>"):
        quoted = sparql.term_text(Literal(text))
        assert sanda_graph.select(f"SELECT * {{ ?x search:matches {quoted} }}").rows == []


def test_lens_finds_only_its_claims(sanda_graph: KnowledgeGraph) -> None:
    query = 'SELECT DISTINCT ?c { ?c search:inQuote "people" ; ae:speaker ?s }'
    lens = sanda_graph.under("according-to:interior_ministry")
    assert sanda_graph.select(query).rows
    assert lens.select(query).rows == []
    assert [hit.kind for hit in sanda_graph.search("people", kinds=["claim"])]
    assert lens.search("people", kinds=["claim"]) == []
    assert {hit.said.speaker_label for hit in lens.search("nobody") if hit.said} == {
        "Interior Ministry of Sanda"
    }


@settings(max_examples=50, deadline=None)
@given(text=st.text(max_size=30))
def test_any_text_can_be_searched(text: str, sanda_graph: KnowledgeGraph) -> None:
    try:
        quoted = sparql.term_text(Literal(text))
    except KgError:
        return
    sanda_graph.select(f"SELECT * {{ ?x search:matches {quoted} }}")
