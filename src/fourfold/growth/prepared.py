"""Prepared ledgers: what was computed once for a snapshot is read again, not computed again.

Guarantees that a kept ledger is the one that would be computed: it is kept under its snapshot, the
whole question and the version of the method, and its content is checked before use. Leaves which
questions to prepare to the caller.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any

from fourfold.book.answers import answered
from fourfold.book.book import Book
from fourfold.growth.comparison import Comparison
from fourfold.growth.entries import Entry
from fourfold.growth.figures import Figures, Rate, Repeat, Share
from fourfold.growth.ledger import Group, Ledger, Quarantine, ledger, quarantine
from fourfold.growth.policies import Policy
from fourfold.growth.warnings import warnings
from fourfold.periods import Period

METHOD = 1
"""Raised whenever a ledger of the same book could come out otherwise; older answers are then not used."""

MOST_REMEMBERED = 256 * 1024
"""Bytes of a kept text whose reading is remembered: a page asks for a few small ledgers each time."""


def prepared_ledger(book: Book, *, comparison: Comparison, by: Sequence[str] = ()) -> Ledger:
    """Return `fourfold.growth.ledger`, from what was kept for this snapshot if it was asked before."""
    question = json.dumps([METHOD, asdict(comparison), list(by)], default=str, sort_keys=True)
    make = partial(ledger, book, comparison=comparison, by=by)
    return ledger_from(answered(book, question, lambda: ledger_text(make())), book)


def ledger_text(made: Ledger) -> bytes:
    """Return a ledger as text, exact to the last decimal, whose JSON `ledger_from` reads."""
    return json.dumps(asdict(made), default=str).encode()


def ledger_from(kept: bytes, book: Book) -> Ledger:
    """Return the ledger that `ledger_text` wrote; its warnings and faulty rows are the book's of today."""
    read = _remembered if len(kept) <= MOST_REMEMBERED else _read
    told = read(kept)
    return replace(
        told,
        warnings=warnings(book, told.comparison),
        quarantined=quarantine(book, told.comparison),
    )


def _read(kept: bytes) -> Ledger:
    told = json.loads(kept)
    fields: dict[str, Any] = {
        **told,
        **_amounts(told),
        "comparison": _comparison(told["comparison"]),
        "by": tuple(told["by"]),
        "warnings": (),
        "quarantined": Quarantine(0, None),
        "groups": tuple(
            Group(**{**group, **_amounts(group), "values": tuple(group["values"])})
            for group in told["groups"]
        ),
    }
    return Ledger(**fields)


_remembered = lru_cache(128)(_read)
"""Readings by the whole text, so that one is never taken for another's."""


def _comparison(told: dict[str, Any]) -> Comparison:
    periods = {
        name: Period(
            date.fromisoformat(told[name]["start"]), date.fromisoformat(told[name]["end"]), told[name]["name"]
        )
        for name in ("base", "current")
    }
    return Comparison(**{**told, **periods, "policy": Policy(**told["policy"])})


def _amounts(told: dict[str, Any]) -> dict[str, Any]:
    return {
        "base_revenue": Decimal(told["base_revenue"]),
        "current_revenue": Decimal(told["current_revenue"]),
        "entries": tuple(
            Entry(**{**e, "amount": Decimal(e["amount"]), "net_of_switching": Decimal(e["net_of_switching"])})
            for e in told["entries"]
        ),
        "figures": _figures(told["figures"]),
    }


def _figures(told: dict[str, Any]) -> Figures:
    mixes = ("sources", "sources_net_of_switching", "channels_gain", "channels_net")
    plain = ("gain", "loss", "other", "repeat_rose", "repeat_fell")
    return Figures(
        **{
            **told,
            **{name: Decimal(told[name]) for name in plain},
            **{name: tuple(_share(share) for share in told[name]) for name in mixes},
            "repeat": Repeat(**{**told["repeat"], "amount": Decimal(told["repeat"]["amount"])}),
            "nrr": tuple(_rate(rate) for rate in told["nrr"]),
            "grr": tuple(_rate(rate) for rate in told["grr"]),
        }
    )


def _share(told: dict[str, Any]) -> Share:
    return Share(told["name"], Decimal(told["amount"]), _optional(told["share"]), told["why"])


def _rate(told: dict[str, Any]) -> Rate:
    sums = {name: Decimal(told[name]) for name in ("numerator", "denominator")}
    return Rate(**{**told, **sums, "value": _optional(told["value"])})


def _optional(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
