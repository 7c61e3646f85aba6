"""Reads what a page declares about who may read and use its article: access, licence, reservation of mining."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

from extractors.metadata.address import web_address
from extractors.metadata.schema import Object, addresses, words
from extractors.metadata.statements import Found, Statements
from extractors.models import Access, Tdm

_FALSE = re.compile(r"(?:https?://schema\.org/)?(?:false|no|0)", re.IGNORECASE)
_TRUE = re.compile(r"(?:https?://schema\.org/)?(?:true|yes|1)", re.IGNORECASE)
#: Facebook's words for it. A metered article is free only for those who have not read much else.
_TIERS: dict[str, Access] = {"free": "free", "metered": "paywalled", "locked": "paywalled"}
#: A notice such as "© The Courier" or "All rights reserved" licences nothing.
_LICENCE = re.compile(
    r"creative\s?commons|\bcc[\s-](?:by|0)|licen[cs]|лиценз|public domain|gemeinfrei", re.IGNORECASE
)
_LONGEST_LICENCE = 300
_ADDRESS = re.compile(r"https?://\S+|/\S+")


def access(page: Statements) -> Found | None:
    """
    Return whether the article is free, by schema.org's isAccessibleForFree, else by Facebook's content tier.

    Only what is declared: words such as "subscribe" say nothing about this article.
    """
    sources = ((page.articles, "json-ld"), (page.marked, "microdata"), ([page.loose], "microdata"))
    for articles, found_in in sources:
        stated = {
            _is_free(part.get("isAccessibleForFree")) for one in articles for part in _parts(one)
        }
        if stated & {True, False}:
            return Found("paywalled" if False in stated else "free", found_in)
    tiers = page.stated("article:content_tier", "og:article:content_tier")
    known = (one for one in tiers if one.value.lower() in _TIERS)
    return next((one._replace(value=_TIERS[one.value.lower()]) for one in known), None)


def licence(page: Statements) -> Found | None:
    """Return the licence as declared, an address or words; a notice such as "All rights reserved" is none."""
    stated = chain(
        page.said("license"),
        (Found(one, "link") for one in page.markup.targets("license")),
        page.stated("dcterms.license", "dc.rights.license", "dc.rights", "dcterms.rights"),
    )
    for found in stated:
        for one in (*addresses(found.value), words(found.value) or ""):
            address = web_address(one, page.url) if _ADDRESS.fullmatch(one) else None
            if len(one) <= _LONGEST_LICENCE and (address or _LICENCE.search(one)):
                return found._replace(value=address or one)
    return None


def tdm(page: Statements) -> Found | None:
    """
    Return what TDMRep's `tdm-reservation` says, the protocol made for article 4(3) of Directive (EU) 2019/790.

    "noai" among the words for robots is left alone: it is a wish about one use, and no standard says whose right it
    reserves.
    """
    meant: dict[str, Tdm] = {"1": "reserved", "0": "unreserved"}
    stated = page.stated("tdm-reservation")
    return next(
        (one._replace(value=meant[one.value]) for one in stated if one.value in meant), None
    )


def _parts(part: Object) -> Iterator[Object]:
    yield part
    inside = part.get("hasPart")
    for one in inside if isinstance(inside, list) else [inside]:
        if isinstance(one, dict):
            yield one


def _is_free(stated: Any) -> bool | None:
    if isinstance(stated, list):
        stated = next(iter(stated), None)
    if isinstance(stated, bool):
        return stated
    if isinstance(stated, int | str):
        text = str(stated).strip()
        return False if _FALSE.fullmatch(text) else True if _TRUE.fullmatch(text) else None
    return None
