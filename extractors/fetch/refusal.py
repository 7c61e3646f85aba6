"""Why a fetch ends without a document, said where it is noticed and before anyone there knows the URL asked for."""

from __future__ import annotations

from http import HTTPStatus
from http.client import responses

_RETRYABLE = {408, 425, 429}


class Refusal(Exception):
    """What `FetchError` says but for the URL: `Client.fetch` turns each one into that."""

    def __init__(
        self,
        code: str,
        reason: str,
        *,
        retryable: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(code, reason)
        self.code = code
        self.reason = reason
        self.retryable = retryable
        self.retry_after = retry_after


def is_document(status: int) -> bool:
    """Return whether an answer with this HTTP status brings a whole document."""
    # 206 is a part of the page, although all of it was asked for.
    return 200 <= status < 300 and status != HTTPStatus.PARTIAL_CONTENT


def check_status(status: int, host: str, *, retry_after: float | None = None) -> None:
    """
    Let pass the HTTP *status* of an answer that brings a document; redirects are to be seen to before.

    *retry_after* is what the answer says of when to come again, in seconds; it goes into the refusal.

    Raises:
        Refusal: with code `paywalled` for 402 (Payment Required), else `http-NNN`; retryable where it may pass.
    """
    if is_document(status):
        return
    phrase = f" ({responses[status]})" if status in responses else ""
    raise Refusal(
        "paywalled" if status == HTTPStatus.PAYMENT_REQUIRED else f"http-{status}",
        f"{host} answered {status}{phrase}",
        retryable=status in _RETRYABLE or status >= 500,
        retry_after=retry_after,
    )
