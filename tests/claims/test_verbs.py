"""One verb for each stance and mode: in words, and in what a source says of those it reports.

``verbs.tsv`` holds the verbs; ``wording.json`` attributions, and names of groups.
"""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph, URIRef

from kg import iris, resolving, terms, verbs
from kg.build import build
from kg.claims import Claim
from kg.graph import KnowledgeGraph

HERE = Path(__file__).parent
CASES: dict[str, list[Any]] = json.loads((HERE / "wording.json").read_text("utf-8"))
VERBS = [
    tuple(line.split("\t"))
    for line in (HERE / "verbs.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def test_every_pair_has_its_own_verb() -> None:
    assert {row[:2] for row in VERBS} == {(s, m) for s in terms.STANCES for m in terms.MODES}
    for column in (2, 3, 4):
        assert len({row[column] for row in VERBS}) == len(VERBS)


@pytest.mark.parametrize("row", VERBS, ids=lambda row: f"{row[0]} {row[1]}")
def test_verb(row: tuple[str, ...]) -> None:
    stance, mode, relation, one, many = row
    assert resolving.reporting_verb(stance, mode) == relation
    assert verbs.verb(terms.STANCES[stance], terms.MODES[mode]) == one
    assert verbs.verb(terms.STANCES[stance], terms.MODES[mode], many=True) == many


# --- as a source's encoding has it ---------------------------------------------------------------

ENTITIES = """
paper: {kind: actor, type: organization, label: {en: The Paper}, definition: A paper.}
mayor: {kind: actor, type: person, label: {en: The Mayor}, definition: A mayor.}
"""
SOURCE = """
label: Thirty sentences
genre: news
language: en
authors: paper
publisher: paper
published: {edtf: "2031-05-06"}
citation: None.
licence: Fictional text, CC0.
"""


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """A source in which the mayor takes every stance in every mode, each to an event of its own."""
    data = tmp_path_factory.mktemp("verbs") / "data"
    folder = data / "sources" / "thirty"
    folder.mkdir(parents=True)
    (data / "entities").mkdir()
    sentences, claims, entities = [], ["claims:"], [ENTITIES]
    for number, (stance, mode, *_) in enumerate(VERBS, 1):
        key = f"matter_{number}"
        kind = "event, type: protest" if mode in ("report", "evaluation", "explanation") else ""
        entities.append(
            f"{key}: {{kind: {kind or 'prospect'}, label: {{en: {key}}}, definition: A matter.}}"
        )
        sentences.append(f"Sentence number {number} is here.")
        claims += [
            f"  - id: c{number}",
            "    speaker: mayor",
            f"    stance: {stance}",
            f"    mode: {mode}",
            f"    says: [[{key}, occurs, {{value: true}}]]",
            f'    quote: "Sentence number {number} is here."',
        ]
    (data / "entities" / "all.yaml").write_text("\n".join(entities), "utf-8")
    (folder / "text.txt").write_text(" ".join(sentences), "utf-8")
    (folder / "source.yaml").write_text(SOURCE, "utf-8")
    (folder / "claims.yaml").write_text("\n".join(claims), "utf-8")
    build(data)  # with the shapes
    return KnowledgeGraph.open(data)


@pytest.mark.parametrize("number", range(1, len(VERBS) + 1), ids=lambda n: " ".join(VERBS[n - 1]))
def test_what_the_source_says_of_the_mayor(number: int, reported: KnowledgeGraph) -> None:
    stance, mode, relation, one, _ = VERBS[number - 1]
    own = [claim for claim in reported.claims(speaker="mayor") if claim.key == f"c{number}"]
    assert [(claim.stance, claim.mode) for claim in own] == [
        (terms.STANCES[stance], terms.MODES[mode])
    ]
    proposition = own[0].propositions[0].iri
    outer = own[0].chain[-1]
    assert own[0].attribution() == f"The Paper reports that The Mayor {one}"
    rows = reported.select(
        f"SELECT ?p {{ ?s ?p <{proposition}> . ?p ae:relationGroup 'reporting' }}"
    ).rows
    # As an edge of the graph the mayor does this and nothing else with the proposition.
    assert [str(row[0]) for row in rows] == [iris.AE + relation]
    assert len(outer.propositions) == 1
    assert outer.propositions[0].predicate == iris.AE + relation
    assert outer.propositions[0].object == URIRef(proposition)
    label = terms.RELATIONS[relation].label
    assert str(outer.propositions[0]).startswith(f"The Mayor · {label} · ")


@pytest.mark.parametrize("data", ["sanda_graph", "seed"])
def test_reports_keep_stance_and_mode(data: str, request: pytest.FixtureRequest) -> None:
    """In every dataset, each reporting claim does what the claim it encloses does."""
    graph: KnowledgeGraph = request.getfixturevalue(data)
    stances = {local: key for key, local in terms.STANCES.items()}
    modes = {local: key for key, local in terms.MODES.items()}
    met = 0
    for claim in graph.claims():
        if not claim.chain:
            continue
        relation = terms.REPORTING[stances[claim.stance], modes[claim.mode]]
        said = {str(item.object): item for item in claim.chain[-1].propositions}
        for item in claim.propositions:
            if item.iri in said:
                met += 1
                assert said[item.iri].predicate == iris.AE + relation, claim.key
                assert said[item.iri].subject == claim.speaker
    assert met > 5


# --- in words -----------------------------------------------------------------------------------


def claim(speaker: str, stance: str, mode: str, groups: list[str], **rest: Any) -> Claim:
    return Claim(
        iri="urn:c", key="c", source="urn:s", source_label="", speaker=speaker,
        speaker_label=speaker, stance=stance, mode=mode, depth=0, many=speaker in groups, **rest,
    )  # fmt: skip


@pytest.mark.parametrize("case", CASES["attribution"], ids=lambda case: case["text"])
def test_attribution(case: dict[str, Any]) -> None:
    groups = case.get("groups", [])
    *outer, own = (claim(*link, groups) for link in case["chain"])
    found = claim(own.speaker, own.stance, own.mode, groups, chain=tuple(outer))
    assert found.attribution() == case["text"]
    assert [iri for _, iri in found.voices() if iri] == [link[0] for link in case["chain"]]
    short = {link[0]: link[0].upper() for link in case["chain"]}
    assert [text for text, iri in found.voices(short) if iri] == list(short.values())


@pytest.mark.parametrize("case", CASES["plural"], ids=str)
def test_plural(case: list[Any]) -> None:
    name, expected = case
    assert verbs.is_plural(name) is expected


def test_groups_of_people_speak_in_the_plural(seed: KnowledgeGraph) -> None:
    found = {claim.attribution() for claim in seed.claims(speaker="some_conference_participants")}
    name = seed.lookup.label(iris.entity("actor", "some_conference_participants"))
    assert found
    assert all(text.partition(f"{name} ")[2].split()[0] in ("say", "judge") for text in found)


def test_organizations_speak_in_the_singular(sanda_graph: KnowledgeGraph) -> None:
    lookup = sanda_graph.lookup
    assert lookup.takes_plural(iris.entity("actor", "dock_workers"))
    assert not lookup.takes_plural(iris.entity("actor", "harbour_union"))
    assert not lookup.takes_plural(iris.entity("actor", "nobody"))


# --- the script that makes the constant -----------------------------------------------------------


@pytest.mark.parametrize(
    ("replace", "by", "error"),
    [
        ("ae:reportedMode ae:Demand", "ae:reportedMode ae:Report", "report the same"),
        ("ae:reportedStance ae:Denies ;", "", "has 0 values for"),
        ('ae:relationGroup "reporting"', 'ae:relationGroup "role"', "no reporting relation for"),
    ],
)
def test_an_ontology_that_leaves_a_pair_out_is_refused(replace: str, by: str, error: str) -> None:
    path = HERE.parents[1] / "tools" / "generate_terms.py"
    spec = importlib.util.spec_from_file_location("generate_terms_of_verbs", path)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    text = (script.ONTOLOGY / "actors-events.ttl").read_text("utf-8")
    assert script.reporting(Graph().parse(data=text, format="turtle"))
    assert replace in text
    changed = Graph().parse(data=text.replace(replace, by), format="turtle")
    with pytest.raises(ValueError, match=error):
        script.reporting(changed)
