"""
The language of rules, and the only importer of lark.

    csto AND (new-members OR admission)     concepts by name; AND binds tighter than OR
    csto AND NOT drills                     NOT: nothing of it there
    csto NEAR/8 "door* open"                at most 8 words between them; words of your own in quotes, as in a concept
    ANY(visit, talks, "phone* call*")       a long OR; ALL(...) is a long AND
    SENTENCE(armenia AND leave)             in one sentence
    PARAGRAPH(armenia AND leave)            in one paragraph, which is what counts where nothing is said
    TITLE(armenia) AND csto                 in the title
    LEAD(csto)                              in the first two paragraphs
    ARTICLE(armenia AND csto)               anywhere in the article, title included
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, cast

from lark import Lark, Token, Transformer, UnexpectedInput
from lark.exceptions import VisitError

from extractors.topics.pattern import Pattern, PatternError, parse_pattern

Scope = Literal["SENTENCE", "PARAGRAPH", "TITLE", "LEAD", "ARTICLE"]

#: Scopes that mean the same place wherever in a rule they stand.
ABSOLUTE: frozenset[Scope] = frozenset({"TITLE", "LEAD", "ARTICLE"})

_GRAMMAR = r"""
    ?either: all ("OR" all)*
    ?all: factor ("AND" factor)*
    ?factor: "NOT" factor -> negated
        | near
    ?near: atom
        | near NEAR atom
    ?atom: NAME -> concept
        | QUOTED -> words
        | "(" either ")"
        | SCOPE "(" either ")" -> scoped
        | "ALL" "(" either ("," either)* ")" -> all
        | "ANY" "(" either ("," either)* ")" -> either
    NEAR.2: /NEAR\/[0-9]{1,3}(?!\w)/
    SCOPE.2: /(SENTENCE|PARAGRAPH|TITLE|LEAD|ARTICLE)(?![\w-])/
    NAME: /(?!(AND|OR|NOT|ALL|ANY|NEAR)(?![\w-]))[^\W_][\w-]*/
    QUOTED: /"[^"]*"|'[^']*'/
    %ignore /\s+/
"""


_OPERATORS = ("AND", "OR", "NOT", "ALL", "ANY")
_EXAMPLE = "Write a concept's name, or several: port AND strike"


class ExpressionError(ValueError):
    """A rule that cannot be understood; *remedy* says what can, *at* is the offset of the fault."""

    def __init__(self, problem: str, remedy: str, at: int) -> None:
        super().__init__(problem)
        self.remedy = remedy
        self.at = at


@dataclass(frozen=True, slots=True)
class Words:
    """A concept, by its name, or words written into the rule, by themselves in quotes."""

    name: str
    #: Of words written into the rule.
    patterns: tuple[Pattern, ...] = ()
    #: Where it stands in the rule.
    at: int = 0


@dataclass(frozen=True, slots=True)
class All:
    """Each of its parts, in one place."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of its parts."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Nothing of its part."""

    part: Expression
    at: int = 0


@dataclass(frozen=True, slots=True)
class Near:
    """Both parts, with at most *words* words between them, in either order."""

    parts: tuple[Expression, Expression]
    words: int


@dataclass(frozen=True, slots=True)
class Within:
    """Its part, in one place of a kind."""

    scope: Scope
    part: Expression


Expression = Words | All | Either | Not | Near | Within


def parse_expression(written: str) -> Expression:
    """
    Return the rule *written*, its concepts not looked up yet.

    Raises:
        ExpressionError: it is not in the language, or could hold where none of its words is said.
    """
    try:
        tree = _parser().parse(written)
    except UnexpectedInput as error:
        at = len(written.rstrip()) if _is_end(error) else cast(int, error.pos_in_stream)
        raise ExpressionError(*_explained(written, at), at) from error
    expression = _Builder().transform(tree)
    if not says_something(expression):
        raise ExpressionError(
            "holds where nothing is said: one side of it is only NOT",
            "Say what must be there, too: port AND NOT airport",
            _first_not(expression),
        )
    return expression


def says_something(expression: Expression) -> bool:
    """Return whether it takes at least one word for *expression* to hold."""
    match expression:
        case Words():
            return True
        case All(parts):
            return any(map(says_something, parts))
        case Either(parts) | Near(parts):
            return all(map(says_something, parts))
        case Not():
            return False
        case Within(_, part):
            return says_something(part)


def leaves(expression: Expression, *, absent: bool = True) -> Iterator[Words]:
    """Yield the concepts and words that *expression* speaks of, as often as it does; under NOT only with *absent*."""
    match expression:
        case Words():
            yield expression
        case All(parts) | Either(parts) | Near(parts):
            for part in parts:
                yield from leaves(part, absent=absent)
        case Within(_, part):
            yield from leaves(part, absent=absent)
        case Not(part) if absent:
            yield from leaves(part)


def barring(expression: Expression) -> frozenset[str]:
    """Return names of concepts and words that *expression* asks to be absent, and nowhere to be there."""
    asked = {leaf.name for leaf in leaves(expression, absent=False)}
    return frozenset({leaf.name for leaf in leaves(expression)} - asked)


def written(expression: Expression) -> str:
    """Return *expression* as a rule may be written: what it says, not how it was spelled."""
    match expression:
        case Words(name):
            return name
        case All(parts):
            return " AND ".join(_inside(part, Either) for part in parts)
        case Either(parts):
            return " OR ".join(_inside(part, All) for part in parts)
        case Not(part):
            return f"NOT {_inside(part, All, Either, Near)}"
        case Near((left, right), words):
            return f"{_inside(left, All, Either)} NEAR/{words} {_inside(right, All, Either, Near)}"
        case Within(scope, part):
            return f"{scope}({written(part)})"


def _inside(part: Expression, *bracketed: type) -> str:
    return f"({written(part)})" if isinstance(part, bracketed) else written(part)


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, start="either", parser="lalr")


class _Builder(Transformer[Token, Expression]):
    """lark's tree -> ours."""

    def transform(self, tree: Any) -> Expression:
        try:
            return super().transform(tree)
        except VisitError as error:
            if isinstance(error.orig_exc, ExpressionError):
                raise error.orig_exc from error
            raise

    def concept(self, children: list[Token]) -> Expression:
        return Words(str(children[0]), at=_offset(children[0]))

    def words(self, children: list[Token]) -> Expression:
        quoted = children[0]
        try:
            patterns = parse_pattern(str(quoted)[1:-1])
        except PatternError as error:
            at = _offset(quoted) + 1 + error.at
            raise ExpressionError(f"pattern {quoted} {error}", error.remedy, at) from error
        return Words(f'"{quoted[1:-1]}"', tuple(patterns), _offset(quoted))

    def all(self, children: list[Expression]) -> Expression:
        return children[0] if len(children) == 1 else All(tuple(children))

    def either(self, children: list[Expression]) -> Expression:
        return children[0] if len(children) == 1 else Either(tuple(children))

    def negated(self, children: list[Expression]) -> Expression:
        return Not(children[0], _start(children[0]))

    def near(self, children: list[Any]) -> Expression:
        left, distance, right = children
        return Near((left, right), int(distance.removeprefix("NEAR/")))

    def scoped(self, children: list[Any]) -> Expression:
        return Within(cast(Scope, str(children[0])), children[1])


