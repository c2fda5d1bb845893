"""EDTF with intervals and sets: the four bounds, the label and the parent of a date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from kg.dates._units import EXAMPLES, MONTHS, Single, read_single
from kg.errors import DateError

Precision = Literal["day", "month", "season", "year", "decade", "century", "interval", "set"]

#: Longer than any date a person writes, short enough that no input costs time.
_LONGEST: Final = 100


class Bounds(NamedTuple):
    """The four time stamps of SEM (van Hage et al. 2011, section 3.3); ``None`` is open or unknown.

    Both begins and both ends are in order, and so are the outer and the inner pair.
    """

    earliest_begin: date | None
    latest_begin: date | None
    earliest_end: date | None
    latest_end: date | None


@dataclass(frozen=True, slots=True)
class EdtfDate:
    """A date as EDTF, read.

    :param text: the EDTF, without spaces; equal dates in equal notation have equal texts.
    :param bounds: the days between which it begins and ends.
    :param approximate: some part of it carries ``~`` or ``%``.
    :param uncertain: some part of it carries ``?`` or ``%``.
    :param precision: the unit named, or that it is an interval or a set.
    :param label: plain English.
    :param parent: EDTF of the smallest month or year, other than itself, that wholly contains its
        bounds; for single dates that no year contains, and for years, the decade; else ``None``.
    """

    text: str
    bounds: Bounds
    approximate: bool
    uncertain: bool
    precision: Precision
    label: str
    parent: str | None

    def __str__(self) -> str:
        return self.text


def parse(text: str) -> EdtfDate:
    """Read an EDTF date; the package's documentation says which ones.

    :raises DateError: what is wrong, and a right example.
    """
    if len(text) > _LONGEST:
        raise DateError(
            f"{text[:20]!r}… is {len(text)} characters long; dates have at most {_LONGEST}.",
            cure=EXAMPLES,
        )
    return _parse(re.sub(r"\s*,\s*", ",", text.strip()))


def overlap(a: Bounds, b: Bounds) -> bool:
    """Whether the two may share a day, going by their outermost bounds."""
    return not disjoint(a, b)


def disjoint(a: Bounds, b: Bounds) -> bool:
    """Whether one surely ends before the other begins."""
    return _before(a, b) or _before(b, a)


def _before(a: Bounds, b: Bounds) -> bool:
    return (
        a.latest_end is not None
        and b.earliest_begin is not None
        and a.latest_end < b.earliest_begin
    )


@lru_cache(maxsize=4096)
def _parse(text: str) -> EdtfDate:
    if not text:
        raise DateError("A date is empty.", cure=EXAMPLES)
    if re.search(r"\s", text):
        raise DateError(f"{text!r} has a space within.", cure=EXAMPLES)
    if text[0] in "[{":
        return _read_set(text)
    if "/" in text:
        return _read_interval(text)
    single = read_single(text)
    lo, hi = single.widened()
    bounds = Bounds(lo, hi, lo, hi)
    return _date(text, bounds, [single], single.unit, single.label())


def _date(
    text: str, bounds: Bounds, members: list[Single], precision: Precision, label: str
) -> EdtfDate:
    return EdtfDate(
        text=text,
        bounds=bounds,
        approximate=any(member.approximate for member in members),
        uncertain=any(member.uncertain for member in members),
        precision=precision,
        label=label,
        parent=_parent(text, bounds, precision),
    )


def _parent(text: str, bounds: Bounds, precision: Precision) -> str | None:
    lo, hi = bounds.earliest_begin, bounds.latest_end
    if lo is None or hi is None:
        return None
    candidates = []
    if (lo.year, lo.month) == (hi.year, hi.month):
        candidates.append(f"{lo.year:04}-{lo.month:02}")
    if lo.year == hi.year:
        candidates.append(f"{lo.year:04}")
    # 000X would begin in the year 0, which has no xsd:date here.
    if 1 <= lo.year // 10 == hi.year // 10 and precision not in ("interval", "set"):
        candidates.append(f"{lo.year // 10:03}X")
    return next((candidate for candidate in candidates if candidate != text), None)


def _read_interval(text: str) -> EdtfDate:
    ends = text.split("/")
    if len(ends) != 2:
        raise DateError(f"{text!r} has more than one slash.", cure="Write 1979/1981.")
    begin, end = (None if part in ("", "..") else read_single(part) for part in ends)
    members = [single for single in (begin, end) if single is not None]
    if not members:
        raise DateError(
            f"{text!r} says nothing: neither end is known.", cure="Write 1989/.. or ../1989."
        )
    if begin and end and begin.lo > end.hi:
        raise DateError(f"{text!r} ends before it begins.", cure=f"Write {ends[1]}/{ends[0]}.")
    first = begin.widened() if begin else (None, None)
    last = end.widened() if end else (None, None)
    if begin and end:
        label = _pair(begin, end, "{} to {}")
    elif begin:
        label = f"from {begin.phrase()}" + ("" if ends[1] else " to an unknown date")
    else:
        label = ("until " if ends[0] else "from an unknown date to ") + members[0].phrase()
    return _date(text, _ordered(*first, *last), members, "interval", label)


def _ordered(
    earliest_begin: date | None,
    latest_begin: date | None,
    earliest_end: date | None,
    latest_end: date | None,
) -> Bounds:
    """Tighten what follows from "nothing ends before it begins": 2018/2018-03 begins by March."""
    if latest_begin and latest_end and latest_begin > latest_end:
        latest_begin = latest_end
    if earliest_end and earliest_begin and earliest_end < earliest_begin:
        earliest_end = earliest_begin
    return Bounds(earliest_begin, latest_begin, earliest_end, latest_end)


def _read_set(text: str) -> EdtfDate:
    one_of = text[0] == "["
    if text[-1] != ("]" if one_of else "}"):
        raise DateError(f"{text!r} is not closed.", cure="Write [2020-06-22..2020-06-26].")
    parts = text[1:-1].split(",")
    members: list[Single] = []
    names: list[str] = []
    ranged = open_begin = open_end = False
    for place, part in enumerate(parts):
        begin, dots, end = part.partition("..")
        if dots and not begin and place == 0 and end:
            open_begin = True
        elif dots and not end and place == len(parts) - 1 and begin:
            open_end = True
        elif dots and not (begin and end):
            raise DateError(
                f"{text!r} has an open range within.",
                cure="Only the first member may be open before, only the last one after.",
            )
        ends = [_member(text, written) for written in (begin, end) if written]
        if not ends:
            raise DateError(f"{text!r} has an empty member.", cure="Write [1979,1981].")
        members += ends
        ranged = ranged or bool(dots)
        names.append(_range_name(text, ends, bool(begin), bool(dots), one_of, len(parts)))
    if len(members) == 1 and not ranged:
        raise DateError(f"{text!r} is a set of one date.", cure=f"Write {members[0].text} alone.")
    spans = [member.widened() for member in members]
    lo = None if open_begin else min(span[0] for span in spans)
    hi = None if open_end else max(span[1] for span in spans)
    if one_of:
        bounds = Bounds(lo, hi, lo, hi)
    else:
        begun = None if open_begin else min(span[1] for span in spans)
        ended = None if open_end else max(span[0] for span in spans)
        bounds = _ordered(lo, begun, ended, hi)
    last = " or " if one_of else " and "
    label = last.join(", ".join(names).rsplit(", ", 1)) if len(names) > 1 else names[0]
    return _date(text, bounds, members, "set", label)


def _member(text: str, written: str) -> Single:
    single = read_single(written)
    if single.unit == "season":
        raise DateError(
            f"{text!r} has a season as a member of a set.",
            cure="Write its months: [1988-06..1988-08].",
        )
    return single


def _range_name(
    text: str, ends: list[Single], begins: bool, ranged: bool, one_of: bool, parts: int
) -> str:
    if not ranged:
        return ends[0].phrase()
    if any(end.qualifier for end in ends) or any("X" in end.text for end in ends):
        raise DateError(
            f"{text!r} has a range with a qualified or unknown end.",
            cure="Write plain ends, or an interval: 1979~/1981.",
        )
    if len(ends) == 1:
        return f"{ends[0].phrase()} or {'later' if begins else 'earlier'}"
    begin, end = ends
    if begin.unit != end.unit:
        raise DateError(
            f"{text!r} has a range from a {begin.unit} to a {end.unit}.",
            cure="Write both ends as days, both as months, or both as years.",
        )
    if begin.lo >= end.lo:
        raise DateError(
            f"{text!r} has a range that does not run forward.",
            cure=f"Write {end.text}..{begin.text}." if begin.lo > end.lo else f"{begin.text}.",
        )
    if one_of and parts == 1:
        return _pair(begin, end, "between {} and {}")
    name = _pair(begin, end, "{} to {}")
    return name if one_of else f"every {begin.unit} from {name}"


def _pair(begin: Single, end: Single, template: str) -> str:
    """Both ends in one phrase; the year and month they share are said once."""
    first, second = begin.phrase(), end.phrase()
    plain = not (begin.qualifier or end.qualifier or "X" in begin.text + end.text)
    if plain and begin.unit == end.unit and begin.lo.year == end.lo.year:
        if begin.unit == "day":
            month = "" if begin.lo.month == end.lo.month else f" {MONTHS[begin.lo.month - 1]}"
            first = f"{begin.lo.day}{month}"
        elif begin.unit == "month":
            first = MONTHS[begin.lo.month - 1]
    return template.format(first, second)
