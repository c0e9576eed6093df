"""The names of roles as they read on a page."""

from __future__ import annotations

from django import template

from fourfold.web.members.models import ROLE_NAMES

register = template.Library()
_NAMES = dict(ROLE_NAMES)


@register.filter
def role_name(role: str) -> str:
    """Return the name of a role in the reader's language."""
    return str(_NAMES.get(role, role))
