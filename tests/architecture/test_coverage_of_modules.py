"""Every module has a unit test of its own, or is named here with the tests that stand in for it."""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import Path

from tests.architecture.source import PACKAGE, ROOT

WHOLE_BOOK = "a figure is right or wrong on a whole book: small tables in, expected table out, each engine"
WHOLE_FILE = "a part of the reader shows in what becomes of a file: outcome, code and place, exactly"
BEHIND = "a barrier is what cannot be done behind it: a process there tries each escape"
WHOLE_ADVICE = "a proposal is right or wrong with the book it rests on, worked by hand"
WHOLE_ANSWER = "a page is right or wrong as an answer to a person, with their roles, on a whole company"
ONE_GROUP = "the commands about objectives are right or wrong together, on one book with a team"

ELSEWHERE: dict[str, tuple[str, str]] = {
    # module, or a pattern of modules: (the test or folder that covers it, why there)
    "growth/*.py": ("tests/spec", WHOLE_BOOK),
    "book/book.py": ("tests/spec", WHOLE_BOOK),
    "book/levels.py": ("tests/spec", WHOLE_BOOK),
    "book/owners.py": ("tests/spec", WHOLE_BOOK),
    "book/rates.py": ("tests/spec", WHOLE_BOOK),
    "book/confinement/*.py": ("tests/unit/book/confinement/test_barriers.py", BEHIND),
    "objectives/advising/aims.py": ("tests/unit/objectives/test_advice.py", WHOLE_ADVICE),
    "objectives/advising/facts.py": ("tests/unit/objectives/test_advice.py", WHOLE_ADVICE),
    "objectives/advising/reasons.py": ("tests/unit/objectives/test_advice.py", WHOLE_ADVICE),
    "objectives/advising/themes.py": ("tests/unit/objectives/test_advice.py", WHOLE_ADVICE),
    "book/tables/*.py": ("tests/unit/book/test_schema.py", "a table is right if it keeps the rules of all"),
    "book/divisions.py": ("tests/unit/book/test_engines.py", "SQL is right if the engine divides rightly"),
    "cli/owners.py": ("tests/unit/cli/test_objectives.py", ONE_GROUP),
    "cli/stored.py": ("tests/unit/cli/test_objectives.py", ONE_GROUP),
    "cli/cascading.py": ("tests/unit/cli/test_objectives.py", ONE_GROUP),
    "cli/scorecards.py": ("tests/unit/cli/test_objectives.py", ONE_GROUP),
    "cli/balancing.py": ("tests/unit/cli/test_objectives.py", ONE_GROUP),
    "reports/objectives.py": ("tests/unit/cli/test_objectives.py", ONE_GROUP),
    "reports/balance_lists.py": ("tests/unit/cli/test_objectives.py", ONE_GROUP),
    "reports/work.py": ("tests/web/test_work_page.py", "its sentence and its rows are right with the page"),
    "objectives/parts.py": (
        "tests/unit/objectives/test_handing.py",
        "who shares a target shows in the parts",
    ),
    "cli/serving.py": ("tests/web/test_production.py", "a server is right or wrong once it answers"),
    "web/*.py": ("tests/web", WHOLE_ANSWER),
    "book/intake/*.py": ("tests/reliability/test_corpus.py", WHOLE_FILE),
}


def own_test(source: Path) -> Path:
    """Where the unit test of a module stands: `src/fourfold/x/y.py` -> `tests/unit/x/test_y.py`."""
    inside = source.relative_to(PACKAGE)
    return ROOT / "tests" / "unit" / inside.parent / f"test_{inside.stem.strip('_')}.py"


def without_test() -> dict[str, str]:
    """The modules that have no test of their own, each with the path of the test it lacks.

    An `__init__` that only hands on names holds no code.
    """
    sources = sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py")
    return {
        source.relative_to(PACKAGE).as_posix(): own_test(source).relative_to(ROOT).as_posix()
        for source in sources
        if not own_test(source).exists()
    }


def test_every_module_has_a_unit_test_or_names_what_covers_it() -> None:
    bare = [f"{name}: write {test}" for name, test in without_test().items() if not _elsewhere(name)]
    assert not bare, "\n".join(bare)


def _elsewhere(name: str) -> bool:
    return any(fnmatch(name, pattern) for pattern in ELSEWHERE)


def test_what_is_said_to_cover_a_module_is_there_and_needed() -> None:
    bare = without_test()
    stale = [
        pattern
        for pattern, (covering, why) in ELSEWHERE.items()
        if not (ROOT / covering).exists() or not why or not any(fnmatch(name, pattern) for name in bare)
    ]
    assert stale == []
