"""The files of the explorer's page: found by name, never by a path that a client gives.

The page's modules import each other by relative addresses, so all of them lie under one address
that changes whenever any of them does; what lies under it never changes and is kept by browsers.
"""

from __future__ import annotations

import mimetypes
from functools import cached_property
from hashlib import sha256
from pathlib import Path

_FOLDER = Path(__file__).resolve().parent / "static"
_TYPES = {".js": "text/javascript", ".css": "text/css", ".json": "application/json",
          ".html": "text/html", ".svg": "image/svg+xml", ".txt": "text/plain",
          ".woff2": "font/woff2"}  # fmt: skip


class Files:
    """All files under one folder.

    :param folder: the page's own, unless a test has another.
    """

    def __init__(self, folder: Path = _FOLDER) -> None:
        self._folder = folder

    @cached_property
    def _paths(self) -> dict[str, Path]:
        found = (path for path in sorted(self._folder.rglob("*")) if path.is_file())
        return {path.relative_to(self._folder).as_posix(): path for path in found}

    @cached_property
    def version(self) -> str:
        """A digest of all names and contents: the address under which they lie."""
        whole = sha256()
        for name, path in self._paths.items():
            whole.update(f"{name}\n{sha256(path.read_bytes()).hexdigest()}\n".encode())
        return whole.hexdigest()[:12]

    def get(self, name: str) -> tuple[str, bytes] | None:
        """Media type and content of a file, or None."""
        path = self._paths.get(name)
        if path is None:
            return None
        media = _TYPES.get(path.suffix) or mimetypes.guess_type(name)[0]
        if media is None:
            media = "application/octet-stream"
        text = media.startswith("text/") or media in ("application/json", "image/svg+xml")
        return f"{media}; charset=utf-8" if text else media, path.read_bytes()

    def page(self) -> bytes:
        """The page itself, with the address of its files in it."""
        text = (self._folder / "index.html").read_text("utf-8")
        return text.replace("{version}", self.version).encode("utf-8")
