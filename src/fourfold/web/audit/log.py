"""Writing and reading the audit log.

Guarantees that an entry is written before what it tells of is answered, that it stands or falls
with the transaction it was written in, and that two processes never write the same number. Leaves
what is worth an entry to who calls, and finding changed entries to `checking`.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from fourfold.web.audit.head import Head, advance
from fourfold.web.audit.models import Entry

START = "0" * 64
TRIES = 100


class Somebody(Protocol):
    """Who is known by an e-mail address."""

    email: str


def record(kind: str, *, by: Somebody | str, about: str = "") -> Entry:
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
    transaction.on_commit(lambda: advance(Head(made.number, made.hash)))
    return made


def chained(entry: Entry, before: str) -> str:
    """Return the hash of an entry's content and of the hash before it."""
    told = json.dumps([before, entry.number, entry.at, entry.kind, entry.who, entry.about])
    return hashlib.sha256(told.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Asked:
    """Which entries are asked for; empty parts ask for all.

    `since` is the start of a time as it stands in entries, such as 2026-11-23; `who` and `kind` are
    whole values.
    """

    who: str = ""
    kind: str = ""
    since: str = ""


def entries(asked: Asked) -> QuerySet[Entry]:
    """Return the entries that are asked for, newest first."""
    found = Entry.objects.order_by("-number")
    if asked.who:
        found = found.filter(who=asked.who)
    if asked.kind:
        found = found.filter(kind=asked.kind)
    return found.filter(at__gte=asked.since) if asked.since else found


def kinds() -> tuple[str, ...]:
    """Return the kinds of entries that there are."""
    return tuple(Entry.objects.order_by("kind").values_list("kind", flat=True).distinct())
