"""How numbers are written: short for reading, full for reconciling, always with an explicit sign.

Guarantees that nothing is shown more precise than it is known, that one scale serves a whole
sentence or table, that rounding is half away from zero, and that signs and units are those of the
language of who reads. Leaves exact text to `exact`, which never rounds and knows no language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from fourfold.words import ENGLISH, language

_CENTS = Decimal("0.01")
_TENTHS = Decimal("0.1")
_BEFORE_UNIT = re.compile(r"(?<=\d) (?=(?:k|m|bn|Tsd\.|Mio\.|Mrd\.|M|Md|%)(?:\W|$))")
_NARROW = "\u202f"
MINUS = "−"
"""The minus of typography, as wide as a plus in tabular figures; exports use the hyphen."""


@dataclass(frozen=True, slots=True)
class _Manner:
    """How a language writes numbers: its signs, and what stands for the letter of a scale."""

    group: str
    decimal: str
    units: Mapping[str, str]
    before_percent: str = " "


_MANNERS = {
    ENGLISH: _Manner(",", ".", {}),
    "de": _Manner(".", ",", {"k": "Tsd.", "m": "Mio.", "bn": "Mrd."}),
    "fr": _Manner(_NARROW, ",", {"m": "M", "bn": "Md"}, before_percent=_NARROW),
}


@dataclass(frozen=True, slots=True)
class Scale:
    """A unit of reading: how much one is, and the letter by which it is known."""

    one: Decimal
    letter: str

    @property
    def unit(self) -> str:
        """What stands after a number in the language of who reads; empty for units."""
        return _manner().units.get(self.letter, self.letter)


UNITS = Scale(Decimal(1), "")
THOUSANDS = Scale(Decimal(1_000), "k")
MILLIONS = Scale(Decimal(1_000_000), "m")
BILLIONS = Scale(Decimal(1_000_000_000), "bn")


def scale_for(*amounts: Decimal) -> Scale:
    """Return the largest unit of which the largest amount holds at least one; no amounts: units.

    Examples
    --------
    >>> scale_for(Decimal("28193631.53"), Decimal("57.68")).letter
    'm'
    """
    largest = max((abs(amount) for amount in amounts), default=Decimal(0))
    for scale in (BILLIONS, MILLIONS, THOUSANDS):
        if largest >= scale.one:
            return scale
    return UNITS


def reading(amount: Decimal, scale: Scale | None = None) -> str:
    """Return an amount for reading, one decimal of its scale, minus sign if negative.

    Nothing at all reads 0; an amount that would read 0.0 in a scale too large for it is written in
    its own.

    Examples
    --------
    >>> reading(Decimal("10000828.82"))
    '10.0 m'
    >>> reading(Decimal("57.68"), MILLIONS)
    '58'
    """
    if not amount:
        return "0"
    chosen = scale or scale_for(amount)
    if abs(amount) < chosen.one / 20:
        chosen = scale_for(amount)
    return f"{in_scale(amount, chosen)} {chosen.unit}".rstrip()


def signed_reading(amount: Decimal, scale: Scale | None = None) -> str:
    """Return `reading` with a plus for what is above zero.

    Examples
    --------
    >>> signed_reading(Decimal("753187.10"), MILLIONS)
    '+0.8 m'
    """
    return _plus(amount) + reading(amount, scale)


def table_scale(*amounts: Decimal) -> Scale:
    """Return the scale for a table: one finer than that of the largest amount, so that small ones show.

    Examples
    --------
    >>> table_scale(Decimal("28193631.53"), Decimal("57.68")).letter
    'k'
    """
    finer = {"bn": MILLIONS, "m": THOUSANDS}
    return finer.get(scale_for(*amounts).letter, UNITS)


def in_scale(amount: Decimal, scale: Scale) -> str:
    """Return an amount in a scale that is named elsewhere: grouped, one decimal, no letter.

    Examples
    --------
    >>> in_scale(Decimal("-3028409.88"), THOUSANDS), in_scale(Decimal("57.68"), UNITS)
    ('−3,028.4', '58')
    """
    places = Decimal(1) if scale is UNITS else _TENTHS
    return _grouped((amount / scale.one).quantize(places, ROUND_HALF_UP))


def full(amount: Decimal) -> str:
    """Return an amount to the cent, thousands grouped; for people who reconcile.

    Examples
    --------
    >>> full(Decimal("-9649526.2800"))
    '−9,649,526.28'
    """
    return _grouped(amount.quantize(_CENTS, ROUND_HALF_UP))


def signed(amount: Decimal) -> str:
    """Return `full` with a plus for what is above zero.

    Examples
    --------
    >>> signed(Decimal("57.68"))
    '+57.68'
    """
    return _plus(amount) + full(amount)


def exact(amount: Decimal) -> str:
    """Return an amount for machines: four decimals, hyphen as minus, no grouping, nothing rounded away.

    Examples
    --------
    >>> exact(Decimal("7009713.76"))
    '7009713.7600'
    """
    padded = amount.quantize(Decimal("0.0001")) if _places(amount) < 4 else amount
    return f"{padded if padded else abs(padded):f}"


def percent(share: Decimal | None) -> str:
    """Return a share as whole per cent, one decimal under ten; a dash where there is none.

    Examples
    --------
    >>> percent(Decimal("0.6213")), percent(Decimal("0.034")), percent(None)
    ('62 %', '3.4 %', '–')
    """
    if share is None:
        return "–"
    hundredfold = share * 100
    places = _TENTHS if 0 < abs(hundredfold) < 10 else Decimal(1)
    return _percent(hundredfold.quantize(places, ROUND_HALF_UP))


def rate(share: Decimal | None) -> str:
    """Return a share as per cent with one decimal, for tables in which rates are compared.

    Examples
    --------
    >>> rate(Decimal("0.833527")), rate(None)
    ('83.4 %', '–')
    """
    return "–" if share is None else _percent((share * 100).quantize(_TENTHS, ROUND_HALF_UP))


def unbroken(text: str) -> str:
    r"""Return text in which each number and its unit stay on one line, by no-break spaces.

    Examples
    --------
    >>> unbroken("rose 10.0 m").split(" ")
    ['rose', '10.0\xa0m']
    """
    return _BEFORE_UNIT.sub("\u00a0", text)


def count(number: int | None) -> str:
    """Return a count with thousands grouped; empty where the count has no meaning.

    Examples
    --------
    >>> count(60855), count(None)
    ('60,855', '')
    """
    return "" if number is None else _in_manner(f"{number:,}")


def _plus(amount: Decimal) -> str:
    return "+" if amount > 0 else ""


def _places(amount: Decimal) -> int:
    exponent = amount.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _grouped(number: Decimal) -> str:
    shown = _in_manner(f"{abs(number):,f}")
    return f"{MINUS}{shown}" if number < 0 and number else shown


def _percent(hundredfold: Decimal) -> str:
    return f"{_grouped(hundredfold)}{_manner().before_percent}%"


def _in_manner(shown: str) -> str:
    manner = _manner()
    return shown.translate({ord(","): manner.group, ord("."): manner.decimal})


def _manner() -> _Manner:
    return _MANNERS[language()]
