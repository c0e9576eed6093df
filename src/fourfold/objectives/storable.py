"""What of an objective can be stored: texts that can be read, numbers and days that the table holds.

Guarantees that what passes is written to a file and read again as the same. Leaves whether an objective
can be meant to `objective`, and who may set it to `changes`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import NoReturn

from fourfold.errors import BadRequest
from fourfold.objectives.objective import Objective
from fourfold.words import message, say

LONGEST_ID, LONGEST_TEXT = 100, 2000
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)

DIGITS = 18
PLACES: Mapping[str, int] = MappingProxyType(
    {"target": 4, "threshold": 4, "stretch": 4, "weight": 4, "cap": 8}
)
"""How many decimals each number is stored with, of 18 digits."""

_WORDS = {
    "id": message("the id"),
    "name": message("the name"),
    "note": message("the note"),
    "why": message("the reason"),
    "comment": message("the comment"),
}


def check_storable(objective: Objective) -> None:
    """Refuse, as `BadRequest`, an objective that the table could not hold."""
    check_text("id", objective.id, is_needed=True)
    if len(objective.id) > LONGEST_ID:
        _refuse(say("the id is too long"), say("use at most {most} letters", most=LONGEST_ID), "id")
    check_text("name", objective.name)
    check_text("note", objective.note)
    if objective.period.start < FIRST_DAY or objective.period.end > LAST_DAY:
        _refuse(
            say("{period} cannot be meant", period=objective.period.told),
            say("use days from {first} to {last}", first=FIRST_DAY, last=LAST_DAY),
            "period",
        )
    for name, places in PLACES.items():
        number = getattr(objective, name)
        if number is not None and not _fits(number, places):
            whole = DIGITS - places
            _refuse(
                say("{number} cannot be stored", number=number),
                say(
                    "use at most {places} decimals, and {whole} digits before them",
                    places=places,
                    whole=whole,
                ),
                name,
            )


def check_text(name: str, text: str, *, is_needed: bool = False) -> None:
    """Refuse, as `BadRequest`, a text that is too long, cannot be read, or is empty where one is needed."""
    if is_needed and not text:
        _refuse(say("{what} is empty", what=say(_WORDS[name])), say("say it; it is needed"), name)
    if len(text) > LONGEST_TEXT or text != text.strip() or not text.replace("\n", "").isprintable():
        _refuse(
            say("{what} cannot be read", what=say(_WORDS[name])),
            say("use at most {most} letters, no space around them", most=LONGEST_TEXT),
            name,
        )


def _fits(number: Decimal, places: int) -> bool:
    if not number.is_finite() or abs(number) >= Decimal(10) ** (DIGITS - places):
        return False
    return number == round(number, places)


def _refuse(cause: str, remedy: str, place: str) -> NoReturn:
    raise BadRequest(cause, place=place, remedy=remedy)
