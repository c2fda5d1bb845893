"""Searches after an update: in the new texts, never in the old ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from . import wire
from .serving import TOKEN, Serving, serving

NAME = '<urn:{0}> <http://www.w3.org/2000/01/rdf-schema#label> "{1}"'
QUERY = 'SELECT ?s { ?s search:inName "%s" }'


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("texts")
    data = folder / "data.ttl"
    data.write_text(NAME.format("old", "Marigold Street") + " .")
    with serving(data, folder, writable=True) as found:
        yield found


def update(server: Serving, text: str) -> None:
    headers = [("Content-Type", "application/sparql-update"), ("Authorization", f"Bearer {TOKEN}")]
    message = wire.message(server.address, "POST", "/update", headers, text.encode())
    assert wire.exchange(server.address, message).status == 204


def get(server: Serving, path: str, accept: str = "application/json") -> wire.Reply:
    return wire.exchange(
        server.address, wire.message(server.address, "GET", path, [("Accept", accept)])
    )


def found(server: Serving, text: str) -> list[str]:
    reply = get(server, f"/search?q={text}")
    assert reply.status == 200, reply.body
    return [hit["iri"] for hit in json.loads(reply.body)["hits"]]


def by_query(server: Serving, text: str, **more: Any) -> list[str]:
    rows = wire.ask(server.address, QUERY % text, **more).json()["results"]["bindings"]
    return [row["s"]["value"] for row in rows]


def test_searches_right_after_updates(server: Serving) -> None:
    assert found(server, "marigold") == ["urn:old"]
    for number in range(3):
        update(server, f"INSERT DATA {{ {NAME.format(number, f'Tulip{number} Square')} }}")
        assert found(server, f"tulip{number}") == [f"urn:{number}"]
        assert by_query(server, "marigold") == ["urn:old"]
    update(server, f"DELETE DATA {{ {NAME.format('old', 'Marigold Street')} }}")
    assert by_query(server, "marigold") == []
    assert found(server, "marigold") == []
    assert b"Tulip1" in get(server, "/search?q=tulip1", "text/html").body


def test_many_updates_and_then_a_search(server: Serving) -> None:
    for number in range(10, 20):
        update(server, f"INSERT DATA {{ {NAME.format(number, f'Aster{number}')} }}")
    assert sorted(found(server, "aster")) == [f"urn:{number}" for number in range(10, 20)]


def test_the_server_says_of_itself_what_it_said_before(server: Serving) -> None:
    before = json.loads(get(server, "/health").body)
    update(server, "INSERT DATA { <urn:s> <urn:p> 1 }")
    after = json.loads(get(server, "/health").body)
    assert after.keys() == before.keys()
    assert after["networkless"] == before["networkless"]
    assert after["version"] != before["version"]


def test_what_was_emptied_starts_again(tmp_path: Path) -> None:
    data = tmp_path / "data.ttl"
    data.write_text(NAME.format("old", "Marigold Street") + " .")
    with serving(data, tmp_path, writable=True) as server:
        update(server, "DROP ALL")
        server.kill()
        server.start()
        assert found(server, "marigold") == []
