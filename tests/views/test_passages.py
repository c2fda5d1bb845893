"""A quote is shown in its paragraph: each entry of ``cases/passages.json`` is one case.

A segment is its paragraph, kind and text; a text may be a list of parts, and a part a pair of words
and how often they come. ``shown`` holds what each passage shows in this order, ``hidden`` what none
does until the reader asks, ``most`` how long it may be, ``more`` how many offer the whole.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.views.records import Payload

from .conftest import Opener

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "cases" / "passages.json").read_text("utf-8")
)
LIMIT = 1200  # as in assets/passages.js


def text_of(parts: Any) -> str:
    if isinstance(parts, str):
        return parts
    if len(parts) == 2 and isinstance(parts[1], int):
        return str(parts[0]) * parts[1]
    return "".join(text_of(part) for part in parts)


def with_case(records: Payload, case: dict[str, Any]) -> Any:
    """The records with the case as the first source, and its quotes in the first line's claim."""
    segments, text = [], ""
    for number, (paragraph, kind, parts) in enumerate(case["segments"], 1):
        words = text_of(parts)
        segments.append(
            {"n": number, "p": paragraph, "kind": kind, "start": len(text), "text": words}
            | {"skipped": ""}
        )
        text += words + "\n"
    quotes = [(text.find(exact), text.find(exact) + len(exact), exact) for exact in case["quotes"]]
    at = records["edges"][0]["claims"][0]
    claims = list(records["claims"])
    claims[at] = {**claims[at], "key": "case", "source": 0, "quotes": quotes}
    return {
        **records,
        "sources": [{**records["sources"][0], "segments": segments}, *records["sources"][1:]],
        "claims": claims,
    }


@pytest.mark.browser
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_passage(open_page: Opener, records: Payload, case: dict[str, Any], width: int) -> None:
    opened = open_page(with_case(records, case), width=width)
    opened.go(selected=f"e:{records['edges'][0]['id']}")
    blocks = opened.page.locator("#panel article[data-claim=case] blockquote")
    assert blocks.count() == len(case["shown"])
    for block, shown in zip(blocks.all(), case["shown"], strict=True):
        words = " ".join(block.inner_text().split())
        at = 0
        for part in shown:
            assert part in words[at:], (part, words)
            at = words.index(part, at) + len(part)
        assert not [part for part in case.get("hidden", ()) if part in words]
        assert len(words) <= case.get("most", LIMIT + 200)
        box = block.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert block.evaluate("(block) => block.scrollWidth <= block.clientWidth")
    marks = "".join(blocks.locator("mark").all_inner_texts())
    assert marks == "".join(case["quotes"])
    buttons = blocks.get_by_role("button", name="Show the whole paragraph")
    assert buttons.count() == case["more"]
    if case["more"]:
        buttons.first.click()
        whole = "".join(text_of(parts) for _, _, parts in case["segments"])
        assert "".join(blocks.first.inner_text().split()) == "".join(whole.split())
        assert opened.script("document.activeElement.tagName") == "BLOCKQUOTE"
        assert buttons.count() == case["more"] - 1
    opened.quiet()
    assert opened.page.locator("#panel img, #panel script").count() == 0


@pytest.mark.browser
def test_the_text_view_keeps_paragraphs_apart(open_page: Opener, records: Payload) -> None:
    opened = open_page(records, address="#view=text")
    post = next(s for s in records["sources"] if s["id"] == "source:morning-post")
    article = opened.page.locator("#view-text article", has_text="yearly dock strikes")
    assert [p.locator(".sentence").count() for p in article.locator("p").all()] == [1, 4, 2]
    assert [segment["p"] for segment in post["segments"]] == [1, 2, 2, 2, 2, 3, 3]
