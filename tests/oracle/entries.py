"""What each part adds to which row, and the sums and counts of rows.

Guarantees that a part's amounts add up to its change: ordinary rows, currency, received, handed over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tests.oracle import rows
from tests.oracle.owners import Values
from tests.oracle.parts import Part, PartKey
from tests.oracle.posting import Pair, Totals
from tests.oracle.repeat import repeat_rows, volume_of
from tests.oracle.rows import AMOUNTS_ONLY
from tests.oracle.whole import split


@dataclass(frozen=True, slots=True)
class Booking:
    """One part's amount in one row, gross and net of switching, in 1/10,000."""

    row: str
    pair: Pair
    values: Values
    amount: int
    net: int


@dataclass(slots=True)
class Sum:
    """The sum of a row's bookings and what they touch."""

    amount: int = 0
    net: int = 0
    accounts: set[str] = field(default_factory=set)
    pairs: set[Pair] = field(default_factory=set)
    lines: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Classified:
    """The pairs of one question: totals, classes (`repeat` for its four rows), and what switching adds."""

    totals: Mapping[Pair, Totals]
    classes: Mapping[Pair, str]
    adjusted: Mapping[Pair, int]


def bookings(known: Classified, parts: Mapping[PartKey, Part]) -> list[Booking]:
    """Book every part: one ordinary row, or volume and price; then currency and transfers where not zero."""
    by_pair: dict[Pair, dict[Values, Part]] = defaultdict(dict)
    for (pair, values), part in sorted(parts.items(), key=lambda item: item[0][1]):
        by_pair[pair][values] = part
    booked: list[Booking] = []
    for pair, own in by_pair.items():
        row = known.classes[pair]
        if row == rows.REPEAT:
            booked += _repeat(pair, known.totals[pair], own)
        else:
            booked += _ordinary(row, pair, own, known.adjusted.get(pair, 0))
        booked += _besides(pair, own)
    return booked


def _ordinary(row: str, pair: Pair, parts: Mapping[Values, Part], adjustment: int) -> Iterable[Booking]:
    deltas = {values: part.delta for values, part in parts.items()}
    adjusted = split(adjustment, deltas) if adjustment else dict.fromkeys(deltas, 0)
    return [Booking(row, pair, values, d, d + adjusted[values]) for values, d in deltas.items()]


def _repeat(pair: Pair, totals: Totals, parts: Mapping[Values, Part]) -> Iterable[Booking]:
    deltas = {values: part.delta for values, part in parts.items()}
    volume = volume_of(totals)
    if volume == totals.delta:
        volumes = deltas
    elif totals.delta:
        volumes = split(volume, deltas)
    else:
        volumes = split(volume, {values: part.current for values, part in parts.items()})
    volume_row, price_row = repeat_rows(volume, totals.delta - volume)
    for values, delta in deltas.items():
        yield Booking(rows.REPEAT, pair, values, delta, delta)
        for row, amount in ((volume_row, volumes[values]), (price_row, delta - volumes[values])):
            if amount:
                yield Booking(row, pair, values, amount, amount)


def _besides(pair: Pair, parts: Mapping[Values, Part]) -> Iterable[Booking]:
    for values, part in parts.items():
        for row, amount in (
            (rows.CURRENCY, part.currency),
            (rows.RECEIVED, part.received),
            (rows.HANDED_OVER, part.handed_over),
        ):
            if amount:
                yield Booking(row, pair, values, amount, amount)


def sums(booked: Iterable[Booking], parts: Mapping[PartKey, Part]) -> dict[Values, dict[str, Sum]]:
    """The sum of each row (and of the class `repeat`) for each combination of dimension values."""
    found: dict[Values, dict[str, Sum]] = defaultdict(lambda: defaultdict(Sum))
    for booking in booked:
        entry = found[booking.values][booking.row]
        entry.amount += booking.amount
        entry.net += booking.net
        own = parts[booking.pair, booking.values].lines
        entry.lines.update(own)
        if own or booking.row in AMOUNTS_ONLY:
            entry.pairs.add(booking.pair)
            if booking.pair[0] is not None:
                entry.accounts.add(booking.pair[0])
    return found
