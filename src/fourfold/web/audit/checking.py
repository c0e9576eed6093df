"""Checking that nothing in the audit log was changed, removed, swapped or cut off.

Guarantees that the first bad entry is named. Leaves writing to `log` and `head`.
"""

from __future__ import annotations

from dataclasses import dataclass

from fourfold.errors import WorkspaceFault
from fourfold.web.audit.head import Head, read_head
from fourfold.web.audit.log import START, chained
from fourfold.web.audit.models import Entry


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found: how many entries are good, and the first that is not.

    `first_bad` is None if all are good; `why` says what is wrong with it.
    """

    good: int
    first_bad: int | None = None
    why: str = ""


def verify() -> Verdict:
    """Check every entry against its own hash, the one before and the head that is kept elsewhere.

    An entry that was written while the head was not (a process killed in between) is good.
    """
    try:
        head = read_head()
    except WorkspaceFault as damaged:
        return Verdict(0, 1, damaged.cause)
    before, good = START, 0
    for entry in Entry.objects.order_by("number").iterator():
        why = _fault(entry, before, good + 1, head)
        if why:
            return Verdict(good, good + 1, why)
        before, good = entry.hash, good + 1
    return _ended(good, head)


def _fault(entry: Entry, before: str, expected: int, head: Head | None) -> str:
    if entry.number != expected:
        return "it is missing"
    if entry.hash != chained(entry, before):
        return "its content is not what was written, or it stood elsewhere"
    if head is not None and head.number == entry.number and head.hash != entry.hash:
        return "it is not the one that the head of the log tells of"
    return ""


def _ended(good: int, head: Head | None) -> Verdict:
    if head is None:
        return Verdict(good, 1, "the head of the log (audit.head) is missing") if good else Verdict(0)
    if head.number > good:
        return Verdict(good, good + 1, f"it is missing: the log had {head.number} entries")
    return Verdict(good)
