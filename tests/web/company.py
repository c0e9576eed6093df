"""A small company for the tests of the web application, made of plain Python; the same on every run.

Two regions of three teams of four sellers, and what makes scope hard: a hand-over from team to team,
a shared account, an overlay, merges across teams, a group over two regions, an account that nobody
owns, one whose seller left, one that is handed over far in the future, lines without an account.
The names of a team's own accounts share a word that stands nowhere else, no name is part of another,
and one line of every team has an amount that stands nowhere else: answers are searched for them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

from fourfold.book.correcting import Correction, correct
from fourfold.book.imports import ImportRequest, import_file
from fourfold.book.settings import Settings
from fourfold.book.workspace import Workspace, create_workspace

Row = dict[str, str]

START, END = date(2023, 1, 1), date(2025, 12, 31)
REGIONS = {"north": ("n1", "n2", "n3"), "south": ("s1", "s2", "s3")}
TEAMS = tuple(team for teams in REGIONS.values() for team in teams)
CENTS = dict(zip(TEAMS, (11, 13, 17, 19, 23, 29), strict=True))
"""The cents of every amount of a team's accounts."""
CANARY_AMOUNTS = dict(zip(TEAMS, (48611, 50423, 52627, 54829, 56843, 58997), strict=True))
"""The whole part of one amount of each team that stands nowhere else."""
WORDS = dict(zip(TEAMS, ("Quagga", "Numbat", "Okapi", "Tapir", "Kinkajou", "Axolotl"), strict=True))
"""A word that stands in the name of every account of a team, and in no other."""
ODD = ("handed", "shared", "overlaid", "unowned", "left", "future", "group")
MERGED = ("mergedold", "mergednew", "chaina", "chainb", "chainc")
"""Accounts that make scope hard; the merged ones stand in `MERGES`."""
FAULTY = "unreadable"
"""The amount of a few lines that wait in quarantine."""
CANARY_ACCOUNTS = {team: f"{team}-1-1" for team in TEAMS}
"""The account with each team's canary amount."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """One seller's part in one account; `tables` writes it as a row."""

    account: str
    seller: str
    starts: str = "2022-01-01"
    ends: str = ""
    share: str = "1"
    role: str = "primary"

    def row(self) -> Row:
        return {
            "account_id": self.account,
            "seller_id": self.seller,
            "role": self.role,
            "share": self.share,
            "starts_on": self.starts,
            "ends_on": self.ends,
        }


ODD_ASSIGNMENTS = (
    Assignment("handed", "n1-1", ends="2024-07-01"),
    Assignment("handed", "s1-1", starts="2024-07-01"),
    Assignment("shared", "n1-1", share="0.6"),
    Assignment("shared", "n2-1", share="0.4"),
    Assignment("overlaid", "s1-2"),
    Assignment("overlaid", "n1-3", share="0", role="overlay"),
    Assignment("left", "n1-9"),
    Assignment("future", "s2-3", ends="2099-01-01"),
    Assignment("future", "n1-2", starts="2099-01-01"),
    Assignment("mergedold", "n2-2"),
    Assignment("mergednew", "s2-1"),
    Assignment("chaina", "s3-1"),
    Assignment("chainc", "n3-1"),
    Assignment("group", "n1-1"),
)
MERGES = {"mergedold": "mergednew", "chaina": "chainb", "chainb": "chainc"}
PARENTS = {"n1-1-2": "group", "n1-2-1": "group", "s1-1-1": "group", "s1-1-2": "n2-1-1"}
DOLLARS = frozenset({"n1-2-2", "s1-2-2", "s3-1-2", "shared"})


CORRECTIONS = (
    Correction("s2-1-2", "account_name", "Kinkajou Corrected"),
    Correction("n1-2-3", "parent_id", "group"),
    Correction("n3-2-1", "merged_into", "s3-2-1"),
    Correction("n2-3-1", "owner", "n1-3", date(2025, 2, 1)),
)
"""What revenue operations corrected, in a workspace where `correct_all` was called."""


