"""What the rule engine finds, feature by feature, on small invented packs; and that its evidence is always verbatim."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.models import Article, Evidence, Tag
from extractors.topics.fold import fold, searchable
from extractors.topics.matcher import Tagger
from extractors.topics.packfile import SHIPPED, load_pack
from extractors.topics.sentences import sentence_spans


@pytest.fixture
def tagger(tmp_path):
    """Build a tagger of one topic, `t`, from concepts and rules in TOML."""

    def build(concepts: str, *rules: str, cancel: str = "[]") -> Tagger:
        path = tmp_path / "pack.toml"
        topic = f'[topics.t]\ntitle = "T"\ndescription = "D"\ncancel = {cancel}\n'
        tables = "".join(f"[[topics.t.rules]]\n{rule}\n" for rule in rules)
        path.write_text(f'name = "p"\n{concepts}\n{topic}{tables}', encoding="utf-8")
        return Tagger(load_pack(path))

    return build


@pytest.fixture
def finds(tagger):
    """Say what one pattern finds in a text: the words as written there."""

    def words(pattern: str, text: str) -> list[str]:
        built = tagger(f"[concepts.c]\nwords = ['''{pattern}''']", 'name = "r"\nwhen = "c"')
        found = built.tag(Article(title="", text=text)).evidence
        return [word for evidence in found for word in evidence.words]

    return words


def article(text: str, title: str = "") -> Article:
    return Article(title=title, text=text)


def spoken(tagged: Article) -> list[tuple[str, tuple[str, ...]]]:
    return [(evidence.rule, evidence.words) for evidence in tagged.evidence]


PATTERNS = {
    "whole word": ("bloc", "The bloc met.", ["bloc"]),
    "not inside a word": ("bloc", "A blockade, a subbloc.", []),
    "word before a hyphen": ("bloc", "A bloc-wide rule.", ["bloc"]),
    "word before an apostrophe": ("bloc", "The bloc’s rule.", ["bloc"]),
    "beginning": ("миротвор*", "Группа миротворцев ушла.", ["миротворцев"]),
    "beginning only at the start": ("твор*", "Группа миротворцев ушла.", []),
    "beginning may be the whole": ("миротвор*", "миротвор", ["миротвор"]),
    "phrase": ("old harbour", "An Old Harbour here.", ["Old Harbour"]),
    "phrase over a hyphen": ("peace keeping", "A peace-keeping force.", ["peace-keeping"]),
    "hyphen finds a space": ("peace-keeping", "A peace keeping force.", ["peace keeping"]),
    "phrase over blanks": ("old harbour", "An old \u00a0 harbour.", ["old \u00a0 harbour"]),
    "phrase not over a line": ("old harbour", "An old\nharbour.", []),
    "phrase not over a comma": ("old harbour", "An old, harbour.", []),
    "phrase not over a spaced dash": ("old harbour", "An old — harbour.", []),
    "beginning inside a phrase": ("нов* член*", "О новых членах говорят.", ["новых членах"]),
    "case": ("Harbour", "HARBOUR", ["HARBOUR"]),
    "capitals asked, given": ("@UN", "A UN force.", ["UN"]),
    "capitals asked, not given": ("@UN", "Dans un port.", []),
    "capitals of one word of a phrase": ("@UN force", "A UN Force.", ["UN Force"]),
    "capitals missing in a phrase": ("@UN force", "Dans un force.", []),
    "capitals in a choice": ("join the (@EU|bloc)", "They join the EU.", ["join the EU"]),
    "capitals missing in a choice": ("join the (@EU|bloc)", "They join the eu.", []),
    "choice at the start": ("(sea|air) port", "An air port.", ["air port"]),
    "choice in a word": ("harbo(u|)r*", "Two harbors.", ["harbors"]),
    "choice in the other word": ("harbo(u|)r*", "Two harbours.", ["harbours"]),
    "choice left out": ("leave (the|) port", "They leave port.", ["leave port"]),
    "choice left out at the end": ("leave port (now|)", "They leave port.", ["leave port"]),
    "choice left out at the start": ("(the|) old (sea|) port", "An old port.", ["old port"]),
    "choice in a choice": ("(sea(side|)|air) port*", "Two seaside ports.", ["seaside ports"]),
    "choices in a choice": ("(a (b|c) d (e|f)|g)", "An a c d e.", ["a c d e"]),
    "longest choice": ("open (door|door policy)", "An open door policy.", ["open door policy"]),
    "ё": ("приём", "Прием новых", ["Прием"]),
    "е for ё": ("прием", "Приём новых", ["Приём"]),
    "й in two characters": ("новый", "новыи\u0306 член", ["новыи\u0306"]),
    "stress mark": ("миротворец", "миротво\u0301рец", ["миротво\u0301рец"]),
    "stress mark at the end": ("порта", "порта\u0301 нет", ["порта\u0301"]),
    "soft hyphen": ("peacekeep*", "peace\u00adkeepers", ["peace\u00adkeepers"]),
    "full width": ("NATO", "ＮＡＴＯ grows", ["ＮＡＴＯ"]),
    "Turkish capital": ("istanbul", "İSTANBUL", ["İSTANBUL"]),
    "Turkish small letter": ("barış", "BARIŞ", ["BARIŞ"]),
    "French accents": ("Arménie", "ARMENIE", ["ARMENIE"]),
    "Armenian question mark in a word": ("ինչու", "ինչո՞ւ", ["ինչո՞ւ"]),
    "quotes are alike": ('"миротвор*"', "сайт «Миротворец»", ["«Миротворец»"]),
    "stops in an acronym": ("U.N. force", "A U.N. force.", ["U.N. force"]),
    "first character of all": ("port", "port", ["port"]),
}


@pytest.mark.parametrize(("pattern", "text", "words"), PATTERNS.values(), ids=list(PATTERNS))
def test_pattern_finds(finds, pattern, text, words):
    """A pattern finds these words, as they are written, and no others."""
    assert finds(pattern, text) == words


TWO = '[concepts.a]\nwords = ["alpha"]\n[concepts.b]\nwords = ["beta"]\n[concepts.c]\nwords = ["gamma"]'
RULES = {
    "a word": ("a", "An alpha.", True),
    "AND in one paragraph": ("a AND b", "An alpha. A beta.", True),
    "AND, one missing": ("a AND b", "An alpha.", False),
    "AND in two paragraphs": ("a AND b", "An alpha.\nA beta.", False),
    "OR, the first": ("a OR b", "An alpha.", True),
    "OR, the second": ("a OR b", "A beta.", True),
    "OR, neither": ("a OR b", "A gamma.", False),
    "AND binds tighter": ("a OR b AND c", "An alpha.", True),
    "brackets bind tightest": ("(a OR b) AND c", "An alpha.", False),
    "ALL": ("ALL(a, b, c)", "Alpha, beta, gamma.", True),
    "ALL, one missing": ("ALL(a, b, c)", "Alpha, beta.", False),
    "ANY": ("a AND ANY(b, c)", "An alpha, a gamma.", True),
    "ANY, none": ("a AND ANY(b, c)", "An alpha.", False),
    "NOT is there": ("a AND NOT b", "An alpha. A beta.", False),
    "NOT is elsewhere": ("a AND NOT b", "An alpha.\nA beta.", True),
    "NOT of two together": ("a AND NOT (b AND c)", "Alpha, beta.", True),
    "OR NOT": ("a AND (b OR NOT c)", "Alpha.", True),
    "OR NOT, it is there": ("a AND (b OR NOT c)", "Alpha, gamma.", False),
    "NEAR": ("a NEAR/2 b", "An alpha and then beta.", True),
    "NEAR, a word too far": ("a NEAR/2 b", "An alpha and so then beta.", False),
    "NEAR, the other way": ("a NEAR/2 b", "A beta and then alpha.", True),
    "NEAR/0": ("a NEAR/0 b", "An alpha, beta.", True),
    "NEAR, the nearest counts": ("a NEAR/1 b", "Alpha one two beta alpha.", True),
    "NEAR of choices": ("ANY(a, c) NEAR/1 b", "A gamma then beta.", True),
    "NEAR takes no word twice": ("a NEAR/3 a", "One alpha.", False),
    "NEAR the same again": ("a NEAR/3 a", "One alpha, two alpha.", True),
    "own words": ('"alph*" AND b', "Alphabets, beta.", True),
    "own words, quoted otherwise": ("'two words'", "Here two words stand.", True),
    "own words missing": ('a AND "delta"', "An alpha.", False),
    "sentence": ("SENTENCE(a AND b)", "An alpha and a beta. No.", True),
    "two sentences": ("SENTENCE(a AND b)", "An alpha. A beta.", False),
    "NOT in the sentence": ("SENTENCE(a AND NOT b)", "alpha beta.", False),
    "NOT in the next": ("SENTENCE(a AND NOT b)", "An alpha. A beta.", True),
    "sentence in the paragraph": ("c AND SENTENCE(a AND b)", "A gamma. Alpha beta.", True),
    "sentence in another": ("c AND SENTENCE(a AND b)", "A gamma.\nAlpha beta.", False),
    "article": ("ARTICLE(a AND b)", "An alpha.\nA beta.", True),
    "article and sentence": ("ARTICLE(c) AND SENTENCE(a AND b)", "A gamma.\nAlpha beta.", True),
    "article, not so": ("ARTICLE(c) AND SENTENCE(a AND b)", "A gamma.\nAlpha. Beta.", False),
    "not in the article": ("a AND NOT ARTICLE(b)", "An alpha.\nA beta.", False),
    "paragraph in the article": ("ARTICLE(PARAGRAPH(a AND b) AND c)", "Gamma.\nAlpha. Beta.", True),
    "lead": ("LEAD(a)", "One.\nAn alpha.\nThree.", True),
    "behind the lead": ("LEAD(a)", "One.\n\nTwo.\nAn alpha.", False),
    "title is no lead": ("LEAD(d)", "One.", False),
    "title": ("TITLE(d)", "One.", True),
    "title, not the text": ("TITLE(a)", "An alpha.", False),
    "title and text": ("TITLE(d) AND a", "One.\nAn alpha.", True),
    "title or text, and text": ("(TITLE(d) OR b) AND a", "One.\nAn alpha.", True),
    "concept of concepts": ("either AND c", "A beta, a gamma.", True),
}


@pytest.mark.parametrize(("rule", "text", "holds"), RULES.values(), ids=list(RULES))
def test_rule_holds(tagger, rule, text, holds):
    """Every operator and scope of the language, where it holds and where it just does not."""
    more = '\n[concepts.d]\nwords = ["delta title"]\n[concepts.either]\nincludes = ["a", "b"]'
    tagged = tagger(TWO + more, f"name = \"r\"\nwhen = '''{rule}'''").tag(
        article(text, "The delta title")
    )
    assert tagged.topics == (("t",) if holds else ())


def test_rule_over_several_paragraphs_is_proved_in_each(tagger):
    """The paragraph with most of the words speaks for the rule; the others stand beside it and add nothing."""
    text = "A gamma.\nAn alpha, a beta."
    tagged = tagger(TWO, 'name = "r"\nwhen = "ARTICLE(a AND b AND c)"').tag(article(text))
    assert [(found.words, found.score) for found in tagged.evidence] == [
        (("gamma",), 0.0),
        (("alpha", "beta"), 1.5),
    ]
    assert [tag.score for tag in tagged.tags] == [1.5]


def test_rule_holds_in_the_title_alone(tagger):
    """A headline that says it all is enough, and is told apart from the text."""
    tagged = tagger(TWO, 'name = "r"\nwhen = "a AND b"').tag(article("Nothing.", "Alpha, beta"))
    (found,) = tagged.evidence
    assert (found.field, found.start, found.end) == ("title", 0, 11)
    assert (found.words, found.sentence) == (("Alpha", "beta"), "Alpha, beta")


def test_rule_does_not_hold_half_in_the_title(tagger):
    """Words of the headline do not complete a rule in the text."""
    tagged = tagger(TWO, 'name = "r"\nwhen = "a AND b"').tag(article("A beta.", "An alpha"))
    assert tagged.evidence == ()


def test_text_comes_before_the_title_and_the_title_is_worth_most(tagger):
    """The sentence in the text is the better proof; the headline says what an article is about."""
    both = tagger(TWO, 'name = "r"\nwhen = "a"').tag(article("An alpha.", "Alpha!"))
    assert [(found.field, found.score) for found in both.evidence] == [
        ("text", 1.5),
        ("title", 2.5),
    ]
    assert both.tags == (Tag(topic="t", level="about", score=4.0),)


LEVELS = {
    "once in the lead": ("Alpha.", "", 1.5, "mentions"),
    "once behind the lead": ("One.\nTwo.\nAlpha.", "", 1.0, "mentions"),
    "thrice behind the lead": ("One.\nTwo.\nAlpha. Alpha.\nAlpha.", "", 3.0, "about"),
    "twice in one sentence": ("Alpha alpha.", "", 1.5, "mentions"),
    "in the title": ("One.", "Alpha", 2.5, "about"),
}


@pytest.mark.parametrize(("text", "title", "score", "level"), LEVELS.values(), ids=list(LEVELS))
def test_score_and_level(tagger, text, title, score, level):
    """Each sentence counts once, for what its place is worth; enough of them and the article is about the topic."""
    tagged = tagger(TWO, 'name = "r"\nwhen = "a"').tag(article(text, title))
    assert tagged.tags == (Tag(topic="t", level=level, score=score),)


def test_light_rules_must_add_up(tagger):
    """A weight below the threshold is a hint: two hints, or one in the title, make the topic."""
    built = tagger(TWO, 'name = "hint"\nwhen = "a"\nweight = 0.5', 'name = "r"\nwhen = "b"')
    assert built.tag(article("One.\nTwo.\nAlpha.")).tags == ()
    assert [tag.score for tag in built.tag(article("One.\nTwo.\nAlpha.\nAlpha.")).tags] == [1.0]
    assert [tag.score for tag in built.tag(article("One.", "Alpha")).tags] == [1.25]
    (found,) = built.tag(article("One.\nTwo.\nAlpha, beta.")).evidence
    assert (found.rule, found.score) == ("r", 1.0)


def test_rule_of_the_whole_article_hides_no_title(tagger):
    """Many matches of one rule in the text do not end the search before another's in the title."""
    built = tagger(TWO, 'name = "whole"\nwhen = "ARTICLE(a)"', 'name = "title"\nwhen = "b"')
    tagged = built.tag(article("One.\nTwo.\n" + "An alpha.\n" * 9, "Beta"))
    assert [found.field for found in tagged.evidence] == ["text"] * 4 + ["title"]
    assert [tag.score for tag in tagged.tags] == [6.5]


