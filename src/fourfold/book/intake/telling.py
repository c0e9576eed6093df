"""How faults and questions are told: the reject of a record, the nearest known id, a preview's size.

Guarantees nothing about data: it only words what others found.
"""

from __future__ import annotations

import difflib
from dataclasses import replace

from fourfold.book.intake.batches import Context, RowFault
from fourfold.book.intake.codes import shown
from fourfold.book.intake.mapping import Mapped
from fourfold.book.intake.rejected import Reject
from fourfold.errors import Finding

NEAREST_AMONG = 50_000
PREVIEW = 10


def structural(fault: RowFault, currency: str | None) -> Reject:
    """Return a record that a reader could not hand over as a reject; its currency if that is a constant."""
    return Reject(
        *(fault.line, fault.record, fault.code, fault.message, fault.column, fault.position),
        value=fault.value,
        expected=fault.expected,
        currency=currency,
        raw=fault.raw,
    )


def previewed(question: Finding, rows: int) -> Finding:
    """Return a question about the encoding with how many rows a preview shows."""
    if question.code != "Q107":
        return question
    return replace(question, message=f"{question.message}; {min(rows, PREVIEW)} rows preview")


def with_nearest(group: Finding, mapped: Mapped, context: Context) -> Finding:
    """Return an unknown id's finding with the known id that is nearest to it, if one is near."""
    field = next((name for name, e in mapped.fields.items() if group.column in (*e.columns, name)), "")
    known = context.known.get(field)
    if group.code != "E601" or known is None or len(known) > NEAREST_AMONG:
        return group
    near = difflib.get_close_matches(group.value, known.to_pylist(), n=1)
    return replace(group, message=f"{group.message}; nearest '{shown(near[0])}'") if near else group
