"""Sentences of advice: a message and the figures it rests on, so that each reader writes numbers their way.

Guarantees that no figure is written before its language is known. Leaves how numbers look to who shows
them; `plain` is for terminals, files and tests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from fourfold.measures import COUNT, MONEY, SHARE
from fourfold.words import say


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a sentence, in a unit of `fourfold.measures`: money, a share, a count, or minutes."""

    amount: Decimal
    unit: str


Write = Callable[[Figure], str]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A message with named places, the figures that fill them, and words that are no numbers."""

    text: str
    figures: Mapping[str, Figure] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)

    def told(self, write: Write | None = None) -> str:
        """Return the sentence in the language of who reads, its figures written by `write`."""
        written = {name: (write or plain)(figure) for name, figure in self.figures.items()}
        return say(self.text, **written, **self.words)


def plain(figure: Figure) -> str:
    """Return a figure in plain form: shares as per cent with one decimal, nothing grouped.

    Examples
    --------
    >>> plain(Figure(Decimal("0.1234"), SHARE))
    '12.3 %'
    """
    if figure.unit == SHARE:
        return f"{figure.amount * 100:.1f} %"
    return f"{figure.amount:.2f}" if figure.unit == MONEY else f"{figure.amount:.0f}"


def money(amount: Decimal) -> Figure:
    """Return an amount in the book's currency as a figure."""
    return Figure(amount, MONEY)


def share(part: Decimal) -> Figure:
    """Return a part of 1 as a figure."""
    return Figure(part, SHARE)


def count(number: int) -> Figure:
    """Return a whole number as a figure."""
    return Figure(Decimal(number), COUNT)
