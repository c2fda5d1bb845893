"""What a source says once everything in it is resolved: the input of :mod:`kg.encoding`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from kg import dates, model, quantities


@dataclass(frozen=True)
class EntityRef:
    """An entity by kind and key."""

    kind: str
    key: str


@dataclass(frozen=True)
class Words:
    """Text with its language."""

    text: str
    lang: str


@dataclass(frozen=True)
class Proposition:
    """Subject, predicate (local name) and object, all resolved."""

    subject: EntityRef
    predicate: str
    object: Object


Object: TypeAlias = "EntityRef | dates.EdtfDate | quantities.Quantity | Words | bool | Proposition"


@dataclass(frozen=True)
class Evidence:
    """A span of the source's text; ``exact == text[start:end]``."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
    segment: int


@dataclass(frozen=True)
class Resolution:
    """Words and what they were understood to mean."""

    words: str
    to: Object
    how: str
    why: str | None


@dataclass(frozen=True)
class Claim:
    """A claim with everything resolved; ``within`` is the enclosing claim itself."""

    id: str
    speaker: EntityRef
    within: Claim | None
    stance: str
    mode: str
    says: tuple[Proposition, ...]
    evidence: tuple[Evidence, ...]
    cited: model.Cited | None
    resolutions: tuple[Resolution, ...]
    note: str | None

    @property
    def depth(self) -> int:
        """How many claims enclose this one."""
        return 0 if self.within is None else self.within.depth + 1


@dataclass(frozen=True)
class Segment:
    """A sentence, heading or caption; ``skipped`` is the reason where no claim rests on it."""

    number: int
    start: int
    end: int
    kind: str
    line: int
    text: str
    skipped: str | None


@dataclass(frozen=True)
class Source:
    """A source ready to be encoded."""

    slug: str
    meta: model.SourceFile
    text: str | None
    published: dates.EdtfDate
    segments: tuple[Segment, ...]
    claims: tuple[Claim, ...]
    authors: tuple[EntityRef, ...]
    publisher: EntityRef | None
    dateline: EntityRef | None


@dataclass(frozen=True)
class Fact:
    """A reference statement about an entity."""

    predicate: str
    object: Object
    citation: str
    date: dates.EdtfDate | None
