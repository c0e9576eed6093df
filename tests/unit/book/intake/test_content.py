from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from fourfold.book.intake.content import Content
from fourfold.book.intake.looks import Candidate, Search
from fourfold.book.intake.profile import Profile
from fourfold.errors import BadRequest, RefusedFile

HEADER = ("order_id", "ordered_on", "amount")
PROFILE = Profile("shop", seen=HEADER, columns={})


def content(folder: Path, text: str, name: str = "orders.csv") -> Content:
    path = folder / "received.csv"
    path.write_text(text, encoding="utf-8")
    return Content(path, name, folder / "into")


def test_the_first_candidate_that_fits_is_found_and_none_is_no_proposal(tmp_path: Path) -> None:
    repaired = Candidate(PROFILE, HEADER, repaired=True)
    search = Search("order_lines", (Candidate(PROFILE, ("else",)), repaired, Candidate(PROFILE, HEADER)))
    plain = content(tmp_path, "order_id,ordered_on,amount\nA,2026-01-02,1\n")
    assert plain.look(search).fitting == 2
    rejects = content(
        tmp_path, "order_id,ordered_on,amount,_code,_error,_import,_line\nA,2026-01-02,1,,,1,2\n"
    )
    assert rejects.look(search).fitting == 1
    other = content(tmp_path, "order_id,amount\nA,1\n").look(search)
    assert (other.fitting, other.proposal) == (None, None)


def test_a_file_that_fits_no_candidate_gets_a_proposal_under_the_wished_name(tmp_path: Path) -> None:
    orders = content(tmp_path, "order_id,ordered_on,amount\nA,2026-01-13,1.50\n")
    proposal = orders.look(Search("order_lines", proposed="shop", currency="EUR")).proposal
    assert proposal is not None
    assert (proposal.profile.name, proposal.profile.seen) == ("shop", HEADER)
    with pytest.raises(BadRequest, match="no column 'missing'"):
        orders.look(Search("order_lines", proposed="shop", currency="EUR", overrides={"amount": "missing"}))


def test_records_are_found_as_they_stood_by_their_lines(tmp_path: Path) -> None:
    orders = content(tmp_path, 'order_id,ordered_on,amount\n"A\nB",2026-01-01,1\nC,2026-01-01,1\n')
    assert orders.raw(PROFILE, {2, 4}) == {2: '"A\nB",2026-01-01,1', 4: "C,2026-01-01,1"}
    assert orders.raw(PROFILE, set()) == {}


def test_an_archive_whose_long_name_was_cut_is_still_one(tmp_path: Path) -> None:
    path = tmp_path / "received.gz"
    path.write_bytes(gzip.compress(b"order_id,ordered_on,amount\nA,2026-01-02,1\n"))
    cut = Content(path, "x" * 120, tmp_path / "into")
    assert cut.look(Search("order_lines", (Candidate(PROFILE, HEADER),))).fitting == 0
    hidden = Content(path.rename(tmp_path / "received.csv"), "orders.csv", tmp_path / "into")
    with pytest.raises(RefusedFile, match="E103"):
        hidden.look(Search("order_lines"))
