"""Profiles: how the files of one source are read; saved as TOML and reused.

Guarantees that reading a file never guesses: delimiter, encoding, decimal mark, date format and
mapping are written in the profile, and an unknown or contradictory setting is refused. Leaves
proposing a profile for an unseen file to `fourfold.book.intake.proposal`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import tomli_w

from fourfold.errors import BadRequest

FORMATS = ("csv", "excel", "parquet")
BY_CURRENCY = -1
"""`amount_decimals` of this value allows as many decimals as the row's currency has."""

_CHOICES: Mapping[str, tuple[object, ...]] = {
    "format": FORMATS,
    "encoding": ("utf-8", "utf-16", "cp1252", "latin-1"),
    "decimal_mark": (".", ","),
    "thousands": ("", ",", ".", " ", "'"),
    "trailer": ("", "total"),
    "stray_quotes": ("reject", "keep"),
    "negatives": ("minus", "parentheses", "trailing"),
    "ends": ("exclusive", "inclusive"),
}


@dataclass(frozen=True, slots=True)
class Expression:
    """Where a canonical field comes from: one column, the product of two, or a constant."""

    columns: tuple[str, ...] = ()
    constant: str | None = None

    @property
    def is_product(self) -> bool:
        """Whether the value is the product of two columns."""
        return len(self.columns) == 2

    def __str__(self) -> str:
        """Return the text that parses back to this expression."""
        return "*".join(self.columns) if self.constant is None else f"={self.constant}"


def parse_expression(text: str) -> Expression:
    """Return the expression that a mapping means.

    Parameters
    ----------
    text
        A column name (`SalesAmount`), a product (`Quantity*UnitPrice`) or a constant (`=EUR`).

    Raises
    ------
    BadRequest
        The text is empty or multiplies other than two columns; the remedy shows the three forms.
    """
    if text.startswith("="):
        return Expression(constant=text[1:].strip())
    names = tuple(part.strip() for part in text.split("*"))
    if not all(names) or len(names) > 2:
        raise BadRequest(
            f"'{text}' is no mapping",
            remedy="use a column name, a product of two columns (Quantity*UnitPrice) or a constant (=EUR)",
        )
    return Expression(names)


@dataclass(frozen=True, slots=True)
class Rule:
    """Rows to leave out: those whose `column` of the file equals, is one of, or matches.

    Left-out rows are counted by number and value under `reason`. `matches` is a regular
    expression searched in the cell.
    """

    column: str
    reason: str
    equals: str | None = None
    among: tuple[str, ...] = ()
    matches: str | None = None

    def __post_init__(self) -> None:
        """Refuse a rule with no test, with several, or with a pattern that is no regular expression."""
        if sum((self.equals is not None, bool(self.among), self.matches is not None)) != 1:
            raise BadRequest(
                f"rule '{self.reason}' needs exactly one of equals, in, matches",
                place=f"column {self.column}",
            )
        try:
            re.compile(self.matches or "")
        except re.error as fault:
            raise BadRequest(f"rule '{self.reason}': {fault}", place=f"matches = {self.matches!r}") from fault


