"""
Rewrites XHTML as HTML: `<script src="a.js"/>` is whole in one, and in the other the rest of the page is its text.

Most pages that declare XHTML are not well-formed and are read as HTML by browsers; those are left alone.
"""

from __future__ import annotations

import re
from html import unescape

from lxml import etree

_DECLARED = re.compile(
    r"\s*<\?xml\s|\s*(?:<!DOCTYPE[^>]*>\s*)?<html[^>]*\sxmlns\s*=", re.IGNORECASE
)
#: XML knows five by name; lxml would need the DTD for the others.
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)(\w{2,30});")
_PROLOG = re.compile(r"\s*<\?xml[^>]*\?>")


def as_html(source: str) -> str:
    """Return a page in XHTML as the same page in HTML, and any other *source* as it is."""
    if not _DECLARED.match(source):
        return source
    # Entities stay as they are written, whatever a DTD inside says, and nothing is fetched.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_pis=True)
    # The characters were decoded before: what the prolog says of them does not hold any more.
    written = _NAMED.sub(lambda entity: unescape(entity[0]), _PROLOG.sub("", source, count=1))
    try:
        tree = etree.fromstring(written.encode("utf-8", "replace"), parser=parser)
    except etree.XMLSyntaxError:
        return source
    return str(etree.tostring(tree, encoding="unicode", method="html"))
