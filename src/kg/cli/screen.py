"""Printing data that may be hostile: nothing in it moves the cursor or changes the colours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console

#: Control characters (C0, DEL, C1), line and paragraph separators, and those that reorder or hide
#: text (Unicode Bidirectional Algorithm, UAX 9, section 2; tags; lone surrogates). The joiners
#: U+200C and U+200D stay: Persian is misspelt without them.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)

#: Width of what is not printed on a terminal, unless COLUMNS says another.
PLAIN_WIDTH = 100


def visible(text: str, keep: str = "") -> str:
    r"""The text with characters that cannot be seen, or that steer a terminal, made visible.

    :param keep: characters to leave as they are, such as line ends.

    >>> visible("a\x1b[2Jb\nc")
    'a␛[2Jb␊c'
    >>> visible("\u202egnp.exe")
    '\\u{202E}gnp.exe'
    """

    def show(match: re.Match[str]) -> str:
        character = match[0]
        if character in keep:
            return character
        code = ord(character)
        if code < 0x20:
            return chr(0x2400 + code)
        return "␡" if code == 0x7F else f"\\u{{{code:X}}}"

    return _UNSEEN.sub(show, text)


def console(stream: TextIO, *, no_color: bool = False, width: int | None = None) -> Console:
    """A Rich console without markup, emoji codes and highlighting: data is printed as it is."""
    import os

    from rich.console import Console

    class Screen(Console):
        def on_broken_pipe(self) -> None:
            # Rich would exit with 1; the exit code of a closed pipe is ours to give.
            raise BrokenPipeError

    if width is None and not stream.isatty() and not os.environ.get("COLUMNS"):
        width = PLAIN_WIDTH
    return Screen(
        file=stream,
        width=width,
        markup=False,
        emoji=False,
        highlight=False,
        no_color=no_color or None,
        force_terminal=stream.isatty(),
    )


def plural(count: int, noun: str) -> str:
    """A count with its noun.

    >>> plural(1, "claim"), plural(1200, "claim")
    ('1 claim', '1,200 claims')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
