"""Files that are there whole or not at all, and stay there through a crash.

Guarantees that a file written here is flushed to the device before it gets its name, that the
name is flushed before the call returns, and that no existing file is overwritten (but the
pointer, by an atomic rename). Leaves what the files mean to `snapshots` and `workspace`.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from fourfold.book.failpoints import reach
from fourfold.errors import WorkspaceFault

CHUNK = 1 << 20


def flush_file(path: Path) -> None:
    """Flush a file's content to the device."""
    with path.open("rb") as handle:
        os.fsync(handle.fileno())


def flush_folder(folder: Path) -> None:
    """Flush a folder's list of names to the device."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256_of(path: Path, progress: Callable[[int], None] | None = None) -> str:
    """Return the SHA-256 of a file in hexadecimal; `progress` is told the bytes done."""
    digest, done = hashlib.sha256(), 0
    with path.open("rb") as handle:
        while chunk := handle.read(CHUNK):
            digest.update(chunk)
            done += len(chunk)
            if progress:
                progress(done)
    return digest.hexdigest()


def place(temporary: Path, final: Path, *, keep: bool = False) -> None:
    """Give a finished temporary file its lasting name; a file of that name already there stays.

    Names carry the hash of their content, so an existing file has the same content, and the
    temporary one is dropped. `keep` leaves the temporary
    name as well. Both must be on one file system.
    """
    reach("fsync")
    flush_file(temporary)
    reach("rename")
    try:
        os.link(temporary, final)
    except FileExistsError:
        if final.stat().st_size != temporary.stat().st_size:
            raise WorkspaceFault(
                "another file has this name", place=str(final), remedy="move it away, then: fourfold rebuild"
            ) from None
    if not keep:
        temporary.unlink()
    flush_folder(final.parent)


def replace_pointer(temporary: Path, pointer: Path, text: str) -> None:
    """Replace a small text file in one atomic step."""
    temporary.write_text(text, "utf-8")
    flush_file(temporary)
    temporary.replace(pointer)
    flush_folder(pointer.parent)
