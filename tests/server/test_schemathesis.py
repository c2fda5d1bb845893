"""The OpenAPI document against the server: requests made from it, by schemathesis.

No answer may be a 500; statuses, media types and bodies must be those that the document tells.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

from kg import queries
from kg.server import openapi

from . import wire
from .serving import ROOT, Serving, serving

# Not in the environment of the oldest releases: it needs newer ones of what the package uses.
schemathesis = pytest.importorskip("schemathesis")
checks = pytest.importorskip("schemathesis.specs.openapi.checks")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(ROOT / "data", tmp_path_factory.mktemp("openapi")) as found:
        yield found


@schemathesis.serializer("application/sparql-query")
def _query(_context: Any, value: Any) -> bytes:
    return str(value).encode("utf-8", "surrogatepass")


schema = schemathesis.openapi.from_dict(
    openapi.document(queries.catalogue(), "http://localhost", "1.0.0")
)


def test_the_document_is_served(served: Serving) -> None:
    reply = wire.exchange(served.address, wire.message(served.address, "GET", "/openapi.json"))
    given = reply.json()
    assert given["servers"] == [{"url": served.url}]
    assert given["paths"] == json.loads(json.dumps(schema.raw_schema["paths"]))


@schema.parametrize()
@settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_what_the_document_allows(case: Any, served: Serving) -> None:
    response = case.call(base_url=served.url, timeout=30)
    assert response.status_code != 500, response.text[:500]
    case.validate_response(
        response,
        checks=[
            checks.status_code_conformance,
            checks.content_type_conformance,
            checks.response_schema_conformance,
        ],
    )
    assert served.alive
