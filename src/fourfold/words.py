"""Words: texts for people in the language of who reads, English unless somebody asked otherwise.

Guarantees that a message without a translation reads in English, and that a language holds only
within the block that asked for it. A message is a whole sentence, heading or name with named places,
so that each language can order its words. Leaves numbers to `fourfold.reports.numbers`, the texts
of the web framework to the web application, making catalogues to docs/translations.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path

ENGLISH = "en"
LANGUAGES = (ENGLISH, "de", "fr")
"""The languages that are shipped, by their ISO 639-1 code."""

CATALOGUES = Path(__file__).parent / "locale"
_DOMAIN = "fourfold"
_DAYS = {"de": "%d.%m.%Y", "fr": "%d/%m/%Y"}
_TWO_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")
_LANGUAGE = ContextVar("language", default=ENGLISH)


def language() -> str:
    """Return the code of the language that texts are in at present."""
    return _LANGUAGE.get()


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Give texts in a language within the block; one that is not shipped is English.

    A regional form counts as its language: `de-AT` is `de`.

    Examples
    --------
    >>> with speaking("de-AT"):
    ...     language()
    'de'
    """
    plain = code.partition("-")[0].lower()
    before = _LANGUAGE.set(plain if plain in LANGUAGES else ENGLISH)
    try:
        yield
    finally:
        _LANGUAGE.reset(before)


def message(text: str) -> str:
    """Return a text as it is, marked as a message that `say` will be asked for later."""
    return text


_MONTHS = (
    message("January"),
    message("February"),
    message("March"),
    message("April"),
    message("May"),
    message("June"),
    message("July"),
    message("August"),
    message("September"),
    message("October"),
    message("November"),
    message("December"),
)


def say(text: str, /, **values: object) -> str:
    """Return a message in the language of who reads, its places filled.

    Examples
    --------
    >>> say("{current} against {base}", current="2012", base="2011")
    '2012 against 2011'
    """
    told = _catalogue(language()).gettext(text) if text else ""
    return _one_stop(told.format(**values)) if values else told


def say_many(one: str, many: str, number: int, /, **values: object) -> str:
    """Return a message in the form that a number takes in the language of who reads.

    Examples
    --------
    >>> say_many("{rows} row", "{rows} rows", 1, rows=1)
    '1 row'
    """
    return _one_stop(_catalogue(language()).ngettext(one, many, number).format(**values))


def day(on: date) -> str:
    """Return a day as the language writes it: ISO in English, which Britons and Americans read alike.

    Examples
    --------
    >>> with speaking("de"):
    ...     day(date(2012, 6, 30))
    '30.06.2012'
    """
    form = _DAYS.get(language())
    return on.strftime(form) if form else on.isoformat()


def long_day(on: date) -> str:
    """Return a day with its month as a word: `3 November 2026`."""
    return say("{day} {month} {year}", day=on.day, month=say(_MONTHS[on.month - 1]), year=on.year)


@cache
def _catalogue(code: str) -> NullTranslations:
    if code == ENGLISH:
        return NullTranslations()
    return translation(_DOMAIN, CATALOGUES, [code])


def _one_stop(text: str) -> str:
    """Let a sentence that ends in an abbreviation have one full stop."""
    return _TWO_STOPS.sub(".", text)
