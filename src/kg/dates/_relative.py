"""Wording of time in news English, resolved against the day of publication."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from kg.dates._edtf import EdtfDate
from kg.dates._units import MONTHS

_WEEKDAYS: Final = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip
_MONTH_NUMBERS: Final = {
    name: number
    for number, month in enumerate(MONTHS, 1)
    for name in (month.lower(), month.lower()[:3])
} | {"sept": 9}
_SEASON_CODES: Final = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_COUNTS: Final = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip

_WEEKDAY: Final = f"(?P<weekday>{'|'.join(_WEEKDAYS)})"
_MONTH: Final = f"(?P<month>{'|'.join(sorted(_MONTH_NUMBERS, key=len, reverse=True))})"
_SEASON: Final = f"(?P<season>{'|'.join(_SEASON_CODES)})"
_YEAR: Final = r"(?P<year>[12]\d{3})"
_DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_COUNT: Final = rf"(?P<count>\d{{1,3}}|{'|'.join(_COUNTS)})"
_PART: Final = "(?P<part>early|mid|late)"

#: What may stand before or after without changing the day. The parts of a day are below the
#: precision of dates here; "early on Friday" is Friday, but "early June" is a part of June.
#: "Since", "by", "until" do change what is meant, so wordings with them are not understood.
_BEFORE: Final = re.compile(
    r"(?:(?:early|late|later|earlier) (?:on|in the)?\s*(?=[a-z]+day\b)"
    r"|(?:on|in|during|the) )"
)
_AFTER: Final = re.compile(
    r"(?<!\bthis)(?<!\blast) (?:(?:early |late )?(?:morning|afternoon|evening|night)"
    r"|at (?:noon|dawn|midnight)|local time)$"
)

#: Beyond this, "12 November" without a year may as well be the one before as the one after.
_NEAR: Final = timedelta(days=120)
#: A publication interval longer than this makes no relative wording certain.
_LONGEST_PUBLICATION: Final = 366


def relative(wording: str, published: EdtfDate) -> str | None:
    """The EDTF that a wording means in a text published at a date; a help for drafting and checks.

    "Last Saturday", "yesterday", "Friday night", "last November", "earlier this year", "two weeks
    ago", "June 12", and wordings that need no publication date such as "the summer of 1988". A
    bare weekday is the latest one up to the day of publication, as news style has it; a day and
    month without a year is the nearest one, if it is within four months.

    :param published: when the text was published; every day it may be is tried.
    :returns: ``None`` if the wording is not understood, or if its meaning depends on which day of
        the publication interval is the right one.

    >>> from kg.dates import parse
    >>> relative("last Saturday", parse("2020-06-22"))
    '2020-06-20'
    >>> relative("last Saturday", parse("[2020-06-19..2020-06-22]")) is None
    True
    >>> relative("last November", parse("2020-06"))
    '2019-11'
    """
    first, last = published.bounds.earliest_begin, published.bounds.latest_end
    if first is None or last is None or len(wording) > 100:
        return None
    length = (last - first).days
    if length > _LONGEST_PUBLICATION:
        return None
    words = _normalised(wording)
    meanings = set()
    for offset in range(length + 1):
        try:
            meanings.add(_resolve(words, first + timedelta(days=offset), last))
        except (ValueError, OverflowError):  # 31 June; before the year 1
            return None
        if len(meanings) > 1 or None in meanings:
            return None
    return meanings.pop()


def _normalised(wording: str) -> str:
    words = re.sub(r"[\s,]+", " ", wording.casefold()).strip(" .;:–—-")
    words = re.sub(r"\b(mid|early|late)[-–]", r"\1 ", words)
    words = _AFTER.sub("", words)
    while (match := _BEFORE.match(words)) is not None:
        words = words[match.end() :]
    return words


def _resolve(words: str, today: date, last: date) -> str | None:
    for pattern, reading in _READINGS:
        match = re.fullmatch(pattern, words, re.ASCII)
        if match is not None:
            return reading(match, today, last)
    return None


_Match = re.Match[str]


def _days(count: int) -> Callable[[_Match, date, date], str]:
    return lambda match, today, last: (today + timedelta(days=count)).isoformat()


def _weekday(match: _Match, today: date, last: date) -> str | None:
    behind = (today.weekday() - _WEEKDAYS.index(match["weekday"])) % 7
    which = match["which"]
    if which == "this":  # the coming one and the past one are both said so
        return today.isoformat() if behind == 0 else None
    if which in ("next", "coming"):
        return (today + timedelta(days=7 - behind)).isoformat()
    if which in ("last", "past", "previous") and behind == 0:
        behind = 7
    return (today - timedelta(days=behind)).isoformat()


def _shift(match: _Match) -> int:
    return {"last": -1, "past": -1, "previous": -1, "this": 0, "next": 1, "coming": 1}[
        match["which"]
    ]


def _week(match: _Match, today: date, last: date) -> str:
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=_shift(match))
    return f"[{monday}..{monday + timedelta(days=6)}]"


def _this_month(match: _Match, today: date, last: date) -> str:
    year, month = _month_after(today, _shift(match))
    return _part_of_month(match["part"], year, month)


def _this_year(match: _Match, today: date, last: date) -> str:
    return _part_of_year(match["part"], today.year + _shift(match))


def _earlier(match: _Match, today: date, last: date) -> str | None:
    # Up to the last possible day of publication, so that an interval of days leaves one meaning.
    first = {
        "year": date(last.year, 1, 1),
        "month": last.replace(day=1),
        "week": last - timedelta(days=last.weekday()),
    }[match["unit"]]
    if today < first:
        return None
    return f"[{first}..{last}]" if first < last else None


def _which_month(match: _Match, today: date, last: date) -> str | None:
    month = _MONTH_NUMBERS[match["month"]]
    which = match["which"]
    if which == "this":
        year = today.year
    elif which in ("next", "coming"):
        year = today.year + (month <= today.month)
    elif which:
        year = today.year - (month >= today.month)
    else:  # a bare month: the latest one that has begun
        year = today.year - (month > today.month)
    return _part_of_month(match["part"], year, month)


def _which_season(match: _Match, today: date, last: date) -> str | None:
    code = _SEASON_CODES[match["season"]]
    if code == 24:  # "last winter" is named by no one year
        return None
    month = 3 * (code - 20)  # its first
    which = match["which"]
    if which == "this":
        year = today.year
    elif which in ("next", "coming"):
        year = today.year + (month <= today.month)
    else:  # the latest one that has ended
        year = today.year - (month + 2 >= today.month)
    return f"{year:04}-{code}"


def _ago(match: _Match, today: date, last: date) -> str:
    count = _COUNTS.get(match["count"]) or int(match["count"])
    unit = match["unit"]
    if unit == "day":
        return (today - timedelta(days=count)).isoformat()
    if unit == "week":
        return f"{today - timedelta(weeks=count)}~"
    if unit == "month":
        year, month = _month_after(today, -count)
        return f"{_valid(year):04}-{month:02}~"
    return f"{_valid(today.year - count * (10 if unit == 'decade' else 1)):04}~"


def _day_of_month(match: _Match, today: date, last: date) -> str | None:
    day, month = int(match["day"]), _MONTH_NUMBERS[match["month"]]
    if match["year"]:
        return date(int(match["year"]), month, day).isoformat()
    candidates = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            candidates.append(date(year, month, day))
        except ValueError:  # 29 February
            continue
    nearest = min(candidates, key=lambda candidate: abs(candidate - today), default=None)
    if nearest is None or abs(nearest - today) > _NEAR:
        return None
    return nearest.isoformat()


def _month_of_year(match: _Match, today: date, last: date) -> str:
    return _part_of_month(match["part"], int(match["year"]), _MONTH_NUMBERS[match["month"]])


def _season_of_year(match: _Match, today: date, last: date) -> str | None:
    code = _SEASON_CODES[match["season"]]
    return None if code == 24 else f"{match['year']}-{code}"


def _year(match: _Match, today: date, last: date) -> str:
    return _part_of_year(match["part"], int(match["year"]))


def _decade(match: _Match, today: date, last: date) -> str:
    century, tens = match["century"], match["tens"]
    if century is None:  # "the 80s": the latest ones that have begun
        hundreds = today.year // 100 - (int(tens) * 10 > today.year % 100)
        century = f"{hundreds:02}"
    return f"{century}{tens}X"


def _part_of_month(part: str | None, year: int, month: int) -> str:
    """Early, mid and late are thirds: days 1 to 10, 11 to 20, and 21 to the end."""
    name = f"{_valid(year):04}-{month:02}"
    if part is None:
        return name
    if part == "late":
        after = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return f"[{name}-21..{after}]"
    return f"[{name}-01..{name}-10]" if part == "early" else f"[{name}-11..{name}-20]"


def _part_of_year(part: str | None, year: int) -> str:
    """Early, mid and late are thirds of four months."""
    if part is None:
        return f"{_valid(year):04}"
    first = {"early": 1, "mid": 5, "late": 9}[part]
    return f"[{_valid(year):04}-{first:02}..{year:04}-{first + 3:02}]"


def _month_after(today: date, count: int) -> tuple[int, int]:
    months = today.year * 12 + today.month - 1 + count
    return months // 12, months % 12 + 1


def _valid(year: int) -> int:
    if not 1 <= year <= 9999:
        raise ValueError(year)
    return year


_WHICH: Final = "(?P<which>last|past|previous|this|next|coming)"

# Patterns stay strings until a wording is read: compiling them would slow every start.
_READINGS: Final[tuple[tuple[str, Callable[[_Match, date, date], str | None]], ...]] = (
    (r"today|tonight|this (?:morning|afternoon|evening)", _days(0)),
    (r"yesterday|last night", _days(-1)),
    (r"(?:the )?day before yesterday", _days(-2)),
    (r"tomorrow", _days(1)),
    (rf"(?:{_WHICH} )?{_WEEKDAY}", _weekday),
    (rf"{_WHICH} week", _week),
    (rf"(?:{_PART} )?{_WHICH} month", _this_month),
    (rf"(?:{_PART} )?{_WHICH} year", _this_year),
    (r"earlier this (?P<unit>year|month|week)", _earlier),
    (rf"(?:{_PART} )?(?:{_WHICH} )?{_MONTH}\.?", _which_month),
    (rf"{_WHICH} {_SEASON}", _which_season),
    (
        rf"(?:(?:about|around|roughly|approximately|some|almost|nearly) )?"
        rf"{_COUNT} (?P<unit>day|week|month|year|decade)s? (?:ago|earlier)",
        _ago,
    ),
    (rf"(?:{_WEEKDAY} )?{_MONTH}\.? {_DAY}(?: {_YEAR})?", _day_of_month),
    (rf"(?:{_WEEKDAY} )?{_DAY} (?:of )?{_MONTH}\.?(?: {_YEAR})?", _day_of_month),
    (rf"(?:{_PART} )?{_MONTH}\.? (?:of )?{_YEAR}", _month_of_year),
    (rf"{_SEASON} (?:of )?{_YEAR}", _season_of_year),
    (rf"(?:{_PART} )?{_YEAR}", _year),
    (r"(?P<century>[12]\d)?['’]?(?P<tens>\d)0['’]?s", _decade),
)
