"""The report of an import as JSON, to be kept with its job, and back.

Guarantees that a report comes back equal to what it was: amounts exact, the profile whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from fourfold.book.changes import Change
from fourfold.book.imports import ImportReport
from fourfold.book.intake import LineCounts, MoneyCounts, profile_from_toml, profile_to_toml
from fourfold.errors import Finding, FourfoldError, NeedsConfirmation, RefusedFile

SUMS = ("read", "accepted", "rejected", "excluded")


def report_to_json(report: ImportReport) -> dict[str, Any]:
    """Return a report as plain values."""
    money = {currency: _counts(counts) for currency, counts in report.money.items()}
    return {**asdict(report), "profile": profile_to_toml(report.profile), "money": money}


def _counts(counts: MoneyCounts) -> dict[str, str | int]:
    return {**{name: format(getattr(counts, name), "f") for name in SUMS}, "unknown": counts.unknown}


def report_from_json(told: Mapping[str, Any]) -> ImportReport:
    """Return the report that plain values tell."""
    money = {
        currency: MoneyCounts(**{n: Decimal(counts[n]) for n in SUMS}, unknown=counts["unknown"])
        for currency, counts in told["money"].items()
    }
    made = {
        "profile": profile_from_toml(told["profile"]),
        "lines": LineCounts(**told["lines"]),
        "money": money,
        "findings": findings_from_json(told["findings"]),
        "questions": findings_from_json(told["questions"]),
        "changes": tuple(Change(**change) for change in told["changes"]),
        "preview": tuple(tuple(row) for row in told["preview"]),
        "preview_fields": tuple(told["preview_fields"]),
        "unmapped": tuple(told["unmapped"]),
    }
    return ImportReport(**{**told, **made})


def fault_to_json(fault: FourfoldError) -> dict[str, Any]:
    """Return an error as cause, place, remedy and, of a file, everything that was found."""
    told: dict[str, Any] = {"cause": fault.cause, "place": fault.place, "remedy": fault.remedy}
    if isinstance(fault, RefusedFile):
        told["findings"] = [asdict(f) for f in fault.findings]
    if isinstance(fault, NeedsConfirmation):
        told["findings"] = [asdict(f) for f in fault.questions]
    return told


def findings_from_json(told: list[dict[str, Any]]) -> tuple[Finding, ...]:
    """Return the findings that plain values tell."""
    return tuple(Finding(**f) for f in told)
