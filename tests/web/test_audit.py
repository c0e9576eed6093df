"""The audit log: what is in it, and that a change to it is found whatever was changed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client, override_settings

from fourfold.web.audit.checking import Verdict, verify
from fourfold.web.audit.head import head_file
from fourfold.web.audit.log import Asked, entries, record
from fourfold.web.audit.models import Entry
from fourfold.web.members.models import Person

ClientOf = Callable[[Person], Client]
TRIGGERS = ("audit_no_update", "audit_no_delete")


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """A log with ten entries, its head in a folder of its own."""
    with override_settings(FOURFOLD_WORKSPACE=tmp_path):
        for number in range(1, 11):
            record("export", by="ada@company.example", about=f"table {number}")
        yield tmp_path / "audit.head"


@pytest.fixture
def tamper(log: Path) -> Callable[[str], None]:
    """Runs a statement as somebody would who has the whole database in hand."""
    del log

    def run(statement: str) -> None:
        with connection.cursor() as cursor:
            for trigger in TRIGGERS:
                cursor.execute(f"DROP TRIGGER IF EXISTS {trigger}")
            cursor.execute(statement)

    return run


def test_a_log_that_nobody_touched_is_whole(log: Path) -> None:
    assert verify() == Verdict(10)
    assert json.loads(log.read_text())["number"] == 10


@pytest.mark.parametrize(
    ("statement", "first_bad"),
    [
        ("UPDATE audit_entry SET about = 'table X' WHERE number = 4", 4),
        ("UPDATE audit_entry SET who = 'eve@company.example' WHERE number = 1", 1),
        ("UPDATE audit_entry SET at = replace(at, '2', '3') WHERE number = 10", 10),
        ("DELETE FROM audit_entry WHERE number = 6", 6),
        ("DELETE FROM audit_entry WHERE number = 1", 1),
        ("DELETE FROM audit_entry WHERE number > 7", 8),
        ("DELETE FROM audit_entry", 1),
    ],
)
def test_a_changed_removed_or_cut_off_entry_is_named(
    statement: str, first_bad: int, tamper: Callable[[str], None]
) -> None:
    tamper(statement)
    assert verify().first_bad == first_bad


def test_two_swapped_entries_are_found(tamper: Callable[[str], None]) -> None:
    tamper("UPDATE audit_entry SET number = 99 WHERE number = 3")
    tamper("UPDATE audit_entry SET number = 3 WHERE number = 5")
    tamper("UPDATE audit_entry SET number = 5 WHERE number = 99")
    assert verify().first_bad == 3


def test_a_log_that_was_written_anew_as_a_whole_does_not_fit_its_head(
    log: Path, tamper: Callable[[str], None]
) -> None:
    kept = log.read_text()
    tamper("DELETE FROM audit_entry")
    for number in range(1, 11):
        record("export", by="ada@company.example", about=f"another {number}")
    log.write_text(kept)
    assert verify().first_bad == 10


@pytest.mark.parametrize("content", [None, "", "{}", '{"number": 3, "hash": "0"}'])
def test_a_head_that_is_missing_or_changed_is_found(log: Path, content: str | None) -> None:
    if content is None:
        log.unlink()
    else:
        log.write_text(content)
    assert verify().first_bad is not None


def test_an_entry_whose_head_was_not_written_in_time_is_good(log: Path) -> None:
    kept = log.read_text()
    record("export", by="ada@company.example")
    log.write_text(kept)
    assert verify() == Verdict(11)


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET about = 'x'", "DELETE FROM audit_entry"])
def test_the_database_refuses_to_change_an_entry(statement: str, log: Path) -> None:
    del log
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert verify() == Verdict(10)


def test_an_entry_falls_with_the_transaction_it_was_written_in(log: Path) -> None:
    del log
    with transaction.atomic():
        record("export", by="ada@company.example")
        transaction.set_rollback(True)
    assert verify() == Verdict(10)
    record("export", by="ada@company.example")
    assert verify() == Verdict(11)


def test_threads_that_write_at_once_never_write_the_same_number(log: Path) -> None:
    del log

    def write(worker: int) -> None:
        for _ in range(10):
            record("export", by=f"worker {worker}")
        connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(6)))
    assert verify() == Verdict(70)


SETTINGS = "fourfold.web.settings"
READER = """
import django; django.setup()
from django.db import DatabaseError, connection
from fourfold.web.audit.checking import verify
print(verify())
for statement in ("UPDATE audit_entry SET who = ''", "DELETE FROM audit_entry", "TRUNCATE audit_entry"):
    if "TRUNCATE" in statement and connection.vendor == "sqlite":
        continue
    try:
        connection.cursor().execute(statement)
    except DatabaseError as refused:
        assert "append-only" in str(refused)
        print(statement.split()[0], "refused")
