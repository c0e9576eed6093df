"""Which column of an unseen file each field is: by name, with what is unsure as a question.

Guarantees that a field is matched silently only by its name or a known synonym that no other column
shares. Leaves values to `fourfold.book.intake.guesses`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from fourfold.book.intake.codes import finding, shown
from fourfold.book.intake.mapping import simplified
from fourfold.book.intake.profile import Expression
from fourfold.book.schema import Column, Table
from fourfold.errors import Finding

PRICES = (
    *("unitprice", "price", "priceeach", "netprice", "salesprice", "itemprice", "unitpricenet"),
    *("einzelpreis", "stueckpreis", "stuckpreis", "preis", "preisproeinheit", "prix", "prixunitaire"),
)
FILLERS = frozenset(
    (
        "no",
        "nr",
        "n",
        "num",
        "numero",
        "number",
        "nummer",
        "ref",
        "reference",
        "code",
        "de",
        "du",
        "des",
        "la",
        "le",
    )
)
CURRENCIES = re.compile(r"\b(EUR|USD|GBP|CHF|JPY|SEK|NOK|DKK|PLN|CZK|CAD|AUD)\b|([€$£])")
SIGNS = {"€": "EUR", "$": "USD", "£": "GBP"}


@dataclass(frozen=True, slots=True)
class Match:
    """Field to expression as far as found, with what a person should look at."""

    fields: Mapping[str, Expression]
    questions: tuple[Finding, ...]


def match_columns(table: Table, header: tuple[str, ...], given: Mapping[str, Expression], file: str) -> Match:
    """Return which columns of a header the table's fields are; `given` fields are taken as they are."""
    fields = dict(given)
    taken = {name for expression in given.values() for name in expression.columns}
    questions: list[Finding] = []
    wanted = [c for c in table.columns if c.name not in given]
    for column in sorted(wanted, key=lambda c: not c.required):
        found = [name for name in _named(column, header) if name not in taken]
        if found:
            fields[column.name] = Expression((found[0],))
            taken.add(found[0])
            if column.name == "amount" and len(found) > 1:
                questions.append(_several(column, found, file))
    for column in wanted:
        if column.name not in fields and (near := _alike(column, header, taken)):
            fields[column.name] = Expression((near,))
            taken.add(near)
            message = f"{column.name} = '{shown(near)}'? the name is only alike"
            questions.append(finding("Q315", message, file=file, column=near))
    ordered = {c.name: fields[c.name] for c in table.columns if c.name in fields}
    return Match(ordered, tuple(questions))


def _several(column: Column, found: list[str], file: str) -> Finding:
    others = ", ".join(f"'{shown(name)}'" for name in found[1:])
    return finding(
        "Q315",
        f"{column.name} = '{shown(found[0])}'; {others} could be meant too",
        file=file,
        column=found[0],
    )


def _named(column: Column, header: tuple[str, ...]) -> list[str]:
    """Return the columns whose name is the field's or a synonym, the likeliest first."""
    known = [simplified(column.name), *(simplified(s) for s in column.synonyms)]
    names = [(known.index(plain), name) for name in header if (plain := _plain(name)) in known]
    return [name for _, name in sorted(names, key=lambda pair: pair[0])]


def _plain(name: str) -> str:
    """Return a header's name simplified, without a currency or a note in brackets."""
    whole = simplified(name)
    bare = simplified(CURRENCIES.sub("", re.sub(r"[(\[].*[)\]]", "", name)))
    return bare if bare and bare != whole and CURRENCIES.search(name) else whole


def _alike(column: Column, header: tuple[str, ...], taken: set[str]) -> str:
    if column.name in ("line_id", "cost_amount", "currency", "seller_id", "merged_into", "parent_id"):
        return ""
    known = sorted(
        (s for s in (simplified(column.name), *column.synonyms) if len(s) >= 5), key=len, reverse=True
    )
    free = [name for name in header if name not in taken]
    for word in known:
        for name in free:
            if simplified(name).startswith(word) or _kernel(name) == word:
                return name
    return ""


def _kernel(name: str) -> str:
    """Return a header's words without those that say nothing, as `commande` of `N° commande`."""
    words = [simplified(word) for word in re.split(r"[\W_]+", name)]
    return "".join(word for word in words if word not in FILLERS)


def product_of(header: tuple[str, ...], quantity: Expression | None, taken: set[str]) -> Expression | None:
    """Return quantity times price where the file has both and no amount."""
    price = next((n for p in PRICES for n in header if _plain(n) == p and n not in taken), "")
    return (
        Expression((*quantity.columns, price)) if price and quantity and len(quantity.columns) == 1 else None
    )


def currency_in(name: str) -> str:
    """Return the currency that a column's name tells, as in `Net Amount (EUR)`; empty if none."""
    found = CURRENCIES.search(name)
    return (found[1] or SIGNS[found[2]]) if found else ""
