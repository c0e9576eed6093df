"""The rest of a workspace: everything outside of what one person may see is deleted from it, on disk.

Guarantees that no row, raw file, profile, import record, faulty row or kept answer of the rest of the
company is in the folder; of the company it knows what `company_facts.toml` names. What somebody may
see is `tests.web.reduced`'s to say, never `fourfold.book.scope`'s.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from fourfold.book.book import open_book
from fourfold.book.schema import TABLES
from fourfold.book.scoped import COMPANY_FACTS, company_facts
from fourfold.book.segments import Desk, write_segments
from fourfold.book.snapshots import Segment, Snapshot
from fourfold.book.workspace import Workspace, commit, create_workspace
from tests.web.reduced import Seen, is_seen

Filter = Callable[[str, pa.Table], pa.Table]


def rest_of(whole: Workspace, kept: Seen, folder: Path, *, own: Seen | None = None) -> Workspace:
    """Return a workspace in `folder` with what is left of `whole` for somebody who may see `kept`.

    Objectives are those of `own`, where that is less than `kept`.
    """
    rest = create_workspace(folder, whole.settings)
    shutil.copy(whole.folder / "fourfold.toml", folder / "fourfold.toml")
    state = whole.snapshot()
    cut = _cutter(whole, kept, own or kept)
    segments = [s for segment in state.segments for s in _rewritten(whole, rest, segment, cut)]
    own = tuple(o for o in state.overrides if o.account in kept.accounts)
    commit(rest, Snapshot("", state.number, "", segments=tuple(segments), overrides=own))
    _tell_company_facts(whole, rest)
    return rest


def _cutter(whole: Workspace, kept: Seen, own: Seen) -> Filter:
    owners = _column(whole, "assignments", "seller_id", "account_id", kept.accounts)
    sold = _column(whole, "order_lines", "seller_id", "account_id", kept.accounts)
    corrected = {
        o.value for o in whole.snapshot().overrides if o.what == "owner" and o.account in kept.accounts
    }
    people = kept.people | owners | sold | corrected

    def cut(name: str, table: pa.Table) -> pa.Table:
        if name in {"products", "fx_rates"}:
            return table
        if name in {"sellers", "teams"}:
            return _of(table, "seller_id", people)
        if name in {"opportunities", "activities", "objectives"}:
            seen = own if name == "objectives" else kept
            return table.filter(pa.array([is_seen(seen, name, row) for row in table.to_pylist()], pa.bool_()))
        if name == "order_lines" and own is not kept:
            # what somebody sold to no account that is known counts among what they reached
            nobody = pc.and_(pc.is_null(table["account_id"]), _among(table, "seller_id", kept.people))
            return table.filter(pc.or_(_among(table, "account_id", kept.accounts), nobody))
        return _of(table, "account_id", kept.accounts)

    return cut


def _column(whole: Workspace, table: str, column: str, key: str, ids: Collection[str]) -> set[str]:
    found: set[str] = set()
    for segment in whole.snapshot().of(table):
        rows = _of(pq.read_table(whole.folder / segment.file), key, ids)
        found |= {value for value in rows[column].to_pylist() if value}
    return found


def _of(table: pa.Table, column: str, ids: Collection[str]) -> pa.Table:
    return table.filter(_among(table, column, ids))


def _among(table: pa.Table, column: str, ids: Collection[str]) -> pa.ChunkedArray:
    return pc.is_in(table[column], value_set=pa.array(sorted(ids), pa.string()))


def _rewritten(whole: Workspace, rest: Workspace, segment: Segment, cut: Filter) -> tuple[Segment, ...]:
    table = cut(segment.table, pq.read_table(whole.folder / segment.file))
    work = rest.folder / "tmp"
    desk = Desk(rest, work, 1, segment.import_number, segment.source)
    return write_segments(table.to_batches(), segment.table, TABLES[segment.table].stored, desk)


def _tell_company_facts(whole: Workspace, rest: Workspace) -> None:
    """Keep the facts of the whole company where the rest of it looks for them."""
    from_whole, to_rest = open_book(whole), open_book(rest)
    company_facts(from_whole)
    told = from_whole.kept(COMPANY_FACTS)
    assert told is not None
    to_rest.keep(COMPANY_FACTS, told)
    from_whole.close()
    to_rest.close()
