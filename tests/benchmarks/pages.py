"""
Pages to measure with, each an article of its own: real ones reprinted with small changes, else invented ones.

The same number always gives the same bytes.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

_REAL = Path(__file__).resolve().parents[3] / "shared" / "pages" / "html"

_PARAGRAPH = re.compile(rb"<p\b[^>]*>(.*?)</p>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(rb"<[^>]*>")
_ADDRESS_TAG = re.compile(rb"<(?:link|meta)\b[^>]*(?:canonical|og:url)[^>]*>", re.IGNORECASE)
_ADDRESS = re.compile(rb"""https?://[^"'\s>]+""")

#: The longest alone is furniture on 20 of the 96 real pages, all three on 5: their reprints are copies.
_CHANGED_PARAGRAPHS = 3

#: Every fourth page covers topics of the shipped pack.
_ON_THE_BEAT = 4


def write_pages(folder: Path, *, count: int) -> str:
    """Write *count* pages into *folder*, and return in words what they are."""
    originals = real_pages()
    for number, page in enumerate(islice(endless(originals), count)):
        (folder / f"{number:05}.html").write_bytes(page)
    if originals:
        return (
            f"reprints of {len(originals)} real pages (../shared), each with a sentence of its own"
        )
    return "invented pages (there are no real ones in ../shared)"


def real_pages() -> list[bytes]:
    """Return the pages of ../shared as they came; none where that is absent."""
    return [gzip.decompress(path.read_bytes()) for path in sorted(_REAL.glob("*.html.gz"))]


def endless(originals: list[bytes]) -> Iterator[bytes]:
    """Yield pages without end, no two with the same words: reprints of *originals*, or invented if there are none."""
    if not originals:
        yield from _invented()
    for number, page in enumerate(cycle(originals)):
        yield _reprint(page, number)


def _reprint(page: bytes, number: int) -> bytes:
    """Return *page* at another address, with one more sentence in its longest paragraphs."""
    moved = _ADDRESS_TAG.sub(lambda tag: _ADDRESS.sub(_with_query(number), tag[0]), page)
    longest = sorted(_PARAGRAPH.finditer(moved), key=_written, reverse=True)[:_CHANGED_PARAGRAPHS]
    for end in sorted((found.end(1) for found in longest), reverse=True):
        moved = moved[:end] + b" " + _sentence(number).encode() + moved[end:]
    return moved


def _written(paragraph: re.Match[bytes]) -> int:
    return len(_TAG.sub(b"", paragraph[1]))


def _with_query(number: int) -> bytes:
    return rb"\g<0>?reprint=%d" % number


def _sentence(number: int) -> str:
    if number % _ON_THE_BEAT:
        return f"This is reprint {number} of the page, and all else in it is as it was set before."
    return (
        f"In reprint {number} the secretariat says that the CSTO keeps its door open to new members"
        " and would send peacekeepers to the border if the member states agreed."
    )


_NOUNS = [
    "harbour", "council", "bridge", "market", "ferry", "school",
    "orchard", "railway", "library", "museum", "valley", "mayor",
]  # fmt: skip
_VERBS = [
    "opened", "delayed", "praised", "repaired", "counted",
    "visited", "painted", "measured", "moved", "closed",
]  # fmt: skip
_TAILS = (
    "before the end of the week",
    "after a long debate in the town hall",
    "although the money had been promised to others",
    "as it had done every spring since the flood",
    "while the neighbours waited for an answer",
)
_STYLE = "".join(
    f".block-{n} .item-{n * 7} {{ margin: {n}px auto; color: #{n:06x} }}\n" for n in range(300)
)
_SCRIPT = "".join(
    f'window.queue.push(["slot-{n}", {{"size": [{n}, 250], "lazy": true}}]);\n' for n in range(350)
)


def _invented() -> Iterator[bytes]:
    number = 0
    while True:
        yield _page(number, random.Random(number)).encode()
        number += 1


def _page(number: int, dice: random.Random) -> str:
    """Return a page of 70 to 150 kB, most of it, as everywhere, not article."""
    title = f"{_claim(dice)[:-1]}, part {number}"
    address = f"https://courier.example/news/{number}"
    author = f"Nora Sample{'abcdefgh'[number % 8]}"
    stated = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "datePublished": f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}T{number % 24:02}:30:00+02:00",
        "author": {"@type": "Person", "name": author},
        "publisher": {"@type": "Organization", "name": "The Courier"},
    }
    paragraphs = [_paragraph(dice) for _ in range(dice.randint(8, 30))]
    paragraphs.insert(2, _sentence(number))
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title} | The Courier</title>
<link rel="canonical" href="{address}"><meta property="og:url" content="{address}">
<meta property="og:title" content="{title}"><meta property="og:site_name" content="The Courier">
<meta name="description" content="{_claim(dice)}"><style>{_STYLE}</style>
<script type="application/ld+json">{json.dumps(stated)}</script><script>{_SCRIPT}</script></head>
<body><header><nav><ul class="menu">{_links(dice, 120)}</ul></nav></header>
<main><article><h1>{title}</h1><div class="byline">By {author}</div>
{"".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)}
</article><aside class="related"><h2>More stories</h2>{_teasers(dice)}</aside></main>
<footer><ul>{_links(dice, 60)}</ul><p>Copyright The Courier. All rights reserved.</p></footer></body></html>"""


def _claim(dice: random.Random) -> str:
    first, second = dice.sample(_NOUNS, 2)
    return f"The {first} {dice.choice(_VERBS)} the {second} {dice.choice(_TAILS)}."


def _paragraph(dice: random.Random) -> str:
    return " ".join(_claim(dice) for _ in range(dice.randint(2, 7)))


def _links(dice: random.Random, count: int) -> str:
    words = (dice.choice(_NOUNS) for _ in range(count))
    return "".join(
        f'<li class="menu-item"><a href="/section/{word}/{at}" data-track="nav-{at}">{word.title()}</a></li>'
        for at, word in enumerate(words)
    )


def _teasers(dice: random.Random) -> str:
    return "".join(
        f'<div class="card card-{at}"><a href="/news/old-{at}"><img src="/img/{at}.jpg" alt="">'
        f"<h3>{_claim(dice)}</h3></a><p>{_claim(dice)}</p></div>"
        for at in range(dice.randint(20, 220))
    )
