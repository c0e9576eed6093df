"""Files of a whole list: CSV as it is read, Excel up to a size, each noted in the audit log.

Guarantees that a file holds every item or is refused, never a part, and that no cell is run as a
formula. Leaves what stands in a file to `fourfold.reports`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.text import slugify

from fourfold.errors import BadRequest
from fourfold.reports import Grid, csv_text, xlsx_bytes
from fourfold.web.audit.log import record
from fourfold.web.gate import Reader

MOST_IN_WORKBOOK = 100_000
"""A workbook holds at most so many rows: its writer needs all of them in memory."""

FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class File:
    """A table to download: its name, its form, how many rows it has, and the rows in parts.

    `told` are the periods and the currency of its figures: they stand in the file's name.
    """

    name: str
    form: str
    count: int
    parts: Iterable[Grid]
    told: str = ""


def checked_form(form: str) -> str:
    """Return a form of file; raises `Http404` if there is none of this name."""
    if form not in FORMS:
        raise Http404
    return form


def download(reader: Reader, file: File, about: str) -> HttpResponseBase:
    """Return a file to download, after it was noted in the audit log with the question in `about`.

    Raises
    ------
    BadRequest
        If a workbook would hold more than `MOST_IN_WORKBOOK` rows.
    """
    if file.form == "xlsx" and file.count > MOST_IN_WORKBOOK:
        raise BadRequest(
            f"{file.count:,} rows; a workbook holds at most {MOST_IN_WORKBOOK:,} here",
            place=file.name,
            remedy="take the CSV file, or narrow the list down",
        )
    record("export", by=reader.actor, about=f"{file.name}.{file.form} {about}".strip())
    answer: HttpResponseBase
    if file.form == "xlsx":
        answer = HttpResponse(xlsx_bytes([_whole(file.parts)]), content_type=FORMS["xlsx"])
    else:
        answer = StreamingHttpResponse(_text(file.parts), content_type=FORMS["csv"])
    return _attached(answer, file)


def workbook(reader: Reader, file: File, about: str) -> HttpResponseBase:
    """Return small tables to download: a sheet each, or the only one as CSV; noted as `download` does."""
    record("export", by=reader.actor, about=f"{file.name}.{file.form} {about}".strip())
    grids = list(file.parts)
    content = xlsx_bytes(grids) if file.form == "xlsx" else csv_text(grids[0])
    return _attached(HttpResponse(content, content_type=FORMS[file.form]), file)


def _attached(answer: HttpResponseBase, file: File) -> HttpResponseBase:
    name = slugify(f"{file.name} {file.told}")
    answer["Content-Disposition"] = f'attachment; filename="{name}.{file.form}"'
    return answer


def _whole(parts: Iterable[Grid]) -> Grid:
    grids = list(parts)
    return Grid(grids[0].title, grids[0].columns, tuple(row for grid in grids for row in grid.rows))


def _text(parts: Iterable[Grid]) -> Iterator[str]:
    """Yield CSV text part by part, its header once."""
    for at, part in enumerate(parts):
        text = csv_text(part)
        yield text if at == 0 else text.split("\r\n", 1)[1]
