"""The worked example of the balance page is what the library answers."""

from __future__ import annotations

from fourfold.objectives.objective import Owner
from tests.docs.pages import DOCS, blocks
from tests.unit.objectives.audits import aims, audit_of


def test_the_example_of_the_page_is_what_the_library_answers() -> None:
    asked, told, causes = blocks(DOCS / "methods" / "balance.md")
    objectives = [
        one
        for owner, measure, weight in (line.split() for line in asked.lines[1:])
        for one in aims((measure, weight), owner=Owner("seller", owner))
    ]
    made = audit_of(objectives).balance
    tilt = made.tilt
    assert told.lines == (
        f"asked {tilt.asked} given {tilt.given.share} points {tilt.points:.2f}"
        f" from {tilt.low:.2f} to {tilt.high:.2f}",
    )
    assert [line.split() for line in causes.lines[1:]] == [
        [one.objective.owner.id, one.objective.measure, f"{one.points:.2f}"] for one in made.causes
    ]
