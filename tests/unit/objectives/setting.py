"""Objectives as tests set them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from fourfold.objectives.needed import Value
from fourfold.objectives.objective import COMPANY, Objective
from fourfold.periods import Period

QUARTER = Period(date(2012, 1, 1), date(2012, 4, 1), "2012-Q1")
PLAIN = Objective("o1", "Grow", "revenue", COMPANY, QUARTER, Decimal(100))


def objective(measure: str = "revenue", target: str = "100", **changes: Any) -> Objective:
    """An objective of the company in the first quarter of 2012."""
    return replace(PLAIN, measure=measure, target=Decimal(target), **changes)


def figure(amount: str | None) -> Value:
    """A value of so much, or an empty one."""
    return Value(None, why="no base") if amount is None else Value(Decimal(amount))
