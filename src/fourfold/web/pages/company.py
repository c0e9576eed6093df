"""Signing in by the company's OpenID Connect: leaving for its provider.

Guarantees that the way there is a page and not a redirect: our policy lets no form lead elsewhere.
Leaves the exchange with the provider to allauth.
"""

from __future__ import annotations

from allauth.socialaccount.providers.openid_connect.views import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render


def leave(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to the provider that somebody chose; without a POST, ask first."""
    answer: HttpResponse = login(request, provider_id)
    if not isinstance(answer, HttpResponseRedirect) or answer.url.startswith("/"):
        return answer
    return render(request, "socialaccount/leaving.html", {"address": answer.url})
