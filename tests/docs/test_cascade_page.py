"""The worked tables of the cascade's page are what the library answers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from fourfold.objectives.cascade import Base, Part, Rule, Whole, cascade
from fourfold.objectives.objective import Owner
from fourfold.objectives.ramps import Stint
from fourfold.objectives.seasons import Shape, Slice, seasons
from fourfold.periods import parse_period
from tests.docs.pages import DOCS, Block, blocks

PAGE = DOCS / "methods" / "cascade.md"
Row = dict[str, str]


def asked(block: Block) -> tuple[Whole, str, Decimal]:
    """The first line of a block: measure, period, target, base and over-assignment."""
    measure, period, target, base, *over = block.lines[0].split()
    return Whole(measure, Decimal(target), parse_period(period)), base, Decimal(over[0] if over else 0)


def rows(block: Block) -> list[Row]:
    """The rows of a block's table; `-` is an empty cell."""
    header, *lines = [line.split() for line in block.lines[1:]]
    return [{name: cell for name, cell in zip(header, line, strict=True) if cell != "-"} for line in lines]


def number(row: Row, name: str) -> Decimal | None:
    return Decimal(row[name]) if name in row else None


def stints(row: Row) -> tuple[Stint, ...]:
    """The stint that a row gives, if it does."""
    first, end = (date.fromisoformat(row[name]) if name in row else None for name in ("starts_on", "ends_on"))
    steps = [step.split(":") for step in row["ramp"].split(",")] if "ramp" in row else []
    ramp = tuple((int(month), Decimal(fraction)) for month, fraction in steps)
    return (Stint(first, end, ramp),) if first or end else ()


def part(row: Row) -> Part:
    return Part(
        Owner("seller", row["seller"]),
        number(row, "last_year"),
        stints=stints(row),
        fixed=number(row, "fixed"),
    )


def where(block: Block) -> str:
    return f"{block.section}, line {block.line}"


@pytest.mark.parametrize("block", [b for b in blocks(PAGE) if b.word == "cascade"], ids=where)
def test_a_worked_cascade_is_what_the_library_answers(block: Block) -> None:
    whole, base, over = asked(block)
    found = cascade(whole, [part(row) for row in rows(block)], Rule(Base(base), over))
    assert [str(share.target) for share in found.parts] == [row["target"] for row in rows(block)]


@pytest.mark.parametrize("block", [b for b in blocks(PAGE) if b.word == "seasons"], ids=where)
def test_worked_seasons_are_what_the_library_answers(block: Block) -> None:
    whole, shape, _ = asked(block)
    slices = [Slice(parse_period(row["period"]), number(row, "last_year")) for row in rows(block)]
    found = seasons(whole, slices, Shape(shape))
    assert [str(portion.target) for portion in found.parts] == [row["target"] for row in rows(block)]
