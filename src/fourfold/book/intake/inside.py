"""The reading process's own part: it takes its limits, then answers questions about one file.

Started by `python -m fourfold.book.confinement`, behind whose barriers it runs; the first line that
comes over the file descriptor tells the file's name and the limits, each further one is a question.
Guarantees that nothing of the file is opened before the limits stand, and that what is printed on
the way is no answer. Leaves watching it to `fourfold.book.intake.process`.
"""

from __future__ import annotations

import errno
import json
import os
import time
from dataclasses import replace
from pathlib import Path
from typing import IO

from fourfold.book.intake.child_wire import (
    error_to_json,
    job_from_json,
    look_to_json,
    raw_to_json,
    reading_to_json,
    search_from_json,
)
from fourfold.book.intake.content import Content
from fourfold.book.intake.limits import Limits, take_limits
from fourfold.book.intake.plain import Json
from fourfold.book.intake.profile import profile_from_toml
from fourfold.errors import FourfoldError

_TOLD_EVERY = 0.1


def answer_questions(questions: int, file: Path, folder: Path, *, alone: bool) -> None:
    """Answer questions about a file until there are no more.

    Parameters
    ----------
    questions
        The file descriptor they come from, a JSON document a line; answers go to standard output.
    file, folder
        The file, and the only folder that can be written to.
    alone
        Whether the process has a user namespace of its own.
    """
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as out, os.fdopen(questions, "rb") as asked:
        os.dup2(2, 1)
        first = json.loads(asked.readline())
        content = Content(file, first["name"], folder)
        take_limits(Limits(**first["limits"]), alone=alone)
        teller = _Teller(out)
        for question in asked:
            teller.tell(_outcome(content, json.loads(question), teller))


def _outcome(content: Content, question: Json, teller: _Teller) -> Json:
    try:
        return _answer(content, question, teller)
    except FourfoldError as error:
        return error_to_json(error)
    except MemoryError:
        return {"limit": "memory"}
    except OSError as fault:
        if fault.errno == errno.ENOSPC:
            return {"no_room": True}
        if fault.errno in (errno.EMFILE, errno.ENFILE):
            return {"limit": "open"}
        raise


def _answer(content: Content, question: Json, teller: _Teller) -> Json:
    if "look" in question:
        return {"look": look_to_json(content.look(search_from_json(question["look"])))}
    if "read" in question:
        job = replace(job_from_json(question["read"]), progress=teller.progress)
        return {"read": reading_to_json(content.read(job))}
    found = content.raw(profile_from_toml(question["profile"]), set(question["raw"]))
    return {"raw": raw_to_json(found, content.folder)}


class _Teller:
    """Writes messages to the parent, progress at most ten times a second."""

    def __init__(self, out: IO[str]) -> None:
        self._out, self._last = out, 0.0

    def tell(self, message: Json) -> None:
        self._out.write(json.dumps(message) + "\n")
        self._out.flush()

    def progress(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._last >= _TOLD_EVERY or done >= total:
            self._last = now
            self.tell({"progress": [done, total]})
