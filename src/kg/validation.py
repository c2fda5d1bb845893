"""``kg check``: every finding of a data folder in one run, and the coverage ledger.

Nothing is written but the cache of parts that are sound.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from kg import loading, resolving
from kg.errors import DataError, Problem, UnknownEntity
from kg.pipeline import Pipeline


@dataclass
class CheckReport:
    """What a check found.

    :param problems: all findings, sorted by place; empty when the data is sound.
    :param sources: names of the sources looked at.
    """

    problems: list[Problem] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    entities: int = 0

    @property
    def ok(self) -> bool:
        """True when nothing was found."""
        return not self.problems


def check(
    data: Path,
    *,
    check_shapes: bool = True,
    use_cache: bool = True,
    progress: Callable[[str, int, int], None] | None = None,
) -> CheckReport:
    """Check a data folder: YAML, schema, keys, quotes, nesting, bounds, coverage, SHACL.

    :param check_shapes: also validate with SHACL (the slowest step).
    :raises kg.errors.DataError: when the folder is no data folder.
    """
    pipeline = Pipeline(data, use_cache=use_cache, check_shapes=check_shapes)
    names = loading.slugs(data)
    if not names and not pipeline.registry.entities:
        raise DataError(f"{str(data)!r} holds no sources.", cure="Add one under sources/.")
    report = CheckReport(sources=names, entities=len(pipeline.registry.entities))
    found: list[Problem] = list(pipeline.registry.problems)
    for at, slug in enumerate(names):
        if progress:
            progress("check", at, len(names))
        part = pipeline.part(slug)
        if isinstance(part, list):
            found += part
    if progress:
        progress("check", len(names), len(names))
    report.problems = sorted(set(found))
    return report


@dataclass(frozen=True)
class LedgerLine:
    """One segment of a source in the coverage ledger.

    :param claims: keys of the claims that rest on it, those made for reported speakers left out.
    :param skipped: why no claim rests on it; None where claims do, or where nobody said.
    """

    source: str
    number: int
    kind: str
    line: int
    text: str
    claims: tuple[str, ...]
    skipped: str | None

    @property
    def accounted(self) -> bool:
        """True when it is evidence, or skipped with a reason."""
        return bool(self.claims) or self.skipped is not None


@dataclass(frozen=True)
class Ledger:
    """The coverage ledger of one or more sources."""

    lines: tuple[LedgerLine, ...]
    problems: tuple[Problem, ...]

    @property
    def accounted(self) -> int:
        """Number of segments that are accounted for."""
        return sum(1 for line in self.lines if line.accounted)


def coverage(data: Path, slug: str | None = None) -> Ledger:
    """The coverage ledger: each sentence, heading and caption with the claims that rest on it.

    :param slug: one source; all quoted sources if not given.
    :raises kg.errors.UnknownEntity: when there is no such source.
    """
    registry = loading.load_registry(data)
    names = loading.slugs(data)
    if slug is not None:
        if slug not in names:
            raise UnknownEntity(slug, difflib.get_close_matches(slug, names, 3, 0.4) or names[:3])
        names = [slug]
    lines: list[LedgerLine] = []
    problems: list[Problem] = []
    for name in names:
        loaded = loading.load_source(data, name)
        if isinstance(loaded, list):
            problems += loaded
            continue
        segments, claims, found = resolving.ledger(loaded, registry)
        problems += found
        keys: dict[int, list[str]] = {}
        for claim in claims:
            if "." not in claim.id:
                for number in sorted({item.segment for item in claim.evidence}):
                    keys.setdefault(number, []).append(claim.id)
        lines += [
            LedgerLine(name, item.number, item.kind, item.line, item.text,
                       tuple(keys.get(item.number, ())), item.skipped)
            for item in segments
        ]  # fmt: skip
    return Ledger(tuple(lines), tuple(sorted(set(problems))))


def totals(ledger: Ledger) -> dict[str, int]:
    """Counts of a ledger: segments by kind, accounted, skipped, claims."""
    counts: Counter[str] = Counter(line.kind for line in ledger.lines)
    return {
        "segments": len(ledger.lines),
        **{f"kind {kind}": counts[kind] for kind in sorted(counts)},
        "evidence of claims": sum(1 for line in ledger.lines if line.claims),
        "skipped with a reason": sum(1 for line in ledger.lines if line.skipped is not None),
        "unaccounted": len(ledger.lines) - ledger.accounted,
        "claims": len({(line.source, key) for line in ledger.lines for key in line.claims}),
    }
