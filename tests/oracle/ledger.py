"""The answer of the oracle: rows, groups, figures, and each row opened to its pairs and lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from tests.oracle import figures, rows
from tests.oracle.classes import Purchases
from tests.oracle.entries import Booking, Classified, Sum, bookings, sums
from tests.oracle.keys import Keys
from tests.oracle.owners import Values
from tests.oracle.parts import Part, PartKey, parts_of
from tests.oracle.posting import Pair, Posted, pair_totals, posted
from tests.oracle.repeat import switched
from tests.oracle.tables import Ask, OracleBook
from tests.oracle.whole import money


@dataclass(frozen=True, slots=True)
class Row:
    """One row; rows that hold amounts only count neither accounts nor lines."""

    row: str
    amount: Decimal
    net_of_switching: Decimal
    accounts: int | None
    pairs: int
    lines: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one combination of dimension values; all row ids, in order."""

    values: Values
    base_revenue: Decimal
    current_revenue: Decimal
    change: Decimal
    rows: tuple[Row, ...]

    def row(self, name: str) -> Row:
        """The row of that id."""
        return self.rows[rows.ROWS.index(name)]


@dataclass(frozen=True, slots=True)
class Opened:
    """A row opened: pairs with amount and net, lines with signed contribution, both sorted.

    The pairs add up to the row always; the lines do unless the row holds price, volume or transfers.
    """

    pairs: tuple[tuple[Pair, Decimal, Decimal], ...]
    lines: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole ledger; `opened` by group values and row id, `()` being the whole."""

    whole: Group
    groups: tuple[Group, ...]
    figures: figures.Figures
    classes: Mapping[Pair, str]
    opened: Mapping[tuple[Values, str], Opened]

    def lines_of(self, row: str, values: Values = ()) -> Opened:
        """The row of a group (or of the whole) opened; empty where nothing is booked."""
        return self.opened.get((values, row), Opened((), ()))


def answer(book: OracleBook, ask: Ask) -> Answer:
    """The ledger of a book for one question; `Refused` where the definitions refuse it."""
    ask.check()
    keys = Keys(book)
    lines = posted(book, ask, keys)
    known = _classified(lines, ask, keys)
    whole_parts = parts_of(book, replace(ask, by=()), keys, lines)
    whole_booked = bookings(known, whole_parts)
    whole_sums = sums(whole_booked, whole_parts)
    parts = parts_of(book, ask, keys, lines) if ask.by else {}
    booked = bookings(known, parts)
    opened = _opened(whole_booked, whole_parts) | _opened(booked, parts)
    return Answer(
        whole=_group((), whole_sums.get((), {}), whole_parts),
        groups=_groups(sums(booked, parts), parts),
        figures=_figures(lines, ask, known, whole_sums.get((), {})),
        classes=known.classes,
        opened=opened,
    )


def _classified(lines: list[Posted], ask: Ask, keys: Keys) -> Classified:
    totals = pair_totals(lines)
    purchases = Purchases(lines, ask, keys)
    classes = {pair: purchases.row(pair) for pair in totals}
    return Classified(totals, classes, switched(totals, classes, keys.parent_of(ask.product_level)))


def _groups(found: Mapping[Values, Mapping[str, Sum]], parts: Mapping[PartKey, Part]) -> tuple[Group, ...]:
    own: dict[Values, dict[PartKey, Part]] = {}
    for key, part in parts.items():
        own.setdefault(key[1], {})[key] = part
    return tuple(_group(values, found.get(values, {}), own[values]) for values in sorted(own))


def _group(values: Values, found: Mapping[str, Sum], parts: Mapping[PartKey, Part]) -> Group:
    base = sum(part.actual_base for part in parts.values())
    current = sum(part.actual_current for part in parts.values())
    return Group(
        values,
        money(base),
        money(current),
        money(current - base),
        tuple(_row(name, found.get(name, Sum())) for name in rows.ROWS),
    )


def _row(name: str, found: Sum) -> Row:
    counted = name not in rows.AMOUNTS_ONLY
    return Row(
        name,
        money(found.amount),
        money(found.net),
        len(found.accounts) if counted else None,
        len(found.pairs),
        len(found.lines) if counted else None,
    )


def _figures(lines: list[Posted], ask: Ask, known: Classified, found: Mapping[str, Sum]) -> figures.Figures:
    amounts = {row: found[row].amount if row in found else 0 for row in rows.ROWS}
    repeat = found.get(rows.REPEAT, Sum())
    sources, channels_gain, channels_net = figures.mixes(amounts)
    rose, fell = figures.repeat_moves(known.totals, known.classes)
    nrr, grr = figures.retention(known.totals)
    return figures.Figures(
        gain=money(sum(amounts[row] for row in rows.GAIN)),
        loss=money(sum(amounts[row] for row in rows.LOSS)),
        other=money(sum(amounts[row] for row in rows.OTHER)),
        source_mix=sources,
        channel_mix_gain=channels_gain,
        channel_mix_net=channels_net,
        repeat_rose=rose,
        repeat_fell=fell,
        repeat=figures.Repeat(
            len(repeat.accounts), len(repeat.pairs), len(repeat.lines), money(repeat.amount)
        ),
        nrr=nrr,
        grr=grr,
        history_months=figures.history(lines, ask.cut),
    )


def _opened(booked: Iterable[Booking], parts: Mapping[PartKey, Part]) -> dict[tuple[Values, str], Opened]:
    pairs: dict[tuple[Values, str], list[tuple[Pair, Decimal, Decimal]]] = {}
    lines: dict[tuple[Values, str], list[tuple[str, Decimal]]] = {}
    for booking in booked:
        key, which = (booking.values, booking.row), 1 if booking.row == rows.CURRENCY else 0
        pairs.setdefault(key, []).append((booking.pair, money(booking.amount), money(booking.net)))
        own = parts[booking.pair, booking.values].lines
        lines.setdefault(key, []).extend((line, money(own[line][which])) for line in own)
    return {
        key: Opened(tuple(sorted(found, key=_order)), tuple(sorted(lines[key])))
        for key, found in pairs.items()
    }


def _order(opened: tuple[Pair, Decimal, Decimal]) -> tuple[str, str]:
    return (opened[0][0] or "", opened[0][1] or "")
