"""Lists in an address: order, search, page and filters of a list, beside the question of its page.

Guarantees that a link to another page or order keeps everything else that was asked, and that what
cannot be read is refused. Leaves which orders and filters there are to the floors below.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.http import Http404, QueryDict
from django.utils.http import urlencode

from fourfold.errors import BadRequest
from fourfold.growth import Listing
from fourfold.web.gate import Reader
from fourfold.web.pages.question import Question, question, read_text
from fourfold.words import say

MOST_PAGES = 10_000_000


@dataclass(frozen=True, slots=True)
class ListAsked:
    """What an address asks of a list: `own` are parameters of its page alone, such as filters."""

    question: Question
    own: tuple[tuple[str, str], ...] = ()
    sort: str = ""
    search: str = ""
    page: int = 1

    def address(self, **changed: object) -> str:
        """Return the address, from `?` on, that asks this with some parts changed."""
        return "?" + urlencode(replace(self, **changed).pairs())  # type: ignore[arg-type]  # checked by dataclass fields

    def pairs(self) -> list[tuple[str, str]]:
        """Return names and values as they stand in an address; empty parts are left out."""
        page = str(self.page) if self.page > 1 else ""
        listed = (*self.own, ("sort", self.sort), ("search", self.search), ("page", page))
        return [*self.question.pairs(), *((name, value) for name, value in listed if value)]

    def kept(self, *shown: str) -> list[tuple[str, str]]:
        """Return what a form keeps that shows fields of these names, so that it starts at the first page."""
        return [(name, value) for name, value in self.pairs() if name not in {*shown, "page"}]

    def listing(self, limit: int | None) -> Listing:
        """Return the part of the list; all of it without a limit."""
        offset = (self.page - 1) * limit if limit else 0
        return Listing(self.sort, self.search, limit, offset)

    def sorted_by(self, name: str, *, is_text: bool = False) -> str:
        """Return the address that sorts by a column: the other way round if it already does."""
        first, other = (name, f"-{name}") if is_text else (f"-{name}", name)
        return self.address(sort=other if self.sort == first else first, page=1)


@dataclass(frozen=True, slots=True)
class Part:
    """Which items a page shows, of how many, and the addresses of the pages beside it, if any."""

    first: int
    last: int
    count: int
    before: str
    after: str


def list_asked(query: QueryDict, *own: str) -> ListAsked:
    """Return what an address asks of a list; `own` names the further parameters of its page.

    Raises
    ------
    BadRequest
        If a value is too long, holds a NUL, or the page is no number from 1 on.
    """
    named = tuple((name, read_text(query, name)) for name in own)
    page = page_asked(query)
    return ListAsked(question(query), named, read_text(query, "sort"), read_text(query, "search"), page)


def page_asked(query: QueryDict) -> int:
    """Return the page of a list that is asked for; raises `BadRequest` if it is no number from 1 on."""
    page = read_text(query, "page") or "1"
    if not (page.isascii() and page.isdigit() and 1 <= int(page) <= MOST_PAGES):
        raise BadRequest(say("{page!r} is no page", page=page), place="page", remedy=say("start at page 1"))
    return int(page)


def with_lines(reader: Reader) -> Reader:
    """Return a reader whose book has order lines; raises `Http404` where it has none."""
    if reader.book.extent is None:
        raise Http404
    return reader


def part_of(asked: ListAsked, count: int, limit: int) -> Part:
    """Return which items are shown, with links; a page after the last one is not there.

    Raises
    ------
    Http404
        If the list ends before the page.
    """
    first = (asked.page - 1) * limit
    if first and first >= count:
        raise Http404
    last = min(first + limit, count)
    before = asked.address(page=asked.page - 1) if asked.page > 1 else ""
    after = asked.address(page=asked.page + 1) if last < count else ""
    return Part(min(first + 1, count), last, count, before, after)


def choice_of(value: str, allowed: Iterable[str], *, place: str) -> str:
    """Return a value that must be empty or one of those allowed; raises `BadRequest` else."""
    choices = tuple(allowed)
    if value and value not in choices:
        raise BadRequest(
            say("{value!r} is not known here", value=value),
            place=place,
            remedy=say("use {choices}", choices=", ".join(choices)),
        )
    return value
