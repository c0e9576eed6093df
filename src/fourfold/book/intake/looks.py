"""The first question about a file: which profile reads it; and the answer, in plain values.

Guarantees that whoever asks needs no reader of files: this module loads none. Leaves the look
itself to `fourfold.book.intake.content`, and confirming a proposal to `fourfold.book.imports`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fourfold.book.intake.batches import REPAIRED
from fourfold.book.intake.profile import Profile
from fourfold.errors import Finding

PREVIEW_ROWS = 5


@dataclass(frozen=True, slots=True)
class Proposal:
    """A profile made from a look at a file, and what a person should confirm about it.

    `fields` names the columns of `preview`, whose rows are the file's first, typed; a cell that the
    profile cannot read stands as `?text`. `unmapped` are columns of the file that are not read,
    `missing` required fields for which no column was found.
    """

    profile: Profile
    questions: tuple[Finding, ...]
    fields: tuple[str, ...]
    preview: tuple[tuple[str, ...], ...]
    unmapped: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A profile that may read a file, and what the file's header must be for it.

    `header` is the whole header; or, for a file of repaired rows, how it begins, the columns of
    `REPAIRED` being among the rest.
    """

    profile: Profile
    header: tuple[str, ...]
    repaired: bool = False

    def fits(self, header: tuple[str, ...]) -> bool:
        """Whether a file with this header is read by the profile."""
        if self.repaired:
            return set(REPAIRED) <= set(header) and header[: len(self.header)] == self.header
        return header == self.header


@dataclass(frozen=True, slots=True)
class Search:
    """Which profile reads a file: the first candidate that fits; if none does, a proposal if one is wanted.

    Parameters
    ----------
    table_name
        The table whose rows the file holds.
    candidates
        The profiles that may fit, the best first.
    proposed
        The name of the profile to propose; empty asks for none.
    currency
        The book's, for a proposal where the file names none.
    overrides
        Field to mapping, taken into a proposal as they are.
    """

    table_name: str
    candidates: tuple[Candidate, ...] = ()
    proposed: str = ""
    currency: str = ""
    overrides: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Look:
    """What a search found: the place of the candidate that fits, or a proposal, or neither."""

    fitting: int | None = None
    proposal: Proposal | None = None
