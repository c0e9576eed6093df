"""The data pages: looking, loading, faulty rows and their repair, taking back, who may what."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings

from fourfold.book.settings import Settings
from fourfold.book.workspace import Workspace, create_workspace
from fourfold.web.audit.models import Entry
from fourfold.web.jobs.models import Job, State
from tests.web.loading import HEADER, job_of, lines, loaded, upload, work

pytestmark = pytest.mark.usefixtures("own_workspace")

MIXED = lines(range(3)) + "bad1,1,n1-1-1,p01,2025-11-30,1,much,EUR,\nbad2,1,nobody,p01,soon,1,5.00,EUR,\n"


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer
    content = answer.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", content.partition("<main")[2]))


@pytest.fixture
def operations(people, client_of, own_workspace: Workspace) -> Client:
    del own_workspace
    return client_of(people["operations"])


def test_a_file_is_looked_at_then_loaded_and_its_faulty_rows_repaired(
    operations: Client, own_workspace: Workspace
) -> None:
    before = own_workspace.snapshot()
    looked = job_of(upload(operations, MIXED))
    assert "waits for its turn" in text(operations.get(f"/data/jobs/{looked.pk}/"))
    work()
    seen = text(operations.get(f"/data/jobs/{looked.pk}/"))
    assert "Is orders.csv read rightly, as order lines?" in seen
    assert "= all lines of the file 6" in seen
    assert own_workspace.snapshot() == before, "a look changes nothing"

    job = job_of(operations.post(f"/data/jobs/{looked.pk}/load/"))
    work()
    assert "orders.csv is loaded as import #11." in text(operations.get(f"/data/jobs/{job.pk}/"))
    assert not Path(own_workspace.folder, "uploads", looked.arguments["upload"]).exists()

    shown = text(operations.get("/data/imports/11/"))
    assert "2 rows wait for repair" in shown
    rows = text(operations.get("/data/imports/11/?code=E402&column=amount"))
    assert "bad1" not in rows.partition("Rows with E402")[0]
    assert "much" in rows.partition("Rows with E402")[2]

    answer = operations.get("/data/imports/11/rejects/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="repair-11-orders.csv"'
    repair = b"".join(answer.streaming_content).decode()
    assert repair.splitlines()[0] == f"{HEADER},_import,_line,_code,_error"
    fixed = repair.replace("much", "7.00").replace("soon", "2025-11-30").replace("nobody", "n1-1-1")
    done = loaded(operations, fixed, name="repaired.csv")
    assert done.outcome["report"]["closed"] == 2
    assert own_workspace.snapshot().quarantined == before.quarantined
    assert own_workspace.snapshot().rows("order_lines") == before.rows("order_lines") + 5
    kinds = [entry.kind for entry in Entry.objects.order_by("number") if entry.kind != "signed_in"]
    assert kinds == ["upload", "import asked", "import", "export", "upload", "import asked", "import"]


def test_another_mapping_is_looked_at_before_it_is_loaded(
    operations: Client, own_workspace: Workspace
) -> None:
    first = job_of(upload(operations, lines(range(4)).replace("amount", "price each")))
    work()
    changed = {
        "table": "order_lines",
        "column.currency": "",
        "rule.currency": "=USD",
        "column.amount": "price each",
    }
    second = job_of(operations.post(f"/data/jobs/{first.pk}/load/", changed))
    assert (second.kind, second.arguments["mapped"]["currency"]) == ("look", "=USD")
    work()
    shown = operations.get(f"/data/jobs/{second.pk}/").content.decode()
    assert 'value="=USD"' in shown
    done = job_of(operations.post(f"/data/jobs/{second.pk}/load/"))
    work()
    profile = own_workspace.snapshot().active[-1].profile
    assert Job.objects.get(pk=done.pk).outcome["report"]["new"] == 4
    assert 'currency = "=USD"' in profile


def test_a_refused_file_says_why_and_offers_another_table(operations: Client) -> None:
    looked = job_of(upload(operations, "nothing,that\nfits,here\n"))
    work()
    shown = text(operations.get(f"/data/jobs/{looked.pk}/"))
    assert "orders.csv was not loaded." in shown
    assert "required field" in shown
    assert Job.objects.get(pk=looked.pk).state == State.DONE
    assert operations.post(f"/data/jobs/{looked.pk}/load/").status_code == 404


def test_a_file_whose_amount_is_not_found_is_mapped_by_hand(operations: Client) -> None:
    first = job_of(upload(operations, lines(range(4)).replace("amount", "xyzzy")))
    work()
    shown = operations.get(f"/data/jobs/{first.pk}/").content.decode()
    assert "E304" in shown
    assert "<option>xyzzy</option>" in shown
    assert operations.post(f"/data/jobs/{first.pk}/load/").status_code == 404
    form = {"table": "order_lines", "column.amount": "xyzzy"}
    second = job_of(operations.post(f"/data/jobs/{first.pk}/look/", form))
    work()
    done = job_of(operations.post(f"/data/jobs/{second.pk}/load/"))
    work()
    assert Job.objects.get(pk=done.pk).outcome["report"]["new"] == 4


def test_what_changed_since_the_look_is_asked_again(operations: Client, own_workspace: Workspace) -> None:
    first = job_of(upload(operations, lines(range(3))))
    second = job_of(upload(operations, lines(range(3), amount="99.00"), name="other.csv"))
    work()
    for job in (first, second):
        operations.post(f"/data/jobs/{job.pk}/load/")
    work()
    refused = Job.objects.get(kind="import", arguments__file="other.csv").outcome["refused"]
    assert "would change" in str(refused) or refused["findings"]
    assert own_workspace.snapshot().active[-1].file == "orders.csv"


def test_an_import_is_taken_back_and_the_book_goes_back_to_a_snapshot(
    operations: Client, own_workspace: Workspace
) -> None:
    before = own_workspace.snapshot()
    loaded(operations, lines(range(3)))
    after = own_workspace.snapshot()
    assert "Take import #11, orders.csv, back?" in text(operations.get("/data/imports/11/undo/"))
    job = job_of(operations.post("/data/imports/11/undo/"))
    work()
    assert own_workspace.snapshot().rows("order_lines") == before.rows("order_lines")
    assert "done" in text(operations.get(f"/data/jobs/{job.pk}/"))
    assert operations.get("/data/imports/11/undo/").status_code == 404
    assert "undone" in text(operations.get("/data/"))

    assert f"Go back to {after.name}?" in text(operations.get(f"/data/snapshots/{after.name}/restore/"))
    job_of(operations.post(f"/data/snapshots/{after.name}/restore/"))
    work()
    assert own_workspace.snapshot().rows("order_lines") == after.rows("order_lines")
    job_of(operations.post("/data/rebuild/"))
    work()
    assert own_workspace.snapshot().reason.startswith("rebuilt")


def test_the_file_as_received_and_all_faulty_rows_are_handed_out(
    operations: Client, own_workspace: Workspace
) -> None:
    loaded(operations, MIXED.replace("quantity", "Menge"), name='odd "name"\u202e.csv')
    answer = operations.get("/data/imports/11/file/")
    assert b"".join(answer.streaming_content).decode() == MIXED.replace("quantity", "Menge")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="odd _name_.csv"'
    packed = operations.get("/data/rejects/")
    with zipfile.ZipFile(io.BytesIO(b"".join(packed.streaming_content))) as archive:
        assert len(archive.namelist()) == 2
    (own_workspace.folder / own_workspace.snapshot().active[-1].raw).write_bytes(b"changed")
    assert operations.get("/data/imports/11/file/").status_code == 503


def test_the_data_page_tells_freshness_quality_and_what_waits(operations: Client) -> None:
    shown = text(operations.get("/data/"))
    assert "Order lines reach to Dec. 31, 2025" in shown
    assert "4 faulty rows wait for repair" in shown
    assert "#7 order_lines.csv" in shown
    assert "Quantity" in shown
    quality = text(operations.get("/data/quality/"))
    assert "FY2025-Q1 4 4" in quality


def test_an_empty_workspace_offers_the_demo_company_and_an_upload(people, client_of, tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    create_workspace(folder, Settings("GBP"))
    with override_settings(FOURFOLD_WORKSPACE=folder, FOURFOLD_UPLOADS=folder / "uploads"):
        client = client_of(people["operations"])
        shown = text(client.get("/data/"))
        assert "Load the demo company" in shown
        assert "Upload a file" in shown
        assert "Load the demo company" not in text(client_of(people["executive"]).get("/data/"))
        first, second = (job_of(client.post("/data/demo/")) for _ in range(2))
        assert first.pk == second.pk
    shutil.rmtree(folder)


def test_the_demo_company_is_only_for_an_empty_workspace(operations: Client) -> None:
    assert operations.post("/data/demo/").headers["Location"] == "/data/"
    assert Job.objects.count() == 0


def test_the_executive_sees_the_data_pages_and_changes_nothing(people, client_of) -> None:
    client = client_of(people["executive"])
    shown = text(client.get("/data/"))
    assert "Upload a file" not in shown
    assert " undo" not in shown
    assert client.get("/data/imports/7/").status_code == 200
    for address in (
        "/data/imports/7/undo/",
        "/data/imports/7/file/",
        "/data/imports/7/rejects/",
        "/data/rejects/",
    ):
        assert client.get(address).status_code == 403, address
    assert client.post("/data/imports/7/undo/").status_code == 403
    assert client.get("/data/upload/").status_code == 403


def test_managers_and_sellers_see_no_data_page(people, client_of) -> None:
    for name in ("manager_a", "seller_a1", "service", "nobody"):
        for address in ("/data/", "/data/quality/", "/data/snapshots/", "/data/imports/7/"):
            assert client_of(people[name]).get(address).status_code == 403, (name, address)


def test_what_is_not_there_is_missing(operations: Client) -> None:
    nothing = "00000000-0000-0000-0000-000000000000"
    for address in (
        "/data/imports/99/", "/data/imports/99/file/", "/data/imports/99/undo/", "/data/imports/99/rejects/",
        f"/data/jobs/{nothing}/", f"/data/jobs/{nothing}/progress/", "/data/snapshots/snap-000001-0/restore/",
    ):  # fmt: skip
        assert operations.get(address).status_code == 404, address
    for verb in ("cancel", "retry", "look", "load"):
        assert operations.post(f"/data/jobs/{nothing}/{verb}/").status_code == 404, verb


def test_without_faulty_rows_there_is_nothing_to_hand_out_and_nothing_in_the_log(operations: Client) -> None:
    assert operations.get("/data/imports/1/rejects/").headers["Location"] == "/data/imports/1/"
    assert not Entry.objects.filter(kind="export").exists()


def test_the_progress_of_a_job_polls_until_it_is_over(operations: Client) -> None:
    job = job_of(upload(operations, lines(range(3))))
    running = operations.get(f"/data/jobs/{job.pk}/progress/")
    assert 'hx-trigger="every 1s"' in running.content.decode()
    assert "HX-Refresh" not in running.headers
    operations.post(f"/data/jobs/{job.pk}/cancel/")
    over = operations.get(f"/data/jobs/{job.pk}/progress/")
    assert over.headers["HX-Refresh"] == "true"
    assert "hx-trigger" not in over.content.decode()
    assert "cancelled" in text(operations.get(f"/data/jobs/{job.pk}/"))
    operations.post(f"/data/jobs/{job.pk}/retry/")
    work()
    assert Job.objects.get(pk=job.pk).state == State.DONE
