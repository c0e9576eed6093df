"""Limits on tries to sign in: who is counted, from where, and what somebody sees who is over them.

Guarantees that the answer is the same for an account that exists and one that does not. Leaves the
counting to axes (one account from one address) and allauth (spread guessing, second factors), both
in the database, so that it holds over all processes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import get_adapter
from axes.helpers import get_cool_off
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

MOST_LETTERS = 254


def account_tried(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """Return the account that somebody tries to sign in to, as it is counted."""
    named = (credentials or {}).get("email") or (credentials or {}).get("username")
    return str(named or request.POST.get("login", "")).strip().casefold()[:MOST_LETTERS]


def address_of(request: HttpRequest) -> str | None:
    """Return the address that a request comes from, in production as the proxy tells it, or None."""
    if "REMOTE_ADDR" not in request.META:
        return None
    address: str = get_adapter(request).get_client_ip(request)
    return address


def locked_out(request: HttpRequest, *_: object) -> HttpResponse:
    """Answer somebody who tried too often: 429, and when to come back."""
    seconds = int(get_cool_off().total_seconds())
    answer = render(request, "429.html", {"minutes": seconds // 60}, status=429)
    answer["Retry-After"] = str(seconds)
    return answer
