"""What a speaker does, in words: a phrase for each stance and mode, for one speaker and for many.

The phrases come from the labels of the ontology's reporting relations, so that "X doubts the
prediction" reads the same above a claim and within one that reports it. Every pair of stance and
mode has its own: a phrase put together from parts would turn a prediction made with doubt into
something that is said to be so.
"""

from __future__ import annotations

import re
from typing import Final

from kg import terms

#: What one speaker does, by the local names of stance and mode. "Calls for" takes no clause ("calls
#: for that …"), and as a label "demands" belongs to ``ae:demands``, so a demand has two wordings.
VERBS: Final[dict[tuple[str, str], str]] = {
    (terms.STANCES[stance], terms.MODES[mode]): terms.RELATIONS[relation].label.replace(
        "calls for", "demands"
    )
    for (stance, mode), relation in terms.REPORTING.items()
}

#: What the speaker of an enclosing report does with what it encloses, by its stance.
_REPORTS: Final = {
    "Affirms": "reports that",
    "AffirmsWithDoubt": "reports, with doubt, that",
    "LeavesOpen": "leaves open whether",
    "DeniesWithDoubt": "doubts that",
    "Denies": "denies that",
}

#: Relations between a speaker and a proposition, by their IRIs.
REPORTING: Final = frozenset(terms.NAMESPACE + relation for relation in terms.REPORTING.values())

# A group's name takes a plural verb when its head noun is a plural: "Supporters from the EU say",
# but "Writer of the captions says", "Activist community says".
_HEAD: Final = re.compile(
    r"^(.*?)(?: (?:of|from|who|whom|at|in|on|to|for|with|against|during|outside|abroad|among|near"
    r"|killed|arrested|executed|shot)\b.*| ?\(.*)?$",
    re.DOTALL,
)
_PLURALS: Final = frozenset(
    ("people", "those", "some", "many", "most", "both", "others", "police", "dead", "wounded")
)


def verb(stance: str, mode: str, *, many: bool = False) -> str:
    """What a speaker does with a proposition.

    :param stance: local name of a stance; ``mode`` of a mode.
    :param many: True when the speaker's name takes a plural verb.

    >>> verb("DeniesWithDoubt", "Prediction"), verb("Affirms", "Report", many=True)
    ('doubts the prediction', 'say')
    """
    phrase = VERBS[stance, mode]
    return plural(phrase) if many else phrase


def enclosing(stance: str, mode: str, *, many: bool = False) -> str:
    """What a speaker does with the claim of another, up to that one's name.

    >>> enclosing("Affirms", "Report"), enclosing("Affirms", "Prediction", many=True)
    ('reports that', 'predict that')
    """
    phrase = _REPORTS[stance]
    if mode != "Report":
        own = VERBS[stance, mode]
        phrase = f"{own}, that" if "," in own else f"{own} that"
    return plural(phrase) if many else phrase


def plural(phrase: str) -> str:
    """The plural of a phrase that begins with a verb in the third person singular.

    >>> plural("denies"), plural("says, with doubt"), plural("leaves open the prediction")
    ('deny', 'say, with doubt', 'leave open the prediction')
    """
    found = re.match(r"\w+", phrase)
    word = found[0] if found else ""
    bare = f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s")
    return bare + phrase[len(word) :]


def is_plural(name: str) -> bool:
    """True when the name of a group of people takes a plural verb.

    >>> is_plural("“Some” of the participants"), is_plural("Writer of the captions")
    (True, False)
    """
    match = _HEAD.match(name)
    words = re.findall(r"\w+", (match[1] if match else name).casefold())
    last = words[-1] if words else ""
    return last in _PLURALS or (last.endswith("s") and not last.endswith("ss"))
