"""What kinds of jobs there are, and how each is done.

Guarantees that doing a job again after its worker died does nothing twice: an import is known by its
bytes, and taking back, going back and rebuilding leave their reason in the snapshot. Leaves who may
ask to `policy`, and when a job runs to `queue`.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from django.conf import settings

from fourfold.book.book import open_book
from fourfold.book.imports import ImportReport, ImportRequest, import_file
from fourfold.book.looking import look_at
from fourfold.book.rebuild import rebuild, undo_import
from fourfold.book.weighing import Progress
from fourfold.book.workspace import Workspace
from fourfold.book.writing import restore
from fourfold.datasets import make_company, write_files
from fourfold.errors import BadRequest, NeedsConfirmation, RefusedFile
from fourfold.growth import Asked
from fourfold.growth.usual import prepare
from fourfold.web.jobs.wire import fault_to_json, report_to_json
from fourfold.web.uploads import forget, uploaded

Outcome: TypeAlias = dict[str, Any]

BOOK = "book"
"""What every job that writes to the book holds alone."""

DEMO_SEED = 1

AHEAD: list[Callable[[Workspace, Progress], int]] = []
"""What else is computed ahead of its first reader; apps add theirs when they start."""


@dataclass(frozen=True, slots=True)
class Work:
    """One job to do: on which workspace, with which arguments, telling progress to whom."""

    workspace: Workspace
    arguments: Mapping[str, Any]
    progress: Progress


@dataclass(frozen=True, slots=True)
class Kind:
    """How a job is done, what it holds alone, and whether it waits until nothing else is due."""

    do: Callable[[Work], Outcome]
    alone_in: str = BOOK
    is_later: bool = False


def _request(work: Work, *, dry_run: bool = False, confirmed: bool = False) -> ImportRequest:
    return ImportRequest(
        uploaded(work.arguments["upload"]),
        work.arguments["table"],
        overrides=work.arguments.get("mapped", {}),
        dry_run=dry_run,
        confirmed=confirmed,
    )


def _look(work: Work) -> Outcome:
    """Look at a file; one that is refused is told with the mapping that may be at fault, if there is one."""
    try:
        report = import_file(work.workspace, _request(work, dry_run=True), work.progress)
    except RefusedFile as fault:
        seen = look_at(work.workspace, _request(work))
        return {"refused": fault_to_json(fault), "report": report_to_json(seen)}
    if report.outcome == "already imported":
        forget(work.arguments["upload"])
    return {"report": report_to_json(report)}


def _import(work: Work) -> Outcome:
    """Load a file that was looked at; what nobody was asked yet, as the book changed since, is asked."""
    same_book = work.workspace.snapshot().name == work.arguments["snapshot"]
    try:
        report = import_file(work.workspace, _request(work, confirmed=same_book), work.progress)
    except NeedsConfirmation as asked:
        if any([q.code, q.message] not in work.arguments["answered"] for q in asked.questions):
            raise
        report = import_file(work.workspace, _request(work, confirmed=True), work.progress)
    forget(work.arguments["upload"])
    return {"report": report_to_json(report)}


def _undo(work: Work) -> Outcome:
    number = int(work.arguments["number"])
    gone = work.workspace.snapshot().find_import(number)
    if gone is None or not gone.undone:
        undo_import(work.workspace, number, work.progress)
    return {"number": number, "snapshot": work.workspace.snapshot().name}


def _restore(work: Work) -> Outcome:
    name = str(work.arguments["name"])
    if work.workspace.snapshot().reason != f"restored {name}":
        restore(work.workspace, name)
    return {"name": name, "snapshot": work.workspace.snapshot().name}


def _rebuild(work: Work) -> Outcome:
    name = str(work.arguments["name"])
    if work.workspace.snapshot().reason != f"rebuilt {name}":
        rebuild(work.workspace, work.progress)
    return {"name": name, "snapshot": work.workspace.snapshot().name}


def _demo(work: Work) -> Outcome:
    """Load the company that never existed, file by file; files that are in already are known."""
    Path(settings.FOURFOLD_UPLOADS).mkdir(mode=0o700, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="demo-", dir=settings.FOURFOLD_UPLOADS))
    try:
        files = write_files(make_company(DEMO_SEED), folder)
        ours = {file.path.name for file in files}
        if others := [r.file for r in work.workspace.snapshot().active if r.file not in ours]:
            raise BadRequest("the book is not empty", place=others[0], remedy="use a workspace of its own")
        reports = [_demo_file(work, file.path, file.table) for file in files]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return {"files": len(files), "rows": sum(report.lines.accepted for report in reports)}


def _demo_file(work: Work, path: Path, table: str) -> ImportReport:
    return import_file(work.workspace, ImportRequest(path, table, confirmed=True), work.progress)


def _prepare(work: Work) -> Outcome:
    book = open_book(work.workspace, engine_url=settings.FOURFOLD_ENGINE_URL)
    try:
        count = prepare(book, asked=Asked(""), progress=lambda n, of: work.progress("preparing", n, of))
    finally:
        book.close()
    return {"ledgers": count, "ahead": [make(work.workspace, work.progress) for make in AHEAD]}


KINDS: dict[str, Kind] = {
    "look": Kind(_look),
    "import": Kind(_import),
    "undo": Kind(_undo),
    "restore": Kind(_restore),
    "rebuild": Kind(_rebuild),
    "demo": Kind(_demo),
    "prepare": Kind(_prepare, alone_in="", is_later=True),
}
"""Every kind of job by its name; apps add theirs when they start.

A look takes the same place as an import: both read the book as it is.
"""

CHANGING = frozenset({"import", "undo", "restore", "rebuild", "demo"})
"""Kinds after which the usual screens are computed anew."""