def test_heavier_sentence_far_down_is_not_missed(tagger):
    """Five light sentences do not hide what weighs more."""
    built = tagger(TWO, 'name = "light"\nwhen = "a"', 'name = "heavy"\nwhen = "b"\nweight = 4')
    tagged = built.tag(article("One.\nTwo.\n" + "Alpha.\n" * 9 + "A beta."))
    assert [found.rule for found in tagged.evidence] == ["light"] * 4 + ["heavy"]
    assert [tag.score for tag in tagged.tags] == [8.0]


def test_cancelling_phrase_swallows_the_hit_it_overlaps(tagger):
    """Another hit of the same word still counts."""
    built = tagger(TWO, 'name = "r"\nwhen = "a"', cancel='["alpha male*"]')
    assert built.tag(article("Two alpha males met.")).topics == ()
    (found,) = built.tag(article("Two alpha males met an alpha.")).evidence
    assert (found.start, found.words) == (23, ("alpha",))


def test_cancelling_phrase_is_of_one_topic(tmp_path):
    """What means nothing to one topic may mean something to the next."""
    path = tmp_path / "pack.toml"
    path.write_text(
        'name = "p"\n[concepts.a]\nwords = ["alpha"]\n'
        '[topics.z]\ntitle = "Z"\ndescription = "D"\n[[topics.z.rules]]\nname = "r"\nwhen = "a"\n'
        '[topics.b]\ntitle = "B"\ndescription = "D"\ncancel = ["alpha male"]\n'
        '[[topics.b.rules]]\nname = "r"\nwhen = "a"\n',
        encoding="utf-8",
    )
    both = Tagger(load_pack(path)).tag(article("An alpha.\nAn alpha male."))
    assert [found.topic for found in both.evidence] == ["b", "z", "z"]


