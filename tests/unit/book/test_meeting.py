from __future__ import annotations

import numpy as np

from fourfold.book.meeting import is_in, occurrences


def test_occurrences_count_equal_values_before_each() -> None:
    assert occurrences(np.array([7, 3, 7, 7, 3])).tolist() == [0, 0, 1, 2, 1]
    assert occurrences(np.empty(0, np.int64)).tolist() == []


def test_values_are_found_in_a_sorted_array_also_at_its_ends() -> None:
    ordered = np.array([2, 5, 9], np.uint64)
    assert is_in(np.array([1, 2, 5, 6, 9, 10], np.uint64), ordered).tolist() == [
        False,
        True,
        True,
        False,
        True,
        False,
    ]
    assert is_in(np.array([1], np.uint64), np.empty(0, np.uint64)).tolist() == [False]
