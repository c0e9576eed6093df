"""Lists as people have them: pasted, as CSV, as objectives of the product."""

from __future__ import annotations

from decimal import Decimal

from fourfold.objectives.linter.reading import Line, listed


def test_bullets_and_numbering_are_no_part_of_a_pasted_line_and_figures_are() -> None:
    text = (
        "- Win 5, keep 9\n\n  2) Renew\n\u2022 NRR\n---\n3 new customers\n1.5 products per account\na) Visit"
    )
    assert [line.text for line in listed(text).lines] == [
        "Win 5, keep 9",
        "Renew",
        "NRR",
        "3 new customers",
        "1.5 products per account",
        "Visit",
    ]
    assert [line.number for line in listed(text).lines] == [1, 3, 4, 6, 7, 8]


def test_a_table_gives_words_weight_and_owner_and_says_what_it_cannot_read() -> None:
    read = listed(
        'Nr;Ziel;Gewicht (%);Verantwortlich\n1;"Bestand; halten";12,5 %;Eva\n2;Neukunden;viel;Jo\n3;;5;Al\n'
    )
    assert read.lines == (
        Line("Bestand; halten", 2, Decimal("12.5"), "Eva"),
        Line("Neukunden", 3, None, "Jo"),
    )
    assert read.notes == (
        "line 3: no weight can be read in 'viel'",
        "line 4 has no objective and was left out",
    )


def test_of_several_columns_named_so_the_one_with_the_longest_texts_is_read() -> None:
    assert listed("name,objective\nA1,Win five customers\n").lines[0].text == "Win five customers"
    assert listed("Objective\nWin, then keep\n").lines == (Line("Win, then keep", 2),)


def test_an_empty_list_has_no_lines() -> None:
    assert listed("").lines == listed([]).lines == listed("objective,weight\n").lines == ()


def test_what_looks_like_a_table_without_a_known_header_is_read_line_by_line_and_said() -> None:
    read = listed("A;B\nWin;5\n")
    assert [line.text for line in read.lines] == ["A;B", "Win;5"]
    assert "no column is headed objective" in read.notes[0]
    assert listed("Win; then keep\nRenew\n").notes == ()


def test_of_a_line_as_long_as_a_document_the_beginning_is_read_and_it_is_said() -> None:
    read = listed(["new customers " * 500, "Renew"])
    assert [len(line.text) for line in read.lines] == [1000, 5]
    assert read.notes == ("line 1: only the first 1000 letters were read",)