def test_cancelled_word_still_bars(tagger):
    """Under NOT a word counts wherever it stands: a cancelling phrase takes hits, it lifts no bar."""
    built = tagger(TWO, 'name = "r"\nwhen = "a AND NOT b"', cancel='["beta test"]')
    assert built.tag(article("An alpha, a beta test.")).topics == ()
    assert built.tag(article("An alpha.\nA beta test.")).topics == ("t",)


def test_unless_bars_the_whole_topic(tagger):
    """One place where it holds, and no rule counts; what is cancelled for the rules bars all the same."""
    built = tagger(TWO, 'name = "r"\nwhen = "a"', cancel='["beta test"]\nunless = "TITLE(b) OR c"')
    assert built.tag(article("An alpha.", "News")).topics == ("t",)
    assert built.tag(article("An alpha.", "A beta")).topics == ()
    assert built.tag(article("An alpha.\nOne.\nA gamma.")).topics == ()
    assert built.tag(article("An alpha.", "A beta test")).topics == ()


LATER = """
[concepts.a]
words = ["Harbour Union", "rival of the Airport League"]
later = ["the union"]
others = ["Airport League"]
[concepts.b]
words = ["grows"]
"""
ANAPHORA = {
    "named before": ("The Harbour Union met.\nThe union grows.", True),
    "never named": ("It met.\nThe union grows.", False),
    "named after": ("The union grows.\nThe Harbour Union met.", True),
    "another named since": ("Harbour Union.\nThe Airport League met.\nThe union grows.", False),
    "another named, then ours": ("Airport League.\nThe Harbour Union met.\nThe union grows.", True),
    "another is the first to come": ("The union grows.\nAirport League.\nHarbour Union.", False),
    "another inside our own name": ("The rival of the Airport League met.\nThe union grows.", True),
}


