"""Write `docs/ontology.html`, the ontology as one page for people.

    python tools/ontology_page.py            # write it when it is stale
    python tools/ontology_page.py --check    # write nothing, exit 1 when it is stale

The anchor of each term is its name, so that `…/ontology#organizer` leads to it. The page has no
script and nothing that is loaded from elsewhere, and depends on nothing but the ontology. What it
says is what `/ontology` of the server says (`kg.pages.ontology`).

pyLODE was tried first. It leaves out individuals (our closed lists) and what relates to what, names
its anchors after labels, and its release 3.4.1 can't be imported from the installed package.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kg.pages import ontology

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "ontology.html"
STYLE = Path(__file__).with_suffix(".css")
TEMPLATE = Path(__file__).with_suffix(".html")


def render() -> str:
    """The text of the page; all text of the ontology is escaped."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATE.parent),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    html: str = environment.get_template(TEMPLATE.name).render(
        d=ontology.document(ontology.packaged()), style=STYLE.read_text(encoding="utf-8")
    )
    return html


def main(arguments: list[str] | None = None) -> int:
    """Write or check the page; the result is the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 when stale")
    options = parser.parse_args(arguments)
    html = render()
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == html:
        return 0
    if options.check:
        print(f"{PAGE.relative_to(ROOT)} is stale: run `python {sys.argv[0]}`", file=sys.stderr)
        return 1
    temporary = PAGE.with_name(PAGE.name + ".tmp")
    temporary.write_text(html, encoding="utf-8")
    temporary.replace(PAGE)
    print(f"wrote {PAGE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
