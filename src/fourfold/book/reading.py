"""From a file to its reading: which profile reads it, what the book knows, and the child that reads.

Guarantees that a file is read by a profile a person confirmed once (named, saved and fitting, or
that of the rows it repairs), else by a proposal with its questions; and that nothing here opens a
file that came: what is asked of it is asked through `open_content`. Leaves reading to
`fourfold.book.intake` and what becomes of the rows to `absorb`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import pyarrow as pa
import pyarrow.compute as pc

from fourfold.book import codes, durable, segments
from fourfold.book.intake import (
    Candidate,
    Context,
    Look,
    Profile,
    Proposal,
    Reading,
    ReadJob,
    Search,
    child,
    load_profile,
    profile_from_toml,
    save_profile,
)
from fourfold.book.intake.contradictions import OWNERS
from fourfold.book.quarantine import repair_profile
from fourfold.book.schema import FX_RATES, OBJECTIVES, TABLES, Table
from fourfold.book.snapshots import ImportRecord, Snapshot
from fourfold.book.workspace import Workspace
from fourfold.errors import BadRequest, Finding

USUAL = 6
"""From how many latest imports it is told how many rows are usual."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The profile a file is read by, what a person has to confirm about it, and whether it is to be saved."""

    profile: Profile
    questions: tuple[Finding, ...] = ()
    unsaved: bool = False
    proposal: Proposal | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person said about how to read a file: a profile's name, mappings of fields."""

    profile: str = ""
    overrides: Mapping[str, str] | None = None


class Content(Protocol):
    """What a received file is asked; see `fourfold.book.intake.content.Content` for the answers."""

    path: Path
    folder: Path

    def look(self, search: Search) -> Look:
        """Return which profile reads the file."""
        ...

    def read(self, job: ReadJob) -> Reading:
        """Return what the file holds."""
        ...

    def raw(self, profile: Profile, lines: set[int]) -> dict[int, str]:
        """Return the text of the records that begin at these lines."""
        ...

    def __enter__(self) -> Self:
        """Return the content itself."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End what was started to answer."""
        ...


def open_content(path: Path, name: str, folder: Path) -> Content:
    """Return a received file, to be asked in a child process with limits; nothing is opened yet.

    Parameters
    ----------
    path
        The file as received.
    name
        Its name as the user knows it.
    folder
        Where the child may write: an empty folder, made if it is not there.
    """
    return child.Limited(path, name, folder)


def choose_profile(
    workspace: Workspace, state: Snapshot, content: Content, table: Table, wish: Wish
) -> Chosen:
    """Return the profile for a file.

    A profile that is named is taken, or proposed under that name if it is new. Without a name: that
    of the rows which the file repairs; else a saved one of this table whose header is the file's;
    else a proposal.

    Raises
    ------
    BadRequest
        A saved profile cannot be read, or is for another table; the remedy is to correct it.
    RefusedFile
        No profile can be proposed for the file, or looking at it broke a limit.
    NeedsConfirmation
        The file is an archive of several files.
    """
    path = profile_path(workspace, wish.profile) if wish.profile else None
    if path and path.exists():
        saved = load_profile(path)
        if saved.table != table.name:
            raise BadRequest(
                f"profile {saved.name!r} is for {saved.table}",
                place=path.name,
                remedy=f"import with --table {saved.table}, or choose another profile",
            )
        return _with_overrides(_in_shape(content, table, saved), wish)
    candidates = () if wish.profile else (*_repaired(state, table), *_saved(workspace, table))
    search = Search(
        table.name, candidates, wish.profile or table.name, workspace.settings.currency, wish.overrides or {}
    )
    look = content.look(search)
    if look.fitting is not None:
        return _with_overrides(candidates[look.fitting].profile, wish)
    return _proposed(look)


def profile_path(workspace: Workspace, name: str) -> Path:
    """Return where the profile of that name is saved; `BadRequest` for a name that is no file's name."""
    if not name or name.startswith(".") or set(name) & set('/\\\0:*?"<>|'):
        raise BadRequest(
            f"no name for a profile: {name!r}", place="--profile", remedy="use letters, digits, - and _"
        )
    return workspace.folder / "profiles" / f"{name}.toml"


def _with_overrides(profile: Profile, wish: Wish) -> Chosen:
    if not wish.overrides:
        return Chosen(profile)
    mapped = profile.mapped(wish.overrides)
    return Chosen(mapped, unsaved=mapped != profile)


