"""Links and pictures of the manual lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.pages import DOCS, ROOT, pages

_LINK = re.compile(r"\[[^\]]*\]\((?P<target>[^)\s]+)\)")
_CODE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_of_a_page_leads_to_a_file(page: Path) -> None:
    targets = [found["target"] for found in _LINK.finditer(_CODE.sub("", page.read_text("utf-8")))]
    local = [target.partition("#")[0] for target in targets if "://" not in target]
    dead = [target for target in local if target and not (page.parent / target).exists()]
    assert dead == []


def test_every_page_of_the_manual_can_be_reached_from_its_index() -> None:
    reached, waiting = set(), [DOCS / "index.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md" or not page.exists():
            continue
        reached.add(page)
        targets = (found["target"].partition("#")[0] for found in _LINK.finditer(page.read_text("utf-8")))
        waiting += [(page.parent / target).resolve() for target in targets if "://" not in target]
    assert sorted(set(DOCS.rglob("*.md")) - reached) == []


def test_every_decision_ends_with_what_would_change_our_mind() -> None:
    decisions = [page for page in (DOCS / "decisions").glob("*.md") if page.name != "index.md"]
    last = {page.name: page.read_text("utf-8").strip().split("\n\n")[-1] for page in decisions}
    assert [
        name for name, text in last.items() if not text.startswith("**What would change our mind.**")
    ] == []


def test_every_file_that_the_architecture_names_is_there() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    guarantees = text.partition("## Guarantees")[2].partition("## A workspace")[0]
    named = [name for name in re.findall(r"`([\w./]+)`", guarantees) if "/" in name or "." in name]
    homes = (ROOT, ROOT / "src" / "fourfold")
    assert [name for name in named if not any((home / name).exists() for home in homes)] == []
