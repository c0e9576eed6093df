"""Production without containers: PostgreSQL for people, web processes and a worker, as the manual says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.servers import CannotStart, free_port, postgresql_server

ROOT = Path(__file__).parents[2]
HOST = "growth.example.com"
BY_PROXY = {"Host": HOST, "X-Forwarded-Proto": "https"}
FOURFOLD = str(Path(sys.executable).with_name("fourfold"))
KEY = "K3y-of-a-test.0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFG"


class Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect."""

    def redirect_request(self, *_told: object) -> None:
        return None


def ask(port: int, path: str, headers: Mapping[str, str]) -> tuple[int, Mapping[str, str], bytes]:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=dict(headers))
    try:
        with urllib.request.build_opener(Stay).open(request, timeout=20) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, dict(refused.headers), refused.read()


@contextmanager
def command(*words: str, environment: Mapping[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as told:
        running = subprocess.Popen([FOURFOLD, *words], env=environment, stdout=told, stderr=told)
        try:
            yield running
        finally:
            running.terminate()
            running.wait(30)


@pytest.mark.postgres
@pytest.mark.xdist_group("postgres")
def test_the_parts_of_compose_run_without_containers(tmp_path: Path) -> None:
    """The commands are those of deploy/compose.yaml; only addresses are this machine's."""
    compose = (ROOT / "deploy/compose.yaml").read_text("utf-8")
    web, worker = [re.findall(r'"([^"]+)"', line) for line in re.findall(r"command: \[(.+)\]", compose)]
    port = free_port()
    web[web.index("0.0.0.0:8000")] = f"127.0.0.1:{port}"
    try:
        with postgresql_server() as url:
            environment = {
                **{name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")},
                "FOURFOLD_PRODUCTION": "1",
                "FOURFOLD_WORKSPACE": str(tmp_path / "book"),
                "FOURFOLD_SECRET_KEY": KEY,
                "FOURFOLD_HOSTS": HOST,
                "FOURFOLD_DATABASE_URL": url,
            }
            book = str(tmp_path / "book")
            subprocess.run([FOURFOLD, "init", book, "--currency", "EUR"], env=environment, check=True)
            with (
                command(*web[1:], environment=environment, log=tmp_path / "web.log"),
                command(*worker[1:], environment=environment, log=tmp_path / "worker.log") as working,
            ):
                _until_well(port, BY_PROXY, tmp_path / "web.log")
                assert working.poll() is None, (tmp_path / "worker.log").read_text()
                _answers_as_in_production(port)
    except CannotStart as missing:
        if os.environ.get("FOURFOLD_REQUIRE_ENGINES"):
            raise
        pytest.skip(str(missing))


def _answers_as_in_production(port: int) -> None:
    status, headers, _ = ask(port, "/growth/", {"Host": HOST})
    assert (status, headers["Location"]) == (301, f"https://{HOST}/growth/")
    assert ask(port, "/health/", {**BY_PROXY, "Host": "evil.example"})[0] == 400
    status, headers, body = ask(port, "/sign/login/", BY_PROXY)
    assert status == 200
    assert b"Traceback" not in body
    cookie = headers["Set-Cookie"]
    assert cookie.startswith("__Host-csrf=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "max-age=31536000" in headers["Strict-Transport-Security"]
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


def _until_well(port: int, headers: Mapping[str, str], log: Path) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until:
        try:
            if ask(port, "/health/", headers)[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.3)
    raise AssertionError(log.read_text())
