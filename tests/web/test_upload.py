"""Uploads: straight to disk, no more than allowed, whole or not at all, the same file once."""

from __future__ import annotations

import io
import os
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client, override_settings
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from fourfold.book.workspace import Workspace
from fourfold.web.audit.models import Entry
from fourfold.web.jobs.models import Job
from fourfold.web.uploads import UNFINISHED, folder, is_here, safe_name, sweep, uploaded
from tests.web.conftest import BACKEND
from tests.web.loading import job_of, lines, upload, work

pytestmark = pytest.mark.usefixtures("own_workspace")


def files() -> list[str]:
    """Return every file of the uploads folder, relative to it."""
    root = Path(settings.FOURFOLD_UPLOADS)
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


class Unread(io.BytesIO):
    """A body that must not be read."""

    def read(self, *_: Any) -> bytes:
        raise AssertionError("the body was read")


def sent(client: Client, length: int | str, body: io.BytesIO) -> Any:
    """Send a body of a told length to the upload page."""
    told = {"CONTENT_TYPE": MULTIPART_CONTENT, "CONTENT_LENGTH": str(length), "wsgi.input": body}
    return client.post("/data/upload/", **told)


def test_an_upload_goes_to_a_folder_of_its_own_and_a_job_looks_at_it(people, client_of) -> None:
    job = job_of(upload(client_of(people["operations"]), lines(range(3)), name="../../etc/my orders.csv"))
    path = uploaded(job.arguments["upload"])
    assert path.relative_to(settings.FOURFOLD_UPLOADS).parts[1:] == ("my orders.csv",)
    assert path.read_text() == lines(range(3))
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert job.kind == "look"
    assert job.asked_by == people["operations"]
    (entry,) = Entry.objects.filter(kind="upload")
    assert job.arguments["sha256"] in entry.about


def test_too_large_a_body_is_refused_unread_and_one_without_a_length_too(people, client_of) -> None:
    client = client_of(people["operations"])
    with override_settings(FOURFOLD_MOST_UPLOAD_BYTES=1_000_000):
        assert sent(client, 1_070_000, Unread()).status_code == 413
        assert sent(client, "", Unread()).status_code == 411
        answer = upload(client, "x" * 1_000_001)
        assert answer.status_code == 413
        assert b"larger than 1 MB" in answer.content
        assert upload(client, "x" * 1_000_000).status_code == 302
    assert Job.objects.count() == 1
    assert len(files()) == 1


def test_who_may_not_load_data_cannot_upload_and_leaves_nothing(people, client_of) -> None:
    for name in ("executive", "manager_a", "seller_a1", "service", "nobody"):
        assert sent(client_of(people[name]), 10, Unread()).status_code == 403, name
    assert sent(Client(SERVER_NAME="localhost"), 10, Unread()).status_code == 403
    assert files() == []


def test_without_its_token_an_upload_is_refused_and_leaves_nothing(people) -> None:
    client = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    client.force_login(people["operations"], backend=BACKEND)
    assert upload(client, lines(range(3))).status_code == 403
    assert files() == []
    client.get("/data/upload/")
    token = client.cookies[settings.CSRF_COOKIE_NAME].value
    told = {
        "csrfmiddlewaretoken": token,
        "table": "order_lines",
        "file": _named(lines(range(3))),
        "whole": "yes",
    }
    assert client.post("/data/upload/", told).status_code == 302


def _named(text: str) -> io.BytesIO:
    made = io.BytesIO(text.encode())
    made.name = "orders.csv"
    return made


@pytest.mark.parametrize("part", [0.2, 0.9, 0.999])
def test_an_upload_that_breaks_off_is_not_taken_for_whole(people, client_of, part: float) -> None:
    told = {"table": "order_lines", "file": _named(lines(range(2000))), "whole": "yes"}
    body = encode_multipart(BOUNDARY, told)
    cut = io.BytesIO(body[: int(len(body) * part)])
    answer = sent(client_of(people["operations"]), len(body), cut)
    assert answer.status_code == 400
    assert Job.objects.count() == 0
    assert files() == []


@pytest.mark.parametrize("told", [{"table": "secrets"}, {"table": ""}])
def test_an_upload_for_no_table_is_refused(people, client_of, told) -> None:
    assert upload(client_of(people["operations"]), lines(range(2)), **told).status_code == 400
    assert files() == []


def test_a_form_without_a_file_is_refused(people, client_of) -> None:
    answer = client_of(people["operations"]).post("/data/upload/", {"table": "accounts", "whole": "yes"})
    assert answer.status_code == 400


def test_the_same_file_twice_or_twenty_times_at_once_is_one_job(people) -> None:
    start, found = threading.Barrier(5), []

    def press(number: int) -> None:
        client = Client(SERVER_NAME="localhost")
        client.force_login(people["operations"], backend=BACKEND)
        start.wait()
        for again in range(4):
            found.append(job_of(upload(client, lines(range(50)), name=f"name {number} {again}.csv")).pk)
        connections.close_all()

    threads = [threading.Thread(target=press, args=(n,)) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 20
    assert len(set(found)) == 1
    assert len(files()) == 1


def test_the_same_file_for_another_table_or_another_book_is_another_job(
    people, client_of, own_workspace: Workspace
) -> None:
    client = client_of(people["operations"])
    first = job_of(upload(client, lines(range(5))))
    assert job_of(upload(client, lines(range(5)), table="accounts")).pk != first.pk
    work()
    job_of(client.post(f"/data/jobs/{first.pk}/load/"))
    work()
    again = job_of(upload(client, lines(range(5))))
    work()
    assert again.pk != first.pk
    told = Job.objects.get(pk=again.pk).outcome["report"]
    assert (told["outcome"], told["number"]) == (
        "already imported",
        own_workspace.snapshot().active[-1].number,
    )
    assert not is_here(again.arguments["upload"])


def test_a_file_that_was_swept_is_replaced_by_the_same_bytes(people, client_of) -> None:
    client = client_of(people["operations"])
    first = job_of(upload(client, lines(range(5))))
    for path in folder(first.arguments["upload"]).iterdir():
        path.unlink()
    assert job_of(upload(client, lines(range(5)))).pk == first.pk
    assert is_here(first.arguments["upload"])


def test_the_sweep_takes_broken_uploads_after_an_hour_and_others_after_a_week() -> None:
    hour, week = 3700, 8 * 24 * 3600
    for number, (name, age) in enumerate(
        [(UNFINISHED, hour), (UNFINISHED, 60), ("a.csv", hour), ("b.csv", week)]
    ):
        place = folder(f"{number:032x}")
        place.mkdir(parents=True)
        (place / name).write_text("x")
        for path in (place / name, place):
            os.utime(path, (time.time() - age, time.time() - age))
    sweep()
    assert [path.rpartition("/")[2] for path in files()] == [UNFINISHED, "a.csv"]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("orders.csv", "orders.csv"),
        ("../../etc/cron.d/x", "x"),
        ("C:\\Users\\me\\o.csv", "o.csv"),
        ("a\r\nSet-Cookie: x.csv", "a__Set-Cookie_ x.csv"),
        ('report";x=".csv', "report_;x=_.csv"),
        ("\u202egpj.csv", "_gpj.csv"),
        ("nul\0.csv", "nul_.csv"),
        ("...", "file"),
        (UNFINISHED, "unfinished"),
        ("ä" * 200 + ".csv", "ä" * 98 + ".csv"),
    ],
)
def test_names_of_files_are_made_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe
