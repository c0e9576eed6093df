"""Policies: the rules by which tools call an account new, as named sets of parameters.

Guarantees that each preset is only parameters of the one classification, so that a number known
from another tool can be reproduced and compared. Leaves applying them to `classify`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from fourfold.errors import BadRequest
from fourfold.words import message, say

_DORMANT = message("new again after {months} months without a purchase")
_WINDOW = message("new for {months} months before the end of the current period")


@dataclass(frozen=True, slots=True)
class Policy:
    """When accounts, products and pairs count as new.

    `dormant_after_months`: an account whose last purchase before the cut is older than so many
    months counts as new again, with all its pairs. `window_months`: the cut is so many months before
    the end of the current period, instead of the end of the base. None switches a rule off.
    """

    name: str
    label: str
    dormant_after_months: int | None = None
    window_months: int | None = None

    @property
    def told(self) -> str:
        """The label in the language of who reads."""
        if self.name in POLICIES:
            return say(self.label)
        months = self.dormant_after_months or self.window_months
        return say(_DORMANT if self.dormant_after_months else _WINDOW, months=months)


FIRST_ORDER = Policy(
    "first-order-ever", "new until the first purchase ever, as of the end of the base period"
)

POLICIES: Mapping[str, Policy] = {
    p.name: p
    for p in (
        FIRST_ORDER,
        Policy(
            "12-month-window", "new for twelve months before the end of the current period", window_months=12
        ),
        Policy("dormant-12", "new again after twelve months without a purchase", dormant_after_months=12),
        Policy("dormant-18", "new again after eighteen months without a purchase", dormant_after_months=18),
        Policy(
            "dormant-24", "new again after twenty-four months without a purchase", dormant_after_months=24
        ),
        Policy("dormant-36", "new again after thirty-six months without a purchase", dormant_after_months=36),
    )
}
"""The named presets; `dormant-N` and `N-month-window` work for any number of months."""

_NUMBERED = re.compile(r"dormant-(?P<dormant>[1-9]\d{0,2})|(?P<window>[1-9]\d{0,2})-month-window")


def policy(name: str) -> Policy:
    """Return the policy of a name: a preset, `dormant-N` or `N-month-window`.

    Raises
    ------
    BadRequest
        If there is none of that name.

    Examples
    --------
    >>> policy("dormant-6").dormant_after_months
    6
    """
    if name in POLICIES:
        return POLICIES[name]
    found = _NUMBERED.fullmatch(name)
    if found is None:
        known = ", ".join(POLICIES)
        raise BadRequest(
            say("no policy {name!r}", name=name),
            place="--policy",
            remedy=say("use {known}, dormant-N or N-month-window", known=known),
        )
    if found["dormant"]:
        months = int(found["dormant"])
        return Policy(name, _DORMANT.format(months=months), dormant_after_months=months)
    months = int(found["window"])
    return Policy(name, _WINDOW.format(months=months), window_months=months)
