"""Matches: longer ones hold shorter ones, and denied ones do not count."""

from __future__ import annotations

import pytest

from fourfold.objectives.linter.folding import folded
from fourfold.objectives.linter.matching import matches


def told(text: str) -> list[tuple[str, str]]:
    return [(match.rule.id, match.denied_by) for match in matches(folded(text))]


def test_a_longer_match_holds_the_shorter() -> None:
    assert told("Win back 5 lapsed customers") == [("win_back", "")]
    assert told("New sales orders") == []


@pytest.mark.parametrize(
    ("text", "denial"),
    [
        ("Stop chasing new logos until churn is under control", "Stop"),
        ("Keine Neukunden, sondern weniger Abwanderung", "Keine"),
        ("Au lieu de nouveaux clients, moins d'attrition", "Au lieu de"),
    ],
)
def test_a_denial_reaches_to_the_end_of_its_clause(text: str, denial: str) -> None:
    assert told(text) == [("new_accounts", denial), ("loss", "")]


def test_not_only_and_not_yet_deny_nothing_and_words_of_loss_cannot_be_denied() -> None:
    assert told("Not only new customers") == [("new_accounts", "")]
    assert told("Lose no customer: no cancellations") == [("loss", ""), ("loss", "")]
    assert told("Companies that never bought from us")[0] == ("new_accounts", "")


def test_a_line_is_read_in_all_languages_and_quoted_as_written() -> None:
    (match,) = matches(folded("Churn-Rate senken"))
    assert (match.quoted, match.languages) == ("Churn", {"en", "de", "fr"})
