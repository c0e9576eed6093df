"""How people sign in: nobody signs up; a company's OpenID Connect lets in only people entered here.

Guarantees that an answer takes as long for an address nobody has as for one that somebody has: mail
is sent beside it. Leaves checking of passwords and factors to allauth.
"""

from __future__ import annotations

import logging
import threading
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from fourfold.web.members.limits import account_tried, locked_out

LOG = logging.getLogger("fourfold.web")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are made by revenue operations alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  allauth's signature
        """Refuse."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Return whether an address is a path of this application."""
        return (
            url.startswith("/")
            and url.isprintable()
            and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
        )

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse guesses that are spread over accounts or addresses, as a locked account is refused.

        allauth gives back what is consumed here when the password is right.
        """
        self._login_failed_rl_usage = ratelimit.consume(
            request,
            app="allauth.account",
            action="password_failed",
            key=account_tried(request, credentials),
        )
        if not self._login_failed_rl_usage:
            raise ImmediateHttpResponse(locked_out(request))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send mail beside the answer: how long that takes would tell whether somebody has the address."""
        told = {"request": self.request, "email": email, **context}
        message = self.render_mail(template_prefix, email, told)
        threading.Thread(target=_send, args=(message,), name="mail").start()


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """OpenID Connect signs in who is already entered, by their verified e-mail."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002
        """Refuse."""
        return False


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except (SMTPException, OSError) as refused:
        LOG.error("mail could not be sent through %s: %s", settings.EMAIL_HOST, refused)
