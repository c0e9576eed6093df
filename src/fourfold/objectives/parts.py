"""Parts: who shares an owner's target, with what they counted for before, as the book knows it.

Guarantees that the tree is that of the target's period: the teams below, each with the members of its
days; that who manages a team shares in no target; and that who was not there has no basis, rather than
one of 0. Leaves cutting to `trees`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

from fourfold.book.book import Book
from fourfold.book.hierarchy import Paths, team_paths
from fourfold.book.owners import FOREVER
from fourfold.objectives.cascade import Base, Part
from fourfold.objectives.needed import Need
from fourfold.objectives.objective import (
    COMPANY_LEVEL,
    SELLER_LEVEL,
    TEAM_LEVEL,
    Objective,
    Owner,
)
from fourfold.objectives.ramps import Stint
from fourfold.objectives.results import results
from fourfold.objectives.trees import Branch, Path
from fourfold.periods import Period, shift_months, year_before

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Adjusted:
    """What people gave besides the book: targets by place in the tree that stay, own shares by owner."""

    fixed: Mapping[Path, Decimal] = field(default_factory=dict)
    own: Mapping[Owner, Decimal] = field(default_factory=dict)


NOTHING = Adjusted()


@dataclass(frozen=True, slots=True)
class _Post:
    """A seller's days as a member of a team."""

    seller: str
    team: str
    start: date
    end: date


def branches(
    book: Book, objective: Objective, base: Base, adjusted: Adjusted = NOTHING
) -> tuple[Branch, ...]:
    """Return who shares an objective's target, each with those below; empty where nobody does.

    Parameters
    ----------
    book
        The whole company's book.
    objective
        What is to be cut: its measure, filters, owner and period.
    base
        By what; only what it needs is computed.
    adjusted
        What people gave.
    """
    paths = team_paths(book.reference("teams"))
    posts = _posts(book)
    there = [post for post in posts if _meets(post, objective.period)]
    bases = _bases(book, objective, base, _owners(there, paths))
    known = _known(posts, paths, _period_of(book, objective, base))

    def below(path: Path) -> Iterator[Branch]:
        for owner, stints in _children(path[-1], there, paths):
            place = (*path, owner)
            basis = bases.get(owner) if owner in known else None
            last, trailing = (basis if base is one else None for one in (Base.LAST_YEAR, Base.TRAILING))
            fixed = adjusted.fixed.get(place)
            yield Branch(
                Part(owner, last, trailing, adjusted.own.get(owner), stints, fixed), tuple(below(place))
            )

    return tuple(below((objective.owner,)))


def _posts(book: Book) -> tuple[_Post, ...]:
    """Return who is a member of which team, and when; days that meet are one post."""
    rows = sorted(
        (row["team_id"], row["seller_id"], row["starts_on"], row["ends_on"] or FOREVER)
        for row in book.reference("teams").to_pylist()
        if row["role"] != "manager"
    )
    found: list[_Post] = []
    for team, seller, start, end in rows:
        last = found[-1] if found else None
        if last and (last.team, last.seller) == (team, seller) and start <= last.end:
            found[-1] = _Post(seller, team, last.start, max(end, last.end))
        else:
            found.append(_Post(seller, team, start, end))
    return tuple(found)


def _meets(post: _Post, period: Period) -> bool:
    return post.start < period.end and period.start < post.end


def _owners(posts: Iterable[_Post], paths: Paths) -> frozenset[Owner]:
    """Return the sellers of posts with their teams and the teams above them."""
    found: set[Owner] = set()
    for post in posts:
        found.add(Owner(SELLER_LEVEL, post.seller))
        found |= {Owner(TEAM_LEVEL, team) for team in paths[post.team]}
    return frozenset(found)


def _known(posts: Iterable[_Post], paths: Paths, before: Period) -> frozenset[Owner]:
    """Return who was there when the basis was earned."""
    return _owners((post for post in posts if _meets(post, before)), paths)


def _children(
    owner: Owner, posts: Iterable[_Post], paths: Paths
) -> Iterator[tuple[Owner, tuple[Stint, ...]]]:
    """Yield the teams right below an owner that have members, then the members of the team itself."""
    held = {team for post in posts for team in paths[post.team]}
    above = "" if owner.level == COMPANY_LEVEL else owner.id
    if owner.level == SELLER_LEVEL:
        return
    for team in sorted(held):
        if (paths[team][-2] if len(paths[team]) > 1 else "") == above:
            yield Owner(TEAM_LEVEL, team), ()
    own = sorted((post for post in posts if post.team == above), key=lambda post: (post.seller, post.start))
    for seller, days in groupby(own, key=lambda post: post.seller):
        stints = tuple(Stint(post.start, None if post.end == FOREVER else post.end) for post in days)
        yield Owner(SELLER_LEVEL, seller), stints


def _period_of(book: Book, objective: Objective, base: Base) -> Period:
    """Return the days that a basis is earned in: the same a year before, or the twelve months before."""
    if base is not Base.TRAILING:
        return year_before(objective.period, book.calendar)
    end = objective.period.start
    if book.extent is not None:
        end = min(end, book.extent.last_on + ONE_DAY)
    return Period(shift_months(end, -12), end)


def _bases(
    book: Book, objective: Objective, base: Base, owners: frozenset[Owner]
) -> Mapping[Owner, Decimal | None]:
    if base not in (Base.LAST_YEAR, Base.TRAILING) or not objective.of.is_additive:
        return {}
    period = _period_of(book, objective, base)
    needs = {
        owner: Need(objective.measure, owner, period, objective.filters)
        for owner in owners
        if owner.level in objective.of.levels
    }
    found = results(book, needs.values())
    return {owner: found[need].amount for owner, need in needs.items()}
