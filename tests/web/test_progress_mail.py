"""Progress of objectives by mail: to the owner and who leads them, once, and only what is news."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pytest
from django.test import Client, override_settings

from fourfold.book import journal
from fourfold.book.workspace import Workspace
from fourfold.objectives.telling import LOOKS
from fourfold.web.jobs.models import Job
from fourfold.web.jobs.working import Worker
from fourfold.web.members.models import Person
from fourfold.web.saved.progress import NOTIFY, tell
from tests.web.mailserver import MailServer, mail_server

ONE = "/objectives/seller n1-1 revenue/"
ASKED = {
    "measure": "revenue", "owner": "seller:n1-1", "name": "Modest", "starts_on": "2025-01-01",
    "last_on": "2025-12-31", "target": "1", "threshold": "", "stretch": "", "weight": "1", "cap": "",
    "filters": "", "note": "", "why": "", "propose": "on",
}  # fmt: skip


@pytest.fixture
def mail() -> Iterator[MailServer]:
    """A mail server that the application sends to."""
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    with (
        mail_server() as server,
        override_settings(
            EMAIL_BACKEND=smtp, EMAIL_HOST="127.0.0.1", EMAIL_PORT=server.port, FOURFOLD_SENDS_MAIL=True
        ),
    ):
        yield server


def told(workspace: Workspace) -> int:
    """Look as after an import, and do the jobs that it asks for."""
    number = tell(workspace, lambda _stage, _done, _total: None)
    while Worker().step():
        pass
    return number


def test_news_goes_to_the_owner_and_their_manager_once(
    mail: MailServer,
    own_workspace: Workspace,
    people: Mapping[str, Person],
    client_of: Callable[[Person], Client],
) -> None:
    manager, seller = client_of(people["manager_a"]), client_of(people["seller_a1"])
    change = ASKED | {"why": "a new year's plan", "expected": "0", "propose": "", "target": "99999999"}
    assert manager.post(f"{ONE}change/", change).status_code == 302
    assert seller.post(f"{ONE}agree/", {"expected": "1"}).status_code == 302
    assert told(own_workspace) == 0  # what is so at the first look is no news
    looks = len(journal.read(own_workspace, LOOKS))
    assert looks > 0
    again = change | {"target": "1", "expected": "1"}
    assert manager.post(f"{ONE}change/", again).status_code == 302
    assert seller.post(f"{ONE}agree/", {"expected": "2"}).status_code == 302
    assert told(own_workspace) == 1
    assert sorted(message["To"] for message in mail.taken) == [
        people["manager_a"].email,
        people["seller_a1"].email,
    ]
    assert all("the target is reached" in message.as_string() for message in mail.taken)
    assert len({message["Message-ID"] for message in mail.taken}) == len(mail.taken)
    assert (told(own_workspace), Job.objects.filter(kind=NOTIFY).count()) == (0, 2)
    assert len(journal.read(own_workspace, LOOKS)) == looks


def test_without_a_mail_server_nothing_counts_as_told(own_workspace: Workspace) -> None:
    assert told(own_workspace) == 0
    assert journal.read(own_workspace, LOOKS) == ()
