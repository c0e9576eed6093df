from __future__ import annotations

import re

from fourfold.book.codes import BOOK_CODES, finding
from fourfold.book.intake import CODES


def test_no_code_of_the_book_is_used_by_intake() -> None:
    assert not {code[1:] for code in BOOK_CODES} & {code[1:] for code in CODES}


def test_every_code_has_its_form_a_meaning_and_a_remedy() -> None:
    for code, told in BOOK_CODES.items():
        assert re.fullmatch("[EWQ][1-9][0-9]{2}", code)
        assert told.meaning
        assert finding(code, "x").remedy == told.remedy != ""
