"""What dimensions and grains are called, alone and in the sentences that name them.

Guarantees whole phrases for every dimension, and for every grain that a page offers, so that each
language can bend its words; grains that only the command line knows read in English. Leaves rows
and figures to `fourfold.measures`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fourfold.words import message, say

_DIMENSIONS = {
    "account": (message("account"), message("accounts"), message("Account")),
    "parent": (message("parent"), message("parents"), message("Parent")),
    "segment": (message("segment"), message("segments"), message("Segment")),
    "region": (message("region"), message("regions"), message("Region")),
    "industry": (message("industry"), message("industries"), message("Industry")),
    "product": (message("product"), message("products"), message("Product")),
    "family": (message("family"), message("families"), message("Family")),
    "category": (message("category"), message("categories"), message("Category")),
    "division": (message("division"), message("divisions"), message("Division")),
    "seller": (message("seller"), message("sellers"), message("Seller")),
    "team": (message("team"), message("teams"), message("Team")),
}
"""Each dimension alone, in the plural, and as a heading."""


_NONE = (message("unassigned"), message("unidentified"))
"""What stands for no seller or team, and for no account or product."""

_NO_NAMES: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Grain:
    """The phrases of a grain: messages for `say`; `some` has the places {some} and {count}."""

    every: str
    none: str
    some: str
    each: str
    by: str


_GRAINS = {
    "fiscal-year": Grain(
        message("in every fiscal year"),
        message("in no fiscal year"),
        message("in {some} of {count} fiscal years"),
        message("Each fiscal year against its own base ({example}); the diamond is the net change."),
        message("The sources, fiscal year by fiscal year"),
    ),
    "fiscal-quarter": Grain(
        message("in every fiscal quarter"),
        message("in no fiscal quarter"),
        message("in {some} of {count} fiscal quarters"),
        message("Each fiscal quarter against its own base ({example}); the diamond is the net change."),
        message("The sources, fiscal quarter by fiscal quarter"),
    ),
    "month": Grain(
        message("in every month"),
        message("in no month"),
        message("in {some} of {count} months"),
        message("Each month against its own base ({example}); the diamond is the net change."),
        message("The sources, month by month"),
    ),
}


def dimension(name: str) -> str:
    """Return a dimension as it stands in a sentence.

    Examples
    --------
    >>> dimension("team")
    'team'
    """
    return say(_DIMENSIONS[name][0])


def dimensions(name: str) -> str:
    """Return a dimension in the plural.

    Examples
    --------
    >>> dimensions("family")
    'families'
    """
    return say(_DIMENSIONS[name][1])


def heading(name: str) -> str:
    """Return a dimension as a heading.

    Examples
    --------
    >>> heading("team")
    'Team'
    """
    return say(_DIMENSIONS[name][2])


def called(value: str, names: Mapping[str, str] = _NO_NAMES) -> str:
    """Return a value of a dimension as people read it: its name; what stands for none in their language.

    Examples
    --------
    >>> called("S12", {"S12": "Maria Berg"}), called("unassigned")
    ('Maria Berg', 'unassigned')
    """
    return names.get(value) or (say(value) if value in _NONE else value)


def listed(names: Iterable[str]) -> str:
    """Return dimensions as they stand in a sentence, joined by "and"; empty for none."""
    first, *others = [dimension(name) for name in names] or [""]
    for other in others:
        first = say("{first} and {second}", first=first, second=other)
    return first


def phrases(grain: str) -> Grain:
    """Return the phrases of a grain: a year, half, quarter or month, fiscal or not."""
    noun = grain.replace("-", " ")
    return _GRAINS.get(grain) or Grain(
        f"in every {noun}",
        f"in no {noun}",
        f"in {{some}} of {{count}} {noun}s",
        f"Each {noun} against its own base ({{example}}); the diamond is the net change.",
        f"The sources, {noun} by {noun}",
    )
