"""Texts of the core on a page, in the language of who reads."""

from __future__ import annotations

from django import template

from fourfold.book.codes import BOOK_CODES
from fourfold.book.intake.codes import CODES
from fourfold.errors import Finding
from fourfold.words import ENGLISH, language, say

register = template.Library()


@register.filter
def said(text: str) -> str:
    """Return a text of the core in the language of who reads; one that is no message stays as it is."""
    return say(text)


@register.filter
def told(finding: Finding) -> str:
    """Return what was found: in another language than English what its code means, then the detail."""
    known = BOOK_CODES.get(finding.code) or CODES.get(finding.code)
    if language() == ENGLISH or known is None or finding.message == known.meaning:
        return say(finding.message)
    return f"{say(known.meaning)} ({finding.message})"
