"""A remote SPARQL 1.1 endpoint as an engine. The only package that imports SPARQLWrapper.

Protocol: SPARQL 1.1 Protocol (W3C, 2013), query by GET, or by form POST when it is long; answers as
SPARQL 1.1 Query Results JSON and N-Triples or Turtle. Answers are bounded in time and size, tries
in number; large results come in pages.
"""

from __future__ import annotations

from kg.endpoint._client import MAX_GET, Endpoint
from kg.endpoint._dialects import DIALECTS
from kg.endpoint._http import check_address
from kg.endpoint._push import Pushed, push
from kg.endpoint._remote import Writer

__all__ = ["DIALECTS", "MAX_GET", "Endpoint", "Pushed", "Writer", "check_address", "push"]
