"""Words: English unless asked otherwise, whole in every language, and back to English afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from gettext import translation
from pathlib import Path

import pytest

from fourfold.periods import parse_period, to_date
from fourfold.words import CATALOGUES, ENGLISH, LANGUAGES, day, language, long_day, say, say_many, speaking


def test_a_message_is_english_unless_somebody_asked_otherwise() -> None:
    assert language() == ENGLISH
    assert say("Revenue stood still at {after}.", after="1") == "Revenue stood still at 1."
    with speaking("de"):
        assert say("Revenue stood still at {after}.", after="1") == "Der Umsatz blieb bei 1."
    assert language() == ENGLISH


def test_a_regional_form_counts_as_its_language_and_an_unknown_one_as_english() -> None:
    with speaking("fr-CA"):
        assert language() == "fr"
    with speaking("nl"):
        assert language() == ENGLISH


def test_a_number_chooses_its_form() -> None:
    told = [say_many("{count} product", "{count} products", n, count=n) for n in (1, 2)]
    assert told == ["1 product", "2 products"]
    with speaking("fr"):  # French counts nothing as one
        assert say_many("{count} product", "{count} products", 0, count=0) == "0 produit"


def test_what_is_no_message_stays_as_it_is_and_nothing_stays_nothing() -> None:
    with speaking("de"):
        assert say("Metropolitan Bicycle Supply") == "Metropolitan Bicycle Supply"
        assert say("") == ""


def test_names_with_braces_are_text() -> None:
    assert say("{name} grew {amount}", name="{amount}", amount="9 %") == "{amount} grew 9 %"


def test_a_sentence_that_ends_in_an_abbreviation_has_one_full_stop() -> None:
    with speaking("de"):
        assert say("Revenue stood still at {after}.", after="28,2 Mio.").endswith("28,2 Mio.")
    assert say("and so on ...") == "and so on ..."


@pytest.mark.parametrize(
    ("code", "short", "long"),
    [
        ("en", "2012-06-03", "3 June 2012"),
        ("de", "03.06.2012", "3. Juni 2012"),
        ("fr", "03/06/2012", "3 juin 2012"),
    ],
)
def test_days_are_written_as_each_language_does(code: str, short: str, long: str) -> None:
    with speaking(code):
        assert day(date(2012, 6, 3)) == short
        assert long_day(date(2012, 6, 3)) == long


def test_the_label_of_a_period_stays_what_an_address_says_while_what_is_told_follows_the_reader() -> None:
    part = to_date(parse_period("2012"), end=date(2012, 7, 1))
    with speaking("de"):
        assert (part.label, part.told) == ("2012 to 2012-06-30", "2012 bis 30.06.2012")
        assert parse_period("2012-01-01..2012-06-30").told == "01.01.2012..30.06.2012"


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != ENGLISH])
def test_every_language_is_shipped_compiled(code: str) -> None:
    assert translation("fourfold", CATALOGUES, [code]).gettext("Change") != "Change"


def test_every_message_has_a_translation_with_the_same_places_in_every_language() -> None:
    script = Path(__file__).parents[2] / "docs/translations.py"
    checked = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_language_of_the_machine_changes_nothing_so_that_the_command_line_stays_english() -> None:
    asked = {**os.environ, "LANGUAGE": "de", "LANG": "de_DE.UTF-8", "LC_ALL": "de_DE.UTF-8"}
    code = "from fourfold.measures import label; print(label('change'))"
    told = subprocess.run([sys.executable, "-c", code], env=asked, capture_output=True, text=True, check=True)
    assert told.stdout == "Change\n"
