"""The three exact divisions of whole numbers as SQL, written in the arithmetic of an engine.

Guarantees that every engine rounds like `fourfold.money`: once, half away from zero, also for negative
numbers. Leaves declaring them to `engines`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """How an engine writes whole numbers: its type of 38 digits, and a division that cuts towards zero."""

    wide: str
    wide_division: str
    division: str


def exact_divisions(arithmetic: Arithmetic) -> Mapping[str, str]:
    """Return the SQL of the three divisions of whole numbers a x b / c; a divisor of 0 answers null.

    Numbers small enough for 64 bits are divided there, others through the type of 38 digits: the
    outcome is the same, the wide division is some thirty times slower.
    """
    narrow = _divisions("bigint", arithmetic.division)
    wide = _divisions(arithmetic.wide, arithmetic.wide_division)
    small = "abs(a) < 2000000000 and abs(b) < 1000000000 and abs(c) < 1000000000000000000"
    return {name: f"case when {small} then {narrow[name]} else {wide[name]} end" for name in narrow}


def _divisions(whole: str, division: str) -> Mapping[str, str]:
    product = f"(cast(a as {whole}) * cast(b as {whole}))"
    divisor = f"nullif(cast(c as {whole}), 0)"
    cut = division.format(product, divisor)
    apart = f"({product} < 0) <> ({divisor} < 0)"
    below = f"case when ({product} % {divisor}) <> 0 and ({apart}) then 1 else 0 end"
    floor = f"({cut} - {below})"
    half_up = division.format(f"(2 * abs({product}) + abs({divisor}))", f"(2 * abs({divisor}))")
    return {
        "ratio_half_up": f"cast(case when {apart} then -1 else 1 end * {half_up} as bigint)",
        "ratio_floor": f"cast({floor} as bigint)",
        "ratio_rest": f"cast(abs({product} - {floor} * {divisor}) as bigint)",
    }
