"""What was planted in an invented company, as data: what a correct ledger has to find again.

Guarantees that every truth follows from the plan that the files were written from, not from a
ledger computed over them. A `year` is compared with the year before it. Leaves finding the
truths again to the recovery tests.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pyarrow as pa

_PLANNED: dict[str, pa.DataType] = {
    "account_id": pa.string(),
    "product_id": pa.string(),
    "year": pa.int32(),
    "row": pa.string(),
}
PLANNED = pa.schema(_PLANNED)
"""One planned class: a pair at account and product level (merged accounts and succeeded products are
one with what continues them), the year compared with the one before, and the pair's row; the
row `repeat` stands for its four rows. Without the row `unidentified`."""


@dataclass(frozen=True, slots=True)
class PlannedEntry:
    """How many accounts and pairs a year's ledger has in a row, at two levels; `repeat` is one row here."""

    year: int
    account_level: str
    product_level: str
    row: str
    accounts: int
    pairs: int


@dataclass(frozen=True, slots=True)
class CrossSelling:
    """How many of a segment's existing accounts bought an additional existing product in a year.

    `rate` is the planted chance of one account; `existing` were there before the year and bought in
    it; `adding` of them added. Accounts with a planted switch (`Switch`) are in neither number.
    """

    segment: str
    year: int
    rate: Decimal
    existing: int
    adding: int


@dataclass(frozen=True, slots=True)
class Turn:
    """One account that is new, lost or returned in a year; merged accounts count as one."""

    account_id: str
    year: int


@dataclass(frozen=True, slots=True)
class Launch:
    """One product that began in these years.

    `launched_on` is the launch date on file, `sold_from` the first day on which it could be bought: in
    a pilot before the launch, or later than launched. It is new in the year of the earlier of the two.
    """

    product_id: str
    launched_on: date
    sold_from: date

    @property
    def new_in(self) -> int:
        """The year in which the product is new, against the year before."""
        return min(self.launched_on, self.sold_from).year


@dataclass(frozen=True, slots=True)
class Succession:
    """One product that continues another, from a day on, as `successor_of` on file says."""

    product_id: str
    successor_of: str
    starts_on: date


@dataclass(frozen=True, slots=True)
class Switch:
    """One account that replaced a product by another of its family in a year; no file says so.

    Nothing else of that family was begun or dropped by the account in that year, so switched is the
    smaller of the old product's revenue in the year before and the new one's in the year.
    """

    account_id: str
    old_product_id: str
    new_product_id: str
    family: str
    year: int


@dataclass(frozen=True, slots=True)
class HandOver:
    """One account that went from one seller to another; `on_the_line`: its orders name the seller."""

    account_id: str
    from_seller_id: str
    to_seller_id: str
    handed_over_on: date
    on_the_line: bool


@dataclass(frozen=True, slots=True)
class SharedAccount:
    """One account whose credit two sellers share 0.6 to 0.4 from a day on."""

    account_id: str
    seller_ids: tuple[str, str]
    starts_on: date


@dataclass(frozen=True, slots=True)
class Merger:
    """One account whose business went on under another's number from a day on."""

    account_id: str
    merged_into: str
    merged_on: date


@dataclass(frozen=True, slots=True)
class CustomerGroup:
    """One ultimate parent and the accounts below it, at any depth."""

    parent_id: str
    account_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PriceRise:
    """The change of all prices of a family on 1 January of a year, as a fraction of the old price."""

    family: str
    year: int
    rate: Decimal


@dataclass(frozen=True, slots=True)
class VolumeTrend:
    """The growth of usual pieces per line in a category against the year before, as a fraction."""

    category: str
    year: int
    rate: Decimal


@dataclass(frozen=True, slots=True)
class OddLines:
    """Lines of one kind, year and currency, counted and summed as they were written.

    `kind` is `credit note`, `free sample`, `no account` or `no product`; the last two are the row
    *unidentified*.
    """

    kind: str
    year: int
    currency: str
    lines: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class PlannedTilt:
    """Which part of an owner's objective weight points at new accounts, at existing ones, at neither.

    Of the objectives from `starts_on` to `ends_on` (exclusive) of the company (empty `owner_id`), a team or
    a seller. Gains with new accounts and their number point at new accounts; gains with existing ones
    and net retention at existing ones; revenue and demonstrations at neither.
    """

    level: str
    owner_id: str
    starts_on: date
    ends_on: date
    new: Decimal
    existing: Decimal
    neither: Decimal


@dataclass(frozen=True, slots=True)
class PlannedTime:
    """How much of a team's time with accounts in a year went to new accounts and prospects.

    `rate` is the planted part, `new_minutes` of `minutes` what was drawn with it: activities with an
    account whose minutes are on file, by the team that the seller was in on that day. An account is new
    in a year if it bought nothing before that year.
    """

    team_id: str
    year: int
    rate: Decimal
    new_minutes: int
    minutes: int


@dataclass(frozen=True, slots=True)
class PlannedPipeline:
    """What is open after the last day in a team: with prospects and with existing accounts.

    Amounts are in the team's currency, as written.
    """

    team_id: str
    currency: str
    new_opportunities: int
    existing_opportunities: int
    new_amount: Decimal
    existing_amount: Decimal


@dataclass(frozen=True, slots=True)
class Truths:
    """Everything planted in one company; `pairs` has the schema `PLANNED`."""

    pairs: pa.Table
    entries: tuple[PlannedEntry, ...]
    cross_selling: tuple[CrossSelling, ...]
    arrivals: tuple[Turn, ...]
    losses: tuple[Turn, ...]
    returns: tuple[Turn, ...]
    launches: tuple[Launch, ...]
    successions: tuple[Succession, ...]
    switches: tuple[Switch, ...]
    hand_overs: tuple[HandOver, ...]
    shared: tuple[SharedAccount, ...]
    mergers: tuple[Merger, ...]
    groups: tuple[CustomerGroup, ...]
    price_rises: tuple[PriceRise, ...]
    volume_trends: tuple[VolumeTrend, ...]
    odd_lines: tuple[OddLines, ...]
    tilts: tuple[PlannedTilt, ...]
    time: tuple[PlannedTime, ...]
    pipelines: tuple[PlannedPipeline, ...]
