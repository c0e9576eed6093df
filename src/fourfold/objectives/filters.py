"""Filters of an objective as text: `family=Bikes|Helmets; segment=Retail`.

Guarantees that a text read and written again says the same, and that equal filters have one text.
Leaves which dimensions a measure can be narrowed by to `objective`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NoReturn

from fourfold.errors import BadRequest
from fourfold.objectives.objective import Filters
from fourfold.words import say

_TOKEN = re.compile(r'\s*(?:"(?P<quoted>(?:[^"]|"")*)"|(?P<plain>[^;|="]*))\s*(?P<end>[;|=]|$)')
_NEEDS_QUOTES = re.compile(r'[;|="]|^\s|\s$')


def parse_filters(text: str) -> Filters:
    """Return the filters that a text names; empty for an empty text.

    A value that holds `;`, `|`, `=` or `"`, or begins or ends with a space, stands in double quotes, a
    quote in it twice.

    Raises
    ------
    BadRequest
        A part has no dimension or no value, a dimension stands twice, or a quote is not closed.

    Examples
    --------
    >>> parse_filters("segment=Retail; family=Helmets|Bikes")
    (('family', ('Bikes', 'Helmets')), ('segment', ('Retail',)))
    """
    found: dict[str, set[str]] = {}
    name = ""
    for word, end in _words(text):
        if end == "=":
            if name or not word or word in found:
                _refuse(text, say("{word} stands twice, or where a value should", word=repr(word)))
            name = word
            found[name] = set()
        elif name and word:
            found[name].add(word)
            name = name if end == "|" else ""
        elif name or word or end == "|":
            _refuse(text, say("a part of it has no dimension or no value"))
    return tuple((name, tuple(sorted(values))) for name, values in sorted(found.items()))


def filters_text(filters: Filters) -> str:
    """Return filters as the text that `parse_filters` reads.

    Examples
    --------
    >>> filters_text((("family", ("Bikes", "Helmets")), ("segment", ("Retail",))))
    'family=Bikes|Helmets; segment=Retail'
    """
    return "; ".join(f"{name}={'|'.join(map(_quoted, values))}" for name, values in filters)


def _words(text: str) -> Iterator[tuple[str, str]]:
    """Yield each word with the sign after it, which is empty at the end."""
    at, end = 0, ";"
    while end:
        found = _TOKEN.match(text, at)
        if found is None:
            _refuse(text, say("a quote in it is not closed, or stands within a value"))
        end = found["end"]
        quoted = found["quoted"]
        yield found["plain"].rstrip() if quoted is None else quoted.replace('""', '"'), end
        at = found.end()


def _quoted(value: str) -> str:
    return '"' + value.replace('"', '""') + '"' if _NEEDS_QUOTES.search(value) else value


def _refuse(text: str, why: str) -> NoReturn:
    raise BadRequest(
        say("{text} cannot be read as filters: {why}", text=repr(text), why=why),
        place="filters",
        remedy=say("write them like {example}", example="family=Bikes|Helmets; segment=Retail"),
    )
