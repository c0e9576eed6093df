from __future__ import annotations

from datetime import date

from fourfold.book.overrides import Override, in_force
from fourfold.reports.corrections import overrides_grid


def test_every_correction_is_listed_with_its_standing_the_newest_first() -> None:
    always = Override(1, "A", "region", "North", "South", None, "Ops", "2026-01-02T10:00:00+00:00", "moved")
    later = Override(2, "A", "region", "East", "North", date(2026, 7, 1), "Ops", "2026-01-03", "moves")
    far = Override(3, "B", "merged_into", "A", "", date(2027, 1, 1), "Ops", "2026-01-04", "deal")
    gone = Override(
        4, "B", "segment", "X", "", None, "Ops", "2026-01-05", "guess", "Boss", "2026-01-06", "no"
    )
    every = (always, later, far, gone)
    grid = overrides_grid(every, in_force(every, until=date(2026, 7, 1)))
    told = [(row[0], row[1], row[3], row[7]) for row in grid.rows]
    assert told == [
        ("#4", "segment of B is X", "ended", "2026-01-06, Boss, no"),
        ("#3", "merge B into A from 2027-01-01", "waits", ""),
        ("#2", "region of A is East from 2026-07-01", "in force", ""),
        ("#1", "region of A is North", "superseded", ""),
    ]
    assert grid.rows[3][4:7] == ("Ops", "2026-01-02", "moved")
