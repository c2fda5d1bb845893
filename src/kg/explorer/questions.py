"""What can be asked: each question with its parameters, in the terms of JSON Schema.

The one declaration of the API: the server's index and its OpenAPI document are made from it, what
is asked is checked against it, and ``docs/explorer-api.md`` is compared with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from kg import lenses
from kg.errors import UsageError
from kg.explorer import choice, exporting
from kg.explorer.answers import Catalogue, Comparison, Figures, Speakers, Terms
from kg.explorer.records import Near, Overview, Path, View
from kg.network import NODE_KINDS, PATH_KINDS
from kg.views import wording

Given: TypeAlias = Mapping[str, str]

#: Entities that ``with`` or ``only`` may name.
MOST_MORE = 500
#: Characters of the name of an entity, a side or a lens.
MOST_NAME = 500


@dataclass(frozen=True)
class Parameter:
    """A parameter of a question.

    :param says: what it means.
    :param schema: JSON Schema of its value.
    :param example: a value that the published dataset has an answer to.
    """

    name: str
    says: str
    schema: Mapping[str, Any] = field(default_factory=lambda: dict(_NAME))
    required: bool = False
    example: str = ""

    def number(self, text: str) -> int:
        """The value of a numeric parameter; its default for an empty text.

        :raises UsageError: when it is none, or out of its bounds.
        """
        if not text:
            return int(self.schema["default"])
        least, most = self.schema["minimum"], self.schema["maximum"]
        good = text.isascii() and text.isdigit() and len(text) <= 9
        if not good or not least <= int(text) <= most:
            raise UsageError(
                f"`{self.name}` is {text[:40]!r}.", cure=f"A whole number from {least} to {most}."
            )
        return int(text)

    def names(self, text: str) -> list[str]:
        """The parts of a list, each once.

        :raises UsageError: when there are too many.
        """
        parts = list(dict.fromkeys(part for part in text.split(",") if part))
        if len(parts) > MOST_MORE:
            raise UsageError(
                f"`{self.name}` names {len(parts)} entities.", cure=f"{MOST_MORE} are the most."
            )
        return parts


@dataclass(frozen=True)
class Question:
    """A question.

    :param says: what it gives.
    :param answer: the record that it is answered with (:mod:`kg.explorer.records`).
    """

    name: str
    says: str
    answer: type
    parameters: tuple[Parameter, ...] = ()

    def parameter(self, name: str) -> Parameter:
        """A parameter by its name."""
        return next(item for item in self.parameters if item.name == name)

    def checked(self, given: Given) -> Given:
        """What is given, when all of it is known and nothing needed is missing.

        :raises UsageError: for a parameter that is unknown, missing or too long.
        """
        check(self.name, self.parameters, given)
        return given

    def record(self) -> dict[str, Any]:
        """The question for the index of the API."""
        return {
            "name": self.name,
            "says": self.says,
            "address": f"/api/v1/{self.name}",
            "answer": f"/api/v1/schema.json#/$defs/{self.answer.__name__}",
            "parameters": [
                {
                    "name": item.name, "says": item.says, "required": item.required,
                    "schema": dict(item.schema),
                }
                for item in self.parameters
            ],
        }  # fmt: skip


def check(question: str, parameters: tuple[Parameter, ...], given: Given) -> None:
    """See :meth:`Question.checked`."""
    known = {item.name: item for item in parameters}
    has = ", ".join(known) or "none"
    for name, value in given.items():
        if name not in known:
            raise UsageError(
                f"{question!r} has no parameter {name[:40]!r}.", cure=f"It has: {has}."
            )
        most = known[name].schema.get("maxLength", 0)
        if most and len(value) > most:
            raise UsageError(f"`{name}` has {len(value)} characters.", cure=f"At most {most}.")
    for item in parameters:
        if item.required and not given.get(item.name):
            raise UsageError(f"`{item.name}` is missing.", cure=item.says)


def _whole(least: int, most: int, default: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": least, "maximum": most, "default": default}


_NAME: dict[str, Any] = {"type": "string", "maxLength": MOST_NAME}
_LIST: dict[str, Any] = {"type": "string"}
_AN_ENTITY = "prefixed name (`actor:mek`), IRI, key, label or alias"
_LENS = Parameter(
    "lens", f"Only claims that a lens chooses; all without it. {lenses.USAGE}", example="disputed"
)
_MODE = Parameter(
    "mode",
    f"Kinds of claim, joined by commas: {', '.join(wording.KINDS)}; all without it, of which"
    " reports and interpretations are drawn.",
    example="prediction,demand",
)

VIEW = Question(
    "view",
    "One picture: entities, lines between them, and the claims, dates, places and quantities that"
    " these stand on.",
    View,
    (
        _LENS,
        _MODE,
        Parameter("around", f"An ego view: what stands around this entity ({_AN_ENTITY}).",
                  example="actor:mek"),
        Parameter("hops", "How many steps around it.", _whole(1, choice.MOST_HOPS, 1)),
        Parameter("limit", "How many entities: those that come first.",
                  _whole(1, choice.MOST_NODES, choice.NODES)),
        Parameter("with", f"Entities to have besides, joined by commas; at most {MOST_MORE}.",
                  _LIST),
        Parameter("only", f"These entities and no others, joined by commas; at most {MOST_MORE}.",
                  _LIST),
        Parameter("metrics", "With betweenness and community of each entity, in what is shown.",
                  {"type": "boolean", "default": False}),
    ),
)  # fmt: skip
NEAR = Question(
    "near",
    "The neighbours of an entity by relation and direction, counted before they are shown.",
    Near,
    (Parameter("of", f"The entity: {_AN_ENTITY}.", required=True, example="actor:mek"),
     _LENS, _MODE),
)  # fmt: skip
PATH = Question(
    "path",
    "The shortest chain between two entities, with the claims that each step stands on.",
    Path,
    (
        Parameter("from", f"Where it begins: {_AN_ENTITY}.", required=True, example="actor:mek"),
        Parameter("to", f"Where it ends: {_AN_ENTITY}.", required=True, example="actor:irgc"),
        Parameter("via", f"Kinds of entity that it may pass through, joined by commas, of"
                  f" {', '.join(NODE_KINDS)}; without it: {', '.join(PATH_KINDS)}."),
        _LENS,
        _MODE,
    ),
)  # fmt: skip
OVERVIEW = Question(
    "overview",
    "Every entity and line at once, as columns, for datasets too large for one picture.",
    Overview,
    (_LENS, _MODE),
)
SPEAKERS = Question(
    "speakers",
    "Everybody who makes claims, those with the most claims first.",
    Speakers,
    (Parameter("limit", "How many.", _whole(1, 100_000, 500)),),
)
COMPARE = Question(
    "compare",
    "Two sources or two speakers: what only one says, what both say, where they are opposed.",
    Comparison,
    (
        Parameter("left", f"A source or a speaker: {_AN_ENTITY}.", required=True,
                  example="actor:mek"),
        Parameter("right", f"Another: {_AN_ENTITY}.", required=True, example="actor:irgc"),
    ),
)  # fmt: skip
FIGURES = Question(
    "figures",
    "Every number that anybody gives for what is counted, the smallest of a subject first.",
    Figures,
    (Parameter("about", f"Only for this subject: {_AN_ENTITY}."),),
)
CATALOGUE = Question("catalogue", "The ready questions, as forms.", Catalogue)
TERMS = Question("terms", "Classes, properties, their values and prefixes, for completion.", Terms)

#: All of them by name.
QUESTIONS: dict[str, Question] = {
    item.name: item
    for item in (VIEW, NEAR, PATH, OVERVIEW, SPEAKERS, COMPARE, FIGURES, CATALOGUE, TERMS)
}

#: Parameters of ``export``, which is asked by POST.
EXPORT = (
    Parameter("format", f"Format of the file: {', '.join(exporting.FORMATS)}.",
              {"type": "string", "enum": list(exporting.FORMATS)}, required=True),
    _LENS,
    _MODE,
)  # fmt: skip
#: What its body is.
EXPORT_BODY: dict[str, Any] = {
    "type": "object",
    "properties": {
        "claims": {
            "type": "array",
            "items": {"type": "string"},
            "minItems": 1,
            "maxItems": exporting.MOST,
            "description": "Prefixed names or IRIs of the claims that are shown.",
        },
        "title": {"type": "string", "description": "Heading of the page, for `html`."},
    },
    "required": ["claims"],
}


def index() -> dict[str, Any]:
    """What the API offers, for its first page."""
    return {
        "says": "What the explorer asks, for everybody: claims with their speakers and words.",
        "schema": "/api/v1/schema.json",
        "openapi": "/openapi.json",
        "questions": [question.record() for question in QUESTIONS.values()],
        "export": {
            "says": "What is shown as a file (POST).",
            "address": "/api/v1/export",
            "parameters": [
                {"name": item.name, "says": item.says, "required": item.required,
                 "schema": dict(item.schema)}
                for item in EXPORT
            ],
            "body": EXPORT_BODY,
        },
    }  # fmt: skip
