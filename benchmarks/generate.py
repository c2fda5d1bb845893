"""A deterministic corpus of any size in our model: a data folder that `kg build` builds.

    python benchmarks/generate.py OUT --quads 100000

Actors, events and places follow skewed (Zipf-like) frequencies as news does; one in four
propositions is said again by another speaker, one claim in ten is a denial, a prediction or a
demand, one in five is nested. Every question of the catalogue finds something in it. The same
arguments give the same bytes.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import dataclass
from pathlib import Path

#: Measured on the generated corpora: quads of the dataset for each written claim, and without any.
QUADS_PER_CLAIM = 46
QUADS_OF_ONTOLOGY = 4_500
CLAIMS_PER_SOURCE = 50

_ROLES = ("organizer", "participant", "perpetrator", "victim", "supporter", "leader", "instigator",
          "responsible", "target", "foiledBy", "honours")  # fmt: skip
_ROLE_WEIGHTS = (10, 10, 10, 10, 4, 4, 2, 2, 2, 1, 1)
_ACTOR_RELATIONS = ("supports", "opposes", "alliedWith", "memberOf", "subordinateTo")
_EVENT_RELATIONS = ("partOf", "commemorates", "inWakeOf", "respondsTo", "sequelOf", "represses",
                    "comparedWith", "signOf")  # fmt: skip
_CAUSES = ("caused", "enabled", "triggered", "inspired", "motivated", "impeded", "prevented")
_TYPES = ("protest", "strike", "crackdown", "arrest", "conference", "killing")
_ACTOR_TYPES = ("organization", "person", "group", "government")
#: How words of some claims are understood, by the claim's place among 25.
_UNDERSTOOD = {
    3: "{{words: said, to: {author}, how: metonym, why: Made up.}}",
    13: '{{words: those days, to: {{edtf: "2001"}}, how: relative_date, why: Made up.}}',
}
_SERIES = 5
_PROSPECTS = 20


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


@dataclass(frozen=True)
class Sizes:
    """How many entities of each kind there are."""

    actors: int
    events: int
    places: int


def write(out: Path, quads: int, seed: int = 1) -> int:
    """Write a data folder whose dataset has about this many quads; returns the number of claims."""
    claims = max(CLAIMS_PER_SOURCE, (quads - QUADS_OF_ONTOLOGY) // QUADS_PER_CLAIM)
    return write_claims(out, claims, CLAIMS_PER_SOURCE, seed)


def write_claims(out: Path, claims: int, per_source: int, seed: int = 1) -> int:
    """Write a data folder with this many claims, so many in each source; returns their number."""
    rng = random.Random(seed)
    sizes = Sizes(max(20, claims // 800 * 20), max(10, claims // 20), max(8, claims // 200))
    _entities(out, rng, sizes)
    said: list[tuple[str, str, str]] = []
    for number in range(-(-claims // per_source)):
        count = min(per_source, claims - number * per_source)
        folder = out / "sources" / f"paper-{number:05d}"
        _source(folder, rng, number, count, sizes, said)
    return claims


# --- entities -----------------------------------------------------------------------------------


def _entities(out: Path, rng: random.Random, sizes: Sizes) -> None:
    lines: list[str] = []
    for i in range(sizes.actors):
        kind = "office" if i % 20 == 19 else _ACTOR_TYPES[i % 4]
        lines += _entity(f"actor_{i}", "actor", kind, f"{name(i)} {kind}", persian=i % 10 == 0)
        lines += _facts_of_actor(i)
        if i % 5 == 0:
            match = ("exact", "close", "broad")[i % 3]
            identifier = f"wikidata:Q{9_000_000 + i}"
            lines.append("  matches:")
            lines.append(f'    - {{id: "{identifier}", match: {match}, citation: atlas}}')
    for i in range(sizes.events):
        type_ = _TYPES[i % len(_TYPES)]
        lines += _entity(f"event_{i}", "event", type_, f"{name(i)} {type_}")
    for i in range(_SERIES):
        lines += _entity(f"series_{i}", "series", "protest", f"yearly {name(i)} rally")
    for i in range(sizes.places):
        # A country, two regions, towns in these, and buildings in towns.
        kind = "country" if i == 0 else "region" if i < 3 else "building" if i % 4 == 3 else "city"
        lines += _entity(f"place_{i}", "place", kind, f"{name(i)} {kind}")
        if i:
            outer = 0 if i < 3 else i - 1 if kind == "building" and i > 3 else 1 + i % 2
            lines += _list_of_facts([f"predicate: locatedIn, object: place_{outer}"])
            lat, long = rng.uniform(-60, 60), rng.uniform(-170, 170)
            lines.append(f"  coordinates: {{lat: {lat:.4f}, long: {long:.4f}, citation: atlas}}")
    for i in range(_PROSPECTS):
        lines += _entity(f"prospect_{i}", "prospect", "", f"fall of {name(i)}")
    (out / "entities").mkdir(parents=True, exist_ok=True)
    (out / "reference").mkdir(exist_ok=True)
    (out / "entities" / "all.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (out / "reference" / "citations.yaml").write_text("atlas: {text: A made-up atlas}\n")


def _entity(key: str, kind: str, type_: str, label: str, persian: bool = False) -> list[str]:
    number = key.rsplit("_", maxsplit=1)[-1]
    other = f", fa: نام {number}" if persian else ""
    lines = [f"{key}:", f"  kind: {kind}", f"  label: {{en: {label} {number}{other}}}",
             "  definition: Made up for measuring."]  # fmt: skip
    return [*lines, f"  type: {type_}"] if type_ else lines


def _facts_of_actor(i: int) -> list[str]:
    facts: list[str] = []
    if i % 20 == 18:
        facts.append(f'predicate: holdsOffice, object: actor_{i - i % 20 + 19}, date: "1999/.."')
    if i % 8 == 1 and i > 8:
        facts.append(f"predicate: memberOf, object: actor_{i - 1}")
    if i % 12 == 6:
        facts.append(f"predicate: dependsOn, object: actor_{i // 2}")
    return _list_of_facts(facts) if facts else []


def _list_of_facts(facts: list[str]) -> list[str]:
    return ["  facts:", *(f"    - {{{fact}, citation: atlas}}" for fact in facts)]


# --- sources ------------------------------------------------------------------------------------


def _skewed(rng: random.Random, count: int) -> int:
    return min(count - 1, int(count * rng.random() ** 2.5))


def _source(
    folder: Path,
    rng: random.Random,
    number: int,
    count: int,
    sizes: Sizes,
    said: list[tuple[str, str, str]],
) -> None:
    cited = number % 5 == 4  # a work that is only cited, not quoted
    text: list[str] = []
    yaml: list[str] = ["claims:"]
    author = f"actor_{_skewed(rng, sizes.actors)}"
    seen: set[tuple[str, ...]] = set()
    at = -1
    while len(seen) < count:
        stance, mode, triple = _said(rng, sizes, said)
        speakers = [f"actor_{_skewed(rng, sizes.actors)}"] if rng.random() < 0.2 else []
        if speakers and rng.random() < 0.2:
            speakers.append(f"actor_{_skewed(rng, sizes.actors)}")
        identity = (*speakers, author, stance, mode, *triple)
        if identity in seen or len({*speakers, author}) <= len(speakers):
            continue
        seen.add(identity)
        at += 1
        words = f"{triple[1]} {name(rng.randrange(9999))} {number} {at} then"
        text.append(f"It was said that {words} in those days.")
        yaml.append(f"  - id: c{at}")
        if speakers:
            yaml.append(f"    speaker: [{', '.join(speakers)}]")
        yaml += [f"    stance: {stance}", f"    mode: {mode}",
                 f"    says: [[{triple[0]}, {triple[1]}, {triple[2]}]]"]  # fmt: skip
        if cited:
            yaml.append(f"    cited: {{locator: page {at}, why: It stands there.}}")
            continue
        yaml.append(f"    quote: {words}")
        if at % 25 in _UNDERSTOOD:
            yaml += ["    resolves:", f"      - {_UNDERSTOOD[at % 25].format(author=author)}"]
    folder.mkdir(parents=True, exist_ok=True)
    if not cited:
        text.append("Nothing is said here.")
        yaml += ["skipped:", f'  - {{segment: {len(text)}, starts: "Nothing", why: says nothing}}']
        (folder / "text.txt").write_text("\n".join(text) + "\n")
    (folder / "claims.yaml").write_text("\n".join(yaml) + "\n")
    (folder / "source.yaml").write_text(
        f"label: Paper {number}\ngenre: news\nauthors: {author}\n"
        f'published: {{edtf: "{2000 + number % 25}-0{1 + number % 9}-1{number % 10}"}}\n'
        f"citation: Paper {number}.\nlicence: Made up, CC0.\n"
    )


def _said(
    rng: random.Random, sizes: Sizes, said: list[tuple[str, str, str]]
) -> tuple[str, str, tuple[str, str, str]]:
    """Stance, mode and proposition of a claim."""
    draw = rng.random()
    if draw < 0.07:
        weights = (10, 2, 1, 1)
        stances = ("denies", "affirms_with_doubt", "leaves_open", "denies_with_doubt")
        return rng.choices(stances, weights)[0], "report", _triple(rng, sizes, said)
    if draw < 0.11:
        mode = rng.choices(("prediction", "demand", "hypothesis"), (3, 1, 1))[0]
        prospect = f"prospect_{rng.randrange(_PROSPECTS)}"
        if rng.random() < 0.3:
            return "affirms", mode, (prospect, "concerns", f"actor_{_skewed(rng, sizes.actors)}")
        return "affirms", mode, (prospect, "occurs", "{value: true}")
    if draw < 0.15:
        one, other = _pair(rng, "event", sizes.events)
        return "affirms", "explanation", (one, rng.choice(_CAUSES), other)
    if draw < 0.19:
        words = f"{{text: the {rng.choice(('brave', 'cruel', 'so-called', 'great'))} ones}}"
        triple = (f"actor_{_skewed(rng, sizes.actors)}", "characterizedAs", words)
        return "affirms", "evaluation", triple
    return "affirms", "report", _triple(rng, sizes, said)


def _pair(rng: random.Random, kind: str, count: int) -> tuple[str, str]:
    """Two different entities, the second with the lower number: no chain is a circle."""
    one = 1 + _skewed(rng, count - 1)
    return f"{kind}_{one}", f"{kind}_{min(one - 1, _skewed(rng, count))}"


def _triple(
    rng: random.Random, sizes: Sizes, said: list[tuple[str, str, str]]
) -> tuple[str, str, str]:
    if said and rng.random() < 0.25:
        return said[rng.randrange(max(0, len(said) - 5000), len(said))]
    event = f"event_{_skewed(rng, sizes.events)}"
    draw = rng.random()
    if draw < 0.5:
        role = rng.choices(_ROLES, _ROLE_WEIGHTS)[0]
        triple = (event, role, f"actor_{_skewed(rng, sizes.actors)}")
    elif draw < 0.62:
        triple = (event, "place", f"place_{_skewed(rng, sizes.places)}")
    elif draw < 0.75:
        day = f"{rng.randrange(1990, 2025)}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}"
        if rng.random() < 0.2:
            day = day[:7]
        triple = (event, "date", f'{{edtf: "{day}"}}')
    elif draw < 0.83:
        low = rng.randrange(1, 900)
        counted = rng.choice(("killed", "killed", "participants", "arrested"))
        bounds = f"lower: {low}, upper: {low + rng.randrange(50)}"
        triple = (event, "count", f"{{counted: {counted}, {bounds}}}")
    elif draw < 0.89:
        one, other = _pair(rng, "actor", sizes.actors)
        triple = (one, rng.choice(_ACTOR_RELATIONS), other)
    elif draw < 0.94:
        one, other = _pair(rng, "event", sizes.events)
        triple = (one, rng.choice(_EVENT_RELATIONS), other)
    elif draw < 0.96:
        triple = (event, "editionOf", f"series_{rng.randrange(_SERIES)}")
    elif draw < 0.98:
        triple = (event, "slogan", f"{{text: Long live {name(rng.randrange(99))}}}")
    else:
        words = f"{{text: the {rng.choice(('movement', 'regime', 'martyrs', 'resistance'))}}}"
        triple = (f"actor_{_skewed(rng, sizes.actors)}", "called", words)
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
