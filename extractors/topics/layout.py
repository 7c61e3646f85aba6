"""Where the title, the lead, the paragraphs and the sentences of one article are; only lines asked about are split."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from extractors.topics.sentences import sentence_spans

#: Start and end of a place in an article's title and text, written one after the other in two lines.
Span = tuple[int, int]

#: Paragraphs that are the lead.
_LEAD = 2


class Layout:
    """The places of one article. All offsets count in `written`: the title, a newline, the text."""

    def __init__(self, title: str, text: str) -> None:
        self.written = f"{title}\n{text}"
        self.body = len(title) + 1
        self._sentences: dict[int, list[Span]] = {}

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(newline.end() for newline in re.finditer("\n", self.written))]

    @cached_property
    def lead(self) -> Span:
        """The first two paragraphs."""
        paragraphs = [
            line
            for line in map(self.line, (at for at in self._starts if at >= self.body))
            if self._is_said(line)
        ]
        last = paragraphs[_LEAD - 1] if len(paragraphs) >= _LEAD else (0, len(self.written))
        return self.body, last[1]

    @property
    def title(self) -> Span:
        return 0, self.body - 1

    @property
    def whole(self) -> Span:
        return 0, len(self.written)

    def line(self, at: int) -> Span:
        """Return the line (title or paragraph) that has the offset *at*."""
        number = bisect_right(self._starts, at)
        end = self._starts[number] - 1 if number < len(self._starts) else len(self.written)
        return self._starts[number - 1], end

    def sentence(self, at: int) -> Span:
        """Return the sentence that has the offset *at*, or the one before."""
        start, end = self.line(at)
        if start not in self._sentences:
            self._sentences[start] = sentence_spans(self.written, start, end)
        sentences = self._sentences[start]
        return sentences[max(0, bisect_right(sentences, (at, len(self.written))) - 1)]

    def _is_said(self, line: Span) -> bool:
        return bool(self.written[slice(*line)].strip())
