from __future__ import annotations

from decimal import Decimal

from fourfold.objectives.advising.sentences import Sentence, count, money, share


def test_a_sentence_fills_its_places_in_plain_form_or_as_who_shows_it_writes() -> None:
    made = Sentence(
        "{part} of {amount} with {many}; {why}",
        {"part": share(Decimal("0.125")), "amount": money(Decimal("1234.5")), "many": count(3)},
        {"why": "enough"},
    )
    assert made.told() == "12.5 % of 1234.50 with 3; enough"
    assert made.told(lambda figure: figure.unit[0]) == "s of m with c; enough"
