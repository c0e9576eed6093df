"""The objectives of a workspace: the rows that were imported, and the journal of changes laid on top.

Guarantees that the journal goes before the import, that no entry contradicts an earlier one (a version
follows the one before, a closed objective has no further step), that nothing is deleted, and that a row
which cannot be meant is told, not dropped. Leaves what may be changed by whom to `changes`.

Journal `objectives`, each record with `do` and `id`:

    set      version, why, row (the columns of `rows.ROW_COLUMNS` as text): a whole version
    state    version, state, why, withdrawn (true or false): a version moves on
    freeze   version, amount, numerator, denominator, as_of, snapshot: what it came to
    comment  version, text
    notice   starts_on, ends_on, milestone: told to the owner
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any
from weakref import WeakKeyDictionary

from fourfold.book import journal
from fourfold.book.book import Book
from fourfold.book.chain import Entry, Record, Signed
from fourfold.book.workspace import JOURNALS, Workspace
from fourfold.errors import BadRequest, WorkspaceFault
from fourfold.objectives.kept import Comment, Frozen, Kept, Step
from fourfold.objectives.milestones import Milestone, Notice
from fourfold.objectives.objective import Objective, State
from fourfold.objectives.rows import objective_of
from fourfold.words import say

JOURNAL = "objectives"
"""The name of the journal, and of the book's table."""


@dataclass(frozen=True, slots=True)
class Unusable:
    """An imported row that is no objective, and why."""

    id: str
    file_line: int | None
    cause: str


@dataclass(frozen=True, slots=True)
class Store:
    """All objectives at one moment.

    Parameters
    ----------
    kept
        Every objective by its id: imported ones in order of the table, then those made here.
    comments
        By objective, the oldest first; also of one whose import was undone.
    notices
        What owners were told.
    unusable
        Imported rows that are no objectives.
    count
        How many entries of the journal were read.
    """

    kept: Mapping[str, Kept]
    comments: Mapping[str, tuple[Comment, ...]]
    notices: frozenset[Notice]
    unusable: tuple[Unusable, ...]
    count: int

    @property
    def objectives(self) -> tuple[Objective, ...]:
        """The current versions, agreed or not, without those that were withdrawn."""
        return tuple(one.current for one in self.kept.values() if not one.is_withdrawn)

    @property
    def in_force(self) -> tuple[Objective, ...]:
        """What counts: of each objective the newest version that was agreed."""
        return tuple(found for one in self.kept.values() if (found := one.in_force))

    def find(self, objective_id: str) -> Kept:
        """Return one objective; raises `BadRequest` if there is none of that id."""
        if objective_id not in self.kept:
            raise BadRequest(
                say("no objective {id}", id=repr(objective_id)),
                place="objective",
                remedy=say("use the id of an objective that is there"),
            )
        return self.kept[objective_id]

    def history(self, objective_id: str) -> tuple[Step, ...]:
        """Return every version and move of state, the oldest first; raises `BadRequest` as `find`."""
        return self.find(objective_id).steps


_read: WeakKeyDictionary[Book, tuple[str, Store]] = WeakKeyDictionary()


def read_store(book: Book, entries: Sequence[Entry]) -> Store:
    """Return the objectives of a book with a journal's entries on top.

    Raises
    ------
    WorkspaceFault
        An entry contradicts those before it; the place names it.
    """
    mark = f"{len(entries)} {entries[-1].hash}" if entries else ""
    known = _read.get(book)
    if known is None or known[0] != mark:
        known = mark, stored(book.reference(JOURNAL).to_pylist(), entries)
        _read[book] = known
    return known[1]


def write(
    workspace: Workspace,
    book: Book,
    make: Callable[[Store], Sequence[Record]],
    *,
    signed: Signed,
) -> Store:
    """Write what `make` of `changes` or `copies` returns for the objectives as they are, all or none.

    No other writer comes between reading and writing, so two people who change different objectives
    never meet; two who change the same one meet in `make`, by the version that each had seen.

    Raises
    ------
    BadRequest
        `make` refused; nothing was written.
    WorkspaceFault
        The journal was changed by hand, a record contradicts it, or the disk failed or is full.
    """
    rows = book.reference(JOURNAL).to_pylist()

    def checked(entries: tuple[Entry, ...]) -> Sequence[Record]:
        records = make(read_store(book, entries))
        coming = (Entry(len(entries) + n, signed.at, signed.by, r, "") for n, r in enumerate(records, 1))
        stored(rows, [*entries, *coming])
        return records

    journal.revise(workspace, JOURNAL, checked, signed=signed)
    return read_store(book, journal.read(workspace, JOURNAL))


