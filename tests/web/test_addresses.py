"""Where marks and cells lead."""

from __future__ import annotations

from fourfold.reports.grids import Column, Grid, Kind
from fourfold.reports.marks import Opens
from fourfold.web.pages.addresses import Addresses
from fourfold.web.pages.question import Question
from fourfold.web.pages.templatetags.shown import grid

ASKED = Question(current="2025", by=("team",), where=(("region", "hills & dales"),))
EVERYTHING = frozenset({"see_growth", "see_accounts", "see_lines"})


def test_a_figure_leads_to_its_lines_with_the_question_and_the_group() -> None:
    opens = Opens("lost_account", (("account", "a/b?c"),), net_of_switching=True)
    assert Addresses(ASKED, EVERYTHING).of(opens) == (
        "/lines/?row=lost_account&net=1&current=2025&where.region=hills+%26+dales&where.account=a%2Fb%3Fc"
    )


def test_a_group_and_a_period_lead_to_their_growth_and_an_account_to_its_page() -> None:
    of = Addresses(ASKED, EVERYTHING).of
    assert of(Opens(where=(("team", "n1"),))) == (
        "/growth/?current=2025&by=team&where.region=hills+%26+dales&where.team=n1"
    )
    assert of(Opens(current="2024")) == "/growth/?current=2024&by=team&where.region=hills+%26+dales"
    assert str(of(Opens(where=(("account", "n1-1-1"),)))).startswith("/accounts/n1-1-1/?current=2025")


def test_nobody_is_led_where_they_may_not_go() -> None:
    assert Addresses(ASKED, {"see_growth"}).of(Opens("lost_account")) is None
    assert Addresses(ASKED, {"see_growth"}).of(Opens(where=(("account", "n1-1-1"),))) is None


def test_names_in_tables_are_text() -> None:
    told = Grid('"><b>', (Column("name", "<i>", Kind.TEXT),), (("<script>alert(1)</script>",),))
    assert "<script" not in grid({"asked": ASKED}, told)
    assert "<i>" not in grid({"asked": ASKED}, told)
    assert 'aria-label="&quot;&gt;&lt;b&gt;"' in grid({"asked": ASKED}, told)