@dataclass(frozen=True, slots=True)
class Profile:
    """How to read the files of one source; see each setting in the manual's page on profiles.

    `header_line` is the physical line (Excel: the row) of the header, 0 if there is none and
    `seen` names the columns; what stands before it is preamble. `trailer` "total" declares that
    the last line is a total: it is checked against the rows, not loaded. `amount_decimals` is how
    many decimals an amount may have (`BY_CURRENCY`: as many as its currency); a product of two
    columns is rounded half away from zero to `product_decimals`. `dates` is the allowed range,
    both days included. `ends` "inclusive" says that the file names the last day of a period where
    `ends_on` is the first day no longer. `seen` is the header of the file it was made from: a new column
    is warned of. `check` names a product of two columns that must equal the amount (differences up to
    0.05 warn).
    """

    name: str
    table: str = "order_lines"
    source: str = ""
    format: str = "csv"
    encoding: str = "utf-8"
    delimiter: str = ","
    quote: str = '"'
    decimal_mark: str = "."
    thousands: str = ""
    date_format: str = "%Y-%m-%d"
    header_line: int = 1
    sheet: str = ""
    comment: str = ""
    trailer: str = ""
    stray_quotes: str = "reject"
    negatives: str = "minus"
    amount_decimals: int = 4
    product_decimals: int = 2
    check: str = ""
    ends: str = "exclusive"
    columns: Mapping[str, Expression] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    dates: tuple[date, date] = (date(1990, 1, 1), date(2100, 1, 1))
    seen: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Default the source to the name and refuse settings that no reader can follow."""
        if not self.source:
            object.__setattr__(self, "source", self.name)
        for setting, allowed in _CHOICES.items():
            if getattr(self, setting) not in allowed:
                _refuse(setting, getattr(self, setting), f"use one of {', '.join(map(repr, allowed))}")
        if self.decimal_mark == self.thousands:
            _refuse("thousands", self.thousands, "the decimal mark and the thousands separator must differ")
        for setting, sizes in (("delimiter", (1,)), ("quote", (0, 1))):
            if len(getattr(self, setting).encode()) not in sizes:
                _refuse(setting, getattr(self, setting), "use one ASCII character")
        if not BY_CURRENCY <= self.amount_decimals <= 4 or not 0 <= self.product_decimals <= 4:
            _refuse("amount_decimals", self.amount_decimals, "use 0 to 4 (or -1 for the currency's own)")

    def mapped(self, overrides: Mapping[str, str]) -> Profile:
        """Return this profile with some fields mapped anew, as `--map field=Column` says.

        Raises
        ------
        BadRequest
            A mapping that is none.
        """
        new = {name: parse_expression(text) for name, text in overrides.items()}
        return replace(self, columns={**self.columns, **new})


def _refuse(setting: str, value: object, remedy: str) -> None:
    raise BadRequest(f"profile setting {setting} cannot be {value!r}", remedy=remedy)


_PLAIN = tuple(
    f.name for f in fields(Profile) if f.name not in ("columns", "values", "rules", "dates", "seen")
)


def profile_to_toml(profile: Profile) -> str:
    """Return the profile as TOML text that `profile_from_toml` reads back equal."""
    document: dict[str, Any] = {name: getattr(profile, name) for name in _PLAIN}
    if profile.ends == "exclusive":  # so that profiles frozen before there was a choice stay as they are
        del document["ends"]
    document["seen"] = list(profile.seen)
    document["dates"] = {"earliest": profile.dates[0], "latest": profile.dates[1]}
    document["columns"] = {name: str(expression) for name, expression in profile.columns.items()}
    document["values"] = {name: dict(pairs) for name, pairs in profile.values.items()}
    document["rules"] = [_rule_document(rule) for rule in profile.rules]
    return tomli_w.dumps(document)


def _rule_document(rule: Rule) -> dict[str, Any]:
    tests = {"equals": rule.equals, "in": list(rule.among) or None, "matches": rule.matches}
    return {
        "column": rule.column,
        "reason": rule.reason,
        **{word: value for word, value in tests.items() if value is not None},
    }


def profile_from_toml(text: str, place: str = "profile") -> Profile:
    """Return the profile that a TOML text describes.

    Raises
    ------
    BadRequest
        No TOML, an unknown setting, or a value that no reader can follow; `place` names the file.
    """
    try:
        document = tomllib.loads(text)
        return _from_document(document, place)
    except tomllib.TOMLDecodeError as fault:
        raise BadRequest(f"not TOML: {fault}", place=place, remedy="correct the file") from fault
    except (KeyError, TypeError, AttributeError) as fault:
        raise BadRequest(
            f"profile cannot be read: {fault}", place=place, remedy="correct the file"
        ) from fault


def _from_document(document: dict[str, Any], place: str) -> Profile:
    known = {*_PLAIN, "columns", "values", "rules", "dates", "seen"}
    if unknown := sorted(set(document) - known):
        raise BadRequest(f"unknown profile setting {', '.join(unknown)}", place=place, remedy="remove it")
    settings = {name: document[name] for name in _PLAIN if name in document}
    span = document.get("dates", {})
    default = Profile(name="x").dates
    return Profile(
        **settings,
        columns={name: parse_expression(text) for name, text in document.get("columns", {}).items()},
        values=document.get("values", {}),
        rules=tuple(_rule(entry) for entry in document.get("rules", ())),
        dates=(span.get("earliest", default[0]), span.get("latest", default[1])),
        seen=tuple(document.get("seen", ())),
    )


def _rule(entry: dict[str, Any]) -> Rule:
    return Rule(
        column=entry["column"],
        reason=entry["reason"],
        equals=entry.get("equals"),
        among=tuple(entry.get("in", ())),
        matches=entry.get("matches"),
    )


def load_profile(path: Path) -> Profile:
    """Read a profile from a TOML file.

    Raises
    ------
    BadRequest
        There is no such file, or it does not describe a profile.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as fault:
        raise BadRequest(f"cannot read profile: {fault.strerror}", place=path.name) from fault
    return profile_from_toml(text, path.name)


def save_profile(profile: Profile, path: Path) -> None:
    """Write a profile as TOML; the folder must exist."""
    path.write_text(profile_to_toml(profile), encoding="utf-8")
