"""Languages: each answer is in the language of who reads it, files to calculate with are in English.

Guarantees that the framework's texts and those of `fourfold.words` change together, and that a
language ends with its request. Leaves which languages there are to `fourfold.words`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from fourfold.words import ENGLISH, speaking

FILES = frozenset({"csv", "xlsx"})
"""The forms of tables that are read by programs too: the same for readers of every language."""


@contextmanager
def reading_in(language: str) -> Iterator[None]:
    """Give all texts within the block in a language; empty is English."""
    with translation.override(language or ENGLISH), speaking(language or ENGLISH):
        yield


class _SpokenRequest(HttpRequest):
    spoken: ExitStack


class Languages:
    """Middleware that answers in a person's own language, else in one that their browser asks for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        with ExitStack() as spoken:
            cast(_SpokenRequest, request).spoken = spoken
            language = _language_of(request)
            request.LANGUAGE_CODE = language
            spoken.enter_context(reading_in(language))
            response = self.get_response(request)
            response.setdefault("Content-Language", translation.get_language() or ENGLISH)
        patch_vary_headers(response, ["Accept-Language"])
        return response

    def process_view(
        self, request: HttpRequest, _view: Callable[..., Any], _args: object, named: Mapping[str, Any]
    ) -> None:
        """Let files to calculate with be in English."""
        if named.get("form") in FILES:
            cast(_SpokenRequest, request).spoken.enter_context(reading_in(ENGLISH))


def _language_of(request: HttpRequest) -> str:
    own = request.user.language if request.user.is_authenticated else ""
    return own or translation.get_language_from_request(request)
