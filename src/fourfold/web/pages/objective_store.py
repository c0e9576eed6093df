"""Objectives as somebody may see and change them: theirs alone, each change signed and in the audit log.

Guarantees that an objective of an owner out of sight is not there, and that nothing is written without
an entry of the audit log. Leaves what may be changed when to `fourfold.objectives.changes`, and which
role may do what to `policy`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from django.db import transaction
from django.http import Http404

from fourfold.book import journal
from fourfold.book.chain import Record, Signed
from fourfold.book.owners import FOREVER
from fourfold.book.scope import Role
from fourfold.book.staff import staff
from fourfold.objectives import store as stored
from fourfold.objectives.kept import Kept
from fourfold.objectives.objective import COMPANY, SELLER_LEVEL, TEAM_LEVEL, Objective, Owner
from fourfold.objectives.store import JOURNAL, Store
from fourfold.web.audit.log import record
from fourfold.web.gate import Reader

SET = "set_objectives"


def whole_store(reader: Reader) -> Store:
    """Return all objectives of the company; show nobody more than `seen` and `found` give."""
    return stored.read_store(reader.results_book, journal.read(reader.workspace, JOURNAL))


def version_seen(reader: Reader, kept: Kept) -> Objective | None:
    """Return the newest version of an objective whose owner the reader may see; None for none.

    One that is given on stays with its former owner until the new one agrees.
    """
    versions = (kept.current, kept.in_force)
    return next((one for one in versions if one and reader.sees(one.owner)), None)


def seen(reader: Reader, store: Store) -> tuple[Objective, ...]:
    """Return the objectives that the reader may see, without those that were withdrawn."""
    found = (version_seen(reader, kept) for kept in store.kept.values() if not kept.is_withdrawn)
    return tuple(one for one in found if one)


def found(reader: Reader, objective_id: str) -> Kept:
    """Return one objective; raises `Http404` where there is none, or it is not the reader's to see."""
    kept = whole_store(reader).kept.get(objective_id)
    if kept is None or version_seen(reader, kept) is None:
        raise Http404
    return kept


def to_set(reader: Reader, objective_id: str) -> Kept:
    """Return one objective that the reader may set; raises `Http404` as `found`."""
    kept = found(reader, objective_id)
    if not may_set(reader, kept.current.owner):
        raise Http404
    return kept


def seen_alone(reader: Reader, store: Store) -> Store:
    """Return the store with nothing in it but what the reader may set, for changes of many at once."""
    mine = {name: kept for name, kept in store.kept.items() if may_set(reader, kept.current.owner)}
    return replace(store, kept=mine)


def may_set(reader: Reader, owner: Owner) -> bool:
    """Return whether the reader may set objectives of an owner."""
    return SET in reader.permissions and reader.sees(owner) and not reader.is_seeing_as


def speaks_for(reader: Reader, owner: Owner) -> bool:
    """Return whether the reader may agree for an owner: as seller, as manager of the team, as executive."""
    if owner == COMPANY:
        return Role.EXECUTIVE in reader.actor.roles(reader.today)
    book, today = reader.results_book, reader.today
    own = {one.seller_id for one in staff(book, today) if one.email == reader.actor.email.casefold() != ""}
    if owner.level == SELLER_LEVEL:
        return owner.id in own
    return any(
        row["team_id"] == owner.id
        and row["role"] == "manager"
        and row["seller_id"] in own
        and row["starts_on"] <= today < (row["ends_on"] or FOREVER)
        for row in book.reference("teams").to_pylist()
    )


def owners_to_set(reader: Reader) -> tuple[Owner, ...]:
    """Return every owner for whom the reader may set objectives: company, teams, sellers of today."""
    teams = sorted({row["team_id"] for row in reader.book.reference("teams").to_pylist()})
    sellers = [one.seller_id for one in staff(reader.book, reader.today)]
    known = (COMPANY, *(Owner(TEAM_LEVEL, t) for t in teams), *(Owner(SELLER_LEVEL, s) for s in sellers))
    return tuple(owner for owner in known if may_set(reader, owner))


def write(reader: Reader, make: Callable[[Store], Sequence[Record]]) -> Store:
    """Write what `make` returns for the objectives as they are, and note each change in the audit log.

    Raises
    ------
    BadRequest
        `make` refused; nothing was written.
    """
    made: list[Record] = []

    def noted(store: Store) -> Sequence[Record]:
        made[:] = make(store)
        return made

    after = stored.write(reader.workspace, reader.results_book, noted, signed=signed(reader))
    with transaction.atomic():
        for one in made:
            record("objective", by=reader.actor, about=_about(one))
    return after


def signed(reader: Reader) -> Signed:
    """Return the signature of who asks, at this moment."""
    return Signed(reader.actor.email, datetime.now(UTC).isoformat(timespec="seconds"))


def _about(one: Record) -> str:
    done = "withdrawn" if one.get("withdrawn") else str(one.get("state") or one["do"])
    return f"{one['id']} version {one.get('version', '')}: {done}"
