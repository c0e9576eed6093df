"""Languages: pages in the reader's own, else the browser's; files to calculate with in English."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import pytest
from django.test import Client
from django.utils.translation import get_language

from fourfold.web.languages import reading_in
from fourfold.web.members.models import Person
from fourfold.words import language, say

ENGLISH = re.compile(
    r"\b(the|and|of|is|are|with|each|for|which|revenue|accounts?|products?|rose|fell)\b", re.I
)
PAGES = (
    "/growth/",
    "/trend/",
    "/breakdown/?by=family",
    "/accounts/",
    "/lines/?row=lost_account",
    "/views/",
    "/you/",
)
OF_OPERATIONS = (
    "/data/",
    "/data/quality/",
    "/data/upload/",
    "/settings/",
    "/settings/people/",
    "/settings/audit/",
)


@pytest.fixture
def executive(people: Mapping[str, Person], client_of: Callable[[Person], Client]) -> Client:
    """Somebody who sees the whole company."""
    return client_of(people["executive"])


@pytest.fixture
def operations(people: Mapping[str, Person], client_of: Callable[[Person], Client]) -> Client:
    """Somebody who sees every page."""
    return client_of(people["operations"])


def headings(client: Client, address: str, code: str) -> list[str]:
    """Return the title and the headings of a page, asked for by a browser that prefers a language."""
    answer = client.get(address, headers={"accept-language": code})
    assert answer.status_code == 200, (address, answer.status_code)
    assert answer["Content-Language"] == code
    assert "Accept-Language" in answer["Vary"]
    body = answer.content.decode()
    assert f'<html lang="{code}">' in body
    found = re.findall(r"<(?:title|h1|h2|summary|button)[^>]*>(.*?)</", body, re.DOTALL)
    return [re.sub(r"<[^>]+>", " ", text) for text in found]


@pytest.mark.parametrize("code", ["de", "fr"])
@pytest.mark.parametrize("address", [*PAGES, *OF_OPERATIONS])
def test_no_heading_and_no_button_of_a_page_is_english(operations: Client, code: str, address: str) -> None:
    found = headings(operations, address, code)
    assert len(found) > 1
    assert [text for text in found if ENGLISH.search(text)] == []


def test_the_language_of_a_person_goes_before_that_of_their_browser(
    executive: Client, people: Mapping[str, Person]
) -> None:
    Person.objects.filter(pk=people["executive"].pk).update(language="fr")
    answer = executive.get("/growth/", headers={"accept-language": "de"})
    assert answer["Content-Language"] == "fr"
    assert "Croissance" in answer.content.decode()


def test_a_language_that_is_not_shipped_is_english_and_a_regional_form_counts_as_its_language(
    executive: Client,
) -> None:
    for asked, given in (("nl", "en"), ("de-AT,de;q=0.9", "de")):
        assert executive.get("/growth/", headers={"accept-language": asked})["Content-Language"] == given


def test_numbers_and_days_are_written_as_the_language_does(executive: Client) -> None:
    told = {
        code: executive.get("/growth/", headers={"accept-language": code}).content.decode()
        for code in ("en", "de", "fr")
    }
    assert re.search(r"\d\.\d\xa0[km]", told["en"])
    assert re.search(r"\d,\d\xa0(Tsd|Mio)\.", told["de"])
    assert re.search(r"\d,\d\xa0[kM]", told["fr"])
    assert "Mio." not in told["en"] + told["fr"]


def test_a_picture_kept_for_one_language_is_not_shown_in_another(executive: Client) -> None:
    for code, word in (("de", "Neukunden"), ("en", "new accounts"), ("fr", "nouveaux clients")):
        body = executive.get("/growth/", headers={"accept-language": code}).content.decode()
        drawn = re.findall(r"<svg.*?</svg>", body, re.DOTALL)
        assert any(word in svg for svg in drawn), code


@pytest.mark.parametrize(
    "address", ["/growth/bridge.csv", "/growth/growth.xlsx", "/breakdown/groups.csv", "/accounts/list.csv"]
)
def test_files_to_calculate_with_are_the_same_in_every_language(executive: Client, address: str) -> None:
    told = [executive.get(address, headers={"accept-language": code}) for code in ("en", "de", "fr")]
    bodies = {b"".join(answer) for answer in told}
    assert len(bodies) == 1
    assert {answer["Content-Language"] for answer in told} == {"en"}


def test_documents_to_read_are_in_the_language_of_their_reader(executive: Client) -> None:
    body = executive.get("/growth/report.html", headers={"accept-language": "de"}).content.decode()
    assert '<html lang="de">' in body
    assert "Erstellt mit Fourfold." in body


def test_a_page_that_is_not_there_says_so_in_the_language_asked_for() -> None:
    body = Client().get("/sign/login/", headers={"accept-language": "de"}).content.decode()
    assert "Anmelden" in body


def test_a_language_ends_with_its_block() -> None:
    with reading_in("de"):
        assert (language(), get_language(), say("Change")) == ("de", "de", "Veränderung")
    assert language() == "en"
