"""The shipped pack on labelled articles: a floor under what it finds, and the samples exactly."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from extractors.models import Article, RawDocument
from extractors.page.article import read_article
from extractors.topics.matcher import Tagger
from extractors.topics.packfile import SHIPPED, load_pack

#: Measured .96 for F1 and 1.00 for precision, so the floors are 6 and 5 points below: the 36 articles hold 28 labels, and
#: one article more or less is 2 to 3 points. The rules were written with these articles; on 170 others that nobody had
#: looked at it had .88 and .88. The floor is not the goal. Missed: two articles that never name the organisation.
FLOOR_F1 = 0.90
FLOOR_PRECISION = 0.95
#: Of each topic by itself measured .90 (armenia-membership) to 1.00: one article of 8 to 11 less.
FLOOR_OF_A_TOPIC = 0.80
#: Measured 1.00 of the articles without a topic, and .94 of all that are exact.
FLOOR_CLEAN = 0.94
FLOOR_EXACT = 0.85


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger(load_pack(SHIPPED["csto"]))


def tagged(tagger: Tagger, path: Path) -> Article:
    read_at = datetime(2025, 1, 1, tzinfo=UTC)
    document = RawDocument(content=path.read_bytes(), location=path.as_uri(), read_at=read_at)
    article = read_article(document)
    assert isinstance(article, Article), f"{path.name}: {article}"
    return tagger.tag(article)


@pytest.fixture(scope="module")
def labelled(shared, tagger) -> list[tuple[str, set[str], Article]]:
    """Return id, topics that are right, and the tagged article."""
    lines = (shared / "devset" / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    return [
        (
            gold["id"],
            set(gold["topics"]),
            tagged(tagger, shared / "devset" / "articles" / gold["file"]),
        )
        for gold in map(json.loads, lines)
    ]


def test_devset_stays_above_the_floor(labelled):
    """Over all labels of all articles."""
    right = sum(len(set(article.topics) & topics) for _, topics, article in labelled)
    found = sum(len(article.topics) for _, _, article in labelled)
    given = sum(len(topics) for _, topics, _ in labelled)
    wrong = [
        (id, *article.topics) for id, topics, article in labelled if set(article.topics) != topics
    ]
    assert right / found >= FLOOR_PRECISION, wrong
    assert 2 * right / (found + given) >= FLOOR_F1, wrong
    assert 1 - len(wrong) / len(labelled) >= FLOOR_EXACT, wrong


@pytest.mark.parametrize("topic", ["csto-expansion", "armenia-membership", "peacekeeping"])
def test_each_topic_stays_above_its_floor(labelled, topic):
    """A good average hides no bad topic."""
    pairs = [(topic in topics, topic in article.topics) for _, topics, article in labelled]
    right = pairs.count((True, True))
    assert 2 * right / (2 * right + pairs.count((True, False)) + pairs.count((False, True))) >= (
        FLOOR_OF_A_TOPIC
    )


def test_articles_of_none_of_the_topics_stay_clean(labelled):
    """Most of them carry the words somewhere."""
    clean = [not article.topics for _, topics, article in labelled if not topics]
    assert sum(clean) / len(clean) >= FLOOR_CLEAN


def test_every_tag_is_proved_verbatim(labelled):
    """All evidence stands in the article as stored, at its place, and every tag has some that adds up to its score."""
    for _, _, article in labelled:
        for found in article.evidence:
            field = article.title if found.field == "title" else article.text
            assert found.sentence in field
            assert field[found.start : found.end] in found.sentence
            assert all(word in field[found.start : found.end] for word in found.words)
        for tag in article.tags:
            scores = [found.score for found in article.evidence if found.topic == tag.topic]
            assert sum(scores) == pytest.approx(tag.score)


def test_samples_are_tagged_exactly(shared, tagger):
    """All topics of the five sample articles and no other; none proved by a line that points elsewhere."""
    gold = json.loads((shared / "seeds" / "gold.json").read_text(encoding="utf-8"))["articles"]
    assert len(gold) == 5
    for entry in gold:
        article = tagged(tagger, shared / "seeds" / entry["file"])
        assert list(article.topics) == sorted(entry["topics"]), entry["file"]
        for found in article.evidence:
            assert not any(line in found.sentence for line in entry["must_not_contain"])
            assert found.sentence in (article.title if found.field == "title" else article.text)


def test_expansion_is_proved_by_membership_not_by_participation(shared, tagger):
    """A headline "to expand participation" is no growth of the organisation; a sentence of the text is."""
    path = next((shared / "seeds").glob("000_*"))
    proofs = [f for f in tagged(tagger, path).evidence if f.topic == "csto-expansion"]
    assert {proof.field for proof in proofs} == {"text"}
    best = max(proofs, key=lambda proof: proof.score)
    assert "expansion and enlargement of the organization" in best.sentence


CASES = {
    "growth of the organisation": ("The CSTO may be enlarged, Minsk says.", "csto-expansion"),
    "refusal": ("Uzbekistan rules out a return to the CSTO.", "csto-expansion"),
    "observer status": ("В ОДКБ обсудили статус наблюдателя для соседей.", "csto-expansion"),
    "wider cooperation": ("The CSTO will expand cooperation with the SCO.", ""),
    "wider mandate": ("ОДКБ намерена расширить свои полномочия.", ""),
    "another alliance": ("NATO's enlargement worries the CSTO.", ""),
    "observers at an exercise": ("Iran sent observers to the CSTO exercise.", ""),
    "new chief": ("Новый генсек ОДКБ вступил в должность.", ""),
    "freeze": ("Armenia froze its part in the Russian-led bloc.", "armenia-membership"),
    "dues": ("Ереван не заплатит взнос в бюджет ОДКБ.", "armenia-membership"),
    "exit": ("Հայաստանը դուրս կգա ՀԱՊԿ-ից։", "armenia-membership"),
    "French": ("L'Arménie a gelé sa participation à l'OTSC.", "armenia-membership"),
    "German": ("Armenien droht mit dem Austritt aus der OVKS.", "armenia-membership"),
    "Turkish": ("Ermenistan, KGAÖ üyeliğini dondurdu.", "armenia-membership"),
    "list of members": ("The CSTO unites Armenia, Belarus, Russia and three more.", ""),
    "another union": ("Armenia values its EAEU membership; the CSTO met too.", ""),
    "chair": ("Armenia chaired the session of the CSTO assembly.", ""),
    "anybody's peacekeepers": ("Four UN peacekeepers were hurt.", "peacekeeping"),
    "by another name": ("The blue helmets left the valley.", "peacekeeping"),
    "January 2022": ("The CSTO sent troops to Kazakhstan in January 2022.", "peacekeeping"),
    "missile": ("The LGM-118 Peacekeeper missile is gone.", ""),
    "site": ("Певца внесли в базу сайта «Миротворец».", ""),
    "civilian monitors": ("EU monitors patrolled the border.", ""),
}


@pytest.mark.parametrize(("sentence", "topic"), CASES.values(), ids=list(CASES))
def test_shipped_pack(tagger, sentence, topic):
    """One sentence of substance gives the topic; its neighbours in words do not."""
    assert tagger.tag(Article(title="", text=sentence)).topics == ((topic,) if topic else ())
