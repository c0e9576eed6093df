"""Settings of one run, from the environment; read by delivery only.

Guarantees that a setting is either valid or refused with its choices, and that the web application
does not start in production with a setting that would put its data at risk. What belongs to a book
(currency, calendar, levels) stands in its workspace and is read by `fourfold.book.settings`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fourfold.errors import BadRequest, UnsafeSettings


@dataclass(frozen=True, slots=True)
class Config:
    """Where the workspace is, and on which engine questions run (empty: what the workspace says)."""

    workspace: Path
    engine_url: str


@dataclass(frozen=True, slots=True)
class WebConfig:
    """How the web application runs.

    Parameters
    ----------
    is_production
        Behind HTTPS, for more people than the one at this machine.
    secret_key
        Signs sessions and links; of at least 50 characters in production.
    database_url
        Where people, roles, jobs and saved views are kept; empty is SQLite in the workspace.
    hosts
        The names under which browsers reach the application.
    email_url, email_from
        The server that sends mail, as smtp://user:password@host:port, and the sender; without it
        mail is written into the workspace's folder `mail`.
    oidc_file
        A JSON file with the settings of an OpenID Connect provider; empty for none.
    most_upload_bytes
        No upload may be larger.
    """

    is_production: bool
    secret_key: str
    database_url: str
    hosts: tuple[str, ...]
    email_url: str
    email_from: str
    oidc_file: str
    most_upload_bytes: int


VARIABLES: Mapping[str, str] = {
    "FOURFOLD_WORKSPACE": "the workspace's folder; the current folder if not set",
    "FOURFOLD_ENGINE_URL": "the engine for questions; what fourfold.toml says if not set",
    "FOURFOLD_PRODUCTION": "1 to run the web application in production: HTTPS, and no unsafe setting",
    "FOURFOLD_SECRET_KEY": "signs sessions and links; at least 50 characters in production",
    "FOURFOLD_DATABASE_URL": "where people and jobs are kept; SQLite in the workspace if not set",
    "FOURFOLD_HOSTS": "names under which browsers reach the application, with commas; localhost if not set",
    "FOURFOLD_EMAIL_URL": "smtp://user:password@host:port; the workspace's folder mail if not set",
    "FOURFOLD_EMAIL_FROM": "the sender of mail; fourfold@localhost if not set",
    "FOURFOLD_OIDC_FILE": "a JSON file with an OpenID Connect provider; sign-in by it is off if not set",
    "FOURFOLD_MOST_UPLOAD_BYTES": "no upload may be larger; 1 GiB if not set",
}
"""The environment variables and what they mean."""

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
FEWEST_KEY_LETTERS, FEWEST_DIFFERENT_LETTERS = 50, 12
EXAMPLE_KEY = "change-me"
"""What the examples of the manual show; a key that holds it is refused."""


def read_config(environment: Mapping[str, str] = os.environ) -> Config:
    """Return the settings of this run; what is not set takes its default."""
    return Config(
        Path(environment.get("FOURFOLD_WORKSPACE") or "."),
        environment.get("FOURFOLD_ENGINE_URL", ""),
    )


def read_web_config(environment: Mapping[str, str] = os.environ) -> WebConfig:
    """Return the settings of the web application.

    Raises
    ------
    BadRequest
        A value that cannot be read.
    UnsafeSettings
        In production: a missing, short or example key, hosts that are missing or a wildcard, DEBUG.
    """
    told = {name.removeprefix("FOURFOLD_"): environment.get(name, "") for name in VARIABLES}
    hosts = tuple(host.strip() for host in told["HOSTS"].split(",") if host.strip())
    most = told["MOST_UPLOAD_BYTES"] or str(2**30)
    if not most.isascii() or not most.isdigit():
        raise BadRequest(
            f"{most!r} is no number of bytes", place="FOURFOLD_MOST_UPLOAD_BYTES", remedy="write 1073741824"
        )
    if told["PRODUCTION"] not in {"", "0", "1"}:
        raise BadRequest(
            f"{told['PRODUCTION']!r} is neither 0 nor 1", place="FOURFOLD_PRODUCTION", remedy="write 1 or 0"
        )
    made = WebConfig(
        is_production=told["PRODUCTION"] == "1",
        secret_key=told["SECRET_KEY"],
        database_url=told["DATABASE_URL"],
        hosts=hosts or LOCAL_HOSTS,
        email_url=told["EMAIL_URL"],
        email_from=told["EMAIL_FROM"] or "fourfold@localhost",
        oidc_file=told["OIDC_FILE"],
        most_upload_bytes=int(most),
    )
    if made.is_production:
        _refuse_unsafe(made, named_hosts=hosts, environment=environment)
    return made


def _refuse_unsafe(made: WebConfig, *, named_hosts: tuple[str, ...], environment: Mapping[str, str]) -> None:
    key = made.secret_key
    weak = len(key) < FEWEST_KEY_LETTERS or len(set(key)) < FEWEST_DIFFERENT_LETTERS or EXAMPLE_KEY in key
    if weak:
        raise UnsafeSettings(
            "the secret key is missing, short or an example" if key else "there is no secret key",
            place="FOURFOLD_SECRET_KEY",
            remedy=f"set {FEWEST_KEY_LETTERS} random characters or more: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(64))'",
        )
    if not named_hosts or any("*" in host or host.startswith(".") for host in named_hosts):
        raise UnsafeSettings(
            "hosts are a wildcard" if named_hosts else "no host is named",
            place="FOURFOLD_HOSTS",
            remedy="name each host, with commas",
        )
    for name in ("DEBUG", "DJANGO_DEBUG", "FOURFOLD_DEBUG"):
        if environment.get(name, "0").casefold() not in {"", "0", "false", "no", "off"}:
            raise UnsafeSettings(
                "debugging is on", place=name, remedy="unset it: faults are written to the log"
            )
