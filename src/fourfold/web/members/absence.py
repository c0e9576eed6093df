"""Who stands in for somebody who is away.

Guarantees that it ends by itself on its day, and that both are told on their pages. Leaves what a
delegate may see to `gate`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from fourfold.errors import BadRequest
from fourfold.web.audit.log import record
from fourfold.web.members.models import Delegation, Person

MOST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Absences:
    """The delegations of a person that are not over: to whom they gave theirs, for whom they stand in."""

    given: tuple[Delegation, ...]
    held: tuple[Delegation, ...]


def absences(person: Person, today: date) -> Absences:
    """Return the delegations that run today or later, the earliest first."""
    ahead = Delegation.objects.filter(ends_on__gt=today).order_by("starts_on", "pk")
    ahead = ahead.select_related("person", "delegate")
    return Absences(tuple(ahead.filter(person=person)), tuple(ahead.filter(delegate=person)))


def delegate(away: Delegation, today: date) -> Delegation:
    """Store who stands in for whom, from a day to before another.

    Raises
    ------
    BadRequest
        The days are in the wrong order, over, or more than a year apart; somebody would stand in for
        themselves, or cannot sign in.
    """
    if not (away.starts_on < away.ends_on and today < away.ends_on):
        raise BadRequest(
            _("the first day back must be after the first day away, and after today"),
            place="ends_on",
            remedy=_("choose a later day"),
        )
    if (away.ends_on - away.starts_on).days > MOST_DAYS:
        raise BadRequest(
            _("an absence lasts a year at most"), place="ends_on", remedy=_("choose an earlier day")
        )
    if away.delegate_id == away.person_id or not away.delegate.is_active:
        raise BadRequest(
            _("this person cannot stand in for you"), place="delegate", remedy=_("choose somebody else")
        )
    with transaction.atomic():
        away.save(force_insert=True)
        told = f"{away.delegate.email} from {away.starts_on} to before {away.ends_on}"
        record("delegate_named", by=away.person, about=told)
    return away


def end(away: Delegation, today: date, *, by: Person) -> None:
    """End a delegation now, before its day."""
    with transaction.atomic():
        away.ends_on = min(away.ends_on, max(today, away.starts_on))
        away.save(update_fields=["ends_on"])
        record("delegate_ended", by=by, about=f"{away.delegate.email} for {away.person.email}")
