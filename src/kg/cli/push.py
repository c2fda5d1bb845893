"""``kg push``: the dataset into a remote store."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from kg.cli.group import command
from kg.cli.session import login, session

if TYPE_CHECKING:
    from kg.endpoint import Pushed
    from kg.store import Store


@command(
    "push",
    examples=[
        (
            "Virtuoso, with the password in the variable KG_ENDPOINT_PASSWORD",
            "kg push --endpoint http://localhost:8890/sparql"
            " --update http://localhost:8890/sparql-auth --user dba",
        ),
        (
            "Fuseki",
            "kg push --endpoint http://localhost:3030/ds/sparql"
            " --update http://localhost:3030/ds/update --graph-store http://localhost:3030/ds/data",
        ),
        (
            "To `kg serve --writable`, with its token in the variable KG_ENDPOINT_TOKEN",
            "kg push --endpoint http://localhost:7878/sparql --update http://localhost:7878/update",
        ),
    ],
)
@click.option("--update", metavar="URL", help="Where updates go.  [default: the endpoint]")
@click.option(
    "--graph-store", metavar="URL",
    help="Load by the Graph Store Protocol at this address, not by updates.",
)  # fmt: skip
@click.option("--user", metavar="NAME", help="Who logs in.  [default: $KG_ENDPOINT_USER]")
@click.option(
    "--password-env", metavar="NAME", default="KG_ENDPOINT_PASSWORD", show_default=True,
    help="The environment variable that holds the password.",
)  # fmt: skip
@click.option(
    "--token-env", metavar="NAME", default="KG_ENDPOINT_TOKEN", show_default=True,
    help="The environment variable that holds a bearer token, for stores that take one.",
)  # fmt: skip
@click.option(
    "--timeout", metavar="SECONDS", type=click.FloatRange(min=1), default=600, show_default=True,
    help="For one request; the one that publishes is the longest.",
)  # fmt: skip
@click.option(
    "--dialect", metavar="NAME",
    help="How the engine deviates from the standard: auto, standard or virtuoso.  [default: auto]",
)  # fmt: skip
def push(
    update: str | None,
    graph_store: str | None,
    user: str | None,
    password_env: str,
    token_env: str,
    timeout: float,
    dialect: str | None,
) -> None:
    """Load the dataset into a remote SPARQL store.

    Only graphs that changed are sent, in pieces, to graphs of their own; they are read back and
    compared; then one update makes the new version visible. A push that broke off goes on where it
    stopped, and to push the same version again changes nothing. What the other commands ask with
    `--endpoint` is then this dataset alone, whatever else the store holds.
    """
    from kg import endpoint
    from kg.errors import UsageError

    current = session()
    if current.endpoint is None:
        raise click.UsageError("Name the store: --endpoint URL.")
    known = login()
    name = user or known["user"]
    who: dict[str, Any] = {
        "user": name,
        "password": os.environ.get(password_env, ""),
        "token": None if user else os.environ.get(token_env) or None,
    }
    if name is not None and not (who["password"] or who["token"]):
        raise UsageError(f"The variable {password_env} holds no password for {name}.")
    remote = endpoint.Endpoint(
        current.endpoint, **who, timeout=timeout, dialect=dialect or known["dialect"]
    )
    writer = endpoint.Writer(remote, **who, timeout=timeout, update=update, graph_store=graph_store)
    with current.progress() as step:
        lines = _dataset(current.data).lines()
        done = endpoint.push(writer, lines, step)
    current.say(_words(done))


def _dataset(data: str | None) -> Store:
    from kg.graph import KnowledgeGraph

    return KnowledgeGraph.open(data).store


def _words(done: Pushed) -> str:
    from kg.cli.screen import plural

    what = f"{done.triples:,} triples in {plural(done.graphs, 'graph')}"
    if not (done.changed or done.removed or done.sent):
        return f"Nothing to do: the store holds this version, {what}."
    checked = "all read back" if done.read_back else "counted, and a sample read back"
    gone = f", {plural(len(done.removed), 'graph')} dropped" if done.removed else ""
    return (
        f"The store now shows {what}; {plural(len(done.changed), 'graph')} changed{gone}."
        f" {done.sent:,} triples were sent, {checked}."
    )


COMMANDS = {"push": push}
