from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from fourfold.book.intake.batches import Context, Reading, ReadJob
from fourfold.book.intake.child import Limited
from fourfold.book.intake.limits import Limits
from fourfold.book.intake.looks import Candidate, Search
from fourfold.book.intake.profile import Profile
from fourfold.errors import BadRequest, RefusedFile
from tests.unit.book.intake.planting import plant

PROFILE = Profile("shop").mapped({"order_id": "o", "ordered_on": "d", "amount": "a", "currency": "=EUR"})
SEARCH = Search("order_lines", proposed="shop", currency="EUR", overrides={"order_id": "o"})
LIMITS = Limits()
PARSERS = ("archive", "content", "csv_source", "decoding", "excel", "excel_package", "parquet", "proposal")


def job(folder: Path, content: str = "o,d,a\nA,2026-01-02,1.50\n", **changes: object) -> ReadJob:
    path, into = folder / "orders.csv", folder / "into"
    path.write_text(content, encoding="utf-8")
    made = ReadJob(path, PROFILE, "order_lines", Context("EUR"), into)
    return replace(made, **changes)  # type: ignore[arg-type]


def limited(job: ReadJob, limits: Limits | None = None) -> Limited:
    return Limited(job.path, job.shown_name, job.into, limits)


def run(job: ReadJob, limits: Limits | None = None) -> Reading:
    with limited(job, limits) as content:
        return content.read(job)


def look(job: ReadJob, limits: Limits | None = None) -> None:
    with limited(job, limits) as content:
        content.look(SEARCH)


@pytest.fixture(scope="module")
def big() -> str:
    return "o,d,a\n" + "".join(f"A{n},2026-01-02,{n % 1000}.25\n" for n in range(1_000_000))


def test_a_reading_comes_back_with_its_files_and_its_progress(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    reading = run(job(tmp_path, progress=lambda done, total: told.append((done, total))))
    assert reading.counts.closes
    assert reading.money["EUR"].accepted == Decimal("1.5")
    assert reading.accepted.parent == tmp_path / "into"
    assert reading.accepted.exists()
    assert told[-1][0] == told[-1][1]


def test_one_process_looks_and_reads_and_is_dead_when_its_rows_are_read(tmp_path: Path) -> None:
    others = set(children_of(os.getpid()))
    asked = job(tmp_path)
    with limited(asked) as content:
        found = content.look(Search("order_lines", (Candidate(PROFILE, ("o", "d", "a")),)))
        (first,) = set(children_of(os.getpid())) - others
        proposal = content.look(SEARCH).proposal
        assert (found.fitting, proposal is not None) == (0, True)
        assert set(children_of(os.getpid())) - others == {first}
        assert content.read(asked).rows_accepted == 1
        assert not alive(first)
        assert content.raw(PROFILE, {2}) == {2: "A,2026-01-02,1.50"}
    assert set(children_of(os.getpid())) == others


def test_who_asks_loads_no_reader_of_files() -> None:
    code = "import sys, fourfold.book.imports, fourfold.book.rebuild; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert [name for name in PARSERS if f"fourfold.book.intake.{name} " in loaded] == []
    assert "fourfold.book.intake.child " in loaded


def test_what_reading_refuses_is_refused_here_with_the_same_findings(tmp_path: Path) -> None:
    with pytest.raises(RefusedFile, match="E101") as refusal:
        run(job(tmp_path, ""))
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
    tmp_path: Path, big: str, limits: Limits, code: str, told: str
) -> None:
    with pytest.raises(RefusedFile) as refusal:
        run(job(tmp_path, big), limits)
    assert refusal.value.findings[0].code == code, refusal.value.__notes__
    assert told in refusal.value.findings[0].message
    assert list((tmp_path / "into").iterdir()) == []


