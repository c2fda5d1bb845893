"""Words for people: how a claim is meant, names short enough for a picture."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Collection, Mapping

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

_STANCES = {
    "Denies": "denial",
    "DeniesWithDoubt": "denial",
    "LeavesOpen": "open",
    "AffirmsWithDoubt": "doubt",
}
_MODES = {"Prediction": "prediction", "Demand": "demand", "Hypothesis": "hypothesis"}

#: Unicode's categories Cc (without line feed and tab) and Cs, and two that XML forbids.
_BAD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_REMARK = re.compile(r"\s*\([^()]*\)$")
_ACRONYM = re.compile(r"[A-Z]{2,6}")


def clean(text: str) -> str:
    """Text that a page and a picture can hold: control characters, lone surrogates and what XML
    forbids become U+FFFD, one for one, so that positions in the text stay true.

    >>> clean("a\\x00b\\ud800c\\n")
    'a\ufffdb\ufffdc\\n'
    """
    return _BAD.sub("\ufffd", text)


def kind_of(claim: Claim) -> str:
    """How a claim is shown: a key of :data:`KINDS`.

    A demand or a prediction stays one when its speaker doubts it; a denied one is a denial.
    """
    return kind(claim.stance, claim.mode, claim.contributes)


def kind(stance: str, mode: str, contributes: Collection[str]) -> str:
    """As :func:`kind_of`, by a claim's stance, mode and the graphs that it contributes to.

    >>> kind("AffirmsWithDoubt", "Demand", ()), kind("Denies", "Prediction", ())
    ('demand', 'denial')
    """
    if "edges" in contributes:
        return "report"
    if "interpretations" in contributes:
        return "interpretation"
    found = _STANCES.get(stance, "")
    if found in ("denial", "open"):
        return found
    return _MODES.get(mode) or found or "aside"


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
