"""Progress by mail: after each import, what running objectives newly reached, to owner and manager.

Guarantees that one piece of news is queued once for a person, whatever breaks off, that it goes to
nobody who may not see the objective, and that without a mail server nothing counts as told. Leaves what
is news to `fourfold.objectives.telling`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from hashlib import sha256

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from fourfold.book import journal
from fourfold.book.book import Book, open_book
from fourfold.book.chain import Signed
from fourfold.book.owners import FOREVER
from fourfold.book.weighing import Progress
from fourfold.book.workspace import Workspace
from fourfold.objectives.changes import noticed
from fourfold.objectives.milestones import Milestone, Notice
from fourfold.objectives.objective import SELLER_LEVEL, TEAM_LEVEL, Objective, Owner
from fourfold.objectives.scorecards import Day, scorecards
from fourfold.objectives.store import JOURNAL, Store, read_store, write
from fourfold.objectives.telling import LOOKS, Telling, look_records, looked_at, telling
from fourfold.web.audit.log import record
from fourfold.web.gate import Reader, reader_for
from fourfold.web.jobs.kinds import AHEAD, KINDS, Kind, Outcome, Work
from fourfold.web.jobs.queue import key_of, queue
from fourfold.web.languages import reading_in
from fourfold.web.members.models import Person
from fourfold.web.pages.objective_store import speaks_for, version_seen, whole_store
from fourfold.web.saved.letter import message_id_of

NOTIFY = "notify"
PERMISSION = "see_objectives"
OURSELVES = "fourfold"


def tell(workspace: Workspace, progress: Progress) -> int:
    """Look at every running objective, queue a mail for each person with news, and return how many."""
    if not settings.FOURFOLD_SENDS_MAIL:
        return 0
    with closing(open_book(workspace, engine_url=settings.FOURFOLD_ENGINE_URL)) as book:
        if book.extent is None:
            return 0
        store = read_store(book, journal.read(workspace, JOURNAL))
        told = _news(workspace, book, store, book.extent.last_on)
        people = list(Person.objects.filter(is_active=True)) if told.due else []
        for place, person in enumerate(people, start=1):
            _queue_for(person, told, workspace)
            progress("telling progress", place, len(people))
        _settle(workspace, book, told)
        return len(told.due)


def _news(workspace: Workspace, book: Book, store: Store, as_of: date) -> Telling:
    owners = {one.owner for one in store.in_force if as_of in one.period}
    cards = scorecards(book, store, owners=sorted(owners), day=Day(as_of))
    return telling(cards, store.notices, looked_at(journal.read(workspace, LOOKS)))


def _queue_for(person: Person, told: Telling, workspace: Workspace) -> None:
    with closing(reader_for(person, PERMISSION, workspace)) as reader:
        if PERMISSION not in reader.permissions:
            return
        news = [[n.objective_id, n.milestone.value] for n, one in told.due if _cares(reader, one.owner)]
        days = sorted({one.period.start.isoformat() for _notice, one in told.due})
    if news:
        queue(NOTIFY, None, key=key_of(person.pk, news, days), person=person.pk, news=news)


def _cares(reader: Reader, owner: Owner) -> bool:
    """Return whether an owner's progress is the reader's to hear: as the owner, or who leads them."""
    heard = (owner, *_above(reader.results_book, owner, reader.today))
    return reader.sees(owner) and any(speaks_for(reader, each) for each in heard)


def _above(book: Book, owner: Owner, today: date) -> Iterator[Owner]:
    for row in book.reference("teams").to_pylist():
        if not row["starts_on"] <= today < (row["ends_on"] or FOREVER):
            continue
        if owner == Owner(SELLER_LEVEL, row["seller_id"]) and row["role"] != "manager":
            yield Owner(TEAM_LEVEL, row["team_id"])
        elif owner == Owner(TEAM_LEVEL, row["team_id"]) and row["parent_team_id"]:
            yield Owner(TEAM_LEVEL, row["parent_team_id"])


def _settle(workspace: Workspace, book: Book, told: Telling) -> None:
    signed = Signed(OURSELVES, datetime.now(UTC).isoformat(timespec="seconds"))
    write(workspace, book, lambda store: noticed(store, told.settled), signed=signed)
    journal.revise(
        workspace, LOOKS, lambda entries: look_records(told.first, looked_at(entries)), signed=signed
    )


def send(work: Work) -> Outcome:
    """Send one person their news, of what they may still see; `Person.DoesNotExist` if there is none."""
    person = Person.objects.get(pk=work.arguments["person"])
    with closing(reader_for(person, PERMISSION, work.workspace)) as reader, reading_in(person.language):
        lines = _lines(reader, work.arguments["news"]) if person.is_active else []
        if not lines:
            return {"sent": 0}
        record("notice", by=person, about=", ".join(own for own, _milestone in work.arguments["news"])[:500])
        _message(person, lines, key_of(person.pk, work.arguments["news"])).send()
    return {"sent": len(lines)}


def _lines(reader: Reader, news: Sequence[Sequence[str]]) -> list[str]:
    if PERMISSION not in reader.permissions:
        return []
    kept = whole_store(reader).kept
    found: Mapping[str, Objective] = {
        own: one for own, _milestone in news if own in kept and (one := version_seen(reader, kept[own]))
    }
    return [
        Notice(own, found[own].period.start, found[own].period.end, Milestone(milestone)).text(
            found[own].name or own
        )
        for own, milestone in news
        if own in found
    ]


def _message(person: Person, lines: Sequence[str], key: str) -> EmailMessage:
    return EmailMessage(
        subject=_("Fourfold: progress of objectives"),
        body=render_to_string("objectives/notice.txt", {"lines": lines, "person": person}),
        to=[person.email],
        headers={
            "Message-ID": message_id_of(f"progress.{sha256(key.encode()).hexdigest()[:32]}"),
            "Auto-Submitted": "auto-generated",
        },
    )


KINDS[NOTIFY] = Kind(send, alone_in="")
AHEAD.append(tell)
