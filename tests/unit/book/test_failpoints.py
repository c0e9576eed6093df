from __future__ import annotations

import os
import subprocess
import sys

import pytest

from fourfold.book import failpoints


def test_a_step_that_is_not_listed_is_a_fault_of_the_program() -> None:
    with pytest.raises(KeyError):
        failpoints.reach("lunch")


def test_nothing_happens_unless_the_environment_names_the_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(failpoints.VARIABLE, "rename")
    failpoints.reach("hash")


def test_the_process_ends_at_the_named_passing_of_a_step() -> None:
    program = (
        "from fourfold.book.failpoints import reach as r; r('fsync'); print('once', flush=True); r('fsync')"
    )
    told = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, failpoints.VARIABLE: "fsync:2"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, told.stdout) == (137, "once\n")
