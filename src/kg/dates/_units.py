"""One date of EDTF without intervals and sets: what it covers and what it is called."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from kg.errors import DateError

Unit = Literal["day", "month", "season", "year", "decade", "century"]

EXAMPLES: Final = (
    "Write a day as 1981-06-20, a month as 1981-06, a year as 1981, a decade as 198X, a summer as "
    "1988-22, an interval as 2017-12-28/2018-01-07, one day of several as [2020-06-22..2020-06-26]."
)

# Not calendar.month_name, which speaks the language of the machine.
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

#: Code of ISO 8601-2 (table of sub-year groupings) -> name, first month, number of months.
#: A winter runs into the next year. (edtf 5.0.2 ends it in December "for simplicity"; a claim
#: about February would then contradict a claim about the same winter.)
SEASONS: Final[dict[int, tuple[str, int, int]]] = {
    21: ("spring {}", 3, 3),
    22: ("summer {}", 6, 3),
    23: ("autumn {}", 9, 3),
    24: ("winter {}", 12, 3),
    25: ("spring {} (northern hemisphere)", 3, 3),
    26: ("summer {} (northern hemisphere)", 6, 3),
    27: ("autumn {} (northern hemisphere)", 9, 3),
    28: ("winter {} (northern hemisphere)", 12, 3),
    29: ("spring {} (southern hemisphere)", 9, 3),
    30: ("summer {} (southern hemisphere)", 12, 3),
    31: ("autumn {} (southern hemisphere)", 3, 3),
    32: ("winter {} (southern hemisphere)", 6, 3),
    33: ("first quarter of {}", 1, 3),
    34: ("second quarter of {}", 4, 3),
    35: ("third quarter of {}", 7, 3),
    36: ("fourth quarter of {}", 10, 3),
    37: ("first third of {}", 1, 4),
    38: ("second third of {}", 5, 4),
    39: ("last third of {}", 9, 4),
    40: ("first half of {}", 1, 6),
    41: ("second half of {}", 7, 6),
}

#: Years of one unit, for the units that are made of whole years.
_YEARS: Final[dict[Unit, int]] = {"year": 1, "decade": 10, "century": 100}

# [0-9] and not \d, which would let other scripts' digits through.
_SHAPE: Final = re.compile(
    r"(?P<year>[0-9]{4}|[0-9]{3}X|[0-9]{2}XX)"
    r"(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?"
    r"(?P<qualifier>[?~%]?)"
)


@dataclass(frozen=True, slots=True)
class Single:
    """One date: the days it covers, its unit, its name, and how sure its writer is.

    ``lo`` and ``hi`` are the first and last day as written; :meth:`widened` allows for ``~ ? %``.
    """

    text: str
    unit: Unit
    lo: date
    hi: date
    name: str
    qualifier: str

    @property
    def approximate(self) -> bool:
        return self.qualifier in ("~", "%")

    @property
    def uncertain(self) -> bool:
        return self.qualifier in ("?", "%")

    def widened(self) -> tuple[date, date]:
        """The first and last day, one unit further out for ``~`` and ``?``, two for ``%``."""
        if not self.qualifier:
            return self.lo, self.hi
        count = 2 if self.qualifier == "%" else 1
        if self.unit == "day":
            try:
                return self.lo - timedelta(days=count), self.hi + timedelta(days=count)
            except OverflowError:
                raise _out_of_range(self.text) from None
        months = count * (
            {"month": 1, "season": 3}[self.unit]
            if self.unit in ("month", "season")
            else 12 * _YEARS[self.unit]
        )
        lo = first_of_month(self.lo.year, self.lo.month - months, self.text)
        hi = last_of_month(self.hi.year, self.hi.month + months, self.text)
        return lo, hi

    def phrase(self) -> str:
        """The name inside a sentence: "the 1980s", "about 20 June 1981"."""
        takes_article = self.unit in ("decade", "century") or " of " in self.name
        article = "the " if takes_article else ""
        return self._hedge() + article + self.name

    def label(self) -> str:
        """The name on its own: "1980s", "about the 1980s"."""
        return self.phrase() if self.qualifier else self.name

    def _hedge(self) -> str:
        return {"": "", "~": "about ", "?": "possibly ", "%": "possibly about "}[self.qualifier]


def read_single(text: str) -> Single:
    """Read one date (no interval, no set).

    :raises DateError: for anything else.
    """
    match = _SHAPE.fullmatch(text)
    if match is None:
        raise _explain(text)
    year, month, day = match["year"], match["month"], match["day"]
    qualifier = match["qualifier"]
    if "X" in year:
        if month:
            raise DateError(
                f"{text!r} has unknown digits amid the date.",
                cure="Leave away what follows the unknown digits: 198X.",
            )
        size: Unit = "century" if year.endswith("XX") else "decade"
        first = int(year.replace("X", "0"))
        name = f"{_ordinal(first // 100 + 1)} century" if size == "century" else f"{first}s"
        return _span(text, size, first, 1, 12 * _YEARS[size], name, qualifier)
    number = int(year)
    if month is None:
        return _span(text, "year", number, 1, 12, str(number), qualifier)
    if month == "XX":
        if day not in (None, "XX"):
            raise DateError(
                f"{text!r} knows the day but not the month.",
                cure=f"Write {year}-XX-XX for an unknown day of the year.",
            )
        name = f"a {'day' if day else 'month'} in {number}"
        return _span(text, "year", number, 1, 12, name, qualifier)
    ordinal = int(month)
    if ordinal in SEASONS and day is None:
        template, start, length = SEASONS[ordinal]
        # "winter 2018" would hide which of the two years' ends is meant.
        name = template.format(f"{number}/{(number + 1) % 100:02}" if start == 12 else number)
        return _span(text, "season", number, start, length, name, qualifier)
    if not 1 <= ordinal <= 12:
        raise DateError(
            f"{text!r} has no month {month}.",
            cure="Months run from 01 to 12; 21 to 41 are seasons and stand without a day: 1988-22.",
        )
    in_month = f"{MONTHS[ordinal - 1]} {number}"
    if day is None:
        return _span(text, "month", number, ordinal, 1, in_month, qualifier)
    if day == "XX":
        return _span(text, "month", number, ordinal, 1, f"a day in {in_month}", qualifier)
    try:
        only = date(number, ordinal, int(day))
    except ValueError:
        if number == 0:
            raise _out_of_range(text) from None
        days = _days_in_month(number, ordinal)
        raise DateError(
            f"{text!r} does not exist: {in_month} has {days} days.",
            cure=f"Write a day from 01 to {days}.",
        ) from None
    return Single(text, "day", only, only, f"{only.day} {in_month}", qualifier)


def first_of_month(year: int, month: int, text: str) -> date:
    """First day of the month, where month may run below 1 or above 12."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    if not 1 <= year <= 9999:
        raise _out_of_range(text)
    return date(year, month, 1)


