"""The rules that are shipped: complete in every language, and of measures that exist."""

from __future__ import annotations

from fourfold.measures.catalogue import CATALOGUE
from fourfold.objectives.linter.rules import Sign, rules
from fourfold.words import LANGUAGES


def test_every_rule_has_a_name_and_phrases_in_every_language() -> None:
    assert all(rule.names[code] and rule.phrases[code] for rule in rules().rules for code in LANGUAGES)


def test_everything_that_words_can_say_is_said_by_a_rule() -> None:
    assert {sign for rule in rules().rules for sign in rule.says} == set(Sign)


def test_rules_name_measures_of_the_catalogue() -> None:
    assert {rule.measure for rule in rules().rules if rule.measure} <= set(CATALOGUE)


def test_a_guess_does_not_decide_about_activity_alone() -> None:
    assert all(rule.is_sure or set(rule.says) != {Sign.ACTIVITY} for rule in rules().rules)
