"""Answers that are computed once: kept by their book, and made by one thread while the others wait.

Guarantees that a question which many readers ask at the same moment is computed once in each process:
a page of a large book takes gigabytes while it is computed. Leaves where answers are kept to `book`.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from threading import Lock, RLock
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from fourfold.book.book import Book

_GUARD = Lock()
_TURNS: WeakValueDictionary[Path, Any] = WeakValueDictionary()
"""The lock of each answer that is being made; it is gone when nobody holds it."""


def answered(
    book: Book, question: str, make: Callable[[], bytes], *, is_empty: Callable[[bytes], bool] | None = None
) -> bytes:
    """Return the answer kept for a question about a book, or make it and keep it.

    Parameters
    ----------
    book
        The book; its snapshot, settings and scope are part of what the answer is kept by.
    question
        All else that the answer depends on.
    make
        Computes the answer; it may ask other questions.
    is_empty
        Tells an answer that is not worth keeping, so that asking for what is not there leaves nothing.
    """
    kept = book.kept(question)
    if kept is not None:
        return kept
    with _turn(book.answer_path(question)):
        kept = book.kept(question)
        if kept is not None:
            return kept
        made = make()
        if is_empty is None or not is_empty(made):
            book.keep(question, made)
        return made


def _turn(path: Path | None) -> AbstractContextManager[Any]:
    if path is None:
        return nullcontext()
    with _GUARD:
        turn: AbstractContextManager[Any] = _TURNS.setdefault(path, RLock())
    return turn