def last_of_month(year: int, month: int, text: str) -> date:
    """Last day of the month, where month may run below 1 or above 12."""
    first = first_of_month(year, month, text)
    return first.replace(day=_days_in_month(first.year, first.month))


def _days_in_month(year: int, month: int) -> int:
    if month == 12:
        return 31
    return (date(year, month + 1, 1) - date(year, month, 1)).days


def _span(
    text: str, unit: Unit, year: int, month: int, months: int, name: str, qualifier: str
) -> Single:
    lo = first_of_month(year, month, text)
    hi = last_of_month(year, month + months - 1, text)
    return Single(text, unit, lo, hi, name, qualifier)


def _ordinal(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def _out_of_range(text: str) -> DateError:
    return DateError(
        f"{text!r} reaches outside the years 0001 to 9999.",
        cure="Dates of the graph are xsd:date with four digits of year.",
    )


def _explain(text: str) -> DateError:
    if re.search(r"[0-9]T[0-9]", text):
        return DateError(f"{text!r} has a time of day.", cure="Write the day alone: 1981-06-20.")
    if re.match(r"-?Y|-[0-9]", text) or re.search(r"[0-9]S[0-9]", text):
        return DateError(
            f"{text!r} is a long, negative or rounded year.",
            cure="Years run from 0001 to 9999; write bounds as an interval of such years.",
        )
    if re.search(r"[?~%].", text):
        return DateError(
            f"{text!r} qualifies a part of a date.",
            cure="Put ~, ? or % at the end, for the whole date: 2004-06-11~.",
        )
    if "X" in text:
        return DateError(
            f"{text!r} has unknown digits where they cannot be bounded simply.",
            cure="Write 198X, 19XX, 1981-06-XX, or the bounds as [1981-10..1981-12].",
        )
    return DateError(f"{text!r} is no EDTF date.", cure=EXAMPLES)
