"""Names that lead to the servers of the tests."""

from __future__ import annotations

import pytest

from extractors.fetch import addresses


@pytest.fixture
def names(monkeypatch) -> None:
    """Let every name below `.example` be at 127.0.0.1."""
    real = addresses.lookup

    def lookup(host: str, port: int) -> list[str]:
        return ["127.0.0.1"] if host.endswith(".example") else real(host, port)

    monkeypatch.setattr(addresses, "lookup", lookup)
