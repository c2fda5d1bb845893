"""The text of a source: its segments, and where words stand in it.

>>> from kg import text
>>> source = "Dr. Ebadi spoke. The U.S. said nothing.\\nIMAGE: a rally"
>>> for span in text.segments(source, {2: "caption"}):
...     print(span.number, span.kind, repr(source[span.start : span.end]))
1 sentence 'Dr. Ebadi spoke.'
2 sentence 'The U.S. said nothing.'
3 caption 'IMAGE: a rally'
>>> text.find(source, "s", suffix="aid")
[26]

Positions count Unicode code points from 0, and an end is the position after the last one, as in
the Web Annotation Data Model, section 4.2.5 (https://www.w3.org/TR/annotation-model/).
"""

from kg.text._differences import explain
from kg.text._quotes import context, digest, find, nearest
from kg.text._segments import Span, segments

__all__ = ["Span", "context", "digest", "explain", "find", "nearest", "segments"]
