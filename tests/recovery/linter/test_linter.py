"""The linter finds what people say that objectives address; `measuring` prints the whole table."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.recovery.linter.measuring import LISTS, scored, table, there

FLOORS = {
    "goals_development": Fraction(9, 10),
    "goals_held_out": Fraction(17, 20),
    "goals_held_out_extra": Fraction(1, 2),
    "odoo_goals": Fraction(9, 10),
    "ambition_scorecard": Fraction(9, 10),
    "superoffice_target_types": Fraction(9, 10),
}
"""What precision and recall, over all labels of a list, must not fall below."""


@pytest.mark.parametrize("name", [name for name in LISTS if there(name)])
def test_precision_and_recall_do_not_fall_below_the_floor(name: str) -> None:
    found = scored(name)
    assert found.whole.precision is not None
    assert found.whole.recall is not None
    assert min(found.whole.precision, found.whole.recall) >= FLOORS[name], "\n".join(found.faults)


@pytest.mark.parametrize("name", ["odoo_goals", "ambition_scorecard", "superoffice_target_types"])
def test_lists_that_others_ship_address_neither_existing_accounts_nor_relationship_nor_service(
    name: str,
) -> None:
    missing = {one.subject for one in scored(name).linted.missing}
    assert missing >= {"existing", "keep", "relationship", "service"}


def test_the_table_has_a_line_for_every_list_that_is_there() -> None:
    assert sum("| all |" in line for line in table()) == sum(there(name) for name in LISTS)