"""
WRITER = """
import sys
import django; django.setup()
from fourfold.web.audit.log import record
for _ in range(25):
    record("export", by=sys.argv[1])
"""


def written_at_once(folder: Path, **more: str) -> str:
    """What `verify` says after three processes wrote 25 entries each at the same time."""
    environment = os.environ | {"FOURFOLD_WORKSPACE": str(folder), "DJANGO_SETTINGS_MODULE": SETTINGS, **more}
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], env=environment, check=True)
    running = [
        subprocess.Popen([sys.executable, "-c", WRITER, f"process {n}"], env=environment) for n in range(3)
    ]
    assert [process.wait(timeout=240) for process in running] == [0, 0, 0]
    told = subprocess.run(
        [sys.executable, "-c", READER], env=environment, check=True, capture_output=True, text=True
    )
    return told.stdout.strip()


@pytest.mark.slow
def test_processes_that_write_at_once_never_write_the_same_number(tmp_path: Path) -> None:
    assert written_at_once(tmp_path).splitlines() == [str(Verdict(75)), "UPDATE refused", "DELETE refused"]


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.xdist_group("postgres")
def test_so_does_postgresql_which_refuses_to_truncate_the_log_as_well(
    tmp_path: Path, postgres_url: str
) -> None:
    said = written_at_once(tmp_path, FOURFOLD_DATABASE_URL=postgres_url).splitlines()
    assert said == [str(Verdict(75)), "UPDATE refused", "DELETE refused", "TRUNCATE refused"]


def test_the_page_lists_filters_and_pages(people: Mapping[str, Person], client_of: ClientOf) -> None:
    client = client_of(people["operations"])
    for number in range(120):
        record("import" if number % 2 else "undo", by="ada@company.example", about=f"file {number}.")
    first = client.get("/settings/audit/").content.decode()
    assert "file 119." in first
    assert "file 3." not in first
    assert "file 3." in client.get("/settings/audit/?page=2").content.decode()
    filtered = client.get("/settings/audit/?kind=undo&who=ADA@company.example").content.decode()
    assert "file 118." in filtered
    assert "file 119." not in filtered
    assert "No entry fits" in client.get("/settings/audit/?since=2999-01-01").content.decode()
    assert client.get("/settings/audit/?since=soon").status_code == 400
    assert client.get("/settings/audit/?page=zero").status_code == 200


def test_the_export_is_in_the_log_and_safe_in_a_spreadsheet(
    people: Mapping[str, Person], client_of: ClientOf
) -> None:
    record("import", by="ada@company.example", about="=cmd|' /c calc'!A1")
    answer = client_of(people["operations"]).get("/settings/audit/entries.csv")
    assert "'=cmd" in answer.getvalue().decode()
    assert entries(Asked())[0].kind == "export"
    assert client_of(people["operations"]).get("/settings/audit/entries.xlsx").content[:2] == b"PK"
    assert client_of(people["operations"]).get("/settings/audit/entries.pdf").status_code == 404


def test_the_check_on_the_page_says_what_it_found(
    people: Mapping[str, Person], client_of: ClientOf, own_workspace: object
) -> None:
    del own_workspace
    head_file().unlink(missing_ok=True)
    client = client_of(people["operations"])
    record("import", by="ada@company.example")
    assert "Nothing in the log was changed" in client.get("/settings/audit/check/").content.decode()
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER audit_no_update")
        cursor.execute("UPDATE audit_entry SET who = 'eve@company.example' WHERE number = 1")
    assert "Entry 1 is not as it was written" in client.get("/settings/audit/check/").content.decode()
    assert Entry.objects.count() > 0
