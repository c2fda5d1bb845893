"""What a search finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Said:
    """Whose words a quote is evidence for, and what they do with them.

    :param attribution: who says so, outermost first: "A reports that B denies".
    :param claimed: what the claim is about, one proposition each; **not** asserted by it where the
        stance or the mode says otherwise.
    :param place: offset of the quote in the source's text (code points).
    """

    attribution: str
    claimed: tuple[str, ...]
    speaker: str
    speaker_label: str
    stance: str
    mode: str
    source: str
    source_label: str
    place: int


@dataclass(frozen=True)
class Hit:
    """A text that holds what was searched for.

    :param iri: the entity, other resource, or claim.
    :param kind: ``actor`` … ``claim``; :data:`kg.search.KINDS` says what each is.
    :param field: what the text is: ``label``, ``alias``, ``key``, ``quote`` or ``definition``.
    :param label: the main label; of a claim, that of its speaker.
    :param start: where the match begins in the text (code points), ``end`` exclusive.
    :param said: for a quote, whose words it is evidence for; None for everything else.
    """

    iri: str
    kind: str
    key: str
    field: str
    label: str
    text: str
    language: str
    start: int
    end: int
    said: Said | None = None

    def record(self) -> dict[str, Any]:
        """The hit as plain values, as JSON has them."""
        found: dict[str, Any] = {
            "kind": self.kind,
            "iri": self.iri,
            "key": self.key,
            "label": self.label,
            "field": self.field,
            "text": self.text,
            "language": self.language or None,
            "match": {"start": self.start, "end": self.end},
        }
        if self.said is not None:
            said = self.said
            found["said"] = {
                "attribution": said.attribution,
                "claimed": list(said.claimed),
                "speaker": {"iri": said.speaker, "label": said.speaker_label},
                "stance": said.stance,
                "mode": said.mode,
                "source": {"iri": said.source, "label": said.source_label},
                "place": said.place,
            }
        return found
