"""The web application under test: a workspace of its own in each process, people of every role, clients.

Every test starts with the same people: what it wrote to their database is undone after it. What a
test does to a workspace stays, so a test that imports takes `own_workspace`.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
import pytest
from django.conf import settings

from tests.web.company import load

_FOLDER = Path(tempfile.mkdtemp(prefix="fourfold-web-"))
_BOOK = _FOLDER / "book"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def _start() -> None:
    """Start Django on this process's own workspace; its variable is not left to other tests."""
    atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
    (_BOOK / "static").mkdir(parents=True)
    others = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("FOURFOLD_")}
    os.environ["DJANGO_SETTINGS_MODULE"] = "fourfold.web.settings"
    os.environ["FOURFOLD_WORKSPACE"] = str(_BOOK)
    django.setup()
    del os.environ["FOURFOLD_WORKSPACE"]
    os.environ.update(others)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


_start()

from django.core.management import call_command  # noqa: E402  Django was not started before
from django.db import connection  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.test.utils import setup_test_environment, teardown_test_environment  # noqa: E402

from fourfold.book.workspace import Workspace, open_workspace  # noqa: E402
from fourfold.web.members.models import Person, RoleGrant  # noqa: E402

if TYPE_CHECKING:
    from fourfold.web.members.models import Person as _Person

PASSWORD = "correct horse battery"
PEOPLE: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "executive": ("executive@company.example", ("executive",)),
    "manager_a": ("n1-0@company.example", ("sales_manager",)),
    "manager_b": ("s1-0@company.example", ("sales_manager",)),
    "region_manager": ("north-0@company.example", ("sales_manager",)),
    "seller_a1": ("N1-1@company.example", ("seller",)),
    "seller_a2": ("n1-2@company.example", ("seller",)),
    "seller_b1": ("s1-1@company.example", ("seller",)),
    "service": ("service@company.example", ("service_lead",)),
    "operations": ("operations@company.example", ("revenue_operations",)),
    "nobody": ("nobody@company.example", ()),
    "unlinked": ("unlinked@company.example", ("sales_manager", "seller")),
    "left": ("n1-9@company.example", ("seller",)),
}
"""Everybody who signs in here: their e-mail, and their roles."""


@pytest.fixture(scope="session")
def workspace() -> Workspace:
    """The workspace with the company; a test must not change it."""
    return load(_BOOK, _FOLDER / "sources")


@pytest.fixture(scope="session", autouse=True)
def _database(workspace: Workspace) -> Iterator[sqlite3.Connection]:
    """A database with everybody in it, as it stands before each test."""
    del workspace
    setup_test_environment()
    call_command("migrate", verbosity=0)
    for name, (email, roles) in PEOPLE.items():
        person = Person.objects.create_user(email, PASSWORD, name.replace("_", " ").title())
        for role in roles:
            RoleGrant.objects.create(person=person, role=role, starts_on=date(2020, 1, 1))
    before = sqlite3.connect(":memory:")
    _sqlite().backup(before)
    yield before
    before.close()
    teardown_test_environment()
    connection.close()


@pytest.fixture(autouse=True)
def _undone(_database: sqlite3.Connection) -> Iterator[None]:
    """What a test wrote to the database is undone after it."""
    yield
    connection.close()
    _database.backup(_sqlite())


def _sqlite() -> sqlite3.Connection:
    connection.ensure_connection()
    found = connection.connection
    assert isinstance(found, sqlite3.Connection)
    return found


@pytest.fixture
def people(_database: sqlite3.Connection) -> Mapping[str, _Person]:
    """Everybody by the names of `PEOPLE`."""
    return {name: Person.objects.get(email__iexact=email) for name, (email, _) in PEOPLE.items()}


@pytest.fixture
def client_of() -> Callable[[_Person], Client]:
    """A function that returns a client in which a person is signed in."""
    made: dict[int, Client] = {}

    def client(person: Any) -> Client:
        if person.pk not in made:
            made[person.pk] = Client(SERVER_NAME="localhost")
            with override_settings(AXES_ENABLED=False):  # it would ask where the request comes from
                made[person.pk].force_login(person, backend=BACKEND)
        return made[person.pk]

    return client


@pytest.fixture
def own_workspace(workspace: Workspace, tmp_path: Path) -> Iterator[Workspace]:
    """A copy of the workspace that a test may change; the application uses it during the test."""
    folder = tmp_path / "book"
    left_out = shutil.ignore_patterns("people.sqlite3*", "static")
    shutil.copytree(workspace.folder, folder, ignore=left_out)
    with override_settings(FOURFOLD_WORKSPACE=folder, FOURFOLD_UPLOADS=folder / "uploads"):
        yield open_workspace(folder)
