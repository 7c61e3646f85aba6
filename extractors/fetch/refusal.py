"""Why a fetch ends without a document, said where it is noticed and before anyone there knows the URL asked for."""

from __future__ import annotations

from http import HTTPStatus


class Refusal(Exception):
    """What `FetchError` says but for the URL: `Client.fetch` turns each one into that."""

    def __init__(self, code: str, reason: str, *, retryable: bool = False) -> None:
        super().__init__(code, reason)
        self.code = code
        self.reason = reason
        self.retryable = retryable


def code_of(status: int) -> str:
    """Return the code for an HTTP *status* that brings no document: `paywalled` for 402 (Payment Required), `http-NNN`."""
    return "paywalled" if status == HTTPStatus.PAYMENT_REQUIRED else f"http-{status}"
