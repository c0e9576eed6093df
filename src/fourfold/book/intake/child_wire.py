"""Questions, answers and errors as JSON: what passes between an import and its reading process.

Guarantees that nothing is executed by being received; that an answer, which a process taken over
by a file may have written, has the expected form, keeps its sums and names regular files inside
the job's own folder only, else `ValueError`. Leaves the process to `fourfold.book.intake.child`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pyarrow as pa

from fourfold.book.intake import plain
from fourfold.book.intake.batches import Context, LineCounts, MoneyCounts, Reading, ReadJob
from fourfold.book.intake.looks import PREVIEW_ROWS, Candidate, Look, Proposal, Search
from fourfold.book.intake.plain import Json
from fourfold.book.intake.profile import Profile, profile_from_toml, profile_to_toml
from fourfold.book.schema import TABLES
from fourfold.errors import BadRequest, Finding, FourfoldError, NeedsConfirmation, RefusedFile

RAW = "raw.jsonl"
_ROW = 1 << 28

# questions, written by the import


def search_to_json(search: Search) -> Json:
    """Return a search with its profiles as TOML."""
    candidates = [
        {"profile": profile_to_toml(c.profile), "header": c.header, "repaired": c.repaired}
        for c in search.candidates
    ]
    return {
        "table_name": search.table_name,
        "candidates": candidates,
        "proposed": search.proposed,
        "currency": search.currency,
        "overrides": dict(search.overrides),
    }


def search_from_json(document: Json) -> Search:
    """Return the search that `search_to_json` wrote."""
    candidates = tuple(
        Candidate(profile_from_toml(c["profile"]), tuple(c["header"]), c["repaired"])
        for c in document["candidates"]
    )
    return Search(**{**document, "candidates": candidates})


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


# answers, written by the reading process and checked by the import


def look_to_json(look: Look) -> Json:
    """Return what a search found, a proposed profile as TOML."""
    proposal = look.proposal
    told = proposal and {**asdict(proposal), "profile": profile_to_toml(proposal.profile)}
    return {"fitting": look.fitting, "proposal": told}


def look_from_json(document: Json, search: Search) -> Look:
    """Return what `look_to_json` wrote, as an answer to this search."""
    place, told = plain.maybe(document, "fitting", int), plain.maybe(document, "proposal", dict)
    if place is not None and not 0 <= place < len(search.candidates):
        raise ValueError("no candidate of the search")
    if told is not None and not search.proposed:
        raise ValueError("a proposal that was not asked for")
    if place is None and told is None and search.proposed:
        raise ValueError("no proposal")
    return Look(place, None if told is None else _proposal(told, search))


def _proposal(document: Json, search: Search) -> Proposal:
    profile = _proposed_profile(plain.of(document, "profile", str), search)
    names, preview = (
        plain.texts(document.get("fields")),
        plain.each(document, "preview", plain.texts),
    )
    if set(names) - set(profile.columns) or len(preview) > PREVIEW_ROWS:
        raise ValueError("a preview of something else")
    if any(len(row) != len(names) for row in preview):
        raise ValueError("a preview that is no table")
    return Proposal(
        profile,
        questions=_findings(document, "questions"),
        fields=names,
        preview=preview,
        unmapped=plain.texts(document.get("unmapped")),
        missing=plain.texts(document.get("missing")),
    )


def _proposed_profile(text: str, search: Search) -> Profile:
    """Return a profile that a proposal can hold: of this name and table, without rules."""
    try:
        profile = profile_from_toml(text)
    except BadRequest as fault:
        raise ValueError(f"no profile: {fault}") from fault
    expected = Profile(search.proposed, search.table_name)
    if (profile.name, profile.table, profile.source, profile.rules, profile.dates) != (
        *(expected.name, expected.table, expected.source, expected.rules, expected.dates),
    ):
        raise ValueError("a profile that was not asked for")
    for setting in fields(Profile):
        if type(getattr(profile, setting.name)) is not type(getattr(expected, setting.name)):
            raise ValueError(f"profile setting {setting.name} of another type")
    plain.texts(list(profile.seen))
    for name in profile.values:
        pairs = plain.of(profile.values, name, dict)
        plain.texts([*pairs, *pairs.values()])
    if not all(name in TABLES[search.table_name] for name in (*profile.columns, *profile.values)):
        raise ValueError("a field that the table has not")
    return profile


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
    counts = plain.of(document, "counts", dict)
    other = plain.of(counts, "other", dict)
    names = ("total", "header", "accepted", "rejected", "blank")
    lines = LineCounts(
        **{name: plain.count(counts, name) for name in names},
        other={plain.text(kind): plain.count(other, kind) for kind in other},
    )
    money = plain.of(document, "money", dict)
    return Reading(
        counts=lines,
        money={plain.text(currency): _money(money[currency]) for currency in money},
        rows_accepted=plain.count(document, "rows_accepted"),
        rows_rejected=plain.count(document, "rows_rejected"),
        accepted=plain.file_in(into, plain.of(document, "accepted", str)),
        rejected=plain.file_in(into, plain.of(document, "rejected", str)),
        findings=_findings(document, "findings"),
        questions=_findings(document, "questions"),
    )


def _money(counts: Mapping[str, object]) -> MoneyCounts:
    told = {
        name: plain.of(counts, name, str) for name in ("read", "accepted", "rejected", "excluded", "unknown")
    }
    unknown = int(told.pop("unknown"))
    try:
        amounts = {name: Decimal(text) for name, text in told.items()}
    except InvalidOperation as fault:
        raise ValueError("no amount of money") from fault
    if unknown < 0 or not all(amount.is_finite() for amount in amounts.values()):
        raise ValueError("no amount of money")
    return MoneyCounts(**amounts, unknown=unknown)


def raw_to_json(found: Mapping[int, str], folder: Path) -> Json:
    """Write the text of records, one a line, into the folder; return the file's name."""
    with (folder / RAW).open("w", encoding="utf-8") as out:
        out.writelines(json.dumps([line, text]) + "\n" for line, text in found.items())
    return {"file": RAW}


def raw_from_json(document: Json, folder: Path, wanted: set[int]) -> dict[int, str]:
    """Return the text of records that `raw_to_json` wrote, of the wanted lines only."""
    found: dict[int, str] = {}
    with plain.file_in(folder, plain.of(document, "file", str)).open(encoding="utf-8") as rows:
        while row := rows.readline(_ROW):
            line, text = json.loads(row)
            if type(line) is not int or line not in wanted or type(text) is not str:
                raise ValueError("text of another record")
            found[line] = text
    return found


def _findings(document: Json, name: str) -> tuple[Finding, ...]:
    return plain.each(document, name, plain.finding)


# errors


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
        return RefusedFile(_some(document, "refused"))
    if "asked" in document:
        return NeedsConfirmation(_some(document, "asked"))
    if "bad" in document:
        cause, place, remedy = plain.texts(document["bad"])
        return BadRequest(cause, place=place, remedy=remedy)
    return None


def _some(document: Json, name: str) -> tuple[Finding, ...]:
    found = _findings(document, name)
    if not found:
        raise ValueError(f"'{name}' is empty")
    return found
