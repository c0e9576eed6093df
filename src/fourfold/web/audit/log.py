"""Writing the audit log and checking that nothing in it was changed.

Guarantees that an entry is written before what it tells of is answered, that two processes never
write the same number, and that a changed, removed, swapped or cut-off entry is found. Leaves what
is worth an entry to who calls.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from fourfold.web.audit.models import Entry

if TYPE_CHECKING:
    from fourfold.web.members.models import Person

START = "0" * 64
TRIES = 20


def record(kind: str, *, by: Person | str, about: str = "") -> Entry:
    """Append an entry; it stands when this returns, whatever becomes of the request.

    Raises
    ------
    django.db.DatabaseError
        The log cannot be written; then what was asked must not happen.
    """
    who = by if isinstance(by, str) else by.email
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                return _append(kind, who, about)
        except IntegrityError:
            continue
    raise IntegrityError("the audit log is too busy")


def _append(kind: str, who: str, about: str) -> Entry:
    last = Entry.objects.order_by("-number").first()
    made = Entry(
        number=last.number + 1 if last else 1,
        at=datetime.now(UTC).isoformat(),
        kind=kind,
        who=who,
        about=about,
    )
    made.hash = chained(made, last.hash if last else START)
    made.save(force_insert=True)
    return made


def chained(entry: Entry, before: str) -> str:
    """Return the hash of an entry's content and of the hash before it."""
    told = json.dumps([before, entry.number, entry.at, entry.kind, entry.who, entry.about])
    return hashlib.sha256(told.encode()).hexdigest()
