"""How long a session lasts.

Guarantees that a session ends after eight hours without a request and twelve hours after sign-in,
whatever its cookie says. That it ends with a change of password or roles is `Person`'s doing.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

STARTED, SEEN = "started_at", "seen_at"
"""Keys of a session: seconds since the epoch."""

COARSE_SECONDS = 60
"""The time of the last request is stored at most this often."""


class SessionLimits:
    """Middleware that ends sessions that are too old."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, as nobody's if the session is over."""
        if request.user.is_authenticated:
            if _is_over(request, now := time.time()):
                logout(request)
            else:
                _touch(request, now)
        return self.get_response(request)


def _is_over(request: HttpRequest, now: float) -> bool:
    started = request.session.get(STARTED, now)
    seen = request.session.get(SEEN, now)
    return bool(
        now - started > settings.FOURFOLD_SESSION_SECONDS or now - seen > settings.FOURFOLD_IDLE_SECONDS
    )


def _touch(request: HttpRequest, now: float) -> None:
    request.session.setdefault(STARTED, now)
    if now - request.session.get(SEEN, 0) > COARSE_SECONDS:
        request.session[SEEN] = now
