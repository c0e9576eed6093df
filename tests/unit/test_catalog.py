from __future__ import annotations

from fourfold.catalog import QUESTIONS


def test_a_question_is_found_by_its_own_name_and_says_what_it_answers_to_whom() -> None:
    for name, question in QUESTIONS.items():
        assert question.name == name
        assert question.answers
        assert question.permission.startswith("see_")


def test_what_shows_single_order_lines_needs_a_permission_of_its_own() -> None:
    assert [q.name for q in QUESTIONS.values() if q.permission == "see_lines"] == ["lines"]
