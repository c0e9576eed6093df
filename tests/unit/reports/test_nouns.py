"""Nouns: every dimension and every grain has whole phrases, in every language."""

from __future__ import annotations

import pytest

from fourfold.book.schema import DIMENSIONS
from fourfold.reports.nouns import called, dimension, dimensions, heading, listed, phrases
from fourfold.words import LANGUAGES, say, speaking


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", DIMENSIONS)
def test_every_dimension_is_called_something_in_every_language(code: str, name: str) -> None:
    with speaking(code):
        assert all((dimension(name), dimensions(name), heading(name)))
        assert heading(name)[0].isupper()


def test_what_stands_for_nobody_is_said_in_the_language_and_names_stay_as_they_are() -> None:
    with speaking("de"):
        told = [called("unassigned"), called("Change"), called("S1", {"S1": "Maria Berg"})]
    assert told == ["nicht zugewiesen", "Change", "Maria Berg"]


def test_dimensions_are_joined_by_the_and_of_the_language() -> None:
    assert listed(["account", "product"]) == "account and product"
    assert listed([]) == ""
    with speaking("de"):
        assert listed(["account", "product", "team"]) == "Kunde und Produkt und Team"


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("en", "in 3 of 12 fiscal quarters"),
        ("de", "in 3 von 12 Geschäftsquartalen"),
        ("fr", "lors de 3 trimestres fiscaux sur 12"),
    ],
)
def test_a_grain_has_its_own_phrases(code: str, told: str) -> None:
    with speaking(code):
        assert say(phrases("fiscal-quarter").some, some=3, count=12) == told


def test_a_grain_that_no_page_offers_reads_in_english() -> None:
    with speaking("de"):
        assert say(phrases("half").every) == "in every half"
