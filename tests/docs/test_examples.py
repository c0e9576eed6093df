"""Every example in a docstring runs; those of the application in tests/web, where Django is set up."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import fourfold

MODULES = sorted(found.name for found in pkgutil.walk_packages(fourfold.__path__, "fourfold."))


ELSEWHERE = ("fourfold.web",)
NAMES = [name for name in MODULES if not name.endswith("__main__") and not name.startswith(ELSEWHERE)]


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_of_a_module_run(name: str) -> None:
    outcome = doctest.testmod(importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert outcome.failed == 0
