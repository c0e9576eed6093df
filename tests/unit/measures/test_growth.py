"""The catalogue of rows and figures: complete, without doubles, in the ledger's order."""

from __future__ import annotations

from fourfold.measures import FIGURES, GAINS, LOSSES, MEASURES, OTHERS, ROWS, TRANSFERS, label, short_label


def test_every_row_is_a_gain_a_loss_neither_or_a_transfer_and_only_one_of_them() -> None:
    assert sorted((*GAINS, *LOSSES, *OTHERS, *TRANSFERS)) == sorted(ROWS)


def test_rows_and_figures_have_their_own_names_and_a_definition_in_a_sentence() -> None:
    assert tuple(MEASURES) == (*ROWS, *FIGURES)
    assert len({measure.name for measure in MEASURES.values()}) == len(MEASURES)
    assert all(measure.definition.endswith(".") and measure.unit for measure in MEASURES.values())


def test_the_sources_are_numbered_in_their_labels() -> None:
    assert label("additional_product_existing_account") == "S4 additional product, existing account"
    assert short_label("lost_account") == "Lost"
    assert short_label("currency") == "Currency"