def _offset(token: Token) -> int:
    return cast(int, token.start_pos)


def _start(expression: Expression) -> int:
    return min((leaf.at for leaf in leaves(expression)), default=0)


def _first_not(expression: Expression) -> int:
    match expression:
        case Not(_, at):
            return at
        case All(parts) | Either(parts) | Near(parts):
            return min((_first_not(part) for part in parts if not says_something(part)), default=0)
        case Within(_, part):
            return _first_not(part)
    return 0


def _is_end(error: UnexpectedInput) -> bool:
    return (
        error.pos_in_stream is None or getattr(getattr(error, "token", None), "type", "") == "$END"
    )


def _explained(written: str, at: int) -> tuple[str, str]:
    """Return what is wrong at that place, and what is right."""
    rest = written[at:].strip()
    before = written[:at].rstrip()
    found = rest.split()[0] if rest else ""
    if not written.strip():
        return "is empty", _EXAMPLE
    if not rest:
        if written.count("(") > written.count(")"):
            return "has an open bracket", "Close it: SENTENCE(port AND strike)"
        return "ends too early", f"Write a concept's name after {before.split()[-1]!r}"
    if rest[0] in "\"'" and rest.count(rest[0]) % 2:
        return f"has an open quotation mark, {found!r}", 'Close it: port AND "walk* out"'
    behind = before.split()[-1].split("(")[-1] if before else ""
    for word in (found.rstrip("("), behind):
        if word.upper() in _OPERATORS and not word.isupper():
            return f"has {word!r}", f"Write it in capitals: {word.upper()}"
    if found.upper().startswith("NEAR"):
        return f"has {found!r}", "Write how many words may stand between: port NEAR/5 strike"
    if rest[0] == ")" and written[: at + 1].count(")") > written[: at + 1].count("("):
        return "has a bracket that was never opened", "Take it away, or open it: (port OR harbour)"
    if behind in _OPERATORS or not before or before[-1] in "(,":
        return f"has {found!r} where something to look for must stand", _EXAMPLE
    if rest[0].isalnum() or rest[0] in "\"'(":
        return f"has {found!r} right behind {before.split()[-1]!r}", "Put AND, OR or NEAR/5 between"
    return f"has {found!r}", "Write AND, OR or NEAR/5, or put words of your own in quotes"
