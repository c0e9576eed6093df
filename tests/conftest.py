"""What tests share: the servers they may ask for, started once a worker and stopped at its end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager

import pytest
from hypothesis import HealthCheck, settings

from tests.servers import CannotStart, postgresql_server, spark_cluster

settings.register_profile("fourfold", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("fourfold")


def pytest_configure(config: pytest.Config) -> None:
    """Excuse what PySpark does beyond our reach: deprecated pandas calls, sockets left to the collector."""
    for line in (
        "ignore::pandas.errors.Pandas4Warning:pyspark",
        r"ignore:unclosed <socket.*127\.0\.0\.1:ResourceWarning",
    ):
        config.addinivalue_line("filterwarnings", line)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name bytes by their argument: packed ones hold the second they were made in, another in each worker."""
    return argname if isinstance(val, bytes) else None


def _started(server: AbstractContextManager[str]) -> Iterator[str]:
    try:
        url = server.__enter__()
    except CannotStart as missing:
        if os.environ.get("FOURFOLD_REQUIRE_ENGINES"):
            pytest.fail(f"required here, but: {missing}")
        pytest.skip(str(missing))
    try:
        yield url
    finally:
        server.__exit__(None, None, None)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A private PostgreSQL cluster; skips with the reason where none can be started."""
    yield from _started(postgresql_server())


@pytest.fixture(scope="session")
def spark_url() -> Iterator[str]:
    """A Spark master with two workers on loopback; skips with the reason where they cannot be started."""
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    for url in _started(spark_cluster()):
        yield url
        from pyspark.sql import SparkSession  # noqa: PLC0415  only where Spark was started

        if (session := SparkSession.getActiveSession()) is not None:
            session.stop()
