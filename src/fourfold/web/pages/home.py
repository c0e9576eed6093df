"""Where an address without a path leads, and whether the process is well."""

from __future__ import annotations

from typing import cast

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from fourfold.web.gate import AskedRequest
from fourfold.web.policy import OPENS_ON


def home(request: HttpRequest) -> HttpResponse:
    """Lead to the first page that the reader may see; without any role there is none."""
    reader = cast(AskedRequest, request).reader
    for permission, name in OPENS_ON:
        if permission in reader.permissions:
            return redirect(name)
    raise PermissionDenied


def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  Django's signature
    """Answer 200 while people can be looked up; tells nothing else."""
    connection.ensure_connection()
    return JsonResponse({"status": "well"})
