"""The worked tables of the advice's page are what the library answers."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from fourfold.objectives.advising.estimates import Reading, aimed, going_on, halfway
from fourfold.objectives.advising.points import halves, points
from tests.docs.pages import DOCS, Block, blocks


def _points(block: Block) -> None:
    for line in block.lines[1:]:
        total, *rest = line.split()
        moved, weights = rest[:4], rest[4:]
        assert points([Fraction(part) for part in moved], int(total)) == tuple(map(int, weights)), line


def _halves(block: Block) -> None:
    for line in block.lines[1:]:
        whole, gained, lost, *expected = line.split()
        assert halves(int(whole), Fraction(gained), Fraction(lost)) == tuple(map(int, expected)), line


def _targets(block: Block) -> None:
    for line in block.lines[1:]:
        measure, own, better, size, target = line.split()
        at = halfway(Fraction(own), Fraction(better))
        assert str(aimed(at, Fraction(size), measure=measure)) == target, line


def _estimates(block: Block) -> None:
    for line in block.lines[1:]:
        measure, *words, size, amount, low, high = line.split()
        half = len(words) // 2
        pairs = zip(words[half:], words[:half], strict=True)
        readings = [Reading(Fraction(reached), Fraction(of)) for reached, of in pairs]
        found = going_on(readings, Fraction(size), measure=measure)
        assert found is not None
        told = ["-" if end is None else str(end) for end in (found.low, found.high)]
        assert [str(found.amount), *told] == [amount, low, high], line


CHECKS: dict[str, Callable[[Block], None]] = {
    "points": _points,
    "halves": _halves,
    "targets": _targets,
    "estimates": _estimates,
}
TABLES = [block for block in blocks(DOCS / "methods" / "advice.md") if block.word]


@pytest.mark.parametrize("block", TABLES, ids=lambda block: f"{block.word} line {block.line}")
def test_a_worked_table_is_what_the_library_answers(block: Block) -> None:
    CHECKS[block.word](block)


def test_every_kind_of_table_stands_on_the_page() -> None:
    assert {block.word for block in TABLES} == set(CHECKS)
