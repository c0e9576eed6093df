"""The prepared ledger of one group: computed for that group alone, and kept once asked.

Guarantees that a group of a dimension with many values is read without reading the others. Leaves
computing to `ledger` and parts that are broken down further to `within`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import partial

from fourfold.book.answers import answered
from fourfold.book.book import Book
from fourfold.growth.comparison import Comparison
from fourfold.growth.ledger import Ledger, group_ledger
from fourfold.growth.prepared import METHOD, ledger_from, ledger_text


def prepared_group_ledger(book: Book, *, comparison: Comparison, where: Mapping[str, str]) -> Ledger:
    """Return `fourfold.growth.group_ledger`, from what was kept for this snapshot if it was asked before.

    The ledger of a group in which nothing lies is not kept.
    """
    asked = ["group", METHOD, asdict(comparison), sorted(where.items())]
    question = json.dumps(asked, default=str, sort_keys=True)
    make = partial(group_ledger, book, comparison=comparison, where=where)

    def is_empty(text: bytes) -> bool:
        made = ledger_from(text, book)
        return not (made.base_revenue or made.current_revenue)

    return ledger_from(answered(book, question, lambda: ledger_text(make()), is_empty=is_empty), book)