def stored(rows: Iterable[Mapping[str, Any]], entries: Sequence[Entry]) -> Store:
    """Return the objectives of rows of the table `objectives` with a journal's entries on top.

    Raises
    ------
    WorkspaceFault
        An entry contradicts those before it; the place names it.
    """
    desk = _Desk()
    for row in rows:
        desk.lay(row)
    for entry in entries:
        try:
            desk.take(entry)
        except (BadRequest, KeyError, ValueError, TypeError) as error:
            cause = error.cause if isinstance(error, BadRequest) else f"{type(error).__name__}: {error}"
            raise WorkspaceFault(
                say("entry {number} cannot be meant: {cause}", number=entry.number, cause=cause),
                place=f"{JOURNALS}/{JOURNAL}.jsonl",
                remedy=say("restore a backup, or use the version of Fourfold that wrote it"),
            ) from error
    comments = {name: tuple(told) for name, told in desk.comments.items()}
    return Store(desk.kept, comments, frozenset(desk.notices), tuple(desk.unusable), len(entries))


@dataclass(slots=True)
class _Desk:
    """Where rows and entries are put together, one after the other."""

    kept: dict[str, Kept] = field(default_factory=dict)
    comments: dict[str, list[Comment]] = field(default_factory=dict)
    notices: set[Notice] = field(default_factory=set)
    unusable: list[Unusable] = field(default_factory=list)

    def lay(self, row: Mapping[str, Any]) -> None:
        try:
            objective = objective_of(row)
        except BadRequest as error:
            told = row.get("objective_id") or ""
            self.unusable.append(Unusable(told, row.get("file_line"), str(error)))
        else:
            self.kept[objective.id] = Kept((Step(objective),), imported=objective)

    def take(self, entry: Entry) -> None:
        takes: dict[object, Callable[[Entry, dict[str, Any]], None]] = {
            "set": self._set,
            "state": self._move,
            "freeze": self._freeze,
            "comment": self._comment,
            "notice": self._notice,
        }
        takes[entry.what["do"]](entry, dict(entry.what))

    def _set(self, entry: Entry, what: dict[str, Any]) -> None:
        made = objective_of(what["row"], version=what["version"])
        before = self.kept.get(made.id)
        follows = before.current.version + 1 if before else 1
        if made.id != what["id"] or made.version != follows:
            raise ValueError(say("version {version} does not follow", version=made.version))
        self._step(entry, made, before or Kept(()))

    def _move(self, entry: Entry, what: dict[str, Any]) -> None:
        before = self._at(what)
        moved = replace(before.current, state=State(what["state"]))
        self._step(entry, moved, replace(before, is_withdrawn=what["withdrawn"]))

    def _step(self, entry: Entry, made: Objective, before: Kept) -> None:
        if any(s.entry and s.objective.state is State.CLOSED for s in before.steps):
            raise ValueError(say("a closed objective never changes"))
        step = Step(made, entry.by, entry.at, str(entry.what["why"]), entry.number)
        self.kept[made.id] = replace(before, steps=(*before.steps, step))

    def _freeze(self, entry: Entry, what: dict[str, Any]) -> None:
        del entry
        before = self._at(what)
        if before.current.state is not State.CLOSED or before.frozen or before.is_withdrawn:
            raise ValueError(say("only an objective that closes has its values frozen, once"))
        frozen = Frozen(
            amount=_amount(what["amount"]),
            numerator=_amount(what["numerator"]),
            denominator=_amount(what["denominator"]),
            as_of=date.fromisoformat(what["as_of"]),
            snapshot=what["snapshot"],
        )
        self.kept[what["id"]] = replace(before, frozen=frozen)

    def _comment(self, entry: Entry, what: dict[str, Any]) -> None:
        told = Comment(what["version"], entry.by, entry.at, what["text"])
        self.comments.setdefault(what["id"], []).append(told)

    def _notice(self, entry: Entry, what: dict[str, Any]) -> None:
        del entry
        days = date.fromisoformat(what["starts_on"]), date.fromisoformat(what["ends_on"])
        self.notices.add(Notice(what["id"], *days, Milestone(what["milestone"])))

    def _at(self, what: dict[str, Any]) -> Kept:
        """Return the objective that a record means; its version must be the current one."""
        before = self.kept[what["id"]]
        if before.current.version != what["version"]:
            raise ValueError(say("version {version} is not the current one", version=what["version"]))
        return before


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
