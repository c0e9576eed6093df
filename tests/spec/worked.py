"""Worked examples: small tables in, the expected ledger out, read from a test's docstring.

A docstring is prose and blocks apart by empty lines. A block is a word on its own line and a table
under it: `lines`, `accounts`, `products`, `teams`, `assignments`, `fx_rates` say what is in the book; a line
`asked 2012 against 2011 by=seller ...` asks; `ledger`, `groups`, `figures` say what must come out, and
`refused` that nothing may. Cells are words; `-` is an empty one. Rows that are not named must be 0.
A line `chained 2012-03 2012-09 from 2011-12 of=A,B` asks for each month against the one before it, of all
accounts or of some; `retention` says what the movements of all these add up to, over the first base.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from inspect import cleandoc
from itertools import pairwise

from fourfold.errors import BadRequest
from tests.asking import Heard
from tests.oracle import (
    Account,
    Ask,
    Assignment,
    Line,
    Membership,
    OracleBook,
    Product,
    Rate,
    Refused,
    Row,
)
from tests.oracle.rows import LOSS, PRICE_GAIN, RESUMED, RETURNED, S3, S4, VOLUME_GAIN
from tests.oracle.tables import Span

Answerer = Callable[[OracleBook, Ask], Heard]
Cells = Mapping[str, str]

ROW_TYPES: Mapping[str, type] = {
    "lines": Line,
    "accounts": Account,
    "products": Product,
    "teams": Membership,
    "assignments": Assignment,
    "fx_rates": Rate,
}
SHORT = {
    "account": "account_id", "product": "product_id", "seller": "seller_id", "team": "team_id",
    "day": "ordered_on", "parent": "parent_id", "from": "starts_on", "to": "ends_on",
    "launched": "launched_on",
}  # fmt: skip
NUMBERS = ("quantity", "amount", "share", "rate")
COLUMNS = {"net": "net_of_switching"}
EXPANSION = (S3, S4, RESUMED, PRICE_GAIN, VOLUME_GAIN)
MOVEMENTS: Mapping[str, tuple[str, ...]] = {
    "without_reactivation": (*EXPANSION, *LOSS),
    "with_reactivation": (*EXPANSION, RETURNED, *LOSS),
}
MONTHS = {"H": 6, "Q": 3, "": 1}


@dataclass(frozen=True)
class Block:
    """One block: its word, what stands behind it, its table as cells by column."""

    word: str
    rest: tuple[str, ...]
    table: tuple[Cells, ...]


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a docstring, prose left out."""
    known = {*ROW_TYPES, "asked", "ledger", "groups", "figures", "refused", "chained", "retention"}
    for paragraph in re.split(r"\n\s*\n", cleandoc(text)):
        head, *under = paragraph.splitlines()
        word, *rest = head.split()
        if word in known and (under or word in ("asked", "refused", "ledger", "chained")):
            header, *records = [line.split() for line in under] or [[]]
            table = tuple(dict(zip(header, record, strict=True)) for record in records)
            yield Block(word, tuple(rest), table)


