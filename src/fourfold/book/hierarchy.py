"""The tree of teams: which team stands above which, and the book seen from one of its depths.

Guarantees that at every depth each membership belongs to one team, so that the figures of the teams
of a depth add up to the company. Hierarchies are taken as they are now. Leaves crediting to `growth`.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from fourfold.book.book import Book

Paths = Mapping[str, tuple[str, ...]]
"""Each team with the teams from the top of its tree down to itself."""


def team_paths(teams: pa.Table) -> Paths:
    """Return the way from the top of the tree to each team, itself last; a circle ends where it closes.

    `teams` is the table of memberships. A team that is only named as a parent has no way above it.
    """
    parents: dict[str, str | None] = {}
    for row in sorted(teams.to_pylist(), key=lambda row: row["starts_on"]):
        parents[row["team_id"]] = row["parent_team_id"]
    found: dict[str, tuple[str, ...]] = {}
    for team in {*parents, *(parent for parent in parents.values() if parent)}:
        path = [team]
        while (above := parents.get(path[0])) and above not in path:
            path.insert(0, above)
        found[team] = tuple(path)
    return found


def depth_of(team: str, paths: Paths) -> int | None:
    """Return how deep a team with others below it stands, 0 at the top; None for one without any below."""
    is_parent = any(team in path[:-1] for path in paths.values())
    return len(paths[team]) - 1 if is_parent else None


def seen_from(book: Book, depth: int | None) -> Book:
    """Return the book with every deeper team counted as the team above it at `depth`; None as it is."""
    if depth is None:
        return book
    teams = book.reference("teams")
    paths = team_paths(teams)
    above = {team: path[min(depth, len(path) - 1)] for team, path in paths.items()}
    if all(team == top for team, top in above.items()):
        return book
    place = teams.schema.get_field_index("team_id")
    renamed = pa.array([above[team] for team in teams["team_id"].to_pylist()], pa.string())
    return book.with_teams(teams.set_column(place, "team_id", renamed), f"teams at depth {depth}")
