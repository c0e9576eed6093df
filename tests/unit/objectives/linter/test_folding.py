"""Folding: what reads alike, and where the words stood."""

from __future__ import annotations

from fourfold.objectives.linter.folding import folded


def test_case_accents_hyphens_and_punctuation_do_not_matter() -> None:
    assert folded("Cross-Selling: Käufer fidélisés!").key == folded("cross selling Kaeufer FIDELISES").key


def test_words_are_quoted_as_they_were_written_and_clauses_begin_after_punctuation() -> None:
    line = folded("Für Groß-Kunden, jetzt!")
    assert line.quoted(1, 2) == "Groß-Kunden"
    assert line.clauses == {3}


def test_a_text_without_a_letter_or_digit_has_no_words() -> None:
    assert folded(" — !").words == ()
