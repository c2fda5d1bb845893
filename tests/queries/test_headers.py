"""Every query file is complete, runs as it stands, and says what it takes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rdflib.plugins.sparql import prepareQuery

from kg import iris, queries, resources, sparql
from kg.errors import DataError
from kg.graph import KnowledgeGraph
from kg.parameters import term
from kg.queries import read

NAMES = list(queries.catalogue())
#: Columns that show what somebody claims …
CONTENT = {"objectLabel", "toLabel", "words", "perpetratorLabel", "relationLabel", "quote"}
#: … and those that then say who claims it. `speakers` counts them, `work` is a citation.
WHO = {
    "speakerLabel", "oneSpeaker", "onlySpeaker", "firstSpeaker", "saidBy", "work", "speakers",
    "firstSpeakerLabel", "affirmerLabel", "lowSpeakerLabel", "leftLabel", "speaker",
}  # fmt: skip
#: Tables without a speaker, and why.
NAMELESS = {
    "claims/longest-quotes": "for editors: only the quotes themselves",
    "names/resolutions": "how a source's words were read, not what it claims",
    "speakers/who-reports-whom": "from and to are the speakers",
}
#: Modes in which something is told; the others foretell, ask for or imagine it.
TELLING = {iris.AE + name for name in ("Report", "Explanation", "Evaluation")}


@pytest.fixture(params=NAMES)
def query(request: pytest.FixtureRequest) -> queries.Query:
    """Each query of the catalogue."""
    return queries.get(request.param)


def body(query: queries.Query) -> str:
    """A query without comments, strings and IRIs."""
    text = re.sub(r"<[^<>\s]*>|\"(?:[^\"\\]|\\.)*\"", " ", query.text)
    return re.sub(r"#[^\n]*", "", text)


def test_header_is_complete(query: queries.Query) -> None:
    assert query.summary
    assert query.summary[0].isupper()
    assert not query.summary.endswith(".")
    assert query.description.endswith((".", ")"))
    assert query.view in queries.VIEWS


def test_parses_in_rdflib_as_it_stands(query: queries.Query) -> None:
    prepareQuery(query.text)


def test_parses_in_the_store_as_it_stands(query: queries.Query, vale: KnowledgeGraph) -> None:
    assert vale.store.kind(query.text) == "select"


def test_declares_the_prefixes_that_it_uses_and_no_others(query: queries.Query) -> None:
    declared = dict(re.findall(r"^PREFIX (\w+): <([^>]+)>$", query.text, re.MULTILINE))
    used = set(re.findall(r"(?<![\w?])([a-z]+):", re.sub(r"PREFIX \w+:", "", body(query))))
    assert used == declared.keys()
    assert {name: iris.PREFIXES[name] for name in declared} == declared


def test_every_parameter_has_its_block_and_every_block_is_a_parameter(
    query: queries.Query,
) -> None:
    blocks = {
        name: block
        for name, block in sparql.values_blocks(query.text).items()
        if len(re.findall(r"\"[^\"]*\"\S*|\S+", block)) == 1
    }
    assert blocks.keys() == {parameter.name for parameter in query.parameters}


def test_every_parameter_is_used(query: queries.Query) -> None:
    for parameter in query.parameters:
        assert len(re.findall(rf"\?{parameter.name}\b", body(query))) >= 2, parameter.name


def test_defaults_of_header_and_text_agree(query: queries.Query, seed: KnowledgeGraph) -> None:
    values = {parameter.name: parameter.default for parameter in query.parameters}
    bound = sparql.values_blocks(query.bound(values, seed.lookup))
    found = sparql.values_blocks(query.text)
    for parameter in query.parameters:
        block = found[parameter.name]
        written = iris.expand(block)
        assert bound[parameter.name] in (f"<{written}>", block, _whole(block)), parameter.name


def _whole(block: str) -> str:
    """A typed literal with its datatype written out."""
    text, _, datatype = block.rpartition("^^")
    return (
        f"{text}^^<{iris.expand(datatype)}>"
        if text
        else f'"{block}"^^<{iris.expand("xsd:integer")}>'
    )


def test_as_it_stands_it_is_the_query_without_values(
    query: queries.Query, seed: KnowledgeGraph
) -> None:
    assert query.bound({}, seed.lookup) == query.text


def test_defaults_given_as_values_change_nothing(
    query: queries.Query, seed: KnowledgeGraph
) -> None:
    values = {parameter.name: parameter.default for parameter in query.parameters}
    bound = query.bound(values, seed.lookup)
    assert seed.select(bound).rows == seed.select(query.text).rows


def test_the_rows_are_ordered(query: queries.Query) -> None:
    assert "ORDER BY" in query.text


def test_what_is_claimed_is_shown_with_who_claims_it(
    query: queries.Query, seed: KnowledgeGraph
) -> None:
    columns = set(seed.select(query.text).variables)
    assert not CONTENT & columns or WHO & columns or query.name in NAMELESS, columns


@pytest.fixture(scope="session")
def spoken(seed: KnowledgeGraph) -> dict[str, tuple[str, str]]:
    """Stance and mode of every claim of the published dataset."""
    rows = seed.select("SELECT ?c ?s ?m { ?c ae:stance ?s ; ae:mode ?m }").rows
    return {str(claim): (str(stance), str(mode)) for claim, stance, mode in rows}


def test_a_table_without_modes_holds_nothing_foretold_asked_for_or_imagined(
    query: queries.Query, seed: KnowledgeGraph, spoken: dict[str, tuple[str, str]]
) -> None:
    answer = seed.select(query.text)
    if any(name.lower().endswith(("modelabel", "mode")) for name in answer.variables):
        return
    found = {spoken[str(term)][1] for row in answer.rows for term in row if str(term) in spoken}
    assert found <= TELLING


def test_a_table_without_stances_holds_only_what_is_affirmed(
    query: queries.Query, seed: KnowledgeGraph, spoken: dict[str, tuple[str, str]]
) -> None:
    """Unless a column says in another way that it is denied."""
    answer = seed.select(query.text)
    names = " ".join(answer.variables).lower()
    if any(word in names for word in ("stance", "how", "denier")):
        return
    found = {spoken[str(term)][0] for row in answer.rows for term in row if str(term) in spoken}
    assert found <= {iris.AE + "Affirms"}


def test_nothing_asks_the_network(query: queries.Query) -> None:
    assert not sparql.uses_service(query.text)
    assert not re.search(r"\bFROM\b", body(query)), "plain rdflib would fetch what FROM names"


def test_each_query_has_an_answer_file_and_each_answer_a_query() -> None:
    folder = resources.queries_dir()
    stems = {path.relative_to(folder).as_posix() for path in folder.glob("*/*.csv")}
    assert stems == {f"{name}.expected.csv" for name in NAMES}


@pytest.mark.parametrize(
    ("header", "complaint"),
    [
        ("#+ summary: A\n#+ view: table\n", "lacks `description`"),
        ("#+ summary: A\n#+ description: B\n#+ view: pie\n", "must be one of table"),
        ("#+ summary: A\n#+ description: B\n#+ view: table\n#+ author: C\n", "author: unknown"),
        ("#+ summary: A: b\n", "rq:1: Not valid YAML"),
        (
            "#+ summary: A\n#+ description: B\n#+ view: table\n#+ parameters:\n"
            "#+   - {name: x, type: animal, description: C}\n",
            "rq:5: parameters[0]: There is no type 'animal'",
        ),
        (
            "#+ summary: A\n#+ description: B\n#+ view: table\n#+ parameters:\n"
            "#+   - {name: x, type: actor}\n",
            "parameters[0]: lacks `description`",
        ),
        (
            "#+ summary: A\n#+ description: B\n#+ view: table\n#+ parameters: actor\n",
            "parameters: must be a list",
        ),
        ("SELECT * {}\n", "lacks `summary`"),
    ],
)
def test_a_wrong_header_is_refused_with_its_place(
    header: str, complaint: str, tmp_path: Path
) -> None:
    path = tmp_path / "topic" / "name.rq"
    path.parent.mkdir()
    path.write_text(header + "SELECT * { ?s ?p ?o }\n")
    with pytest.raises(DataError, match=re.escape(complaint)):
        read(path)


def test_every_type_of_a_parameter_is_converted() -> None:
    from kg import parameters

    for name in parameters.TYPES:
        parameter = parameters.Parameter("x", name, None, "", True)
        assert term(parameter, None, _Nobody()) is None


class _Nobody:
    """Finds nobody."""

    def iri(self, name: str, kinds: tuple[str, ...] = ()) -> str:
        raise AssertionError(name)
