"""The file itself: self-contained, guarded, the same every time."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.graph import KnowledgeGraph
from kg.views import bundle, page, payload
from kg.views.records import Payload


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: dict[str, str] = {}
        self._in = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self._in = (dict(attrs).get("id") or "") if tag == "script" else ""

    def handle_data(self, data: str) -> None:
        if self._in:
            self.scripts[self._in] = self.scripts.get(self._in, "") + data


def _parse(html: str) -> _Elements:
    parser = _Elements()
    parser.feed(html)
    return parser


def test_write_reports_what_is_held(graph: KnowledgeGraph, tmp_path: Path) -> None:
    path = tmp_path / "new" / "page.html"
    report = page.write(graph, path)
    total = payload.build(graph)["total"]
    assert report == page.PageReport(total, total)
    assert path.read_text("utf-8").startswith("<!doctype html>")
    assert page.write(graph, path, limit=4) == page.PageReport(4, total)
    assert [item.name for item in path.parent.iterdir()] == ["page.html"]


def test_a_failed_write_leaves_the_old_file(graph: KnowledgeGraph, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("old")
    with pytest.raises(UsageError):
        page.write(graph, path, limit=0)
    assert path.read_text() == "old"


def test_same_graph_same_bytes(graph: KnowledgeGraph, tmp_path: Path) -> None:
    page.write(graph, tmp_path / "one.html")
    page.write(graph, tmp_path / "two.html")
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()


@pytest.mark.slow
def test_same_bytes_in_another_process(graph: KnowledgeGraph, tmp_path: Path) -> None:
    dataset = tmp_path / "dataset.nq"
    dataset.write_bytes(b"".join(graph.store.lines()))
    code = (
        "import sys; from pathlib import Path; from kg.graph import KnowledgeGraph\n"
        "from kg.views import page\n"
        "page.write(KnowledgeGraph.open(sys.argv[1]), Path(sys.argv[2]))"
    )
    for seed in ("1", "2"):
        out = tmp_path / f"{seed}.html"
        subprocess.run(
            [sys.executable, "-c", code, str(dataset), str(out)],
            check=True, env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        )  # fmt: skip
    assert (tmp_path / "1.html").read_bytes() == (tmp_path / "2.html").read_bytes()


@pytest.mark.parametrize("which", ["records", "hostile_records"])
def test_the_page_has_only_its_own_elements(which: str, request: pytest.FixtureRequest) -> None:
    source: Payload = request.getfixturevalue(which)
    html = page.render(source)
    html.encode()
    parsed = _parse(html)
    tags = [tag for tag, _ in parsed.found]
    assert tags.count("script") == 4
    assert tags.count("style") == tags.count("title") == tags.count("link") == 1
    assert not {"img", "iframe", "object", "embed", "base", "form", "svg", "math"} & set(tags)
    for _, attributes in parsed.found:
        assert not [name for name in attributes if name.startswith("on")]
        assert attributes.get("href") in (None, "#", "data:,")
        assert "src" not in attributes
        assert "style" not in attributes


@pytest.mark.parametrize("which", ["records", "hostile_records"])
def test_the_records_come_back_out_of_the_page(which: str, request: pytest.FixtureRequest) -> None:
    source: Payload = request.getfixturevalue(which)
    found = _parse(page.render(source)).scripts
    assert json.loads(found["payload"]) == json.loads(json.dumps(source))
    drawing = json.loads(found["drawing"])
    drawn = [node for node in source["nodes"] if node["rank"] >= 0]
    assert len(drawing["nodes"]) == len(drawn)
    assert len(drawing["edges"]) == len(source["edges"])
    assert json.loads(drawing["options"])["physics"] == {"enabled": False}


def test_only_scripts_with_the_nonce_may_run(records: Payload) -> None:
    parsed = _parse(page.render(records))
    policy = next(a["content"] or "" for t, a in parsed.found if a.get("http-equiv"))
    nonce = re.search(r"script-src 'nonce-([^']+)'", policy)
    assert nonce
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy.replace("http-equiv", "")
    for tag, attributes in parsed.found:
        if tag == "style" or (tag == "script" and attributes.get("type") != "application/json"):
            assert attributes["nonce"] == nonce[1]


def test_nonce_follows_the_content(graph: KnowledgeGraph, records: Payload) -> None:
    other = payload.build(graph, title="Another title")
    assert page.render(records) == page.render(records)
    first, second = (re.search(r"nonce-([^']+)", page.render(r)) for r in (records, other))
    assert first
    assert second
    assert first[1] != second[1]


def test_title_is_text(graph: KnowledgeGraph) -> None:
    html = page.render(payload.build(graph, title="</title><script>window.hacked=1</script>"))
    assert "<title>&lt;/title&gt;&lt;script&gt;" in html
    assert "<script>window.hacked" not in html


def test_lines_between_the_same_nodes_are_bent_apart(records: Payload) -> None:
    edges = [dict(edge) for edge in records["edges"][:1] * 4]
    for edge, (s, o) in zip(edges, [(0, 1), (1, 0), (0, 1), (2, 3)], strict=True):
        edge.update(s=s, o=o)
    bent = page.bends(edges)  # type: ignore[arg-type]
    assert bent[3] == {}
    ways = set()
    for edge, bend in zip(edges[:3], bent[:3], strict=True):
        clockwise = bend["smooth"]["type"] == "curvedCW"
        ways.add((clockwise == (edge["s"] < edge["o"]), bend["smooth"]["roundness"]))
    assert len(ways) == 3


FORBIDDEN = [
    "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function",
    "http://", "https://", "fetch(", "XMLHttpRequest", "@import",
]  # fmt: skip


@pytest.mark.parametrize("path", sorted(bundle.ASSETS.iterdir()), ids=lambda path: path.name)
def test_assets_make_no_markup_and_name_no_host(path: Path) -> None:
    text = path.read_text("utf-8")
    for word in FORBIDDEN:
        assert word not in text, word
    assert len(text.splitlines()) <= 400


def test_every_module_is_in_the_bundle_and_its_imports_are_defined() -> None:
    files = {path.stem for path in bundle.ASSETS.glob("*.js")}
    assert files == set(bundle.MODULES)
    for name in files:
        text = (bundle.ASSETS / f"{name}.js").read_text("utf-8")
        for names, source in re.findall(r'import \{([^}]*)\} from "\./(\w+)\.js";', text):
            there = (bundle.ASSETS / f"{source}.js").read_text("utf-8")
            for item in (part.strip() for part in names.split(",")):
                assert re.search(rf"export (?:function|const|let|class) {item}\b", there), item
                assert len(re.findall(rf"\b{item}\b", text)) > 1, f"{name}.js needs no {item}"
    script = bundle.script()
    assert not re.search(r"^(?:import|export)\b", script, re.MULTILINE)
    assert "</script" not in script.lower()


def test_two_modules_with_one_name_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.js").write_text("export const same = 1;\n")
    (tmp_path / "b.js").write_text("function same() {}\n")
    monkeypatch.setattr(bundle, "ASSETS", tmp_path)
    monkeypatch.setattr(bundle, "MODULES", ("a", "b"))
    with pytest.raises(ValueError, match=r"same is defined in a\.js and b\.js"):
        bundle.script.__wrapped__()


def test_importing_the_views_does_not_import_pyvis() -> None:
    code = "import sys, kg.views.page; sys.exit('pyvis' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": ":".join(sys.path)})
