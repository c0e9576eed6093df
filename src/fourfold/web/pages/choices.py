"""Choices: what the filters of a page offer, from the book's calendar and levels.

Guarantees that what is asked is always among what is offered, and selected. Leaves reading an
address to `question`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fourfold.book.book import Book
from fourfold.book.schema import ACCOUNT_LEVELS, PRODUCT_LEVELS
from fourfold.growth import POLICIES, Comparison
from fourfold.growth.comparison import one_of
from fourfold.periods import Period, periods_of
from fourfold.web.pages.question import Question

COMPARED = ("team", "seller", "region", "segment", "industry", "family", "category")
"""Dimensions of few values, whose groups a page sets side by side."""

LATEST: Mapping[str, int] = {"fiscal-year": 8, "fiscal-quarter": 12, "month": 24}
"""How many of the latest periods of each grain a page offers and shows."""

GRAINS = {
    "fiscal-year": gettext_lazy("Years"),
    "fiscal-quarter": gettext_lazy("Quarters"),
    "month": gettext_lazy("Months"),
}
_NAMES = {
    "account": gettext_lazy("account"),
    "parent": gettext_lazy("parent"),
    "product": gettext_lazy("product"),
    "subcategory": gettext_lazy("subcategory"),
    "category": gettext_lazy("category"),
    "family": gettext_lazy("family"),
    "team": gettext_lazy("team"),
    "seller": gettext_lazy("seller"),
    "region": gettext_lazy("region"),
    "segment": gettext_lazy("segment"),
    "industry": gettext_lazy("industry"),
}


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: the value in the address, its name, the group it stands in."""

    value: str
    name: str
    is_chosen: bool
    within: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One filter: its name in the address, its label, what can be chosen."""

    name: str
    label: str
    options: tuple[Option, ...]

    @property
    def parts(self) -> tuple[tuple[str, tuple[Option, ...]], ...]:
        """The options by the group they stand in, in order."""
        names = dict.fromkeys(option.within for option in self.options)
        return tuple((name, tuple(o for o in self.options if o.within == name)) for name in names)


def comparison_choices(book: Book, asked: Question, comparison: Comparison) -> tuple[Choice, ...]:
    """Return the filters of a comparison: periods, levels, policy, rates."""
    base = asked.base or "year"
    rates = (("", _("each day's")), ("constant", _("constant")))
    named = (("year", _("the year before")), ("previous", _("the period before")))
    return (
        current_choice(book, asked, comparison.current.name or comparison.current.label),
        _choice("base", _("against"), _with(named, base), base),
        _choice("account_level", _("accounts by"), _named(ACCOUNT_LEVELS), comparison.account_level),
        _choice("product_level", _("products by"), _named(PRODUCT_LEVELS), comparison.product_level),
        _choice("policy", _("policy"), _policies(comparison), comparison.policy.name),
        *(() if book.has_one_currency else (_choice("rates", _("rates"), rates, asked.rates),)),
    )


def current_choice(book: Book, asked: Question, shown: str) -> Choice:
    """Return the filter of the current period: the latest years, quarters and months of the book."""
    chosen = asked.current or shown
    found: list[Option] = []
    for grain, most in LATEST.items():
        names = [period.name for period in _periods(book, grain)[-most:]]
        found += [Option(name, name, name == chosen, str(GRAINS[grain])) for name in reversed(names)]
    if not any(option.is_chosen for option in found):
        found.insert(0, Option(chosen, chosen, is_chosen=True))
    return Choice("current", _("Period"), tuple(found))


def grain_choice(chosen: str) -> Choice:
    """Return the choice of the grain of a series."""
    return _choice("grain", _("periods"), ((name, str(told)) for name, told in GRAINS.items()), chosen)


def by_choice(chosen: str) -> Choice:
    """Return the choice of the dimension whose groups stand side by side."""
    return _choice("by", _("compare by"), _named(COMPARED), chosen)


def value_choice(by: str, groups: Iterable[tuple[str, str]], chosen: str) -> Choice:
    """Return the choice of one group of a dimension, by value and name; the first is all of them."""
    listed = (("", _("all")), *groups)
    return _choice(f"where.{by}", dimension_name(by), _with(listed, chosen), chosen)


def compared_by(asked: Question) -> str:
    """Return the dimension whose groups a page sets side by side.

    Raises
    ------
    BadRequest
        If it is none of few values.
    """
    by = asked.by[0] if asked.by else COMPARED[0]
    one_of(by, COMPARED, place="by")
    return by


def dimension_name(dimension: str) -> str:
    """Return a dimension as it is called on a page."""
    return str(_NAMES.get(dimension, dimension))


def _periods(book: Book, grain: str) -> tuple[Period, ...]:
    if book.extent is None:
        return ()
    return periods_of(grain, first=book.extent.first_on, last=book.extent.last_on, calendar=book.calendar)


def _policies(comparison: Comparison) -> tuple[tuple[str, str], ...]:
    known = tuple((name, policy.told) for name, policy in POLICIES.items())
    return _with(known, comparison.policy.name)


def _named(dimensions: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, dimension_name(name)) for name in dimensions)


def _with(known: Iterable[tuple[str, str]], chosen: str) -> tuple[tuple[str, str], ...]:
    listed = tuple(known)
    return listed if any(value == chosen for value, _name in listed) else (*listed, (chosen, chosen))


def _choice(name: str, label: str, known: Iterable[tuple[str, str]], chosen: str) -> Choice:
    return Choice(name, label, tuple(Option(value, told, value == chosen) for value, told in known))
