"""What lies behind the figure of an objective: the pages that open it, with its owner, period and filters.

Guarantees that a link asks for the same figure, over the same days, as the objective is measured by;
where one page cannot, there is a link for each part. Leaves showing it to those pages, which show
what the reader may see today.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product

from django.urls import reverse
from django.utils.http import urlencode

from fourfold.book.hierarchy import team_paths
from fourfold.growth.lines import SUMS_OF_ROWS
from fourfold.measures import ROWS
from fourfold.objectives.objective import Objective
from fourfold.objectives.scorecard import Line
from fourfold.objectives.scorecards import until
from fourfold.objectives.work import OF_WORK
from fourfold.periods import year_before
from fourfold.web.gate import Reader

MOST_PARTS = 12
"""A figure of more parts than this is not opened part by part."""

LINES_OF: Mapping[str, Mapping[str, str]] = {
    "revenue": {"row": "current_revenue"},
    "margin": {"row": "current_revenue"},
    "penetration": {"row": "current_revenue"},
    "attach_rate": {"row": "current_revenue"},
    "new_accounts": {"row": "new_account_gain"},
    "lost_accounts": {"row": "lost_account", "open": "pairs"},
    "dropped_products": {"row": "dropped_product", "open": "pairs"},
}
"""What opens a measure that is no row of the ledger, nor a sum of rows, as parameters of `/lines/`."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A link to what is behind a figure; `part` says of which part of it, empty for all."""

    address: str
    part: str = ""


def openings(line: Line, as_of: date, reader: Reader) -> tuple[Opening, ...]:
    """Return the links that open the figure of a line, one for each part; none where no page does.

    A team above others is opened team by team, a filter of several values value by value: parts of
    shared accounts are then told in each.
    """
    one = line.objective
    if line.value.amount is None:
        return ()
    if one.of.needs in OF_WORK:
        return (Opening(f"{reverse('objective_work', args=(one.id,))}?as_of={as_of.isoformat()}"),)
    path, asked = _page(one)
    if ("see_lines" if path == "lines" else "see_growth") not in reader.permissions:
        return ()
    period = until(one.period, as_of)
    overlaps = year_before(period, reader.results_book.calendar).end > period.start
    common = {**asked, "current": period.label, **({"base": "previous"} if overlaps else {})}
    parts = _parts(one, reader)
    if len(parts) > MOST_PARTS:
        return ()
    return tuple(
        Opening(
            f"{reverse(path)}?{urlencode({**common, **{f'where.{name}': value for name, value in part}})}",
            ", ".join(value for _, value in part) if len(parts) > 1 else "",
        )
        for part in parts
    )


def _page(one: Objective) -> tuple[str, Mapping[str, str]]:
    """Return the page that opens a measure, and its parameters."""
    if one.measure in ROWS or one.measure in SUMS_OF_ROWS:
        return "lines", {"row": one.measure, "net": "1"}
    return ("lines", LINES_OF[one.measure]) if one.measure in LINES_OF else ("growth", {})


def _parts(one: Objective, reader: Reader) -> list[tuple[tuple[str, str], ...]]:
    """Return the values of dimensions by which each part of a figure is asked."""
    values = [[(name, value) for value in chosen] for name, chosen in one.filters]
    if one.owner.id:
        ids = _teams(one.owner.id, reader) if one.owner.level == "team" else [one.owner.id]
        values.insert(0, [(one.owner.level, each) for each in ids])
    return list(product(*values))


def _teams(team: str, reader: Reader) -> list[str]:
    """Return the teams at and below a team that have sellers of their own; itself if none has."""
    rows = reader.results_book.reference("teams")
    paths = team_paths(rows)
    selling = {row["team_id"] for row in rows.to_pylist() if row["role"] != "manager"}
    return sorted(each for each in selling if team in paths[each]) or [team]
