"""What an article says of itself."""

from __future__ import annotations

from extractors.models import Article, Evidence


def found(topic: str, *words: str, field: str = "text") -> Evidence:
    return Evidence(
        topic=topic, rule="r", field=field, start=0, end=1, words=words, sentence="", score=1.0
    )


def test_proof_is_the_most_specific_evidence_of_the_text():
    """A long phrase beats a short word, the text beats the title, and of equals the first is shown."""
    short, long = found("strike", "strike"), found("strike", "dockers", "walked out")
    title = found("strike", "industrial action", "at all ports", field="title")
    other = found("tariff", "tariffs on everything there is")
    article = Article(title="", text="", evidence=(short, long, title, other))
    assert article.proof("strike") is long
    twins = (found("strike", "strike"), found("strike", "strike"))
    assert Article(title="", text="", evidence=twins).proof("strike") is twins[0]
    assert Article(title="", text="", evidence=(title,)).proof("strike") is title


def test_topics_are_named_once_and_sorted():
    """However many rules held."""
    evidence = (found("tariff", "a"), found("strike", "b"), found("tariff", "c"))
    assert Article(title="", text="", evidence=evidence).topics == ("strike", "tariff")
