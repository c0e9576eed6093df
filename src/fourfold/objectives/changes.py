"""What people do to objectives, as records for the journal: the rules of who may change what, when.

    draft -> proposed -> agreed -> active -> closed; a proposal may go back to draft

Guarantees that agreement is to a version (a change of an agreed one is a new proposal), that a closed
objective never changes, that nothing is deleted, and that who changes what somebody else changed
meanwhile is refused and sees both values. Leaves writing to `store.write`, who owns what to the caller.

The first change of an imported objective puts a whole version into the journal, so that it stays even
if its import is undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType
from typing import NoReturn, TypeAlias

from fourfold.book.chain import Record
from fourfold.errors import BadRequest
from fourfold.objectives.kept import Frozen
from fourfold.objectives.milestones import Notice
from fourfold.objectives.objective import Objective, State
from fourfold.objectives.rows import differences, row_of, texts
from fourfold.objectives.storable import check_storable, check_text
from fourfold.objectives.store import Store
from fourfold.words import say

Records: TypeAlias = tuple[Record, ...]

NEXT: Mapping[State, tuple[State, ...]] = MappingProxyType(
    {
        State.DRAFT: (State.PROPOSED,),
        State.PROPOSED: (State.AGREED, State.DRAFT),
        State.AGREED: (State.ACTIVE,),
        State.ACTIVE: (),
        State.CLOSED: (),
    }
)
"""Where an objective may move from each state; closing and withdrawing are apart."""


@dataclass(frozen=True, slots=True)
class Aim:
    """Which version of which objective somebody acts on, and why.

    `expected` is the version that they saw; `why` is kept with what they do.
    """

    id: str
    expected: int
    why: str = ""


def added(store: Store, objective: Objective, why: str = "") -> Records:
    """Return the records of a new objective, a draft or a proposal.

    Raises
    ------
    BadRequest
        Its id is taken, it is further than proposed, or a text or number cannot be stored.
    """
    if objective.id in store.kept:
        _refuse(say("there is an objective {id} already", id=objective.id), say("choose another id"))
    if objective.state not in (State.DRAFT, State.PROPOSED):
        _refuse(say("a new objective is a draft or a proposal"), say("propose it; then its owner agrees"))
    check_storable(objective)
    check_text("why", why)
    return (_set(replace(objective, version=1), why),)


def changed(store: Store, aim: Aim, after: Objective) -> Records:
    """Return the records of a new version of an open objective; none if it says the same.

    What was agreed or active is a proposal again; until its owner agrees, the version before counts. The
    state and version of `after` are not looked at.

    Raises
    ------
    BadRequest
        The objective is closed; it was changed since `aim.expected`, then the place tells both values; a
        change of what was proposed or agreed gives no reason; a text or number cannot be stored.
    """
    now = _open(store, aim.id)
    after = replace(after, id=now.id, state=now.state, version=now.version)
    told = differences(after, now)
    if now.version != aim.expected:
        both = "; ".join(map(str, told))
        _refuse(
            say(
                "{by} changed it meanwhile: it has version {now}, you saw {seen}",
                by=store.history(aim.id)[-1].by or say("an import"),
                now=now.version,
                seen=aim.expected,
            ),
            say(
                "read again and decide; yours, not the stored one: {both}", both=both or say("no difference")
            ),
            place=aim.id,
        )
    if not told:
        return ()
    check_storable(after)
    check_text("why", aim.why, is_needed=now.state is not State.DRAFT)
    state = State.DRAFT if now.state is State.DRAFT else State.PROPOSED
    return (_set(replace(after, state=state, version=now.version + 1), aim.why),)


def moved(store: Store, aim: Aim, to: State, *, is_owner: bool) -> Records:
    """Return the records of a move to another state.

    `is_owner` says whether who moves it may speak for its owner: the seller, the team's manager, the
    company's executive.

    Raises
    ------
    BadRequest
        No such move; the version is not the one that was seen; somebody else than the owner agrees.
    """
    now = _at(store, aim)
    if to is State.CLOSED:
        _refuse(say("an objective is closed with its values"), say("close or withdraw it"), place=aim.id)
    if to not in NEXT[now.state]:
        ways = ", ".join(NEXT[now.state]) or say("close or withdraw it")
        _refuse(
            say("an objective that is {state} cannot become {to}", state=now.state, to=to),
            say("possible now: {ways}", ways=ways),
            place=aim.id,
        )
    if to is State.AGREED and not is_owner:
        _refuse(
            say("only its owner can agree to an objective"), say("ask the owner to agree to it"), place=aim.id
        )
    check_text("why", aim.why)
    return _moved(now, to, aim.why)


def closed(store: Store, aim: Aim, frozen: Frozen) -> Records:
    """Return the records that close an objective with what it came to.

    Raises
    ------
    BadRequest
        It is neither agreed nor active, or the version is not the one that was seen.
    """
    now = _at(store, aim)
    if now.state not in (State.AGREED, State.ACTIVE):
        _refuse(
            say("version {version} was never agreed", version=now.version),
            say("let its owner agree, or withdraw it"),
            place=aim.id,
        )
    check_text("why", aim.why)
    records = _moved(now, State.CLOSED, aim.why)
    return (*records, _freeze(aim.id, _version_of(records), frozen))


def withdrawn(store: Store, aim: Aim) -> Records:
    """Return the records that close an objective without its counting; its history stays.

    Raises
    ------
    BadRequest
        It is closed, gives no reason, or the version is not the one that was seen.
    """
    now = _at(store, aim)
    check_text("why", aim.why, is_needed=True)
    return _moved(now, State.CLOSED, aim.why, is_withdrawn=True)


def commented(store: Store, objective_id: str, text: str) -> Records:
    """Return the record of a comment on the current version; a closed objective takes comments too.

    Raises
    ------
    BadRequest
        No such objective; the comment is empty or too long.
    """
    now = store.find(objective_id).current
    check_text("comment", text, is_needed=True)
    return ({"do": "comment", "id": now.id, "version": now.version, "text": text},)


def noticed(store: Store, given: Iterable[Notice]) -> Records:
    """Return the records of notices that are not yet in the journal, in order."""
    return tuple(
        {
            "do": "notice",
            "id": one.objective_id,
            "starts_on": one.start.isoformat(),
            "ends_on": one.end.isoformat(),
            "milestone": one.milestone.value,
        }
        for one in sorted(set(given) - store.notices)
    )


def free_id(store: Store) -> str:
    """Return an id that no objective has: `o-1`, `o-2` and so on."""
    number = len(store.kept) + 1
    while f"o-{number}" in store.kept:
        number += 1
    return f"o-{number}"


def _open(store: Store, objective_id: str) -> Objective:
    kept = store.find(objective_id)
    if kept.current.state is State.CLOSED:
        _refuse(
            say("a closed objective never changes"),
            say("set a new one; a late correction shows as a difference"),
            place=objective_id,
        )
    return kept.current


def _at(store: Store, aim: Aim) -> Objective:
    now = _open(store, aim.id)
    if now.version != aim.expected:
        _refuse(
            say("it has version {now}, you saw {seen}", now=now.version, seen=aim.expected),
            say("read again, look at what changed, then repeat"),
            place=aim.id,
        )
    return now


def _set(objective: Objective, why: str) -> Record:
    row = texts(row_of(objective))
    return {"do": "set", "id": objective.id, "version": objective.version, "why": why, "row": row}


def _moved(now: Objective, to: State, why: str, *, is_withdrawn: bool = False) -> Records:
    """Return the records of a move; an imported objective is put into the journal first."""
    adopted = (_set(replace(now, version=1), "imported"),) if not now.version else ()
    version = now.version or 1
    state = {"do": "state", "id": now.id, "version": version, "state": to.value, "why": why}
    return (*adopted, {**state, "withdrawn": is_withdrawn})


def _version_of(records: Records) -> int:
    version = records[-1]["version"]
    assert isinstance(version, int)
    return version


def _freeze(objective_id: str, version: int, frozen: Frozen) -> Record:
    return {
        "do": "freeze",
        "id": objective_id,
        "version": version,
        "amount": _text(frozen.amount),
        "numerator": _text(frozen.numerator),
        "denominator": _text(frozen.denominator),
        "as_of": frozen.as_of.isoformat(),
        "snapshot": frozen.snapshot,
    }


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else format(amount, "f")


def _refuse(cause: str, remedy: str, *, place: str = "") -> NoReturn:
    raise BadRequest(cause, place=place or "objective", remedy=remedy)