def period(name: str) -> Span:
    """The days of `2012`, `2012-H1`, `2012-Q1`, `2012-03`, or of `first..last`, both in it."""
    if ".." in name:
        first, last = name.split("..")
        return date.fromisoformat(first), date.fromisoformat(last) + timedelta(days=1)
    year, _, part = name.partition("-")
    if not part:
        return date(int(year), 1, 1), date(int(year) + 1, 1, 1)
    kind = part[0] if part[0] in "HQ" else ""
    count = MONTHS[kind]
    start = (int(part.removeprefix(kind)) - 1) * count
    end = int(year) * 12 + start + count
    return date(int(year), start + 1, 1), date(end // 12, end % 12 + 1, 1)


def question(words: tuple[str, ...]) -> Ask:
    """`2012 against 2011 product_level=family by=seller,region`."""
    current, against, base, *options = words
    assert against == "against"
    told: dict[str, object] = {}
    for option in options:
        name, value = option.split("=")
        if name == "by":
            told[name] = tuple(value.split(","))
        elif name == "constant_rates":
            told[name] = True
        else:
            told[name] = int(value) if name.endswith("_months") else value
    return Ask(period(base), period(current), **told)  # type: ignore[arg-type]


def rows(block: Block) -> tuple[object, ...]:
    """The rows of a block as the oracle's; lines are numbered."""
    made = []
    for number, cells in enumerate(block.table, 1):
        told = {
            _column(block.word, name): _cell(_column(block.word, name), text) for name, text in cells.items()
        }
        if block.word == "lines":
            told = {"line_id": str(number), "order_id": str(number), "quantity": None, **told}
        row_type = ROW_TYPES[block.word]
        empty = {f.name: None for f in fields(row_type) if f.name in ("account_id", "product_id")}
        made.append(row_type(**{**(empty if block.word == "lines" else {}), **told}))
    return tuple(made)


def _column(table: str, name: str) -> str:
    if table == "fx_rates" and name == "day":
        return "rate_on"
    return SHORT.get(name, name)


def _cell(column: str, text: str) -> object:
    if text == "-":
        return None
    if column.endswith("_on"):
        return date.fromisoformat(text)
    return Decimal(text) if column in NUMBERS else text


def check(text: str, answerer: Answerer) -> None:
    """Ask what a docstring asks, and hold the answers against it."""
    book, ask, chain, asked = OracleBook(()), None, (), 0
    for block in blocks(text):
        if block.word in ROW_TYPES:
            book = replace(book, **{block.word: rows(block)})  # type: ignore[arg-type]
        elif block.word == "asked":
            ask = question(block.rest)
            asked += 1
        elif block.word == "chained":
            chain = block.rest
            asked += 1
        elif block.word == "retention":
            _retained(block.table, book, chain, answerer)
        elif ask is not None:
            _hold(block, book, ask, answerer)
    assert asked, "nothing was asked"


def _hold(block: Block, book: OracleBook, ask: Ask, answerer: Answerer) -> None:
    if block.word == "refused":
        try:
            answerer(book, ask)
        except (BadRequest, Refused):
            return
        raise AssertionError("the question should have been refused")
    heard = answerer(book, ask)
    if block.word == "ledger":
        _same(block.table, heard.rows)
    elif block.word == "figures":
        _figures(block.table, heard.figures)
    else:
        _groups(block.table, heard, ask.by)


def _same(expected: tuple[Cells, ...], found: Mapping[str, Row]) -> None:
    named = {cells["row"]: cells for cells in expected}
    assert set(named) <= set(found)
    wanted = {
        row: {name: _number(text) for name, text in cells.items() if name != "row"}
        for row, cells in named.items()
    }
    heard = {
        row: {name: getattr(found[row], COLUMNS.get(name, name)) for name in columns}
        for row, columns in wanted.items()
    }
    assert heard == wanted
    unnamed = [told for row, told in found.items() if row not in named]
    assert [told for told in unnamed if told.amount or told.net_of_switching] == []


def _groups(expected: tuple[Cells, ...], heard: Heard, by: tuple[str, ...]) -> None:
    named: dict[tuple[str, ...], list[Cells]] = {}
    for cells in expected:
        rest = {name: text for name, text in cells.items() if name not in by}
        named.setdefault(tuple(cells[name] for name in by), []).append(rest)
    assert set(heard.groups) == set(named)
    for values, wanted in named.items():
        _same(tuple(wanted), heard.groups[values][2])


def _figures(expected: tuple[Cells, ...], found: Mapping[str, object]) -> None:
    wanted = {cells["figure"]: cells["value"] for cells in expected}
    heard = {name: _shown(found[name]) for name in wanted}
    assert heard == wanted


def _retained(
    expected: tuple[Cells, ...], book: OracleBook, chain: tuple[str, ...], answerer: Answerer
) -> None:
    """Add up the movements of each month of a chain against the one before, over the first one's base."""
    place = chain.index("from")
    months = [period(name) for name in (chain[place + 1], *chain[:place])]
    of = {name for option in chain[place + 2 :] for name in option.removeprefix("of=").split(",")}
    heard = [answerer(book, Ask(base, current, by=("account",))) for base, current in pairwise(months)]
    groups = [{v: g for v, g in one.groups.items() if not of or v[0] in of} for one in heard]
    opening = sum((base for base, _, _ in groups[0].values()), Decimal(0))
    found = {}
    for name, rows in MOVEMENTS.items():
        moved = sum(
            (held[row].amount for one in groups for _, _, held in one.values() for row in rows), opening
        )
        found[name] = str((moved / opening).quantize(Decimal("0.000001"), ROUND_HALF_UP))
    assert {cells["movements"]: found[cells["movements"]] for cells in expected} == {
        cells["movements"]: cells["value"] for cells in expected
    }


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ":".join(_shown(part) for part in value)
    return "-" if value is None else str(value)


def _number(text: str) -> Decimal | None:
    return None if text == "-" else Decimal(text)
