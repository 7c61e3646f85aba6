"""Persons out of bylines."""

from __future__ import annotations

import pytest

from extractors.metadata.persons import persons, signature


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
        ("Jane Doe für Example", ("Jane Doe",)),
        ("Jane Doe, photos by Ann Lee", ("Jane Doe",)),
        ("Eine Analyse von Katharina Löw", ("Katharina Löw",)),
        ("Haber: Ayşe Yılmaz", ("Ayşe Yılmaz",)),
        ("Ana Silva e João Costa", ("Ana Silva", "João Costa")),
        ("José Ortega y Gasset", ("José Ortega y Gasset",)),
        ("José Luis Rodríguez de la Vega", ("José Luis Rodríguez de la Vega",)),
        ("Jane Doe 12 марта Анна Иванова", ("Jane Doe",)),
        ("By Jane Doe in London and Ann Lee in Paris", ("Jane Doe", "Ann Lee")),
        ("By Katya", ("Katya",)),
        ("By admin", ()),
        ("By Reuters", ()),
        ("홍길동 기자", ("홍길동",)),
        ("山田太郎", ("山田太郎",)),
        ("新华社", ()),
        ("dpa/AFP", ()),
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


@pytest.mark.parametrize(
    ("written", "names"),
    [
        (["Reuters"], ("Reuters",)),
        (["dpa/AFP"], ("dpa", "AFP")),
        (["ТАСС"], ("ТАСС",)),
        (["Jane Doe", "Courier Staff"], ("Courier Staff",)),
        (["Jane Doe, Reuters"], ()),
        (["Agencies, Jane Doe"], ("Agencies",)),
        (["Редакция новостей"], ("Редакция новостей",)),
        (["Senior News Editor"], ()),
        (["admin"], ()),
        (["The Courier"], ()),
    ],
)
def test_organisations_sign_too(written, names):
    """Agencies and desks are told from persons; behind a person's name they are where she works."""
    assert signature(written, outlets=["The Courier"]).organisations == names
