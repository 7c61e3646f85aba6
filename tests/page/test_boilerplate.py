"""The lines that are not article go; the article loses nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.page.boilerplate import article_lines
from extractors.page.line_rules import RULES, rule_of

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
    ("teaser", "Leggi anche: Lo sciopero del porto continua"),
    ("teaser", "Leia também: Continua a greve no porto"),
    ("teaser", "Czytaj także: Strajk w porcie trwa"),
    ("teaser", "Читайте також: У порту третій тиждень страйкують"),
    ("teaser", "წაიკითხეთ ასევე: გაფიცვა პორტში გრძელდება"),
    ("labelled headline", "Ferry turns back in the storm off Oldport [VIDEO]"),
    ("labelled headline", "Паром вернулся в порт из-за шторма (ФОТО)"),
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
    ("list of other stories", "More Great Harbour Stories"),
    ("list of other stories", "Explore further"),
    ("list of other stories", "Articoli correlati"),
    ("list of other stories", "Останні новини"),
    ("promo", "Have a tip? Ann Docker can be reached at desk@harbour.example"),
    ("promo", "Get Harbour Monthly delivered through your letterbox. Twelve issues for £12."),
    ("promo", "This copy is for your personal, non-commercial use only."),
    ("promo", "You have reached your limit of free articles."),
    ("promo", "Il vous reste 70 % de cet article à lire."),
    ("promo", "Dieser Artikel ist nur für Abonnenten."),
    ("promo", "Материал доступен только подписчикам"),
    ("promo", "Bu içerik abonelere özeldir."),
    ("promo", "Este contenido es exclusivo para suscriptores"),
    ("promo", "Siga o nosso canal"),
    ("promo", "Підписуйтесь на наш канал"),
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
    ("comments", "Comments"),
    ("comments", "Комментарии"),
    ("comment counter", "12 комментариев"),
    ("previous or next article", "Previous article"),
    ("previous or next article", "Следующая новость →"),
    ("foot", "About the author"),
    ("foot", "Об авторе"),
    ("furniture", "Source"),
    ("furniture", "Advertisement"),
    ("furniture", "Story continues below advertisement"),
    ("furniture", "La suite après la publicité"),
    ("player", "Listen to this article"),
    ("player", "Прослушать статью"),
    ("player", "Diesen Artikel anhören (4 Minuten)"),
    ("player", "Écouter cet article"),
    ("furniture", "Back to top button"),
    ("furniture", "РЕКЛАМА"),
    ("furniture", "18+"),
    ("furniture", "× How can I help you?"),
    ("cookies", "We use cookies to improve your visit. Accept all | Manage preferences"),
    ("cookies", "Мы используем файлы cookie, чтобы сайт работал лучше."),
    ("cookies", "We and our partners store information on your device."),
    ("cookies", "Wir und unsere Partner speichern Informationen auf Ihrem Gerät."),
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
    ("date line", "Updated at 1:23 p.m."),
    ("date line", "Published: 5 November 2019"),
    ("date line", "Обновлено 05.11.2019"),
    ("date line", "Publié le 5 novembre 2019 à 10h12"),
    ("date line", "Veröffentlicht am 5. November 2019"),
    ("date line", "Son güncelleme: 5 Kasım 2019 10:12"),
    ("date line", "Actualizado: 5 de noviembre de 2019"),
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
    ("recording", "Listen: the harbour at night"),
    ("recording", "Смотрите: порт с высоты"),
    ("recording", "Դիտեք՝ նավահանգիստը վերևից"),
    ("promo", "Add us on Google News"),
    ("promo", "Добавьте нас в источники Google Новостей"),
    ("promo", "Մեր Telegram ալիքը"),
    ("promo", "Support independent journalism. Donate now."),
    ("promo", "Soutenez notre journal"),
    ("promo", "Unterstützen Sie unsere Arbeit"),
    ("promo", "Bizi destekleyin"),
    ("promo", "Haz una donación"),
    ("promo", "Save articles to read later and create your own list."),
    ("promo", "Підтримайте нас"),
    ("list of other stories", "Самое читаемое"),
    ("list of other stories", "Ամենաընթերցվածը"),
    ("list of other stories", "Все новости"),
    ("list of other stories", "Լրահոս"),
    ("list of other stories", "Lo más visto"),
    ("list of other stories", "أخبار ذات صلة"),
    ("furniture", "Версия для печати"),
    ("furniture", "Տպել"),
    ("furniture", "Druckversion"),
    ("furniture", "Text size"),
    ("furniture", "Loading..."),
    ("furniture", "Play video"),
    ("furniture", "Yükleniyor..."),
    ("share bar", "Copy link"),
    ("comment counter", "0 Comments"),
    ("comment counter", "Комментарии: 4"),
    ("disclaimer", "The views expressed in this article are the author's own."),
    ("disclaimer", "Opinions expressed here do not necessarily reflect those of the editors."),
    ("disclaimer", "Disclaimer: This article reflects the author's opinion only."),
    ("disclaimer", "Мнение автора может не совпадать с позицией редакции."),
    ("disclaimer", "Հեղինակի կարծիքը կարող է չհամընկնել խմբագրության կարծիքի հետ։"),
    ("disclaimer", "Les opinions exprimées dans cet article n'engagent que leur auteur."),
    ("disclaimer", "Die in diesem Beitrag geäußerte Meinung ist die des Autors."),
    ("disclaimer", "Yazıda yer alan görüşler yazara aittir."),
    ("disclaimer", "Las opiniones expresadas en este artículo son del autor."),
    ("disclaimer", "Думка автора може не збігатися з позицією редакції."),
    ("error report", "Found a mistake? Select it and press Ctrl+Enter."),
    ("error report", "Нашли опечатку? Выделите текст и нажмите Ctrl+Enter."),
    ("error report", "Если вы заметили ошибку, выделите её и сообщите нам"),
    ("error report", "Սխալ եք գտե՞լ։ Նշեք այն և սեղմեք Ctrl+Enter։"),
    ("error report", "Une erreur ? Signalez-la"),
    ("error report", "Fehler gefunden? Schreiben Sie uns"),
    ("error report", "Haberde hata mı var? Bize bildirin"),
    ("error report", "¿Has encontrado un error? Escríbenos"),
    ("standards", "Our Standards: the principles of the Harbour Desk"),
    ("feed note", "The post Harbour strike goes on appeared first on Harbour Desk."),
    ("feed note", "Der Beitrag Hafenstreik geht weiter erschien zuerst auf Hafenblatt."),
    ("view counter", "Read 1234 times"),
    ("view counter", "Views: 3 418"),
    ("view counter", "Просмотров: 234"),
    ("view counter", "Դիտումներ՝ 234"),
    ("view counter", "1 234 vues"),
    ("view counter", "234 kez okundu"),
    ("press contact", "Media contact: press@harbour.example"),
    ("press contact", "Контакты для СМИ: press@harbour.example"),
    ("press contact", "Pressekontakt: Anna Hafen, presse@hafen.example"),
    ("handle", "Twitter: @anndocker"),
    ("contact", "Телефон: +374 10 000000"),
    ("feedback", "Was this article helpful?"),
    ("feedback", "Вам понравилась статья?"),
    ("feedback", "War dieser Artikel hilfreich?"),
    ("ticker", "USD 391.20 EUR 452.75"),
    ("ticker", "Ереван +12° $ 391,20 € 452,75"),
    ("language switch", "ՀԱՅ РУС ENG"),
    ("language switch", "Հայերեն | Русский | English"),
    ("tags", "Tagged under: harbour, strike"),
    ("caption", "(Press Photo/Ann Docker)"),
    ("caption", "FILE - Dockers at the gate on May 9, 2024. (Press Photo/Ann Docker, File)"),
    ("caption", "Bild: Anna Hafen"),
    ("caption", "Archivbild"),
    ("caption", "Crédit : Anne Quai"),
    ("caption", "Image credit: Ann Docker"),
    ("caption", "Photograph: Ann Docker/Press pool"),
    ("caption", "Иллюстрация: Портовая газета"),
    ("caption", "Լուսանկարը՝ Աննա Նավյան"),
    ("caption", "Fotoğraf: Ali Liman"),
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
        pytest.param(
            "Correction, 6 November: an earlier version named the wrong port.", id="correction"
        ),
        pytest.param("Updated guidance reached the ports in 2019.", id="updated as a word"),
        pytest.param("Published in 1949", id="sub-heading with a year"),
        pytest.param("Listening to this is no pleasure.", id="listen as a word"),
        pytest.param("This article was first published by the Oldport Wire.", id="first print"),
        pytest.param("Oldport, 5 November 2019", id="place and day in the body"),
        pytest.param("By Sea", id="sub-heading beginning with by"),
        pytest.param("Related costs rose by a third.", id="related as an adjective"),
        pytest.param(
            "Foto: the word is German for what she wears around her neck all summer.",
            id="photo label in a sentence",
        ),
        pytest.param("Bild: Wie der Hafen seinen Streik verlor", id="a paper's report"),
        pytest.param("Credit: how ports borrow", id="credit as a subject"),
        pytest.param("(Image credit: Press pool)", id="credit in brackets"),
        pytest.param("Listen: we cannot go on like this.", id="listen in speech"),
        pytest.param(
            "The views expressed at the hearing were those of a minority.", id="views of others"
        ),
        pytest.param("Мнение автора может показаться спорным.", id="Russian opinion as a subject"),
        pytest.param(
            "Les opinions exprimées dans la salle étaient partagées.",
            id="French opinion as subject",
        ),
        pytest.param("Нашли ошибку и инженеры порта.", id="error as a subject"),
        pytest.param(
            "If you see a ship in distress, call the coast guard.", id="condition without an error"
        ),
        pytest.param("Fehler gefunden hat die Prüferin in zwei Bilanzen.", id="German error"),
        pytest.param("Our standards are falling, he wrote.", id="standards as a subject"),
        pytest.param("The post he held appeared first in 1992.", id="a post that appeared"),
        pytest.param("3,418 views on the harbour were filed.", id="views as a subject"),
        pytest.param("Read 1984 in your own time", id="read with a number"),
        pytest.param("Пресс-служба: взрыв порту не повредил", id="press office reports"),
        pytest.param("Telegram: a tool for dockers", id="platform with a colon"),
        pytest.param("Телефон: +374 10 000000", id="number the article gives"),
        pytest.param("Was this story ever true?", id="question about a story"),
        pytest.param("Home is where the harbour is", id="home as a subject"),
        pytest.param("Новости порта читают все", id="news as a subject"),
        pytest.param("USD 391.20", id="one rate"),
        pytest.param("En español", id="name of a language"),
        pytest.param("Published in Paris", id="published as a sub-heading"),
        pytest.param("First published in the Oldport Wire", id="first print below the head"),
        pytest.param("Продолжая использовать старые краны, порт теряет время.", id="using on"),
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
                "Ten loud harbours",
                "They are all on the other side, and nobody has been to any of them.",
            ],
            id="teasers with a sentence each",
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


@pytest.mark.parametrize("label", ["Related", "Keep reading", "Читайте также", "Լրահոս"])
@pytest.mark.parametrize(
    "below", [[], ["Leave a Reply"], ["Ann Docker teaches harbour law at Oldport."]]
)
def test_last_paragraph_below_a_list_stays(label, below):
    """A list of stories may stand above the last paragraph; summaries come one to a story."""
    last = "The talks go on in May, when all sides will have read the papers."
    page = [*BODY, label, "Harbour strike enters its third week", last, *below]
    assert article_lines(page) == [*BODY, last]


def test_readers_do_not_write_the_last_paragraph():
    """What stands below a comment form is a comment, whatever its length."""
    last = "The talks go on in May, when all sides will have read the papers."
    assert article_lines([*BODY, "Leave a Reply", last]) == BODY


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


NOTES = [
    "Ann Docker is a former pilot and the author of three books on the region.",
    "Ann Docker is a senior fellow at the Oldport Institute.",
    "Анна Портова — политолог, автор книг о море.",
    "Աննա Նավյանը քաղաքագետ է։",
    "Anna Hafen ist freie Journalistin in Oldport.",
    "Anne Quai est politologue et vit à Oldport.",
    "Ana Puerto es periodista y vive en Oldport.",
    "Ayşe Liman, denizcilik üzerine yazan bir gazetecidir.",
    "The author is a retired pilot.",
]


@pytest.mark.parametrize("note", NOTES)
def test_note_on_the_writer_goes_at_the_foot_only(note):
    """Also above a disclaimer or a sign-off, and never between paragraphs."""
    below = [
        "First published in the Oldport Wire",
        "Мнение автора может не совпадать с мнением редакции.",
    ]
    assert article_lines([*BODY, LAST, note]) == [*BODY, LAST]
    assert article_lines([*BODY, LAST, note, *below]) == [*BODY, LAST]
    assert article_lines([*BODY, note, LAST]) == [*BODY, note, LAST]


@pytest.mark.parametrize(
    "last",
    [
        pytest.param("Ann Docker is a former pilot and the author of the bill.", id="no books"),
        pytest.param("Ann Docker is a mother of two.", id="no writer's trade"),
        pytest.param("Автор — скульптор Иван Портов.", id="author of a monument"),
    ],
)
def test_last_sentence_on_somebody_stays(last):
    """Prose ends on people too."""
    assert article_lines([*BODY, last]) == [*BODY, last]


def test_source_introduced_last_stays():
    """Whom the text has named before did not write it."""
    last = "Ann Docker is a senior fellow at the Oldport Institute."
    page = [*BODY, "Nobody knows, Docker said.", last]
    assert article_lines(page) == page


@pytest.mark.parametrize(
    "line",
    [
        "By Ann Docker, Harbour Correspondent",
        "Von Anna Hafen und Otto Kai",
        "Автор: Анна Портова",
        "Ann Docker",
        "Ann Docker, senior harbour correspondent",
        "5:45 AM 11/19/2019 by Ann Docker",
        "November 5, 2019",
        "sexta-feira, 22 de outubro de 2010 às 20:13",
        "2019年11月5日 10:12",
        "https://harbour.example/news/vote",
        "Home > News > Ports",
        "Главная » Новости » Порты",
        "Գլխավոր / Լուրեր / Նավահանգիստներ",
    ],
)
def test_byline_and_date_go_above_the_lede(line):
    """Who wrote it and when is metadata at the head; the same words further down are text."""
    assert article_lines([line, *BODY], authors=["Ann Docker"]) == BODY
    assert article_lines([LEDE, line, SECOND, THIRD]) == [LEDE, line, SECOND, THIRD]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Five capitals, one vote and no hurry", id="standfirst without a full stop"),
        pytest.param("Ten ports that grew in 2019", id="standfirst with a year"),
        pytest.param("Home is where the harbour is", id="standfirst on homes"),
        pytest.param("Homes / offices: who pays for the new pier", id="standfirst with a stroke"),
        pytest.param(
            "Ann Docker leaves the council after ten years at its head", id="about an author"
        ),
    ],
)
def test_standfirst_stays(line):
    """Above the lede only bylines, dates, addresses and menus go."""
    assert article_lines([line, *BODY], authors=["Ann Docker"]) == [line, *BODY]


@pytest.mark.parametrize(
    "line",
    [
        "SOURCE: Oldport Wire",
        "Published in Politics",
        "First published in the Oldport Wire",
        "With reporting by Oldport Wire and Harbour Desk",
        "Телефон: +374 10 000000",
        "Источник: Портовые вести",
        "Write to Ann Docker at ann@harbour.example",
        "Follow Ann Docker @anndocker",
        "Follow our full coverage of the vote at https://harbour.example/vote",
        "copyright Harbour Desk 2019 - all news",
        "harbour, strike, vote of the council, ferry, storm",
    ],
)
def test_sign_off_goes_at_the_foot(line):
    """Agency, address and keywords end a page; between paragraphs they may be text."""
    assert article_lines([*BODY, LAST, line]) == [*BODY, LAST]


def test_standfirst_printed_twice_is_kept_once():
    """Some pages repeat the standfirst below the picture; a refrain further down comes as often as it is sung."""
    assert article_lines([LEDE, SECOND, LEDE, THIRD]) == [LEDE, SECOND, THIRD]
    song = [
        LEDE,
        SECOND,
        THIRD,
        "What did you think when you first saw the harbour from the sea, sir?",
    ]
    assert article_lines([*song, LEDE[:-1] + "?", song[3]])[-1] == song[3]


TEASERS = ["- Harbour strike goes on", "- Ferry turns back in the storm", "- Ten quiet beaches"]


def _links() -> frozenset[str]:
    return frozenset(line[2:] for line in TEASERS)


@pytest.mark.parametrize(
    ("page", "kept"),
    [
        pytest.param([*BODY, f"{LEDE} {THIRD}", *TEASERS], [*BODY, f"{LEDE} {THIRD}"], id="foot"),
        pytest.param([*TEASERS, *BODY], BODY, id="head"),
        pytest.param(
            [f"{LEDE} {THIRD}", *(f"{line} The wind was strong" for line in TEASERS), LAST],
            [f"{LEDE} {THIRD}", LAST],
            id="headline and first words",
        ),
        pytest.param(
            [f"{LEDE} {THIRD}", TEASERS[0], LAST], [f"{LEDE} {THIRD}", TEASERS[0], LAST], id="one"
        ),
        pytest.param(
            [f"{LEDE} {THIRD}", *TEASERS, f"{SECOND} {THIRD}"],
            [f"{LEDE} {THIRD}", *TEASERS, f"{SECOND} {THIRD}"],
            id="between paragraphs",
        ),
    ],
)
def test_headlines_that_are_links_go_at_the_ends(page, kept):
    """Two lines in a row that are links list other stories, at head and foot; one may be where the reader is sent."""
    assert article_lines(page, links=_links) == kept
    assert article_lines(page) == page


def test_links_are_asked_for_only_when_a_line_may_be_one():
    """Finding them takes longer than all rules together."""

    def fail() -> frozenset[str]:
        raise AssertionError

    assert article_lines(BODY, links=fail) == BODY


@given(
    st.lists(st.one_of(st.text(max_size=80), st.sampled_from([line for _, line in ROWS] + BODY)))
)
def test_nothing_is_added_or_moved(lines):
    """Every kept line is a line of the page or its beginning, in the page's order."""
    given_lines = iter(line.strip() for line in lines)
    for kept in article_lines(lines):
        assert any(line.startswith(kept) for line in given_lines)
