"""One import: the account of its lines, what was found, the rows that wait, and taking it back.

Guarantees that a file is handed out only under a name of its own, as a download, and that each
download is in the audit log before it begins.
"""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path
from typing import Any, cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from fourfold.book import durable
from fourfold.book.quarantine import export_rejects
from fourfold.book.snapshots import ImportRecord
from fourfold.book.waiting import waiting_groups, waiting_rows
from fourfold.errors import WorkspaceFault
from fourfold.reports.receipts import lines_grid, money_grid, rows_line
from fourfold.reports.waiting import rows_grid, worth
from fourfold.web.audit.log import record
from fourfold.web.gate import AskedRequest, Reader
from fourfold.web.jobs.queue import key_of, queue
from fourfold.web.pages.data import shown
from fourfold.web.uploads import safe_name

MOST_GROUPS = 20
A_PAGE = 50
BYTES = "application/octet-stream"


def _import(reader: Reader, number: int) -> ImportRecord:
    found = reader.workspace.snapshot().find_import(number)
    if found is None:
        raise Http404
    return found


def page(request: HttpRequest, number: int) -> HttpResponse:
    """Show an import with its account and findings, and the rows of it that wait, by what is wrong."""
    reader = cast(AskedRequest, request).reader
    found = _import(reader, number)
    groups = waiting_groups(reader.workspace, reader.workspace.snapshot(), number)
    told: dict[str, Any] = {
        "import": shown(found),
        "can_load": "load_data" in reader.permissions,
        "grids": [lines_grid(found.lines), *([money_grid(found.money)] if found.money else [])],
        "rows": rows_line(found),
        "groups": [(group, worth(group.waiting)) for group in groups[:MOST_GROUPS]],
        "more_groups": len(groups) - MOST_GROUPS,
        "waiting": sum(group.waiting.rows for group in groups),
        "findings": [f for f in found.findings if f.code not in {group.code for group in groups}],
    }
    return render(request, "pages/import.html", {**told, **_rows(request, reader, number)})


def _rows(request: HttpRequest, reader: Reader, number: int) -> dict[str, Any]:
    """Return the rows of one group that were asked for, a page of them."""
    code, column = request.GET.get("code", ""), request.GET.get("column", "")
    if not code:
        return {}
    asked = request.GET.get("page", "1")
    place = int(asked) if asked.isascii() and asked.isdigit() and 0 < len(asked) < 9 else 1
    start = (max(place, 1) - 1) * A_PAGE
    state = reader.workspace.snapshot()
    found = waiting_rows(reader.workspace, state, (number, code, column), start=start, most=A_PAGE + 1)
    return {
        "code": code,
        "column": column,
        "place": place,
        "has_more": len(found) > A_PAGE,
        "rejects": rows_grid(found[:A_PAGE]) if found else None,
    }


def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Ask whether an import is to be taken back; with a yes, ask for the job."""
    reader = cast(AskedRequest, request).reader
    found = _import(reader, number)
    if found.undone:
        raise Http404
    if request.method != "POST":
        after = [r for r in reader.workspace.snapshot().active if r.number > number]
        return render(request, "pages/import_undo.html", {"import": shown(found), "after": len(after)})
    record("undo asked", by=reader.actor, about=f"#{number} {found.file}")
    key = key_of(number, reader.workspace.snapshot().name)
    return redirect("job", queue("undo", reader.actor, key=key, number=number).pk)


def raw(request: HttpRequest, number: int) -> HttpResponseBase:
    """Hand out the file of an import as it was received."""
    reader = cast(AskedRequest, request).reader
    found = _import(reader, number)
    path = reader.workspace.folder / found.raw
    if not path.is_file() or durable.sha256_of(path) != found.sha256:
        raise WorkspaceFault("the file as received is gone or changed", remedy="restore a backup")
    record("export", by=reader.actor, about=f"file of #{number} {found.file} as received")
    return _download(path, safe_name(found.file))


def rejects(request: HttpRequest, number: int) -> HttpResponseBase:
    """Hand out the rows of an import that wait, in the shape of its file, to be repaired."""
    reader = cast(AskedRequest, request).reader
    found = _import(reader, number)
    answer = _rejects(reader, number, f"repair-{number}-{Path(safe_name(found.file)).stem}")
    if answer is None:
        messages.info(request, _("No row of this import waits for repair."))
        return redirect("import_one", number)
    record("export", by=reader.actor, about=f"rejected rows of #{number} {found.file}")
    return answer


def all_rejects(request: HttpRequest) -> HttpResponseBase:
    """Hand out all rows that wait: one file, or a zip of one for each shape."""
    reader = cast(AskedRequest, request).reader
    answer = _rejects(reader, None, "repair")
    if answer is None:
        messages.info(request, _("No row waits for repair."))
        return redirect("data")
    record("export", by=reader.actor, about="all rejected rows")
    return answer


def _rejects(reader: Reader, number: int | None, name: str) -> FileResponse | None:
    with tempfile.TemporaryDirectory() as folder:
        written = export_rejects(reader.workspace, Path(folder) / f"{name}.csv", number=number)
        if not written:
            return None
        if len(written) == 1:
            return _download(written[0].path, f"{name}.csv")
        packed = Path(folder) / f"{name}.zip"
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for one in written:
                archive.write(one.path, one.path.name)
        return _download(packed, packed.name)


def _download(path: Path, name: str) -> FileResponse:
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=BYTES)
