"""A page as bytes: HTML by templates, JSON, CSV."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from markupsafe import Markup, escape

from kg import iris
from kg.errors import UsageError
from kg.pages._links import page_path, web_address
from kg.pages._lists import LIST_OF
from kg.pages._page import Page
from kg.views.wording import clean

if TYPE_CHECKING:
    from jinja2 import Environment

_FOLDER = Path(__file__).parent / "templates"
_STATIC = Path(__file__).parent / "static"

#: Formats of RDF, by suffix, with what people call them.
_RDF = {
    "ttl": ("text/turtle", "Turtle"),
    "jsonld": ("application/ld+json", "JSON-LD"),
    "nt": ("application/n-triples", "N-Triples"),
    "rdf": ("application/rdf+xml", "RDF/XML"),
    "trig": ("application/trig", "TriG"),
}
# UAX 9, section 2: characters that reorder what follows them. Where no element can isolate them,
# as in a title or an attribute, they are left out.
_BIDI = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C))


def render(page: Page, media: str, base: str, lens: str | None) -> bytes:
    """A page in a format.

    :param media: ``text/html``, ``application/json`` or ``text/csv``.
    :param base: address of the server.
    :param lens: short form of the lens that links keep.
    :raises UsageError: for another media type, or CSV of a page that is no list.
    """
    if media == "application/json":
        text = json.dumps(page.data, ensure_ascii=False, indent=1)
        return text.encode("utf-8", "backslashreplace") + b"\n"
    if media == "text/csv":
        if page.table is None:
            raise UsageError("This page has no table.", cure="Ask for HTML or JSON.")
        return _csv(page)
    if media != "text/html":
        raise UsageError(
            f"A page cannot be {media!r}.", cure="One of text/html, application/json, text/csv."
        )
    return _html(page, base, lens).encode("utf-8", "replace")


def _csv(page: Page) -> bytes:
    """RFC 4180, with the header line that its section 2 allows."""
    assert page.table is not None
    columns, rows = page.table
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8", "replace")


def _html(page: Page, base: str, lens: str | None) -> str:
    prefix = urlsplit(base).path.rstrip("/")

    def to(path: str, **changes: str | None) -> str:
        """The address on this server of a path, with the lens kept."""
        where, hash_sign, fragment = path.partition("#")
        where, _, already = where.partition("?")
        given = [("lens", lens)] if lens and "lens" not in changes else []
        pairs = [*given, *((k, v) for k, v in changes.items())]
        words = "&".join(filter(None, (already, urlencode([(k, v) for k, v in pairs if v]))))
        return f"{prefix}{where}{'?' if words else ''}{words}{hash_sign}{fragment}"

    def here(iri: str | None) -> str | None:
        """The address of the page of a resource, or of a plain web address elsewhere."""
        if not iri:
            return None
        path = page_path(iri)
        return to(path) if path else web_address(iri)

    def local(iri: str | None) -> bool:
        """True when a resource has its page here."""
        return bool(iri and page_path(iri))

    path = str(page.data["path"])
    kept = {k: str(v) for k, v in _mapping(page.data["parameters"]).items() if k != "page"}
    return _environment().get_template(f"{page.template}.html").render(
        d=page.data, title=page.title, describes=page.describes, base=base.rstrip("/"), lens=lens,
        lens_words=page.data["lens"], to=to, here=here, local=local, path=path,
        formats=_formats(page, path, kept), style=to_static(prefix), list_of=LIST_OF,
        paged=lambda number: to(path, **{**kept, "page": number}),
    )  # fmt: skip


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _formats(page: Page, path: str, kept: Mapping[str, str]) -> list[dict[str, Any]]:
    """The other formats of a page: suffix, media type, name, and the parameters to keep."""
    if page.template == "problem":
        return []
    where = "/index" if path == "/" else path
    paging = _mapping(page.data.get("paging"))
    whole = {**kept, "page": "all"} if paging.get("pages", 1) > 1 else dict(kept)
    found = [("json", "application/json", "JSON", whole)]
    if page.table is not None:
        found.append(("csv", "text/csv", "CSV", whole))
    if page.describes:
        found = [(suffix, media, name, {}) for suffix, (media, name) in _RDF.items()] + found
    return [
        {"path": f"{where}.{suffix}", "media": media, "name": name, "parameters": words,
         "rdf": suffix in _RDF}
        for suffix, media, name, words in found
    ]  # fmt: skip


# --- templates ------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
        auto_reload=False,
    )
    made.filters.update(
        code=code, plain=plain, number=number, plural=plural, direction=direction,
        language=language, compact=iris.compact,
        capital=lambda text: text[:1].upper() + text[1:],
    )  # fmt: skip
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": True, "sort_keys": False}
    return made


def _finalize(value: Any) -> Any:
    """What every expression of a template goes through: no character that HTML forbids."""
    if isinstance(value, str) and not isinstance(value, Markup) and _BAD.search(value):
        return clean(value)
    return value


# What :func:`kg.views.wording.clean` replaces; most texts have none of it.
_BAD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def plain(text: str) -> str:
    """Text for where no element can isolate it: without the characters that reorder text."""
    return text.translate(_BIDI)


def code(text: str) -> Markup:
    """Text in which backticks set off code.

    >>> code("`a<b` is <so>")
    Markup('<code>a&lt;b</code> is &lt;so&gt;')
    """
    parts = [escape(clean(part)) for part in text.split("`")]
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if number % 2 else part
        for number, part in enumerate(parts)
    )


def number(value: int) -> str:
    """A number with its thousands apart.

    >>> number(21285)
    '21,285'
    """
    return f"{value:,}"


def plural(count: int, one: str, many: str = "") -> str:
    """A number with its noun.

    >>> plural(1, "claim"), plural(2, "claim"), plural(0, "entity", "entities")
    ('1 claim', '2 claims', '0 entities')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


# ISO 15924 scripts that run from right to left, by the languages that are mostly written in them.
_RIGHT_TO_LEFT = frozenset(
    ("ar", "arc", "azb", "ckb", "dv", "fa", "he", "ku", "mzn", "ps", "sd", "ug", "ur", "yi")
)


def language(tag: str) -> str:
    """A language tag, or nothing where it is none (BCP 47, section 2.1, without the rare forms).

    >>> language("fa-Arab"), language("<b>")
    ('fa-Arab', '')
    """
    return tag if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", tag) else ""


def direction(lang: str) -> str:
    """Direction of a language's script: ``rtl``, ``ltr``, or ``auto`` where none is given.

    >>> direction("fa"), direction("en-GB"), direction("")
    ('rtl', 'ltr', 'auto')
    """
    if not lang:
        return "auto"
    return "rtl" if lang.lower().partition("-")[0] in _RIGHT_TO_LEFT else "ltr"


# --- files ----------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def static() -> Mapping[str, tuple[str, bytes]]:
    """Files that pages load, by name: media type and content.

    A name carries the beginning of the content's SHA-256, so that it may be cached for ever.
    """
    return {
        path.name: ("text/css; charset=utf-8", path.read_bytes())
        for path in sorted(_STATIC.glob("*.css"))
    }


def to_static(prefix: str) -> str:
    """Address of the stylesheet."""
    return f"{prefix}/static/{next(iter(static()))}"


def prepare() -> None:
    """Compile the templates now: processes that are forked afterwards share them."""
    made = _environment()
    for name in made.list_templates(extensions=["html"]):
        made.get_template(name)
    static()
