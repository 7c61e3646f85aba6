"""What the rule engine finds, feature by feature, on small invented packs; and that its evidence is always verbatim."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.models import Article, Evidence
from extractors.topics.fold import fold, searchable
from extractors.topics.matcher import Tagger
from extractors.topics.pack import SHIPPED, load_pack
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
        built = tagger(f"[concepts.c]\nwords = ['''{pattern}''']", 'name = "r"\nall = ["c"]')
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
    "all in one paragraph": ('all = ["a", "b"]', "An alpha. A beta.", True),
    "all, one missing": ('all = ["a", "b"]', "An alpha.", False),
    "all in two paragraphs": ('all = ["a", "b"]', "An alpha.\nA beta.", False),
    "any, the first": ('any = ["a", "b"]', "An alpha.", True),
    "any, the second": ('any = ["a", "b"]', "A beta.", True),
    "any, neither": ('any = ["a", "b"]', "A gamma.", False),
    "all and any": ('all = ["a"]\nany = ["b", "c"]', "An alpha, a gamma.", True),
    "all without any": ('all = ["a"]\nany = ["b", "c"]', "An alpha.", False),
    "none is there": ('all = ["a"]\nnone = ["b"]', "An alpha. A beta.", False),
    "none is elsewhere": ('all = ["a"]\nnone = ["b"]', "An alpha.\nA beta.", True),
    "sentence": ('all = ["a", "b"]\nwithin = "sentence"', "An alpha and a beta. No.", True),
    "two sentences": ('all = ["a", "b"]\nwithin = "sentence"', "An alpha. A beta.", False),
    "none in the sentence": (
        'all = ["a"]\nnone = ["b"]\nwithin = "sentence"',
        "alpha beta.",
        False,
    ),
    "none in the next": (
        'all = ["a"]\nnone = ["b"]\nwithin = "sentence"',
        "An alpha. A beta.",
        True,
    ),
}


@pytest.mark.parametrize(("rule", "text", "holds"), RULES.values(), ids=list(RULES))
def test_rule_holds(tagger, rule, text, holds):
    """A rule asks for all, one of any, and none of its concepts, within a paragraph or a sentence."""
    tagged = tagger(TWO, f'name = "r"\n{rule}').tag(article(text))
    assert tagged.topics == (("t",) if holds else ())


def test_rule_holds_in_the_title_alone(tagger):
    """A headline that says it all is enough, and is told apart from the text."""
    tagged = tagger(TWO, 'name = "r"\nall = ["a", "b"]').tag(article("Nothing.", "Alpha, beta"))
    (found,) = tagged.evidence
    assert (found.field, found.start, found.end) == ("title", 0, 11)
    assert (found.words, found.sentence) == (("Alpha", "beta"), "Alpha, beta")


def test_rule_does_not_hold_half_in_the_title(tagger):
    """Words of the headline do not complete a rule in the text."""
    tagged = tagger(TWO, 'name = "r"\nall = ["a", "b"]').tag(article("A beta.", "An alpha"))
    assert tagged.evidence == ()


def test_text_comes_before_the_title_and_the_title_raises_the_score(tagger):
    """The sentence in the text is the better proof; that the headline says it too makes both weigh more."""
    both = tagger(TWO, 'name = "r"\nall = ["a"]').tag(article("An alpha.", "Alpha!"))
    assert [found.field for found in both.evidence] == ["text", "title"]
    assert [found.score for found in both.evidence] == [1.5, 1.5]
    text_only = tagger(TWO, 'name = "r"\nall = ["a"]').tag(article("An alpha.", "News"))
    assert [found.score for found in text_only.evidence] == [1.0]


def test_cancelling_phrase_swallows_the_hit_it_overlaps(tagger):
    """Another hit of the same word still counts."""
    built = tagger(TWO, 'name = "r"\nall = ["a"]', cancel='["alpha male*"]')
    assert built.tag(article("Two alpha males met.")).topics == ()
    (found,) = built.tag(article("Two alpha males met an alpha.")).evidence
    assert (found.start, found.words) == (23, ("alpha",))


def test_cancelling_phrase_is_of_one_topic(tmp_path):
    """What means nothing to one topic may mean something to the next."""
    path = tmp_path / "pack.toml"
    path.write_text(
        'name = "p"\n[concepts.a]\nwords = ["alpha"]\n'
        '[topics.z]\ntitle = "Z"\ndescription = "D"\n[[topics.z.rules]]\nname = "r"\nall = ["a"]\n'
        '[topics.b]\ntitle = "B"\ndescription = "D"\ncancel = ["alpha male"]\n'
        '[[topics.b.rules]]\nname = "r"\nall = ["a"]\n',
        encoding="utf-8",
    )
    both = Tagger(load_pack(path)).tag(article("An alpha.\nAn alpha male."))
    assert [found.topic for found in both.evidence] == ["b", "z", "z"]


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
    tagged = tagger(LATER, 'name = "r"\nall = ["a", "b"]').tag(article(text))
    assert tagged.topics == (("t",) if meant else ())


def test_name_in_the_title_is_enough_for_later_words(tagger):
    """A headline names what the text then calls "the union"."""
    tagged = tagger(LATER, 'name = "r"\nall = ["a", "b"]').tag(
        article("The union grows.", "Harbour Union in the news")
    )
    assert [found.field for found in tagged.evidence] == ["text"]


def test_evidence_is_the_tightest_words_and_their_sentences(tagger):
    """From the first matched word to the last, with the whole of every sentence between."""
    text = "Before.\nAn alpha came. Then an alpha went. Here a beta stood, they say. After."
    (found,) = tagger(TWO, 'name = "r"\nall = ["a", "b"]').tag(article(text)).evidence
    assert text[found.start : found.end] == "alpha went. Here a beta"
    assert found == Evidence(
        topic="t",
        rule="r",
        field="text",
        start=text.index("alpha went"),
        end=text.index(" stood"),
        words=("alpha", "beta"),
        sentence="Then an alpha went. Here a beta stood, they say.",
        score=1.0,
    )


def test_word_inside_another_is_not_said_twice(tagger):
    """Of two concepts that matched one inside the other the wider speaks."""
    concepts = '[concepts.a]\nwords = ["alpha"]\n[concepts.b]\nwords = ["alpha beta"]'
    tagged = tagger(concepts, 'name = "r"\nall = ["a", "b"]').tag(article("An alpha beta."))
    assert spoken(tagged) == [("r", ("alpha beta",))]


def test_one_piece_of_evidence_a_sentence(tagger):
    """Of rules that hold on the same words the file's first is named."""
    built = tagger(TWO, 'name = "one"\nall = ["a"]', 'name = "two"\nall = ["a"]')
    assert spoken(built.tag(article("An alpha."))) == [("one", ("alpha",))]


def test_at_most_five_pieces_of_evidence_a_topic(tagger):
    """The first five, in reading order."""
    text = "\n".join(f"Line {number} has an alpha." for number in range(9))
    tagged = tagger(TWO, 'name = "r"\nall = ["a"]').tag(article(text, "Alpha"))
    assert [found.sentence for found in tagged.evidence] == text.split("\n")[:5]


def test_tagging_again_forgets_the_old_evidence(tagger):
    """An article tagged under one pack and tagged under the next has only the next one's topics."""
    tagged = tagger(TWO, 'name = "r"\nall = ["a"]').tag(article("An alpha."))
    again = tagger(TWO, 'name = "r"\nall = ["b"]').tag(tagged)
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
    """Every character left stands where it says, in order, and the end is the end."""
    found = searchable(text)
    places = [found.written_at(at) for at in range(len(found.text) + 1)]
    assert places == sorted(set(places))
    assert places[-1] == len(text)
    assert all(
        fold(text)[place] in (letter, "-")
        for place, letter in zip(places, found.text, strict=False)
    )


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
