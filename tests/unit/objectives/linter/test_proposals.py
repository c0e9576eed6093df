"""Proposals: measures of the catalogue that exist, worded in every language, without a figure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from fourfold.objectives.linter.labels import CHANNELS, OF_SERVES, Label
from fourfold.objectives.linter.linting import lint
from fourfold.objectives.linter.proposals import for_label
from fourfold.objectives.linter.rules import rules
from fourfold.objectives.objective import COMPANY, Objective
from fourfold.periods import Period
from fourfold.words import LANGUAGES

YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))


@pytest.mark.parametrize("label", Label)
def test_a_proposal_can_be_adopted_and_points_where_its_label_does(label: Label) -> None:
    found = [one for code in LANGUAGES for one in for_label(label, code)]
    made = [
        Objective("o", one.wording, one.measure, COMPANY, YEAR, Decimal(1), filters=one.filters)
        for one in found
    ]
    pointed = {CHANNELS[OF_SERVES[target]] for objective in made for target in objective.serves}
    assert pointed == ({"new", "existing"} if label is Label.OTHER else {CHANNELS[label]})
    assert all("..." in one.wording and one.definition for one in found)


def test_no_wording_holds_a_figure() -> None:
    wordings = [text for known in rules().languages.values() for text in known.wording.values()]
    assert not [text for text in wordings if any(letter.isdigit() for letter in text)]
    assert len({frozenset(known.wording) for known in rules().languages.values()}) == 1


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("Abwanderung senken", "lost_accounts"),
        ("Renouveler les contrats", "grr"),
        ("Win back customers", "returned_account"),
        ("More leads", "opportunities_opened"),
        ("Better service", "activities"),
    ],
)
def test_a_line_that_cannot_be_measured_gets_the_measure_that_its_words_name(text: str, measure: str) -> None:
    (line,) = lint([text]).lines
    assert [one.measure for one in line.proposals][:1] == [measure]


def test_a_line_that_can_be_measured_gets_none() -> None:
    assert lint(["Renew 90 % of contracts"]).lines[0].proposals == ()
