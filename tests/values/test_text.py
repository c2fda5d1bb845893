"""Segments of a text with exact positions, quotes in it, and what is said of misquotes."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import text

CASES = Path(__file__).parents[1] / "cases" / "sentences"
CUT = "¦"


def read_case(path: Path) -> tuple[str, dict[int, str], list[tuple[str, str, int]]]:
    """A case file's text without its marks, the kinds of its lines, the segments it expects."""
    written = path.read_text(encoding="utf-8").split("\n")
    lines: list[str] = []
    kinds: dict[int, str] = {}
    expected: list[tuple[str, str, int]] = []
    for line in (line for line in written if not line.startswith("#")):
        kind = None
        if line.startswith("{"):
            kind, line = line[1:].split("} ", 1)
            kinds[len(lines) + 1] = kind
        pieces = [piece.strip() for piece in line.split(CUT)]
        expected += [(kind or "sentence", piece, len(lines) + 1) for piece in pieces if piece]
        lines.append(line.replace(CUT, ""))
    return "\n".join(lines), kinds, expected


@pytest.mark.parametrize("path", sorted(CASES.glob("*.txt")), ids=lambda path: path.stem)
def test_texts_are_cut_where_the_case_says(path: Path) -> None:
    source, kinds, expected = read_case(path)
    spans = text.segments(source, kinds)
    assert [(s.kind, source[s.start : s.end], s.line) for s in spans] == expected
    assert [s.number for s in spans] == list(range(1, len(spans) + 1))


@pytest.mark.parametrize(
    "source",
    ["." * 10**6, ". " * 10**5, '" ' * 10**5, '. "' * 10**5, "." + "—" * 10**6, "A. " * 10**5,
     "!)]" * 10**5, "20. Juni " * 10**5, "a[1]" * 10**5, ".[1" * 10**5, ". " + " " * 10**6],
    ids=lambda source: source[:6],
)  # fmt: skip
def test_hostile_texts_are_cut_in_linear_time(source: str) -> None:
    begin = time.process_time()
    text.segments(source, {})
    assert time.process_time() - begin < 10


BLAMED = "the regime and they blame the regime, aaaa"


@pytest.mark.parametrize(
    ("exact", "prefix", "suffix", "expected"),
    [
        ("the regime", "", "", [0, 26]),
        ("the regime", "blame ", "", [26]),
        ("the regime", "", " and", [0]),
        ("the regime", "nobody ", "", []),
        ("aa", "", "", [38, 39, 40]),
        ("aa", "a", "a", [39]),
        ("", "", "", []),
        ("The regime", "", "", []),
    ],
)
def test_find(exact: str, prefix: str, suffix: str, expected: list[int]) -> None:
    assert text.find(BLAMED, exact, prefix, suffix) == expected


def test_find_stops_where_a_hostile_text_would_go_on() -> None:
    begin = time.process_time()
    assert len(text.find("a" * 10**6, "a" * 10**5)) == 1000
    assert time.process_time() - begin < 10


def test_context_is_cut_at_the_ends_of_the_text() -> None:
    source = "They said that the game is over."
    assert text.context(source, 10, 14) == ("They said ", " the game is over.")
    assert text.context(source, 10, 14, width=3) == ("id ", " th")
    assert text.context(source, 0, len(source)) == ("", "")


SOURCE = (
    "On 3 May the regime’s officers – some 40 of them – arrested “dozens” of students.\n"
    "The Café Council said nothing… and the students were released two days later.\n"
    "مردم می‌خواهند در ۱۳۶۰ آزاد باشند."
)


