"""When mailings go out: a look at what is due about once a minute, and a job for each.

Guarantees that each try of a mailing is one job, whichever worker looks first. Leaves what is due and
sending to `sending`, doing jobs to `fourfold.web.jobs`.
"""

from __future__ import annotations

from django.utils import timezone

from fourfold.web.jobs.kinds import KINDS, Kind, Outcome, Work
from fourfold.web.jobs.queue import key_of, queue
from fourfold.web.jobs.working import EVERY_MINUTE
from fourfold.web.saved.sending import due, send

SEND = "send"


def look() -> None:
    """Ask for a job for each mailing that is due."""
    for mailing in due(timezone.now()):
        key = key_of(mailing.pk, mailing.next_at)
        queue(SEND, None, key=key, mailing=mailing.pk)


def _send(work: Work) -> Outcome:
    return {"state": send(int(work.arguments["mailing"]))}


KINDS[SEND] = Kind(_send, alone_in="")
EVERY_MINUTE.append(look)
