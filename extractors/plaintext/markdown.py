"""
Takes Markdown's marks off: a link becomes its text, a picture goes, emphasis, code and inline HTML leave their words.

Works line by line; what a line is (heading, quotation, ruler) is for `copylines` to ask and to join.
"""

from __future__ import annotations

import html
import re

# Every repetition has a bound and so has the line: a megabyte of brackets would take three seconds, or hours.
_LONGEST_MARKED = 20_000
_TARGET = r"\((?:[^()\n]|\([^()\n]{0,200}\)){0,500}\)"
_PICTURE = (re.compile(rf"!\[[^\]]{{0,300}}\](?:{_TARGET}|\[[^\]]{{0,100}}\])"), "")
_INLINE = (
    # Twice: a picture may stand in a link's text.
    _PICTURE,
    (re.compile(rf"\[\s*\]{_TARGET}"), ""),
    # A note's mark; "[^1]: ..." is the note.
    (re.compile(r"\[\^[^\]\s]{1,30}\](?: ?:)?"), ""),
    (re.compile(rf"\[([^\]]{{1,300}})\]{_TARGET}"), r"\1"),
    (re.compile(r"\[([^\]]{1,300})\]\[[^\]]{0,100}\]"), r"\1"),
    (re.compile(r"<((?:https?://|mailto:)[^\s<>]{1,500})>"), r"\1"),
    (re.compile(r"(?<![`\w])(`{1,2})(?=[^`])(.{1,300}?[^`])\1(?!`)"), r"\2"),
    (re.compile(r"(\*\*|__)(?=\S)(.{1,2000}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*\\])\*(?=[^\s*])([^*]{1,2000})(?<=[^\s\\])\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w\\])_(?=[^\s_])([^_]{1,2000})(?<=[^\s\\])_(?!\w)"), r"\1"),
    (re.compile(r"~~(?=\S)(.{1,500}?)(?<=\S)~~"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])"), r"\1"),
)
_MARKS = frozenset("*_[\\`~<")
_HEADING = re.compile(r"(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?(?:[ \t]*\{#[\w-]+\})?[ \t]*")
_RULER = re.compile(
    r"(?:[-*_] ?){3,}|={3,}|\[[^\]^]+\]: *<?\S+>?(?: +[\"'(].*[\"')])?|\|?(?: *:?-+:? *\|)+(?: *:?-+:? *)?"
)
_WHOLE_LINK = re.compile(
    rf"(?:[-*+•] +|\d+\. +)?(?:\*\*|__)?\[[^\]]{{1,300}}\]{_TARGET}(?:\*\*|__)?"
)
_TAG = re.compile(
    r"</?(?:p|br|div|span|b|i|em|strong|a|img|u|s|del|ins|sub|sup|small|big|center|font|figure|figcaption|blockquote"
    r"|h[1-6]|ul|ol|li|table|thead|tbody|tr|td|th|hr|iframe|details|summary|picture|video|audio|source|cite|q|mark|code"
    r"|pre|section|article|aside|header|footer|time|abbr|wbr|nobr)\b[^<>]{0,1000}>",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/h[1-6]|/tr|/blockquote)\b[^<>]{0,100}>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{2,6}|#x[0-9a-f]{2,5});", re.IGNORECASE)


def without_html(text: str) -> str:
    """Return *text* without HTML comments and the tags that Markdown lets through, entities as characters."""
    if "<!--" in text:
        parts = text.split("<!--")
        # One that is never closed is no comment.
        parts[1:] = [
            part.partition("-->")[2] if "-->" in part else f"<!--{part}" for part in parts[1:]
        ]
        text = "".join(parts)
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub("\n", text))
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text


def heading(line: str) -> tuple[int, str] | None:
    """Return rank and words of a heading ("## Words ##")."""
    found = _HEADING.fullmatch(line) if line.startswith("#") else None
    return (len(found[1]), found[2]) if found and found[2] else None


def is_ruler(line: str) -> bool:
    """Tell whether *line* is a ruler, the line below a table's head, or a link's address at the foot."""
    return line[:1] in "-*_=[|:" and _RULER.fullmatch(line) is not None


def is_link(line: str) -> bool:
    """Tell whether *line*, marks and all, is one link and nothing else."""
    return "](" in line and _WHOLE_LINK.fullmatch(line) is not None


def plain(line: str) -> str:
    """Return *line* without the marks of links, pictures, emphasis and code, in one line; empty when only marks were there."""
    if line.startswith("|") and line.endswith("|") and len(line) > 2:
        line = " | ".join(cell.strip() for cell in line.strip("| ").split("|") if cell.strip())
    if len(line) <= _LONGEST_MARKED and not _MARKS.isdisjoint(line):
        for pattern, replacement in _INLINE:
            line = pattern.sub(replacement, line)
        # Emphasis that ran over the end of the line.
        line = re.sub(r"^\*\*(?=\S)|(?<=\S)\*\*$", "", line)
    return " ".join(line.split())
