"""A deterministic corpus of any size in our model: a data folder that `kg build` builds.

    python benchmarks/generate.py OUT --quads 100000

Actors, events and places follow skewed (Zipf-like) frequencies as news does; one in four
propositions is said again by another speaker, one claim in ten is a denial, a prediction or a
demand, one in five is nested. The same arguments give the same bytes.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

#: Measured on the generated corpora: quads of the dataset for each written claim.
QUADS_PER_CLAIM = 41
CLAIMS_PER_SOURCE = 50

_ACTS = ("organizer", "participant", "perpetrator", "victim", "supporter", "leader")
_TYPES = ("protest", "strike", "crackdown", "arrest", "conference", "killing")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def name(number: int) -> str:
    """A pronounceable proper name, different for each number."""
    consonants, vowels = "bdfgklmnprstvz", "aeiou"
    text = ""
    while True:
        number, c = divmod(number, len(consonants))
        number, v = divmod(number, len(vowels))
        text += consonants[c] + vowels[v]
        if not number:
            return text.capitalize()


def write(out: Path, quads: int, seed: int = 1) -> int:
    """Write a data folder whose dataset has about this many quads; returns the number of claims."""
    rng = random.Random(seed)
    claims = max(CLAIMS_PER_SOURCE, quads // QUADS_PER_CLAIM)
    sources = -(-claims // CLAIMS_PER_SOURCE)
    actors = max(20, claims // 40)
    events = max(10, claims // 20)
    places = max(5, claims // 200)
    _entities(out, rng, actors, events, places)
    said: list[tuple[str, str, str]] = []
    left = claims
    for number in range(sources):
        count = min(CLAIMS_PER_SOURCE, left)
        left -= count
        _source(out / "sources" / f"paper-{number:05d}", rng, number, count,
                (actors, events, places), said)  # fmt: skip
    return claims


def _entities(out: Path, rng: random.Random, actors: int, events: int, places: int) -> None:
    lines: list[str] = []
    for i in range(actors):
        kind = ("organization", "person", "group", "government")[i % 4]
        lines += _entity(f"actor_{i}", "actor", kind, f"{name(i)} {kind}")
    for i in range(events):
        type_ = _TYPES[i % len(_TYPES)]
        lines += _entity(f"event_{i}", "event", type_, f"{name(i)} {type_}")
    for i in range(places):
        lines += _entity(f"place_{i}", "place", "city" if i else "country", f"{name(i)} town")
        if i:
            lines += ["  facts:", "    - {predicate: locatedIn, object: place_0, citation: atlas}"]
            lat, long = rng.uniform(-60, 60), rng.uniform(-170, 170)
            lines.append(f"  coordinates: {{lat: {lat:.4f}, long: {long:.4f}, citation: atlas}}")
    for i in range(20):
        lines += _entity(f"prospect_{i}", "prospect", "", f"fall of {name(i)}")
    (out / "entities").mkdir(parents=True, exist_ok=True)
    (out / "reference").mkdir(exist_ok=True)
    (out / "entities" / "all.yaml").write_text("\n".join(lines) + "\n")
    (out / "reference" / "citations.yaml").write_text("atlas: {text: A made-up atlas}\n")


def _entity(key: str, kind: str, type_: str, label: str) -> list[str]:
    lines = [f"{key}:", f"  kind: {kind}", f"  label: {{en: {label} {key.rsplit('_')[-1]}}}",
             "  definition: Made up for measuring."]  # fmt: skip
    return [*lines, f"  type: {type_}"] if type_ else lines


def _skewed(rng: random.Random, count: int) -> int:
    return min(count - 1, int(count * rng.random() ** 2.5))


def _source(
    folder: Path,
    rng: random.Random,
    number: int,
    count: int,
    sizes: tuple[int, int, int],
    said: list[tuple[str, str, str]],
) -> None:
    actors, events, places = sizes
    text: list[str] = []
    yaml: list[str] = ["claims:"]
    author = f"actor_{_skewed(rng, actors)}"
    seen: set[tuple[str, ...]] = set()
    at = -1
    while len(seen) < count:
        triple = _triple(rng, actors, events, places, said)
        stance, mode = "affirms", "report"
        draw = rng.random()
        if draw < 0.05:
            stance = "denies"
        elif draw < 0.08:
            mode = "prediction"
            triple = (f"prospect_{rng.randrange(20)}", "occurs", "{value: true}")
        elif draw < 0.12:
            mode = "explanation"
            triple = (f"event_{_skewed(rng, events)}", "triggered", f"event_{_skewed(rng, events)}")
        speaker = f"actor_{_skewed(rng, actors)}" if rng.random() < 0.2 else ""
        identity = (speaker or author, stance, mode, *triple)
        if identity in seen:
            continue
        seen.add(identity)
        at += 1
        words = f"{triple[1]} {name(rng.randrange(9999))} {number} {at}"
        text.append(f"It was said that {words} in those days.")
        yaml.append(f"  - id: c{at}")
        if speaker:
            yaml.append(f"    speaker: {speaker}")
        yaml += [f"    stance: {stance}", f"    mode: {mode}",
                 f"    says: [[{triple[0]}, {triple[1]}, {triple[2]}]]",
                 f"    quote: {words}"]  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "text.txt").write_text("\n".join(text) + "\n")
    (folder / "claims.yaml").write_text("\n".join(yaml) + "\n")
    (folder / "source.yaml").write_text(
        f"label: Paper {number}\ngenre: news\nauthors: {author}\n"
        f'published: {{edtf: "{2000 + number % 25}-0{1 + number % 9}-1{number % 10}"}}\n'
        f"citation: Paper {number}.\nlicence: Made up, CC0.\n"
    )


def _triple(
    rng: random.Random, actors: int, events: int, places: int, said: list[tuple[str, str, str]]
) -> tuple[str, str, str]:
    if said and rng.random() < 0.25:
        return said[rng.randrange(max(0, len(said) - 5000), len(said))]
    event = f"event_{_skewed(rng, events)}"
    draw = rng.random()
    if draw < 0.55:
        triple = (event, rng.choice(_ACTS), f"actor_{_skewed(rng, actors)}")
    elif draw < 0.7:
        triple = (event, "place", f"place_{_skewed(rng, places)}")
    elif draw < 0.85:
        day = f"{rng.randrange(1990, 2025)}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}"
        triple = (event, "date", f'{{edtf: "{day}"}}')
    elif draw < 0.95:
        low = rng.randrange(1, 900)
        triple = (
            event,
            "count",
            f"{{counted: killed, lower: {low}, upper: {low + rng.randrange(50)}}}",
        )
    else:
        triple = (f"actor_{_skewed(rng, actors)}", "supports", f"actor_{_skewed(rng, actors)}")
    said.append(triple)
    return triple


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--quads", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    count = write(arguments.out, arguments.quads, arguments.seed)
    print(f"{count} claims in {arguments.out}")


if __name__ == "__main__":
    main()
