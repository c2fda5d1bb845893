"""Parts of pages: texts put together, structured data, files, formats, the sitemap."""

from __future__ import annotations

import hashlib
import json
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from kg import iris, pages
from kg.errors import UsageError
from kg.graph import KnowledgeGraph
from kg.pages import _rendering, _sitemap, _texts
from kg.pages._asking import Asking

from .conftest import BASE, show

TESTS = Path(__file__).parents[1]
TEXTS = sorted(
    [*TESTS.glob("data/sanda/sources/*/text.txt"), *TESTS.parent.glob("data/sources/*/text.txt")]
)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.parent.name)
def test_a_text_is_put_together_exactly(
    path: Path, graph: KnowledgeGraph, seed: KnowledgeGraph
) -> None:
    view = graph if "sanda" in path.parts else seed
    text = _texts.read(Asking(view, BASE, "", {}), iris.source(path.parent.name), spans=True)
    assert text is not None
    assert text.exact
    whole = "".join(segment.before + segment.text for segment in text.segments)
    assert whole.rstrip("\n") == path.read_text("utf-8").rstrip("\n")
    for segment in text.segments:
        runs = segment.runs()
        assert "".join(run["text"] for run in runs) == segment.text
        at = segment.start
        for run in runs:
            end = at + len(run["text"])
            over = {s.claim for s in segment.spans if s.start <= at and end <= s.end}
            apart = {s.claim for s in segment.spans if s.end <= at or end <= s.start}
            assert set(run["claims"]) == over
            assert over | apart == {s.claim for s in segment.spans}
            at = end


def test_a_changed_text_is_not_called_exact(graph: KnowledgeGraph) -> None:
    from rdflib.term import Literal

    from kg.store import Store

    store = Store()
    store.add(
        (s, p, Literal(str(o).replace("mob", "mop")) if str(p).endswith("#text") else o, g)
        for s, p, o, g in graph.store.quads()
    )
    page = show(KnowledgeGraph(store), "/page/source/state-gazette").page
    assert page.data["exact"] is False


# --- structured data ------------------------------------------------------------------------------

_THING = {"@id", "@type", "name", "additionalType", "alternateName", "description", "sameAs"}
_CLAIM = {"@id", "@type", "text", "author", "appearance", "about", "citation"}


def test_structured_data_asserts_no_claim(graph: KnowledgeGraph) -> None:
    """What speakers say is a Claim with its author; of the thing itself only names are said."""
    number = 0
    for name in {name.iri for name in graph.lookup.names}:
        if (iris.split_id(name) or ("",))[0] == "source":
            continue
        page = show(graph, pages.page_path(name) or "").page
        structured = json.loads(json.dumps(page.data["structured"]))
        thing, *claims = structured["@graph"]
        assert set(thing) <= _THING
        assert thing["@type"] != "Event"
        for claim in claims:
            assert set(claim) <= _CLAIM
            assert claim["@type"] == "Claim"
            assert claim["author"]["name"] in claim["text"]
            number += 1
    assert number > 20


# --- files and formats ----------------------------------------------------------------------------


def test_the_name_of_the_stylesheet_is_that_of_its_content() -> None:
    for name, (media, data) in pages.static().items():
        wanted = f"pages-{hashlib.sha256(data).hexdigest()[:12]}.css"
        assert name == wanted, f"git mv src/kg/pages/static/{name} src/kg/pages/static/{wanted}"
        assert media.startswith("text/css")
        assert b"url(" not in data
        assert b"@import" not in data


def test_there_is_one_stylesheet() -> None:
    assert len(pages.static()) == 1


def test_other_formats_are_refused(graph: KnowledgeGraph) -> None:
    page = pages.find(graph, "/about", {}, BASE)
    with pytest.raises(UsageError, match="no table"):
        pages.render(page, "text/csv", BASE, None)
    with pytest.raises(UsageError, match="cannot be"):
        pages.render(page, "image/png", BASE, None)


def test_addresses_keep_the_path_of_the_base(graph: KnowledgeGraph) -> None:
    found = show(graph, "/actors", base="https://example.org/kg/")
    assert 'href="/kg/page/actor/harbour_union"' in found.html
    assert 'href="/kg/static/pages-' in found.html


def test_templates_are_compiled_ahead() -> None:
    pages.prepare()
    assert _rendering._environment().cache is not None


# --- paging ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("1", 1, 100),
        ("2", 101, 200),
        ("99", 201, 0),
        ("0", 1, 100),
        ("x", 1, 100),
        ("-1", 1, 100),
    ],
)
def test_pages_of_a_list(seed: KnowledgeGraph, asked: str, first: int, last: int) -> None:
    given = {"speaker": "hamid_enayat", "page": asked}
    found = pages.find(seed, "/claims", given, BASE).data["paging"]
    assert isinstance(found, dict)
    assert found["total"] > 200
    assert found["first"] == first
    assert found["last"] == (last or found["total"])


def test_all_rows_at_once(seed: KnowledgeGraph) -> None:
    page = pages.find(seed, "/claims", {"page": "all"}, BASE)
    assert page.table
    assert len(page.table[1]) == page.data["paging"]["total"]  # type: ignore[call-overload,index]
    assert "all" in show(seed, "/claims").html.split('type="text/csv"')[1][:200]


# --- the sitemap ----------------------------------------------------------------------------------


def test_every_address_of_the_sitemap_has_a_page(graph: KnowledgeGraph) -> None:
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    root = ET.fromstring(pages.sitemap(graph, BASE + "/"))  # noqa: S314 - our own bytes
    found = [element.text or "" for element in root.iter(f"{space}loc")]
    assert len(found) == len(set(found)) > 100
    for address in found:
        assert address.startswith(BASE + "/")
        path = unquote(urlsplit(address).path)
        if not path.startswith("/queries/"):
            assert pages.find(graph, path, {}, BASE).title


def test_a_sitemap_is_bounded(graph: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_sitemap, "MOST", 5)
    assert pages.sitemap(graph, BASE).count(b"<loc>") == 5
