"""schema.org descriptions inside pages, for search engines and other readers of JSON-LD.

Only what the editors know from reference works is said of a thing itself. What speakers say is
given as ``schema:Claim`` with its author, never as a property of the thing: so an event gets no
organizer, no date and no place here, and is a ``Thing`` with our class as its additional type, for
a ``schema:Event`` is one that happens.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kg import iris
from kg.claims import Claim
from kg.pages._links import web_address

_CONTEXT = "https://schema.org"
_ACTORS = {
    "Person": "Person",
    "Organization": "Organization",
    "Government": "GovernmentOrganization",
}
#: Claims in one description.
_MOST = 50


def entity(data: Mapping[str, Any], claims: Iterable[Claim]) -> dict[str, Any]:
    """An entity by its reference knowledge, and the claims that name it."""
    thing: dict[str, Any] = {
        "@id": data["iri"],
        "@type": _type(data),
        "name": _texts(data["labels"]),
    }
    if data["kind"] not in ("actor", "place"):
        thing["additionalType"] = f"{iris.AE}{data['kind'].capitalize()}"
    if data["aliases"]:
        thing["alternateName"] = _texts(data["aliases"])
    if data["definition"]:
        thing["description"] = data["definition"]
    same = [
        item["object"]["iri"]
        for item in data["matches"]
        if item["match"] == "exact" and web_address(item["object"]["iri"])
    ]
    if same:
        thing["sameAs"] = same
    return {"@context": _CONTEXT, "@graph": [thing, *_claims(claims, data["iri"])]}


def _type(data: Mapping[str, Any]) -> str:
    if data["kind"] == "place":
        return "Place"
    for item in data["types"]:
        name = item["iri"].rsplit("#", 1)[-1]
        if data["kind"] == "actor" and name in _ACTORS:
            return _ACTORS[name]
    return "Thing"


def _texts(items: Iterable[Mapping[str, str]]) -> list[Any]:
    return [
        {"@value": item["text"], "@language": item["lang"]} if item["lang"] else item["text"]
        for item in items
    ]


def _claims(claims: Iterable[Claim], about: str | None = None) -> list[dict[str, Any]]:
    return [claim_node(claim, about) for claim in list(claims)[:_MOST]]


def claim_node(claim: Claim, about: str | None = None) -> dict[str, Any]:
    """A claim: whose it is, where it stands, and what it says in one sentence that names them."""
    node: dict[str, Any] = {
        "@id": claim.iri,
        "@type": "Claim",
        "text": f"{claim.attribution()}: {'; '.join(map(str, claim.propositions))}",
        "author": {"@id": claim.speaker, "name": claim.speaker_label},
        "appearance": {"@id": claim.source, "@type": "CreativeWork", "name": claim.source_label},
    }
    if about:
        node["about"] = {"@id": about}
    if claim.quotes:
        node["citation"] = [quote.exact for quote in claim.quotes]
    return node


def claim(found: Claim) -> dict[str, Any]:
    """A claim on a page of its own."""
    return {"@context": _CONTEXT, "@graph": [claim_node(found)]}


def source(data: Mapping[str, Any]) -> dict[str, Any]:
    """A source by its metadata."""
    kinds = [
        local
        for item in data["types"]
        if (local := item["iri"]).startswith(iris.PREFIXES["schema"])
    ]
    work: dict[str, Any] = {
        "@id": data["iri"],
        "@type": kinds[0].removeprefix(iris.PREFIXES["schema"]) if kinds else "CreativeWork",
        "name": data["title"] or data["label"],
    }
    for name, values in (("author", data["authors"]), ("publisher", data["publishers"])):
        if values:
            work[name] = [{"@id": item["iri"], "name": item["label"]} for item in values]
    if data["language"]:
        work["inLanguage"] = data["language"]
    if data["url"] and web_address(data["url"]):
        work["url"] = data["url"]
    return {"@context": _CONTEXT, "@graph": [work]}


def dataset(title: str, description: str, base: str, licence: str) -> dict[str, Any]:
    """The dataset as a whole, for dataset search."""
    return {
        "@context": _CONTEXT,
        "@type": "Dataset",
        "@id": f"{iris.ID}dataset/actors-events",
        "name": title,
        "description": description,
        "license": licence,
        "url": f"{base}/",
    }
