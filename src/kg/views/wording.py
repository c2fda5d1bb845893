"""Words for people: who says so, how it is meant, names short enough for a picture."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

from kg.claims import Claim

#: How a claim is shown: its kind, what the page calls it. Only the first two are drawn.
KINDS: dict[str, str] = {
    "report": "reported",
    "interpretation": "interpreted",
    "denial": "denied",
    "doubt": "said with doubt",
    "open": "left open",
    "prediction": "predicted",
    "demand": "demanded",
    "hypothesis": "supposed",
    "aside": "said, not drawn",
}

_PLURAL = {
    "says": "say",
    "denies": "deny",
    "doubts": "doubt",
    "leaves": "leave",
    "judges": "judge",
    "explains": "explain",
    "predicts": "predict",
    "demands": "demand",
    "supposes": "suppose",
    "rejects": "reject",
    "reports": "report",
}

# What an enclosing report does, by its stance; any other enclosing claim does what its verb says.
_REPORTS = {
    "Affirms": "reports that",
    "AffirmsWithDoubt": "reports, with doubt, that",
    "LeavesOpen": "leaves open whether",
    "DeniesWithDoubt": "doubts that",
    "Denies": "denies that",
}
_STANCES = {
    "Denies": "denial",
    "DeniesWithDoubt": "denial",
    "LeavesOpen": "open",
    "AffirmsWithDoubt": "doubt",
}
_MODES = {"Prediction": "prediction", "Demand": "demand", "Hypothesis": "hypothesis"}

# A group's name takes a plural verb when its head noun is a plural: "Supporters from the EU say",
# but "Writer of the captions says", "Activist community says".
_HEAD = re.compile(r"^(.*?)(?: (?:of|from|who|whom|at|in|abroad|among)\b.*| ?\(.*)?$", re.DOTALL)
_PLURALS = frozenset(("people", "those", "some", "many", "most", "both", "police"))

_REMARK = re.compile(r"\s*\([^()]*\)$")
_ACRONYM = re.compile(r"[A-Z]{2,6}")


def clean(text: str) -> str:
    """Text that a page and a picture can hold: control characters, lone surrogates and what XML
    forbids become U+FFFD, one for one, so that positions in the text stay true.

    >>> clean("a\\x00b\\ud800c\\n")
    'a\ufffdb\ufffdc\\n'
    """
    return "".join("\ufffd" if _is_bad(c) else c for c in text)


def _is_bad(c: str) -> bool:
    return (unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t") or c in "\ufffe\uffff"


def kind_of(claim: Claim) -> str:
    """How a claim is shown: a key of :data:`KINDS`.

    A demand or a prediction stays one when its speaker doubts it; a denied one is a denial.
    """
    if "edges" in claim.contributes:
        return "report"
    if "interpretations" in claim.contributes:
        return "interpretation"
    found = _STANCES.get(claim.stance, "")
    if found in ("denial", "open"):
        return found
    return _MODES.get(claim.mode) or found or "aside"


def attribution(
    claim: Claim, names: Mapping[str, str], groups: Iterable[str]
) -> list[tuple[str, str]]:
    """Who says so, outermost first, as pairs of text and the speaker's IRI (empty for the words
    between): "Hamid Enayat", " reports that ", "Iranian officials", " say".

    :param names: short names of speakers by IRI.
    :param groups: IRIs of the speakers that are groups of people.
    """
    many = {iri for iri in groups if is_plural(names.get(iri, ""))}
    parts: list[tuple[str, str]] = []
    for item in (*claim.chain, claim):
        verb = item.verb
        if item is not claim:
            verb = _REPORTS[item.stance] if item.mode == "Report" else f"{verb} that"
        if item.speaker in many:
            first, space, rest = verb.partition(" ")
            bare = first.rstrip(",")
            verb = _PLURAL.get(bare, bare) + first[len(bare) :] + space + rest
        parts.append((names.get(item.speaker) or item.speaker_label, item.speaker))
        parts.append((f" {verb}" if item is claim else f" {verb} ", ""))
    return parts


def is_plural(name: str) -> bool:
    """True when the name of a group takes a plural verb.

    >>> is_plural("“Some” of the participants"), is_plural("Writer of the captions")
    (True, False)
    """
    match = _HEAD.match(name)
    words = re.findall(r"\w+", (match[1] if match else name).casefold())
    last = words[-1] if words else ""
    return last in _PLURALS or (last.endswith("s") and not last.endswith("ss"))


def short_names(labels: Mapping[str, str], aliases: Mapping[str, list[str]]) -> dict[str, str]:
    """Names of actors for pictures and attributions: without a remark in brackets at the end where
    that stays unique, and with the acronym that people know it by.

    >>> short_names({"a": "Council of X (in exile)", "b": "Y (not named)"}, {"a": ["CX"]})
    {'a': 'Council of X (CX)', 'b': 'Y'}
    """
    bare = {key: _REMARK.sub("", label) or label for key, label in labels.items()}
    seen = Counter(bare.values())
    names: dict[str, str] = {}
    for key, label in labels.items():
        name = bare[key] if seen[bare[key]] == 1 else label
        acronym = next((a for a in aliases.get(key, []) if _ACRONYM.fullmatch(a)), "")
        names[key] = f"{name} ({acronym})" if acronym and acronym not in name else name
    return names


def wrap(text: str, width: int, lines: int) -> list[str]:
    """The text in so many lines of about so many characters, cut with an ellipsis.

    >>> wrap("the meeting of the port workers", 12, 2)
    ['the meeting', 'of the port…']
    """
    found = textwrap.wrap(" ".join(text.split()), width) or [""]
    if len(found) > lines:
        found = [*found[: lines - 1], found[lines - 1][: width - 1].rstrip(" ,.(") + "…"]
    return found
