"""Jobs: one worker at a time, nothing twice, whoever dies; cancel, retry, order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from fourfold.book.failpoints import VARIABLE
from fourfold.book.imports import ImportRequest, import_file
from fourfold.book.snapshots import Snapshot
from fourfold.book.workspace import Workspace
from fourfold.web.audit.models import Entry
from fourfold.web.jobs import queue
from fourfold.web.jobs.kinds import KINDS, Kind, Work
from fourfold.web.jobs.models import Job, State
from fourfold.web.jobs.wire import report_from_json, report_to_json
from fourfold.web.jobs.working import Worker
from tests.web.loading import job_of, lines, loaded, running_worker, upload, wait_until, work

pytestmark = pytest.mark.usefixtures("own_workspace")


def fresh(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def expire(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def told(snapshot: Snapshot) -> tuple[int, list[str]]:
    return snapshot.rows("order_lines"), [r.file for r in snapshot.active]


@pytest.fixture
def kinds(monkeypatch: pytest.MonkeyPatch) -> Mapping[str, Kind]:
    """The kinds of jobs, to which a test may add its own."""
    mine = dict(KINDS)
    monkeypatch.setattr(queue, "KINDS", mine)
    monkeypatch.setattr("fourfold.web.jobs.working.KINDS", mine)
    return mine


def until_stopped(work: Work) -> dict[str, Any]:
    for step in range(1000):
        work.progress("reading", step, 1000)
        time.sleep(0.02)
    return {}


@pytest.mark.slow
def test_a_killed_worker_s_import_is_finished_once_by_the_next(
    people, client_of, own_workspace: Workspace
) -> None:
    client, before = client_of(people["operations"]), own_workspace.snapshot()
    looked = job_of(upload(client, lines(range(600))))
    work()
    job = job_of(client.post(f"/data/jobs/{looked.pk}/load/"))
    with running_worker(own_workspace, **{VARIABLE: "build"}) as killed:  # ends as by `kill -9`
        assert killed.wait(60) == 137
    assert fresh(job).state == State.RUNNING
    with running_worker(own_workspace):
        time.sleep(2)
        assert fresh(job).attempts == 1, "the lease still runs"
        expire(job)
        wait_until(lambda: fresh(job).is_over)
    assert (fresh(job).state, fresh(job).attempts) == (State.DONE, 2)
    assert "report" in fresh(job).outcome, fresh(job).outcome
    rows, files = told(own_workspace.snapshot())
    assert rows == before.rows("order_lines") + 600
    assert files.count("orders.csv") == 1
    assert Entry.objects.filter(kind="import").count() == 1


def test_a_worker_that_dies_after_the_commit_has_loaded_the_file_once(
    people, client_of, own_workspace: Workspace
) -> None:
    client = client_of(people["operations"])
    looked = job_of(upload(client, lines(range(30))))
    work()
    job = job_of(client.post(f"/data/jobs/{looked.pk}/load/"))
    with running_worker(own_workspace, **{VARIABLE: "acknowledge"}) as died:
        assert died.wait(60) == 137
    after = told(own_workspace.snapshot())
    expire(job)
    assert Worker().step()
    assert fresh(job).outcome["report"]["outcome"] == "already imported"
    assert told(own_workspace.snapshot()) == after
    assert after[1].count("orders.csv") == 1


def test_undo_restore_and_rebuild_do_nothing_when_they_are_done_again(
    people, client_of, own_workspace: Workspace
) -> None:
    before = own_workspace.snapshot()
    loaded(client_of(people["operations"]), lines(range(5)))
    number = own_workspace.snapshot().active[-1].number
    for kind, arguments in (
        ("undo", {"number": number}),
        ("restore", {"name": before.name}),
        ("rebuild", {"name": None}),
    ):
        wish = {n: v or own_workspace.snapshot().name for n, v in arguments.items()}
        asked = Work(own_workspace, wish, lambda *_: None)
        KINDS[kind].do(asked)
        once = own_workspace.snapshot()
        KINDS[kind].do(asked)
        assert own_workspace.snapshot().name == once.name, kind
    assert told(own_workspace.snapshot()) == told(before)


def test_a_running_job_is_cancelled_at_its_next_step(kinds) -> None:
    def cancelled(work: Work) -> dict[str, Any]:
        queue.cancel(Job.objects.get(kind="slow"))
        connections.close_all()
        return until_stopped(work)

    kinds["slow"] = Kind(cancelled)
    job = queue.queue("slow", None)
    Worker().step()
    assert fresh(job).state == State.CANCELLED
    assert queue.retry(job)
    assert fresh(job).state == State.QUEUED
    assert queue.cancel(job), "one that waits is cancelled at once"
    assert fresh(job).state == State.CANCELLED
    assert not queue.cancel(job)


def test_a_worker_that_is_stopped_puts_its_job_back(kinds) -> None:
    worker = Worker()

    def stopping(work: Work) -> dict[str, Any]:
        worker.stop()
        return until_stopped(work)

    kinds["slow"] = Kind(stopping)
    job = queue.queue("slow", None)
    worker.run()
    assert (fresh(job).state, fresh(job).attempts, fresh(job).holder) == (State.QUEUED, 0, "")


def test_a_job_for_later_makes_room_for_one_that_somebody_waits_for(kinds) -> None:
    def asked_for_meanwhile(work: Work) -> dict[str, Any]:
        queue.queue("quick", None)
        connections.close_all()
        return until_stopped(work)

    kinds["later"] = Kind(asked_for_meanwhile, alone_in="", is_later=True)
    kinds["quick"] = Kind(lambda _: {"did": 1})
    job = queue.queue("later", None)
    worker = Worker()
    worker.step()
    assert (fresh(job).state, fresh(job).attempts) == (State.QUEUED, 0)
    worker.step()
    assert Job.objects.get(kind="quick").state == State.DONE


def test_a_worker_process_ends_by_sigterm(own_workspace: Workspace) -> None:
    job = queue.queue("prepare", None)
    with running_worker(own_workspace) as process:
        wait_until(lambda: fresh(job).state != State.QUEUED)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    assert fresh(job).state in {State.QUEUED, State.DONE}


def test_a_fault_of_ours_fails_the_job_under_a_number_and_not_the_worker(
    kinds, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(work: Work) -> dict[str, Any]:
        raise ZeroDivisionError(f"secret of {work}")

    kinds["broken"], kinds["quick"] = Kind(broken), Kind(lambda _: {"did": 1})
    first, second = queue.queue("broken", None), queue.queue("quick", None)
    work()
    number = caplog.records[0].args[0]  # type: ignore[index]
    assert fresh(first).state == State.FAILED
    assert number in fresh(first).fault["cause"]
    assert "secret" not in str(fresh(first).fault)
    assert fresh(second).outcome == {"did": 1}


def test_a_job_whose_workers_die_again_and_again_is_given_up() -> None:
    job = queue.queue("prepare", None)
    for attempt in range(1, queue.MOST_ATTEMPTS + 1):
        taken = queue.claim(f"worker {attempt}")
        assert taken is not None
        assert taken.attempts == attempt
        assert queue.claim("another") is None
        expire(job)
    assert queue.claim("last") is None
    assert fresh(job).state == State.FAILED
    assert "broke off 3 times" in fresh(job).fault["cause"]


def test_who_lost_its_lease_can_no_longer_write_to_the_job() -> None:
    job = queue.queue("prepare", None)
    first = queue.claim("first")
    assert first is not None
    expire(job)
    second = queue.claim("second")
    assert second is not None
    assert not queue.renew(first, {"stage": "mine"})
    assert not queue.finish(first, State.DONE, outcome={"by": "first"})
    assert not queue.put_back(first)
    assert queue.is_cancel_asked(first), "it is told to stop"
    assert queue.finish(second, State.DONE, outcome={"by": "second"})
    assert fresh(job).outcome == {"by": "second"}


def test_jobs_that_write_to_the_book_run_in_order_one_at_a_time() -> None:
    names = ["undo", "restore", "prepare", "rebuild"]
    made = [queue.queue(name, None) for name in names]
    running = [queue.claim("a"), queue.claim("b"), queue.claim("c")]
    assert [job and job.kind for job in running] == ["undo", "prepare", None]
    assert running[0] is not None
    queue.put_back(running[0], wait=timedelta(hours=1))
    assert queue.claim("d") is None, "those behind it wait with it"
    assert queue.cancel(made[0])
    after = queue.claim("e")
    assert after is not None
    assert after.kind == "restore"


def test_a_busy_workspace_makes_a_job_wait_and_not_fail(own_workspace: Workspace) -> None:
    from fourfold.book import writing  # noqa: PLC0415  only here

    job = queue.queue("rebuild", None, name=own_workspace.snapshot().name)
    with writing.hold(own_workspace):
        assert Worker().step()
    assert (fresh(job).state, fresh(job).attempts) == (State.QUEUED, 0)
    assert fresh(job).not_before is not None


def test_fifty_equal_wishes_at_once_are_one_job(people) -> None:
    start = threading.Barrier(10)

    def ask(_: int) -> str:
        start.wait()
        made = [str(queue.queue("undo", people["operations"], key="same", number=1).pk) for _ in range(5)]
        connections.close_all()
        (one,) = set(made)
        return one

    with ThreadPoolExecutor(10) as pool:
        assert len(set(pool.map(ask, range(10)))) == 1
    assert Job.objects.filter(kind="undo").count() == 1


def test_a_report_comes_back_from_json_as_it_was(own_workspace: Workspace, tmp_path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(lines(range(4)).replace("order_id", "Auftrag").replace("new1,1,n1-1-1", "new1,1,nobody"))
    report = import_file(own_workspace, ImportRequest(path, dry_run=True))
    assert report.questions
    assert report.rejected
    assert report.preview
    assert report_from_json(report_to_json(report)) == report


CLAIMING = """
import threading, django
django.setup()
from django.core.management import call_command
from django.db import connections
call_command("migrate", verbosity=0)
from fourfold.web.jobs import queue
from fourfold.web.jobs.models import Job, State
for n in range(30): queue.queue(["undo", "prepare"][n % 2], None, number=n)
together, most, done, lock = [0], [0], [], threading.Lock()
def worker(name):
    while True:
        job = queue.claim(name)
        if job is None:
            if not Job.objects.filter(state__in=["queued", "running"]).exists(): break
            continue
        with lock:
            together[0] += job.alone_in == "book"; most[0] = max(most[0], together[0])
        with lock:
            together[0] -= job.alone_in == "book"; done.append(job.arguments["number"])
        assert queue.finish(job, State.DONE)
    connections.close_all()
threads = [threading.Thread(target=worker, args=(f"w{n}",)) for n in range(6)]
[t.start() for t in threads]; [t.join() for t in threads]
assert most[0] == 1, most
assert sorted(done) == list(range(30)), done
writing = [n for n in done if n % 2 == 0]
assert writing == sorted(writing), writing
print("each once")
"""


@pytest.mark.postgres
@pytest.mark.xdist_group("postgres")
def test_six_workers_on_postgresql_take_each_job_once(postgres_url: str, own_workspace: Workspace) -> None:
    environment = {
        **os.environ,
        "FOURFOLD_WORKSPACE": str(own_workspace.folder),
        "FOURFOLD_DATABASE_URL": postgres_url,
        "DJANGO_SETTINGS_MODULE": "fourfold.web.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", CLAIMING],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stdout.strip() == "each once", done.stderr