@pytest.mark.parametrize(("text", "meant"), ANAPHORA.values(), ids=list(ANAPHORA))
def test_later_words_stand_for_the_last_name(tagger, text, meant):
    """`later` counts once one of `words` is in the article, and after a name of `others` not before ours again."""
    tagged = tagger(LATER, 'name = "r"\nwhen = "a AND b"').tag(article(text))
    assert tagged.topics == (("t",) if meant else ())


def test_name_in_the_title_is_enough_for_later_words(tagger):
    """A headline names what the text then calls "the union"."""
    tagged = tagger(LATER, 'name = "r"\nwhen = "a AND b"').tag(
        article("The union grows.", "Harbour Union in the news")
    )
    assert [found.field for found in tagged.evidence] == ["text"]


def test_evidence_is_the_tightest_words_and_their_sentences(tagger):
    """From the first matched word to the last, with the whole of every sentence between."""
    text = "Before.\nAn alpha came. Then an alpha went. Here a beta stood, they say. After."
    (found,) = tagger(TWO, 'name = "r"\nwhen = "a AND b"').tag(article(text)).evidence
    assert text[found.start : found.end] == "alpha went. Here a beta"
    assert found == Evidence(
        topic="t",
        rule="r",
        field="text",
        start=text.index("alpha went"),
        end=text.index(" stood"),
        words=("alpha", "beta"),
        sentence="Then an alpha went. Here a beta stood, they say.",
        score=1.5,
    )


