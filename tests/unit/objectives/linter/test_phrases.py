"""Phrases: the notation of the rules."""

from __future__ import annotations

import pytest

from fourfold.objectives.linter.folding import folded
from fourfold.objectives.linter.phrases import phrase

LISTS = {"small": ["with", "to"], "who": ["customer*", "key account*"]}


@pytest.mark.parametrize(
    ("written", "text", "words"),
    [
        ("kund*", "Jeder Kunde", [{1}]),
        ("*vertrag", "Ein Wartungsvertrag", [{1}]),
        ("cross+sell*", "Crossselling and cross-sell and cross sell", [{0}, {2, 3}, {5, 6}]),
        ("win .. {who}", "Win in two years five key accounts", [{0, 5, 6}]),
        ("new ~ {who}", "new mid-market customers", [{0, 3}]),
        ("new ~ {who}", "new module to customers", []),
        ("new !{who}", "new customers and new pumps", [{3, 4}]),
        ("Käufer", "kaeufer", [{0}]),
        ("all", "a small call", []),
    ],
)
def test_a_phrase_finds_its_words_and_not_those_between(
    written: str, text: str, words: list[set[int]]
) -> None:
    assert [set(found) for found in phrase(written, LISTS).found(folded(text))] == words
