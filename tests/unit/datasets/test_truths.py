from __future__ import annotations

from datetime import date

from fourfold.datasets.truths import Launch


def test_a_product_is_new_in_the_year_of_its_launch_or_of_its_first_sale_whichever_is_earlier() -> None:
    assert Launch("P", date(2025, 2, 3), date(2024, 10, 7)).new_in == 2024
    assert Launch("P", date(2024, 11, 18), date(2025, 1, 2)).new_in == 2024
    assert Launch("P", date(2025, 1, 6), date(2025, 1, 6)).new_in == 2025
