"""Dates as EDTF (ISO 8601-2, https://www.loc.gov/standards/datetime/), bounded and named.

>>> from kg import dates
>>> uprising = dates.parse("1981-06-20")
>>> uprising.label, uprising.parent
('20 June 1981', '1981-06')
>>> dates.parse("[2020-06-22..2020-06-26]").label
'between 22 and 26 June 2020'
>>> dates.parse("1988-22").bounds.latest_end
datetime.date(1988, 8, 31)
>>> dates.relative("Last Saturday", dates.parse("[2020-06-22..2020-06-26]"))
'2020-06-20'

What is read
    ============================  =============================  ==================================
    kind                          written                        means
    ============================  =============================  ==================================
    day, month, year              1981-06-20, 1981-06, 1981      at some time within it
    decade, century               198X, 19XX                     at some time within it
    unknown day or month          1981-06-XX, 1981-XX            at some time within month or year
    season, quarter, half         1988-22, 1988-33, 1988-40      at some time within it
    interval                      1979/1981, 1989/.., 1989/      from within one end to within other
    one of a set                  [1979..1981], [1979,1981]      at some time within first to last
    all of a set                  {1979,1981}                    from within first to within last
    approximate, uncertain, both  1981~, 1981?, 1981%            as before, in wider bounds
    ============================  =============================  ==================================

    ``..`` as an end of an interval is open, an empty end is unknown; both leave bounds empty.

Seasons
    21 to 24 are spring, summer, autumn, winter. EDTF names no hemisphere for them; they are read as
    the meteorological seasons of the northern one: March to May, June to August, September to
    November, and December to the end of the following February. 25 to 28 say north outright, 29 to
    32 south, 33 to 36 are quarters, 37 to 39 thirds, 40 and 41 halves of a year.

Wider bounds
    ``~``, ``?`` widen by one unit of the date's own precision on each side (a day, month, season of
    three months, year, decade, century), ``%`` by two.

What is refused, since no reader could bound it or no use of it was found: times of day, years
outside 0001 to 9999, ``Y`` years, significant digits, and qualifiers or unknown digits amid a date.

The package reads the notation itself. The library ``edtf`` is the tests' second opinion instead: it
takes some 20 ms a date, accepts 29 February 2019, prints on some failures, ends winter on 31
December, and widens ``2020-06-20~`` by a year, a month and a day.
"""

from kg.dates._edtf import Bounds, EdtfDate, Precision, disjoint, overlap, parse
from kg.dates._relative import relative
from kg.errors import DateError

__all__ = [
    "Bounds",
    "DateError",
    "EdtfDate",
    "Precision",
    "disjoint",
    "overlap",
    "parse",
    "relative",
]
