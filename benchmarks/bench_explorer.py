"""The explorer in one browser: first picture, redraws beside vis-network and pyvis, typing, lenses,
memory; Markdown tables.

    python benchmarks/bench_explorer.py [--data FOLDER] [--sections pictures,redraws,typing,…]

FOLDER is a built data folder (``generate.py --quads 1000000``, ``kg build --no-shapes``) for what
is measured on a large corpus. Needs Linux, Debian's Chromium, Playwright, and npm, which fetches
vis-network into a temporary folder. CPU milliseconds are what other work on the machine distorts
least; ``browser.py`` tells how they are read.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import gzip
import json
import shlex
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import browser
import enlarge
import peers
from kg.explorer import answering
from kg.graph import KnowledgeGraph
from measure import number, run, table

if TYPE_CHECKING:
    from playwright.sync_api import Page

SECTIONS = ("maps", "pictures", "redraws", "typing", "lenses", "memory")
SEED = Path(__file__).resolve().parent.parent / "data"
VIS = "10.1.5"
#: Larger pages of pyvis take minutes to draw once.
PYVIS_UP_TO = 20_000
COLOURS = {"actor": "#2463a8", "event": "#a8441c", "series": "#80640c", "place": "#1d7044",
           "date": "#555c66", "prospect": "#6f4aa0"}  # fmt: skip
PREPARE = """
import json, sys, time
from pathlib import Path
import kg
from kg import explorer
from kg.server import opening
g = opening.ready(kg.open(sys.argv[1]))
before = time.process_time()
explorer.prepare(g)
print(json.dumps(time.process_time() - before))
"""
#: Each moves the camera once and waits for the redraw; `count` redraws are counted.
_MOVES = """
async ([kind, moves]) => {
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  let count = 0;
  const sigma = window.bench?.sigma;
  if (kind === 'ours') sigma.on('afterRender', () => { count += 1; });
  else network.on('afterDrawing', () => { count += 1; });
  const start = kind !== 'ours' && { ...network.getViewPosition(), scale: network.getScale() };
  for (let at = 1; at <= moves; at += 1) {
    const aside = 0.02 * Math.sin(at), nearer = 1 + 0.2 * Math.sin(at / 3), before = count;
    if (kind === 'ours')
      sigma.getCamera().setState({ x: 0.5 + aside, y: 0.5 - aside, ratio: nearer });
    else network.moveTo({ position: { x: start.x + aside * 1000, y: start.y - aside * 1000 },
                          scale: start.scale / nearer, animation: false });
    for (let wait = 0; count === before && wait < 100; wait += 1) await frame();
  }
  await frame();
  return count;
}
"""
#: Goes to another lens as a link does; ends when the page has said what it shows, and drawn it.
_SWITCH = """
async (lens) => {
  const start = performance.now();
  const live = document.getElementById('live');
  const done = new Promise((resolve) => new MutationObserver(resolve)
    .observe(live, { childList: true, characterData: true }));
  history.pushState(null, '', lens ? `?lens=${lens}` : location.pathname);
  dispatchEvent(new PopStateEvent('popstate'));
  await done;
  await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
  return performance.now() - start;
}
"""
#: Has questions for a view answered with what is given here by lens: no time goes by on the way.
_AT_HAND = """
(answers) => {
  const ask = window.fetch;
  window.fetch = async (address, ...more) => {
    const url = new URL(address, location.href);
    if (!url.pathname.endsWith('/view')) return ask(address, ...more);
    return new Response(answers[url.searchParams.get('lens') ?? ''],
                        { headers: { 'content-type': 'application/json' } });
  };
}
"""
_VIS = """<!DOCTYPE html><meta charset="utf-8"><style>#n {{ width: 1440px; height: 820px }}</style>
<div id="n"></div><script>{library}</script><script>
const given = {given};
const network = new vis.Network(document.getElementById('n'),
  {{ nodes: new vis.DataSet(given.nodes), edges: new vis.DataSet(given.edges) }},
  {{ physics: false, edges: {{ smooth: false }}, nodes: {{ shape: 'dot' }},
    layout: {{ improvedLayout: false }} }});