def correct_all(workspace: Workspace) -> None:
    """Make the corrections, as revenue operations do."""
    for wish in CORRECTIONS:
        correct(workspace, replace(wish, why="test"), by="operations@company.example")


def truth() -> dict[str, list[Row]]:
    """Return the tables as they stand once everything is corrected."""
    made = {name: list(rows) for name, rows in tables().items()}
    for wish in CORRECTIONS:
        if wish.what == "owner":
            day = str(wish.starts_on)
            own = [r["account_id"] == wish.account and r["role"] == "primary" for r in made["assignments"]]
            ended = [
                row | {"ends_on": day} if is_own else row
                for row, is_own in zip(made["assignments"], own, strict=True)
            ]
            made["assignments"] = [*ended, Assignment(wish.account, wish.value, starts=day).row()]
        else:
            made["accounts"] = [
                row | {wish.what: wish.value} if row["account_id"] == wish.account else row
                for row in made["accounts"]
            ]
    return made


@cache
def tables() -> Mapping[str, list[Row]]:
    """Return every table of the company as rows of text, by the name of the table; each knows its line."""
    made: dict[str, list[Row]] = {
        "sellers": list(_sellers()),
        "teams": list(_teams()),
        "accounts": list(_accounts()),
        "products": list(_products()),
        "assignments": [a.row() for a in (*_plain_assignments(), *ODD_ASSIGNMENTS)],
        "fx_rates": list(_rates()),
        "order_lines": list(_lines()),
        "opportunities": list(_opportunities()),
        "activities": list(_activities()),
        "objectives": list(_objectives()),
    }
    for rows in made.values():
        for place, row in enumerate(rows, start=1):
            row["file_line"] = str(place)
    return made


def _sellers() -> Iterator[Row]:
    for team in (*REGIONS, *TEAMS):
        for place in range(1 if team in REGIONS else 4):
            yield _seller(f"{team}-{place}")
    yield _seller("n1-9", left="2024-06-30")
    yield _seller("s1-9", hired="2099-01-01")
    yield _seller("n9-4")


def _seller(own: str, hired: str = "2022-01-01", left: str = "") -> Row:
    return {
        "seller_id": own,
        "seller_name": f"Seller {own}",
        "email": f"{own}@company.example",
        "hired_on": hired,
        "left_on": left,
    }


def _teams() -> Iterator[Row]:
    for region, teams in REGIONS.items():
        yield _membership(region, f"{region}-0", "manager", "")
        for team in teams:
            yield _membership(team, f"{team}-0", "manager", region)
            for place in (1, 2, 3):
                yield _membership(team, f"{team}-{place}", "member", region)
    yield _membership("n1", "n1-9", "member", "north")
    yield _membership("s1", "s1-9", "member", "south")
    yield _membership("n2", "n9-4", "member", "north") | {"ends_on": "2024-10-01"}
    yield _membership("n3", "n9-4", "member", "north") | {"starts_on": "2024-10-01"}


def _membership(team: str, seller: str, role: str, above: str) -> Row:
    return {
        "team_id": team,
        "seller_id": seller,
        "team_name": f"Team {team}",
        "parent_team_id": above,
        "role": role,
        "starts_on": "2022-01-01",
        "ends_on": "",
    }


def _plain() -> Iterator[tuple[str, str]]:
    """Yield every account that has one owner for ever, with that seller."""
    for team in TEAMS:
        for seller, most in (("0", 1), ("1", 3), ("2", 3), ("3", 2)):
            for place in range(1, most + 1):
                yield f"{team}-{seller}-{place}", f"{team}-{seller}"


def _plain_assignments() -> Iterator[Assignment]:
    yield from (Assignment(account, seller) for account, seller in _plain())
    yield Assignment("n3-9-1", "n9-4")


