"""What a build holds at a time, and that holding little of it gives what holding all would."""

from __future__ import annotations

import weakref
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg import build, inference, iris, joining, pipeline, sorting, store
from kg.errors import Problem

ENTITIES = {
    **dict.fromkeys(("paper", "union", "guild"), ("actor", "organization")),
    **{f"march_{at}": ("event", "protest") for at in range(7)},
    "town": ("place", "city"),
    "region": ("place", "region"),
    "country": ("place", "country"),
}
#: Sources say the same again after so many.
PERIOD = 12


def claims_of(number: int) -> list[dict[str, Any]]:
    """What a source says: parts of parts, places in places, dates and figures that contradict each
    other, two of which one claim affirms both, and a denial."""
    event, turn = f"march_{number % 6}", number % 4

    def killed(low: int) -> list[Any]:
        return [event, "count", {"counted": "killed", "lower": low, "upper": low + 3}]

    says: list[dict[str, Any]] = [
        {"says": [[event, "partOf", f"march_{number % 6 + 1}"]]},
        {"says": [killed(10 * turn)] if number % PERIOD != 11 else [killed(10), killed(30)]},
        {"says": [[event, "date", {"edtf": f"2031-05-0{1 + turn}"}]]},
        {"says": [[event, "perpetrator", "union"]], "stance": ("denies", "affirms")[number % 2]},
        {"says": [["union", "alliedWith", "guild"]]},
        {"says": [(["town", "locatedIn", "region"], ["region", "locatedIn", "country"])[turn % 2]]},
    ]
    return [{"id": f"c{at}", **item, "quote": f"words {at}"} for at, item in enumerate(says)]


META = """\
label: S
genre: news
authors: paper
published: {{edtf: "2031-06"}}
citation: Number {}.
licence: Made up, CC0.
"""


def write(data: Path, count: int) -> Path:
    (data / "entities").mkdir(parents=True)
    entities = {
        key: {"kind": kind, "type": type_, "label": {"en": key}, "definition": "Made up."}
        for key, (kind, type_) in ENTITIES.items()
    }
    (data / "entities" / "all.yaml").write_text(yaml.safe_dump(entities), "utf-8")
    for number in range(count):
        folder = data / "sources" / f"source-{number:03}"
        folder.mkdir(parents=True)
        claims = claims_of(number)
        text = "".join(f"These are words {at}.\n" for at in range(len(claims)))
        (folder / "text.txt").write_text(text, "utf-8")
        (folder / "claims.yaml").write_text(yaml.safe_dump({"claims": claims}), "utf-8")
        meta = META.format(number)
        (folder / "source.yaml").write_text(meta, "utf-8")
    return data


def dataset(data: Path) -> list[bytes]:
    build.build(data, check_shapes=False)
    return (data / "triples" / "dataset.nq").read_bytes().splitlines(keepends=True)


GENERATED = tuple(
    f"<{iris.graph(name)}> .\n".encode() for name in ("edges", "interpretations", "inferred")
)


def check_that_it_is_what_rules_give(lines: list[bytes]) -> None:
    """All rules over all lines at once give what the dataset has, and no more a second time."""
    work = store.Store()
    work.add_lines(line for line in lines if not line.endswith(GENERATED))
    for _ in inference.derive(work, "claims"):
        pass
    inference.consequences(work)
    assert work.lines() == lines
    assert list(inference.derive(work, *inference.SCOPES)) == []


def test_rules_give_what_they_give_over_the_whole(tmp_path: Path) -> None:
    lines = dataset(write(tmp_path / "data", 2 * PERIOD))
    check_that_it_is_what_rules_give(lines)
    rules = {rule.name for rule in inference.rules() if rule.graph == "inferred"}
    found = {rule for rule in rules if any(b"/rules/%b>" % rule.encode() in line for line in lines)}
    assert rules - found == {"contributions", "contradicts"}  # these make no ae:Inference
    assert any(b"ontology#contradicts>" in line for line in lines)


@pytest.mark.parametrize("name", ["sanda", "published"])
def test_so_they_do_on_other_data(name: str, request: pytest.FixtureRequest) -> None:
    path: Path = request.getfixturevalue(name)
    path = path / "triples" / "dataset.nq" if path.is_dir() else path
    check_that_it_is_what_rules_give(path.read_bytes().splitlines(keepends=True))


