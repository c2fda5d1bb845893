"""The explorer's API over HTTP: caching, versions, methods, origins, problems, other datasets."""

from __future__ import annotations

import gzip
import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from kg import explorer
from kg.build import build

from . import wire
from .serving import Serving, serving

QUESTIONS = {
    "view": "view?limit=20", "near": "near?of=actor:harbour_union",
    "path": "path?from=actor:harbour_union&to=event:dock_march", "overview": "overview",
    "speakers": "speakers", "figures": "figures", "catalogue": "catalogue", "terms": "terms",
    "compare": "compare?left=source:morning-post&right=source:state-gazette",
}  # fmt: skip


@pytest.fixture(scope="module")
def served(sanda: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(sanda, tmp_path_factory.mktemp("api")) as found:
        yield found


def get(served: Serving, target: str, method: str = "GET", **headers: str) -> wire.Reply:
    named = [(name.replace("_", "-"), value) for name, value in headers.items()]
    message = wire.message(served.address, method, target, named)
    return wire.exchange(served.address, message, method=method)


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_can_be_kept_and_checked(served: Serving, question: str) -> None:
    target = f"/api/v1/{QUESTIONS[question]}"
    reply = get(served, target, origin="https://elsewhere.example")
    assert reply.status == 200
    assert reply.headers["content-type"] == "application/json"
    assert reply.headers["cache-control"] == "public, max-age=0, must-revalidate"
    assert reply.headers["access-control-allow-origin"] == "*"
    assert "data-version" in reply.headers["access-control-expose-headers"]
    version = get(served, "/health").json()["version"]
    assert reply.headers["data-version"] == version
    etag = reply.headers["etag"]
    assert etag.startswith('"')
    again = get(served, target, if_none_match=etag)
    assert (again.status, again.body) == (304, b"")
    assert again.headers["data-version"] == version
    assert get(served, target, if_none_match='"another"').body == reply.body
    packed = get(served, target, accept_encoding="gzip")
    if packed.headers.get("content-encoding") == "gzip":
        assert gzip.decompress(packed.body) == reply.body
        assert packed.headers["etag"] != etag
    head = get(served, target, "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == str(len(reply.body))
    # The header leads to the schema, and the answer fits it.
    link = reply.headers["link"]
    address, place = link.removeprefix("<").partition(">")[0].split("#")
    assert 'rel="describedby"' in link
    schema = get(served, address).json()
    assert get(served, address).headers["content-type"] == "application/schema+json"
    jsonschema.Draft202012Validator({**schema, "$ref": f"#{place}"}).validate(reply.json())


def test_the_index_lists_the_questions(served: Serving) -> None:
    for address in ("/api/v1/", "/api/v1"):
        reply = get(served, address)
        assert [item["name"] for item in reply.json()["questions"]] == list(explorer.QUESTIONS)
        assert get(served, address, if_none_match=reply.headers["etag"]).status == 304
    assert set(QUESTIONS) == set(explorer.QUESTIONS)


def test_methods(served: Serving) -> None:
    for target in ("/api/v1/view", "/api/v1/", "/explore"):
        allowed = get(served, target, "OPTIONS")
        assert (allowed.status, allowed.headers["allow"]) == (204, "GET, HEAD, OPTIONS")
        assert get(served, target, "DELETE").status == 405
    assert get(served, "/api/v1/export", "OPTIONS").headers["allow"] == "POST, OPTIONS"
    refused = get(served, "/api/v1/export")
    assert (refused.status, refused.headers["allow"]) == (405, "POST, OPTIONS")


@pytest.mark.parametrize(
    ("target", "status", "says"),
    [
        ("view?lens=nobody", 400, "according-to:ACTOR"),
        ("view?lens=according-to:harbor_union", 404, "harbour_union"),
        ("view?lens=disputed&lens=corroborated", 400, "twice"),
        ("view?with=" + ",".join(f"a{n}" for n in range(501)), 400, "500 are the most"),
        ("view?limit=2001", 400, "from 1 to 2000"),
        ("view?around=%ff", 400, "UTF-8"),
        ("near?of=actor:harbor_union", 404, "harbour_union"),
        ("near", 400, "missing"),
        ("nothing", 404, "/api/v1/"),
        ("../../etc/passwd", 404, ""),
        ("%2e%2e/schema.json", 404, ""),
        ("export/x", 404, ""),
    ],
)
def test_problems_say_what_would_be_right(
    served: Serving, target: str, status: int, says: str
) -> None:
    reply = get(served, f"/api/v1/{target}")
    assert reply.status == status
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.headers["cache-control"] == "no-store"
    assert says in json.dumps(reply.json())
    assert served.alive


def test_export_over_http(served: Serving) -> None:
    claim = get(served, "/api/v1/view").json()["claims"][0]["id"]
    body = json.dumps({"claims": [claim]}).encode()
    message = wire.message(
        served.address, "POST", "/api/v1/export?format=ttl", [("content-type", "application/json")],
        body,
    )  # fmt: skip
    reply = wire.exchange(served.address, message)
    assert reply.status == 200
    assert reply.headers["content-type"].startswith("text/turtle")
    assert 'filename="explorer.ttl"' in reply.headers["content-disposition"]
    assert claim.partition(":")[2].encode() in reply.body


def test_the_page_and_its_files(served: Serving) -> None:
    page = get(served, "/explore")
    assert page.headers["cache-control"] == "no-cache"
    assert get(served, "/explore", if_none_match=page.headers["etag"]).status == 304
    version = page.body.decode().partition("/explore/files/")[2].partition("/")[0]
    files = explorer.Files()
    for name in files._paths:
        reply = get(served, f"/explore/files/{version}/{name}")
        assert reply.status == 200, name
        assert "immutable" in reply.headers["cache-control"]
    assert get(served, f"/explore/files/{version}/js/../../files.py").status == 404
    assert get(served, "/explore/files/000000000000/js/main.js").status == 404


def test_a_new_build_has_another_version(sanda_copy: Path, tmp_path: Path) -> None:
    """What a page that is open sees when the data is published anew."""
    build(sanda_copy, check_shapes=False)
    with serving(sanda_copy, tmp_path) as served:
        before = get(served, "/api/v1/speakers")
        shutil.rmtree(sanda_copy / "sources" / "state-gazette")
        build(sanda_copy, check_shapes=False)
        deadline = time.monotonic() + 120
        while (after := get(served, "/api/v1/speakers")).headers["data-version"] == before.headers[
            "data-version"
        ]:
            assert after.body == before.body  # of the version that it names
            assert time.monotonic() < deadline
            time.sleep(0.1)
        version = get(served, "/health").json()["version"]
        assert after.headers["data-version"] == version
        assert after.body != before.body
        # Also what else a page asks, what is gone, and what has not changed.
        gone = get(served, "/api/v1/compare?left=source:state-gazette&right=source:morning-post")
        assert (gone.status, gone.headers["data-version"]) == (404, version)
        for target in (
            "/search?q=union", "/page/actor/harbour_union.json", "/api/v1/terms",
            "/sparql?query=ASK%7B%7D", "/lens/disputed/sparql?query=ASK%7B%7D",
        ):  # fmt: skip
            assert get(served, target).headers["data-version"] == version, target


def test_a_file_of_other_people(tmp_path: Path) -> None:
    path = tmp_path / "people.ttl"
    path.write_text('<http://example.org/a> <http://xmlns.com/foaf/0.1/name> "Ann" .', "utf-8")
    with serving(path, tmp_path) as served:
        view = get(served, "/api/v1/view?lens=disputed").json()
        assert view["nodes"] == view["claims"] == []
        for name in ("overview", "speakers", "figures", "catalogue", "terms"):
            assert get(served, f"/api/v1/{name}").status == 200
        assert get(served, "/explore").status == 200


def test_a_remote_engine_gives_the_same_answers(served: Serving, tmp_path: Path) -> None:
    options = ["--endpoint", f"{served.url}/sparql"]
    remote = Serving(tmp_path, tmp_path, options=options, start=False)
    remote.command.remove(str(tmp_path))  # what is served is the endpoint
    remote.start()
    try:
        for question in QUESTIONS.values():
            target = f"/api/v1/{question}"
            there, here = get(remote, target), get(served, target)
            assert (there.status, there.body) == (200, here.body), question
            assert there.headers["data-version"].startswith("remote-")
    finally:
        remote.stop()
