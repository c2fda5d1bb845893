"""``kg query`` and ``kg queries``: questions of the catalogue and free SPARQL."""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from kg.cli import answers, tables
from kg.cli.group import command
from kg.cli.options import lens_option, results_options
from kg.cli.session import session
from kg.errors import KgError, QueryError, UnknownQuery, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.queries import Query

#: A query file larger than this is a mistake.
_MAX_QUERY = 1_000_000


def _names(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from kg import queries

    try:
        found = queries.catalogue()
    except KgError:  # completing must never disturb what somebody types
        return []
    return [CompletionItem(n, help=q.summary) for n, q in found.items() if n.startswith(incomplete)]


@command(
    "query",
    examples=[
        ("A question of the catalogue", "kg query figures/disputed"),
        (
            "A question about somebody in particular",
            "kg query actors/roles --param actor=irgc",
        ),
        (
            "Your own SPARQL; the prefixes need no declaration",
            "kg query -q 'SELECT ?event { ?event ae:organizer actor:ncri }'",
        ),
        (
            "Only what two independent speakers affirm, as a file",
            "kg query speakers/all --lens corroborated --out speakers.csv",
        ),
        ("A query from another program", "echo 'ASK { ?claim a ae:Claim }' | kg query -q -"),
    ],
)
@click.argument("name", required=False, shell_complete=_names)
@click.option(
    "-p", "--param", "parameters", metavar="NAME=VALUE", multiple=True,
    help="Value of a parameter of the catalogue's question; entities by any name. Repeatable.",
)  # fmt: skip
@click.option(
    "-q", "--query", "text", metavar="SPARQL",
    help="SPARQL 1.1 (SELECT, ASK, CONSTRUCT, DESCRIBE), the name of an .rq file, or - for stdin.",
)  # fmt: skip
@click.option("--query-file", metavar="FILE", help="Read the SPARQL from a file; - is stdin.")
@lens_option
@results_options(answers.FORMATS)
def query(
    name: str | None,
    parameters: tuple[str, ...],
    text: str | None,
    query_file: str | None,
    lens: str | None,
    results: str | None,
    out: str | None,
) -> None:
    """Answer a question: from the catalogue, or your own SPARQL.

    NAME is a question that `kg queries` lists. The default graph of a query is the union of all
    graphs but the interpretations (what causes or inspires what), which it can name with FROM.
    Rows come as table, csv, tsv, json, xml or md; graphs as ttl, nt, rdf or jsonld.
    """
    given = [value for value in (name, text, query_file) if value is not None]
    if len(given) != 1:
        raise click.UsageError("Give one of NAME, --query and --query-file.")
    if name is not None:
        found = _question(name)
        values = _parameters(found, parameters)
        graph = session().graph(lens)
        answers.write(graph, found.bound(values, graph.lookup), found.summary, results, out)
    else:
        if parameters:
            raise click.UsageError("--param belongs to a question of the catalogue.")
        sparql = _own(text, query_file)
        with _hinting(sparql):
            answers.write(session().graph(lens), sparql, "", results, out)


@contextmanager
def _hinting(sparql: str) -> Iterator[None]:
    """Say which names in somebody's own SPARQL do not exist, and what they may have meant."""
    from kg.server.hints import SyntaxProblem, hints

    try:
        yield
    except QueryError as error:
        problem = SyntaxProblem(error, sparql)
        cure = " ".join(problem.hints) or problem.cure
        raise QueryError(problem.message, cure=cure) from error
    for hint in hints(sparql):  # the engine takes an unknown term for one that nothing has
        session().say(hint)


def _question(name: str) -> Query:
    from kg import queries

    try:
        return queries.get(name)
    except UnknownQuery as error:
        if not Path(name).is_file():
            raise
        raise UsageError(
            f"{name!r} is a file, not a question of the catalogue.",
            cure="Name it with --query-file.",
        ) from error


def _parameters(found: Query, given: Sequence[str]) -> dict[str, str | None]:
    values: dict[str, str | None] = {}
    for item in given:
        name, equals, value = item.partition("=")
        if not equals:
            raise click.UsageError(f"--param needs NAME=VALUE, not {item!r}.")
        if name in values:
            raise click.UsageError(f"The parameter {name!r} is given twice.")
        values[name] = value
    return values


def _own(text: str | None, file: str | None) -> str:
    """SPARQL from the command line, a file, or stdin."""
    if text is not None and text != "-" and not re.fullmatch(r"[^\s{}]+\.(rq|sparql)", text):
        return text
    name = file if file is not None else text
    if name == "-":
        data = sys.stdin.buffer.read(_MAX_QUERY + 1)
    else:
        path = Path(str(name))
        if not path.is_file():
            raise UsageError(f"There is no query file {name!r}.")
        with path.open("rb") as stream:
            data = stream.read(_MAX_QUERY + 1)
    if len(data) > _MAX_QUERY:
        raise UsageError(f"The query is longer than {_MAX_QUERY:,} bytes.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"The query is not UTF-8: {error.reason}.") from error


@command(
    "queries",
    examples=[
        ("All questions", "kg queries"),
        ("The questions of one topic", "kg queries figures"),
        ("One question: its parameters and its SPARQL", "kg queries figures/disputed"),
    ],
)
@click.argument("name", required=False, shell_complete=_names)
@results_options(tables.FORMATS)
def list_queries(name: str | None, results: str | None, out: str | None) -> None:
    """List the questions of the catalogue, or show one.

    NAME is a question or a topic. A question is shown with its parameters and its SPARQL, which
    runs in any SPARQL 1.1 engine as it stands.
    """
    from kg import queries

    catalogue = queries.catalogue()
    if name is not None and not any(key.startswith(f"{name}/") for key in catalogue):
        _show(queries.get(name), out)
        return
    chosen = [q for key, q in catalogue.items() if name is None or key.startswith(f"{name}/")]
    style = tables.choose(results, out, tables.FORMATS)
    rows = [(q.name, q.summary, ", ".join(p.name for p in q.parameters), q.view) for q in chosen]
    tables.write(tables.Table(("name", "question", "parameters", "view"), rows), style, out)


def _show(found: Query, out: str | None) -> None:
    from rich.text import Text

    from kg.cli.screen import visible

    if out is not None or not sys.stdout.isatty():
        tables.emit(found.text, out)
        return
    screen = session().console()
    screen.print(Text(f"{found.name}: {visible(found.summary)}", style="bold"))
    if found.description:
        screen.print(Text(visible(found.description, keep="\n")))
    for item in found.parameters:
        line = Text(f"  {item.name}", style="cyan")
        line.append(
            visible(f" ({item.type}, default {item.default}): {item.description}"), style="default"
        )
        screen.print(line)
    screen.print()
    tables.emit(found.text, None)


COMMANDS = {"query": query, "queries": list_queries}