def test_holding_little_gives_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = write(tmp_path / "data", 2 * PERIOD)
    build.build(data, tmp_path / "one", check_shapes=False, use_cache=False)
    monkeypatch.setattr(sorting, "HELD", 1_000)
    monkeypatch.setattr(sorting, "_FAN_IN", 2)
    monkeypatch.setattr(joining, "BATCH", 1)
    monkeypatch.setattr(inference, "_BATCH", 7)
    build.build(data, tmp_path / "other", check_shapes=False, use_cache=False)
    one, other = (
        {path.name: path.read_bytes() for path in (tmp_path / name).rglob("*.*")}
        for name in ("one", "other")
    )
    assert len(one) == 2 * PERIOD + 7
    assert one == other


Held = dict[tuple[str, ...], int]


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    """The greatest number of lines that the rules of some scopes were given at once; and of bytes
    that one sorter held, less what was added to it last."""
    found: Held = defaultdict(int)
    derived, add, write_ = joining.derived, sorting.Sorter.add, sorting.Sorter._write

    def watched(
        ontology: Iterable[bytes], batch: Iterable[bytes], *scopes: str
    ) -> Iterator[tuple[str, list[bytes]]]:
        lines = list(batch)
        found[scopes] = max(found[scopes], len(lines))
        return derived(ontology, lines, *scopes)

    def adding(self: sorting.Sorter, lines: list[bytes]) -> None:
        found["sorter",] = max(found["sorter",], self._size)
        add(self, lines)

    def writing(self: sorting.Sorter) -> None:
        found["written",] += 1
        write_(self)

    monkeypatch.setattr(joining, "derived", watched)
    monkeypatch.setattr(sorting.Sorter, "add", adding)
    monkeypatch.setattr(sorting.Sorter, "_write", writing)
    monkeypatch.setattr(joining, "BATCH", 1)
    monkeypatch.setattr(sorting, "HELD", 20_000)
    return found


def test_what_is_held_does_not_grow_with_the_corpus(tmp_path: Path, held: Held) -> None:
    """Four times the sources, each with claims of its own: no more is held, but sorted files."""
    counts: list[Held] = []
    for count in (PERIOD, 4 * PERIOD):
        held.clear()
        build.build(write(tmp_path / str(count), count), check_shapes=False)
        counts.append(dict(held))
    few, many = counts
    written = few.pop(("written",)), many.pop(("written",))
    assert written[1] > 2 * written[0]
    assert max(few.pop(("sorter",)), many.pop(("sorter",))) <= 20_000
    assert set(few) == {("claims", "statement"), ("subject",), ("corpus",), ("statement",)}
    assert few == many


def test_groups_stay_whole_and_batches_small(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [b"<%d> %d\n" % (key, at) for key in range(9) for at in range(key)]
    monkeypatch.setattr(joining, "BATCH", 5)
    batches = list(joining.batches(lines))
    assert [len(batch) for batch in batches] == [6, 9, 6, 7, 8]
    assert [line for batch in batches for line in batch] == [
        b"%d\n" % at for k in range(9) for at in range(k)
    ]
    assert list(joining.batches([])) == []


def test_lines_are_merged_as_they_are_asked_for(tmp_path: Path) -> None:
    sorter = sorting.Sorter(tmp_path)
    for start in (b"b", b"a", b"b"):
        sorter.add([start + b"%d\n" % at for at in reversed(range(10))])
        sorter.files()
    first = list(islice(sorter.lines(), 3))
    assert first == [b"a0\n", b"a1\n", b"a2\n"]
    sorter.add([b"a00\n"])
    assert len(list(sorter.lines())) == 21


def test_one_source_at_a_time_is_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[weakref.ref[pipeline.Part]] = []
    alive: list[int] = []
    encode: Callable[..., pipeline.Part | list[Problem]] = pipeline.Pipeline.part

    def watched(self: pipeline.Pipeline, slug: str, key: str) -> pipeline.Part | list[Problem]:
        part = encode(self, slug, key)
        assert isinstance(part, pipeline.Part)
        made.append(weakref.ref(part))
        alive.append(sum(1 for item in made if item() is not None))
        return part

    monkeypatch.setattr(pipeline.Pipeline, "part", watched)
    build.build(write(tmp_path / "data", 15), check_shapes=False)
    assert len(alive) == 15
    assert max(alive) <= 2  # the one before is let go when the next is there
