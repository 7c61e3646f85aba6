"""The lines that are not article go; the article loses nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.page.boilerplate import RULES, article_lines, rule_of

LEDE = "The council of the alliance met on Tuesday and put off its vote on the new members until the autumn session."
SECOND = "Its secretary told reporters that two capitals had asked for time, and that nobody was in a hurry to answer."
THIRD = "Observers expect the matter to return in October, when the chair passes to the smallest of the five states."
LAST = "No date was set."
BODY = [LEDE, SECOND, THIRD]

ROWS = [
    ("teaser", "Read more: Harbour strike enters its third week"),
    ("teaser", "READ ALSO Harbour strike enters its third week"),
    ("teaser", "► See also: Harbour strike enters its third week"),
    ("teaser", "(Related: Harbour strike enters its third week)"),
    ("teaser", "Читайте также: В порту третью неделю бастуют"),
    ("teaser", "По теме: В порту третью неделю бастуют"),
    ("teaser", "Կարդացեք նաև՝ Նավահանգստի գործադուլը շարունակվում է"),
    ("teaser", "À lire aussi : La grève du port continue"),
    ("teaser", "Lesen Sie auch: Streik im Hafen geht weiter"),
    ("teaser", "Ayrıca okuyun: Limandaki grev sürüyor"),
    ("teaser", "Lea también: Sigue la huelga en el puerto"),
    ("teaser label", "Read more"),
    ("teaser label", "Читать далее »"),
    ("list of other stories", "More like this"),
    ("list of other stories", "You may also like…"),
    ("list of other stories", "More from Harbour Desk"),
    ("list of other stories", "Другие новости"),
    ("list of other stories", "Այլ նյութեր"),
    ("list of other stories", "Sur le même sujet"),
    ("list of other stories", "Das könnte Sie auch interessieren"),
    ("list of other stories", "İlgili haberler"),
    ("list of other stories", "Noticias relacionadas"),
    ("promo", "Subscribe to Harbour Desk on Telegram"),
    ("promo", "Thank you for reading this post, don't forget to subscribe!"),
    ("promo", "Sign up for our morning newsletter"),
    ("promo", "Follow Harbour Desk on Facebook and Instagram."),
    ("promo", "Follow us on WhatsApp"),
    ("promo", "Подписывайтесь на наш канал в Telegram"),
    ("promo", "Հետևեք մեզ Տելեգրամում"),
    ("promo", "Abonnez-vous à notre lettre"),
    ("promo", "Folgen Sie uns auf Telegram"),
    ("promo", "Bizi takip edin"),
    ("promo", "Síguenos en Telegram"),
    ("comment form", "Leave a Reply"),
    ("comment form", "Your email address will not be published."),
    ("comment form", "Комментарии отключены."),
    ("comment form", "Schreiben Sie einen Kommentar"),
    ("comments", "Comments (12)"),
    ("comments", "12 комментариев"),
    ("previous or next article", "Previous article"),
    ("previous or next article", "Следующая новость →"),
    ("foot", "About the author"),
    ("foot", "Об авторе"),
    ("furniture", "Source"),
    ("furniture", "Back to top button"),
    ("furniture", "РЕКЛАМА"),
    ("furniture", "18+"),
    ("furniture", "× How can I help you?"),
    ("cookies", "We use cookies to improve your visit. Accept all | Manage preferences"),
    ("cookies", "Мы используем файлы cookie, чтобы сайт работал лучше."),
    ("copyright", "© 2024 Harbour Desk. Made with a theme."),
    ("copyright", "Harbour Desk Ltd. All Rights Reserved."),
    ("copyright", "© Портовая газета. При использовании материалов ссылка обязательна."),
    ("copyright", "Բոլոր իրավունքները պաշտպանված են"),
    ("tags", "Tags: harbour, strike"),
    ("tags", "Теги: порт, забастовка"),
    ("tags", "Պիտակներ՝ նավահանգիստ"),
    ("hashtags", "#harbour #strike"),
    ("reading time", "3 min read"),
    ("reading time", "Время чтения: 3 минуты"),
    ("caption", "Dockers at the gate, November 3, 2022. © Press pool / A. Docker"),
    ("caption", "Photo: Press pool"),
    ("caption", "Фото: пресс-служба порта"),
    ("caption", "Dockers at the gate [A. Docker/Press pool]"),
    ("credits", "Additional reporting by Ann Docker in Oldport"),
    ("credits", "Ann Docker contributed to this report."),
    ("share bar", "Share  Save  Listen (3 min)"),
    ("share bar", "Print | E-mail | Share"),
    ("share bar", "Share post:"),
    ("share bar", "Поделиться"),
    ("share bar", "Կիսվել ֆեյսբուքում"),
    ("platform", "Telegram"),
    ("footer links", "Terms of use  Privacy  Contact"),
]


@pytest.mark.parametrize(
    ("name", "line"), ROWS, ids=[f"{name}: {line[:24]}" for name, line in ROWS]
)
def test_line_meets_its_rule(name, line):
    """Each kind of line is known by its own rule."""
    found = rule_of(line)
    assert found is not None
    assert found.name == name


def test_every_rule_has_a_row():
    """A rule without an example is a rule nobody checks."""
    assert {rule.name for rule in RULES} == {name for name, _ in ROWS}


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Armenia", id="one-word sub-heading"),
        pytest.param("Comments", id="sub-heading that could be a label"),
        pytest.param("Telegram", id="sub-heading that could be a button"),
        pytest.param("- What would change for the members?", id="interview question"),
        pytest.param("- So nothing?", id="short interview question"),
        pytest.param(
            "Read more books, the minister told the pupils.", id="sentence beginning with a label"
        ),
        pytest.param(
            "See also what happened in 1992, she said.", id="sentence beginning with see also"
        ),
        pytest.param(
            '"Sign up for our newsletter," his last post said.', id="promo in a quotation"
        ),
        pytest.param("Source: Oldport Wire", id="source that is named"),
        pytest.param("Copyright law will change in March.", id="copyright as a subject"),
        pytest.param("Related parties may appeal within ten days.", id="related as a word"),
        pytest.param("Share prices fell by a tenth.", id="share as a word"),
        pytest.param("Subscribers were told on Monday.", id="subscribers as a word"),
        pytest.param("The text of the [alliance's] letter", id="brackets"),
        pytest.param("Подробнее о решении министр говорить не стал.", id="Russian label as a word"),
        pytest.param("Фото с места аварии опубликовали спасатели.", id="photo as a word"),
    ],
)
def test_line_of_the_body_survives(line):
    """No line goes for being short, or for a word that labels have too."""
    page = [LEDE, SECOND, line, THIRD, LAST]
    assert article_lines(page) == page


@pytest.mark.parametrize(
    ("page", "kept"),
    [
        pytest.param(
            [LEDE, "Read more", "Harbour strike enters its third week", SECOND],
            [LEDE, SECOND],
            id="label takes the headline below",
        ),
        pytest.param([LEDE, "Read more", SECOND], [LEDE, SECOND], id="label takes no paragraph"),
        pytest.param(
            [LEDE, "Read more", "Armenia", SECOND],
            [LEDE, "Armenia", SECOND],
            id="label takes no sub-heading",
        ),
        pytest.param(
            [LEDE, "Harbour strike goes onREAD MORE: Harbour strike goes on", SECOND],
            [LEDE, SECOND],
            id="doubled teaser without word boundary",
        ),
        pytest.param(
            [f"{LEDE} Read more: Harbour strike goes on", SECOND],
            [LEDE, SECOND],
            id="teaser behind a paragraph",
        ),
        pytest.param(
            [f"{LEDE}Читайте также: В порту бастуют", SECOND],
            [LEDE, SECOND],
            id="teaser stuck to a paragraph",
        ),
        pytest.param(
            [LEDE, "Facebook", "Telegram", SECOND],
            [LEDE, SECOND],
            id="row of buttons",
        ),
        pytest.param(
            ["Menu", "Главная", "Search", LEDE, SECOND], [LEDE, SECOND], id="menu above the lede"
        ),
        pytest.param(
            [LEDE, SECOND, "News", THIRD], [LEDE, SECOND, "News", THIRD], id="menu word in the body"
        ),
        pytest.param(["", f"  {LEDE} ", "   "], [LEDE], id="blank lines and margins"),
        pytest.param([], [], id="nothing"),
    ],
)
def test_page_without_its_boilerplate(page, kept):
    """A label takes with it what it announces, and nothing else."""
    assert article_lines(page) == kept


@pytest.mark.parametrize(
    "tail",
    [
        pytest.param(
            ["Subscribe to Harbour Desk on Telegram", "Previous article", "Ten quiet beaches"],
            id="promo, then links",
        ),
        pytest.param(
            ["More like this", "Ten quiet beaches", "A minister resigned over a ferry that..."],
            id="truncated teasers",
        ),
        pytest.param(
            [
                "Related",
                "Ten quiet beaches",
                "They are all on the lee side, our reader found when he went there.",
            ],
            id="teaser with a sentence",
        ),
        pytest.param(
            [
                "Comments (2)",
                "Old salt",
                f"I was there. {SECOND}",
                "Reader",
                "Me too, and I saw nothing of the kind at all.",
            ],
            id="comments",
        ),
        pytest.param(["Leave a Reply", "Name", "E-mail", "Website"], id="comment form"),
        pytest.param(["Популярное", "Синоптики обещают тепло", "18+"], id="Russian list"),
        pytest.param(["Այլ նյութեր", "Ինչպես եփել ապուր"], id="Armenian list"),
        pytest.param(
            ["About us", "Harbour Desk is an online news platform that tracks ships."],
            id="about us",
        ),
    ],
)
def test_tail_is_cut(tail):
    """From a closing label on nothing is article, whatever it says."""
    assert article_lines([*BODY, LAST, *tail]) == [*BODY, LAST]


@pytest.mark.parametrize(
    "label",
    [
        "Related",
        "Leave a Reply",
        "Share post:",
        "Follow us on WhatsApp",
        "Most read",
        "Tags: ports",
    ],
)
def test_body_goes_on_below_a_label(label):
    """The same labels stand between paragraphs too: then only they go."""
    rest = [f"{SECOND} {THIRD}", LAST]
    assert article_lines([LEDE, label, *rest]) == [LEDE, *rest]


def test_short_last_sentence_refutes_a_promo():
    """Promos stand before last sentences, which may be short."""
    page = [*BODY, "Follow us on WhatsApp", "Sweden was not asked for its view."]
    assert article_lines(page) == [*BODY, page[-1]]


def test_short_copy_keeps_what_follows_a_label():
    """Above one paragraph a label proves nothing as long as a sentence follows."""
    page = [LEDE, "Popular", SECOND]
    assert article_lines(page) == page


def test_introduction_of_an_author_goes_only_at_the_end():
    """An author's biography carries the keywords of his beat; a paragraph about him does not."""
    about = "Ann Docker sails in summer and studies alliances in winter."
    assert article_lines([*BODY, LAST, about], authors=["Ann Docker"]) == [*BODY, LAST]
    assert article_lines([*BODY, LAST, about]) == [*BODY, LAST, about]
    assert article_lines([about, *BODY], authors=["Ann Docker"]) == [about, *BODY]


def test_introduction_of_anybody_goes_at_the_end():
    """A writer introduced by trade is known without a byline."""
    about = "Ann Docker teaches harbour law at the University of Oldport."
    assert article_lines([*BODY, LAST, about, "Comments (0)"]) == [*BODY, LAST]


@given(
    st.lists(st.one_of(st.text(max_size=80), st.sampled_from([line for _, line in ROWS] + BODY)))
)
def test_nothing_is_added_or_moved(lines):
    """Every kept line is a line of the page or its beginning, in the page's order."""
    given_lines = iter(line.strip() for line in lines)
    for kept in article_lines(lines):
        assert any(line.startswith(kept) for line in given_lines)
