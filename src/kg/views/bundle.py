"""The page's style and scripts, each one text, from the small files in ``assets``.

The scripts are ES modules. A page opened from a USB stick may not load modules from files (browsers
treat each file as a site of its own), so they are joined into one: imports of each other are
dropped, ``export`` is taken away, and no two of them may define the same name.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

ASSETS = Path(__file__).resolve().parent / "assets"

#: The modules in an order in which each stands after those it uses while it is loaded.
MODULES = (
    "dom", "data", "state", "filtering", "passages", "claims", "panel", "overview", "network",
    "table", "text", "search", "controls", "picture", "main",
)  # fmt: skip

_IMPORT = re.compile(r"^import\b[^;]*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|let|class)\b)", re.MULTILINE)
_NAME = re.compile(r"^(?:export )?(?:async )?(?:function|const|let|class) (\w+)", re.MULTILINE)


@cache
def style() -> str:
    """The style sheet."""
    return (ASSETS / "page.css").read_text("utf-8")


@cache
def script() -> str:
    """All modules as one.

    :raises ValueError: when two modules define one name; a test keeps that from being released.
    """
    defined: dict[str, str] = {}
    parts: list[str] = []
    for name in MODULES:
        text = (ASSETS / f"{name}.js").read_text("utf-8")
        for found in _NAME.findall(text):
            if found in defined:
                raise ValueError(f"{found} is defined in {defined[found]}.js and {name}.js")
            defined[found] = name
        parts.append(_EXPORT.sub("", _IMPORT.sub("", text)))
    return "\n".join(parts)
