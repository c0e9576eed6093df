"""Views by mail: to their owner only, with what they may see that day, never twice for a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from fourfold.web.jobs.models import Job
from fourfold.web.jobs.working import Worker
from fourfold.web.members.models import RoleGrant
from fourfold.web.saved import schedule
from fourfold.web.saved.models import Mailing, State, Subscription, View
from fourfold.web.saved.sending import BROKEN_OFF, TRIED_FOR, due, send
from tests.web.company import WORDS
from tests.web.mailserver import MailServer, mail_server

if TYPE_CHECKING:
    from fourfold.web.members.models import Person

    People = Mapping[str, Person]
    ClientOf = Callable[[Person], Client]

MONDAY = datetime(2026, 11, 23, 7, tzinfo=UTC)
WEEKLY = {"rhythm": "week", "weekday": "1", "month_day": "1", "form": "html"}


@pytest.fixture
def mail() -> Iterator[MailServer]:
    """A mail server that the application sends to."""
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    with (
        mail_server() as server,
        override_settings(EMAIL_BACKEND=smtp, EMAIL_HOST="127.0.0.1", EMAIL_PORT=server.port),
    ):
        yield server


@pytest.fixture
def subscription(people: People) -> Subscription:
    """The accounts of team n1's manager, each Monday, as HTML."""
    view = View.objects.create(owner=people["manager_a"], name="Mine", route="accounts", query="current=2025")
    return Subscription.objects.create(
        view=view,
        rhythm="week",
        day=1,
        form="html",
        starts_on=date(2026, 11, 1),
        origin="https://growth.example",
    )


def sent_now(now: datetime = MONDAY) -> list[str]:
    """Send what is due, and return the states it then has."""
    return [send(mailing.pk) for mailing in due(now)]


def only(subscription: Subscription) -> Mailing:
    return subscription.mailings.get()


def report(message: EmailMessage) -> str:
    return "".join(str(part.get_content()) for part in message.iter_attachments())


def test_a_view_goes_to_its_owner_alone_with_the_report_and_both_links(
    mail: MailServer, subscription: Subscription
) -> None:
    assert sent_now() == [State.SENT]
    (message,) = mail.taken
    assert message["To"] == subscription.view.owner.email
    assert message["Message-ID"] == only(subscription).message_id
    text = message.get_body(("plain",))
    assert text is not None
    told = text.get_content()
    assert f"https://growth.example/views/{subscription.view.pk}/open/" in told
    assert "https://growth.example/views/stop/" in told
    assert WORDS["n1"] in report(message)
    assert WORDS["s1"] not in report(message)


@pytest.mark.usefixtures("subscription")
def test_nothing_is_sent_before_its_hour_nor_twice_however_often_the_clock_is_looked_at(
    mail: MailServer,
) -> None:
    assert due(MONDAY.replace(hour=5)) == ()
    for hours in (0, 1, 30, 100):
        sent_now(MONDAY + timedelta(hours=hours))
    assert len(mail.seen) == 1
    assert sent_now(MONDAY + timedelta(days=7)) == [State.SENT]
    assert len({message["Message-ID"] for message in mail.taken}) == 2


def test_a_refusal_is_tried_again_under_the_same_message_id_and_taken_once(
    mail: MailServer, subscription: Subscription
) -> None:
    mail.plan = ["refuse", "refuse", "take"]
    assert sent_now() == [State.WAITING]
    assert "451" in only(subscription).fault
    assert due(MONDAY) == ()
    for _ in range(2):
        sent_now(only(subscription).next_at)
    assert only(subscription).state == State.SENT
    assert len({message["Message-ID"] for _, message in mail.seen}) == 1
    assert len(mail.taken) == 1


def test_a_message_that_may_have_arrived_is_not_sent_again_until_its_owner_asks(
    mail: MailServer, subscription: Subscription, client_of: ClientOf
) -> None:
    mail.plan = ["drop"]
    assert sent_now() == [State.UNSURE]
    assert sent_now(MONDAY + timedelta(hours=30)) == []
    assert len(mail.seen) == 1
    client, mailing = client_of(subscription.view.owner), only(subscription)
    assert "may have arrived" in client.get(f"/views/{subscription.view.pk}/").content.decode()
    client.post(f"/views/mailings/{mailing.pk}/again/")
    sent_now(timezone.now() + timedelta(seconds=1))
    assert [did for did, _ in mail.seen] == ["drop", "take"]
    assert mail.of("drop")[0]["Message-ID"] == mail.taken[0]["Message-ID"]


def test_a_process_that_dies_while_it_sends_leaves_a_mailing_unsure(
    mail: MailServer, subscription: Subscription
) -> None:
    (mailing,) = due(MONDAY)
    Mailing.objects.filter(pk=mailing.pk).update(state=State.SENDING, changed_at=MONDAY)
    assert send(mailing.pk) == State.SENDING
    assert due(MONDAY + BROKEN_OFF + timedelta(seconds=1)) == ()
    assert only(subscription).state == State.UNSURE
    assert mail.seen == []


