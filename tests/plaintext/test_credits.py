"""Lines around a headline, one by one: what they state, and which ones state nothing."""

from __future__ import annotations

import pytest

from extractors.plaintext.credits import dateline, note, source_of


@pytest.mark.parametrize(
    ("line", "stated"),
    [
        ("By Ann Docker", {"author": "Ann Docker"}),
        ("By Ann Docker, Transport Correspondent", {"author": "Ann Docker"}),
        ("By Ann Docker, Oldport Quarterly", {"author": "Ann Docker", "site": "Oldport Quarterly"}),
        ("By ANN DOCKER (ann@herald.example)", {"author": "ANN DOCKER"}),
        ("By: TASS", {"organisation": "TASS"}),
        ("By Orla", {"author": "Orla"}),
        ("By Staff", {}),
        ("Текст: Анна Портова", {"author": "Анна Портова"}),
        ("Беседовала Анна Портова", {"author": "Анна Портова"}),
        ("Զրուցեց Աննա Նավյանը", {"author": "Աննա Նավյան"}),
        ("Propos recueillis par Claire Morvan", {"author": "Claire Morvan"}),
        ("Das Gespräch führte Jana Deich", {"author": "Jana Deich"}),
        ("Haber: Deniz Liman", {"author": "Deniz Liman"}),
        ("May 8, 2024 • Ann Docker", {"published": "May 8, 2024", "author": "Ann Docker"}),
        ("8 мая 2024, 14:30 | Общество | Просмотров: 12", {"published": "8 мая 2024, 14:30", "section": "Общество"}),
        ("Updated May 9, 2024", {"modified": "May 9, 2024"}),
        ("1245 просмотров", {}),
        ("2 hours ago", {}),
        ("https://a.example/b", {"url": "https://a.example/b"}),
        ("By Friday all four members must answer.", None),
        ("By the light of the lamp, 8 May 2024 was a dark day", None),
        ("Bay council, 8 May 2024: what was said", None),
        ("The council met on 8 May 2024.", None),
        ("Image: the mole", None),
    ],
)  # fmt: skip
def test_note(line, stated):
    """A line is read only when nothing is left over."""
    assert note(line) == stated


@pytest.mark.parametrize(
    ("lede", "stated"),
    [
        ("YEREVAN, November 23. /Agency/. — The", {"site": "Agency"}),
        ("OLDPORT, November 23, 2023. /Portline/. The", {"site": "Portline", "published": "November 23, 2023"}),
        ("OLDPORT (Portline) - The", {"site": "Portline"}),
        ("Altenhafen (dpb) - Der", {"site": "dpb"}),
        ("СТАРОПОРТ, 8 мая — БайПорт. Совет", {"site": "БайПорт"}),
        ("СТАРОПОРТ, 8 мая 2024 года. /БайПорт/. Совет", {"site": "БайПорт", "published": "8 мая 2024 года"}),
        ("Puerto Viejo, 8 may (EFP).- El", {"site": "EFP"}),
        ("OLDPORT, 8 May. The", {}),
        ("OLDPORT — In a move", None),
        ("The Bay Council (BC) - a body", None),
        ("Collective Harbour Treaty (CHT) members met", None),
        ("Oldport. The", None),
    ],
)  # fmt: skip
def test_dateline(lede, stated):
    """An agency's dateline gives the agency, and the day where its year stands there."""
    found = dateline(lede)
    assert (None if found is None else found[0]) == stated


@pytest.mark.parametrize(
    ("line", "stated"),
    [
        ("Source: Oldport Herald", {"site": "Oldport Herald"}),
        ("Источник: ПортИнфо", {"site": "ПортИнфо"}),
        ("Source: https://a.example/b", {"url": "https://a.example/b"}),
        ("Source: a clerk who did not want to be named said so.", None),
        ("Sources close to the council", None),
    ],
)
def test_source(line, stated):
    """Only a short name or an address behind the label is a source."""
    assert source_of(line) == stated
