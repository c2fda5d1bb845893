"""``kg mcp``, started as a client starts it and called with the SDK's own client over stdio.

``calls.yaml`` holds the calls.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from kg import terms, yamlfile
from kg.build import build
from kg.graph import KnowledgeGraph
from kg.workers import Limits

pytest.importorskip("mcp", reason="the test extra is not installed")

from mcp.client.stdio import stdio_client

from kg.mcp import vocabulary
from mcp import Client, StdioServerParameters

from .. import asynchronous

HERE = Path(__file__).parent
SOURCE = Path(__file__).parents[2] / "src"
CALLS: dict[str, Any] = yamlfile.read(HERE / "calls.yaml", "calls.yaml").data
TOOLS = {
    "find_entities", "entity_card", "claims", "run_query", "list_queries", "run_catalogue_query",
    "schema",
}  # fmt: skip
#: Largest answer, in bytes of JSON; the schema is the longest.
LARGEST = 200_000


def command(data: Path, *options: str) -> list[str]:
    code = "from kg.cli import main; main()"
    return [sys.executable, "-c", code, "mcp", str(data), *options]


def environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    return {**kept, "PYTHONPATH": str(SOURCE)}


@asynccontextmanager
async def connected(data: Path, *options: str, log: Path) -> AsyncIterator[Client]:
    words = command(data, *options)
    parameters = StdioServerParameters(command=words[0], args=words[1:], env=environment())
    with log.open("w") as errors:
        async with Client(stdio_client(parameters, errlog=errors)) as client:
            yield client


def arguments(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        text.replace("%MEGABYTE%", "a" * 1_000_000).replace(
            "%PARENTHESES%", "(" * 12_000 + "1" + ")" * 12_000
        )
    )
    return found


@pytest.fixture(scope="module")
def answers(sanda: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The answer of every call, all of one session; with what the server tells of itself."""
    log = tmp_path_factory.mktemp("mcp") / "log"

    async def everything() -> dict[str, Any]:
        found: dict[str, Any] = {}
        options = ("--seconds", "2", "--memory-mib", "256")
        async with connected(sanda, *options, log=log) as client:
            found[""] = (client.server_info, client.instructions, (await client.list_tools()).tools)
            for name, call in CALLS.items():
                found[name] = await client.call_tool(call["tool"], arguments(call["arguments"]))
        return found

    found = asynchronous.run(everything())
    found["log"] = log.read_text()
    return found


def listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


@pytest.mark.parametrize("name", CALLS)
def test_call(name: str, answers: dict[str, Any]) -> None:
    case, answer = CALLS[name], answers[name]
    told = answer.content[0].text
    if "error" in case:
        assert answer.is_error
        assert "Traceback" not in told
        for piece in listed(case["error"]):
            assert piece in told
        return
    assert not answer.is_error, told
    text = json.dumps(answer.structured_content, ensure_ascii=False)
    for piece in listed(case["holds"]):
        assert piece in text
    for piece in listed(case.get("absent", [])):
        assert piece not in text
    assert len(text.encode()) < LARGEST


@pytest.mark.parametrize("name", [name for name in CALLS if "error" not in CALLS[name]])
def test_answer_is_what_its_schema_says(name: str, answers: dict[str, Any]) -> None:
    (tool,) = [tool for tool in answers[""][2] if tool.name == CALLS[name]["tool"]]
    jsonschema.validate(answers[name].structured_content, tool.output_schema)


def claims_in(value: Any) -> list[dict[str, Any]]:
    """Every claim in an answer, at any depth."""
    if isinstance(value, list):
        return [claim for item in value for claim in claims_in(item)]
    if not isinstance(value, dict):
        return []
    own = [value] if "says" in value else []
    return own + [claim for item in value.values() for claim in claims_in(item)]


def test_every_claim_names_its_speaker_and_its_words(answers: dict[str, Any]) -> None:
    checked = 0
    for name, case in CALLS.items():
        if "error" in case:
            continue
        content = answers[name].structured_content
        found = claims_in(content)
        if found:
            assert "fact" in content["caution"]
        for claim in found:
            verb = claim["says"].partition(claim["speaker"]["label"])[2]
            assert verb.startswith(" ")
            assert claim["quotes"] or claim["cited"]
            assert claim["stance"]
            assert claim["mode"]
            if claim["stance"] == "Denies":
                assert verb.startswith((" denies", " deny", " rejects", " reject"))
            checked += 1
    assert checked > 30


def test_tools_are_read_only_and_warn(answers: dict[str, Any]) -> None:
    _, instructions, tools = answers[""]
    assert {tool.name for tool in tools} == TOOLS == {call["tool"] for call in CALLS.values()}
    assert "A claim is not a fact" in instructions
    for tool in tools:
        assert tool.annotations.read_only_hint
        assert not tool.annotations.destructive_hint
        assert "fact" in tool.description, tool.name
        assert tool.output_schema
        assert tool.title


def test_server_tells_who_it_is(answers: dict[str, Any]) -> None:
    assert answers[""][0].name == "actors-events"


def test_nothing_is_logged_but_what_went_wrong(answers: dict[str, Any]) -> None:
    assert "Traceback" not in answers["log"]