def _in_shape(content: Content, table: Table, profile: Profile) -> Profile:
    """Return the profile, or its form for a file of rejects if the file is one."""
    repair = Candidate(repair_profile(profile), (), repaired=True)
    fits = content.look(Search(table.name, (repair,))).fitting is not None
    return repair.profile if fits else profile


def _saved(workspace: Workspace, table: Table) -> Iterator[Candidate]:
    """Yield the saved profiles of a table: each fits a file with the header it was made from."""
    for path in sorted((workspace.folder / "profiles").glob("*.toml")):
        profile = load_profile(path)
        if profile.table == table.name and profile.seen:
            yield Candidate(profile, profile.seen)


def _repaired(state: Snapshot, table: Table) -> Iterator[Candidate]:
    """Yield the profiles of imports with rejects, the latest first: each fits a file of its rejects."""
    numbers = {segment.import_number for segment in state.quarantine}
    told = set()
    for record in reversed(state.active):
        if record.number not in numbers or record.table != table.name or record.profile in told:
            continue
        told.add(record.profile)
        profile = repair_profile(profile_from_toml(record.profile))
        yield Candidate(profile, profile.seen, repaired=True)


def _proposed(look: Look) -> Chosen:
    proposal = look.proposal
    if proposal is None:
        raise TypeError("a proposal was asked for")
    read_as = "; ".join(f"{field} = {columns}" for field, columns in proposal.profile.columns.items())
    asked = codes.finding("Q803", f"proposed: {read_as}")
    return Chosen(proposal.profile, (*proposal.questions, asked), unsaved=True, proposal=proposal)


def save_confirmed(workspace: Workspace, profile: Profile, work: Path) -> None:
    """Save a profile that was confirmed by its first import; one that is saved already stays."""
    path = profile_path(workspace, profile.name)
    if not path.exists():
        save_profile(profile, work / "profile")
        durable.place(work / "profile", path)


def unused_name(workspace: Workspace, profile: Profile) -> Profile:
    """Return the profile under a name that no other saved profile has (its source keeps its own)."""
    number, name = 1, profile.name
    while (path := profile_path(workspace, name)).exists() and load_profile(path) != replace(
        profile, name=name
    ):
        number += 1
        name = f"{profile.name}-{number}"
    return replace(profile, name=name)


def profile_of(record: ImportRecord) -> Profile:
    """Return the profile frozen in an import."""
    return profile_from_toml(record.profile)


def context_of(workspace: Workspace, state: Snapshot, table: Table, source: str) -> Context:
    """Return what the book knows, against which the rows of a file from a source are checked.

    An id is checked only where the table it refers to holds rows (another than the file's own).
    """
    known: dict[str, pa.Array] = {}
    for column in table.columns:
        target = TABLES.get(column.references)
        if target and target is not table and state.rows(target.name):
            known[column.name] = _values(workspace, state, target, target.key[0])
    if table is OBJECTIVES:
        for known_as, owners, own in OWNERS.values():
            if state.rows(owners):
                known[known_as] = _values(workspace, state, TABLES[owners], own)
    return Context(
        workspace.settings.currency, known, _rates_from(workspace, state), _usual_rows(state, table, source)
    )


def _usual_rows(state: Snapshot, table: Table, source: str) -> tuple[int, int] | None:
    """Return the fewest and most rows of the latest imports of a source; none before the sixth."""
    sizes = [
        record.rows_accepted + record.rows_rejected
        for record in state.active
        if record.table == table.name and profile_of(record).source == source
    ][-USUAL:]
    return (min(sizes), max(sizes)) if len(sizes) == USUAL else None


def _values(workspace: Workspace, state: Snapshot, table: Table, column: str) -> pa.Array:
    chunks = [
        pc.unique(batch.column(column))
        for segment in state.of(table.name)
        for batch in segments.stream(workspace.file(segment), [column])
    ]
    return pc.unique(pa.chunked_array(chunks))


def _rates_from(workspace: Workspace, state: Snapshot) -> dict[str, date]:
    currency, day = FX_RATES.key
    found: dict[str, date] = {}
    for segment in state.of(FX_RATES.name):
        for batch in segments.stream(workspace.file(segment), FX_RATES.key):
            firsts = pa.Table.from_batches([batch]).group_by(currency).aggregate([(day, "min")])
            for code, first in zip(
                firsts[currency].to_pylist(), firsts[f"{day}_min"].to_pylist(), strict=True
            ):
                found[code] = min(first, found.get(code, first))
    return found
