"""
Measures how well and how fast articles are tagged, and how long the archive takes to be tagged anew.

    python -m tests.benchmarks.topics [--articles N] [--rounds N]

Speeds are of one core, for articles of 600 words: real news of all kinds, and invented copy in which every sentence is of
the beat. The peers, in the same run: the pack's own patterns as plain Python regexes, which find words and decide
nothing, and trafilatura's extraction of the pages. Exit code 1 without the labelled data; a target that is missed is
said, the floors are the tests' business.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain, cycle, islice
from pathlib import Path
from typing import Any

from trafilatura import bare_extraction

from extractors.models import Article, RawDocument
from extractors.page.article import read_article
from extractors.topics.fold import searchable
from extractors.topics.matcher import Tagger
from extractors.topics.pack import Pack
from extractors.topics.packfile import SHIPPED, load_pack
from flows import retagging, walk
from flows.settings import load_settings
from storage import articles, tags
from storage.database import opened, writing
from storage.folder import DataFolder
from tests.benchmarks import labelled
from tests.conftest import SHARED

_WORDS = 600
_DEVSET = SHARED / "devset"


def main() -> None:
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--articles", type=int, default=100_000, help="stored articles to tag anew")
    parser.add_argument("--rounds", type=int, default=3, help="the best of so many counts")
    options = parser.parse_args()
    pages = labelled.pages()
    if not pages or not _DEVSET.is_dir():
        sys.exit(f"There is nothing to measure with: the labelled data in {SHARED} is absent.")
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    print(
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before, Python {platform.python_version()}"
    )
    pack = load_pack(SHIPPED["csto"])
    tagger = Tagger(pack)
    invented = _devset()
    _print_scores(tagger, invented)

    news = _of_600_words([page.text for page in pages])
    beat = _of_600_words([article.text for article in invented.values()])
    regexes = _plain_regexes(pack)
    by_page = _seconds(
        lambda page: bare_extraction(page, with_metadata=True),
        [page.content for page in pages],
        options.rounds,
    )
    print(
        f"\n{'articles of 600 words':<28}{'tagged/s':>9}{'regexes/s':>11}{'ratio':>7}{'of extraction':>15}"
    )
    for name, texts in (("news of all kinds", news), ("nothing but the beat", beat)):
        ours = _seconds(tagger.tag, texts, options.rounds)
        plain = _seconds(lambda article: _found(article, regexes), texts[:20], 1)
        print(
            f"{name:<28}{1 / ours:>9,.0f}{1 / plain:>11,.0f}{plain / ours:>7.0f}{ours / by_page:>14.1%}"
        )
    print("of extraction: its time in that of trafilatura's, default with metadata, for a page")
    print()
    _retag("a tenth of them", [*news, *beat[:11]], options.articles)
    _retag("half of them", [*news, *beat], options.articles)


def _devset() -> dict[str, Article]:
    """Return the labelled articles by file, extracted."""
    found = {}
    read_at = datetime(2025, 1, 1, tzinfo=UTC)
    for line in (_DEVSET / "gold.jsonl").read_text("utf-8").splitlines():
        file = json.loads(line)["file"]
        path = _DEVSET / "articles" / file
        article = read_article(
            RawDocument(content=path.read_bytes(), location=path.as_uri(), read_at=read_at)
        )
        if isinstance(article, Article):
            found[file] = article
    return found


def _print_scores(tagger: Tagger, invented: dict[str, Article]) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as predictions:
        for file, article in invented.items():
            topics = list(tagger.tag(article).topics)
            row = {"file": file, "title": article.title, "text": article.text, "topics": topics}
            predictions.write(json.dumps(row) + "\n")
        predictions.flush()
        scorer = [sys.executable, str(_DEVSET / "score.py"), predictions.name]
        told = subprocess.run(scorer, capture_output=True, text=True, check=True).stdout
    wanted = (
        r"(articles|topics:| {3}\S|micro|macro_f1|exact_match|clean_negatives|languages|by_lang)"
    )
    print("\n".join(line for line in told.splitlines() if re.match(wanted, line)))


def _of_600_words(texts: Sequence[str]) -> list[Article]:
    """Return articles of some 600 words each, made of the paragraphs of *texts* in order, a hundred of them."""
    paragraphs = [line for text in texts for line in text.split("\n") if line.strip()]
    made: list[Article] = []
    lines: list[str] = []
    for line in islice(cycle(paragraphs), 100_000):
        lines.append(line)
        if sum(len(one.split()) for one in lines) >= _WORDS:
            made.append(Article(title=lines[0][:80], text="\n".join(lines)))
            lines = []
        if len(made) == 100:
            break
    return made


def _plain_regexes(pack: Pack) -> list[re.Pattern[str]]:
    """Return one regex for each list of the pack, an alternative for each of its patterns."""
    lists = chain.from_iterable(
        (concept.words, concept.later, concept.others) for concept in pack.concepts
    )
    found = []
    for patterns in (*lists, *(topic.cancel for topic in pack.topics)):
        texts = {
            one.regex or one.key.strip() + ("" if one.key.endswith(" ") else r"\w*")
            for one in patterns
        }
        if texts:
            found.append(re.compile(rf"\b(?:{'|'.join(sorted(texts, key=len, reverse=True))})\b"))
    return found


def _found(article: Article, regexes: Sequence[re.Pattern[str]]) -> int:
    words = searchable(f"{article.title}\n{article.text}").words
    return sum(1 for regex in regexes for _ in regex.finditer(words))


def _seconds(work: Callable[[Any], object], given: Sequence[Any], rounds: int) -> float:
    """Return the CPU seconds that *work* takes for one of *given*: the best of so many rounds."""
    best = float("inf")
    for _ in range(rounds):
        started = time.process_time()
        for one in given:
            work(one)
        best = min(best, (time.process_time() - started) / len(given))
    return best


def _retag(share: str, texts: Sequence[Article], count: int) -> None:
    """Store *count* articles untagged, *share* nothing but the beat, tag them by the flow's steps, print the wall time."""
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(folder=Path(folder), data=Path(folder) / "var", environ={})
        settings = replace(settings, topics=SHIPPED["csto"])
        _fill(settings.data, texts, count)
        started = time.monotonic()
        batches, pack = retagging.begin(settings, dry_run=False)
        moves = retagging.Moves()
        with walk.workers_for(settings, [1] * count) as workers:
            for batch in batches:
                moves += retagging.tag_anew(
                    settings, batch, pack=pack, workers=workers, dry_run=False
                )
        seconds = time.monotonic() - started
        gained = sum(moves.gained.values())
        print(
            f"{moves.articles:,} stored articles, {share} nothing but the beat, tagged anew in {seconds:.1f} s"
            f" by {settings.workers} workers: {gained:,} topics gained"
        )


def _fill(data: DataFolder, texts: Sequence[Article], count: int) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    with opened(data) as db:
        with writing(db):
            for number, article in enumerate(texts):
                one = replace(article, text=f"{article.text}\nNumber {number}.")
                articles.save(
                    db,
                    one,
                    given="in",
                    location=f"file:///{number}",
                    document="d",
                    tagged_with="",
                    now=now,
                )
        # The rest in one statement: their texts repeat, which a store would call copies; no matter here.
        with writing(db):
            columns = [
                name
                for name in db.table("article").columns_dict
                if name not in ("id", "guid", "key", "url", "changed")
            ]
            listed = ", ".join(columns)
            db.execute(
                f"""
                WITH RECURSIVE n(i) AS (SELECT {len(texts)} UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {count})
                INSERT INTO article (guid, key, changed, {listed})
                SELECT 'g' || i, 'k' || i, 'c' || i, {listed}
                FROM n JOIN article ON article.id = 1 + n.i % {len(texts)}
                """
            )
            db.execute("INSERT OR IGNORE INTO tagging SELECT id, '' FROM article")
        assert tags.spans(db, count)[0][1] == count


if __name__ == "__main__":
    main()