network.once('afterDrawing', () => {{ window.ready = true; }});
</script>"""


# --- maps -----------------------------------------------------------------------------------------


def maps(sizes: list[int]) -> None:
    """What the whole map costs the server: once at its start, and for each answer."""
    rows: list[list[object]] = []
    for size in sizes:
        start = time.process_time()
        graph = enlarge.network(size)
        made = time.process_time() - start
        gc.collect()
        gc.freeze()
        start = time.process_time()
        body = answering.answer(graph, "overview", {})  # type: ignore[arg-type]
        spent = (time.process_time() - start) * 1000
        columns = json.loads(body)
        rows.append([
            f"{len(columns['ids']):,}", f"{len(columns['lines']) // 2:,}", number(made),
            number(spent), number(len(body) / 1e6), number(len(gzip.compress(body, 4)) / 1e6),
        ])  # fmt: skip
    print("## The whole map on the server\n")
    print(table(
        ["entities", "pairs with lines", "made and laid out: CPU s", "an answer: CPU ms", "MB",
         "MB compressed"], rows,
    ) + "\n")  # fmt: skip


# --- pictures -------------------------------------------------------------------------------------


def pictures(chrome: browser.Measured, data: Path | None, sizes: list[int], rounds: int) -> None:
    """From the start of the navigation until marks are drawn and the page listens again."""
    rows: list[list[object]] = []
    with peers.ours(SEED) as server:
        address = server.url.removesuffix("/sparql")
        rows.append(_visits(chrome, "the seed article", f"{address}/explore", server, rounds))
        rows.append(_visits(
            chrome, "the seed article, whole map", f"{address}/explore?whole=1", server, rounds
        ))  # fmt: skip
        for size in sizes:
            columns, spent = _columns(size)
            name = f"made-up network, {size:,} entities, whole map"
            rows.append(_visits(
                chrome, name, f"{address}/explore?whole=1", server, rounds, columns, spent
            ))  # fmt: skip
    if data is not None:
        with peers.ours(data) as server:
            address = server.url.removesuffix("/sparql")
            name = data.name
            for query, what in (("", "first view"), ("?whole=1", "whole map")):
                rows.append(_visits(
                    chrome, f"{name}, {what}", f"{address}/explore{query}", server, rounds
                ))  # fmt: skip
    print("## First useful picture\n")
    print(table(
        ["data", "marks", "KB sent", "first visit: ms", "of it the server's answers: ms",
         "next visits: ms", "main thread: CPU ms", "all of the browser: CPU ms"], rows,
    ) + "\n")  # fmt: skip


def _columns(size: int) -> tuple[bytes, float]:
    """The answer for the whole map of a made-up network, and the CPU ms that it took."""
    graph = enlarge.network(size)
    gc.collect()
    gc.freeze()
    start = time.process_time()
    answer = answering.answer(graph, "overview", {})  # type: ignore[arg-type]
    return answer, (time.process_time() - start) * 1000


def _visits(
    chrome: browser.Measured,
    name: str,
    address: str,
    server: peers.Peer,
    rounds: int,
    columns: bytes = b"",
    spent: float = 0,
) -> list[object]:
    times: list[float] = []
    asked: list[float] = []
    costs: list[browser.Spent] = []
    marks, sent = "", 0.0
    for _ in range(rounds + 1):
        with chrome.page() as page:
            if columns:
                _answered(page, "overview", columns)
            before = chrome.spent()
            page.goto(address)
            browser.until(page, "window.bench.drawn > 0")
            times.append(page.evaluate("window.bench.drawn"))
            costs.append(chrome.since(before))
            told = _requests(page)
            asked.append(sum(item["server"] for item in told) + spent)
            sent = sum(item["bytes"] for item in told) / 1000
            marks = page.evaluate("document.querySelector('[data-drawn]').dataset.drawn")
    return [
        name, f"{int(marks):,}", number(sent), number(times[0]), number(asked[0]),
        number(statistics.median(times[1:])),
        number(statistics.median(cost.main for cost in costs[1:])),
        number(statistics.median(cost.everything for cost in costs[1:])),
    ]  # fmt: skip


def _requests(page: Page) -> list[dict[str, Any]]:
    """What was asked of the API: address, bytes, ms that the server says its answer took."""
    found: list[dict[str, Any]] = page.evaluate("""
        performance.getEntriesByType('resource').filter(({ name }) => /api.v1|search/.test(name))
          .map((item) => ({ name: item.name, bytes: item.encodedBodySize,
            server: item.serverTiming.reduce((sum, { duration }) => sum + duration, 0) }))""")
    return found


def _answered(page: Page, question: str, body: bytes) -> None:
    """Have a question answered with this."""
    page.route(
        lambda url: f"/api/v1/{question}" in url,
        lambda route: route.fulfill(body=body, content_type="application/json"),
    )


# --- redraws --------------------------------------------------------------------------------------


def redraws(chrome: browser.Measured, sizes: list[int], moves: int) -> None:
    """What one move of the camera costs, of the same marks and lines at the same places."""
    library = _vis()
    rows: list[list[object]] = []
    for size in sizes:
        columns, _ = _columns(size)
        found: dict[str, browser.Spent] = {}
        with peers.ours(SEED) as server, chrome.page() as page:
            _answered(page, "overview", columns)
            page.goto(server.url.replace("/sparql", "/explore?whole=1"))
            browser.until(page, "window.bench.drawn > 0")
            found["ours"] = _moved(chrome, page, "ours", moves)
        given = _for_vis(json.loads(columns))
        text = _VIS.format(library=library, given=json.dumps(given))
        found["vis"] = _page_of(chrome, text, "window.ready", moves)
        if size <= PYVIS_UP_TO:
            found["pyvis"] = _page_of(chrome, _pyvis(given), "typeof network === 'object'", moves)
        ours, vis, pyvis = found["ours"], found["vis"], found.get("pyvis")
        rows.append([
            f"{size:,}", f"{len(given['edges']):,}", number(ours.main), number(vis.main),
            number(pyvis.main) if pyvis else "not run", number(vis.main / ours.main),
            number(pyvis.main / ours.main) if pyvis else "",
            number(ours.everything), number(vis.everything),
            number(pyvis.everything) if pyvis else "",
        ])  # fmt: skip
        print(f"{size:,}: {rows[-1]}", file=sys.stderr, flush=True)
    print(f"## One redraw, CPU ms (median of 3 runs of {moves} moves)\n")
    print(table(
        ["entities", "lines", "main thread: ours", "vis-network", "pyvis", "vis-network / ours",
         "pyvis / ours", "all of the browser: ours", "vis-network", "pyvis"], rows,
    ) + "\n")  # fmt: skip


def _moved(chrome: browser.Measured, page: Page, kind: str, moves: int) -> browser.Spent:
    page.evaluate(_MOVES, [kind, 3])  # caches and compilers have had their turn
    found: list[browser.Spent] = []
    for _ in range(3):
        before = chrome.spent()
        count = page.evaluate(_MOVES, [kind, moves])
        spent = chrome.since(before)
        if count < moves:
            raise RuntimeError(f"{kind}: {count} redraws for {moves} moves")
        found.append(browser.Spent(spent.main / count, spent.everything / count))
    return sorted(found, key=lambda item: item.main)[1]


def _page_of(chrome: browser.Measured, text: str, ready: str, moves: int) -> browser.Spent:
    with chrome.page() as page:
        page.route("http://127.0.0.1:9/", lambda route: route.fulfill(
            body=text, content_type="text/html; charset=utf-8"
        ))  # fmt: skip
        page.goto("http://127.0.0.1:9/")
        browser.until(page, ready)
        return _moved(chrome, page, "peer", moves)


def _for_vis(columns: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The same marks and lines as vis-network takes them: without names, which costs it less."""
    kinds = columns["kinds"]
    lines = columns["lines"]
    return {
        "nodes": [
            {"id": at, "x": columns["x"][at], "y": columns["y"][at],
             "size": min(11, 1.6 + 0.75 * columns["degree"][at] ** 0.5),
             "color": COLOURS[kinds[columns["kind"][at]]]}
            for at in range(len(columns["ids"]))
        ],
        "edges": [
            {"id": at, "from": lines[2 * at], "to": lines[2 * at + 1]}
            for at in range(len(lines) // 2)
        ],
    }  # fmt: skip


def _vis() -> str:
    """vis-network's own bundle, from its npm package."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["npm", "pack", f"vis-network@{VIS}", "--silent"],
            cwd=folder, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as package:
            member = package.extractfile("package/standalone/umd/vis-network.min.js")
            if member is None:
                raise RuntimeError("The package has another shape.")
            return member.read().decode("utf-8").replace("</script", "<\\/script")


def _pyvis(given: dict[str, list[dict[str, Any]]]) -> str:
    """pyvis' own page of them. Its lists are filled here: its methods take time by the square."""
    from pyvis.network import Network

    page = Network(height="820px", width="1440px", directed=True, cdn_resources="in_line")
    page.nodes = [{**node, "shape": "dot", "label": ""} for node in given["nodes"]]
    page.edges = given["edges"]
    page.set_options('{"physics": {"enabled": false}, "edges": {"smooth": false},'
                     ' "layout": {"improvedLayout": false}}')  # fmt: skip
    return str(page.generate_html())


# --- typing ---------------------------------------------------------------------------------------


def typing(chrome: browser.Measured, folders: list[Path], letters: int) -> None:
    """From a key to the suggestions in the page."""
    rows: list[list[object]] = []
    for folder in folders:
        graph = KnowledgeGraph.open(folder)
        count, labels = len(graph), [name.text for name in graph.lookup.names if name.main]
        words = [labels[at * len(labels) // 7] for at in range(7)]
        with peers.ours(folder, "--no-cache") as server, chrome.page() as page:
            page.goto(server.url.replace("/sparql", "/explore"))
            browser.until(page, "window.bench.drawn > 0")
            page.evaluate("""() => {
              const box = document.getElementById('search');
              const since = () => { window.bench.since = performance.now(); };
              box.addEventListener('input', since, true);
              new MutationObserver(() => {
                window.bench.typed.push(performance.now() - window.bench.since);
              }).observe(document.getElementById('search-list'), { childList: true });
            }""")
            keys = 0
            page.evaluate("performance.clearResourceTimings()")
            before, served = chrome.spent(), server.cpu()
            for word in words:
                page.fill("#search", "")
                for letter in word[:letters]:
                    was = page.evaluate("window.bench.typed.length")
                    page.locator("#search").press_sequentially(letter)
                    browser.until(page, f"window.bench.typed.length > {was}")
                    keys += 1
            cost, served = chrome.since(before), server.cpu() - served
            typed = sorted(page.evaluate("window.bench.typed"))
            asked = sorted(item["server"] for item in _requests(page))
        rows.append([
            f"{count:,}", keys,
            number(statistics.median(typed)), number(typed[len(typed) * 9 // 10]),
            number(statistics.median(asked)), number(asked[len(asked) * 9 // 10]),
            number(cost.main / keys), number(served * 1000 / keys),
        ])  # fmt: skip
    print("## From a key to the suggestions\n")
    print(table(
        ["quads", "keys", "median ms", "90 % below ms", "of it the server's search: median ms",
         "90 % below ms", "main thread: CPU ms a key", "server: CPU ms a key"], rows,
    ) + "\n")  # fmt: skip


# --- lenses ---------------------------------------------------------------------------------------


def lenses(chrome: browser.Measured | None, data: Path | None, claims: int) -> None:
    """Another lens: asked the first time and again."""
    rows: list[list[object]] = []
    seed = KnowledgeGraph.open(SEED)
    graphs: list[tuple[str, Any]] = [("the seed article", seed)]
    answering.prepare(seed)
    large = seed
    if data is not None:
        large = KnowledgeGraph.open(data)
        answering.prepare(large)
        graphs.append((data.name, large))
    total = json.loads(answering.answer(large, "view", {"limit": "1"}))["counts"]["claims"]
    times = -(-claims // total["total"])
    graphs.append((f"{graphs[-1][0]}, {times} times over", enlarge.copies(large, times)))
    gc.collect()
    gc.freeze()
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(peers.ours(SEED)) if chrome else None
        for name, graph in graphs:
            told = json.loads(answering.answer(graph, "speakers", {"limit": "2"}))["speakers"]
            one, other = (item["id"].partition(":")[2] for item in told)
            wanted = (
                "disputed",
                "corroborated",
                f"according-to:{one}",
                f"common:{one},{other}",
                "",
            )
            pages = _in_page(chrome, server, graph, wanted) if chrome and server else {}
            everything = _claims(answering.answer(graph, "view", {"limit": "1"}))
            for lens in wanted:
                spent: list[float] = []
                for _ in range(3):
                    start = time.process_time()
                    body = answering.answer(graph, "view", {"lens": lens, "limit": "300"})
                    spent.append((time.process_time() - start) * 1000)
                rows.append([
                    name, f"{everything:,}", f"`{lens}`" if lens else "everyone",
                    f"{_claims(body):,}", number(spent[0]), number(min(spent[1:])),
                    *pages.get(lens, ("not run", "not run")),
                ])  # fmt: skip
    print("## Another lens\n")
    print(table(
        ["data", "claims", "lens", "claims under it", "server, first time: CPU ms",
         "again: CPU ms", "page: CPU ms", "page, answer at hand: ms"], rows,
    ) + "\n")  # fmt: skip


def _claims(body: bytes) -> int:
    found: int = json.loads(body)["counts"]["claims"]["total"]
    return found


def _in_page(
    chrome: browser.Measured, server: peers.Peer, graph: Any, wanted: tuple[str, ...]
) -> dict[str, tuple[str, str]]:
    """CPU ms of the page's main thread, and ms that pass, when the answer is at hand at once."""
    found: dict[str, tuple[str, str]] = {}
    body = {
        lens: answering.answer(graph, "view", {"lens": lens, "limit": "300"}) for lens in wanted
    }
    with chrome.page() as page:
        page.goto(server.url.replace("/sparql", "/explore?lens=corroborated&mode=report"))
        browser.until(page, "window.bench.drawn > 0")
        page.evaluate(_AT_HAND, {lens: answer.decode() for lens, answer in body.items()})
        for lens in wanted:
            before = chrome.spent()
            took = page.evaluate(_SWITCH, lens)
            found[lens] = number(chrome.since(before).main), number(took)
    return found


# --- memory ---------------------------------------------------------------------------------------


def memory(data: Path) -> None:
    """The server with the explorer's index, before and after all its workers have answered."""
    from bench_server import SMALL, load
    from kg.workers import Limits

    prepared: float = run(PREPARE, str(data)).result
    with peers.ours(data, "--no-cache") as server:
        started = server.cpu()
        server.ask(SMALL)
        load(server, SMALL, 8, 400)
        small = server.memory() / 2**20
        for lens in ("", "disputed", "corroborated", "according-to:actor_0"):
            _all_at_once(server, f"/api/v1/view?limit=300&lens={lens}", Limits().workers)
        used = server.memory() / 2**20
    print("## Memory and start\n")
    print(table(
        ["data", "workers", "after small queries: MiB", "after four lenses in each worker: MiB",
         "start: CPU s", "of it for the explorer"],
        [[data.name, Limits().workers, number(small), number(used), number(started),
          number(prepared)]],
    ) + "\n")  # fmt: skip


def _all_at_once(server: peers.Peer, path: str, workers: int) -> None:
    """Ask so often at once that every worker answers, or nearly."""
    import threading
    import urllib.request

    address = server.url.removesuffix("/sparql") + path

    def ask() -> None:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(address, timeout=120).read()  # noqa: S310 - an address of ours

    crowd = [threading.Thread(target=ask) for _ in range(2 * workers)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, help="a large data folder that is built")
    parser.add_argument("--sections", default=",".join(SECTIONS), help="comma-separated")
    parser.add_argument("--sizes", default="1000,5000,20000,100000", help="entities, for redraws")
    parser.add_argument("--maps", default="20000,100000", help="entities, for first pictures")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--moves", type=int, default=20)
    parser.add_argument("--letters", type=int, default=6)
    parser.add_argument("--claims", type=int, default=100_000, help="at least so many, for lenses")
    parser.add_argument("--no-page", action="store_true", help="for lenses: the server alone")
    given = parser.parse_args()
    wanted = given.sections.split(",")
    sizes, map_sizes = (
        [int(n) for n in text.split(",") if n] for text in (given.sizes, given.maps)
    )
    with contextlib.ExitStack() as stack:
        print(f"Command: `python benchmarks/bench_explorer.py {shlex.join(sys.argv[1:])}`.\n")
        chrome = None
        if set(wanted) - {"maps", "memory"} and not given.no_page:
            chrome = stack.enter_context(browser.chromium())
            print(f"Chromium {chrome.browser.version}, WebGL in software.\n")
        if "maps" in wanted:
            maps(map_sizes)
        if chrome and "pictures" in wanted:
            pictures(chrome, given.data, map_sizes, given.rounds)
        if chrome and "redraws" in wanted:
            redraws(chrome, sizes, given.moves)
        if chrome and "typing" in wanted:
            typing(chrome, [SEED, *filter(None, [given.data])], given.letters)
        if "lenses" in wanted:
            lenses(chrome, given.data, given.claims)
        if "memory" in wanted and given.data is not None:
            memory(given.data)


if __name__ == "__main__":
    main()
