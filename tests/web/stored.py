"""Everything that the application stores, as one hash: to see that a refused request changed nothing."""

from __future__ import annotations

import hashlib
import re

from django.db import connection

from fourfold.book.workspace import Workspace

UNWATCHED = re.compile("django_session|axes_.*|usersessions_.*|sqlite_.*")
"""Tables that a refused request may write to: sessions, tries, activity."""


def state_of(workspace: Workspace) -> str:
    """A hash of everything that is stored: all tables, the snapshot, uploads and profiles."""
    digest = hashlib.sha256((workspace.folder / "snapshots" / "CURRENT").read_bytes())
    for folder in ("uploads", "profiles", "raw"):
        digest.update(str(sorted((workspace.folder / folder).glob("**/*"))).encode())
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if not UNWATCHED.fullmatch(table):
                refused = " where kind <> 'denied'" if table == "audit_entry" else ""
                cursor.execute(f"select * from {connection.ops.quote_name(table)}{refused}")  # noqa: S608
                digest.update(f"{table} {cursor.fetchall()}".encode())
    return digest.hexdigest()
