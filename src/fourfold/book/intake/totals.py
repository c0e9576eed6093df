"""Total lines: how they are recognised, and how a declared trailer is checked against the rows.

Guarantees that a line whose first filled cell reads Total, Sum, Summe ... is never loaded as an
order. Leaves the refusal of undeclared totals to `fourfold.book.intake.reading`.
"""

from __future__ import annotations

import re

_WORDS = (
    r"(grand\s*|sub[\s-]*|overall\s*|report\s*|net\s*|trailer\s*)?(totals?|sum|sums|summe|gesamt(summe|betrag)?|zwischensumme|endsumme"
    r"|total\s*g[ée]n[ée]ral|sous[\s-]*total|totaal|totale|suma|somme|trailer|trl)"
)
_TAIL = r"(\s+(of\s+)?(rows|records|lines|orders|count|amount|eur|usd|gbp|net|page|year|zeilen|\d{4}))*\s*:?"
TOTAL = rf"(?i)^\s*[#*=-]*\s*{_WORDS}{_TAIL}\s*$"
"""What a total's first filled cell matches as a whole; understood by `re` and by Arrow alike."""
_TOTAL = re.compile(TOTAL)
_COUNT = re.compile(r"(?i)\b(rows|records|lines|count|zeilen|trailer|trl)\b")


def total_key(cells: tuple[str, ...]) -> str:
    """Return the first filled cell if it names a total; else empty."""
    first = next((cell for cell in cells if cell.strip()), "")
    return first.strip() if len(first) < 60 and _TOTAL.match(first) else ""


def looks_like_total(cells: tuple[str, ...]) -> bool:
    """Whether the record's first filled cell names a total."""
    return bool(total_key(cells))


def counts_rows(key: str) -> bool:
    """Whether a total's key says that it gives a number of rows, not of money."""
    return bool(_COUNT.search(key))
