"""How many: English number wording read into bounds.

>>> from kg import quantities
>>> quantities.read("roughly half a million")
Reading(lower=450000, upper=550000, approximate=True)
>>> quantities.read("at least 304")
Reading(lower=304, upper=None, approximate=False)
>>> quantities.read("several dozen")
Reading(lower=24, upper=96, approximate=True)
>>> quantities.label(quantities.Quantity("participants", 450000, 550000, True), "participants")
'about 500,000 (450,000 to 550,000) participants'

The reading is a policy, not a truth: the wording is always kept beside the bounds. Bounds are
generous, for two figures contradict each other only where their bounds share no number, and a
contradiction that no speaker meant is worse than one that is missed. :data:`VAGUE` and
:data:`MODIFIERS` are the whole policy with its reasons.

Numbers may be written in digits (any script's; ``1,500``, ``1 500``, ``1.5 million``, ``500k``) or
in English words (``ninety-nine``, ``two and a half million``). Fractions, percentages and ordinals
are no counts and are refused. The number words are read by a small grammar here: word2number is
unmaintained, and text2num finds numbers in running text, so it reads the "six" of "six figures"
and passes over what it does not know where an error is due.
"""

from kg.errors import QuantityError
from kg.quantities._policy import MODIFIERS, VAGUE, Modifier, Wording
from kg.quantities._quantity import Quantity, Reading, label, overlap
from kg.quantities._reading import read

__all__ = [
    "MODIFIERS",
    "VAGUE",
    "Modifier",
    "Quantity",
    "QuantityError",
    "Reading",
    "Wording",
    "label",
    "overlap",
    "read",
]