def _accounts() -> Iterator[Row]:
    owned = [account for account, _ in _plain()]
    for place, own in enumerate((*owned, "n3-9-1", *ODD, *MERGED)):
        yield {
            "account_id": own,
            "account_name": name_of(own),
            "parent_id": PARENTS.get(own, ""),
            "segment": ("enterprise", "mid-market", "small")[place % 3],
            "region": ("harbour", "valley", "hills", "plain")[place % 4],
            "industry": ("", "mining", "retail", "health", "transport")[place % 5],
            "merged_into": MERGES.get(own, ""),
        }


def name_of(account: str) -> str:
    """Return an account's name; no name is part of another."""
    word = WORDS.get(account[:2], "Mixed")
    return f"{word} {account.replace('-', '')} Works"


def _products() -> Iterator[Row]:
    for number in range(40):
        family = number // 5
        yield {
            "product_id": f"p{number:02}",
            "product_name": f"Product {number:02}",
            "family": f"family {family}",
            "category": f"category {family // 2}",
            "division": f"division {family // 4}",
            "launched_on": {7: "2024-03-01", 23: "2025-02-01", 38: "2023-06-01"}.get(number, ""),
            "successor_of": {23: "p12"}.get(number, ""),
        }


def _rates() -> Iterator[Row]:
    for month in range(37):
        day = date(2022 + (month + 11) // 12, (month + 11) % 12 + 1, 1)
        yield {"currency": "USD", "rate_on": str(day), "rate": f"0.{9000 + 13 * month % 400}"}


def _lines() -> Iterator[Row]:
    number = 0
    for place, account in enumerate([row["account_id"] for row in _accounts()]):
        for line in _bought(account, place):
            number += 1
            yield {"order_id": f"o{number // 3}-{account}", "line_id": str(number), **line}
    for place in range(25):
        line = _line("", END - timedelta(40 * place), f"p{place:02}", f"{100 + place}.31")
        seller = "n1-1" if place % 2 else ""
        yield {"order_id": "counter", "line_id": f"c{place}", **line, "seller_id": seller}
    for place in range(4):
        faulty = _line("n1-1-1", date(2025, 3, 1), "p01", FAULTY)
        yield {"order_id": "faulty", "line_id": f"f{place}", **faulty}


def _bought(account: str, place: int) -> Iterator[Row]:
    """Yield what an account bought: it starts and stops at its own time, and returns a little."""
    draw = Random(f"company {account}")
    team = account[:2] if account[:2] in CENTS else TEAMS[place % 6]
    first = START + timedelta(days=(0, 0, 200, 420, 800)[place % 5])
    last = END - timedelta(days=(0, 0, 0, 330, 500)[(place // 2) % 5])
    liked = draw.sample(range(40), 9)
    if account in CANARY_ACCOUNTS.values():
        yield _line(account, date(2025, 5, 7), "p03", f"{CANARY_AMOUNTS[team]}.{CENTS[team]}")
    for _ in range(34):
        day = first + timedelta(days=draw.randrange(max((last - first).days, 30)))
        whole = draw.randrange(40, 3000)
        line = _line(account, min(day, END), f"p{draw.choice(liked):02}", f"{whole}.{CENTS[team]}")
        line["quantity"] = str(draw.randrange(1, 20))
        if draw.random() < 0.08:
            line["seller_id"] = draw.choice(("n1-2", "s1-1", "s3-2"))
        yield line
        if draw.random() < 0.05:
            yield line | {"amount": f"-{line['amount']}", "quantity": f"-{line['quantity']}"}


def _line(account: str, day: date, product: str, amount: str) -> Row:
    return {
        "account_id": account,
        "product_id": product,
        "ordered_on": str(day),
        "quantity": "1",
        "amount": amount,
        "currency": "USD" if account in DOLLARS else "EUR",
        "seller_id": "",
    }


def _opportunities() -> Iterator[Row]:
    """Yield one opportunity of each team with the team's word and amount, and what makes scope hard."""
    for team in TEAMS:
        for place, status in enumerate(("open", "won", "lost"), start=1):
            canary = f"{CANARY_AMOUNTS[team]}.{CENTS[team]}" if place == 1 else f"{place}00.{CENTS[team]}"
            yield _opportunity(f"{team}-{place}-1", f"{team}-{place}", status, canary)
    yield _opportunity("handed", "s1-1", "won", "700")  # of an account that n1-1 owned before
    yield _opportunity("n1-1-1", "s2-2", "open", "800")  # a seller who is not of the account's team
    yield _opportunity("nobody yet", "n2-3", "open", "")  # no account, no amount


def _opportunity(account: str, seller: str, status: str, amount: str) -> Row:
    return {
        "opportunity_id": f"{account} by {seller}",
        "opportunity_name": name_of(account) if account[:2] == seller[:2] else f"Chance of {seller}",
        "account_id": account,
        "product_id": "p03",
        "seller_id": seller,
        "opened_on": "2025-02-03",
        "expected_on": "2025-09-01",
        "closed_on": "" if status == "open" else "2025-05-07",
        "status": status,
        "stage": "talks",
        "amount": amount,
        "currency": ("USD" if account in DOLLARS else "EUR") if amount else "",
    }


def _activities() -> Iterator[Row]:
    kinds = ("visit", "meeting", "call", "email", "demo", "other")
    for account, seller in (*_plain(), ("handed", "n1-1"), ("n1-1-1", "s2-2"), ("nobody yet", "n2-3")):
        for place in (1, 2):
            yield {
                "activity_id": f"{account} {seller} {place}",
                "account_id": account,
                "contact_id": f"contact of {account}",
                "seller_id": seller,
                "happened_on": f"2025-0{place}-{10 + len(seller)}",
                "kind": kinds[(len(account) + place) % 6],
                "purpose": ("", "transaction", "relationship")[place % 3],
                "minutes": str(20 * place) if place == 1 else "",
                "direction": "inbound" if place == 1 else "",
            }


def _objectives() -> Iterator[Row]:
    """Yield objectives of the company, each region, team and seller; a team's have its word in the name."""
    yield _objective("company", "", "revenue", "5000000")
    for region in REGIONS:
        yield _objective("team", region, "revenue", "2000000")
    for team in TEAMS:
        amount = f"{CANARY_AMOUNTS[team]}.{CENTS[team]}"
        yield _objective("team", team, "revenue", amount) | {"objective_name": objective_of(team)}
        yield _objective("team", team, "nrr", "0.95")
        for place in (1, 2, 3):
            yield _objective("seller", f"{team}-{place}", "new_accounts", str(place))
            yield _objective("seller", f"{team}-{place}", "revenue", "9000", "family=family 0|family 1")
    yield _objective("seller", "n1-9", "activities", "50", "kind=visit")
    yield _objective("team", "north", "activities", "100")
    yield _objective("seller", "s1-1", "won_amount", "1000")


def objective_of(team: str) -> str:
    """Return the name of a team's own objective, which stands nowhere else."""
    return f"{WORDS[team]} revenue"


def _objective(level: str, owner: str, measure: str, target: str, filters: str = "") -> Row:
    return {
        "objective_id": f"{level} {owner} {measure}",
        "objective_name": f"{measure} of {owner or 'all'}",
        "measure": measure,
        "owner_level": level,
        "owner_id": owner,
        "starts_on": "2025-01-01",
        "ends_on": "2026-01-01",
        "target": target,
        "weight": "2" if measure == "revenue" else "",
        "cap": "1.5" if measure == "revenue" else "",
        "filters": filters,
        "state": "",
    }


def load(folder: Path, sources: Path) -> Workspace:
    """Make a workspace in `folder` with the company, by the public import; its files go to `sources`."""
    workspace = create_workspace(folder, Settings("EUR", company="Six Teams"))
    sources.mkdir(parents=True, exist_ok=True)
    for name, rows in tables().items():
        path = sources / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            columns = [name for name in rows[0] if name != "file_line"]
            writer = csv.DictWriter(file, columns, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)
        import_file(workspace, ImportRequest(path, table=name, confirmed=True))
    return workspace
