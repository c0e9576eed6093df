"""The page of a job: where it stands, what came of it, and what to do next.

Guarantees that a refused file and an open question are told as what they are, never as a fault of
ours, and that loading does only what was looked at. Leaves doing jobs to `fourfold.web.jobs`.
"""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fourfold.book.imports import ImportReport
from fourfold.book.schema import TABLES
from fourfold.errors import BadRequest
from fourfold.reports.grids import Grid
from fourfold.reports.receipts import changes_grid, lines_grid, money_grid, rows_line
from fourfold.web.audit.log import record
from fourfold.web.gate import AskedRequest
from fourfold.web.jobs.models import Job, State
from fourfold.web.jobs.queue import cancel, key_of, queue, retry
from fourfold.web.jobs.wire import findings_from_json, report_from_json
from fourfold.web.pages.mapping import BY_RULE, changed, fields_shown, tables_shown, titled
from fourfold.web.uploads import is_here

STAGES = {
    "waiting": gettext_lazy("Waiting for another import"),
    "receiving": gettext_lazy("Copying the file"),
    "reading": gettext_lazy("Reading its lines"),
    "comparing": gettext_lazy("Comparing with the book"),
    "storing": gettext_lazy("Storing the rows"),
    "preparing": gettext_lazy("Computing the usual pages"),
}
"""What is told while a job runs, by the stage that it tells."""

PROPOSED = "Q803"
"""The question whether a proposed mapping is right: the page shows the mapping itself."""

RELOAD = "HX-Refresh"
"""The header by which a polling page is asked to load itself again."""


def _job(number: UUID) -> Job:
    found = Job.objects.select_related("asked_by").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def page(request: HttpRequest, job: UUID) -> HttpResponse:
    """Show a job: its progress while it runs, then what came of it."""
    shown = _job(job)
    return render(request, "pages/job.html", {**_progress(shown), **_came_of(shown)})


def progress(request: HttpRequest, job: UUID) -> HttpResponse:
    """Show the progress alone; once the job is over, the page around it loads itself again."""
    shown = _job(job)
    answer = render(request, "pages/job_progress.html", _progress(shown))
    if shown.is_over:
        answer[RELOAD] = "true"
    return answer


def _progress(job: Job) -> dict[str, Any]:
    told = job.progress
    stage = STAGES.get(str(told.get("stage", "")), _("Starting"))
    return {"job": job, "stage": stage, "done": told.get("done", 0), "total": told.get("total", 0)}


def _came_of(job: Job) -> dict[str, Any]:
    told: dict[str, Any] = {"outcome": job.outcome, "tables": tables_shown()}
    if "refused" in job.outcome:
        told["refused"] = job.outcome["refused"]
        told["findings"] = findings_from_json(job.outcome["refused"].get("findings", []))
    if "report" in job.outcome:
        told |= _reported(job, report_from_json(job.outcome["report"]))
    return told


def _reported(job: Job, report: ImportReport) -> dict[str, Any]:
    grids: list[Grid] = [lines_grid(report.lines)]
    grids += [money_grid(report.money)] if report.money else []
    can_load = report.outcome == "dry run" and is_here(job.arguments["upload"])
    return {
        "report": report,
        "table_title": titled(report.table).lower(),
        "grids": grids,
        "changes": changes_grid(report.changes) if report.changes else None,
        "rows": rows_line(report),
        "asked": [question for question in report.questions if question.code != PROPOSED],
        "fields": fields_shown(report),
        "has_samples": bool(report.preview),
        "columns": [name for name in report.profile.seen if name],
        "by_rule": BY_RULE,
        "can_load": can_load,
    }


def cancelled(request: HttpRequest, job: UUID) -> HttpResponse:
    """Cancel a job: at once, or at its next step."""
    shown = _job(job)
    if cancel(shown):
        record("cancel", by=cast(AskedRequest, request).reader.actor, about=f"{shown.kind} {shown.pk}")
    else:
        messages.info(request, _("It was over before it could be cancelled."))
    return redirect("job", shown.pk)


def retried(request: HttpRequest, job: UUID) -> HttpResponse:
    """Ask for a failed or cancelled job again."""
    shown = _job(job)
    if retry(shown):
        record("retry", by=cast(AskedRequest, request).reader.actor, about=f"{shown.kind} {shown.pk}")
    return redirect("job", shown.pk)


def look(request: HttpRequest, job: UUID) -> HttpResponse:
    """Look at the same file again, with another mapping or for another table."""
    return redirect("job", _look(cast(AskedRequest, request), _looked(job)).pk)


def _looked(job: UUID) -> Job:
    """Return a job that looked at a file; there is nothing at the address of any other."""
    found = _job(job)
    if found.kind != "look" or found.state != State.DONE:
        raise Http404
    return found


def _look(request: AskedRequest, before: Job) -> Job:
    told = before.arguments
    table = request.POST.get("table") or told["table"]
    if table not in TABLES:
        raise BadRequest(_("There is no such table."), place="table", remedy=_("Choose one of the list."))
    mapped = {}
    if table == told["table"]:
        mapped = {**told.get("mapped", {}), **_changed(request, before)}
    snapshot = request.reader.workspace.snapshot().name
    key = key_of(told["sha256"], table, snapshot, *([mapped] if mapped else []))
    return queue("look", request.reader.actor, key=key, **{**told, "table": table, "mapped": mapped})


def _changed(request: AskedRequest, looked: Job) -> dict[str, str]:
    if "report" not in looked.outcome:
        return {}
    return changed(report_from_json(looked.outcome["report"]), request.POST.dict())


def load(request: HttpRequest, job: UUID) -> HttpResponse:
    """Load a file as it was looked at; if the mapping in the form is another, look once more first."""
    asked, looked = cast(AskedRequest, request), _looked(job)
    if "report" not in looked.outcome or "refused" in looked.outcome:
        raise Http404
    table = looked.arguments["table"]
    if request.POST.get("table", table) != table or _changed(asked, looked):
        messages.info(request, _("You changed how the file is read: look at it once more, then load it."))
        return redirect("job", _look(asked, looked).pk)
    report = report_from_json(looked.outcome["report"])
    told = {name: looked.arguments[name] for name in ("upload", "file", "sha256", "size", "table")}
    made = queue(
        "import",
        asked.reader.actor,
        key=key_of(looked.pk),
        **told,
        mapped=looked.arguments.get("mapped", {}),
        snapshot=report.snapshot,
        answered=[[q.code, q.message] for q in report.questions],
    )
    record("import asked", by=asked.reader.actor, about=f"{told['file']} into {told['table']}")
    return redirect("job", made.pk)
