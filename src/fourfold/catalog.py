"""The catalogue: every question that the product answers, and who may ask it.

Guarantees that command line, REST API and assistants offer exactly these questions; a test
compares them. Leaves answering to the subjects and checking permission to delivery.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its name in every outlet, what it answers, and the permission that it needs."""

    name: str
    answers: str
    permission: str


QUESTIONS: Mapping[str, Question] = {
    question.name: question
    for question in (
        Question("growth", "where the change in revenue came from, by source", "see_growth"),
        Question("series", "the sources period by period", "see_growth"),
        Question("lines", "the order lines or pairs behind a figure", "see_lines"),
        Question("penetration", "products per account, and which are bought together", "see_growth"),
        Question("objectives", "what is to be reached, by whom, until when", "see_objectives"),
        Question("scorecard", "where an owner stands against what was agreed", "see_objectives"),
        Question("balance", "where objectives point, against where growth came from", "see_objectives"),
        Question("lint", "what a list of objectives points at, and what it misses", "see_objectives"),
        Question("report", "the growth of a period as one document", "see_growth"),
        Question("status", "what the book holds, and from which imports", "see_imports"),
        Question("rejects", "the faulty rows that are not in the book yet", "see_imports"),
    )
}
"""The questions by name."""
