"""What signing in and out writes to the audit log.

Guarantees that a password or another secret that was typed never stands in an entry: of an address
that nobody has, only that somebody tried it. Leaves sending the signals to Django and allauth.
"""

from __future__ import annotations

import time
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as factors
from allauth.socialaccount import signals as social
from django.contrib.auth import signals as auth
from django.dispatch import receiver
from django.http import HttpRequest

from fourfold.web.audit.log import record
from fourfold.web.members.limits import account_tried, address_of
from fourfold.web.members.models import Person
from fourfold.web.members.sessions import STARTED

NOBODY = "unknown"
"""Who it was, if no person has the address that was typed."""


def _from(request: HttpRequest | None) -> str:
    address = address_of(request) if request else None
    return f"from {address}" if address else ""


@receiver(auth.user_logged_in)
def signed_in(request: HttpRequest, user: Person, **_: Any) -> None:
    """Note that somebody signed in, and start the clock of their session."""
    request.session[STARTED] = time.time()
    record("signed_in", by=user, about=_from(request))


@receiver(auth.user_login_failed)
def not_signed_in(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """Note that somebody failed to sign in."""
    if request is None:
        return
    tried = account_tried(request, credentials)
    known = Person.objects.filter(email=tried).exists()
    record("sign_in_failed", by=tried if known else NOBODY, about=_from(request))


@receiver(factors.authentication_failed)
def wrong_factor(request: HttpRequest, user: Person, **_: Any) -> None:
    """Note that a second factor was wrong."""
    record("sign_in_failed", by=user, about=f"second factor, {_from(request)}")


@receiver(auth.user_logged_out)
def signed_out(request: HttpRequest, user: Person | None, **_: Any) -> None:
    """Note that somebody signed out, or that their session was over."""
    if user is not None:
        record("signed_out", by=user, about=_from(request))


@receiver([account.password_changed, account.password_set, account.password_reset])
def new_password(request: HttpRequest, user: Person, **_: Any) -> None:
    """Note that somebody has a new password."""
    record("password_changed", by=user, about=_from(request))


@receiver(factors.authenticator_added)
def factor_added(user: Person, authenticator: Any, **_: Any) -> None:
    """Note a second factor."""
    record("factor_added", by=user, about=authenticator.type)


@receiver(factors.authenticator_reset)
def factor_renewed(user: Person, authenticator: Any, **_: Any) -> None:
    """Note that recovery codes were made anew."""
    record("factor_renewed", by=user, about=authenticator.type)


@receiver(factors.authenticator_removed)
def factor_removed(user: Person, authenticator: Any, **_: Any) -> None:
    """Note that a second factor is gone."""
    record("factor_removed", by=user, about=authenticator.type)


@receiver(social.social_account_added)
def identity_linked(sociallogin: Any, **_: Any) -> None:
    """Note that an identity of an OpenID Connect provider was linked."""
    record("identity_linked", by=sociallogin.user, about=sociallogin.account.provider)


@receiver(social.social_account_removed)
def identity_unlinked(socialaccount: Any, **_: Any) -> None:
    """Note that a linked identity is gone."""
    record("identity_unlinked", by=socialaccount.user, about=socialaccount.provider)
