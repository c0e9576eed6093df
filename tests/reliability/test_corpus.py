"""Every bad input of the corpus, through an import into a fresh workspace."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fourfold.book import reading, segments
from fourfold.book import workspace as places
from fourfold.book.imports import ImportReport, ImportRequest, import_file, shown_file
from fourfold.book.intake import Look, Reading, ReadJob, Search, excel, parquet
from fourfold.book.intake.child_wire import (
    job_from_json,
    job_to_json,
    look_from_json,
    look_to_json,
    raw_from_json,
    raw_to_json,
    reading_from_json,
    reading_to_json,
    search_from_json,
    search_to_json,
)
from fourfold.book.intake.content import Content
from fourfold.book.intake.plain import Json
from fourfold.book.intake.profile import Profile, parse_expression, save_profile
from fourfold.book.schema import TABLES
from fourfold.book.settings import Settings
from fourfold.book.workspace import Workspace
from fourfold.errors import Finding, NeedsConfirmation, RefusedFile
from tests.reliability.corpus.bytes_and_structure import BYTES, STRUCTURE
from tests.reliability.corpus.case import Case
from tests.reliability.corpus.meaning import MEANING
from tests.reliability.corpus.numbers import NUMBERS
from tests.reliability.corpus.sheets import SHEETS

CASES = (*BYTES, *STRUCTURE, *NUMBERS, *SHEETS, *MEANING)


@dataclass(frozen=True)
class Outcome:
    """What came of a file: the letter, everything that was told, and the report of what was loaded."""

    letter: str
    told: tuple[Finding, ...]
    report: ImportReport | None = None


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return places.create_workspace(tmp_path / "book", Settings("EUR"))


def travelled(document: Json) -> Json:
    """A document after its way between two processes."""
    sent: Json = json.loads(json.dumps(document))
    return sent


class Here(Content):
    """Asked in this process, questions and answers still travelling: a process each would take minutes."""

    def look(self, search: Search) -> Look:
        found = super().look(search_from_json(travelled(search_to_json(search))))
        return look_from_json(travelled(look_to_json(found)), search)

    def read(self, job: ReadJob) -> Reading:
        found = super().read(job_from_json(travelled(job_to_json(job))))
        return reading_from_json(travelled(reading_to_json(found)), self.folder)

    def raw(self, profile: Profile, lines: set[int]) -> dict[int, str]:
        found = super().raw(profile, lines)
        return raw_from_json(travelled(raw_to_json(found, self.folder)), self.folder, lines)


def header_words(path: Path) -> set[str]:
    """The words of a file's header, however badly the file is made."""
    text = path.read_bytes()[:20_000].replace(b"\0", b"").decode("latin-1")
    with contextlib.suppress(RefusedFile):
        look = excel.peek(path) if text.startswith("PK") else parquet.peek(path)
        return set(look.header)
    return set(re.findall(r"\w+", text.partition("\n2026")[0]))


def save_settings(workspace: Workspace, path: Path, table: str, settings: Mapping[str, Any]) -> str:
    """Save the plain profile with these settings changed; columns are mapped by their own names."""
    words = header_words(path)
    named = {c.name: c.name for c in TABLES[table].columns if c.name in words}
    if table == "order_lines":
        named = {
            "order_id": "order_id",
            "ordered_on": "ordered_on",
            "amount": "amount",
            "currency": "=EUR",
            **named,
        }
    changed = {"name": f"plain-{table}", **settings}
    mapped = {**named, **changed.pop("columns", {})}
    if days := changed.pop("dates", None):
        changed["dates"] = (date.fromisoformat(days["earliest"]), date.fromisoformat(days["latest"]))
    changed["seen"] = tuple(changed.get("seen", ()))
    columns = {name: parse_expression(text) for name, text in mapped.items()}
    profile = Profile(table=table, columns=columns, **changed)
    save_profile(profile, workspace.folder / "profiles" / f"{profile.name}.toml")
    return profile.name


