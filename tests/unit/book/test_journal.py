"""Journals: whole, in line, flushed, and told when somebody meddled with them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fourfold.book import failpoints, journal
from fourfold.book.backup import back_up, restore_backup
from fourfold.book.chain import Signed
from fourfold.book.rebuild import rebuild, undo_import
from fourfold.book.settings import Settings
from fourfold.book.workspace import Workspace, create_workspace, open_workspace
from fourfold.errors import BadRequest, WorkspaceFault
from tests.unit.book.making import LINES, Desk

ANN, BOB = Signed("ann@example.com", "2026-01-02T03:04:05+00:00"), Signed("bob@example.com", "2026-01-03")
WRITER = """
import sys, time
from pathlib import Path
from fourfold.book import journal
from fourfold.book.chain import Signed
from fourfold.book.workspace import open_workspace

def make(entries):
    time.sleep(0.01)  # so that two writers without a lock would surely meet
    return [{"n": len(entries)}, {"n": -1}]

workspace = open_workspace(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
for n in range(int(sys.argv[2])):
    journal.revise(workspace, "log", make, signed=Signed("w", "now"))
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "book", Settings("EUR"))


def file(workspace: Workspace, ending: str = "jsonl") -> Path:
    return workspace.folder / "journals" / f"log.{ending}"


def write(workspace: Workspace, *texts: str, expected: int, signed: Signed = ANN) -> None:
    journal.append(workspace, "log", [{"t": t} for t in texts], signed=signed, expected=expected)


def texts(workspace: Workspace) -> list[object]:
    return [entry.what["t"] for entry in journal.read(workspace, "log")]


def test_what_was_appended_is_read_in_order_with_who_and_when(workspace: Workspace) -> None:
    assert journal.read(workspace, "log") == ()
    write(workspace, "a", "b", expected=0)
    write(workspace, "c", expected=2, signed=BOB)
    read = journal.read(workspace, "log")
    assert [(e.number, e.by, e.at, e.what["t"]) for e in read] == [
        (1, ANN.by, ANN.at, "a"),
        (2, ANN.by, ANN.at, "b"),
        (3, BOB.by, BOB.at, "c"),
    ]
    journal._held.clear()
    assert journal.read(open_workspace(workspace.folder), "log") == read
    assert journal.read(workspace, "log") is journal.read(workspace, "log")


def test_a_writer_who_did_not_read_the_latest_is_refused_and_told_who_wrote(workspace: Workspace) -> None:
    write(workspace, "a", expected=0)
    with pytest.raises(BadRequest, match=r"meantime: ann@example.com.*read again"):
        write(workspace, "b", expected=0, signed=BOB)
    assert texts(workspace) == ["a"]


def test_what_a_crash_left_of_a_line_is_no_entry_and_is_put_aside(workspace: Workspace) -> None:
    write(workspace, "a", expected=0)
    with file(workspace).open("ab") as torn:
        torn.write(b'{"at":"2026","by"')
    assert texts(workspace) == ["a"]
    write(workspace, "b", expected=1)
    journal._held.clear()
    assert texts(workspace) == ["a", "b"]
    assert file(workspace, "torn").read_bytes() == b'{"at":"2026","by"\n'


def test_meddling_is_found_and_the_line_is_named(workspace: Workspace) -> None:
    for n, text in enumerate("abc"):
        write(workspace, text, expected=n)
    whole = file(workspace).read_bytes()
    lines = whole.splitlines(keepends=True)
    for changed, place in (
        (whole.replace(b'"t":"b"', b'"t":"x"'), "line 2"),
        (lines[0] + lines[2], "line 2"),
        (lines[0] + lines[1], "jsonl"),
        (b"", "jsonl"),
    ):
        file(workspace).write_bytes(changed)
        with pytest.raises(WorkspaceFault, match="backup") as fault:
            journal.read(workspace, "log")
        assert fault.value.place.endswith(place)
        with pytest.raises(WorkspaceFault):
            write(workspace, "d", expected=3)
    file(workspace).unlink()
    with pytest.raises(WorkspaceFault, match="journal is missing"):
        journal.read(workspace, "log")
    file(workspace).write_bytes(whole)
    file(workspace, "head").unlink()
    with pytest.raises(WorkspaceFault, match="head of the journal is missing"):
        journal.read(workspace, "log")


def test_two_processes_that_write_at_once_lose_nothing_and_mix_nothing(workspace: Workspace) -> None:
    command = [sys.executable, "-c", WRITER, str(workspace.folder), "10"]
    writers = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        writer.communicate()
        assert writer.returncode == 0
    read = [entry.what["n"] for entry in journal.read(workspace, "log")]
    assert read == [n for place in range(0, 40, 2) for n in (place, -1)]


@pytest.mark.parametrize("step", ["fsync", "acknowledge"])
def test_a_writer_killed_before_or_after_flushing_leaves_its_records_all_or_none(
    workspace: Workspace, step: str
) -> None:
    write(workspace, "a", expected=0)
    killed = subprocess.run(
        [sys.executable, "-c", WRITER, str(workspace.folder), "1"],
        env={**os.environ, failpoints.VARIABLE: f"{step}:1"},
        input="go\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert killed.returncode == 137
    read = journal.read(workspace, "log")
    assert len(read) in ({1, 3} if step == "fsync" else {3})
    write(workspace, "b", expected=len(read))
    assert len(journal.read(workspace, "log")) == len(read) + 1


def test_journals_outlast_an_undo_a_rebuild_and_a_backup(desk: Desk, tmp_path: Path) -> None:
    workspace = desk.workspace
    write(workspace, "a", expected=0)
    for name in ("one", "two"):
        desk.bring(desk.file(f"{name}.csv", LINES, [f"{name},1,A,P,2025-01-01,1,10.00,EUR"]))
    undo_import(workspace, 2)
    rebuild(workspace)
    with file(workspace).open("ab") as torn:
        torn.write(b"{")
    kept = back_up(workspace, tmp_path / "kept.tar")
    restored = restore_backup(kept, tmp_path / "again")
    assert texts(restored) == texts(workspace) == ["a"]
    kept.write_bytes(kept.read_bytes().replace(b'"t":"a"', b'"t":"x"'))
    with pytest.raises(WorkspaceFault, match="line was changed"):
        restore_backup(kept, tmp_path / "third")
