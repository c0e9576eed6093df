"""The linter's answer in words, bars and rows: both channels alike, nothing without a name."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fourfold.objectives.linter import Label, lint
from fourfold.reports.linting import (
    NAMES,
    chip,
    lint_grid,
    lint_plate,
    lint_sentence,
    lint_sentences,
    shares_grid,
)
from fourfold.reports.marks import Bars
from fourfold.reports.palette import LIGHT

LIST = "objective,weight\nWin 5 new customers,50\nRevenue +8 %,30\nMake calls,20\n"


NONE = "none addresses"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "Revenue +8 %\nMake calls",
            f"2 of 2 lines tell no source; {NONE} new accounts, existing accounts, relationship or service.",
        ),
        (
            "Win 5 new customers\nRevenue",
            f"1 of 2 lines tells no source; {NONE} existing accounts, relationship or service.",
        ),
        (
            "Cross-sell to existing customers",
            f"0 of 1 lines tell no source; {NONE} new accounts, keeping what they buy, "
            "relationship or service.",
        ),
        (
            "Win new customers\nNo churn\nMeet the decision makers\nAnswer complaints in 2 days\nUpsell",
            "0 of 5 lines tell no source; together they address new and existing accounts, keeping, "
            "relationship and service.",
        ),
        ("", "There is no objective in this list."),
    ],
)
def test_the_sentence_says_what_is_silent_and_what_is_missing(text: str, sentence: str) -> None:
    assert lint_sentence(lint(text)) == sentence


def test_the_parts_are_told_by_lines_and_by_weight_and_how_many_cannot_be_measured() -> None:
    lines, weight, vague = lint_sentences(lint(LIST))
    assert lines == "Of the lines, 33 % point to new accounts, 0 % to existing ones, 67 % to neither."
    assert weight == "Of the weight, 50 % point to new accounts, 0 % to existing ones, 50 % to neither."
    assert vague.startswith("1 line cannot be measured")
    assert lint_sentences(lint("")) == ()


def test_the_bars_are_the_shares_under_their_channel() -> None:
    drawn = lint_plate(lint(LIST)).picture.wide
    assert isinstance(drawn, Bars)
    assert [(row.label, row.figure, row.is_total) for row in drawn.rows] == [
        ("New accounts", "33 %", True),
        ("new accounts, product not said", "33 %", False),
        ("Existing accounts", "0 %", True),
        ("Neither", "67 %", True),
        ("activity", "33 %", False),
        ("other, such as revenue", "33 %", False),
    ]
    assert shares_grid(lint(LIST)).rows[0] == ("New accounts", Decimal("0.3333"), Decimal("0.5000"))


def test_the_file_has_every_line_and_what_is_missing() -> None:
    rows = lint_grid(lint(LIST)).rows
    assert [row[:2] for row in rows[:3]] == [
        ("2", "Win 5 new customers"),
        ("3", "Revenue +8 %"),
        ("4", "Make calls"),
    ]
    assert rows[0][3:7] == ("50", "new accounts", "sure", "yes")
    assert [row[4] for row in rows[3:]] == [
        "existing accounts",
        "keeping what they buy",
        "relationship",
        "service",
    ]


def test_every_label_has_a_name_and_a_fixed_colour() -> None:
    assert set(NAMES) == set(Label)
    assert all(chip(label).text and chip(label).kind in LIGHT for label in Label)
