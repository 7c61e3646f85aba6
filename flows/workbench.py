"""
What `topicwire topics ...` does: rules and words tried on the stored articles, and verdicts on them.

Only reads the store, but for verdicts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from extractors.errors import TopicwireError
from extractors.models import Article
from extractors.topics.checks import Finding, check, count_words
from extractors.topics.matcher import Tagger
from extractors.topics.near_misses import NearMiss, near_misses
from extractors.topics.pack import Pack, Rule, Topic
from extractors.topics.packfile import load_pack, parse_rule, read_pack, read_pack_files
from extractors.topics.proposals import Proposal, propose
from extractors.topics.scores import Comparison, Score, score
from flows.retagging import Moves, moves_of
from flows.settings import Settings
from flows.workers import Retagged
from storage import articles, tags, verdicts
from storage.database import opened, writing
from storage.verdicts import Judged

#: Stored articles in which `check` counts how common each word is: the latest.
_LATEST = 2000

#: Passes articles on and shows how many have been.
Watch = Callable[[Iterable[Article], int], Iterable[Article]]


class AskedError(TopicwireError):
    """What was asked for cannot be understood, or is not there."""


@dataclass(frozen=True, kw_only=True)
class CheckReport:
    """What `topics check` found."""

    pack: Pack
    findings: tuple[Finding, ...]
    #: Patterns by language.
    words: dict[str, int]
    #: Articles that words were counted in.
    articles: int


def check_topics(settings: Settings) -> CheckReport:
    """
    Return what is wrong with the topics file, its examples run, and its words counted in the latest articles.

    Raises:
        ConfigError: it cannot be read at all.
    """
    files = read_pack_files(settings.topics)
    pack = read_pack(files)
    latest = []
    if settings.data.database.exists():
        with opened(settings.data) as db:
            latest = articles.newest_originals(db, topic=None, limit=_LATEST)
    return CheckReport(
        pack=pack,
        findings=tuple(check(pack, files, latest)),
        words=dict(count_words(pack)),
        articles=len(latest),
    )


def try_on_archive(
    settings: Settings, asked: str, *, topic: str | None, since: datetime | None, watch: Watch
) -> Moves:
    """
    Return which articles would gain and lose a topic; nothing is stored.

    *asked* is a topic's name: today's file against the tags that are stored. Or a rule: as one more of *topic*, or
    by itself.

    Raises:
        AskedError: it is neither.
    """
    pack = load_pack(settings.topics)
    names = [known.name for known in pack.topics]
    if asked in names and topic:
        raise AskedError(f"{asked!r} is a topic by itself: leave --topic out, or give a rule")
    if asked in names:
        return _moves(settings, _only(pack, asked), None, since, watch)
    if re.fullmatch(r"[\w-]+", asked) and asked not in _concepts(pack):
        raise AskedError(
            f"There is no topic and no concept {asked!r}."
            f" Topics: {', '.join(names)}; words of your own go in quotes: \"'harbour*'\""
        )
    rule = Rule(
        name="tried", written=asked, when=parse_rule(asked, _concepts(pack), _pointing(asked))
    )
    if topic:
        before = _only(pack, topic)
        known = before.topics[0]
        after = replace(before, topics=(replace(known, rules=(*known.rules, rule)),))
        return _moves(settings, after, before, since, watch)
    alone = Topic(name="tried", title="Tried", description="A rule that is tried", rules=(rule,))
    return _moves(settings, replace(pack, topics=(alone,)), None, since, watch)


def misses(
    settings: Settings, topic: str, *, since: datetime | None, most: int, watch: Watch
) -> list[tuple[Article, NearMiss]]:
    """
    Return the articles without *topic* that are nearest to having it, each with its nearest miss.

    By today's topics file. Copies are left out.
    """
    pack = load_pack(settings.topics)
    tagger = Tagger(_only(pack, topic))
    wanted = tagger.topics[0]
    found = []
    for article in _read(settings, since, watch):
        is_copy = article.record and article.record.copy_of
        if not is_copy and (nearest := near_misses(article, wanted, tagger)):
            found.append((article, nearest[0]))
    return sorted(found, key=lambda one: one[1].rank)[:most]


def suggestions(
    settings: Settings, topic: str, *, since: datetime | None, most: int, watch: Watch
) -> list[Proposal]:
    """
    Return words that articles with *topic*, as tags are stored, use and others do not, and the file has not.

    Raises:
        AskedError: there are too few articles with it, or none without.
    """
    pack = load_pack(settings.topics)
    originals = [
        article
        for article in _read(settings, since, watch)
        if article.record and not article.record.copy_of
    ]
    tagged = [article for article in originals if topic in article.topics]
    others = [article for article in originals if topic not in article.topics]
    if len(tagged) < 5 or not others:
        raise AskedError(
            f"{len(tagged)} of {len(originals)} articles have the topic {topic!r}: too few to learn from."
            " At least five with it, and some without, are needed"
        )
    return propose(tagged, others, Tagger(pack), most=most)


def label(settings: Settings, id: int, written: Sequence[str]) -> Judged:
    """
    Keep that article *id* should have each topic written `+topic`, and should not have each written `-topic`.

    Raises:
        AskedError: there is no such article or topic, or one has no sign.
    """
    names = [topic.name for topic in load_pack(settings.topics).topics]
    given: dict[str, bool] = {}
    for one in written:
        sign, name = one[:1], one[1:]
        if sign not in ("+", "-"):
            raise AskedError(
                f"{one!r} has no sign. Write +{one} where the article is of it, -{one} where not"
            )
        if name not in names:
            raise AskedError(f"There is no topic {name!r}. There are: {', '.join(names)}")
        given[name] = sign == "+"
    with opened(settings.data) as db, writing(db):
        if articles.article(db, id) is None:
            raise AskedError(f"There is no article {id}. `topicwire list` shows what there is")
        verdicts.give(db, id, given, now=datetime.now(UTC))
        return verdicts.judged(db, id)[-1]


def labels(settings: Settings) -> list[Judged]:
    """Return all verdicts, by article."""
    with opened(settings.data) as db:
        return verdicts.judged(db)


@dataclass(frozen=True, kw_only=True)
class ScoreReport:
    """The topics file of today against the verdicts."""

    pack: Pack
    #: By topic and language; `all` sums up.
    scores: dict[tuple[str, str], Score]
    articles: int
    #: Where the two differ: id, title, topic, and whether it is wanted.
    errors: tuple[tuple[int, str, str, bool], ...]


def score_topics(settings: Settings) -> ScoreReport:
    """
    Return precision and recall by topic and language, each judged text tagged by today's file.

    Raises:
        AskedError: nothing was judged yet.
    """
    pack = load_pack(settings.topics)
    tagger = Tagger(pack)
    comparisons: list[Comparison] = []
    errors: list[tuple[int, str, str, bool]] = []
    for one in labels(settings):
        given = frozenset(tagger.tag(one.article).topics)
        comparisons.append(
            Comparison(language=one.article.language, verdicts=one.verdicts, given=given)
        )
        errors += [
            (one.id, one.article.title, topic, is_wanted)
            for topic, is_wanted in one.verdicts.items()
            if (topic in given) != is_wanted
        ]
    if not comparisons:
        raise AskedError(
            "No article was judged yet. Begin with: topicwire topics label ID +topic -topic"
        )
    return ScoreReport(
        pack=pack, scores=score(comparisons), articles=len(comparisons), errors=tuple(errors)
    )


def pack_source(settings: Settings, prefix: str) -> str:
    """
    Return the topics file whose sha256 begins with *prefix*, word for word.

    Raises:
        AskedError: there is none, or more than one.
    """
    with opened(settings.data) as db:
        found = tags.sources_of_packs(db, prefix.lower())
    if len(found) != 1:
        count = "none" if not found else f"{len(found)}"
        raise AskedError(
            f"Of the topics files that were used, {count} has a sha256 that begins with {prefix!r}."
            " `topicwire topics history` lists them"
        )
    return found[0][1]


def moment_of(written: str, *, now: datetime) -> datetime:
    """
    Return the point in time that `90d`, `2w`, `12h` (before *now*) or `2026-01-31` stands for, in UTC.

    Raises:
        ValueError: it stands for none.
    """
    if ago := re.fullmatch(r"(\d{1,5})([hdw])", written):
        unit = {"h": "hours", "d": "days", "w": "weeks"}[ago[2]]
        return now - timedelta(**{unit: int(ago[1])})
    moment = datetime.fromisoformat(written)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _concepts(pack: Pack) -> list[str]:
    return [concept.name for concept in pack.concepts]


def _pointing(asked: str) -> Callable[[str, str, int], Any]:
    """Return what makes an error that shows the place in a rule."""

    def error(problem: str, remedy: str, at: int) -> AskedError:
        return AskedError(f"{problem}. {remedy}\n  {asked}\n  {' ' * at}^")

    return error


def _only(pack: Pack, topic: str) -> Pack:
    return replace(pack, topics=tuple(known for known in pack.topics if known.name == topic))


def _moves(
    settings: Settings, after: Pack, before: Pack | None, since: datetime | None, watch: Watch
) -> Moves:
    """Return what articles gain and lose under *after* that they had under *before*, or have stored."""
    tagger, old = Tagger(after), Tagger(before) if before else None
    topics = {topic.name for topic in after.topics}
    moves = Moves()
    for article in _read(settings, since, watch):
        was = old.tag(article) if old else _having(article, topics)
        new = tagger.tag(article)
        id = article.record.id if article.record else 0
        retagged = [Retagged(id=id, before=was, after=new)] if was.topics != new.topics else []
        moves += replace(moves_of(retagged), articles=1)
    return moves


def _having(article: Article, topics: set[str]) -> Article:
    return replace(article, evidence=tuple(one for one in article.evidence if one.topic in topics))


def _read(settings: Settings, since: datetime | None, watch: Watch) -> Iterator[Article]:
    with opened(settings.data) as db:
        yield from watch(articles.articles(db, since=since), articles.count(db, since=since))
