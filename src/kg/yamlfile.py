"""YAML as plain data with the line of every value. The only module that imports PyYAML.

The subset is small on purpose: mappings, sequences and scalars, every scalar a string (so ``no``
and ``2020-06-20`` stay what was written), no anchors, no tags, no duplicate keys.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from kg.errors import DataError, Problem

#: Path of a value inside a document: keys and list positions.
KeyPath: TypeAlias = tuple[str | int, ...]

#: A YAML file larger than this is refused: a claims file of 10,000 claims has about 5 MB.
MAX_BYTES = 50_000_000
MAX_DEPTH = 20
#: Line ends to YAML but not to editors: the lines of all later problems would be wrong.
_LINE_BREAKS = re.compile("[\x85\u2028\u2029]")


class YamlError(DataError):
    """A file that is not the YAML subset; ``problem`` holds the place."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True)
class Document:
    """Parsed data and where each value stands.

    :param data: dicts, lists, strings and None (an empty value).
    :param lines: line (from 1) of each value by its path.
    """

    data: Any
    lines: dict[KeyPath, int] = field(repr=False)

    def line(self, path: KeyPath) -> int:
        """Line of a value, or of the nearest enclosing one that is there."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read(path: Path, name: str) -> Document:
    """Read a YAML file.

    :param name: how error messages call the file.
    :raises YamlError: when it cannot be read or is not the subset described above.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise YamlError(Problem(name, 0, "", f"The file is larger than {MAX_BYTES:,} bytes."))
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise YamlError(Problem(name, 0, "", f"Cannot be read: {error.strerror}.")) from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise YamlError(
            Problem(name, line, "", "This is not UTF-8.", "Save the file as UTF-8.")
        ) from error
    return parse(text, name)


def parse(text: str, name: str) -> Document:
    """Parse YAML text; see :func:`read`."""
    import yaml

    if found := _LINE_BREAKS.search(text):
        raise YamlError(
            Problem(
                name,
                text.count("\n", 0, found.start()) + 1,
                "",
                f"The character U+{ord(found[0]):04X} ends a line in YAML but not in editors.",
                f'Write it as "\\u{ord(found[0]):04x}" within quotation marks, or remove it.',
            )
        )
    loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _check_events(text, name, loader)
        root = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = getattr(mark, "line", -1) + 1
        message = " ".join(str(part) for part in (error.context, error.problem) if part)
        raise YamlError(
            Problem(
                name,
                line,
                "",
                f"Not valid YAML: {message}.",
                "Check the indentation, and put text with ': ' or quotes in quotes.",
            )
        ) from error
    except (yaml.YAMLError, ValueError) as error:  # e.g. control characters
        raise YamlError(Problem(name, 0, "", f"Not valid YAML: {error}.")) from error
    lines: dict[KeyPath, int] = {(): 1}
    data = None if root is None else _convert(root, (), lines, name)
    return Document(data, lines)


def _check_events(text: str, name: str, loader: type[Any]) -> None:
    """Refuse what the subset leaves out, before PyYAML recurses into what is nested too deeply."""
    import yaml

    depth = 0
    for event in yaml.parse(text, Loader=loader):
        line = getattr(event.start_mark, "line", -1) + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise YamlError(
                Problem(
                    name,
                    line,
                    "",
                    "Anchors and aliases (& and *) are not allowed.",
                    "Write the value out, or put it in quotes.",
                )
            )
        if getattr(event, "tag", None) is not None:
            raise YamlError(
                Problem(name, line, "", "Tags (!) are not allowed.", "Put the value in quotes.")
            )
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise YamlError(Problem(name, line, "", "The file is nested too deeply."))


def _convert(node: Any, path: KeyPath, lines: dict[KeyPath, int], name: str) -> Any:
    import yaml

    line = node.start_mark.line + 1
    lines.setdefault(path, line)
    if isinstance(node, yaml.MappingNode):
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key_line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise YamlError(Problem(name, key_line, "", "A key must be plain text."))
            key = str(key_node.value)
            if key in result:
                raise YamlError(
                    Problem(
                        name,
                        key_line,
                        dotted((*path, key)),
                        f"The key {key!r} stands here a second time.",
                        f"Its first place is line {lines[(*path, key)]}; keep one.",
                    )
                )
            lines[(*path, key)] = key_line
            result[key] = _convert(value_node, (*path, key), lines, name)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_convert(item, (*path, at), lines, name) for at, item in enumerate(node.value)]
    if node.style is None and node.value in ("", "~", "null"):
        return None
    return str(node.value)


def dotted(path: KeyPath) -> str:
    """A key path as people read it.

    >>> dotted(("claims", 3, "quote"))
    'claims[3].quote'
    """
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text
