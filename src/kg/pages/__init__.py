"""The dataset as pages: for people as HTML, for programs as JSON, CSV and RDF. No HTTP in it.

>>> import kg
>>> g = kg.open()                                                            # doctest: +SKIP
>>> page = find(g, "/page/actor/mek", {}, "http://127.0.0.1:7878")            # doctest: +SKIP
>>> html = render(page, "text/html", "http://127.0.0.1:7878", None)           # doctest: +SKIP

A page's ``data`` is everything that it shows, and is the JSON answer; templates write the same data
as HTML. They run no script and load nothing but one stylesheet (:func:`static`), so a server can
send a strict Content-Security-Policy with them. Texts, labels and IRIs may be hostile: templates
escape everything, only ``http`` and ``https`` addresses become links, and what reorders text is
isolated.
"""

from __future__ import annotations

from kg.pages._describing import rdf
from kg.pages._links import page_path
from kg.pages._page import JSON, NotFound, Page
from kg.pages._problems import problem
from kg.pages._rendering import prepare, render, static
from kg.pages._routes import find
from kg.pages._sitemap import sitemap

__all__ = [
    "JSON",
    "NotFound",
    "Page",
    "find",
    "page_path",
    "prepare",
    "problem",
    "rdf",
    "render",
    "sitemap",
    "static",
]
