"""What people said of texts that the linter reads: the company's own dictionary, kept in a journal.

Guarantees that nothing is deleted, that the last word on a text counts, whatever the case and punctuation
of the text, and that what is kept can be read again. Leaves who may correct to delivery, and what a
correction does to `linting`.

Journal `linter`, each record with `text` and `labels`; without a label the rules decide again.
"""

from __future__ import annotations

from collections.abc import Sequence

from fourfold.book import journal
from fourfold.book.chain import Entry, Record, Signed
from fourfold.book.workspace import JOURNALS, Workspace
from fourfold.errors import BadRequest, WorkspaceFault
from fourfold.objectives.linter.folding import folded
from fourfold.objectives.linter.labels import Correction, Label
from fourfold.objectives.linter.reading import MOST_LETTERS
from fourfold.words import say

JOURNAL = "linter"
"""The name of the journal."""


def read(workspace: Workspace) -> tuple[Correction, ...]:
    """Return what counts: for each text the last that was said, in the order in which it was said.

    Raises
    ------
    WorkspaceFault
        The journal was changed by hand, or written by another version; the place names it.
    """
    return tuple(_counting(journal.read(workspace, JOURNAL)).values())


def add(workspace: Workspace, text: str, labels: Sequence[str], *, signed: Signed) -> bool:
    """Keep what somebody says that a text addresses; without a label, let the rules decide again.

    Returns whether anything was written: who says what already counts adds nothing.

    Raises
    ------
    BadRequest
        The text holds no word or is too long, or there is no such label.
    WorkspaceFault
        As `read`, or the disk failed or is full.
    """
    if not folded(text).words or len(text) > MOST_LETTERS or "\0" in text:
        raise BadRequest(
            say("this text cannot be corrected"),
            place="correction",
            remedy=say("use the words of one objective, at most {most} letters", most=MOST_LETTERS),
        )
    if labels:
        Correction(text, tuple(labels), signed.by)
    chosen = [str(label) for label in Label if label in labels]

    def made(entries: tuple[Entry, ...]) -> Sequence[Record]:
        before = _counting(entries).get(folded(text).key)
        if (list(before.labels) if before else []) == chosen:
            return ()
        return ({"text": text, "labels": chosen},)

    return bool(journal.revise(workspace, JOURNAL, made, signed=signed))


def _counting(entries: Sequence[Entry]) -> dict[str, Correction]:
    """Return what counts by the words of its text."""
    found: dict[str, Correction] = {}
    for entry in entries:
        text, labels = entry.what.get("text"), entry.what.get("labels")
        if not isinstance(text, str) or not isinstance(labels, list):
            raise _meaningless(entry)
        found.pop(folded(text).key, None)
        if labels:
            found[folded(text).key] = _correction(entry, text, labels)
    return found


def _correction(entry: Entry, text: str, labels: Sequence[object]) -> Correction:
    try:
        return Correction(text, tuple(str(label) for label in labels), entry.by)
    except BadRequest as error:
        raise _meaningless(entry) from error


def _meaningless(entry: Entry) -> WorkspaceFault:
    return WorkspaceFault(
        say("entry {number} cannot be meant: {cause}", number=entry.number, cause=repr(dict(entry.what))),
        place=f"{JOURNALS}/{JOURNAL}.jsonl",
        remedy=say("restore a backup, or use the version of Fourfold that wrote it"),
    )