@pytest.mark.parametrize(
    ("quote", "passage", "reason"),
    [
        ("the regime's officers", "the regime’s officers",
         "the text has ’ (U+2019), the quote has ' (U+0027)"),
        ('arrested "dozens" of', "arrested “dozens” of", "quotation marks or apostrophes differ"),
        ("officers - some 40", "officers – some 40", "dashes differ: the text has – (U+2013)"),
        ("some  40 of", "some 40 of", "spaces differ: the quote has several in a row"),
        ("some\u00a040 of", "some 40 of", "spaces differ: the quote has NO-BREAK SPACE (U+00A0)"),
        ("the café council", "The Café Council", "capital letters differ"),
        ("Cafe\u0301 Council", "Café Council", "composed letters differ"),
        ("nothing... and", "nothing… and", "ellipses differ: the text has … (U+2026)"),
        ("مردم ميخواهند", "مردم می‌خواهند", "invisible characters differ"),
        ("در 1360 آزاد", "در ۱۳۶۰ آزاد", "digits differ"),
        ("the students were freed two days later", "the students were released two days later",
         "The text has “released”, the quote “freed”."),
        ("arested “dozens” of studnts", "arrested “dozens” of students", "“arrested”"),
        ("students were two days later", "students were released two days later",
         "The quote lacks “released”."),
    ],
)  # fmt: skip
def test_a_misquote_is_explained(quote: str, passage: str, reason: str) -> None:
    found = text.nearest(SOURCE, quote)
    assert found is not None
    assert found[0] == passage
    assert SOURCE[found[1] : found[1] + len(passage)] == passage
    assert reason in text.explain(passage, quote)


def test_what_is_nowhere_near_is_not_suggested() -> None:
    assert text.nearest(SOURCE, "zzzz qqqq xxxx") is None
    assert text.nearest(SOURCE, " \u200b ") is None
    assert text.nearest("", "students") is None
    assert text.explain("students", "students") == ""


def test_a_megabyte_is_searched_in_bounded_time() -> None:
    source = "\n".join(f"Line {number}: the council met again in town." for number in range(25_000))
    begin = time.process_time()
    found = text.nearest(source, "the cuncil met agian in town")
    assert found is not None
    assert found[0] == "the council met again in town"
    text.nearest(source, "council " * 5_000)
    assert time.process_time() - begin < 20


# --- properties ---------------------------------------------------------------------------------

prose = st.lists(
    st.one_of(
        st.sampled_from(["Dr.", "U.S.", "end.", "Why?", "The",
                         "20. Juni", "…", "“", "”", "\n", "\n\n",
                         " ", "\u00a0", "[1]", "。", "a", "Z.", "“No!”", "\r", "\u2028", "؟", "-"]),
        st.text(max_size=5),
    ),
    max_size=30,
).map(" ".join)  # fmt: skip


@given(prose, st.dictionaries(st.integers(1, 10), st.sampled_from(["caption", "heading"])))
def test_segments_cover_all_words_once(source: str, kinds: dict[int, str]) -> None:
    spans = text.segments(source, kinds)
    end = 0
    for span in spans:
        assert source[end : span.start].strip() == ""
        words = source[span.start : span.end]
        assert words == words.strip() != ""
        assert "\n" not in words
        assert span.line == source.count("\n", 0, span.start) + 1
        assert span.kind == kinds.get(span.line, "sentence")
        end = span.end
    assert source[end:].strip() == ""
    assert [span.number for span in spans] == list(range(1, len(spans) + 1))


@given(prose)
def test_cutting_a_sentence_again_leaves_it_whole(source: str) -> None:
    for span in text.segments(source, {}):
        sentence = source[span.start : span.end]
        assert len(text.segments(sentence, {1: "heading"})) == 1


@given(st.text("ab ", max_size=40), st.data())
def test_find_gives_all_true_positions(source: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, len(source)))
    exact = source[start:end]
    found = text.find(source, exact)
    everywhere = [at for at in range(len(source)) if exact and source.startswith(exact, at)]
    assert found == everywhere
    if exact:
        prefix, suffix = text.context(source, start, end, width=4)
        assert start in text.find(source, exact, prefix, suffix)


@given(prose, prose)
def test_nearest_gives_words_of_the_text_and_explain_never_fails(source: str, quote: str) -> None:
    found = text.nearest(source, quote)
    if found is not None:
        passage, start = found
        assert source[start : start + len(passage)] == passage
        assert (text.explain(passage, quote) == "") is (passage == quote)
