"""What can be saved: the pages with filters, how each reads its address, and its report.

Guarantees that an address is stored only as the page's own parser writes it, that it is read by the
same parser again when it is opened or sent, and that a report is read from the book of whoever
asks. Leaves who may ask to `policy` and the gate, and what a report shows to `showing`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from django.http import Http404, QueryDict
from django.utils.http import urlencode

from fourfold.growth.accounts import FILTERS
from fourfold.growth.comparison import one_of
from fourfold.reports.sheets import Sheet
from fourfold.web.gate import Reader
from fourfold.web.pages.choices import GRAINS
from fourfold.web.pages.lists import list_asked
from fourfold.web.pages.question import question
from fourfold.web.saved import showing


@dataclass(frozen=True, slots=True)
class Savable:
    """A page that can be saved: its parser, and what it is on a sheet.

    `read` returns a query as the page writes it, and raises `BadRequest` for one that it refuses.
    """

    read: Callable[[QueryDict], str]
    sheet: Callable[[Reader, QueryDict, str], Sheet]


def savable(route: str) -> Savable:
    """Return how the page of a route is saved; `Http404` where it cannot be."""
    if route not in SAVABLE:
        raise Http404
    return SAVABLE[route]


def read_again(route: str, query: str) -> str:
    """Return a stored query as its page reads it today.

    Raises
    ------
    BadRequest
        If the page does not understand it any more.
    """
    return savable(route).read(QueryDict(query))


def sheet_of(route: str, query: str, reader: Reader, name: str) -> Sheet:
    """Return the report of an address under a name, from the book as the reader may see it.

    Raises
    ------
    BadRequest
        If the page does not understand the address.
    """
    page = savable(route)
    read = QueryDict(page.read(QueryDict(query)))
    if reader.book.extent is None:
        return showing.nothing(reader, name)
    return page.sheet(reader, read, name)


def _question(query: QueryDict) -> str:
    return question(query).address()


def _trend(query: QueryDict) -> str:
    grain = query.get("grain", "")
    if grain:
        one_of(grain, tuple(GRAINS), place="grain")
    return urlencode([*([("grain", grain)] if grain else []), *question(query).pairs()])


def _list(*own: str) -> Callable[[QueryDict], str]:
    return lambda query: urlencode(replace(list_asked(query, *own), page=1).pairs())


SAVABLE: Mapping[str, Savable] = {
    "growth": Savable(_question, showing.growth),
    "trend": Savable(_trend, showing.trend),
    "breakdown": Savable(_list(), showing.groups),
    "accounts": Savable(_list(*FILTERS), showing.listed_accounts),
    "lines": Savable(_list(*showing.LINES_OWN), showing.items),
}
"""Every page that can be saved, by the name of its route."""
