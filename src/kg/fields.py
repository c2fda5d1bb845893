"""Fields of the files that people write: keys, texts, addresses, choices.

Each error names what is wrong and what would be right; :mod:`kg.loading` says where.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    WithJsonSchema,
)

from kg import terms
from kg.iris import EXTERNAL, SEPARATOR

KEY_PATTERN = re.compile(r"[a-z][a-z0-9_]*")
SLUG_PATTERN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LANGUAGE_PATTERN = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8})*")
#: Local identifiers of Wikidata and GeoNames.
EXTERNAL_ID_PATTERNS = {
    "wikidata": re.compile(r"Q[1-9][0-9]*"),
    "geonames": re.compile(r"[1-9][0-9]*"),
}

MAX_TEXT = 4000


def _clean(text: str) -> str:
    if not text.strip():
        raise ValueError("The text is empty.", "Write something, or leave the key out.")
    if len(text) > MAX_TEXT:
        raise ValueError(f"The text has more than {MAX_TEXT:,} characters.", "Shorten it.")
    bad = [c for c in text if (c < " " and c not in "\n\t") or c in (SEPARATOR, "\x7f")]
    if bad or any("\ud800" <= c <= "\udfff" for c in text):
        raise ValueError("The text has a control character.", "Remove it.")
    return text


def _key(text: str) -> str:
    if not KEY_PATTERN.fullmatch(text):
        raise ValueError(
            f"{text!r} is not a key.", "Use small letters, digits and _, a letter first."
        )
    return text


def _language(text: str) -> str:
    if not LANGUAGE_PATTERN.fullmatch(text):
        raise ValueError(
            f"{text!r} is not a language tag.", "Write one of BCP 47, such as en or fa."
        )
    return text


def external(text: str) -> str:
    """A prefixed identifier of an entity elsewhere, as it stands (``wikidata:Q794``)."""
    prefix, _, local = text.partition(":")
    if prefix not in EXTERNAL or not EXTERNAL_ID_PATTERNS[prefix].fullmatch(local):
        raise ValueError(
            f"{text!r} is not an external identifier.",
            "Write one such as wikidata:Q794 or geonames:130758.",
        )
    return text


def _url(text: str) -> str:
    if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", text):
        raise ValueError(
            f"{text!r} is not an address.", "Write one that begins with https:// or http://."
        )
    return text


def _sha256(text: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{64}", text):
        raise ValueError(f"{text!r:.40} is no SHA-256.", "Write 64 digits 0-9 and a-f.")
    return text


def listed(value: Any) -> Any:
    """One item where a list is meant is a list of one."""
    return value if isinstance(value, list) else [value]


Text = Annotated[str, AfterValidator(_clean)]
Key = Annotated[str, AfterValidator(_key)]
Language = Annotated[str, AfterValidator(_language)]
Url = Annotated[str, AfterValidator(_url)]
Sha256 = Annotated[str, AfterValidator(_sha256)]
LanguageMap = Annotated[dict[Language, Text], Field(min_length=1)]
#: Validators tell the JSON Schema what people write, where that is not what the model holds.
Keys = Annotated[
    list[Key],
    Field(min_length=1),
    BeforeValidator(listed, json_schema_input_type=Key | list[Key]),
]
Texts = Annotated[list[Text], BeforeValidator(listed, json_schema_input_type=Text | list[Text])]
#: Name of a relation; an editor offers those that are written. :mod:`kg.resolving` judges it.
RelationName = Annotated[
    Text,
    WithJsonSchema({"enum": sorted(n for n, r in terms.RELATIONS.items() if not r.only_inferred)}),
]

EntityKind: TypeAlias = Literal["actor", "event", "series", "place", "prospect"]
Stance: TypeAlias = Literal[
    "affirms", "affirms_with_doubt", "leaves_open", "denies_with_doubt", "denies"
]
Mode: TypeAlias = Literal[
    "report", "evaluation", "explanation", "prediction", "demand", "hypothesis"
]
LineKind: TypeAlias = Literal["heading", "caption", "link", "separator"]
Genre: TypeAlias = Literal["opinion", "news", "report", "statement", "book", "webpage"]
Understanding: TypeAlias = Literal[
    "metonym",
    "relative_date",
    "vague_date",
    "vague_quantity",
    "partisan_name",
    "own_name",
    "coreference",
    "collective",
]


def _bound(value: Any) -> Any:
    if isinstance(value, str) and value != "none" and not re.fullmatch(r"-?[0-9]{1,18}", value):
        raise ValueError(
            f"{value!r} is no bound.", "Write a whole number, or `none` for an open bound."
        )
    return value


Bound = Annotated[int | Literal["none"], BeforeValidator(_bound)]
