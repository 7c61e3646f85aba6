"""The language of a text and what its page says of it."""

from __future__ import annotations

import pytest

from extractors.page.language import detect, primary

_TEXTS = {
    "en": "The organisation said on Tuesday that it would send a mission to the border next month. Nobody objected, "
    "although two ministers had asked for more time to read the papers before the vote was taken in the evening.",
    "ru": "Организация сообщила во вторник, что в следующем месяце направит миссию на границу. Никто не возражал, хотя "
    "два министра просили дать им больше времени, чтобы прочитать документы до вечернего голосования.",
    "hy": "Կազմակերպությունը երեքշաբթի հայտնեց, որ հաջորդ ամիս առաքելություն կուղարկի սահման։ Ոչ ոք չառարկեց, թեև երկու "
    "նախարար խնդրել էին ավելի շատ ժամանակ՝ փաստաթղթերը կարդալու համար մինչև երեկոյան քվեարկությունը։ Որոշումն ընդունվեց։",
    "de": "Die Organisation teilte am Dienstag mit, dass sie im nächsten Monat eine Mission an die Grenze schicken werde. "
    "Niemand widersprach, obwohl zwei Minister um mehr Zeit gebeten hatten, die Papiere zu lesen.",
}


@pytest.mark.parametrize("language", _TEXTS)
def test_text_tells_its_language(language):
    """Where the page says nothing, the text does."""
    assert detect(_TEXTS[language], None) == language


@pytest.mark.parametrize(
    ("declared", "language"),
    [("en-US", "en"), ("en", "en"), ("ru_RU", "en"), ("hy", "en"), ("english", "en"), ("", "en")],
)
def test_page_is_believed_unless_text_contradicts(declared, language):
    """A template's language does not stick to a text in another."""
    assert detect(_TEXTS["en"], declared) == language


def test_short_text_tells_nothing():
    """A headline's worth of letters is no evidence, and contradicts nobody."""
    assert detect("Ереван 2024", None) is None
    assert detect("Ереван 2024", "hy") == "hy"
    assert detect("", None) is None


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("en-GB", "en"),
        ("RU_ru", "ru"),
        ("zh-Hans-CN", "zh"),
        ("iw", "he"),
        ("und", None),
        ("x-default", None),
        (None, None),
    ],
)
def test_primary_subtag(tag, code):
    """Tags come with regions, scripts and old names."""
    assert primary(tag) == code
