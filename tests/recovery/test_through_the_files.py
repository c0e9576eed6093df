"""The company's files go through the ordinary intake without a question, and lose nothing on the way."""

from __future__ import annotations

from pathlib import Path

from fourfold.book.book import open_book, open_tables
from fourfold.book.imports import ImportRequest, import_file
from fourfold.book.settings import Settings
from fourfold.book.workspace import create_workspace
from fourfold.datasets import Company, write_files
from fourfold.growth import Asked, compare, ledger


def test_the_ledger_of_the_imported_files_is_the_ledger_of_the_tables(
    company: Company, tmp_path: Path
) -> None:
    settings = Settings(company.currency, company.timezone)
    workspace = create_workspace(tmp_path / "workspace", settings)
    for file in write_files(company, tmp_path / "files"):
        report = import_file(workspace, ImportRequest(file.path, file.table, confirmed=True))
        assert (report.new, report.rejected) == (file.rows, 0)
        assert not report.findings
    imported, direct = open_book(workspace), open_tables(company.tables, settings)
    question = Asked("2025", product_level="family")
    found, expected = (ledger(book, comparison=compare(book, question)) for book in (imported, direct))
    assert (found.entries, found.figures) == (expected.entries, expected.figures)
    imported.close()
    direct.close()