def test_word_inside_another_is_not_said_twice(tagger):
    """Of two concepts that matched one inside the other the wider speaks."""
    concepts = '[concepts.a]\nwords = ["alpha"]\n[concepts.b]\nwords = ["alpha beta"]'
    tagged = tagger(concepts, 'name = "r"\nwhen = "a AND b"').tag(article("An alpha beta."))
    assert spoken(tagged) == [("r", ("alpha beta",))]


def test_one_piece_of_evidence_a_sentence(tagger):
    """Of rules that hold on the same words the file's first is named."""
    built = tagger(TWO, 'name = "one"\nwhen = "a"', 'name = "two"\nwhen = "a"')
    assert spoken(built.tag(article("An alpha."))) == [("one", ("alpha",))]


def test_at_most_five_pieces_of_evidence_a_topic(tagger):
    """Those worth most: the title, the lead, then in reading order; and they add up to the score."""
    text = "\n".join(f"Line {number} has an alpha." for number in range(9))
    tagged = tagger(TWO, 'name = "r"\nwhen = "a"').tag(article(text, "Alpha"))
    assert [found.sentence for found in tagged.evidence] == [*text.split("\n")[:4], "Alpha"]
    assert [tag.score for tag in tagged.tags] == [sum(found.score for found in tagged.evidence)]


def test_tagging_again_forgets_the_old_evidence(tagger):
    """An article tagged under one pack and tagged under the next has only the next one's topics."""
    tagged = tagger(TWO, 'name = "r"\nwhen = "a"').tag(article("An alpha."))
    again = tagger(TWO, 'name = "r"\nwhen = "b"').tag(tagged)
    assert (tagged.topics, again.evidence) == (("t",), ())


