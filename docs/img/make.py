"""Makes the pictures of this folder from the published dataset: ``python docs/img/make.py``.

The two drawings need nothing but the package; the two pictures of the page need Chromium, which
Playwright for Python drives. Run it after the dataset or the page has changed.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from kg import files
from kg.graph import KnowledgeGraph
from kg.views import page, svg

HERE = Path(__file__).resolve().parent
DATASET = HERE.parents[1] / "data" / "triples" / "dataset.nq"
CHROMIUM = "/usr/bin/chromium"
SELECTED = "#selected=e:event:protests_2017_18+leader+actor:mek+edges"
SHOTS = {
    "view-desktop.png": (1280, 800, SELECTED),
    "view-phone.png": (390, 844, ""),
}


def main() -> None:
    """Make all four."""
    graph = KnowledgeGraph.open(DATASET)
    files.write_text(HERE / "network.svg", svg.network(graph))
    files.write_text(HERE / "timeline.svg", svg.timeline(graph))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "page.html"
        page.write(graph, path)
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        for name, (width, height, address) in SHOTS.items():
            view = browser.new_page(
                viewport={"width": width, "height": height}, reduced_motion="reduce"
            )
            view.goto(path.as_uri() + address)
            view.wait_for_function("() => window.kgView")
            view.wait_for_timeout(1000)
            files.write_bytes(HERE / name, view.screenshot())
            view.close()
        browser.close()


if __name__ == "__main__":
    main()