def rejected_rows(workspace: Workspace) -> list[Finding]:
    """Every fault in quarantine, as a finding."""
    found = []
    for segment in places.current(workspace)[0].quarantine:
        for batch in segments.stream(workspace.file(segment)):
            for row in batch.to_pylist():
                assert row["raw"] != "", row
                told = Finding(
                    row["code"], row["message"], row["remedy"], line=row["file_line"], record=row["record"]
                )
                found.append(replace(told, column=row["column"] or "", value=row["value"] or ""))
    return found


def outcome(workspace: Workspace, case: Case, folder: Path) -> Outcome:
    """Import what comes before, then the case's own file."""
    folder.mkdir()
    for earlier in case.before:
        path = folder / earlier.name
        path.write_bytes(earlier.content)
        settings = case.profile if earlier.profile is None else earlier.profile
        name = save_settings(workspace, path, earlier.table, settings or {})
        import_file(workspace, ImportRequest(path, earlier.table, name, confirmed=True))
    path = folder / case.name
    path.write_bytes(case.bytes())
    name = "" if case.profile is None else save_settings(workspace, path, case.table, case.profile)
    try:
        report = import_file(workspace, ImportRequest(path, case.table, name, confirmed=case.out in "RF"))
    except RefusedFile as refusal:
        return Outcome("F", refusal.findings)
    except NeedsConfirmation as asked:
        return Outcome("Q", asked.questions)
    if report.rejected:
        return Outcome("R", tuple(rejected_rows(workspace)), report)
    warned = any(found.code.startswith("W") for found in report.findings)
    return Outcome("W" if warned else "A", report.findings, report)


def stored(workspace: Workspace, table: str, column: str) -> list[object]:
    values: list[object] = []
    for segment in places.current(workspace)[0].segments:
        if segment.table == table:
            for batch in segments.stream(workspace.file(segment)):
                values += batch.column(column).to_pylist()
    return values


def fits(case: Case, found: Finding) -> bool:
    """Whether a finding is the one that the case expects."""
    place = (
        case.line in (None, found.line),
        case.column in ("", found.column),
        case.record in (None, found.record),
    )
    text = f"{found.message} {found.value}"
    return found.code == case.code and all(place) and all(part in text for part in case.told)


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_the_case_has_its_outcome_code_place_and_text(
    case: Case, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not case.limited:
        monkeypatch.setattr(reading, "open_content", Here)
    came = outcome(workspace, case, tmp_path / "files")
    listed = "\n".join(
        f"{f.code} line {f.line} column {f.column!r}: {f.message} [{f.value}]" for f in came.told[:12]
    )
    assert came.letter == case.out, listed
    assert all(found.remedy and found.message for found in came.told)
    assert case.out not in "FQ" or {found.file for found in came.told} == {shown_file(case.name)}, listed
    if case.code:
        assert any(fits(case, found) for found in came.told), listed
    check_report(case, came, workspace, listed)


def check_report(case: Case, came: Outcome, workspace: Workspace, listed: str) -> None:
    """What was loaded closes and is what the case says; of a refused or questioned file nothing is loaded."""
    state = places.current(workspace)[0]
    report = came.report
    if report is None:
        assert len(state.imports) == len(case.before)
        return
    assert report.lines.closes
    assert all(counts.closes for counts in report.money.values())
    if case.codes:
        assert sorted(found.code for found in came.told) == sorted(case.codes), listed
    assert case.lines in str(report.lines)
    assert case.rows in (None, report.new + report.known)
    assert case.new in (None, report.new)
    summary = f"{report.outcome} as #{report.number}; {report.known:,} known, {report.new:,} new"
    assert case.code or all(part in summary for part in case.told), summary
    for column, values in case.stored.items():
        assert stored(workspace, case.table, column)[: len(values)] == list(values)


def test_the_corpus_holds_every_case_that_was_promised() -> None:
    promised = [*range(1, 61), 67, 68, 69, 79, 80, 81, *range(85, 91), 94, *range(101, 111)]
    held = {int(case.id[2:].split()[0]) for case in CASES}
    assert [f"B-{number:02d}" for number in promised if number not in held] == []


def test_no_two_cases_share_a_name() -> None:
    assert len({case.id for case in CASES}) == len(CASES)
