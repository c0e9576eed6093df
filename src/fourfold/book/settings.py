"""What a workspace is told: currency, business time zone, fiscal calendar, defaults.

Guarantees that settings which were read or made are valid, and that what is written to
`fourfold.toml` reads back equal. Leaves the calendar's arithmetic to `fourfold.periods` and the
engine's address to `fourfold.book.engines`.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import tomli_w

from fourfold.book.schema import ACCOUNT_LEVELS, PRODUCT_LEVELS
from fourfold.errors import BadRequest, WorkspaceFault
from fourfold.words import say

SETTINGS_FILE = "fourfold.toml"
FORMAT = 1
CALENDARS = ("months", "4-4-5")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a book.

    Parameters
    ----------
    currency
        ISO 4217 code in which the book's figures are given.
    timezone
        IANA name of the business time zone; a day begins and ends there.
    fiscal_year_starts
        First month of the fiscal year, 1 to 12.
    calendar
        `months`, or `4-4-5` for weeks of 52 and 53.
    account_level, product_level
        The levels used where a question names none.
    engine_url
        Where queries run; empty is DuckDB in this process.
    company
        The name shown above figures; empty is the workspace's folder.
    policy
        When accounts are new, where a question names no policy; `fourfold.growth` knows their names.

    Raises
    ------
    BadRequest
        A value that cannot be meant; the remedy names the choices.
    """

    currency: str
    timezone: str = "UTC"
    fiscal_year_starts: int = 1
    calendar: str = "months"
    account_level: str = "account"
    product_level: str = "product"
    engine_url: str = ""
    company: str = ""
    policy: str = "first-order-ever"

    def __post_init__(self) -> None:
        """Refuse what cannot be meant."""
        if not re.fullmatch(r"[A-Z]{3}", self.currency):
            raise BadRequest(
                say("no currency code: {currency!r}", currency=self.currency),
                place="currency",
                remedy=say("use three capital letters (ISO 4217), such as EUR"),
            )
        if not 1 <= self.fiscal_year_starts <= 12:
            raise BadRequest(
                say("no month: {month}", month=self.fiscal_year_starts),
                place="fiscal_year_starts",
                remedy=say("use 1 (January) to 12 (December)"),
            )
        _one_of("calendar", self.calendar, CALENDARS)
        _one_of("account_level", self.account_level, ACCOUNT_LEVELS)
        _one_of("product_level", self.product_level, PRODUCT_LEVELS)
        _told("policy", self.policy, r"[a-z0-9][a-z0-9-]{0,39}", "such as first-order-ever")
        _told("company", self.company, r"[^\x00-\x1f\x7f]{0,100}", "at most 100 characters in one line")
        try:
            ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError, IsADirectoryError) as error:
            raise BadRequest(
                say("no time zone: {zone!r}", zone=self.timezone),
                place="timezone",
                remedy=say("use an IANA name, such as Europe/London"),
            ) from error


def _one_of(name: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise BadRequest(
            say("unknown {name} {value!r}", name=name, value=value),
            place=name,
            remedy=say("use one of: {choices}", choices=", ".join(choices)),
        )


def _told(name: str, value: str, form: str, remedy: str) -> None:
    if not re.fullmatch(form, value):
        raise BadRequest(
            say("the {name} cannot be {value!r}", name=name, value=value), place=name, remedy=f"use {remedy}"
        )


NO_FIGURE = ("engine_url", "company")
"""Settings that no figure depends on."""


def figures_key(settings: Settings) -> str:
    """Return a text that two settings share only if every figure comes out the same under both."""
    told = {name: value for name, value in asdict(settings).items() if name not in NO_FIGURE}
    return json.dumps(told, sort_keys=True)


def settings_text(settings: Settings) -> str:
    """Return the text of `fourfold.toml` for these settings."""
    return tomli_w.dumps({"format": FORMAT, **asdict(settings)})


def read_settings(path: Path) -> Settings:
    """Read the settings from a `fourfold.toml`.

    Raises
    ------
    WorkspaceFault
        The file is missing, is no TOML, lacks the currency, has a key that this version does not
        know, or is of another version; the remedy says which.
    BadRequest
        A value that cannot be meant.
    """
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise WorkspaceFault(
            "no workspace here",
            place=str(path.parent),
            remedy="make one with: fourfold init DIR --currency EUR",
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WorkspaceFault(
            f"settings cannot be read: {error}", place=str(path), remedy="correct it"
        ) from error
    if told.pop("format", FORMAT) != FORMAT:
        raise WorkspaceFault(
            "the workspace is of another version",
            place=str(path),
            remedy="use the version of fourfold that wrote it",
        )
    types = {f.name: int if f.name == "fiscal_year_starts" else str for f in fields(Settings)}
    wrong = sorted(name for name, value in told.items() if not isinstance(value, types.get(name, ())))
    if wrong or "currency" not in told:
        named = wrong[0] if wrong else "currency"
        raise WorkspaceFault(
            "unknown setting, or a value of another type" if wrong else "setting is missing",
            place=f"{path}, {named}",
            remedy=f"known settings: {', '.join(types)}",
        )
    return Settings(**told)
