"""The mail that asks somebody to set a password.

Guarantees that the link is shown on a page only if no mail server is set up. Leaves making the link
to `people`.
"""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.conf import settings

from fourfold.web.members.models import Person


def invite(person: Person, address: str) -> bool:
    """Send a person the address under which they set a password; return whether mail is set up."""
    if not settings.FOURFOLD_SENDS_MAIL:
        return False
    get_adapter().send_mail("members/email/invitation", person.email, {"person": person, "address": address})
    return True
