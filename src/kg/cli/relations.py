"""``kg path`` and ``kg network``: the network of entities."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, Any

import click

from kg.cli import records, tables
from kg.cli.group import command
from kg.cli.options import entity_argument, lens_option, results_options
from kg.cli.screen import console, visible
from kg.cli.session import session
from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.console import Console

    from kg.claims import Claim
    from kg.graph import KnowledgeGraph
    from kg.network import Hop

KINDS = ("actor", "event", "series", "place", "date", "prospect")
#: Claims shown for each edge of a chain; the others are counted.
_SHOWN = 3


def _kinds(ctx: click.Context, _: click.Parameter, value: str | None) -> tuple[str, ...] | None:
    if value is None:
        return None
    kinds = tuple(item.strip() for item in value.split(",") if item.strip())
    for kind in kinds:
        if kind not in KINDS:
            raise click.BadParameter(f"{kind!r} is no kind; kinds: {', '.join(KINDS)}.", ctx=ctx)
    return kinds


def _network_options(function: Callable[..., None]) -> Callable[..., None]:
    for option in (
        click.option(
            "--no-interpretations",
            is_flag=True,
            help="Without what is explained or judged (causes, comparisons): only reports.",
        ),
        click.option(
            "--reference", is_flag=True, help="With the editors' own statements (memberships …)."
        ),
    ):
        function = option(function)
    return function


@command(
    "path",
    examples=[
        ("How two actors are connected", "kg path ncri irgc"),
        (
            "Also through places and dates",
            "kg path mek supreme_leader --via actor,event,place,date",
        ),
    ],
)
@entity_argument("start")
@entity_argument("end")
@click.option(
    "--via", metavar="KINDS", callback=_kinds,
    help="Kinds of entity that the chain may pass.  [default: actor,event,series,prospect]",
)  # fmt: skip
@_network_options
@lens_option
@results_options(("text", "json"))
def path(
    start: str,
    end: str,
    via: tuple[str, ...] | None,
    no_interpretations: bool,
    reference: bool,
    lens: str | None,
    results: str | None,
    out: str | None,
) -> None:
    """Show the shortest chain between two entities, with its evidence.

    Each hop names the relations between two neighbours and the claims they rest on. Among chains of
    the same length, the one with the most relations is shown. Predictions, demands and denials
    connect nothing.
    """
    from kg import network

    style = tables.choose(results, out, ("text", "json"))
    graph = session().graph(lens)
    ends = graph.lookup.iri(start), graph.lookup.iri(end)
    if ends[0] == ends[1]:
        raise UsageError(f"{start} and {end} are the same entity.", cure="Name two.")
    net = graph.network(interpretations=not no_interpretations, reference=reference)
    hops = network.shortest_path(net, *ends, kinds=via or network.PATH_KINDS)
    claims = {
        claim.iri: claim
        for claim in graph.claims_by_iri(
            [iri for hop in hops for edge in hop.edges for iri in edge["claims"]]
        )
    }
    if style == "json":
        tables.emit(tables.dump([_hop(graph, hop, claims) for hop in hops]), out)
        return
    stream = sys.stdout if out is None or out == "-" else io.StringIO()
    _draw(console(stream, no_color=session().no_color), graph, hops, claims)
    if isinstance(stream, io.StringIO):
        tables.emit(stream.getvalue(), out)


def _hop(graph: KnowledgeGraph, hop: Hop, claims: dict[str, Claim]) -> dict[str, Any]:
    label = graph.lookup.label
    return {
        "from": {"iri": hop.start, "label": label(hop.start)},
        "to": {"iri": hop.end, "label": label(hop.end)},
        "edges": [
            {
                "subject": edge["subject"],
                "predicate": edge["predicate"],
                "object": edge["object"],
                "label": edge["label"],
                "graph": edge["graph"],
                "disputed": edge["disputed"],
                "claims": [records.record(claims[iri]) for iri in edge["claims"]],
            }
            for edge in hop.edges
        ],
    }


def _draw(
    screen: Console, graph: KnowledgeGraph, hops: Sequence[Hop], claims: dict[str, Claim]
) -> None:
    from rich.text import Text

    label = graph.lookup.label
    chain = [hops[0].start, *(hop.end for hop in hops)]
    screen.print(Text(visible(" → ".join(label(iri) for iri in chain)), style="bold"))
    for number, hop in enumerate(hops, 1):
        for edge in hop.edges:
            screen.print()
            line = Text(f"{number}. ", style="bold")
            line.append(visible(f"{label(edge['subject'])} · {edge['label']} · "))
            line.append(visible(label(edge["object"])))
            if edge["graph"] == "interpretations":
                line.append("  (an interpretation)", style="yellow")
            if edge["graph"] == "reference":
                line.append("  (the editors' reference knowledge)", style="dim")
            if edge["disputed"]:
                line.append("  (disputed)", style="red")
            screen.print(line)
            found = [claims[iri] for iri in edge["claims"]]
            for claim in found[:_SHOWN]:
                records.print_claim(screen, claim, speaker=True, only=edge["propositions"])
            if len(found) > _SHOWN:
                more = f"and {len(found) - _SHOWN} more claims: kg path … --results json"
                records.indented(screen, Text(more, style="dim"), 2)


@command(
    "network",
    examples=[
        ("The most connected entities", "kg network --limit 10"),
        ("Only actors and events, as one speaker tells it",
         "kg network --kinds actor,event --lens according-to:hamid_enayat"),
        ("Its communities", "kg network --communities"),
        ("All metrics, for a spreadsheet", "kg network --out network.csv"),
    ],
)  # fmt: skip
@click.option("--kinds", metavar="KINDS", callback=_kinds, help="Kinds of entity.  [default: all]")
@click.option("--communities", is_flag=True, help="One row for each community (Louvain).")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many rows.")
@_network_options
@lens_option
@results_options(tables.FORMATS)
def network_command(
    kinds: tuple[str, ...] | None,
    communities: bool,
    limit: int | None,
    no_interpretations: bool,
    reference: bool,
    lens: str | None,
    results: str | None,
    out: str | None,
) -> None:
    """Rank the entities of the network and find its communities.

    Degree counts relations, neighbours counts entities; betweenness and pagerank are computed on
    the undirected network; communities by the Louvain method, with a fixed seed. The numbers
    describe what the sources say, not how things were.
    """
    from kg import network

    style = tables.choose(results, out, tables.FORMATS)
    graph = session().graph(lens)
    net = graph.network(
        interpretations=not no_interpretations, reference=reference, kinds=kinds or KINDS
    )
    metrics = network.metrics(net)
    if communities:
        table = _communities(metrics)
    else:
        columns = (
            "entity", "kind", "key", "degree", "neighbours", "betweenness", "pagerank", "community"
        )  # fmt: skip
        rows: list[tuple[tables.Value, ...]] = [
            (m.label, m.kind, net.nodes[m.iri]["key"], m.degree, m.neighbours,
             round(m.betweenness, 6), round(m.pagerank, 6), m.community)
            for m in metrics
        ]  # fmt: skip
        table = tables.Table(columns, rows)
    total = len(table.rows)
    tables.write(tables.Table(table.columns, table.rows[:limit]), style, out, summary=False)
    edges = net.number_of_edges()
    shown = f"Showing {min(limit or total, total)} of {total} rows; " if limit else ""
    session().say(f"{shown}{len(metrics)} entities, {edges} relations.")


def _communities(metrics: Sequence[Any]) -> tables.Table:
    groups: dict[int, list[Any]] = {}
    for item in metrics:
        groups.setdefault(item.community, []).append(item)
    rows = [
        (number, len(members), "; ".join(member.label for member in members[:8]))
        for number, members in sorted(groups.items())
    ]
    return tables.Table(("community", "entities", "most connected"), rows)


COMMANDS = {"path": path, "network": network_command}
