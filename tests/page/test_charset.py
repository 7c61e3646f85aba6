"""The characters of a page, whatever it says about them."""

from __future__ import annotations

import pytest

from extractors.page.charset import decode

_RUSSIAN = (
    "Генеральный секретарь организации заявил, что она готова расширить участие в миссиях. "
    "Решение о составе миссии министры примут в Ереване, сообщили журналистам."
)
_ENGLISH = "The café’s owner – a naïve man – said the façade of the old town would be rebuilt soon."
_FRENCH = (
    "Le président a déclaré que l'été avait été très éprouvant pour les forces déployées là-bas."
)


def _page(text: str, charset: str | None) -> str:
    meta = f'<meta charset="{charset}">' if charset else ""
    return f"<html><head>{meta}<title>t</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize(
    ("text", "written_in", "meta", "header"),
    [
        pytest.param(_RUSSIAN, "utf-8", None, None, id="ru utf-8 undeclared"),
        pytest.param(_RUSSIAN, "utf-8-sig", None, None, id="ru utf-8 with mark"),
        pytest.param(_RUSSIAN, "utf-16", None, None, id="ru utf-16 with mark"),
        pytest.param(_RUSSIAN, "utf-16-le", None, None, id="ru utf-16 without mark"),
        pytest.param(_RUSSIAN, "utf-32", None, None, id="ru utf-32 with mark"),
        pytest.param(_RUSSIAN, "cp1251", "windows-1251", None, id="ru cp1251 in meta"),
        pytest.param(
            _RUSSIAN, "cp1251", None, "text/html; charset=windows-1251", id="ru cp1251 in http"
        ),
        pytest.param(_RUSSIAN, "koi8-r", "koi8-r", None, id="ru koi8-r in meta"),
        pytest.param(_RUSSIAN, "cp1251", None, None, id="ru cp1251 undeclared"),
        pytest.param(_RUSSIAN, "koi8-r", None, None, id="ru koi8-r undeclared"),
        pytest.param(_RUSSIAN, "iso-8859-5", None, None, id="ru iso-8859-5 undeclared"),
        pytest.param(
            _RUSSIAN, "cp1251", "utf-8", "text/html; charset=utf-8", id="ru cp1251 called utf-8"
        ),
        pytest.param(_RUSSIAN, "cp1251", "koi8-r", None, id="ru cp1251 called koi8-r"),
        pytest.param(_RUSSIAN, "koi8-r", "windows-1251", None, id="ru koi8-r called cp1251"),
        pytest.param(_RUSSIAN, "cp1251", "iso-8859-1", None, id="ru cp1251 called latin-1"),
        pytest.param(_RUSSIAN, "utf-8", "windows-1251", None, id="ru utf-8 called cp1251"),
        pytest.param(
            _RUSSIAN,
            "cp1251",
            "windows-1251",
            "text/html; charset=latin-1",
            id="ru http wrong, meta right",
        ),
        pytest.param(_RUSSIAN, "cp1251", "no-such-charset", None, id="ru cp1251 called nonsense"),
        pytest.param(
            _ENGLISH,
            "utf-8",
            "iso-8859-1",
            "text/html; charset=ISO-8859-1",
            id="en utf-8 called latin-1",
        ),
        pytest.param(_ENGLISH, "utf-8", "windows-1252", None, id="en utf-8 called cp1252"),
        pytest.param(_ENGLISH, "cp1252", "windows-1252", None, id="en cp1252 in meta"),
        pytest.param(_ENGLISH, "cp1252", "iso-8859-1", None, id="en cp1252 called latin-1"),
        pytest.param(_ENGLISH, "cp1252", "utf-8", None, id="en cp1252 called utf-8"),
        pytest.param(_ENGLISH, "cp1252", None, None, id="en cp1252 undeclared"),
        pytest.param(_FRENCH, "latin-1", "iso-8859-1", None, id="fr latin-1 in meta"),
        pytest.param(_FRENCH, "latin-1", None, None, id="fr latin-1 undeclared"),
    ],
)
def test_text_survives(text, written_in, meta, header):
    """A declaration counts only while it makes text; bytes that are UTF-8 are UTF-8."""
    assert text in decode(_page(text, meta).encode(written_in), content_type=header)


def test_stray_byte_does_not_turn_a_page_around():
    """One broken byte in a UTF-8 page costs that byte, not every letter."""
    content = _page(_RUSSIAN, "utf-8").encode() + b"<footer>\xa9 2025</footer>"
    assert _RUSSIAN in decode(content, content_type=None)


@pytest.mark.parametrize(
    "name", ["base64", "rot13", "idna", "unicode_escape", "x-user-defined", "utf-7"]
)
def test_names_that_are_no_charset_are_passed_over(name):
    """Python knows codecs that no page may ask for."""
    assert _RUSSIAN in decode(
        _page(_RUSSIAN, name).encode("cp1251"), content_type=f"text/html; charset={name}"
    )


def test_noise_is_decoded_somehow():
    """No bytes raise."""
    assert decode(bytes(range(256)) * 10, content_type="text/html; charset=")
