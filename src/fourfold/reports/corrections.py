"""Corrections of accounts and owners as a table: what, from when, by whom, why, and whether it counts.

Guarantees that ended ones are listed too. Leaves making them to `fourfold.book.correcting`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fourfold.book.overrides import Override, described
from fourfold.reports.grids import Column, Grid, Kind


def standing(one: Override, counting: Sequence[Override]) -> str:
    """Return whether a correction counts: `in force`, `waits` for its day, `superseded` or `ended`.

    `counting` are those in force in the book (`Book.overrides`).
    """
    if not one.is_open:
        return "ended"
    if one in counting:
        return "in force"
    same = (other for other in counting if (other.account, other.what) == (one.account, one.what))
    return "superseded" if any(True for _ in same) else "waits"


def overrides_grid(overrides: Iterable[Override], counting: Sequence[Override]) -> Grid:
    """Return one row for each correction, the newest first.

    Columns: number, what was corrected in words, what stood there before, whether it counts, who made
    it, on which day, why, and how it ended.
    """
    columns = (
        Column("number", "No.", Kind.TEXT),
        Column("correction", "Correction", Kind.TEXT),
        Column("instead_of", "Instead of", Kind.TEXT),
        Column("standing", "Standing", Kind.TEXT),
        Column("made_by", "By", Kind.TEXT),
        Column("made_on", "On", Kind.DATE),
        Column("why", "Why", Kind.TEXT),
        Column("ended", "Ended", Kind.TEXT),
    )
    rows = tuple(
        (
            f"#{one.number}",
            described(one),
            one.instead_of,
            standing(one, counting),
            one.made_by,
            one.made_at[:10],
            one.why,
            _end(one),
        )
        for one in sorted(overrides, key=lambda o: -o.number)
    )
    return Grid("Corrections of accounts and owners", columns, rows)


def _end(one: Override) -> str:
    told = (one.ended_at[:10], one.ended_by, one.ended_why)
    return ", ".join(part for part in told if part)
