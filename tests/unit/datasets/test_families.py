from __future__ import annotations

import pytest

from fourfold.datasets.families import CATEGORIES, FAMILIES, PER_FAMILY, VOLUME_TRENDS, item


def test_there_are_twelve_families_of_five_products_in_four_categories() -> None:
    assert len({family.name for family in FAMILIES}) == 12
    assert {len(family.products) for family in FAMILIES} == {PER_FAMILY}
    assert len(CATEGORIES) == 4
    assert set(VOLUME_TRENDS) == set(CATEGORIES)


def test_products_are_found_by_family_and_place() -> None:
    assert [item("Labels", place) for place in range(5)] == [5, 6, 7, 8, 9]
    with pytest.raises(ValueError, match="not in list"):
        item("Lables", 0)
