"""What somebody may see, told a second time: from the rows of the company and the words of the rule alone.

Guarantees an answer that shares no code with `fourfold.book.scope`: sets grow until nothing is
added. `deleted` cuts every table to it, as if the rest of the company had never been.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from fourfold.book.schema import TABLES
from tests.web.company import FAULTY, Row

Tables = Mapping[str, Sequence[Row]]

EVERYTHING_FOR = {"executive", "service_lead", "revenue_operations"}


@dataclass(frozen=True)
class Seen:
    """The accounts, sellers and teams somebody may see; `everything` overrides them."""

    everything: bool
    accounts: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()


def seen(tables: Tables, *, roles: Collection[str], email: str, on: date) -> Seen:
    """What a person of these roles may see on a day."""
    if EVERYTHING_FOR.intersection(roles):
        return Seen(everything=True)
    people: set[str] = set()
    for seller in tables["sellers"]:
        mine = seller["email"].strip().lower() == email.lower() != ""
        if mine and _works(seller, on) and {"seller", "sales_manager"}.intersection(roles):
            people.add(seller["seller_id"])
    teams: frozenset[str] = frozenset()
    if "sales_manager" in roles:
        teams = _teams_below(tables, people, on)
        people |= _led_by(tables, people, on)
    held = {
        a["account_id"]
        for a in tables["assignments"]
        if a["seller_id"] in people and _on(a["starts_on"], a["ends_on"], on)
    }
    accounts = _same_customer(tables, held)
    return Seen(everything=False, accounts=accounts, people=frozenset(people), teams=teams)


def with_results(tables: Tables, kept: Seen) -> Seen:
    """What results of the people and teams in `kept` are made of: every account they ever held or sold to.

    What somebody reached counts lines of accounts that are another's now, each with its whole history.
    """
    people = kept.people | {row["seller_id"] for row in tables["teams"] if row["team_id"] in kept.teams}
    held = {row["account_id"] for row in tables["assignments"] if row["seller_id"] in people}
    sold = {row["account_id"] for row in tables["order_lines"] if row["seller_id"] in people}
    accounts = _same_customer(tables, kept.accounts | held | (sold - {""}))
    return Seen(everything=False, accounts=accounts, people=frozenset(people), teams=kept.teams)


def _on(starts: str, ends: str, day: date) -> bool:
    return starts <= str(day) and (not ends or str(day) < ends)


def _works(seller: Row, day: date) -> bool:
    return _on(seller["hired_on"], seller["left_on"], day)


def _led_by(tables: Tables, me: Collection[str], on: date) -> set[str]:
    """Who works in the teams that I manage, or in a team below one of them, at any depth."""
    today = [row for row in tables["teams"] if _on(row["starts_on"], row["ends_on"], on)]
    led = {row["team_id"] for row in today if row["role"] == "manager" and row["seller_id"] in me}
    before = -1
    while before != len(led):
        before = len(led)
        led |= {row["team_id"] for row in today if row["parent_team_id"] in led}
    working = {seller["seller_id"] for seller in tables["sellers"] if _works(seller, on)}
    return {row["seller_id"] for row in today if row["team_id"] in led} & working


def _teams_below(tables: Tables, me: Collection[str], on: date) -> frozenset[str]:
    """The teams that I manage today, and every team whose latest row so far stands below one of them."""
    latest: dict[str, Row] = {}
    for row in tables["teams"]:
        before = latest.get(row["team_id"])
        if row["starts_on"] <= str(on) and (before is None or before["starts_on"] <= row["starts_on"]):
            latest[row["team_id"]] = row
    led = {
        row["team_id"]
        for row in tables["teams"]
        if row["role"] == "manager" and row["seller_id"] in me and _on(row["starts_on"], row["ends_on"], on)
    }
    before_count = -1
    while before_count != len(led):
        before_count = len(led)
        led |= {team for team, row in latest.items() if row["parent_team_id"] in led}
    return frozenset(led)


def is_seen(kept: Seen, name: str, row: Row) -> bool:
    """Whether somebody may see a row of the opportunities, the activities or the objectives."""
    if name == "objectives":
        of = {"seller": kept.people, "team": kept.teams}.get(row["owner_level"], frozenset())
        return row["owner_id"] in of
    return row["seller_id"] in kept.people or row["account_id"] in kept.accounts


def _same_customer(tables: Tables, accounts: Collection[str]) -> frozenset[str]:
    """These accounts, and whatever continues them or is continued by them, in any number of steps."""
    pairs = [(row["account_id"], row["merged_into"]) for row in tables["accounts"] if row["merged_into"]]
    found = set(accounts)
    before = -1
    while before != len(found):
        before = len(found)
        for pair in pairs:
            if found.intersection(pair):
                found.update(pair)
    return frozenset(found)


def deleted(tables: Tables, kept: Seen) -> dict[str, list[Row]]:
    """Every table without the rows that are outside of what somebody may see."""
    if kept.everything:
        return {name: list(rows) for name, rows in tables.items()}
    left = {name: list(tables[name]) for name in ("products", "fx_rates")}
    for name in ("accounts", "assignments", "order_lines"):
        left[name] = [row for row in tables[name] if row["account_id"] in kept.accounts]
    for name in ("opportunities", "activities", "objectives"):
        left[name] = [row for row in tables.get(name, ()) if is_seen(kept, name, row)]
    named = {row["seller_id"] for name in ("assignments", "order_lines") for row in left[name]}
    for name in ("sellers", "teams"):
        left[name] = [row for row in tables[name] if row["seller_id"] in kept.people | named]
    return left


def arrow(tables: Tables) -> dict[str, pa.Table]:
    """The tables as Arrow tables of their stored columns, for `open_tables`; a faulty amount is left out."""
    made = {}
    for name, rows in tables.items():
        stored = TABLES[name].stored
        sound = [row for row in rows if row.get("amount") != FAULTY]
        texts = {column: [row[column] or None for row in sound] for column in (rows[0] if rows else ())}
        arrays = {column: pa.array(values, pa.string()) for column, values in texts.items()}
        made[name] = pa.table(
            {column: array.cast(stored.field(column).type) for column, array in arrays.items()}
        )
    return {name: table for name, table in made.items() if table.num_columns}
