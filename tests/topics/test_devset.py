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

#: Measured .93 for both F1 and precision. The floor lies below because the 36 articles hold 28 labels: one article more
#: or less is 2 to 3 points, and words for newsrooms in general are worth more than the last point here. Missed: two
#: articles that never name the organisation. Given wrongly: two topics of a satire that says it is one.
FLOOR_F1 = 0.88
FLOOR_PRECISION = 0.90


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger(load_pack(SHIPPED["csto"]))


def tagged(tagger: Tagger, path: Path) -> Article:
    read_at = datetime(2025, 1, 1, tzinfo=UTC)
    document = RawDocument(content=path.read_bytes(), location=path.as_uri(), read_at=read_at)
    article = read_article(document)
    assert isinstance(article, Article), f"{path.name}: {article}"
    return tagger.tag(article)


def test_devset_stays_above_the_floor(shared, tagger):
    """Over all labels of all articles."""
    found = given = right = 0
    wrong = []
    for line in (shared / "devset" / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        topics = set(tagged(tagger, shared / "devset" / "articles" / gold["file"]).topics)
        right += len(topics & set(gold["topics"]))
        found += len(topics)
        given += len(gold["topics"])
        wrong += [(gold["id"], *sorted(topics ^ set(gold["topics"])))] * (
            topics != set(gold["topics"])
        )
    assert right / found >= FLOOR_PRECISION, wrong
    assert 2 * right / (found + given) >= FLOOR_F1, wrong


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
    assert [proof.field for proof in proofs] == ["text"]
    assert "expansion and enlargement of the organization" in proofs[0].sentence


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
