"""Parameters of SPARQL queries, the same way for every engine.

A parameter stands in a query as its default, in a VALUES block of its own::

    VALUES ?actor { actor:mek }

so that the file runs anywhere as it is. :func:`bind` puts another **term** in the place of the
default. The term is written by its canonical serialisation, after its characters were checked, so
nothing but a term can get into the query. ``UNDEF`` as a default means "any".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from rdflib.term import Identifier, Literal, URIRef

from kg import iris
from kg.errors import LimitExceeded, ParameterError, QueryError

#: What an IRI must not contain (SPARQL 1.1, rule IRIREF).
_BAD_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\]")

# Comments, strings and IRIs are skipped, so that a VALUES block is found only where it is one. A
# comment ends at a carriage return too, and a quotation mark that is escaped ends no long string.
_SKIP = r"""(?P<skip>\#[^\n\r]* | <[^<>"{}|^`\\\x00-\x20]*>
        | \"\"\"(?:"{0,2}(?:[^"\\]|\\.))*+\"\"\" | '''(?:'{0,2}(?:[^'\\]|\\.))*+'''
        | "(?:[^"\\\n\r]|\\.)*+" | '(?:[^'\\\n\r]|\\.)*+')
      | """
_FLAGS = re.VERBOSE | re.DOTALL | re.IGNORECASE
_TOKEN = re.compile(
    _SKIP + r"(?P<values>\bVALUES\s++\?(?P<name>\w++)\s*+\{(?P<block>[^{}]*)\})", _FLAGS
)


def term_text(term: Identifier) -> str:
    """A term in SPARQL syntax.

    :raises ParameterError: for an IRI with characters that no IRI may have, or a blank node.
    """
    if isinstance(term, Literal):
        return _literal_text(term)
    if not isinstance(term, URIRef):
        raise ParameterError(f"{term!r} cannot be a parameter.", cure="Use an IRI or a literal.")
    if _BAD_IRI.search(term) or not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", term):
        raise ParameterError(f"{str(term)!r} is not an absolute IRI.")
    return f"<{term}>"


_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _literal_text(term: Literal) -> str:
    text = str(term)
    if any("\ud800" <= c <= "\udfff" or c == "\0" for c in text):
        raise ParameterError("The text contains characters that RDF does not allow.")
    quoted = '"' + "".join(_ESCAPES.get(c, c) for c in text) + '"'
    if term.language:
        if not re.fullmatch(r"[A-Za-z]+(-[A-Za-z0-9]+)*", term.language):
            raise ParameterError(f"{term.language!r} is not a language tag.")
        return f"{quoted}@{term.language}"
    if term.datatype:
        return f"{quoted}^^{term_text(term.datatype)}"
    return quoted


def values_blocks(query: str) -> dict[str, str]:
    """The one-variable VALUES blocks of a query: variable name to what the block holds."""
    return {
        match["name"]: match["block"].strip() for match in _TOKEN.finditer(query) if match["values"]
    }


def bind(query: str, parameters: Mapping[str, Identifier | None]) -> str:
    """Put terms in the place of a query's default values; None means "any" (UNDEF).

    :raises ParameterError: for a term that cannot be written, or a name that has no VALUES block.

    >>> bind("SELECT * { VALUES ?s { UNDEF } ?s ?p ?o }", {"s": URIRef("urn:a")})
    'SELECT * { VALUES ?s { <urn:a> } ?s ?p ?o }'
    """
    texts = {
        name: "UNDEF" if term is None else term_text(term) for name, term in parameters.items()
    }
    seen: set[str] = set()

    def put(match: re.Match[str]) -> str:
        name = match["name"]
        if name is None or name not in texts:
            return match[0]
        if name in seen:
            raise QueryError(f"The query has two VALUES blocks for ?{name}.")
        seen.add(name)
        return f"VALUES ?{name} {{ {texts[name]} }}"

    bound = _TOKEN.sub(put, query)
    missing = sorted(texts.keys() - seen)
    if missing:
        raise ParameterError(f"The query has no VALUES block for ?{missing[0]}.")
    return bound


_NAMES = re.compile(r"[?$]?[\w:-]+")
#: Where, in such a run of characters, the local part of a prefixed name or blank node label begins.
_LOCAL = re.compile(r":(?!-)")
_CODEPOINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


_REQUESTING = {word: re.compile(word, re.IGNORECASE | re.ASCII) for word in ("service", "load")}


def without_load(update: str) -> str:
    r"""The update with every "load" that is no name written as ``\u006coad``; see
    :func:`without_service`. LOAD: SPARQL 1.1 Update, section 3.1.4.

    >>> without_load("LOAD <http://example.org/>")
    '\\u004COAD <http://example.org/>'
    """
    return _escaped(update, "load")


def without_service(query: str) -> str:
    r"""The query with every "service" that is no name written as ``\u0073ervice``.

    An engine that undoes codepoint escapes only where strings and IRIs may hold them (Oxigraph)
    then reads those as before, but no keyword SERVICE (SPARQL 1.1 Federated Query). Finding the
    keyword would take the engine's own parser: ``1SERVICE<urn:x>{}``, ``SERVICESILENT`` and
    ``?a<5#>`` are read by Oxigraph in ways that no list of tokens foresees.

    >>> without_service("SELECT * { ?s schema:service ?service . SERVICE <urn:x> {} }")
    'SELECT * { ?s schema:service ?service . \\u0053ERVICE <urn:x> {} }'
    """
    return _escaped(query, "service")


def _escaped(query: str, word: str) -> str:
    if word not in query.lower():
        return query

    def checked(run: re.Match[str]) -> str:
        names = run[0]
        local = _LOCAL.search(names)
        first_end = re.search("[:-]", names) if names[0] in "?$" else None
        variable = len(names) if first_end is None else first_end.start()

        def escaped(match: re.Match[str]) -> str:
            at = match.start()
            if (names[0] in "?$" and at < variable) or (local and at > local.start()):
                return match[0]
            return f"\\u{ord(match[0][0]):04X}{match[0][1:]}"

        return _REQUESTING[word].sub(escaped, names)

    return _NAMES.sub(checked, query)


def uses_service(query: str) -> bool:
    """True when a query seems to hold the SERVICE keyword; for messages, not for protection.

    Codepoint escapes (SPARQL 1.1, section 19.2) are undone first.
    """

    def plain(match: re.Match[str]) -> str:
        number = int(match[1] or match[2], 16)
        return chr(number) if number <= 0x10FFFF else ""

    text = _CODEPOINT.sub(plain, query)
    bare = _TOKEN.sub(lambda match: match[0] if match["values"] else " ", text)
    return without_service(bare) != bare


_DECLARED = re.compile(r"\bPREFIX\s++([A-Za-z][\w.-]*+)?\s*+:", re.IGNORECASE)
_USED = re.compile(r"(?<![\w:.-])([A-Za-z][\w.-]*):")  # one pass: queries may be long


def with_prefixes(query: str) -> str:
    """The query with declarations for those of the dataset's prefixes that it uses undeclared.

    >>> with_prefixes("ASK { ?claim a ae:Claim }")
    'PREFIX ae: <https://w3id.org/actors-events/ontology#>\\nASK { ?claim a ae:Claim }'
    """
    near = [name for name in iris.PREFIXES if f"{name}:" in query]  # most queries use one or two
    if not near:
        return query
    missing = set(_USED.findall(query)).difference(_DECLARED.findall(query))
    lines = [f"PREFIX {name}: <{iris.PREFIXES[name]}>\n" for name in near if name in missing]
    return "".join(lines) + query


_GAP = r"(?:\s|\#[^\n\r]*(?=[\n\r]))"
_CLAUSE = re.compile(
    _SKIP
    + rf"""(?<![\w:?$.-])FROM(?![\w:-]) {_GAP}*+ (?P<kind>NAMED(?![\w:-]){_GAP}*+)?
        (?P<graph><[^<>"{{}}|^`\x00-\x20]*> | [\w.-]*:(?:[\w:.%-]|\\[^\s])*)
      | (?<![\w:?$.-])PREFIX{_GAP}++(?P<prefix>[\w.-]*+):{_GAP}*+<(?P<namespace>[^<>\s]*)>""",
    _FLAGS,
)


class DatasetClause(NamedTuple):
    """What FROM and FROM NAMED choose (SPARQL 1.1, section 13.2), and the query without them."""

    default: tuple[str, ...]
    named: tuple[str, ...]
    rest: str


def dataset_clause(query: str) -> DatasetClause | None:
    """The dataset clause of a query; None where it names a graph in a way that is not understood.

    >>> dataset_clause("SELECT * FROM graph:edges FROM NAMED <urn:a> { ?s ?p ?o }")[:2]
    (('https://w3id.org/actors-events/id/graph/edges',), ('urn:a',))
    """
    if "from" not in query.lower():
        return DatasetClause((), (), query)
    prefixes = dict(iris.PREFIXES)
    default: list[str] = []
    named: list[str] = []
    rest: list[str] = []
    at = 0
    for match in _CLAUSE.finditer(query):
        if match["prefix"] is not None:
            prefixes[match["prefix"]] = match["namespace"]
        if match["graph"] is None:
            continue
        name = match["graph"]
        if name.startswith("<"):
            iri = name[1:-1]
        else:
            prefix, _, local = name.partition(":")
            if prefix not in prefixes:
                return None
            iri = prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)
        if "\\" in iri or not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", iri):
            return None
        (named if match["kind"] else default).append(iri)
        rest.append(query[at : match.start()])
        at = match.end()
    return DatasetClause(tuple(default), tuple(named), "".join([*rest, query[at:]]))


@cache
def prologue() -> str:
    """PREFIX lines for the prefixes that the dataset uses."""
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in iris.PREFIXES.items())


_BRACKET = re.compile(_SKIP + r"(?P<bracket>[(){}\[\]])", _FLAGS)


def nesting(query: str) -> int:
    """The number of levels of brackets of a query, outside of strings, IRIs and comments.

    >>> nesting("SELECT * { { ?s ?p '((((' } FILTER(ABS(?o) > (1)) }")
    3
    """
    deepest = level = 0
    for match in _BRACKET.finditer(query):
        bracket = match["bracket"]
        if bracket is None:
            continue
        if bracket in "({[":
            level += 1
            deepest = max(deepest, level)
        else:
            level -= 1
    return deepest


_LEVEL = re.compile(
    _SKIP
    + r"""(?P<open>[({\[]) | (?P<close>[)}\]]) | (?<![\w:?$.-])(?P<word>WHERE|USING|WITH|DELETE)
        (?![\w:-])""",
    _FLAGS,
)


def with_using(update: str, default: Sequence[str], named: Sequence[str]) -> str:
    """An update whose WHERE clauses see the graphs that a request names (SPARQL 1.1 Protocol,
    section 2.2.3).

    :raises QueryError: when the update chooses graphs itself (USING, WITH), or has no WHERE clause
        that could.

    >>> with_using("DELETE { ?s ?p 1 } WHERE { ?s ?p 1 }", ["urn:a"], [])
    'DELETE { ?s ?p 1 } USING <urn:a> WHERE { ?s ?p 1 }'
    """
    clauses = [f"USING {term_text(URIRef(iri))} " for iri in default]
    clauses += [f"USING NAMED {term_text(URIRef(iri))} " for iri in named]
    level, at, parts, before = 0, 0, [], ""
    for match in _LEVEL.finditer(update):
        if match["open"]:
            level += 1
            before = ""
        elif match["close"]:
            level -= 1
        elif match["word"] and not level:
            word = match["word"].upper()
            if word in ("USING", "WITH") or (word == "WHERE" and before == "DELETE"):
                raise QueryError(
                    "The update chooses its graphs itself, and so does the request.",
                    cure="Leave out `using-graph-uri`, or USING, WITH and DELETE WHERE.",
                )
            if word == "WHERE":
                parts += [update[at : match.start()], *clauses]
                at = match.start()
            before = word
    if not parts:
        raise QueryError("The update has no WHERE clause that `using-graph-uri` could be for.")
    return "".join([*parts, update[at:]])


_FORM = re.compile(
    _SKIP + r"(?<![\w:?$-])(?P<form>SELECT|ASK|CONSTRUCT|DESCRIBE)(?![\w:-])", _FLAGS
)


def form(query: str) -> str:
    """The form of a query: ``SELECT``, ``ASK``, ``CONSTRUCT`` or ``DESCRIBE`` (SPARQL 1.1, section
    16); empty when it has none.

    >>> form("PREFIX select: <urn:ask> # ask\\nCONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    'CONSTRUCT'
    """
    return next((m["form"].upper() for m in _FORM.finditer(query) if m["form"]), "")


def shallow(text: str, levels: int) -> None:
    """Refuse what is nested so deeply that an engine's parser would overflow its stack.

    :raises LimitExceeded: ``nesting``.
    """
    if text.count("(") + text.count("{") + text.count("[") <= levels:
        return
    if (depth := nesting(text)) > levels:
        raise LimitExceeded("nesting", f"There are {depth} levels of brackets; {levels} are taken.")


_STEP = re.compile(
    _SKIP
    + r"""(?P<open>[({\[]) | (?P<close>[)}\]]) | (?P<end>;)
      | (?<![\w:?$.-])(?P<declaration>(?:PREFIX\s+[\w.-]*:|BASE)\s*<[^<>\s]*>)""",
    _FLAGS,
)


def update_operations(update: str) -> list[str]:
    """The operations of an update, one by one, each with the declarations that hold for it
    (SPARQL 1.1 Update, section 3: they are separated by semicolons).

    >>> update_operations("PREFIX a: <urn:a> DROP ALL ; INSERT DATA { a:b a:c 1 ; a:d 2 }")
    ['PREFIX a: <urn:a> DROP ALL ', 'PREFIX a: <urn:a>\\n INSERT DATA { a:b a:c 1 ; a:d 2 }']
    """
    declared: list[str] = []
    found: list[str] = []
    inherited, level, start = "", 0, 0
    for match in _STEP.finditer(update):
        if match["open"]:
            level += 1
        elif match["close"]:
            level -= 1
        elif match["declaration"]:
            declared.append(match["declaration"])
        elif match["end"] and level == 0:
            found.append(inherited + update[start : match.start()])
            start = match.end()
            inherited = "".join(f"{line}\n" for line in declared)
    rest = update[start:]
    if rest.strip() or not found:
        found.append(inherited + rest)
    return found
