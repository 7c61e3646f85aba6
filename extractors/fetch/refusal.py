"""Why a fetch ends without a document, said where it is noticed and before anyone there knows the URL asked for."""

from __future__ import annotations

from http import HTTPStatus
from http.client import responses

_RETRYABLE = {408, 425, 429}


class Refusal(Exception):
    """What `FetchError` says but for the URL: `Client.fetch` turns each one into that."""

    def __init__(self, code: str, reason: str, *, retryable: bool = False) -> None:
        super().__init__(code, reason)
        self.code = code
        self.reason = reason
        self.retryable = retryable


def check_status(status: int, host: str) -> None:
    """
    Let pass the HTTP *status* of an answer that brings a document; redirects are to be seen to before.

    Raises:
        Refusal: with code `paywalled` for 402 (Payment Required), else `http-NNN`; retryable where it may pass.
    """
    # 206 is a part of the page, although all of it was asked for.
    if 200 <= status < 300 and status != HTTPStatus.PARTIAL_CONTENT:
        return
    phrase = f" ({responses[status]})" if status in responses else ""
    raise Refusal(
        "paywalled" if status == HTTPStatus.PAYMENT_REQUIRED else f"http-{status}",
        f"{host} answered {status}{phrase}",
        retryable=status in _RETRYABLE or status >= 500,
    )
