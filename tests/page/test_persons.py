"""Persons out of bylines."""

from __future__ import annotations

import pytest

from extractors.page.persons import persons


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Jane Doe", ("Jane Doe",)),
        ("By Jane Doe", ("Jane Doe",)),
        ("By: By Jane Doe", ("Jane Doe",)),
        ("By Jane Doe and John Q. Public", ("Jane Doe", "John Q. Public")),
        ("Jane Doe, John Public & Ann Lee-Brown", ("Jane Doe", "John Public", "Ann Lee-Brown")),
        ("Jane Doe, Chief Technology Officer", ("Jane Doe",)),
        ("Jane Doe, Economics, Trade and Travel", ("Jane Doe",)),
        ("View all posts by Jane Doe", ()),
        ("Jane Doe 12 March 2025", ("Jane Doe",)),
        ("Jane Doe Mar 12, 2025", ("Jane Doe",)),
        ("Jane Doe (jane@n.example)", ("Jane Doe",)),
        ("jane@n.example", ()),
        ("https://social.example/jane", ()),
        ("Ludwig van der Berg", ("Ludwig van der Berg",)),
        ("Anna O'Neill", ("Anna O'Neill",)),
        ("Автор: Анна Иванова-Петрова", ("Анна Иванова-Петрова",)),
        ("Анна Иванова и Пётр Сидоров, корреспонденты", ("Анна Иванова", "Пётр Сидоров")),
        ("Рашид Алиев оглы", ("Рашид Алиев оглы",)),
        ("Հեղինակ՝ Անի Պետրոսյան", ("Անի Պետրոսյան",)),
        ("Անի Պետրոսյան և Արամ Սարգսյան", ("Անի Պետրոսյան", "Արամ Սարգսյան")),
        ("Von Katharina Löw", ("Katharina Löw",)),
        ("Courier Staff", ()),
        ("The Newsroom", ()),
        ("Редакция", ()),
        ("Служба новостей", ()),
        ("admin", ()),
        ("Jane", ()),
        ("the organisation said on tuesday", ()),
    ],
)
def test_names_are_whole_and_alone(written, names):
    """Roles, desks, dates and addresses go; names in any script stay whole."""
    assert persons([written]) == names


def test_outlet_is_no_person():
    """An outlet that signs its articles is not listed among persons."""
    assert persons(
        ["Steppe Courier; Jane Doe"], outlets=["The Steppe Courier", "steppe courier"]
    ) == ("Jane Doe",)


def test_each_name_once():
    """Two spellings of case are one person, in the first spelling."""
    assert persons(["Jane Doe", "JANE DOE, Ann Lee"]) == ("Jane Doe", "Ann Lee")
