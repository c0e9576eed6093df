"""A sheet as one HTML file that holds everything it shows, for screens, phones and paper.

Guarantees that the file loads nothing from anywhere and runs no script (its content policy forbids
both), and that the same sheet gives the same file. Leaves what the sheet holds to `sheets`.
"""

from __future__ import annotations

from fourfold.reports.document import environment
from fourfold.reports.palette import DARK, LIGHT, custom_properties, legend
from fourfold.reports.sheets import Sheet, as_seen
from fourfold.words import language


def sheet_html(sheet: Sheet) -> str:
    """Return a sheet as one HTML document."""
    return (
        environment()
        .get_template("sheet.html.j2")
        .render(
            sheet=sheet,
            head=sheet.head,
            foot=as_seen(sheet.head),
            language=language(),
            light=custom_properties(LIGHT),
            dark=custom_properties(DARK),
            kinds=legend(),
        )
    )
