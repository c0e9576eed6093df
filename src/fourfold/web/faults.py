"""What somebody sees when a request cannot be answered: the cause, the place, the remedy.

Guarantees that a missing object and one that somebody may not see give the same answer, and that
an unexpected fault tells nothing but a number under which the log has it.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from fourfold.errors import BadRequest, FourfoldError, NeedsConfirmation, RefusedFile

LOG = logging.getLogger("fourfold.web")
UNAVAILABLE = 503


class Faults:
    """Middleware that turns Fourfold's own errors into pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """Return the page of an error of Fourfold's own; None leaves others to Django."""
        if not isinstance(fault, FourfoldError):
            return None
        asked_wrongly = isinstance(fault, (BadRequest, NeedsConfirmation, RefusedFile))
        if not asked_wrongly:
            LOG.error("%s: %s", type(fault).__name__, fault)
        return render(
            request,
            "fault.html",
            {"cause": fault.cause, "place": fault.place if asked_wrongly else "", "remedy": fault.remedy},
            status=400 if asked_wrongly else UNAVAILABLE,
        )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django's signature
    """Answer a request that cannot be read."""
    told = {"cause": _("This request cannot be read."), "remedy": _("Go back and try again.")}
    return render(request, "fault.html", told, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer somebody who may not do this."""
    told = {
        "cause": _("Your role does not include this."),
        "remedy": _("Ask revenue operations if you need it."),
    }
    return render(request, "fault.html", told, status=403)


def untrusted(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  Django's signature
    """Answer a form that was not sent from a page of ours, or too late."""
    told = {
        "cause": _("This form was not sent from a page of Fourfold, or is too old."),
        "remedy": _("Open the page again and repeat what you did."),
    }
    return render(request, "fault.html", told, status=403)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer for what is not there, or not for this person: nobody can tell which."""
    told = {
        "cause": _("There is nothing at this address."),
        "remedy": _("Start from the growth page, or check the address."),
    }
    return render(request, "fault.html", told, status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer for an unexpected fault."""
    number = secrets.token_hex(6)
    LOG.error("fault %s at %s", number, request.path)
    told = {
        "cause": _("Something went wrong on our side; it is noted under %(number)s.") % {"number": number},
        "remedy": _("Try again; if it stays, tell whoever runs Fourfold that number."),
    }
    return render(request, "fault.html", told, status=500)
