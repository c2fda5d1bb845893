"""docs/queries.md, the list of the catalogue's questions, from the headers of their files.

python tools/query_index.py            write it
python tools/query_index.py --check    exit with 1 when it is stale
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kg import files, parameters, queries

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "queries.md"

#: Topics in the order of the page, and what they are about.
TOPICS = {
    "actors": "who is there, in which roles, with whom",
    "events": "what is said to have happened",
    "claims": "what is claimed, denied, predicted, demanded, and how well it is borne out",
    "speakers": "who speaks, whom they report, where they agree and contradict each other",
    "figures": "numbers, their bounds and their disputes",
    "time": "when, how certainly, and in which order",
    "places": "where, and within what",
    "causes": "what is said to have led to what: explanations, comparisons, signs",
    "names": "who calls whom what, and how words were understood",
    "network": "the edges as a graph",
    "reference": "what the editors add from elsewhere",
    "provenance": "sources, coverage, inferences, and what edges rest on",
    "export": "flat rows for other tools",
}

INTRODUCTION = """\
# Questions that the graph answers

{count} questions, each a file `queries/<topic>/<name>.rq` of SPARQL 1.1 that runs in any engine
as it stands, with its answer on the published dataset beside it (`<name>.expected.csv`). The same
answers come from the embedded store and from plain rdflib, in the same order; a test compares
them. This page is generated from the headers of the files: `python tools/query_index.py`.

```
kg queries                                           # list them
kg query figures/disputed                            # ask one
kg query speakers/about --param entity=ncri          # with a value
```

```python
import kg

g = kg.open()
g.query("speakers/about", entity="ncri").to_pandas()
```

## How to read the answers

* **Every row that shows what somebody claims names the speaker.** `stanceLabel` says whether they
  affirm or deny it, `modeLabel` whether they report it, judge, explain, predict, demand or
  suppose it. What is predicted, demanded or supposed has not been said to have happened.
* **`reportedBy`** is set where the speaker does not speak in the source themselves: who reports
  them, and the stance of that report. Where a table has no room for it, only claims are taken
  whose every report is affirmed.
* **`quote`** is the exact wording, `sentence` the number of the segment that it stands in. A
  claim with several quotes has a row for each; a claim of a work that is only cited has none.
* A column `…Label` is the English label of what the column without `Label` has the IRI of.
  `claim` is the IRI of the claim, for looking further.
* The default graph is the union of all graphs but the interpretations; `causes/interpretations`
  names that graph.

## Parameters

A parameter stands in the file as its default, in a block of its own: `VALUES ?entity {{ actor:mek
}}`. `kg query --param` and `g.query()` put another term in its place; by hand, write another IRI
or literal there. `UNDEF`, written `any`, leaves it open. The types:

{types}

## Topics

{topics}
"""


def page() -> str:
    """The whole page."""
    catalogue = queries.catalogue()
    unknown = {query.topic for query in catalogue.values()} - TOPICS.keys()
    if unknown:
        raise SystemExit(f"Say in TOPICS of tools/query_index.py what {unknown} is about.")
    types = "\n".join(f"* `{name}`: {text}" for name, text in parameters.TYPES.items())
    topics = "\n".join(f"* [{name}](#{name}): {text}" for name, text in TOPICS.items())
    head = INTRODUCTION.format(count=len(catalogue), types=types, topics=topics)
    return head + "".join(f"\n### {topic}\n{_section(topic)}" for topic in TOPICS)


def _section(topic: str) -> str:
    return "".join(_entry(query) for query in queries.catalogue().values() if query.topic == topic)


def _entry(query: queries.Query) -> str:
    file = f"../queries/{query.name}"
    lines = [
        "",
        f"#### {query.name}",
        "",
        f"**{query.summary}** {query.description}",
        "",
        f"View: {query.view}. [Query]({file}.rq), [answer]({file}.expected.csv).",
    ]
    if query.parameters:
        lines += ["", "| parameter | type | default | |", "| --- | --- | --- | --- |"]
        lines += [_row(parameter) for parameter in query.parameters]
    return "\n".join(lines) + "\n"


def _row(parameter: parameters.Parameter) -> str:
    default = f"`{parameter.default}`" if parameter.default is not None else "any"
    if parameter.default is not None and parameter.optional:
        default += " (or any)"
    kind = parameter.type.replace("|", " or ")
    return f"| `{parameter.name}` | {kind} | {default} | {parameter.description} |"


def main() -> int:
    """Write or check the page."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--check", action="store_true", help="write nothing; 1 when stale")
    arguments = parser.parse_args()
    text = page()
    fresh = PAGE.exists() and PAGE.read_text(encoding="utf-8") == text
    if arguments.check:
        return 0 if fresh else 1
    if not fresh:
        files.write_text(PAGE, text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
