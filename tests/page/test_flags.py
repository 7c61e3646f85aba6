"""What is said of an article besides its text, and what is refused for what it says."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extractors.models import FLAGS, Timestamp
from extractors.page.flags import flags_of, refusal
from extractors.page.reading import Reading

PARAGRAPH = (
    "The council of the alliance met on Tuesday and put off its vote on the new members until the autumn session. "
    "Its secretary told reporters that two capitals had asked for time, and that nobody was in a hurry to answer."
)
TEXT = "\n".join([PARAGRAPH] * 3)
HEADLINES = [
    "Harbour strike enters its third week",
    "Ferry turns back in storm off Oldport",
    "Ten quiet beaches on the lee side",
    "Council puts off its vote once more",
    "Dockers reject the offer of the port",
    "Паромы в порту снова ходят по расписанию",
    "Նավահանգստի գործադուլը շարունակվում է երրորդ շաբաթը",
    "Was aus dem alten Leuchtturm werden soll",
    "Capital asks for time to read the papers",
]
HUB = "\n".join(HEADLINES)

CONSENT = {
    "English": "We and our partners store and access information such as cookies on your device.\n"
    "You can change your choices at any time by clicking the cookie settings at the foot of the page.",
    "Russian": "Мы и наши партнёры храним на вашем устройстве файлы cookie и получаем к ним доступ.\n"
    "Вы можете отозвать ваше согласие в настройках конфиденциальности в любое время.",
    "Armenian": "Մենք և մեր գործընկերները ձեր սարքում պահում ենք տեղեկություններ, օրինակ՝ cookie ֆայլեր։\n"
    "Դուք կարող եք ցանկացած պահի հետ վերցնել ձեր համաձայնությունը կարգավորումների էջում։",
    "French": "Nous et nos partenaires stockons des informations sur votre appareil, comme les cookies.\n"
    "Vous pouvez retirer votre consentement à tout moment au bas de cette page.",
    "German": "Wir und unsere Partner speichern Informationen wie Cookies auf Ihrem Gerät und lesen sie aus.\n"
    "Sie können Ihre Einwilligung jederzeit am Ende dieser Seite widerrufen.",
    "Turkish": "Biz ve ortaklarımız cihazınızda çerez gibi bilgileri saklıyor ve bunlara erişiyoruz.\n"
    "Gizliliğiniz bizim için önemlidir, onayınızı istediğiniz zaman geri alabilirsiniz.",
    "Spanish": "Nosotros y nuestros socios almacenamos información en su dispositivo, como las cookies.\n"
    "Puede retirar su consentimiento en cualquier momento al pie de esta página.",
}


def dated(found_in: str) -> Reading:
    at = datetime(2019, 11, 5, tzinfo=UTC)
    return Reading(
        published=Timestamp(at=at, precision="day", found_in=found_in, written="5 November 2019")
    )


def test_whole_article_has_no_flags():
    """What is as it should be is not mentioned."""
    assert flags_of(dated("meta"), TEXT) == ()
    assert refusal(Reading(), TEXT) is None


def test_flags_of_the_reading_come_in_the_order_of_flags():
    """What the reader of the format saw is passed on, however it was collected."""
    assert flags_of(Reading(flags=frozenset(FLAGS)), TEXT) == FLAGS
    assert flags_of(Reading(flags=frozenset({"rescued", "paywalled"})), TEXT) == (
        "paywalled",
        "rescued",
    )


@pytest.mark.parametrize(("length", "flags"), [(299, ("too-short",)), (300, ())])
def test_too_short_below_300_characters(length, flags):
    """A flash is that short, and so is a stub."""
    assert flags_of(Reading(), TEXT[:length]) == flags


@pytest.mark.parametrize(
    ("found_in", "flags"),
    [("caption", ("date-guessed",)), ("text", ("date-guessed",)), ("byline", ()), ("json-ld", ())],
)
def test_date_guessed_when_its_confidence_is_low(found_in, flags):
    """A day in a caption may be that of the picture."""
    assert flags_of(dated(found_in), TEXT) == flags


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        pytest.param(HUB, True, id="headlines"),
        pytest.param(f"{HUB}\nAnd what the day brought besides, in short.", True, id="a sentence"),
        pytest.param(f"{TEXT}\n{HUB}", False, id="article with a list"),
        pytest.param("\n".join(HEADLINES[:5]), False, id="five headlines"),
        pytest.param("\n".join(f"{n}. 12/0{n} Oldport - Newport 3:1" for n in range(1, 10)), False, id="results"),
        pytest.param("\n".join(f"- {n} spoons of sugar, or a little more" for n in range(1, 12)), False, id="recipe"),
        pytest.param("\n".join(["The tide comes in,", "the tide goes out,"] * 6), False, id="poem"),
    ],
)  # fmt: skip
def test_link_list_is_headlines_and_hardly_prose(text, flagged):
    """Eight headlines that are most of the lines make a hub page; lists in articles do not."""
    assert ("link-list" in flags_of(Reading(), text)) is flagged


def test_headlines_without_any_prose_are_refused():
    """One sentence is enough to be kept, with its flag."""
    found = refusal(Reading(title="Harbour news"), HUB)
    assert found is not None
    assert found.code == "link-list"
    assert found.reason.startswith("“Harbour news” is a list of 9 lines")
    assert refusal(Reading(), f"{HUB}\nAnd what the day brought besides, in short.") is None


@pytest.mark.parametrize("language", CONSENT)
def test_consent_dialogue_is_refused(language):
    """The dialogue is not the article behind it."""
    found = refusal(Reading(), CONSENT[language])
    assert found is not None
    assert found.code == "consent-wall"


@pytest.mark.parametrize("language", CONSENT)
def test_article_beside_a_consent_dialogue_stays(language):
    """A page that shows both has an article."""
    assert refusal(Reading(), f"{PARAGRAPH}\n{CONSENT[language]}") is None


def test_report_on_consent_dialogues_stays():
    """What is written about such dialogues does not ask its reader for anything."""
    report = (
        "The regulator fined three shops whose cookie dialogues hid the button that rejects them.\n"
        "Consent must be as easy to withdraw as it is to give, the authority for privacy said on Monday."
    )
    assert refusal(Reading(), report) is None
