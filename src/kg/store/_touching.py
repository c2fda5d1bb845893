"""Which operations of an update neither read nor write the default graph.

The default graph is a copy of the others. It need not be kept in step while such operations run one
after the other, and a push sends many.
"""

from __future__ import annotations

import re

# What cannot hold a keyword or a bracket: comments, strings and IRIs.
_SKIPPED = re.compile(
    r"""\#[^\n\r]* | <[^<>"{}|^`\\\x00-\x20]*>
      | \"\"\"(?:"{0,2}(?:[^"\\]|\\.))*+\"\"\" | '''(?:'{0,2}(?:[^'\\]|\\.))*+'''
      | "(?:[^"\\\n\r]|\\.)*+" | '(?:[^'\\\n\r]|\\.)*+'""",
    re.VERBOSE | re.DOTALL,
)
_DECLARATION = re.compile(r"(?<![\w:?$.-])(?:PREFIX\s+[\w.-]*:|BASE)\s*<>", re.IGNORECASE)
_GRAPH = re.compile(r"(?<![\w:?$.-])GRAPH\s*(?:<>|[?$]\w+|[\w.-]*:[\w.-]*)\s*\{", re.IGNORECASE)
_AROUND = re.compile(
    r"(?:INSERT|DELETE|DATA|WHERE|FILTER|NOT|EXISTS|OPTIONAL|UNION|MINUS|[{}\s.])*+", re.IGNORECASE
)
_WHOLE = re.compile(r"\s*(?:DROP|CLEAR)\s+(?:SILENT\s+)?GRAPH\s*<>\s*", re.IGNORECASE)
_INSERT = re.compile(r"\s*INSERT\s+DATA\b", re.IGNORECASE)


def bare(operation: str) -> str:
    """An operation without its declarations, and with nothing in strings, IRIs and comments."""
    text = _SKIPPED.sub(
        lambda m: " " if m[0][0] == "#" else "<>" if m[0][0] == "<" else '""', operation
    )
    return _DECLARATION.sub(" ", text)


def inserts_data(operation: str) -> bool:
    """Whether an operation is INSERT DATA (SPARQL 1.1 Update, section 3.1.1).

    >>> inserts_data("PREFIX a: <urn:a> # b\\nINSERT DATA { a:b a:c 1 }")
    True
    """
    return _INSERT.match(bare(operation)) is not None


def only_named(operation: str) -> bool:
    """Whether an operation surely touches named graphs alone; False where that is not plain to see.

    >>> only_named("DELETE { GRAPH ?g { ?s ?p 1 } } WHERE { GRAPH ?g { ?s ?p 1 } }")
    True
    >>> only_named("INSERT { GRAPH <urn:g> { ?s ?p 1 } } WHERE { ?s ?p 1 }"), only_named("DROP ALL")
    (False, False)
    """
    if "\\u" in operation.lower():  # may stand for a bracket or a letter of a keyword
        return False
    text = bare(operation)
    if _WHOLE.fullmatch(text):
        return True
    rest, at = [], 0
    while (match := _GRAPH.search(text, at)) is not None:
        rest.append(text[at : match.start()])
        at = _end(text, match.end())
    rest.append(text[at:])
    return len(rest) > 1 and _AROUND.fullmatch(" ".join(rest)) is not None


def _end(text: str, at: int) -> int:
    """The place behind the bracket that closes the one before ``at``."""
    level = 1
    for match in re.compile(r"[{}]").finditer(text, at):
        level += 1 if match[0] == "{" else -1
        if level == 0:
            return match.end()
    return len(text)
