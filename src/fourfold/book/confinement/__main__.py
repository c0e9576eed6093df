"""The start of a reading process: it confines itself, then loads the reader and hands over.

Guarantees that no library is loaded and no byte of the file is opened before the barriers stand,
and that the process dies with its parent.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from fourfold.book.confinement.barriers import confine
from fourfold.book.confinement.kernel import die_with


def main() -> None:
    """Confine this process to a file and a folder, then answer questions about the file."""
    parent, questions, file, folder = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4])
    die_with(parent)
    barriers = confine(file, folder)
    die_with(parent)  # the kernel forgets it where a process changes its users
    # loaded by name and here: loaded at the top, its libraries would be there before the barriers
    inside = importlib.import_module("fourfold.book.intake.inside")
    inside.answer_questions(questions, file, folder, alone=barriers.users)


if __name__ == "__main__":
    main()
