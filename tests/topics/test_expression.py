"""The language of rules: what it says, how it is written back, and where a mistake stands."""

from __future__ import annotations

import pytest

from extractors.topics.expression import ExpressionError, parse_expression, written

SAME = [
    "a",
    "a AND b",
    "a OR (b AND c)",
    "(a OR b) AND c",
    "a AND NOT b",
    "a AND NOT (b OR c)",
    "a NEAR/8 b",
    "(a OR b) NEAR/0 c",
    'a NEAR/3 "door* open"',
    "SENTENCE(a AND b)",
    "ARTICLE(a) AND SENTENCE(b AND NOT c)",
    "TITLE(a) OR LEAD(b)",
]


@pytest.mark.parametrize("rule", SAME)
def test_written_back_as_it_was(rule):
    """What a rule says can be shown to whoever wrote it, brackets where they are needed and nowhere else."""
    assert written(parse_expression(rule)) == rule


OTHER_WAYS = {
    "ALL(a, b, c)": "a AND b AND c",
    "ANY(a, b, c) AND d": "(a OR b OR c) AND d",
    "a OR b AND c": "a OR (b AND c)",
    "((a))": "a",
    " a\n  AND b ": "a AND b",
    "'door'": '"door"',
}


@pytest.mark.parametrize(("rule", "same"), OTHER_WAYS.items())
def test_other_ways_to_say_it(rule, same):
    """Long forms, spare brackets and line breaks change nothing but the spelling."""
    left, right = parse_expression(rule), parse_expression(same)
    assert written(left).replace("(b OR c)", "b OR c") == written(right).replace(
        "(b OR c)", "b OR c"
    )


MISTAKES = {
    "": (0, "is empty", "Write a concept's name"),
    "a AND": (5, "ends too early", "after 'AND'"),
    "a AND AND b": (6, "'AND' where something to look for must stand", "concept's name"),
    "a b": (2, "'b' right behind 'a'", "AND, OR or NEAR/5"),
    "a and b": (2, "'and'", "capitals: AND"),
    "a AND not b": (10, "'not'", "capitals: NOT"),
    "(a AND b": (8, "open bracket", "Close it"),
    "a)": (1, "never opened", "Take it away"),
    "a NEAR b": (2, "'NEAR'", "NEAR/5"),
    "a NEAR/x b": (2, "'NEAR/x'", "NEAR/5"),
    'a AND "door': (6, "open quotation mark", "Close it"),
    "NOT a": (4, "nothing is said", "port AND NOT airport"),
    "a OR NOT b": (9, "nothing is said", "port AND NOT airport"),
    "a & b": (2, "'&'", "AND, OR"),
    'a AND "d*"': (8, "star", "harbour*"),
}


@pytest.mark.parametrize(("rule", "expected"), MISTAKES.items())
def test_mistake_is_pointed_at(rule, expected):
    """The offset of the fault, what is wrong, and what is right."""
    at, problem, remedy = expected
    with pytest.raises(ExpressionError) as caught:
        parse_expression(rule)
    assert caught.value.at == at
    assert problem in str(caught.value)
    assert remedy in caught.value.remedy


@pytest.mark.parametrize("depth", [40, 2000])
def test_deep_brackets_do_no_harm(depth):
    """Nobody writes them, and whoever does gets an answer."""
    rule = "(" * depth + "a" + ")" * depth
    assert written(parse_expression(rule)) == "a"
