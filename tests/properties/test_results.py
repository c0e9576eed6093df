"""Properties of what objectives are measured at: order, batches, hand-overs, and the ledger's groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from random import Random

import pyarrow as pa
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from fourfold.book.book import open_tables
from fourfold.book.settings import Settings
from fourfold.growth import Group, ledger
from fourfold.measures import ROWS
from fourfold.measures.catalogue import CATALOGUE, Needs
from fourfold.objectives.attainment import attain
from fourfold.objectives.needed import Need, Value
from fourfold.objectives.objective import COMPANY, Filters, Owner
from fourfold.objectives.results import comparison_of, results
from fourfold.periods import Period, parse_period
from tests.asking import opened, tables_of
from tests.oracle import Assignment, Line, Membership, OracleBook
from tests.properties.books import FIRST, Size, random_book
from tests.unit.objectives.setting import objective

SEEDS = st.integers(0, 2**32 - 1)
PERIODS = ("2012", "2012-H1", "2012-Q2", "2012-02")
OF_LINES = [own for own, told in CATALOGUE.items() if told.needs in {Needs.LINES, Needs.COSTS}]
ALL = Owner("team", "all")
FEW = settings(max_examples=2, phases=(Phase.explicit, Phase.generate))
"""An example takes seconds, and a smaller seed is no simpler book."""


def needs(period: Period, owners: Iterable[Owner], filters: Filters = ()) -> list[Need]:
    """Every measure of order lines, of some owners."""
    return [Need(own, owner, period, filters) for owner in owners for own in OF_LINES]


def drawn(seed: int) -> tuple[OracleBook, Period]:
    """A random book, and a period with a year before it."""
    rng = Random(seed)
    return random_book(rng, Size(lines=30)), parse_period(rng.choice(PERIODS))


def answered(book: OracleBook, asked: Iterable[Need]) -> Mapping[Need, Value]:
    with opened(book, "duckdb://") as made:
        return results(made, asked)


@FEW
@given(seed=SEEDS)
def test_attainment_depends_neither_on_the_order_nor_on_the_batches_of_lines(seed: int) -> None:
    book, period = drawn(seed)
    asked = needs(period, [COMPANY])
    tables = tables_of(book)
    lines, rng = tables["order_lines"], Random(seed)
    mixed = lines.take(rng.sample(range(len(lines)), len(lines)))
    cut = rng.randrange(len(lines))
    tables["order_lines"] = pa.concat_tables([mixed.slice(cut), mixed.slice(0, cut)])
    other = open_tables(tables, Settings(book.currency))
    first, second = answered(book, asked), results(other, asked)
    other.close()
    assert attained(first) == attained(second)
    assert first == second


def attained(found: Mapping[Need, Value]) -> Mapping[Need, Decimal | None]:
    return {need: attain(objective(need.measure, "50"), value).share for need, value in found.items()}


@FEW
@given(seed=SEEDS)
def test_an_account_that_moves_between_sellers_changes_nothing_for_the_company_nor_for_the_team_of_all(
    seed: int,
) -> None:
    book, period = drawn(seed)
    rng = Random(seed)
    sellers = [one.seller_id for one in book.sellers]
    before = held_by_all(book, {name: rng.choice(sellers) for name in accounts_of(book)})
    moved = rng.choice(before.assignments)
    day = rng.choice([one.ordered_on for one in before.lines])
    heir = rng.choice([one for one in sellers if one != moved.seller_id])
    after = replace(
        before,
        assignments=(
            *(one for one in before.assignments if one != moved),
            *([replace(moved, ends_on=day)] if day > moved.starts_on else []),
            replace(moved, seller_id=heir, starts_on=day),
        ),
    )
    first = answered(before, needs(period, [COMPANY]))
    second = answered(after, needs(period, [COMPANY, ALL]))
    for need, value in first.items():
        team = replace(need, owner=ALL)
        assert (need.measure, second[need], second[team]) == (need.measure, value, value)


def accounts_of(book: OracleBook) -> list[str]:
    return sorted({line.account_id for line in book.lines if line.account_id} | {"nobody"})


def held_by_all(book: OracleBook, holder: Mapping[str, str]) -> OracleBook:
    """The book with one seller to each account, all in two teams of one team, and no line of nobody."""
    places = enumerate(sorted(set(holder.values()) | {one.seller_id for one in book.sellers}))
    teams = [Membership(f"t{n % 2}", one, FIRST, parent_team_id="all") for n, one in places]
    return replace(
        book,
        lines=tuple(_of_somebody(line) for line in book.lines),
        assignments=tuple(Assignment(account, seller, FIRST) for account, seller in holder.items()),
        teams=tuple(teams),
    )


def _of_somebody(line: Line) -> Line:
    return replace(line, account_id=line.account_id or "nobody", seller_id=None)


@FEW
@given(seed=SEEDS)
def test_what_an_owner_comes_to_is_the_group_of_the_ledger(seed: int) -> None:
    book, period = drawn(seed)
    level = Random(seed).choice(("seller", "team"))
    with opened(book, "duckdb://") as made:
        comparison = comparison_of(made, period)
        told = ledger(made, comparison=comparison, by=(level,))
        within = ledger(made, comparison=comparison, by=(level, "family"))
        owners = {group.values[0]: Owner(level, group.values[0]) for group in told.groups}
        found = results(made, needs(period, owners.values()))
        inside = {
            group.values: Need("revenue", owners[group.values[0]], period, (("family", group.values[1:]),))
            for group in within.groups
        }
        narrowed = results(made, inside.values())
    for group in told.groups:
        heard = {own: found[Need(own, owners[group.values[0]], period)].amount for own in by_hand(group)}
        assert (group.values, heard) == (group.values, by_hand(group))
    for group in within.groups:
        assert narrowed[inside[group.values]].amount == group.current_revenue


def by_hand(group: Group) -> Mapping[str, Decimal | None]:
    """The measures that can be read off a group of the ledger."""
    rows = {entry.row: entry for entry in group.entries}
    net = {row: entry.net_of_switching for row, entry in rows.items()}
    new = net["new_product_new_account"] + net["existing_product_new_account"]
    outside = new + net["unidentified"] + net["received"] + net["handed_over"]
    return {
        **{row: net[row] for row in ROWS if row in CATALOGUE},
        "revenue": group.current_revenue,
        "new_account_gain": new,
        "existing_account_net": sum(net.values(), Decimal(0)) - outside,
        "nrr": group.figures.nrr[0].value,
        "grr": group.figures.grr[0].value,
        "retained_revenue": group.figures.nrr[0].numerator,
        "lost_accounts": Decimal(rows["lost_account"].accounts or 0),
        "dropped_products": Decimal(rows["dropped_product"].pairs or 0),
    }