SENTENCES = {
    "marks": ("One. Two! Three? Four… Five", ["One.", "Two!", "Three?", "Four…", "Five"]),
    "closing quotes": ("«Да». «Нет.» Всё.", ["«Да».", "«Нет.»", "Всё."]),
    "initials": ("Mr N. V. Petrov left. He came.", ["Mr N. V. Petrov left.", "He came."]),
    "titles": ("Gen. Smith met Dr. Jones. So.", ["Gen. Smith met Dr. Jones.", "So."]),
    "dotted acronym": ("The U.N. Council met. So.", ["The U.N. Council met.", "So."]),
    "Russian short forms": (
        "5 млн. Рублей нет, т.е. Нет. Да.",
        ["5 млн. Рублей нет, т.е. Нет.", "Да."],
    ),
    "small letter goes on": ("It cost approx. five. Yes.", ["It cost approx. five.", "Yes."]),
    "question in a sentence": ("«Нет?» — спросил он. Да.", ["«Нет?» — спросил он.", "Да."]),
    "speaker after a quotation": ('"Why?" he asked. Yes.', ['"Why?" he asked.', "Yes."]),
    "German day": ("Am 29. Mai kam er. Gut.", ["Am 29. Mai kam er.", "Gut."]),
    "year ends a sentence": ("It was 2022. Then so.", ["It was 2022.", "Then so."]),
    "number with a point": ("It is 2.5 points.", ["It is 2.5 points."]),
    "Armenian": ("Մեկ։ Երկու։Երեք։", ["Մեկ։", "Երկու։", "Երեք։"]),
    "three dots": ("Well... Yes.", ["Well...", "Yes."]),
    "no mark": ("A headline", ["A headline"]),
    "blank": ("  ", ["  "]),
}


@pytest.mark.parametrize(("line", "sentences"), SENTENCES.values(), ids=list(SENTENCES))
def test_sentences_of_a_line(line, sentences):
    """A line parts where a reader would part it."""
    assert [line[start:end] for start, end in sentence_spans(line, 0, len(line))] == sentences


def test_sentences_stay_in_their_line():
    """Offsets count in the whole text, and nothing beyond the line is looked at."""
    text = "Above.\nOne. Two.\nBelow."
    assert [text[a:b] for a, b in sentence_spans(text, 7, 16)] == ["One.", "Two."]


@given(st.text())
def test_folding_keeps_the_length(text):
    """Offsets in folded text are offsets in the text, whatever is in it."""
    assert len(fold(text)) == len(text)
    assert fold(text).count("\n") == text.count("\n")


@given(st.text())
def test_folding_twice_changes_nothing(text):
    """What is alike once folded stays alike."""
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.sampled_from("aЯё -‑—\u00a0\u0301\u00adİ\n«")))
def test_searchable_text_knows_its_way_back(text):
    """Every letter is there and stands where it says, in order, with a space for all else."""
    found = searchable(text)
    assert (found.words[0], found.words[-1]) == (" ", " ")
    places = [found.written_at(at) for at in range(1, len(found.words))]
    assert places == sorted(set(places))
    letters = [letter for letter in fold(text) if letter.isalnum()]
    assert [letter for letter in found.words if letter.isalnum()] == letters
    for place, letter in zip(places, found.words[1:-1], strict=False):
        folded = fold(text)[place]
        assert letter == (folded if folded.isalnum() else " ")


_CSTO = Tagger(load_pack(SHIPPED["csto"]))
_PIECES = st.sampled_from(
    [
        "Armenia", "Ереван", "İran", "CSTO", "ОДКБ", "the bloc", "NATO", "peace\u00adkeepers", "миротво\u0301рцы",
        "Blauhelme", "«Миротворец»", "leave", "не  платит", "new \u00a0members", "expand", "expansion", "Serbia",
        "ＣＳＴＯ", "խաղաղապահներ", "ՀԱՊԿ-ից", "դուրս կգա", ". ", "! ", "։", "\n", " ", " — ", "’s", "Mr. ",
    ]
)  # fmt: skip
_TEXTS = st.lists(_PIECES | st.text(max_size=3), max_size=30).map(" ".join)


@given(title=_TEXTS, text=_TEXTS)
def test_evidence_is_always_verbatim(title, text):
    """Whatever the article, evidence is cut out of it: span, words in order, and the sentence around them."""
    tagged = _CSTO.tag(Article(title=title, text=text))
    for found in tagged.evidence:
        field = tagged.title if found.field == "title" else tagged.text
        span = field[found.start : found.end]
        assert span.startswith(found.words[0])
        assert found.words
        assert any(span.endswith(word) for word in found.words)
        at = -1
        for word in found.words:
            at = span.index(word, at + 1)
        assert span in found.sentence
        assert found.sentence in field
        assert "\n" not in found.sentence
    assert [found.topic for found in tagged.evidence] == sorted(f.topic for f in tagged.evidence)
    assert _CSTO.tag(tagged) == tagged
