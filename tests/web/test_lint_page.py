"""The linter's page: a pasted list is answered and not stored, corrections are everybody's."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping
from html import unescape
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from fourfold.book.workspace import Workspace
from fourfold.web.audit.models import Entry
from tests.web.company import WORDS
from tests.web.stored import state_of

if TYPE_CHECKING:
    from fourfold.web.members.models import Person

    People = Mapping[str, Person]
    ClientOf = Callable[[Person], Client]

LIST = "Win 5 new customers this year\nRevenue +8 %\nProject Falcon\n"
LINT, CORRECT = "/objectives/lint/", "/objectives/lint/correct/"


@pytest.fixture
def manager(people: People, client_of: ClientOf) -> Client:
    return client_of(people["manager_a"])


def answered(client: Client, status: int = 200, address: str = LINT, **fields: object) -> str:
    answer = client.post(address, fields)
    body = unescape(answer.content.decode())
    assert answer.status_code == status, body
    return body


def lines_of(body: str) -> list[str]:
    """The rows of the table of lines, as text."""
    rows = re.findall(r'<tr id="line-.*?</tr>', body, re.DOTALL)
    return [
        " ".join(re.sub(r"<details>.*?</details>|<[^>]+>", " ", row, flags=re.DOTALL).split()) for row in rows
    ]


def test_a_pasted_list_is_answered_line_by_line_and_not_stored(manager: Client, workspace: Workspace) -> None:
    assert "What do these objectives address?" in manager.get(LINT).content.decode()
    before = state_of(workspace)
    body = answered(manager, list=LIST)
    assert state_of(workspace) == before
    assert "2 of 3 lines tell no source; none addresses existing accounts, relationship or service." in body
    first, second, third = lines_of(body)
    assert first.startswith("1 Win 5 new customers this year new accounts sure")
    assert first.endswith("Measurable: yes 5 · customers · this year")
    assert "other" in second
    assert "no rule knows its words Measurable: no rather: Revenue with new accounts: ... in ..." in third
    assert "No objective addresses service" in body


def test_a_file_is_answered_as_its_text_is_and_what_is_too_large_or_empty_is_refused(manager: Client) -> None:
    table = SimpleUploadedFile("goals.csv", b"objective;weight;owner\nNo churn;40;Anna\n")
    (row,) = lines_of(answered(manager, list="", file=table))
    assert row.startswith("2 No churn Anna · weight 40 keeping")
    assert "at most 500 lines" in answered(manager, 422, list="Win\n" * 501)
    assert "There is no objective in this list" in answered(manager, 422, list=" \n- \n")
    assert "holds no text" in answered(manager, 422, file=SimpleUploadedFile("a.pdf", b"%PDF\0"))
    answered(manager, 413, list="a" * 900_000)


def test_the_objectives_of_fourfold_are_linted_by_measure_for_owners_in_sight(manager: Client) -> None:
    body = unescape(manager.get(f"{LINT}?own=1").content.decode())
    rows = lines_of(body)
    assert any(row.startswith(f"{WORDS['n1']} revenue Team n1 other") for row in rows)
    assert any(row.startswith("nrr of n1 Team n1 keeping") for row in rows)
    assert not any(WORDS["n2"] in row or "of all" in row for row in rows)
    assert CORRECT not in body


def test_a_correction_is_remembered_for_everybody_with_its_author_and_in_the_audit_log(
    people: People, client_of: ClientOf, own_workspace: Workspace
) -> None:
    del own_workspace
    fields = {"list": LIST, "line": "3 Project Falcon", "said.3": ["S3", "service"]}
    body = answered(client_of(people["manager_b"]), address=CORRECT, **fields)
    assert "Kept for “Project Falcon”" in body
    seller = answered(client_of(people["seller_a1"]), list="- project FALCON")
    assert "S3 service corrected by Manager B" in lines_of(seller)[0]
    assert CORRECT not in seller
    assert Entry.objects.filter(kind="linter").get().about == "'Project Falcon': S3, service"
    answered(client_of(people["manager_a"]), address=CORRECT, list=LIST, line="3 Project Falcon")
    assert "corrected by" not in answered(client_of(people["seller_a1"]), list=LIST)
    for bad in ({"line": "3 Project Falcon", "said.3": "S5"}, {"line": "3 ", "said.3": "S1"}):
        answered(client_of(people["manager_a"]), 400, CORRECT, list=LIST, **bad)


def test_who_may_not_set_objectives_corrects_nothing(people: People, client_of: ClientOf) -> None:
    answered(client_of(people["seller_a1"]), 403, CORRECT, list=LIST, line="1 Win", **{"said.1": "S1"})
    assert client_of(people["service"]).get(LINT).status_code == 403


def test_the_answer_is_a_file_of_every_line_and_what_is_missing(manager: Client) -> None:
    answer = manager.post(f"{LINT}answer.csv", {"list": LIST})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["line"], row["objective"]) for row in rows[:3]] == [
        ("1", "Win 5 new customers this year"),
        ("2", "Revenue +8 %"),
        ("3", "Project Falcon"),
    ]
    assert {row["addresses"] for row in rows[3:]} >= {"relationship", "service"}
    assert manager.post(f"{LINT}answer.xlsx", {"own": "1"}).content.startswith(b"PK")
    assert Entry.objects.filter(kind="export").count() == 2
