"""The queries of one search, best hits first; each is read only as far as hits are wanted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kg.search.building import DEFINITION, OTHER, QUOTE, REPORT

#: An SQL query and its values.
Pass = tuple[str, list[Any]]

#: Most trigrams asked of the index; the text itself is compared in any case.
_TRIGRAMS = 8
#: Where the index knows no more entries than this with the right trigrams, it is asked only once.
_FEW = 500
#: Most words that need not stand side by side; what has more is a sentence.
_WORDS = 12

_COLUMNS = "SELECT e.*"


def of(
    needle: str,
    kinds: Sequence[str],
    ranks: Sequence[int],
    ranges: Mapping[int, tuple[int, int]],
    few: Sequence[int] | None = None,
) -> Iterator[Pass]:
    """The passes for a folded text.

    :param kinds: kinds of entry wanted; all if empty.
    :param ranks: ranks wanted; all if empty.
    :param ranges: first and last number of the entries of each rank.
    :param few: numbers of all entries that can hold the text, where they are few (:func:`probe`).
    """
    wanted = [
        rank
        for rank in ranges
        if (not ranks or rank in ranks)
        and not (rank in (QUOTE, REPORT) and kinds and "claim" not in kinds)
        and not (rank not in (QUOTE, REPORT) and list(kinds) == ["claim"])
    ]
    names = [rank for rank in wanted if rank < OTHER]
    only, values = _restriction(kinds)
    scattered = _scattered(needle)
    for rank in names:
        yield _whole(needle, rank, only, values)
    for rank in names:
        yield from _within(needle, rank, ranges[rank], only, values, few)
    for rank in names:
        if scattered:
            yield from _anywhere(needle, ranges[rank], only, values, few, words=scattered)
    for rank in (OTHER, QUOTE, DEFINITION, REPORT):
        if rank not in wanted:
            continue
        if rank == OTHER:
            yield _whole(needle, rank, only, values)
            yield from _within(needle, rank, ranges[rank], only, values, few)
        else:
            yield from _anywhere(needle, ranges[rank], only, values, few)
        if scattered:
            yield from _anywhere(needle, ranges[rank], only, values, few, words=scattered)


def _whole(needle: str, rank: int, only: str, values: Sequence[Any]) -> Pass:
    return (
        f"{_COLUMNS} FROM entry e WHERE e.rank = {rank} AND e.rank < {QUOTE}"
        f" AND e.folded = ?{only} ORDER BY e.id",
        [needle, *values],
    )


def _within(
    needle: str,
    rank: int,
    bounds: tuple[int, int],
    only: str,
    values: Sequence[Any],
    few: Sequence[int] | None,
) -> Iterator[Pass]:
    """Names that begin with the needle, then those with a word that does, then the others."""
    yield (
        f"{_COLUMNS} FROM entry e WHERE e.rank = {rank} AND e.rank < {QUOTE}"
        f" AND e.folded > ? AND e.folded < ?{only} ORDER BY e.id",
        [needle, needle + "\U0010ffff", *values],
    )
    yield from _anywhere(needle, bounds, only, values, few, begin=True)
    yield from _anywhere(needle, bounds, only, values, few)


def _restriction(kinds: Sequence[str]) -> Pass:
    if not kinds:
        return "", []
    return f" AND e.kind IN ({','.join('?' * len(kinds))})", list(kinds)


def _anywhere(
    needle: str,
    bounds: tuple[int, int],
    only: str,
    values: Sequence[Any],
    few: Sequence[int] | None,
    *,
    words: Sequence[str] = (),
    begin: bool = False,
) -> Iterator[Pass]:
    """Entries that hold the needle, or all words of it, anywhere.

    :param begin: only where a word begins with the needle.
    """
    texts = list(words) or [needle]
    if len(needle) < 3:
        if not begin:  # of so short a text, only the beginnings of words are known
            yield (
                f"{_COLUMNS} FROM opening o JOIN entry e ON e.id = o.entry"
                f" WHERE o.chars = ? AND o.entry BETWEEN ? AND ?{only} ORDER BY o.entry",
                [needle, *bounds, *values],
            )
        return
    match = _match(texts)
    if match is None:  # words of one or two characters, side by side nowhere
        return
    held = "instr(' ' || e.folded, ?)" if begin else "instr(e.folded, ?)"
    last = f"{f' AND {held}' * len(texts)}{only} ORDER BY e.id"
    values = [*(f" {text}" if begin else text for text in texts), *values]
    if few is None:
        yield (
            f"{_COLUMNS} FROM grams g JOIN entry e ON e.id = g.rowid"
            f" WHERE g.grams MATCH ? AND g.rowid BETWEEN ? AND ?{last.replace('e.id', 'g.rowid')}",
            [match, *bounds, *values],
        )
    elif chosen := [number for number in few if bounds[0] <= number <= bounds[1]]:
        marks = ",".join("?" * len(chosen))
        yield f"{_COLUMNS} FROM entry e WHERE e.id IN ({marks}){last}", [*chosen, *values]


def probe(needle: str) -> Pass | None:
    """A query for the numbers of all entries that can hold a text, or its words: one more than
    a few if they are many. None for a text too short for trigrams."""
    match = _match(_scattered(needle) or [needle]) or _match([needle])
    if match is None:
        return None
    return "SELECT rowid FROM grams WHERE grams MATCH ? LIMIT ?", [match, max(0, _FEW) + 1]


def few(numbers: Sequence[int]) -> Sequence[int] | None:
    """What :func:`probe` found, if it is all that there is."""
    return numbers if len(numbers) <= _FEW else None


def _scattered(needle: str) -> Sequence[str]:
    """Words that need not stand side by side."""
    words = needle.split(" ")
    return words if 1 < len(words) <= _WORDS else ()


def _match(texts: Sequence[str]) -> str | None:
    """An FTS5 query for entries with trigrams of all texts."""
    grams = list(dict.fromkeys(gram for text in texts for gram in _trigrams(text)))
    step = max(1, -(-len(grams) // _TRIGRAMS))
    return " ".join('"' + gram.replace('"', '""') + '"' for gram in grams[::step]) or None


def _trigrams(text: str) -> list[str]:
    return [text[at : at + 3] for at in range(len(text) - 2)]
