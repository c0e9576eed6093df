"""Faults around stored files: corruption, failing disks, readers and writers at once, other zones."""

from __future__ import annotations

import errno
import os
import random
import shutil
import threading
import time
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pyarrow.compute as pc
import pytest

from fourfold.book import reading, segments
from fourfold.book.imports import ImportRequest, import_file
from fourfold.book.intake.content import Content
from fourfold.book.rebuild import rebuild
from fourfold.book.snapshots import Snapshot, totals
from fourfold.book.workspace import Workspace, open_workspace
from fourfold.errors import FourfoldError, WorkspaceFault
from tests.reliability.killing import Deed, broken, do, lines, make_workspace, state


@pytest.fixture(autouse=True)
def reads_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "open_content", Content)


@pytest.fixture
def book(tmp_path: Path) -> Workspace:
    workspace = make_workspace(tmp_path / "book")
    bring(workspace, tmp_path / "1.csv", lines(0, 30))
    bring(workspace, tmp_path / "2.csv", lines(20, 60))
    return workspace


def bring(workspace: Workspace, path: Path, text: str) -> None:
    path.write_text(text)
    import_file(workspace, ImportRequest(path, confirmed=True, wait=30))


def revenue(workspace: Workspace, snapshot: Snapshot) -> Decimal:
    sums = [
        pc.sum(batch.column("amount")).as_py()
        for path in workspace.files(snapshot.of("order_lines"))
        for batch in segments.stream(path, ["amount"])
    ]
    return sum(sums, Decimal(0))


def told(snapshot: Snapshot) -> Decimal:
    return totals(snapshot.segments)["order_lines", "EUR"][1]


def test_no_corruption_gives_a_wrong_figure(book: Workspace) -> None:
    chance = random.Random(7)
    snapshot = book.snapshot()
    right = revenue(book, snapshot)
    caught = 0
    for _ in range(60):
        path = book.folder / chance.choice(snapshot.of("order_lines")).file
        whole = path.read_bytes()
        at = chance.randrange(len(whole))
        damaged = chance.choice(
            [
                whole[:at],
                whole[:at] + bytes([whole[at] ^ (1 << chance.randrange(8))]) + whole[at + 1 :],
                whole[: at & ~511] + bytes(512) + whole[(at & ~511) + 512 :],
            ]
        )
        path.write_bytes(damaged)
        try:
            assert revenue(book, snapshot) == right
        except WorkspaceFault:
            caught += 1
        path.write_bytes(whole)
    assert caught > 50
    assert revenue(book, snapshot) == right


@pytest.mark.parametrize("call", ["fsync", "link", "replace"])
def test_a_disk_that_fails_at_the_nth_call_leaves_the_old_state_or_the_new(
    book: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    (tmp_path / "3.csv").write_text(lines(0, 70, {3: "77"}))
    before, origin, after, nth = state(book), tmp_path / "origin", None, 0
    found = []
    shutil.copytree(book.folder, origin)
    while after is None:
        nth += 1
        folder = tmp_path / f"{call}-{nth}"
        shutil.copytree(origin, folder)
        workspace = open_workspace(folder)
        with monkeypatch.context() as patch:
            _fail_from(patch, call, nth)
            with suppress(WorkspaceFault):
                do(Deed(folder, tmp_path / "3.csv"), in_child=False)
                after = state(workspace)
        found.append(state(workspace))
        do(Deed(folder, tmp_path / "3.csv"), in_child=False)
        found.append(state(workspace))
        assert broken(workspace) == []
        shutil.rmtree(folder)
    assert nth > 1
    assert all(then in (before, after) for then in found[::2])
    assert all(then == after for then in found[1::2])


def _fail_from(patch: pytest.MonkeyPatch, call: str, nth: int) -> None:
    owner = os if call != "replace" else Path
    real, count = getattr(owner, call), [0]

    def failing(*told: object, **more: object) -> object:
        if call == "replace" and ".verified" in str(told[1]):
            return real(*told, **more)
        count[0] += 1
        if count[0] >= nth:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(*told, **more)

    patch.setattr(owner, call, failing)


def test_a_reader_sees_one_whole_snapshot_while_others_are_made(book: Workspace, tmp_path: Path) -> None:
    wrong: list[str] = []
    seen: set[str] = set()
    over = threading.Event()

    def look() -> None:
        while not over.is_set():
            try:
                snapshot = open_workspace(book.folder).snapshot()
                seen.add(snapshot.name)
                if revenue(book, snapshot) != told(snapshot):
                    wrong.append(snapshot.name)
            except FourfoldError as fault:
                wrong.append(str(fault))

    readers = [threading.Thread(target=look) for _ in range(4)]
    for reader in readers:
        reader.start()
    for n in range(8):
        bring(book, tmp_path / f"r{n}.csv", lines(60 + n, 70 + 2 * n, {65: str(n)}))
    over.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert len(seen) > 3


def test_writers_at_once_stand_in_line_and_nothing_is_double(book: Workspace, tmp_path: Path) -> None:
    faults: list[FourfoldError] = []

    def write(n: int) -> None:
        try:
            bring(book, tmp_path / f"w{n}.csv", lines(90 + 3 * (n % 3), 99 + 3 * (n % 3)))
        except FourfoldError as fault:
            faults.append(fault)

    writers = [threading.Thread(target=write, args=(n,)) for n in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert faults == []
    assert broken(book) == []
    assert [r.number for r in book.snapshot().imports] == [
        1,
        2,
        3,
        4,
        5,
    ]  # three of the six were there already
    assert book.snapshot().rows("order_lines") == 60 + 15


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Niue", "Asia/Kolkata"])
def test_the_machine_s_time_zone_changes_nothing(
    book: Workspace, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(book)
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        rebuild(book)
        assert state(book)[:2] == before[:2]
        days = [(s.first_on, s.last_on) for s in book.snapshot().of("order_lines")]
        assert str(min(first for first, _ in days if first)) == "2026-01-01"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_disk_without_room_is_told_before_anything_is_written(
    book: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "3.csv").write_text(lines(0, 90))
    before = book.snapshot()
    usage = shutil.disk_usage(tmp_path)._replace(free=100)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(WorkspaceFault, match="disk full: needs"):
        do(Deed(book.folder, tmp_path / "3.csv"), in_child=False)
    assert book.snapshot() == before
