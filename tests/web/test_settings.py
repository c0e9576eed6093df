"""Production settings: nothing unsafe starts, and Django's own check has no objection."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from fourfold.book.settings import Settings
from fourfold.book.workspace import create_workspace

KEY = "K3y-of-a-test.0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFG"
SAFE = {"FOURFOLD_PRODUCTION": "1", "FOURFOLD_SECRET_KEY": KEY, "FOURFOLD_HOSTS": "growth.example.com"}
UNSAFE = [
    ({"FOURFOLD_SECRET_KEY": ""}, "FOURFOLD_SECRET_KEY"),
    ({"FOURFOLD_SECRET_KEY": "short"}, "FOURFOLD_SECRET_KEY"),
    ({"FOURFOLD_SECRET_KEY": "a" * 80}, "FOURFOLD_SECRET_KEY"),
    ({"FOURFOLD_SECRET_KEY": f"change-me{KEY}"}, "FOURFOLD_SECRET_KEY"),
    ({"FOURFOLD_HOSTS": ""}, "FOURFOLD_HOSTS"),
    ({"FOURFOLD_HOSTS": "*"}, "FOURFOLD_HOSTS"),
    ({"FOURFOLD_HOSTS": "growth.example.com,.example.com"}, "FOURFOLD_HOSTS"),
    ({"DEBUG": "1"}, "DEBUG"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return create_workspace(tmp_path_factory.mktemp("production") / "book", Settings("EUR")).folder


def run(command: list[str], folder: Path, told: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    ours = ("FOURFOLD_", "DJANGO_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    environment |= {
        "FOURFOLD_WORKSPACE": str(folder),
        "DJANGO_SETTINGS_MODULE": "fourfold.web.settings",
        **told,
    }
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)


def test_django_has_no_objection_to_the_shipped_production_settings(folder: Path) -> None:
    check = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    done = run(check, folder, SAFE)
    assert done.returncode == 0, done.stderr
    assert "0 silenced" in done.stdout


@pytest.mark.parametrize(("told", "named"), UNSAFE)
def test_the_application_does_not_start_on_an_unsafe_setting(
    told: dict[str, str], named: str, folder: Path
) -> None:
    done = run([sys.executable, "-c", "import fourfold.web.wsgi"], folder, SAFE | told)
    assert done.returncode == 78
    assert named in done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr


@pytest.mark.parametrize(
    "command",
    [
        [
            "gunicorn",
            "--config",
            "python:fourfold.web.gunicorn",
            "--bind",
            "127.0.0.1:0",
            "fourfold.web.wsgi",
        ],
        ["fourfold", "serve", "--bind", "127.0.0.1:0"],
        ["fourfold", "work"],
    ],
    ids=" ".join,
)
def test_no_server_starts_on_an_unsafe_setting(command: list[str], folder: Path) -> None:
    program = str(Path(sys.executable).with_name(command[0]))
    done = run([program, *command[1:]], folder, SAFE | {"FOURFOLD_SECRET_KEY": "short"})
    assert done.returncode == 78, done.stderr
    assert "FOURFOLD_SECRET_KEY" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_workspace_keeps_its_own_key_for_its_owner_alone_and_other_folders_get_none(
    folder: Path, tmp_path: Path
) -> None:
    reading = [sys.executable, "-c", "from fourfold.web import settings; print(settings.SECRET_KEY)"]
    keys = {run(reading, folder, {}).stdout for _ in range(2)}
    assert len(keys) == 1
    assert (folder / ".secret").stat().st_mode & 0o777 == 0o600
    run(reading, tmp_path, {})
    assert not list(tmp_path.iterdir())
