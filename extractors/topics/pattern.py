"""
What people write in a topics file to find words, turned into what a program can look for.

    harbour         a word; whole words only
    harbour*        the beginning of a word, anywhere in a phrase
    old harbour     words in this order; a space also finds a hyphen, a line of blanks, a hard space
    @UN             a word that must be in capitals
    (sea|air) port  one of them; `(a|)` is `a` or nothing; also inside a word, harbo(u|)r, and inside another
    "harbour*"      a word in quotation marks of any kind

Case, accents, ё, quotes and dashes do not matter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import product

from extractors.topics.fold import fold

_GROUP = re.compile(r"\(([^()]*)\)")
#: Every star closes two letters or more and ends its word, behind a group's bracket too: so no pattern can take
#: more than linear time on any text.
_WRONG_STAR = re.compile(
    r"(?<![^\W_][^\W_])(?<!\)[^\W_])\*|\*(?=[\w*(@])|\*(?:\|[^()]*)?\)(?=[\w*(@])"
)
#: Choices a pattern may begin with; each becomes a key of the automaton.
_MOST_BEGINNINGS = 1000
#: ... and to how many further choices may add, so that a key says more and its pattern is rarely tried in vain.
_ENOUGH_BEGINNINGS = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Pattern:
    """One beginning of a pattern: where to look, and what must stand there, in the words of `searchable` text."""

    #: As the file has it.
    written: str
    #: BCP 47, as the file says; `None` where it says nothing.
    language: str | None = None
    #: Where to look: begins with a space, and ends with one where the word ends there.
    key: str
    #: Matches the whole behind the key's first space; what it captures must be in capitals in the text as written.
    #: `None` where the key is all there is.
    regex: str | None
    #: Whether a quotation mark must stand before it and behind it.
    quoted: tuple[bool, bool] = (False, False)


class PatternError(ValueError):
    """A pattern that cannot be used; *remedy* says what can, *at* is the offset of the fault in the pattern."""

    def __init__(self, problem: str, remedy: str, at: int = 0) -> None:
        super().__init__(problem)
        self.remedy = remedy
        self.at = at


def parse_pattern(written: str, *, language: str | None = None) -> list[Pattern]:
    """
    Return what *written* stands for, one `Pattern` for each choice it begins with.

    Raises:
        PatternError: it is empty, or has a star, bracket or `@` where none can be.
    """
    _check(written)
    even = " ".join(fold(written).replace("-", " ").split())
    quoted = (even.startswith('"'), even.endswith('"'))
    upper = _capitals(written)
    pieces = _GROUP.split(_flat(even).strip('"'))
    return [
        _pattern(written, language, beginning, rest, quoted, bool(upper))
        for beginning, rest in _beginnings(pieces)
    ]


def _check(written: str) -> None:
    if (stray := _stray(written)) is not None:
        raise PatternError("has a bracket or bar out of place", "Write choices as (a|b)", stray)
    if not any(character.isalnum() for character in written):
        raise PatternError("has no word in it", "Write a word, or its beginning: harbour*")
    for choice in re.finditer(r"(?<=[(|])[^()|]+(?=[)|])", written):
        if not any(letter.isalnum() or letter in ' -"@*' for letter in fold(choice[0])):
            raise PatternError(
                f"has a choice without a letter, {choice[0]!r}",
                "Take it away: signs are not looked at",
                choice.start(),
            )
    if star := _WRONG_STAR.search(written):
        raise PatternError(
            "has a star that does not close the beginning of a word, two letters or more",
            "Write it as in harbour*, in a choice inside the bracket: (ship*|boat*)",
            star.start(),
        )
    for word in _capitals(written):
        if not word[1].isupper():
            raise PatternError(
                f"asks for capitals in {word[1]!r}, which is not",
                f"Write {'@' + word[1].upper()!r}",
                word.start(),
            )


def _stray(written: str) -> int | None:
    """Return where a bracket is open or closed too often, or a bar stands outside."""
    opened: list[int] = []
    for at, character in enumerate(written):
        if character == "(":
            opened.append(at)
        elif character in "|)" and not opened:
            return at
        elif character == ")":
            opened.pop()
    return opened[0] if opened else None


def _flat(text: str) -> str:
    """Return *text* with the choices inside other choices written out: (a(b|c)|d) is (ab|ac|d)."""
    if not re.search(r"\([^()]*\(", text):
        return text
    (flat,), _ = _choices(text, 0, depth=0)
    return flat


def _choices(text: str, at: int, *, depth: int) -> tuple[list[str], int]:
    """Return the choices of the group that begins at *at* (at depth 0 the whole text), and where it ends."""
    done: list[str] = []
    current = [""]
    while at < len(text) and text[at] != ")":
        character = text[at]
        at += 1
        if character == "(":
            inner, at = _choices(text, at, depth=depth + 1)
            inner = inner if depth else [f"({'|'.join(inner)})"]
            current = [one + other for one in current for other in inner]
        elif character == "|":
            done, current = done + current, [""]
        else:
            current = [one + character for one in current]
        if len(done) + len(current) > _MOST_BEGINNINGS:
            raise PatternError("has more than 1000 choices", "Split it in several patterns")
    return done + current, at + 1


def _capitals(written: str) -> list[re.Match[str]]:
    return list(re.finditer(r"@([^\s()|*]*)", written))


def _beginnings(pieces: list[str]) -> list[tuple[str, list[str]]]:
    """
    Return texts that *pieces* (plain, choices, plain, ...) can begin with, each with the pieces after it.

    A star ends what can be a key, and with it the need for more of a beginning.
    """
    open_ends = [pieces[0]]
    done: list[tuple[str, list[str]]] = []
    at = 1
    while at < len(pieces):
        choices = pieces[at].split("|")
        done += [(text, pieces[at:]) for text in open_ends if "*" in text]
        open_ends = [text for text in open_ends if "*" not in text]
        is_blank = not all(text.strip() for text in open_ends)
        if not is_blank and len(done) + len(open_ends) * len(choices) > _ENOUGH_BEGINNINGS:
            break
        open_ends = [a + b + pieces[at + 1] for a, b in product(open_ends, choices)]
        at += 2
        if len(open_ends) > _MOST_BEGINNINGS:
            raise PatternError("begins in more than 1000 ways", "Split it in several patterns")
    done += [(text, pieces[at:]) for text in open_ends]
    return sorted({" ".join(text.split()) + _gap(text): rest for text, rest in done}.items())


def _gap(text: str) -> str:
    return " " if text.endswith(" ") else ""


def _pattern(
    written: str,
    language: str | None,
    beginning: str,
    rest: list[str],
    quoted: tuple[bool, bool],
    has_capitals: bool,
) -> Pattern:
    start, star, after = beginning.replace("@", "").partition("*")
    key = _words(start)
    if not key.strip():
        raise PatternError(
            "may stand for nothing at all", "Leave no choice empty but beside a word"
        )
    if not star and not rest:
        key = key.rstrip() + " "
    regex = None
    if rest or after.strip() or has_capitals:
        regex = _plain(beginning)
        for choices, plain in zip(rest[::2], rest[1::2], strict=True):
            regex = _chosen(regex, choices) + _plain(plain)
        regex = rf"{regex.strip()}(?!\w)"
    return Pattern(written=written, language=language, key=f" {key}", regex=regex, quoted=quoted)


def _words(text: str) -> str:
    """Return *text* as `searchable` has it: a space for whatever is no letter or digit."""
    return re.sub(r"\W", " ", text)


@cache
def _plain(text: str) -> str:
    return "".join(
        rf"({_words(piece[1:])})" if piece[0] == "@" else r"\w*" if piece == "*" else _words(piece)
        for piece in re.findall(r"@[^\W_]+|\*|[^*@]+|@", text)
    )


def _chosen(before: str, choices: str) -> str:
    chosen, is_optional = _alternatives(choices)
    if not is_optional:
        return before + chosen
    return f"{before[:-1]}(?: {chosen})?" if before.endswith(" ") else f"{before}{chosen}?"


@cache
def _alternatives(choices: str) -> tuple[str, bool]:
    """Return a regex for one of *choices*, which a bar parts, and whether there may be none."""
    listed = [choice.strip() for choice in choices.split("|")]
    # The longest first: it says most as evidence.
    texts = sorted((_plain(choice) for choice in listed if choice), key=len, reverse=True)
    return f"(?:{'|'.join(texts)})", not all(listed)
