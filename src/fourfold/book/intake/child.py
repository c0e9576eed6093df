"""Asking a limited child process about a file: a file that breaks a reader cannot break who imports it.

Guarantees that a file is opened and parsed by a process under limits on memory, processor time,
wall time, file size, open files and threads, and behind the barriers of `fourfold.book.confinement`; that the
limit that was hit is named, whatever the question; that the child dies with the thread that waits
for it; that an answer is checked before it is used, and files are read only after the death of
who wrote them; and that on any failure nothing the child wrote is left. Leaves the answers to
`fourfold.book.intake.content`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from fourfold.book.intake.batches import Reading, ReadJob
from fourfold.book.intake.child_wire import (
    error_from_json,
    job_to_json,
    look_from_json,
    raw_from_json,
    reading_from_json,
    search_to_json,
)
from fourfold.book.intake.limits import Limits
from fourfold.book.intake.looks import Look, Search
from fourfold.book.intake.plain import Json
from fourfold.book.intake.process import Process, Progress
from fourfold.book.intake.profile import Profile, profile_to_toml
from fourfold.errors import FourfoldError, WorkspaceFault

T = TypeVar("T")


class Limited:
    """A file's content, parsed in a limited child process; see `Content` for questions and answers.

    The process is started by the first question, and ended by a reading, an error or the end of the
    `with`; a question after that starts another. Beside what `Content` raises, each question may
    raise RefusedFile (E903 to E908: the limit that was hit, or how the process ended; the remedy
    says to split the file), WorkspaceFault (no room on the disk) and KeyboardInterrupt. After any
    error the folder is empty.

    Parameters
    ----------
    path
        The file as received.
    name
        Its name as the user knows it.
    folder
        An empty folder, the only one that the process can write to; it is made if it is not there.
    limits
        What the process may use (default: `Limits()` for the file's size).
    """

    def __init__(self, path: Path, name: str, folder: Path, limits: Limits | None = None) -> None:
        self.path, self.name, self.folder = path, name, folder
        folder.mkdir(exist_ok=True)
        self._limits = limits or Limits().for_file(path.stat().st_size)
        self._process: Process | None = None

    def __enter__(self) -> Self:
        """Return the content itself: the process is started by the first question."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process if it still runs."""
        self._end()

    def look(self, search: Search) -> Look:
        """Return which profile reads the file."""
        return self._ask({"look": search_to_json(search)}, lambda told: look_from_json(told, search))

    def read(self, job: ReadJob) -> Reading:
        """Return what the file holds."""
        reading = self._ask(
            {"read": job_to_json(job)}, lambda told: reading_from_json(told, self.folder), job.progress
        )
        self._end()
        return reading

    def raw(self, profile: Profile, lines: set[int]) -> dict[int, str]:
        """Return the text of the records that begin at these lines; none asked for, no process started."""
        if not lines:
            return {}
        folder = self.folder / "again"
        question = {"raw": sorted(lines), "profile": profile_to_toml(profile)}
        with Limited(self.path, self.name, folder, self._limits) as again:
            return again._ask(question, lambda told: raw_from_json(told, folder, lines))

    def _ask(self, question: Json, make: Callable[[Json], T], progress: Progress | None = None) -> T:
        kind = next(iter(question))
        try:
            if self._process is None:
                self._process = Process(self.path, self.name, self.folder, self._limits)
            outcome = self._process.answer(question, progress)
            try:
                if kind in outcome:
                    return make(outcome[kind])
                error = _error(outcome) if outcome else self._process.death()
            except (ValueError, TypeError, OSError) as fault:
                raise self._process.broken(f"its answer is none: {fault}") from fault
            raise error
        except BaseException:
            self._end()
            _clear(self.folder)
            raise

    def _end(self) -> None:
        if self._process is not None:
            self._process.end()
            self._process = None


def _error(outcome: Json) -> FourfoldError:
    if "no_room" in outcome:
        return WorkspaceFault(
            "there is no room left on the disk", remedy="free some space, then import again"
        )
    error = error_from_json(outcome)
    if error is None:
        raise ValueError("neither an answer nor an error")
    return error


def _clear(folder: Path) -> None:
    for entry in folder.iterdir() if folder.is_dir() else ():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