def test_new_build_is_answered_from(sanda_copy: Path, tmp_path: Path) -> None:
    build(sanda_copy, check_shapes=False)

    async def twice() -> tuple[Any, Any, Any]:
        async with connected(sanda_copy, log=tmp_path / "log") as client:
            ask = {"text": "Renamed"}
            before = await client.call_tool("find_entities", ask)
            path = sanda_copy / "entities" / "all.yaml"
            path.write_text(path.read_text("utf-8").replace("Port Hospital", "Renamed"), "utf-8")
            build(sanda_copy, check_shapes=False)
            after = await client.call_tool("find_entities", ask)
            (sanda_copy / "triples" / "dataset.nq").write_text("broken")
            still = await client.call_tool("find_entities", ask)
            return before, after, still

    before, after, still = (answer.structured_content for answer in asynchronous.run(twice()))
    assert before["entities"] == []
    assert after["entities"][0]["label"] == "Renamed"
    assert still == after


def test_a_runaway_query_holds_nobody_up(sanda: Path, tmp_path: Path) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"

    async def both() -> list[str]:
        ended = []

        async def ask(client: Client, name: str, query: str) -> None:
            await client.call_tool("run_query", {"sparql": query})
            ended.append(name)

        async with connected(sanda, "--seconds", "20", log=tmp_path / "log") as client:
            slow = asyncio.create_task(ask(client, "slow", endless))
            await asyncio.sleep(0.2)
            for name in ("first", "second", "third"):
                await ask(client, name, "ASK { }")
            slow.cancel()
            await asyncio.gather(slow, return_exceptions=True)
            await ask(client, "last", "ASK { }")
        return ended

    assert asynchronous.run(both()) == ["first", "second", "third", "last"]


def test_schema_has_an_example_that_runs(seed: KnowledgeGraph) -> None:
    assert seed.select(vocabulary.EXAMPLE).rows
    made = vocabulary.schema({}, ["graph:source/x", "graph:edges"], Limits())
    assert made.graphs == ["graph:edges", "graph:source/<key of the source>"]
    assert {term.term for term in made.relations} == {f"ae:{name}" for name in terms.RELATIONS}
    for term in [*made.classes, *made.relations, *made.properties, *made.stances, *made.modes]:
        assert term.label, term.term
        assert term.definition, term.term


def run(words: list[str], given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        words, input=given, capture_output=True, env=environment(), timeout=120, check=False
    )


def test_only_messages_on_stdout(sanda: Path) -> None:
    start = {
        "jsonrpc": "2.0", "id": 1, "method": "initialize",
        "params": {"protocolVersion": "2025-06-18", "capabilities": {},
                   "clientInfo": {"name": "test", "version": "0"}},
    }  # fmt: skip
    lines = [
        b"no JSON", b"{}", b"[]", b'{"jsonrpc": "2.0"', b"\xff\xfe", json.dumps(start).encode(),
        b'{"jsonrpc": "2.0", "method": "notifications/initialized"}', b"x" * 1_000_000,
        b'{"jsonrpc": "2.0", "id": 9, "method": "tools/call", "params": {"name": "find_entities",'
        b' "arguments": {"text": "\\ud800"}}}',
        b'{"jsonrpc": "2.0", "id": 2, "method": "tools/list"}',
        b'{"jsonrpc": "2.0", "id": 3, "method": "no/such/method"}',
    ]  # fmt: skip
    by_id: dict[Any, Any] = {}
    with subprocess.Popen(
        command(sanda), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env=environment(),
    ) as process:  # fmt: skip
        assert process.stdin
        assert process.stdout
        for line in lines:
            process.stdin.write(line + b"\n")
        process.stdin.flush()
        while not by_id.keys() >= {1, 2, 3}:
            message = json.loads(process.stdout.readline())
            assert message["jsonrpc"] == "2.0"
            by_id[message.get("id")] = message
        process.stdin.close()
        assert process.wait(60) == 0
    assert {tool["name"] for tool in by_id[2]["result"]["tools"]} == TOOLS
    assert by_id[3]["error"]["code"] == -32601


def test_no_data(tmp_path: Path) -> None:
    done = run(command(tmp_path / "nothing"))
    assert done.returncode == 3
    assert b"There is no file or folder" in done.stderr
    assert b"Traceback" not in done.stderr
    assert done.stdout == b""


def test_library_not_installed(sanda: Path) -> None:
    words = command(sanda)
    words[2] = f"import sys; sys.modules['mcp'] = None; {words[2]}"
    done = run(words)
    assert done.returncode == 2
    assert b'pip install "actors-events[mcp]"' in done.stderr


@pytest.mark.parametrize("left", ["closed", "killed"])
def test_nothing_is_left_behind(left: str, sanda: Path) -> None:
    process = subprocess.Popen(
        command(sanda), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=environment(),
    )  # fmt: skip
    assert process.stdin
    assert process.stdout
    assert process.stderr
    process.stdin.write(b'{"jsonrpc": "2.0", "id": 1, "method": "ping"}\n')
    process.stdin.flush()
    process.stdout.readline()
    children = descendants(process.pid)
    assert children
    if left == "closed":
        process.stdin.close()
    else:
        process.kill()
        process.stdin.close()
    process.wait(30)
    process.stdout.close()
    process.stderr.close()
    assert eventually(lambda: not any(Path(f"/proc/{pid}").exists() for pid in children))


def descendants(pid: int) -> set[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    found = {int(child) for child in path.read_text().split()}
    return found.union(*(descendants(child) for child in found))


def eventually(check: Callable[[], bool]) -> bool:
    import time

    for _ in range(100):
        if check():
            return True
        time.sleep(0.1)
    return False
