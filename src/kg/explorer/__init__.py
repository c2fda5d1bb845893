"""The explorer: what its page asks for, as plain values ready for JSON, and the page's files.

``docs/explorer-api.md`` documents the questions. No HTTP in it.

>>> import json, kg
>>> g = kg.open()                                                            # doctest: +SKIP
>>> found = json.loads(answer(g, "view", {"lens": "disputed"}))              # doctest: +SKIP
>>> found["counts"]["claims"]                                                # doctest: +SKIP
{'shown': 11, 'total': 11}
"""

from __future__ import annotations

from kg.explorer.answering import answer, export, prepare
from kg.explorer.exporting import FORMATS
from kg.explorer.files import Files
from kg.explorer.questions import EXPORT, EXPORT_BODY, QUESTIONS, Parameter, index
from kg.explorer.schemas import document as schema
from kg.explorer.schemas import under as schemas_under

__all__ = [
    "EXPORT",
    "EXPORT_BODY",
    "FORMATS",
    "QUESTIONS",
    "Files",
    "Parameter",
    "answer",
    "export",
    "index",
    "prepare",
    "schema",
    "schemas_under",
]
