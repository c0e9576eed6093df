"""The question in a page's address: periods, levels, policy, dimension, filters.

Guarantees that an address keeps everything that was asked, that a value which cannot be meant is
refused with its choices, and that nothing but these names is read from an address. Leaves meaning
to `fourfold.growth`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils.http import urlencode

from fourfold.book.book import Book
from fourfold.errors import BadRequest
from fourfold.growth import Asked, policy
from fourfold.growth.comparison import dimensions
from fourfold.periods import periods_of
from fourfold.words import say

MOST_LETTERS = 200
"""No value in an address is longer."""


@dataclass(frozen=True, slots=True)
class Question:
    """What an address asks; empty parts take their defaults.

    `by` are dimensions to break down by; `where` keeps one group: values by dimension.
    """

    current: str = ""
    base: str = ""
    account_level: str = ""
    product_level: str = ""
    policy: str = ""
    rates: str = ""
    by: tuple[str, ...] = ()
    where: tuple[tuple[str, str], ...] = ()

    def asked(self, book: Book) -> Asked:
        """Return the question for a book; the current period is its latest fiscal year if none is named.

        Raises
        ------
        BadRequest
            If the policy or the rates are not known.
        """
        if self.rates not in {"", "constant"}:
            raise BadRequest(
                say("{value!r} is not known here", value=self.rates),
                place="rates",
                remedy=say("use constant, or nothing"),
            )
        return Asked(
            current=self.current or latest_year(book),
            base=self.base or "year",
            account_level=self.account_level,
            product_level=self.product_level,
            policy=policy(self.policy) if self.policy else None,
            constant_rates=self.rates == "constant",
        )

    def address(self, **changed: object) -> str:
        """Return the part of an address after `?` that asks this, with some parts changed."""
        return urlencode(replace(self, **changed).pairs())  # type: ignore[arg-type]  # checked by dataclass fields

    def pairs(self) -> list[tuple[str, str]]:
        """Return names and values as they stand in an address; empty parts are left out."""
        plain = ("current", "base", "account_level", "product_level", "policy", "rates")
        told = [(name, getattr(self, name)) for name in plain]
        told += [("by", name) for name in self.by]
        told += [(f"where.{name}", value) for name, value in self.where]
        return [(name, value) for name, value in told if value]

    @property
    def filters(self) -> Mapping[str, str]:
        """The values of `where` by dimension."""
        return dict(self.where)


def question(query: QueryDict) -> Question:
    """Return what an address asks; names that are not known here are not read.

    Raises
    ------
    BadRequest
        If a dimension does not exist, or a value is too long or holds a NUL.
    """
    plain = ("current", "base", "account_level", "product_level", "policy", "rates")
    told = {name: read_text(query, name) for name in plain}
    by = tuple(part for value in query.getlist("by") for part in _checked("by", value).split(",") if part)
    where = tuple(
        (name.removeprefix("where."), read_text(query, name))
        for name in sorted(query)
        if name.startswith("where.") and query.get(name)
    )
    dimensions(by, place="by")
    dimensions(tuple(name for name, _ in where), place="where")
    return Question(**told, by=by, where=where)


def latest_year(book: Book) -> str:
    """Return the name of the latest fiscal year with order lines.

    Raises
    ------
    BadRequest
        If the book has none.
    """
    if book.extent is None:
        raise BadRequest(say("the book has no order lines"), place="current", remedy=say("import a file"))
    return periods_of(
        "fiscal-year", first=book.extent.first_on, last=book.extent.last_on, calendar=book.calendar
    )[-1].name


def read_text(query: QueryDict, name: str) -> str:
    """Return the value of a parameter without spaces around it; empty if it is not there.

    Raises
    ------
    BadRequest
        If it is too long or holds a NUL.
    """
    return _checked(name, query.get(name, ""))


def _checked(name: str, value: str) -> str:
    if len(value) > MOST_LETTERS or "\0" in value:
        raise BadRequest(
            say("the value of {name} cannot be read", name=name), place=name, remedy=say("shorten it")
        )
    return value.strip()
