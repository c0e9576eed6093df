"""Intake: turns files of order lines and master data into rows whose every line is accounted for.

Guarantees that each physical line of a file is header, accepted, rejected, blank or of a named
other kind, and that money read is money accepted, rejected or left out, exactly. Leaves storing
and committing to `fourfold.book.imports`.
"""

from __future__ import annotations

from fourfold.book.intake.batches import (
    REJECTED,
    REPAIRED,
    Batch,
    Context,
    LineCounts,
    MoneyCounts,
    Peek,
    Reading,
    ReadJob,
    RowFault,
    Source,
)
from fourfold.book.intake.codes import CODES, Code, finding, refused, shown
from fourfold.book.intake.looks import Candidate, Look, Proposal, Search
from fourfold.book.intake.profile import (
    BY_CURRENCY,
    Expression,
    Profile,
    Rule,
    load_profile,
    parse_expression,
    profile_from_toml,
    profile_to_toml,
    save_profile,
)

__all__ = [
    "BY_CURRENCY",
    "CODES",
    "REJECTED",
    "REPAIRED",
    "Batch",
    "Candidate",
    "Code",
    "Context",
    "Expression",
    "LineCounts",
    "Look",
    "MoneyCounts",
    "Peek",
    "Profile",
    "Proposal",
    "ReadJob",
    "Reading",
    "RowFault",
    "Rule",
    "Search",
    "Source",
    "finding",
    "load_profile",
    "parse_expression",
    "profile_from_toml",
    "profile_to_toml",
    "refused",
    "save_profile",
    "shown",
]
