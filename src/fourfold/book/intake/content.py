"""A received file and the three questions about it: what reads it, what it holds, how records stood.

`Content` answers in the process that asks, so only the limited child and tests of readers ask it;
everyone else asks `fourfold.book.intake.child.Limited`. Guarantees that an archive is unpacked once
and that each question starts from the same bytes. Leaves limits to `fourfold.book.intake.child`.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from fourfold.book.intake import archive
from fourfold.book.intake.batches import Reading, ReadJob
from fourfold.book.intake.looks import Look, Search
from fourfold.book.intake.profile import Profile
from fourfold.book.intake.proposal import propose
from fourfold.book.intake.reading import open_file, read
from fourfold.book.schema import TABLES
from fourfold.book.settings import Settings
from fourfold.errors import NeedsConfirmation, RefusedFile


class Content:
    """A file's content, parsed in this process.

    Parameters
    ----------
    path
        The file as received.
    name
        Its name as the user knows it: an archive must say .gz or .zip.
    folder
        An empty folder for what is unpacked and read; it is made if it is not there.
    """

    def __init__(self, path: Path, name: str, folder: Path) -> None:
        self.path, self.name, self.folder = path, name, folder
        folder.mkdir(exist_ok=True)
        self._unpacked: Path | None = None

    def __enter__(self) -> Self:
        """Return the content itself: nothing has to be opened."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave everything as it is: nothing has to be closed."""

    @property
    def _file(self) -> Path:
        if self._unpacked is None:
            ending = self.path.suffix if self.path.suffix in (".gz", ".zip") else ""  # a long name is cut
            name = self.name if self.name.lower().endswith(ending) else self.name + ending
            self._unpacked = archive.unpack(self.path, self.folder, name)
        return self._unpacked

    def look(self, search: Search) -> Look:
        """Return which profile reads the file.

        Raises
        ------
        RefusedFile
            An archive is refused, or a proposal is wanted and none can be made.
        NeedsConfirmation
            An archive holds several files.
        BadRequest
            An override names no field of the table or no column of the file.
        """
        file = self._file
        for place, candidate in enumerate(search.candidates):
            header = header_of(file, candidate.profile)
            if header is not None and candidate.fits(header):
                return Look(fitting=place)
        if not search.proposed:
            return Look()
        table, settings = TABLES[search.table_name], Settings(search.currency)
        return Look(proposal=propose(file, table, settings, search.overrides, search.proposed))

    def read(self, job: ReadJob) -> Reading:
        """Return what the file holds; see `fourfold.book.intake.reading.read` for what it refuses."""
        return read(replace(job, path=self._file))

    def raw(self, profile: Profile, lines: set[int]) -> dict[int, str]:
        """Return the text of the records that begin at these lines; reads the file up to the last."""
        found: dict[int, str] = {}
        if not lines:
            return found
        source = open_file(self._file, profile)
        for batch in source.batches():
            found |= source.raw(line for line in batch.lines.tolist() if line in lines)
            if len(found) == len(lines):
                break
        return found


def header_of(file: Path, profile: Profile) -> tuple[str, ...] | None:
    """Return the file's header if the profile can open the file, else none."""
    try:
        return open_file(file, profile).header
    except (RefusedFile, NeedsConfirmation):
        return None
