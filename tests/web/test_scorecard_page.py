"""Scorecards and the page of an objective: whose are shown, what they say, where they lead."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping

import pytest
from django.test import Client

from fourfold.book.workspace import Workspace
from fourfold.web.members.models import Person
from tests.web.company import WORDS

Signed = Callable[[str], Client]


@pytest.fixture
def signed(people: Mapping[str, Person], client_of: Callable[[Person], Client]) -> Signed:
    """Somebody signed in, by name."""
    return lambda name: client_of(people[name])


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_everybody_is_shown_their_own_first_and_those_beneath_by_name(signed: Signed) -> None:
    executive = text(signed("executive"), "/scorecard/")
    assert "<h1>Six Teams stands at" in executive
    below = executive[executive.index("Beneath, by name") :]
    assert below.index("owner=team%3Anorth") < below.index("owner=team%3Asouth")
    assert '<option value="team:n1"' in executive
    region = text(signed("region_manager"), "/scorecard/")
    assert '<option value="team:north" selected' in region
    seller = text(signed("seller_a1"), "/scorecard/")
    assert '<option value="seller:n1-1" selected' in seller
    assert "Beneath, by name" not in seller
    assert not any(word in seller for word in WORDS.values())


def test_each_figure_opens_to_its_lines_with_owner_filters_and_days(signed: Signed) -> None:
    page = text(signed("manager_a"), "/scorecard/?as_of=2025-09-30")
    assert "/lines/?row=current_revenue&amp;current=2025-01-01..2025-09-30&amp;where.team=n1" in page
    assert "/growth/?current=2025-01-01..2025-09-30&amp;where.team=n1" in page
    assert "Figures count accounts that were yours then" in page
    assert "due by now" in page
    assert signed("manager_a").get("/lines/", _asked(page, "/lines/?row=current_revenue")).status_code == 200


def _asked(page: str, start: str) -> dict[str, str]:
    """The query of the first link that starts so."""
    link = page[page.index(start.replace("&", "&amp;")) :].partition('"')[0].replace("&amp;", "&")
    return dict(part.split("=", 1) for part in link.partition("?")[2].split("&"))


def test_who_may_not_be_seen_is_not_there(signed: Signed) -> None:
    for who, owner in (("manager_a", "team:s1"), ("seller_a1", "seller:n1-2"), ("manager_a", "company")):
        found = signed(who).get("/scorecard/", {"owner": owner})
        missing = signed(who).get("/scorecard/", {"owner": "team:no-such"})
        assert found.status_code == missing.status_code == 404
    assert signed("manager_a").get("/objectives/team s1 revenue/").status_code == 404
    assert signed("service").get("/scorecard/").status_code == 403
    assert "No objective that you may see" in text(signed("unlinked"), "/scorecard/")


@pytest.mark.parametrize("as_of", ["yesterday", "2031-01-01", "2025-02-30"])
def test_a_day_without_data_is_refused(signed: Signed, as_of: str) -> None:
    assert signed("manager_a").get("/scorecard/", {"as_of": as_of}).status_code == 400


def test_its_tables_are_files_with_target_figure_attainment_and_score(signed: Signed) -> None:
    answer = signed("manager_a").get("/scorecard/objectives.csv?as_of=2025-09-30")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert {row["owner_id"] for row in rows} == {"n1", "n1-1", "n1-2", "n1-3"}
    own = next(row for row in rows if row["objective_id"] == "team n1 revenue")
    assert own["target"] == "48611.1100"
    assert float(own["figure"]) / 48611.11 == pytest.approx(float(own["attainment"]), abs=1e-5)
    assert len({row["score"] for row in rows if row["owner_id"] == "n1"}) == 1
    assert signed("manager_a").get("/scorecard/objectives.xlsx").content[:2] == b"PK"
    assert signed("unlinked").get("/scorecard/objectives.csv").status_code == 404


def test_an_objective_tells_where_it_stands_its_terms_and_its_history(signed: Signed) -> None:
    page = text(signed("manager_a"), "/objectives/team n1 revenue/?as_of=2025-09-30")
    assert "Quagga revenue: " in page
    assert "is to reach 48.6\N{NO-BREAK SPACE}k in 2025" in page
    assert "Counts for at most" in page
    assert "At the end of the period it comes to about" in page
    assert "imported" in page
    assert "owner=team%3An1&amp;as_of=2025-09-30" in page


def test_a_figure_of_several_values_opens_part_by_part(signed: Signed) -> None:
    page = text(signed("seller_a1"), "/objectives/seller n1-1 revenue/")
    assert "where.seller=n1-1&amp;where.family=family+0" in page
    assert "where.seller=n1-1&amp;where.family=family+1" in page


def test_a_team_above_others_opens_team_by_team(signed: Signed) -> None:
    page = text(signed("region_manager"), "/objectives/team north revenue/")
    assert [f"where.team={team}" in page for team in ("n1", "n2", "n3", "s1")] == [True, True, True, False]


def test_an_unbegun_or_missing_objective_says_so(signed: Signed, workspace: Workspace) -> None:
    del workspace
    assert signed("executive").get("/objectives/no-such/").status_code == 404
    early = text(signed("executive"), "/objectives/company  revenue/?as_of=2024-06-30")
    assert "Its period does not hold a day with data yet." in early
