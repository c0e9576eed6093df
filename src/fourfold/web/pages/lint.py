"""The linter's page: what a pasted list of objectives addresses, what it misses, and corrections.

Guarantees that a list is answered and not stored, that one which is too large is refused before its body
is read, and that a correction has an entry of the audit log. A correction shows only beside a line that
the reader gave themselves: see docs/methods/scope.md. Leaves reading the list to
`fourfold.objectives.linter`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from fourfold.errors import BadRequest, RefusedFile
from fourfold.objectives.linter import Correction, Linted, LintedLine, Proposal, corrections, lint
from fourfold.objectives.linter.files import MOST_BYTES, MOST_LINES, lint_text, text_of, too_long
from fourfold.objectives.objective import Owner
from fourfold.reports.linting import (
    NAMES,
    Chip,
    chip,
    how_sure,
    lint_grid,
    lint_plate,
    lint_sentence,
    lint_sentences,
)
from fourfold.web.audit.log import record
from fourfold.web.gate import AskedRequest, Reader
from fourfold.web.members.models import Person
from fourfold.web.pages.downloads import File, checked_form, workbook
from fourfold.web.pages.objective_store import SET, signed, whole_store
from fourfold.web.pages.owners import names_for
from fourfold.web.uploads import safe_name
from fourfold.words import day, say

FORM_BYTES = 1 << 16
"""What a form may add to its list: names, boundaries, the token."""

LENGTH_REQUIRED, TOO_LARGE, WRONG = 411, 413, 422


@dataclass(frozen=True, slots=True)
class Row:
    """A line as the page shows it; several objectives of the book that read alike are one."""

    number: int
    text: str
    about: str
    chips: tuple[Chip, ...]
    why: tuple[str, ...]
    sure: str
    measured: str
    is_measurable: bool
    proposals: tuple[Proposal, ...]
    corrected_by: str


@dataclass(frozen=True, slots=True)
class _Asked:
    """A list that was given: its text, or the objectives of the book if there is none."""

    linted: Linted
    text: str = ""
    told: str = ""

    @property
    def is_own(self) -> bool:
        return bool(self.told)


@csrf_exempt  # so that the size is checked before the body is read; `_posted` checks the token
def page(request: HttpRequest) -> HttpResponse:
    """Show the form, the answer for a list that was sent, or that for the objectives of the book."""
    if request.method == "POST":
        length = request.META.get("CONTENT_LENGTH") or ""
        if not length.isdigit():
            return _form(request, refused=too_long(), status=LENGTH_REQUIRED)
        if int(length) > 3 * MOST_BYTES + FORM_BYTES:  # a letter takes up to three times its bytes in a form
            return _form(request, refused=too_long(), status=TOO_LARGE)
        return _posted(request)
    if request.GET.get("own") == "1":
        return _answer(request, _own(cast(AskedRequest, request).reader))
    return _form(request)


@csrf_protect
def _posted(request: HttpRequest) -> HttpResponse:
    text = request.POST.get("list", "")
    try:
        if file := request.FILES.get("file"):
            text = _of_file(cast(TemporaryUploadedFile, file))
        asked = _pasted(cast(AskedRequest, request).reader, text)
        if not asked.linted.lines:
            cause = lint_sentence(asked.linted).rstrip(".")
            raise BadRequest(cause, remedy=_("paste one objective a line, or choose a file"))
    except (BadRequest, RefusedFile) as refused:
        return _form(request, text, refused, WRONG)
    return _answer(request, asked)


def table(request: HttpRequest, form: str) -> HttpResponseBase:
    """Return the answer for a list that was sent as CSV or Excel."""
    checked_form(form)
    reader = cast(AskedRequest, request).reader
    asked = _own(reader) if request.POST.get("own") else _pasted(reader, request.POST.get("list", ""))
    grid = lint_grid(asked.linted)
    about = asked.told or f"{len(asked.linted.lines)} lines"
    return workbook(reader, File("linted objectives", form, len(grid.rows), [grid]), about)


def correct(request: HttpRequest) -> HttpResponse:
    """Keep what somebody says that a line addresses, and answer for the list again."""
    reader = cast(AskedRequest, request).reader
    number, __, text = request.POST.get("line", "").partition(" ")
    labels = request.POST.getlist(f"said.{number}")
    given = request.POST.get("list", "")
    _pasted(reader, given)  # a list that cannot be read is refused before anything is kept
    if corrections.add(reader.workspace, text, labels, signed=signed(reader)):
        record("linter", by=reader.actor, about=f"{text!r}: {', '.join(labels) or 'as the rules say'}")
    return _answer(request, _pasted(reader, given), kept=text)


def _of_file(file: TemporaryUploadedFile) -> str:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        return text_of(Path(file.temporary_file_path()), safe_name(file.name or ""), place / "read")


def _pasted(reader: Reader, text: str) -> _Asked:
    return _Asked(lint_text(text, _named(corrections.read(reader.workspace))), text)


def _named(said: Iterable[Correction]) -> tuple[Correction, ...]:
    """Return corrections with the names of those who made them."""
    told = tuple(said)
    people = Person.objects.filter(email__in={one.by for one in told})
    names = {person.email: person.name for person in people if person.name}
    return tuple(replace(one, by=names.get(one.by, one.by)) for one in told)


def _own(reader: Reader) -> _Asked:
    """Return the objectives in force that the reader may see and that run on the last day of the data."""
    extent = reader.book.extent
    last = extent.last_on if extent else reader.today
    running = (one for one in whole_store(reader).in_force if one.period.start <= last < one.period.end)
    told = _("Objectives in force on %(day)s that you may see") % {"day": day(last)}
    return _Asked(lint([one for one in running if reader.sees(one.owner)]), told=told)


def _form(
    request: HttpRequest, text: str = "", refused: BadRequest | RefusedFile | None = None, status: int = 200
) -> HttpResponse:
    told = {"list": text, "refused": refused, **_limits()}
    return render(request, "pages/lint.html", told, status=status)


def _limits() -> dict[str, Any]:
    return {"most_lines": MOST_LINES, "most_bytes": MOST_BYTES}


def _answer(request: HttpRequest, asked: _Asked, kept: str = "") -> HttpResponse:
    reader, linted = cast(AskedRequest, request).reader, asked.linted
    told = {
        "list": asked.text,
        "own": asked.told,
        "kept": kept,
        "is_answered": True,
        "sentence": lint_sentence(linted),
        "sentences": lint_sentences(linted),
        "notes": linted.notes,
        "plate": lint_plate(linted) if linted.lines else None,
        "rows": _rows(reader, asked),
        "missing": linted.missing,
        "labels": [(label.value, say(name)) for label, name in NAMES.items()],
        "may_correct": SET in reader.permissions and not reader.is_seeing_as and not asked.is_own,
        **_limits(),
    }
    return render(request, "pages/lint.html", told)


def _rows(reader: Reader, asked: _Asked) -> list[Row]:
    if not asked.is_own:
        return [_row(line, _about(line)) for line in asked.linted.lines]
    alike: dict[tuple[str, ...], list[LintedLine]] = {}
    for line in asked.linted.lines:
        alike.setdefault((line.line.text, *line.labels, *line.why), []).append(line)
    owners = {line.line.objective.owner for line in asked.linted.lines if line.line.objective}
    names = names_for(reader, owners)
    return [_row(lines[0], _whose(lines, names)) for lines in alike.values()]


def _row(line: LintedLine, about: str) -> Row:
    found = line.measured
    unit = "" if found.unit in found.figure else found.unit
    words = (found.figure, unit, found.period) if line.line.objective is None else ()
    return Row(
        number=line.line.number,
        text=line.line.text,
        about=about,
        chips=tuple(chip(label) for label in line.labels),
        why=line.why,
        sure=how_sure(line.confidence),
        measured=" · ".join(dict.fromkeys(word for word in words if word)),
        is_measurable=line.is_measurable,
        proposals=line.proposals,
        corrected_by=line.corrected_by,
    )


def _about(line: LintedLine) -> str:
    weight = line.line.weight
    told = "" if weight is None else _("weight %(weight)s") % {"weight": f"{weight.normalize():f}"}
    return " · ".join(part for part in (line.line.owner, told) if part)


def _whose(lines: list[LintedLine], names: Mapping[Owner, str]) -> str:
    """Return whose objectives these are: a name, or how many there are."""
    first = lines[0].line.objective
    if len(lines) == 1 and first:
        return names[first.owner]
    return ngettext("%(count)s objective", "%(count)s objectives", len(lines)) % {"count": len(lines)}
