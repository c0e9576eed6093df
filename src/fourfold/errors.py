"""The one error tree: every error that Fourfold raises on purpose, each with its exit code.

    FourfoldError            a cause, a place and a remedy                        exit 1
    ├── BadRequest           the question or command cannot be meant              exit 2
    ├── NeedsConfirmation    a person has to say yes first; nothing was changed   exit 3
    ├── RefusedFile          a file's structure is faulty; nothing was loaded     exit 4
    ├── WorkspaceFault       the workspace is missing, damaged or busy            exit 5
    ├── EngineFault          an engine cannot be reached or gave up               exit 6
    ├── UnsafeSettings       the application must not start like this             exit 78
    └── Interrupted          a person stopped the work; nothing was changed       exit 130

Faults *in data* are not raised: they are collected as findings (`fourfold.book.findings`) and
returned. Guarantees that each error tells cause, place and remedy; how it is printed is left to
delivery.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, warning or question found in data: collected and returned, not raised.

    `code` is stable and never reused: a letter for the severity (E refuses or rejects, W warns,
    Q asks) and three digits for the subject (1xx bytes, 2xx structure, 3xx header and mapping,
    4xx type and format, 5xx keys and duplicates, 6xx references, 7xx money and control totals,
    8xx periods and time, 9xx safety limits). `line` and `record` count from 1, the physical line
    and the logical record; `position` is the column's place in the file from 1; `value` is cut at
    80 characters with control characters shown; `count` tells how many rows have the same fault.
    """

    code: str
    message: str
    remedy: str
    file: str = ""
    line: int | None = None
    record: int | None = None
    column: str = ""
    position: int | None = None
    value: str = ""
    expected: str = ""
    count: int = 1


class FourfoldError(Exception):
    """An error with a cause, the place where it arose and what to do about it.

    Parameters
    ----------
    cause
        What is wrong, in one sentence.
    place
        Where: a file, a line, an option, a setting. Empty if the cause names it.
    remedy
        What the reader can do now.

    Examples
    --------
    >>> str(FourfoldError("no such level 'sku'", place="--product-level", remedy="use: product"))
    "no such level 'sku' (--product-level). Remedy: use: product"
    """

    exit_code = 1

    def __init__(self, cause: str, *, place: str = "", remedy: str = "") -> None:
        self.cause = cause
        self.place = place
        self.remedy = remedy
        super().__init__(cause)

    def __str__(self) -> str:
        """Return cause, place and remedy in one line."""
        place = f" ({self.place})" if self.place else ""
        remedy = f". Remedy: {self.remedy}" if self.remedy else ""
        return f"{self.cause}{place}{remedy}"


class BadRequest(FourfoldError):
    """A question or command that cannot be meant: an unknown level, periods that overlap."""

    exit_code = 2


class NeedsConfirmation(FourfoldError):
    """Something only a person may decide is undecided; nothing was changed.

    Parameters
    ----------
    questions
        What has to be decided, as findings whose codes begin with Q.
    """

    exit_code = 3

    def __init__(self, questions: Sequence[Finding]) -> None:
        asked = "; ".join(f"{q.code}: {q.message}" for q in questions)
        super().__init__(asked, place=questions[0].file, remedy="look at the preview and confirm with --yes")
        self.questions = tuple(questions)


class RefusedFile(FourfoldError):
    """A file whose bytes, structure or header are faulty; nothing of it was loaded.

    Parameters
    ----------
    findings
        Every structural fault that was found, the first of which is the error's own text.
    """

    exit_code = 4

    def __init__(self, findings: Sequence[Finding]) -> None:
        first = findings[0]
        where = [first.file, f"line {first.line}" if first.line else "", first.column]
        super().__init__(
            f"{first.code}: {first.message}",
            place=", ".join(part for part in where if part),
            remedy=first.remedy,
        )
        self.findings = tuple(findings)


class WorkspaceFault(FourfoldError):
    """The workspace is missing, damaged, of another version, or busy with another import."""

    exit_code = 5


class EngineFault(FourfoldError):
    """A query engine is missing, cannot be reached, or failed."""

    exit_code = 6


class UnsafeSettings(FourfoldError):
    """A setting of the application that would put its data at risk; it does not start."""

    exit_code = 78


class Interrupted(FourfoldError):
    """A person or the system stopped the work; the workspace is as it was."""

    exit_code = 130
