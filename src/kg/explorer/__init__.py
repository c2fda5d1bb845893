"""The explorer: what its page asks for, as plain values ready for JSON, and the page's files.

``docs/explorer-api.md`` documents the questions. No HTTP in it.

>>> import json, kg
>>> g = kg.open()                                                            # doctest: +SKIP
>>> found = json.loads(answer(g, "view", {"lens": "disputed"}))              # doctest: +SKIP
>>> found["counts"]["claims"]                                                # doctest: +SKIP
{'shown': 11, 'total': 11}
"""

from __future__ import annotations

from kg.explorer.answering import QUESTIONS, answer, export, prepare
from kg.explorer.exporting import FORMATS
from kg.explorer.files import Files

__all__ = ["FORMATS", "QUESTIONS", "Files", "answer", "export", "prepare"]