DEATHS = {
    "killed": ("import signal; signal.raise_signal(signal.SIGKILL)", "E903"),
    "aborted": ("import os; os.abort()", "E906"),
    "out of memory": ("raise MemoryError", "E903"),
    "out of time": ("import signal; signal.raise_signal(signal.SIGXCPU)", "E904"),
    "stopped": ("import signal; signal.raise_signal(signal.SIGSTOP)", "E907"),
    "no more files": ("import errno; raise OSError(errno.EMFILE, 'files')", "E908"),
}


@pytest.mark.parametrize(
    ("asked", "code", "finding"),
    [(run, *DEATHS["killed"]), *((look, *death) for death in DEATHS.values())],
    ids=["killed while reading", *DEATHS],
)
def test_a_child_that_dies_while_looking_is_refused_as_one_that_dies_while_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: Callable[..., object], code: str, finding: str
) -> None:
    plant(tmp_path, monkeypatch, code)
    with pytest.raises(RefusedFile) as refusal:
        asked(job(tmp_path), replace(LIMITS, wall_seconds=2.0))
    assert refusal.value.findings[0].code == finding, refusal.value.__notes__
    assert refusal.value.findings[0].file == "orders.csv"
    assert list((tmp_path / "into").iterdir()) == []


@pytest.mark.parametrize(
    "answer",
    ["'yes'", "'[' * 100_000", '\'{"look": {"fitting": 3, "proposal": null}}\'', "'x' * (65 << 20)"],
    ids=["no JSON", "too deep", "no such candidate", "too long"],
)
def test_an_answer_that_is_none_refuses_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    plant(tmp_path, monkeypatch, f"import json\njson.dumps = lambda message: {answer}")
    with pytest.raises(RefusedFile, match=r"E906: .*answer"):
        look(job(tmp_path))
    assert list((tmp_path / "into").iterdir()) == []


def test_a_child_that_does_not_listen_keeps_nobody_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(tmp_path, monkeypatch, "import signal; signal.raise_signal(signal.SIGSTOP)", at_once=True)
    known = {"account_id": pa.array([f"account {n}" for n in range(100_000)])}
    with pytest.raises(RefusedFile, match="E907"):
        run(job(tmp_path, context=Context("EUR", known)), replace(LIMITS, wall_seconds=0.5))


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
        run(job(tmp_path, big, progress=interrupt))
    assert seen
    assert all(gone(process) for process in seen)
    assert list((tmp_path / "into").iterdir()) == []


PARENT = """
import sys, time
from pathlib import Path
from fourfold.book.intake.child import Limited
from fourfold.book.intake.looks import Search
folder = Path(sys.argv[1])
content = Limited(folder / "orders.csv", "orders.csv", folder / "into")
content.look(Search("order_lines", proposed="shop", currency="EUR", overrides={"order_id": "o"}))
print("looked", flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process of its parent's death")
def test_the_child_dies_with_its_parent(tmp_path: Path) -> None:
    job(tmp_path)
    with subprocess.Popen([sys.executable, "-c", PARENT, str(tmp_path)], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"looked\n"
        (reading,) = children_of(parent.pid)
        assert alive(reading)
        parent.send_signal(signal.SIGKILL)
    assert gone(reading)


def test_a_child_that_breaks_down_is_told_by_its_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(tmp_path, monkeypatch, "")
    (tmp_path / "planted" / "pyarrow.py").write_text("raise SystemError('out of tune')\n", encoding="utf-8")
    with pytest.raises(RefusedFile, match=r"E906: .*out of tune"):
        run(job(tmp_path))


def test_a_bad_request_found_while_looking_stays_one(tmp_path: Path) -> None:
    asked = job(tmp_path)
    with limited(asked) as content, pytest.raises(BadRequest, match="no column 'missing'"):
        content.look(replace(SEARCH, overrides={"amount": "missing"}))


def test_two_readings_at_once_do_not_meet(tmp_path: Path) -> None:
    counts: list[int] = []

    def read(name: str) -> None:
        (tmp_path / name).mkdir()
        counts.append(run(job(tmp_path / name)).rows_accepted)

    threads = [threading.Thread(target=read, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == [1, 1]
