"""``kg serve``: the dataset over HTTP."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.group import command
from kg.cli.session import login, session
from kg.errors import StoreError, UsageError
from kg.workers.limits import Limits

if TYPE_CHECKING:
    from kg.server.app import App

_MIB = 1024 * 1024


@command(
    "serve",
    examples=[
        ("Serve ./data on a loopback address", "kg serve"),
        ("Serve an RDF file, at most 5 seconds for a query", "kg serve dump.trig --seconds 5"),
        ("Take updates too, with the token in $KG_TOKEN", "kg serve --writable changed"),
    ],
)
@click.argument("path", required=False)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=7878, show_default=True, type=click.IntRange(0, 65535),
    help="Port to listen on; 0 takes a free one.",
)  # fmt: skip
@click.option(
    "--public-url", metavar="URL",
    help="Address that pages and descriptions name.  [default: the one it listens on]",
)  # fmt: skip
@click.option(
    "--writable", metavar="FOLDER",
    help="Take updates with the token in $KG_TOKEN; the changed data is kept in this folder.",
)  # fmt: skip
@click.option(
    "--workers", default=4, show_default=True, type=click.IntRange(1, 64),
    help="Requests that run at once.",
)  # fmt: skip
@click.option(
    "--seconds", default=10.0, show_default=True, type=click.FloatRange(0.05, 3600),
    help="Seconds that a request may run.",
)  # fmt: skip
@click.option(
    "--memory-mib", default=1024, show_default=True, type=click.IntRange(64, 1024 * 1024),
    help="Memory that a request may take beyond the loaded data.",
)  # fmt: skip
@click.option(
    "--limit", "limits", metavar="NAME=VALUE", multiple=True,
    help=f"Another limit; may be given several times: {', '.join(vars(Limits()))}.",
)  # fmt: skip
@click.option(
    "--allow-service", "services", metavar="URL", multiple=True,
    help="Let SERVICE ask this endpoint; may be given several times. Private addresses never.",
)  # fmt: skip
@click.option("--no-cache", is_flag=True, help="Evaluate every request anew.")
@click.option(
    "--log/--no-log", default=True, help="Write one JSON line for each request to stderr."
)
@click.option(
    "--prove", is_flag=True,
    help="Ask one query over HTTP, print the answer and stop.",
)  # fmt: skip
def serve(path: str | None, **options: Any) -> None:
    """Serve a dataset: SPARQL, linked data, pages, downloads.

    Without PATH the data folder is served, or what `--endpoint` asks; PATH is another data folder,
    an RDF file, or a folder of RDF files. A new build is published while serving; a broken one is
    refused. Each request runs in a worker process that is ended when it takes too long or too much;
    `/limits` lists all limits. SIGTERM and Ctrl-C let the requests that run end, SIGHUP looks for a
    new build at once.
    """
    if sys.platform == "win32":
        raise UsageError("`kg serve` needs a system that can fork processes.", cure="Use WSL.")
    from kg.server import running
    from kg.server.metrics import AccessLog
    from kg.server.settings import Settings

    current = session()
    source = _source(path)
    token = None
    if options["writable"]:
        if "endpoint" in source:
            raise UsageError("What another engine holds is changed there, not here.")
        token = os.environ.get("KG_TOKEN") or None
        if token is None:
            raise UsageError("Updates need a token.", cure="Set KG_TOKEN to a long random text.")
        folder = Path(options["writable"])
        folder.mkdir(parents=True, exist_ok=True)
        source["writable"] = str(folder.resolve())
    given = dict(item.partition("=")[::2] for item in options["limits"])
    if options["no_cache"]:
        given["cache"] = "0"
    limits = Limits(
        workers=options["workers"], seconds=options["seconds"],
        memory=options["memory_mib"] * _MIB,
    ).changed(given)  # fmt: skip
    listener = running.bound(options["host"], options["port"])
    base = (options["public_url"] or running.address(listener)).rstrip("/")
    settings = Settings(base, source, token, not options["no_cache"], options["services"])
    log = AccessLog(sys.stderr if options["log"] and not options["prove"] else None)
    proofs: list[subprocess.Popen[bytes]] = []

    def ready(app: App) -> None:
        if options["prove"]:
            proofs.append(_proof(running.address(listener)))
        elif not current.quiet:
            quads = app.pool.told["quads"]
            count = f"{quads:,} quads" if quads is not None else "a remote engine"
            click.echo(f"Serving {count} at {base}/. Ctrl-C stops.")
            click.echo(f"  Explorer: {base}/explore")
            click.echo(f"  SPARQL:   {base}/sparql")

    running.serve(listener, settings, limits, log=log, ready=ready)
    for proof in proofs:
        if proof.wait() != 0:
            raise StoreError("The server did not prove itself.")


def _source(path: str | None) -> dict[str, Any]:
    """What to serve: PATH, else the endpoint or data folder of the session."""
    current = session()
    if path is not None:
        return {"path": str(Path(path).resolve())}
    if (url := current.asked()) is not None:
        return {"endpoint": url, **login()}
    if current.data is not None and Path(current.data).is_file():
        return {"path": str(Path(current.data).resolve())}
    return {"path": str(current.folder().resolve())}


def _proof(address: str) -> subprocess.Popen[bytes]:
    """A process that asks a query over HTTP, and then has this server stop."""
    return subprocess.Popen([sys.executable, "-m", "kg.cli.proving", address, str(os.getpid())])


COMMANDS = {"serve": serve}
