"""The tools: their names, arguments and descriptions, as a client's language model reads them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Annotated, Any, Literal

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from kg import __version__, queries
from kg.errors import KgError
from kg.mcp import answers, vocabulary
from kg.mcp.service import Service
from kg.workers import Limits

INSTRUCTIONS = """\
This server answers from a dataset of *claims*: what named speakers say, in which words, in which
source, about contested events. It takes no side, and neither should an answer built on it.

- A claim is not a fact. Say who says so ("X says …", "X denies …", "X predicts …"), keep the
  stance and the mode, and quote the words where the claim has a quote. `says` is such a sentence.
- What a speaker denies, predicts, demands or supposes has not thereby happened.
- Where speakers differ, tell all of them, with their numbers; do not average or choose.
- Several speakers saying the same is not proof; they may rest on one another (lens
  `corroborated` counts independent voices only).
- An entity's description and its facts are the editors', each with a citation. Labels of events
  are names, not statements that they took place.
- That the dataset has no claim about something means that its sources were not read for it.

Start with find_entities, then claims or entity_card; list_queries has ready questions; schema
tells what run_query needs.
"""

_READ_ONLY = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)

Lens = Annotated[
    str | None,
    Field(
        description="Only some claims: `according-to:ACTOR`, `corroborated` (two or more"
        " independent speakers affirm it; still no fact), `disputed`, `common:ACTOR,ACTOR`.",
        max_length=300,
    ),
]
Limit = Annotated[int, Field(ge=1, le=100, description="At most so many; large answers are cut.")]
Name = Annotated[
    str,
    Field(description="Key, prefixed name, IRI, label or alias.", min_length=1, max_length=1000),
]
OptionalName = Annotated[
    str | None, Field(description="Key, prefixed name, IRI, label or alias.", max_length=1000)
]
Text = Annotated[str, Field(min_length=1, max_length=1000)]
Kind = Literal[
    "entity", "actor", "event", "series", "place", "prospect", "source", "date", "concept", "term"
]
Stance = Literal["affirms", "affirms_with_doubt", "leaves_open", "denies_with_doubt", "denies"]
Mode = Literal["report", "evaluation", "explanation", "prediction", "demand", "hypothesis"]


def server(service: Service) -> MCPServer[None]:
    """The server with its tools."""

    @asynccontextmanager
    async def lifespan(_: MCPServer[None]) -> AsyncIterator[None]:
        async with service.running():
            yield

    made: MCPServer[None] = MCPServer(
        "actors-events", title="Who did what, and who says so", instructions=INSTRUCTIONS,
        version=__version__, lifespan=lifespan, log_level="ERROR",
    )  # fmt: skip

    def tool(title: str) -> Callable[[Callable[..., Awaitable[Any]]], Any]:
        annotations = _READ_ONLY.model_copy(update={"title": title})
        return made.tool(title=title, annotations=annotations, structured_output=True)

    @tool("Find entities by name")
    async def find_entities(
        text: Text, kinds: list[Kind] | None = None, limit: Limit = 10
    ) -> answers.Entities:
        """Find actors, events, places, sources … by a part of a name or alias, in any script.

        Use the `iri` of a hit as the name in other tools. Each hit says how many claims name it
        and who makes most of them. `quoted` has claims whose words hold the text: what speakers
        say, not facts; attribute them.
        """
        return await service.ask(
            answers.Entities, "find_entities",
            {"text": text, "kinds": kinds or [], "limit": limit},
        )  # fmt: skip

    @tool("Card of an entity or source")
    async def entity_card(name: Name, limit: Limit = 20, lens: Lens = None) -> answers.Card:
        """One entity or source: names, the editors' description, claims with quotes.

        `about` has what speakers say about it, `by` what it says itself (an actor) or is reported
        to say. Claims are not facts: attribute each to its speaker, with its stance and mode.
        """
        return await service.ask(
            answers.Card, "entity_card", {"name": name, "limit": limit}, lens=lens
        )

    @tool("Claims with their speakers and quotes")
    async def claims(
        about: OptionalName = None,
        speaker: OptionalName = None,
        source: OptionalName = None,
        stance: Stance | None = None,
        mode: Mode | None = None,
        predicate: Annotated[
            str | None,
            Field(description="A relation, such as `count` or `perpetrator`.", max_length=100),
        ] = None,
        since: Annotated[
            str | None,
            Field(description="About events dated then or later (EDTF).", max_length=100),
        ] = None,
        until: Annotated[
            str | None,
            Field(description="About events dated then or earlier (EDTF).", max_length=100),
        ] = None,
        words: Annotated[
            str | None, Field(description="Text that a quote holds.", max_length=1000)
        ] = None,
        lens: Lens = None,
        limit: Limit = 20,
        offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0,
    ) -> answers.Claims:
        """Who says what: claims by filters that narrow each other, each with speaker and quotes.

        A claim is what a speaker says, denies, predicts, demands … in a source. It is never a
        fact, also where many speakers agree. Repeat `says`, which names the speaker, and quote
        the words. Ask without `stance` and `mode` to see who denies what others affirm. `total`
        tells whether there are more; page with `offset`.
        """
        arguments = {
            "about": about, "speaker": speaker, "source": source, "stance": stance, "mode": mode,
            "predicate": predicate, "since": since, "until": until, "words": words,
            "limit": limit, "offset": offset,
        }  # fmt: skip
        return await service.ask(answers.Claims, "claims", arguments, lens=lens)

    @tool("Run a SPARQL query")
    async def run_query(
        sparql: Annotated[str, Field(min_length=1, max_length=100_000)],
        lens: Lens = None,
        limit: Limit = 50,
    ) -> answers.Rows:
        """Run a read-only SPARQL 1.1 query (SELECT, ASK, CONSTRUCT, DESCRIBE); call `schema`
        first.

        Prefixes of the dataset need no declaration; `?claim search:inQuote "text"` finds claims
        by their words. Prefer to select ?claim with its ae:speaker, ae:stance and ae:mode:
        properties between entities (`?event ae:perpetrator ?who`) hold because at least one
        speaker affirms them, perhaps against others. `evidence` has claims behind the rows.
        Nothing in the rows is a fact; attribute what you tell. A query that runs too long is
        ended.
        """
        return await service.ask(
            answers.Rows, "run_query",
            {"limit": limit, "bytes": service.limits.answer, "nesting": service.limits.nesting},
            body=sparql.encode("utf-8", "replace"), lens=lens,
        )  # fmt: skip

    @tool("Ready questions")
    async def list_queries(
        topic: Annotated[str | None, Field(max_length=100)] = None,
    ) -> answers.Questions:
        """List the ready questions of the catalogue: names, what they ask, parameters.

        Topics: actors, causes, claims, events, figures, names, places, provenance, speakers, time
        … Run one with run_catalogue_query. Their answers are what speakers say, not facts.
        """
        return questions(topic)

    @tool("Run a ready question")
    async def run_catalogue_query(
        name: Annotated[str, Field(description="As list_queries has it.", max_length=200)],
        parameters: Annotated[
            dict[str, str],
            Field(description="Values by name; entities by any name.", max_length=20),
        ] = {},  # noqa: B006 - never changed; a schema needs the value
        lens: Lens = None,
        limit: Limit = 50,
    ) -> answers.Rows:
        """Run a question of the catalogue, such as `figures/disputed` or `speakers/about`.

        Rows name speakers where the question is about what they say; `evidence` has claims behind
        the rows, with quotes. Nothing in the rows is a fact; attribute what you tell.
        """
        arguments = {
            "name": name, "parameters": sorted(parameters.items()), "limit": limit,
            "bytes": service.limits.answer,
        }  # fmt: skip
        return await service.ask(answers.Rows, "run_catalogue_query", arguments, lens=lens)

    @tool("How the dataset is made")
    async def schema() -> answers.Schema:
        """Classes, relations and properties with definitions, prefixes, graphs and the claim
        model.

        Read it before writing SPARQL. It explains why a query should ask for the speaker, stance
        and mode of a claim: without them an allegation or a denial would look like a fact.
        """
        found = await service.ask(answers.Counts, "counts", {})
        return vocabulary.schema(found.counts, found.graphs, service.limits)

    return made


def questions(topic: str | None) -> answers.Questions:
    """The catalogue, or one topic of it.

    :raises ToolError: when there is no such topic.
    """
    every = queries.catalogue()
    topics = sorted({name.partition("/")[0] for name in every})
    if topic is not None and topic not in topics:
        raise ToolError(f"There is no topic {topic[:100]!r}. Topics: {', '.join(topics)}.")
    return answers.Questions(
        questions=[
            answers.Question(
                name=query.name, question=query.summary, description=query.description,
                parameters=[
                    answers.Parameter(
                        name=item.name, type=item.type, default=item.default,
                        description=item.description, optional=item.optional,
                    )
                    for item in query.parameters
                ],
            )
            for name, query in every.items()
            if topic is None or query.topic == topic
        ]
    )  # fmt: skip


async def serve(source: Mapping[str, Any], limits: Limits) -> None:
    """Serve over standard input and output until the client closes them.

    :raises KgError: when the data cannot be opened.
    """
    try:
        await server(Service(source, limits)).run_stdio_async()
    except* KgError as group:
        error: BaseException = group
        while isinstance(error, BaseExceptionGroup):
            error = error.exceptions[0]
        failed = error
    else:
        return
    raise failed
