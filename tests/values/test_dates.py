"""Dates: bounds, labels, parents, errors, and wording relative to a publication."""

from __future__ import annotations

import contextlib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import dates
from kg.errors import DateError

CASES = Path(__file__).parents[1] / "cases" / "dates"


def rows(name: str, columns: int) -> list[list[str]]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [row + [""] * (columns - len(row)) for row in cells]


def day(cell: str) -> date | None:
    return None if cell == "-" else date.fromisoformat(cell)


@pytest.mark.parametrize("row", rows("valid.tsv", 9), ids=lambda row: row[0])
def test_dates_are_read(row: list[str]) -> None:
    text, *bounds, precision, label, parent, qualifiers = row
    read = dates.parse(text)
    assert read.bounds == tuple(day(cell) for cell in bounds)
    assert read.precision == precision
    assert read.label == label
    assert read.parent == (None if parent == "-" else parent)
    assert read.approximate == ("~" in qualifiers)
    assert read.uncertain == ("?" in qualifiers)


@pytest.mark.parametrize("row", rows("errors.tsv", 3), ids=lambda row: row[0] or "empty")
def test_errors_say_what_is_wrong_and_what_is_right(row: list[str]) -> None:
    text, message, cure = row
    with pytest.raises(DateError) as caught:
        dates.parse(text)
    assert message in caught.value.message
    assert cure in caught.value.cure


@pytest.mark.parametrize("row", rows("relative.tsv", 3), ids=lambda row: f"{row[0]} @ {row[1]}")
def test_wording_is_resolved_against_the_publication(row: list[str]) -> None:
    wording, published, expected = row
    meant = dates.relative(wording, dates.parse(published))
    assert meant == (None if expected == "-" else expected)
    if meant is not None:
        assert dates.parse(meant).text == meant


def test_a_long_text_is_refused_without_being_read() -> None:
    with pytest.raises(DateError, match="characters long"):
        dates.parse("[" + "1981," * 1_000_000)


def test_the_cure_in_every_message_is_itself_a_date() -> None:
    for written in ("1981-06-20", "1981-06", "1981", "198X", "1988-22", "1981-06-XX", "19XX",
                    "2017-12-28/2018-01-07", "[2020-06-22..2020-06-26]", "[1981-10..1981-12]",
                    "1979/1981", "1989/..", "../1989", "2004-06-11~", "[1979,1981]",
                    "[1988-06..1988-08]", "1979~/1981"):  # fmt: skip
        assert dates.parse(written).text == written


@pytest.mark.parametrize(
    ("a", "b", "shared"),
    [
        ("1981-06-20", "1981-06", True),
        ("1981-06-20", "1981-07", False),
        ("1981", "198X", True),
        ("1989/..", "2020", True),
        ("../1989", "2020", False),
        ("[1970..]", "1969-12-31", False),
        ("1988-24", "1989-02-01", True),
        ("1980~", "1981", True),
    ],
)
def test_overlap(a: str, b: str, shared: bool) -> None:
    first, second = dates.parse(a).bounds, dates.parse(b).bounds
    assert dates.overlap(first, second) is dates.overlap(second, first) is shared
    assert dates.disjoint(first, second) is not shared


# --- properties ---------------------------------------------------------------------------------

days = st.dates(min_value=date(10, 1, 1), max_value=date(9900, 12, 31))
singles = st.one_of(
    days.map(date.isoformat),
    days.map(lambda d: d.isoformat()[:7]),
    days.map(lambda d: d.isoformat()[:4]),
    days.map(lambda d: d.isoformat()[:3] + "X"),
    days.map(lambda d: d.isoformat()[:7] + "-XX"),
    st.tuples(days, st.integers(21, 41)).map(lambda pair: f"{pair[0].year:04}-{pair[1]}"),
)
qualified = st.tuples(singles, st.sampled_from(["", "~", "?", "%"])).map("".join)
intervals = st.one_of(
    st.tuples(qualified, qualified).map("/".join),
    qualified.map(lambda text: f"{text}/.."),
    qualified.map(lambda text: f"/{text}"),
)
sets = st.one_of(
    st.lists(qualified, min_size=2, max_size=5).map(lambda texts: f"[{','.join(texts)}]"),
    st.tuples(singles, singles).map(lambda pair: "[{}..{}]".format(*pair)),
    st.lists(singles, min_size=2, max_size=5).map(lambda texts: f"{{{', '.join(texts)}}}"),
)


def parsed(text: str) -> dates.EdtfDate | None:
    with contextlib.suppress(DateError):
        return dates.parse(text)
    return None


@given(st.one_of(qualified, intervals, sets))
def test_bounds_are_ordered_and_lie_within_the_parent(text: str) -> None:
    read = parsed(text)
    if read is None:
        return
    earliest_begin, latest_begin, earliest_end, latest_end = read.bounds
    for low, high in (
        (earliest_begin, latest_begin),
        (earliest_end, latest_end),
        (earliest_begin, earliest_end),
        (latest_begin, latest_end),
    ):
        assert low is None or high is None or low <= high
    assert any(read.bounds)
    if read.parent is not None:
        assert earliest_begin
        assert latest_end
        parent = dates.parse(read.parent)
        assert parent.bounds.earliest_begin is not None
        assert parent.bounds.latest_end is not None
        assert parent.bounds.earliest_begin <= earliest_begin
        assert latest_end <= parent.bounds.latest_end
        assert parent.text != read.text
        assert not parent.approximate
        assert not parent.uncertain


@given(qualified)
def test_parents_end(text: str) -> None:
    chain = []
    read = parsed(text)
    while read is not None and read.parent is not None:
        chain.append(read.parent)
        assert len(chain) <= 3
        read = dates.parse(read.parent)


@given(st.one_of(qualified, intervals, sets, st.text(max_size=120)))
def test_any_text_is_read_or_refused_with_a_cure(text: str) -> None:
    try:
        read = dates.parse(text)
    except DateError as caught:
        error = caught
    else:
        assert dates.parse(read.text) == read
        assert read.label.strip() == read.label != ""
        return
    assert error.message
    assert error.cure


@given(st.text(alphabet="0123456789X-/.,[]{}~?%T S", max_size=30))
def test_any_text_in_the_letters_of_edtf_is_read_or_refused(text: str) -> None:
    read = parsed(text)
    assert read is None or dates.parse(read.text) == read


@given(st.text(max_size=120), qualified)
def test_any_wording_is_resolved_or_not(wording: str, published: str) -> None:
    read = parsed(published)
    if read is not None:
        meant = dates.relative(wording, read)
        assert meant is None or dates.parse(meant)


# --- second opinion -----------------------------------------------------------------------------

#: What the library edtf 5.0.2 cannot read, though ISO 8601-2 allows it: a season with a qualifier,
#: an open interval of a decade.
UNREAD = {"2018-22~", "198X/.."}


@pytest.mark.parametrize("row", rows("valid.tsv", 9), ids=lambda row: row[0])
def test_the_library_edtf_agrees(row: list[str]) -> None:
    """Any reader of EDTF must read what we publish, and bound what is plain as we do."""
    edtf = pytest.importorskip("edtf")
    read = dates.parse(row[0])
    if read.text in UNREAD:
        return
    other = edtf.parse_edtf(read.text)
    winter = read.text.endswith(("-24", "-30"))  # ends in December there
    tilted = read.approximate or read.uncertain  # wider there than its own precision
    if winter or tilted or None in read.bounds or read.precision in ("interval", "set"):
        return
    assert read.bounds.earliest_begin == date(*other.lower_strict()[:3])
    assert read.bounds.latest_end == date(*other.upper_strict()[:3])
