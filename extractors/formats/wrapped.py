"""What is found inside a document that only wraps a page or a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from extractors.page.reading import Reading


@dataclass(frozen=True, kw_only=True)
class Body:
    """A page or a text, as it stood in its wrapper."""

    #: Bytes where the wrapper leaves the charset to be found out.
    content: bytes | str
    #: As the wrapper states it, charset and all; of bytes only.
    content_type: str | None = None
    #: `None` where the wrapper does not say.
    family: Literal["html", "text"] | None = None


@dataclass(frozen=True, kw_only=True)
class Wrapped:
    """The content of a wrapper, and what it says about it."""

    #: Best first: the first one that holds an article is the article.
    bodies: tuple[Body, ...]
    #: No lines. Its URL is canonical.
    stated: Reading
    #: Whether title and date of the wrapper are better than those of a page inside. Of a text they always are.
    leads: bool
