"""Small generated sources for tests of builds over many of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import pytest
import yaml

ENTITIES = """\
paper: {kind: actor, type: organization, label: {en: The Paper}, definition: A newspaper.}
union: {kind: actor, type: organization, label: {en: The Union}, definition: A trade union.}
march: {kind: event, type: protest, label: {en: The march}, definition: A march.}
strikes: {kind: series, type: strike, label: {en: The strikes}, definition: Strikes.}
town: {kind: place, type: city, label: {en: The town}, definition: A town.}
"""
ENTITY = """\
march_{number}:
  kind: event
  type: protest
  label: {{en: March {number}}}
  definition: One of the marches.
"""
META = """\
label: Source {number}
genre: news
authors: paper
published: {{edtf: "2031-05-04"}}
citation: The Paper, {number}.
licence: Fictional text, CC0.
"""


def _write_source(data: Path, number: int, sentences: int = 4) -> Path:
    """A source about an event of its own: one claim for each sentence, the last one reported."""
    folder = data / "sources" / f"source-{number:05}"
    folder.mkdir(parents=True)
    (data / "entities" / f"march-{number:05}.yaml").write_text(
        ENTITY.format(number=number), encoding="utf-8"
    )
    text = [f"The union marched {at} times in year {number}." for at in range(1, sentences + 1)]
    claims: list[dict[str, Any]] = [
        {
            "id": f"c{at}",
            "says": [
                ["march", "organizer", "union"],
                [f"march_{number}", "partOf", "march"],
                [f"march_{number}", "count", {"counted": "participants", "lower": at}],
                [f"march_{number}", "slogan", {"text": f"{at} of {number}"}],
            ],
            "quote": f"The union marched {at} times in year {number}",
        }
        for at in range(1, sentences + 1)
    ]  # fmt: skip
    claims[-1]["speaker"] = "union"
    (folder / "text.txt").write_text("\n".join(text) + "\n", encoding="utf-8")
    (folder / "source.yaml").write_text(META.format(number=number), encoding="utf-8")
    (folder / "claims.yaml").write_text(
        yaml.safe_dump({"claims": claims}, sort_keys=False), encoding="utf-8"
    )
    return folder


class WriteSource(Protocol):
    """Adds a source to a data folder and gives its folder."""

    def __call__(self, data: Path, number: int, sentences: int = 4) -> Path: ...


class WriteCorpus(Protocol):
    """Makes a data folder with this many sources and gives it."""

    def __call__(self, data: Path, count: int, sentences: int = 4) -> Path: ...


@pytest.fixture(scope="session")
def write_source() -> WriteSource:
    return _write_source


@pytest.fixture(scope="session")
def write_corpus() -> WriteCorpus:
    def write(data: Path, count: int, sentences: int = 4) -> Path:
        (data / "entities").mkdir(parents=True)
        (data / "entities" / "all.yaml").write_text(ENTITIES, encoding="utf-8")
        for number in range(count):
            _write_source(data, number, sentences)
        return data

    return write
