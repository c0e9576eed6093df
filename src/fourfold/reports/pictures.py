"""Pictures as SVG: drawn once for each description, then read from where answers are kept.

Guarantees that a kept drawing is the one that would be drawn, and that a mark leads only where the
page says, by an address written as text. Leaves geometry to `drawing`, `square` and `columns`,
whose chart library is loaded only when something is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from typing import Protocol

from fourfold.reports.marks import Bars, Columns, Drawing, Picture, Square
from fourfold.words import language

DRAWN = 1
"""Raised whenever the same description is drawn otherwise; older drawings are then not used."""

_LINK = re.compile(r'<a xlink:href="[^"]*#(\d+)">(.*?)</a>', re.DOTALL)


class Shelf(Protocol):
    """Where answers are kept: a book."""

    def kept(self, question: str) -> bytes | None:
        """Return the answer kept for a question, or None."""
        ...

    def keep(self, question: str, answer: bytes) -> None:
        """Keep an answer."""
        ...


def shown(picture: Picture, shelf: Shelf | None, links: Mapping[int, str]) -> tuple[str, str]:
    """Return a picture's wide and narrow SVG, its marks leading to addresses by their number."""
    told = tuple(links.items())
    wide, narrow = (_linked(svg(drawing, shelf), told) for drawing in (picture.wide, picture.narrow))
    return wide, narrow


def svg(drawing: Drawing, shelf: Shelf | None = None) -> str:
    """Return a drawing as SVG text whose marks carry their numbers; empty text for nothing to draw."""
    question = f"drawing {DRAWN} {language()} {drawing!r}"
    kept = shelf.kept(question) if shelf else None
    if kept is not None:
        return kept.decode()
    drawn = _drawn(drawing)
    if shelf:
        shelf.keep(question, drawn.encode())
    return drawn


def linked(drawn: str, links: Mapping[int, str]) -> str:
    """Return a drawing whose marks lead to addresses; a mark without one is no link.

    The links are out of the order of tabs, as the drawing is hidden from screen readers: the table
    of each picture has the same links.

    Examples
    --------
    >>> linked('<a xlink:href="x#0">bar</a><a xlink:href="x#1">text</a>', {0: "/lines/?row=a&net=1"})
    '<a href="/lines/?row=a&amp;net=1" tabindex="-1">bar</a>text'
    """

    def link(mark: re.Match[str]) -> str:
        address = links.get(int(mark[1]))
        return mark[2] if address is None else f'<a href="{escape(address)}" tabindex="-1">{mark[2]}</a>'

    return _LINK.sub(link, drawn)


@lru_cache(256)
def _linked(drawn: str, links: tuple[tuple[int, str], ...]) -> str:
    return linked(drawn, dict(links))


def _drawn(drawing: Drawing) -> str:
    # loading the chart library takes longer than a page may: only when something is drawn
    from fourfold.reports.columns import columns  # noqa: PLC0415
    from fourfold.reports.drawing import bar_rows  # noqa: PLC0415
    from fourfold.reports.square import square  # noqa: PLC0415

    match drawing:
        case Bars():
            return bar_rows(drawing)
        case Square():
            return square(drawing)
        case Columns():
            return columns(drawing)
