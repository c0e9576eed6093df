"""Jobs, readings and errors as JSON: what passes between an import and its reading process.

Guarantees that nothing is executed by being received, and that a reading names files inside the
job's own folder only. Leaves the process and its limits to `fourfold.book.intake.child`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from fourfold.book.intake.batches import Context, LineCounts, MoneyCounts, Reading, ReadJob
from fourfold.book.intake.profile import profile_from_toml, profile_to_toml
from fourfold.errors import BadRequest, Finding, FourfoldError, NeedsConfirmation, RefusedFile

Json = dict[str, Any]


def job_to_json(job: ReadJob) -> Json:
    """Return a job without its progress callback."""
    context = job.context
    return {
        "path": str(job.path.absolute()),
        "profile": profile_to_toml(job.profile),
        "table_name": job.table_name,
        "into": str(job.into.absolute()),
        "name": job.shown_name,
        "context": {
            "book_currency": context.book_currency,
            "known": {column: ids.to_pylist() for column, ids in context.known.items()},
            "rates_from": {currency: day.isoformat() for currency, day in context.rates_from.items()},
            "usual_rows": context.usual_rows,
        },
    }


def job_from_json(document: Json) -> ReadJob:
    """Return the job that `job_to_json` wrote."""
    context = document["context"]
    usual = context["usual_rows"]
    return ReadJob(
        path=Path(document["path"]),
        profile=profile_from_toml(document["profile"], document["name"]),
        table_name=document["table_name"],
        into=Path(document["into"]),
        name=document["name"],
        context=Context(
            book_currency=context["book_currency"],
            known={column: pa.array(ids, pa.string()) for column, ids in context["known"].items()},
            rates_from={c: date.fromisoformat(day) for c, day in context["rates_from"].items()},
            usual_rows=(usual[0], usual[1]) if usual else None,
        ),
    )


def reading_to_json(reading: Reading) -> Json:
    """Return a reading with its files as names in the job's folder."""
    return {
        "counts": {**asdict(reading.counts), "other": dict(reading.counts.other)},
        "money": {
            currency: {name: str(value) for name, value in asdict(counts).items()}
            for currency, counts in reading.money.items()
        },
        "rows_accepted": reading.rows_accepted,
        "rows_rejected": reading.rows_rejected,
        "accepted": reading.accepted.name,
        "rejected": reading.rejected.name,
        "findings": [asdict(found) for found in reading.findings],
        "questions": [asdict(question) for question in reading.questions],
    }


def reading_from_json(document: Json, into: Path) -> Reading:
    """Return the reading that `reading_to_json` wrote, its files inside `into`."""
    return Reading(
        counts=LineCounts(**document["counts"]),
        money={currency: _money(counts) for currency, counts in document["money"].items()},
        rows_accepted=document["rows_accepted"],
        rows_rejected=document["rows_rejected"],
        accepted=into / Path(document["accepted"]).name,
        rejected=into / Path(document["rejected"]).name,
        findings=_findings(document["findings"]),
        questions=_findings(document["questions"]),
    )


def _money(counts: Mapping[str, str]) -> MoneyCounts:
    amounts = {name: Decimal(value) for name, value in counts.items() if name != "unknown"}
    return MoneyCounts(**amounts, unknown=int(counts["unknown"]))


def _findings(documents: list[Json]) -> tuple[Finding, ...]:
    return tuple(Finding(**document) for document in documents)


def error_to_json(error: FourfoldError) -> Json:
    """Return an error that reading may raise: refused file, open questions, or a bad request."""
    if isinstance(error, RefusedFile):
        return {"refused": [asdict(found) for found in error.findings]}
    if isinstance(error, NeedsConfirmation):
        return {"asked": [asdict(question) for question in error.questions]}
    return {"bad": [error.cause, error.place, error.remedy]}


def error_from_json(document: Json) -> FourfoldError | None:
    """Return the error that `error_to_json` wrote; None if the document holds none."""
    if "refused" in document:
        return RefusedFile(_findings(document["refused"]))
    if "asked" in document:
        return NeedsConfirmation(_findings(document["asked"]))
    if "bad" in document:
        cause, place, remedy = document["bad"]
        return BadRequest(cause, place=place, remedy=remedy)
    return None
