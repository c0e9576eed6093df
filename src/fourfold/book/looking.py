"""A look at a file that cannot be imported as it is: how it would be read, so that it can be corrected.

Guarantees that the file is opened by the limited child alone and that nothing is changed. Leaves
the account of its lines to `imports`, which refused it.
"""

from __future__ import annotations

from fourfold.book import reading, writing
from fourfold.book.imports import ImportReport, ImportRequest, shown_file
from fourfold.book.intake import LineCounts
from fourfold.book.reading import Wish
from fourfold.book.schema import TABLES
from fourfold.book.workspace import Workspace, current


def look_at(workspace: Workspace, request: ImportRequest) -> ImportReport:
    """Return the mapping and the first rows of a file; the outcome is `refused`, no line is counted.

    Raises
    ------
    RefusedFile
        Not even that can be told: the file is empty, of another kind, without a header.
    BadRequest
        A mapping that is none.
    WorkspaceFault
        Another import is running.
    """
    state, table, name = current(workspace)[0], TABLES[request.table], shown_file(request.path.name)
    with (
        writing.hold(workspace, request.wait) as work,
        reading.open_content(request.path, name, work / "reading") as content,
    ):
        wish = Wish(request.profile, request.overrides)
        chosen = reading.choose_profile(workspace, state, content, table, wish)
    proposal = chosen.proposal
    return ImportReport(
        outcome="refused",
        number=0,
        file=name,
        table=request.table,
        profile=chosen.profile,
        lines=LineCounts(0, 0, 0, 0, 0),
        money={},
        new=0,
        known=0,
        changed=0,
        rejected=0,
        superseded=0,
        closed=0,
        snapshot=state.name,
        questions=chosen.questions,
        preview=proposal.preview if proposal else (),
        preview_fields=proposal.fields if proposal else (),
        unmapped=proposal.unmapped if proposal else (),
    )
