"""What the tools give: the schemas that clients are told, and that answers are checked against."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

#: Stands in every answer with claims.
CAUTION = (
    "Claims are what speakers say; none of them is a fact. Attribute each to its speaker, keep its"
    " stance and mode (denies, predicts, demands …), and quote its words where there are any."
)


class Named(BaseModel):
    """An entity or source with its label."""

    iri: str = Field(description="Prefixed name, such as actor:mek; tools take it as a name.")
    label: str


class Statement(BaseModel):
    """What a claim is about. The claim's stance and mode tell what its speaker does with it."""

    subject: Named
    relation: str
    object: str = Field(description="Label of the object, or words in quotation marks.")
    object_iri: str | None = Field(description="Prefixed name of the object, unless it is words.")


class Quote(BaseModel):
    """The words of the source that a claim rests on."""

    exact: str
    sentence: str = Field(description="The sentence or heading in which the words stand.")
    number: int = Field(description="Number of the sentence in its source.")


class Claim(BaseModel):
    """What one speaker says, denies, predicts … in one source. Not a fact."""

    claim: str = Field(description="Prefixed name of the claim.")
    says: str = Field(description="The claim as a sentence that names who says so.")
    speaker: Named
    reported_by: list[Named] = Field(description="Who reports the speaker, outermost first.")
    stance: str = Field(
        description="Affirms, AffirmsWithDoubt, LeavesOpen, DeniesWithDoubt, Denies."
    )
    mode: str = Field(
        description="Report, Evaluation, Explanation, Prediction, Demand or Hypothesis."
    )
    statements: list[Statement]
    quotes: list[Quote] = Field(description="Empty where the work is cited and not quoted.")
    cited: str | None = Field(description="For a work that is only cited: the place in it.")
    source: Named


class Claims(BaseModel):
    """Claims, with how many there are in all."""

    caution: str = CAUTION
    total: int = Field(description="How many claims there are, these included.")
    offset: int = 0
    claims: list[Claim]


class Found(BaseModel):
    """An entity, source or other named thing whose name holds the text."""

    iri: str = Field(description="Prefixed name; the other tools take it as a name.")
    kind: str
    label: str
    matched: str = Field(description="The name or description that holds the text.")
    field: str = Field(description="What that is: label, alias, key or definition.")
    claims: int = Field(description="How many claims name it.")
    speakers: list[Named] = Field(description="Who makes most of them.")


class Entities(BaseModel):
    """What is called so, and claims whose words hold the text."""

    caution: str = CAUTION
    entities: list[Found]
    quoted: list[Claim] = Field(description="Claims whose quotes hold the text: the first few.")


class Fact(BaseModel):
    """A statement of the editors of the dataset, with the work it rests on."""

    relation: str
    object: str
    date: str
    citation: str


class Card(BaseModel):
    """An entity or source: the editors' description, and what is said."""

    caution: str = CAUTION
    iri: str
    kind: str
    type: str
    label: str
    names: list[str] = Field(description="Labels in other languages, and aliases.")
    description: str = Field(description="The editors' description; it takes no side.")
    matches: list[str] = Field(description="The same thing elsewhere: IRIs.")
    facts: list[Fact] = Field(description="What the editors add, each with its citation.")
    about: Claims = Field(description="Claims that name it; of a source, the claims in it.")
    by: Claims | None = Field(description="For an actor: the claims that it makes.")


class Rows(BaseModel):
    """The answer of a query, and the claims that its rows rest on."""

    caution: str
    columns: list[str]
    rows: list[list[Any]] = Field(description="Resources as prefixed names; null where unbound.")
    more: bool = Field(description="True when there are rows beyond these.")
    turtle: str | None = Field(description="For CONSTRUCT and DESCRIBE: the graph.")
    evidence: list[Claim] = Field(
        description="Claims that the rows name, or that join two things which stand in one row or"
        " in the query."
    )
    evidence_total: int
    hints: list[str] = Field(description="What a name in the query may have been meant to be.")


class Parameter(BaseModel):
    """A parameter of a question."""

    name: str
    type: str
    default: str | None
    description: str
    optional: bool = Field(description="Whether `any` is allowed.")


class Question(BaseModel):
    """A ready question of the catalogue."""

    name: str
    question: str
    description: str
    parameters: list[Parameter]


class Questions(BaseModel):
    """Questions of the catalogue."""

    questions: list[Question]


class Term(BaseModel):
    """A class or property of the ontology."""

    term: str
    label: str
    definition: str
    subject_kinds: list[str] = []
    object_kinds: list[str] = []


class Schema(BaseModel):
    """How the dataset is made, for writing SPARQL."""

    model: str
    example: str
    classes: list[Term]
    relations: list[Term] = Field(description="Predicates of propositions.")
    properties: list[Term] = Field(description="Properties of claims, evidence, sources …")
    stances: list[Term]
    modes: list[Term]
    prefixes: dict[str, str]
    graphs: list[str]
    lenses: dict[str, str]
    search: str
    limits: dict[str, float]
    counts: dict[str, int]


class Counts(BaseModel):
    """How much there is; a part of :class:`Schema`."""

    counts: dict[str, int]
    graphs: list[str]
