"""Full-text search over the names, definitions and quotes of a dataset.

A hit is an entity (or another named resource) or a **claim**, found by the words it rests on. What
a claim says is not a fact: a hit of a quote carries its speaker, stance, mode and source.

>>> import kg
>>> g = kg.open()                                            # doctest: +SKIP
>>> [hit.label for hit in g.search("nov", limit=3)]          # doctest: +SKIP

In SPARQL, three properties of the namespace :data:`NAMESPACE` find resources by text
(:mod:`kg.search.pattern`)::

    SELECT ?claim ?speaker { ?claim search:inQuote "executed" ; ae:speaker ?speaker }
"""

from __future__ import annotations

from kg.search.building import FIELDS, KINDS
from kg.search.folding import Folded, fold, folded
from kg.search.hits import Hit, Said
from kg.search.index import GROUPS, LONGEST, MOST, Index
from kg.search.pattern import NAMESPACE, rewritten, used
from kg.search.pending import Pending, TextsPending

__all__ = [
    "FIELDS",
    "GROUPS",
    "KINDS",
    "LONGEST",
    "MOST",
    "NAMESPACE",
    "Folded",
    "Hit",
    "Index",
    "Pending",
    "Said",
    "TextsPending",
    "fold",
    "folded",
    "rewritten",
    "used",
]