def test_a_server_that_is_away_for_a_day_makes_a_failure_that_its_owner_sees(
    subscription: Subscription, client_of: ClientOf
) -> None:
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    with override_settings(EMAIL_BACKEND=smtp, EMAIL_HOST="127.0.0.1", EMAIL_PORT=9):
        assert sent_now() == [State.WAITING]
    assert due(MONDAY + TRIED_FOR + timedelta(minutes=1)) == ()
    client = client_of(subscription.view.owner)
    assert "Something is wrong" in client.get("/views/").content.decode()
    shown = client.get(f"/views/{subscription.view.pk}/").content.decode()
    assert "ConnectionRefusedError" in shown
    assert "Send again" in shown


@pytest.mark.usefixtures("subscription")
def test_the_report_holds_what_its_owner_may_see_when_it_is_sent(mail: MailServer, people: People) -> None:
    (mailing,) = due(MONDAY)
    RoleGrant.objects.filter(person=people["manager_a"]).update(role="executive")
    send(mailing.pk)
    assert WORDS["s1"] in report(mail.taken[0])


@pytest.mark.usefixtures("subscription")
def test_mail_and_report_are_in_the_language_of_the_owner(mail: MailServer, people: People) -> None:
    type(people["manager_a"]).objects.filter(pk=people["manager_a"].pk).update(language="de")
    assert sent_now() == [State.SENT]
    (message,) = mail.taken
    body = message.get_body(("plain",))
    assert body is not None
    assert "Diese Ansicht öffnen:" in body.get_content()
    assert '<html lang="de">' in report(message)
    assert "Veränderung" in report(message)


@pytest.mark.parametrize("change", ["role", "locked out"])
def test_who_may_not_see_the_page_any_more_is_sent_nothing_and_told_why(
    change: str, mail: MailServer, subscription: Subscription, people: People
) -> None:
    person = people["manager_a"]
    if change == "role":
        RoleGrant.objects.filter(person=person).update(role="service_lead")
    else:
        person.is_active = False
        person.save()
    assert sent_now() == [State.WITHHELD]
    subscription.refresh_from_db()
    assert subscription.paused_why
    assert sent_now(MONDAY + timedelta(days=7)) == []
    assert mail.seen == []


def test_a_view_that_cannot_be_read_any_more_pauses(mail: MailServer, subscription: Subscription) -> None:
    View.objects.update(query="where.nonsense=1")
    assert sent_now() == [State.WITHHELD]
    subscription.refresh_from_db()
    assert "nonsense" in subscription.paused_why
    assert mail.seen == []


def test_the_link_in_the_mail_ends_it_after_a_yes_and_a_made_up_one_does_not(
    mail: MailServer, subscription: Subscription
) -> None:
    sent_now()
    link = str(mail.taken[0]["List-Unsubscribe"]).strip("<> ").removeprefix("https://growth.example")
    stranger = Client(SERVER_NAME="localhost")
    assert "Stop sending" in stranger.get(link).content.decode()
    subscription.refresh_from_db()
    assert not subscription.is_ended
    assert stranger.post(f"{link[:-2]}x/").status_code == 404
    assert stranger.post(link).status_code == 200
    assert due(MONDAY + timedelta(days=7)) == ()


def test_a_subscription_is_ones_own_and_one_of_a_view_runs(
    subscription: Subscription, people: People, client_of: ClientOf
) -> None:
    other, own = client_of(people["manager_b"]), client_of(people["manager_a"])
    for path in ("end", "resume"):
        assert other.post(f"/views/mail/{subscription.pk}/{path}/").status_code == 404
    monthly = WEEKLY | {"rhythm": "month", "month_day": "31", "form": "pdf"}
    assert own.post(f"/views/{subscription.view.pk}/subscribe/", monthly).status_code == 302
    running = Subscription.objects.get(is_ended=False)
    assert (running.day, running.origin) == (31, "http://localhost")
    assert own.post(f"/views/{subscription.view.pk}/subscribe/", {"rhythm": "day"}).status_code == 422


@pytest.mark.usefixtures("subscription")
def test_the_worker_looks_for_what_is_due_and_sends_it_once(mail: MailServer) -> None:
    today = timezone.now().date()
    Subscription.objects.update(day=(today - timedelta(days=1)).isoweekday())
    schedule.look()
    schedule.look()
    assert Job.objects.filter(kind="send").count() == 1
    worker = Worker()
    assert worker.step()
    assert Job.objects.get().outcome == {"state": "sent"}
    schedule.look()
    assert not worker.step()
    assert len(mail.taken) == 1
