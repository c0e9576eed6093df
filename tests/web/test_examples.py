"""Every module of the application can be loaded, and its examples run."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import fourfold.web


def test_the_examples_of_the_application_run() -> None:
    names = [found.name for found in pkgutil.walk_packages(fourfold.web.__path__, "fourfold.web.")]
    outcomes = {
        name: doctest.testmod(importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)
        for name in sorted(names)
    }
    assert [name for name, outcome in outcomes.items() if outcome.failed] == []
