from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from fourfold.book.intake import child
from fourfold.book.intake.batches import Context, ReadJob
from fourfold.book.intake.profile import Profile
from fourfold.errors import BadRequest, RefusedFile

PROFILE = Profile("shop").mapped({"order_id": "o", "ordered_on": "d", "amount": "a", "currency": "=EUR"})
LIMITS = child.Limits()


def job(folder: Path, content: str = "o,d,a\nA,2026-01-02,1.50\n", **changes: object) -> ReadJob:
    path, into = folder / "orders.csv", folder / "into"
    path.write_text(content, encoding="utf-8")
    into.mkdir()
    made = ReadJob(path, PROFILE, "order_lines", Context("EUR"), into)
    return replace(made, **changes)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def big() -> str:
    return "o,d,a\n" + "".join(f"A{n},2026-01-02,{n % 1000}.25\n" for n in range(1_000_000))


def test_a_reading_comes_back_with_its_files_and_its_progress(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    reading = child.run(job(tmp_path), lambda done, total: told.append((done, total)))
    assert reading.counts.closes
    assert reading.money["EUR"].accepted == Decimal("1.5")
    assert reading.accepted.parent == tmp_path / "into"
    assert reading.accepted.exists()
    assert told[-1][0] == told[-1][1]


def test_what_reading_refuses_is_refused_here_with_the_same_findings(tmp_path: Path) -> None:
    with pytest.raises(RefusedFile, match="E101") as refusal:
        child.run(job(tmp_path, ""))
    assert refusal.value.findings[0].file == "orders.csv"
    assert list((tmp_path / "into").iterdir()) == []


@pytest.mark.parametrize(
    ("limits", "code", "told"),
    [
        (replace(LIMITS, address_space=420_000_000), "E903", "memory"),
        (replace(LIMITS, memory=90_000_000), "E903", "90,000,000"),
        (replace(LIMITS, cpu_seconds=1), "E904", "1"),
        (replace(LIMITS, file_bytes=10_000), "E905", "10,000"),
        (replace(LIMITS, wall_seconds=0.5), "E907", "seconds"),
        (replace(LIMITS, open_files=4), "E908", "4"),
    ],
    ids=["address space", "memory", "processor time", "file size", "wall time", "open files"],
)
def test_the_limit_that_was_hit_is_named_and_nothing_is_left(
    tmp_path: Path, big: str, limits: child.Limits, code: str, told: str
) -> None:
    with pytest.raises(RefusedFile) as refusal:
        child.run(job(tmp_path, big), limits=limits)
    assert refusal.value.findings[0].code == code, refusal.value.__notes__
    assert told in refusal.value.findings[0].message
    assert list((tmp_path / "into").iterdir()) == []


def alive(process: int) -> bool:
    with contextlib.suppress(ProcessLookupError, FileNotFoundError):
        os.kill(process, 0)
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").split(") ")[1][0] != "Z"
    return False


def children_of(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    return [int(text) for text in listed.split()]


def gone(process: int) -> bool:
    until = time.monotonic() + 10
    while alive(process) and time.monotonic() < until:
        time.sleep(0.02)
    return not alive(process)


def test_ctrl_c_ends_the_child_and_leaves_nothing(tmp_path: Path, big: str) -> None:
    others = set(children_of(os.getpid()))  # servers that other tests started
    seen: set[int] = set()

    def interrupt(_done: int, _total: int) -> None:
        seen.update(set(children_of(os.getpid())) - others)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        child.run(job(tmp_path, big), interrupt)
    assert seen
    assert all(gone(process) for process in seen)
    assert list((tmp_path / "into").iterdir()) == []


PARENT = """
import sys, time
from pathlib import Path
from fourfold.book.intake import child
from fourfold.book.intake.batches import Context, ReadJob
from fourfold.book.intake.profile import Profile
profile = Profile("shop").mapped({"order_id": "o", "ordered_on": "d", "amount": "a", "currency": "=EUR"})
folder = Path(sys.argv[1])
child.run(ReadJob(folder / "orders.csv", profile, "order_lines", Context("EUR"), folder / "into"))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process of its parent's death")
def test_the_child_dies_with_its_parent(tmp_path: Path, big: str) -> None:
    job(tmp_path, big)
    with subprocess.Popen([sys.executable, "-c", PARENT, str(tmp_path)]) as parent:
        reading: list[int] = []
        until = time.monotonic() + 20
        while not reading and time.monotonic() < until:
            time.sleep(0.02)
            reading = children_of(parent.pid)
        time.sleep(0.5)
        parent.send_signal(signal.SIGKILL)
    assert reading
    assert gone(reading[0])


def test_a_child_that_breaks_down_is_told_by_its_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "pyarrow.py").write_text("raise SystemError('out of tune')\n", encoding="utf-8")
    with pytest.raises(RefusedFile, match=r"E906: .*out of tune"):
        child.run(job(tmp_path))


def test_a_bad_request_found_while_reading_stays_one(tmp_path: Path) -> None:
    with pytest.raises((BadRequest, RefusedFile), match=r"no such|E30"):
        child.run(job(tmp_path, profile=PROFILE.mapped({"amount": "missing"})))


def test_two_readings_at_once_do_not_meet(tmp_path: Path) -> None:
    counts: list[int] = []

    def read(name: str) -> None:
        (tmp_path / name).mkdir()
        counts.append(child.run(job(tmp_path / name)).rows_accepted)

    threads = [threading.Thread(target=read, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == [1, 1]
