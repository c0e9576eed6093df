"""Making and ending overrides: one commit each, through the one place to write.

Guarantees that a correction names accounts and people that are there, that merges and parents do
not run in a circle, that nothing is deleted (a correction is ended or replaced, and says by whom,
when and why), and that a reader sees the state before or after, never between. Leaves what an
override does to tables to `overrides`, and to figures to `moving`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pyarrow as pa

from fourfold.book import segments, writing
from fourfold.book.overrides import (
    CORRECTED,
    MERGE,
    NAME,
    OWNER,
    PARENT,
    Override,
    corrected,
    described,
    given_way,
    in_force,
)
from fourfold.book.schema import TABLES
from fourfold.book.snapshots import Snapshot
from fourfold.book.workspace import Workspace, commit
from fourfold.errors import BadRequest
from fourfold.words import message, say

LONGEST = 200
"""No name, value or reason has more characters."""

WORDS = {
    "account": message("the account"),
    "why": message("the reason"),
    NAME: message("the name"),
    OWNER: message("the owner"),
}
"""What is needed, in words."""

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


@dataclass(frozen=True, slots=True)
class Correction:
    """A wish to correct one thing about one account.

    Parameters
    ----------
    account, what, value
        An account, one of `overrides.CORRECTED`, and what it should be; an empty value is none: not
        merged, no parent, no segment. A name and an owner cannot be empty.
    starts_on
        The first day; None for always. An owner needs one.
    why
        The reason, kept with it.
    """

    account: str
    what: str
    value: str
    starts_on: date | None = None
    why: str = ""


def correct(workspace: Workspace, wish: Correction, *, by: str, wait: float = 0.0) -> Override:
    """Make a correction, and return it as it is kept.

    An open correction of the same thing from the same day is replaced: it ends, and says by which.

    Raises
    ------
    BadRequest
        No such account, seller or thing to correct; a circle; a day that cannot be meant; no reason.
    WorkspaceFault
        An import is still running after `wait` seconds, or stored data is damaged.
    """
    with writing.hold(workspace, wait):
        state = writing.to_write_on(workspace)[0]
        before = checked(workspace, state, wish)
        at = _now()
        made = Override(
            number=max((one.number for one in state.overrides), default=0) + 1,
            account=wish.account,
            what=wish.what,
            value=wish.value,
            instead_of=before,
            starts_on=wish.starts_on,
            made_by=by,
            made_at=at,
            why=wish.why,
        )
        kept = tuple(_replaced(one, made) for one in state.overrides)
        after = replace(state, overrides=(*kept, made))
        commit(workspace, writing.succeed(state, after, f"override {made.number}: {described(made)}"))
        return made


def end_override(workspace: Workspace, number: int, *, by: str, why: str = "", wait: float = 0.0) -> Override:
    """End a correction: what was imported, or an earlier correction, counts again. Its record stays.

    Raises
    ------
    BadRequest
        No open override of that number; the remedy names those that are.
    WorkspaceFault
        An import is still running after `wait` seconds.
    """
    with writing.hold(workspace, wait):
        state = writing.to_write_on(workspace)[0]
        one = state.find_override(number)
        if one is None or not one.is_open:
            there = ", ".join(str(o.number) for o in state.overrides if o.is_open) or "none"
            raise BadRequest(
                say("no open override {number}", number=number),
                place="end",
                remedy=say("open ones are: {there}", there=there),
            )
        _check_text("why", why)
        ended = replace(one, ended_by=by, ended_at=_now(), ended_why=why)
        kept = tuple(ended if o.number == number else o for o in state.overrides)
        after = replace(state, overrides=kept)
        commit(workspace, writing.succeed(state, after, f"override {number} ended"))
        return ended


def checked(workspace: Workspace, state: Snapshot, wish: Correction) -> str:
    """Return what stands there before a correction, as text; empty for nothing.

    Raises
    ------
    BadRequest
        The correction cannot be made; see `correct`.
    """
    _check_form(wish)
    accounts = _rows(workspace, state, "accounts")
    known = set(accounts["account_id"].to_pylist()) or set(_on_lines(workspace, state, "account_id"))
    named = (wish.account, wish.value) if wish.what in {MERGE, PARENT} else (wish.account,)
    for account in named:
        if account and account not in known:
            raise BadRequest(
                say("no account {account!r}", account=account),
                place=wish.what,
                remedy=say("use the id of an account in the book"),
            )
    if wish.what == OWNER:
        return _owner_before(workspace, state, wish)
    _check_circle(accounts, in_force(state.overrides, until=date.max), wish)
    lasts = [s.last_on for s in state.of("order_lines") if s.last_on]
    counting = in_force(state.overrides, until=max(lasts, default=None))
    now = corrected("accounts", accounts, counting).to_pylist()
    return next((row[wish.what] or "" for row in now if row["account_id"] == wish.account), "")


def _check_form(wish: Correction) -> None:
    if wish.what not in CORRECTED:
        raise BadRequest(
            say("{what!r} cannot be corrected", what=wish.what),
            place="override",
            remedy=say("use one of: {choices}", choices=", ".join(CORRECTED)),
        )
    for name, text in (("account", wish.account), (wish.what, wish.value), ("why", wish.why)):
        _check_text(name, text)
    needed = {"account": wish.account, "why": wish.why}
    if wish.what in {NAME, OWNER}:
        needed[wish.what] = wish.value
    for name, text in needed.items():
        if not text:
            raise BadRequest(
                say("{what} is empty", what=say(WORDS.get(name, name))),
                place=name,
                remedy=say("say it; it is needed"),
            )
    if wish.what == OWNER and wish.starts_on is None:
        raise BadRequest(
            say("an owner needs a first day"),
            place="from",
            remedy=say("say from which day, such as 2026-01-31"),
        )
    if wish.starts_on is not None and not FIRST_DAY <= wish.starts_on <= LAST_DAY:
        raise BadRequest(
            say("{day} cannot be meant", day=wish.starts_on),
            place="from",
            remedy=say("use a day from {first} to {last}", first=FIRST_DAY, last=LAST_DAY),
        )


def _check_text(name: str, text: str) -> None:
    if len(text) > LONGEST or not text.isprintable() or text != text.strip():
        raise BadRequest(
            say("{what} cannot be read", what=name),
            place=name,
            remedy=say("use at most {most} characters in one line, no space around them", most=LONGEST),
        )


def _check_circle(accounts: pa.Table, counting: tuple[Override, ...], wish: Correction) -> None:
    """Refuse a merge or parent that would close a circle, in whatever order corrections come in force."""
    if wish.what not in {MERGE, PARENT} or not wish.value:
        return
    tried = Override(0, wish.account, wish.what, wish.value, "", None, "", "", "")
    others = [o for o in counting if (o.account, o.what) != (wish.account, wish.what)]
    if wish.account == wish.value or set(given_way(accounts, [*others, tried])) - set(
        given_way(accounts, others)
    ):
        merged, placed = (
            message("{account} cannot be merged into {value}: that would run in a circle"),
            message("{account} cannot be placed under {value}: that would run in a circle"),
        )
        raise BadRequest(
            say(merged if wish.what == MERGE else placed, account=wish.account, value=wish.value),
            place=wish.what,
            remedy=say("correct {value} first, or choose another account", value=wish.value),
        )


def _owner_before(workspace: Workspace, state: Snapshot, wish: Correction) -> str:
    sellers = set(_rows(workspace, state, "sellers")["seller_id"].to_pylist())
    stored = _rows(workspace, state, "assignments")
    if not sellers:
        sellers = {*stored["seller_id"].to_pylist(), *_on_lines(workspace, state, "seller_id")}
    if wish.value not in sellers:
        raise BadRequest(
            say("no seller {seller!r}", seller=wish.value),
            place=OWNER,
            remedy=say("use the id of a seller in the book"),
        )
    counting = in_force(state.overrides, until=None)
    day = wish.starts_on or date.min
    rows = corrected("assignments", stored, counting).to_pylist()
    held = sorted(
        row["seller_id"]
        for row in rows
        if (row["account_id"], row["role"]) == (wish.account, "primary")
        and row["starts_on"] <= day < (row["ends_on"] or date.max)
    )
    return ", ".join(held)


def _rows(workspace: Workspace, state: Snapshot, table: str) -> pa.Table:
    """Return a table's rows as imported."""
    schema = TABLES[table].stored
    batches = [b for path in workspace.files(state.of(table)) for b in segments.stream(path)]
    return pa.Table.from_batches(batches, schema=schema) if batches else schema.empty_table()


def _on_lines(workspace: Workspace, state: Snapshot, column: str) -> Iterator[str]:
    for path in workspace.files(state.of("order_lines")):
        for batch in segments.stream(path, [column]):
            yield from (value for value in batch.column(0).unique().to_pylist() if value)


def _replaced(one: Override, by: Override) -> Override:
    same = (one.account, one.what, one.starts_on) == (by.account, by.what, by.starts_on)
    if not (same and one.is_open):
        return one
    return replace(one, ended_by=by.made_by, ended_at=by.made_at, ended_why=f"replaced by {by.number}")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
