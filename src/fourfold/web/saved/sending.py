"""Sending: what is due, each moved from state to state by one conditional update.

Guarantees that nothing is sent twice for one subscription and day: a mailing is written before
anything is sent, only one that waits is sent, and one of which nobody knows whether it arrived is
not sent again unless its owner asks, under the same Message-ID. A refusal is tried again for a day,
then shown as a failure. A person who may not see the page any more is sent nothing. Leaves when the
clock is looked at, and retrying a broken worker, to the jobs.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta
from smtplib import (
    SMTPException,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
)
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from fourfold.book.workspace import open_workspace
from fourfold.errors import BadRequest, FourfoldError
from fourfold.reports.sheets import Sheet
from fourfold.web.audit.log import record
from fourfold.web.gate import Reader, reader_for
from fourfold.web.languages import reading_in
from fourfold.web.policy import POLICY
from fourfold.web.saved.due import LATE, SEND_HOUR, last_due
from fourfold.web.saved.letter import letter, message_id_of
from fourfold.web.saved.models import Mailing, State, Subscription
from fourfold.web.saved.savable import SAVABLE, sheet_of

TRIED_FOR = timedelta(hours=24)
"""A mailing that is refused for so long is not tried again by itself."""

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=2)
"""Between two tries; each pause is three times the one before."""

BROKEN_OFF = timedelta(minutes=10)
"""A mailing that has been on its way for so long belongs to a process that died."""

SURELY_REFUSED = (SMTPResponseException, SMTPRecipientsRefused, SMTPNotSupportedError)
"""What a server answers that did not take the message; anything else leaves it open."""


class Paused(Exception):
    """Why nothing may be sent to a person until they do something about it."""


def due(now: datetime) -> tuple[Mailing, ...]:
    """Return the mailings to send now, oldest first, writing those that have come due.

    Calling it again, or at the same time elsewhere, writes nothing twice. Mailings of processes that
    died become unsure; those that were refused for too long fail.
    """
    broken_off = Mailing.objects.filter(state=State.SENDING, changed_at__lt=now - BROKEN_OFF)
    broken_off.update(state=State.UNSURE, fault=_("The work broke off while it was being sent."))
    _write_due(now)
    over = Mailing.objects.filter(state=State.WAITING, made_at__lt=now - TRIED_FOR)
    over.filter(fault="").update(fault=_("The report could not be made; the log says why."))
    over.update(state=State.FAILED, changed_at=now)
    waiting = Mailing.objects.filter(state=State.WAITING, next_at__lte=now)
    return tuple(waiting.filter(subscription__is_ended=False, subscription__paused_why="").order_by("pk"))


def send(mailing_id: int) -> str:
    """Send a mailing if it waits, and return the state in which it is then.

    Raises
    ------
    Mailing.DoesNotExist
        If there is none.
    """
    mailing = Mailing.objects.select_related("subscription__view__owner").get(pk=mailing_id)
    if mailing.state != State.WAITING or mailing.subscription.is_ended:
        return mailing.state
    try:
        with reading_in(mailing.subscription.view.owner.language):
            message = letter(mailing, _sheet(mailing.subscription))
    except Paused as paused:
        return _pause(mailing, str(paused))
    except FourfoldError as fault:
        return _refused(mailing, str(fault))
    if not _moved(mailing, State.WAITING, State.SENDING, attempts=F("attempts") + 1):
        return _state_of(mailing)
    return _hand_over(mailing, message)


def send_again(mailing: Mailing) -> bool:
    """Let an unsure or failed mailing be sent once more, as its owner asks; False if it is neither."""
    now = timezone.now()
    over = Mailing.objects.filter(pk=mailing.pk, state__in=[State.UNSURE, State.FAILED])
    changed = over.update(state=State.WAITING, made_at=now, next_at=now, changed_at=now, attempts=0)
    return changed == 1


def _write_due(now: datetime) -> None:
    local = now.astimezone(ZoneInfo(open_workspace(settings.FOURFOLD_WORKSPACE).settings.timezone))
    today = local.date() if local.hour >= SEND_HOUR else local.date() - timedelta(days=1)
    running = Subscription.objects.filter(is_ended=False, paused_why="", starts_on__lte=today)
    for subscription in running:
        day = last_due(subscription.rhythm, subscription.day, today)
        if day >= max(subscription.starts_on, today - LATE):
            _write(subscription, day, now)


def _write(subscription: Subscription, day: date, now: datetime) -> None:
    if Mailing.objects.filter(subscription=subscription, due_on=day).exists():
        return
    with suppress(IntegrityError), transaction.atomic():  # another process wrote it
        Mailing.objects.create(
            subscription=subscription,
            due_on=day,
            message_id=message_id_of(f"{subscription.pk.hex}.{day:%Y%m%d}"),
            made_at=now,
            next_at=now,
            changed_at=now,
        )


def _sheet(subscription: Subscription) -> Sheet:
    """Return the report as its owner may see it now.

    Raises
    ------
    Paused
        If they may not, or the page does not understand the view any more.
    """
    view = subscription.view
    if view.route not in SAVABLE:
        raise Paused(_("This page cannot be sent any more."))
    workspace = open_workspace(settings.FOURFOLD_WORKSPACE)
    reader = reader_for(view.owner, POLICY[view.route].permission, workspace)
    try:
        _may(reader)
        return sheet_of(view.route, view.query, reader, view.name)
    except BadRequest as refused:
        raise Paused(_("The view cannot be read any more: %(why)s") % {"why": refused}) from refused
    finally:
        reader.close()


def _may(reader: Reader) -> None:
    if not reader.person.is_active:
        raise Paused(_("This person does not sign in any more."))
    if not {reader.permission, "save_views"} <= reader.permissions:
        raise Paused(_("Your role does not include this page any more."))


def _hand_over(mailing: Mailing, message: EmailMessage) -> str:
    """Give a message to the mail server; what it does not clearly refuse may have arrived."""
    view = mailing.subscription.view
    record("export", by=view.owner, about=f"{view.route} by mail as {mailing.subscription.form}, {view.pk}")
    connection = get_connection()
    try:
        connection.open()
    except (SMTPException, OSError) as refused:
        return _refused(mailing, _words(refused), before=State.SENDING)
    try:
        taken = connection.send_messages([message])
    except SURELY_REFUSED as refused:
        return _refused(mailing, _words(refused), before=State.SENDING)
    except (SMTPException, OSError) as broken:
        _moved(mailing, State.SENDING, State.UNSURE, fault=_words(broken))
        return _state_of(mailing)
    finally:
        with suppress(SMTPException, OSError):  # the message was taken, or not, before this
            connection.close()
    if not taken:
        return _refused(mailing, _("The mail server took nothing."), before=State.SENDING)
    _moved(mailing, State.SENDING, State.SENT, fault="")
    return _state_of(mailing)


def _refused(mailing: Mailing, why: str, before: State = State.WAITING) -> str:
    """Let a mailing wait for its next try, a longer time after each."""
    tried = Mailing.objects.values_list("attempts", flat=True).get(pk=mailing.pk)
    pause = min(FIRST_PAUSE * 3 ** min(max(tried - 1, 0), 5), LONGEST_PAUSE)
    _moved(mailing, before, State.WAITING, fault=why, next_at=timezone.now() + pause)
    return _state_of(mailing)


def _pause(mailing: Mailing, why: str) -> str:
    Subscription.objects.filter(pk=mailing.subscription_id).update(paused_why=why)
    _moved(mailing, State.WAITING, State.WITHHELD, fault=why)
    return _state_of(mailing)


def _moved(mailing: Mailing, before: State, after: State, **told: object) -> bool:
    """Move a mailing from a state to another, if it still is in the first."""
    there = Mailing.objects.filter(pk=mailing.pk, state=before)
    changed: int = there.update(state=after, changed_at=timezone.now(), **told)
    return changed == 1


def _state_of(mailing: Mailing) -> str:
    return Mailing.objects.values_list("state", flat=True).get(pk=mailing.pk)


def _words(fault: Exception) -> str:
    if isinstance(fault, SMTPResponseException):
        told = fault.smtp_error
        return f"{fault.smtp_code} {told.decode(errors='replace') if isinstance(told, bytes) else told}"[:300]
    return f"{type(fault).__name__}: {fault}"[:300]
