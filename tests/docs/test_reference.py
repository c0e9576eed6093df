"""The generated pages say what the code says."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields

from fourfold.book.codes import BOOK_CODES
from fourfold.book.intake.codes import CODES
from fourfold.book.intake.profile import Profile
from tests.docs.pages import ROOT


def test_no_page_of_the_reference_is_stale() -> None:
    command = [sys.executable, "docs/generate.py", "--check"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_no_code_of_a_finding_has_two_meanings() -> None:
    assert CODES.keys().isdisjoint(BOOK_CODES)


def test_every_code_that_the_package_reports_is_in_the_manual() -> None:
    told = (ROOT / "docs" / "reference" / "errors.md").read_text("utf-8")
    missing = [name for name in (*CODES, *BOOK_CODES) if f"`{name}`" not in told]
    assert missing == []


def test_every_setting_of_a_profile_is_in_the_manual() -> None:
    told = (ROOT / "docs" / "methods" / "intake.md").read_text("utf-8")
    assert [field.name for field in fields(Profile) if f"`{field.name}`" not in told] == []
