"""Uploads: files on their way from a browser to an import, each in a folder of its own.

Guarantees that bytes go straight to disk, in a folder of a random name that only its owner reads,
under a name that is safe on any file system; that no more is written than is allowed; and that
what a broken upload left is gone after an hour. Leaves reading a file to the jobs: nothing here
looks into it.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest

from fourfold.errors import BadRequest
from fourfold.words import say

UNFINISHED = ".unfinished"
"""The name of a file that is not whole yet: no file of a user's is named so."""

BROKEN_AFTER = 3600.0
"""Seconds after which an unfinished upload is swept."""

KEPT_FOR = 7 * 24 * 3600.0
"""Seconds for which a file waits for its import."""

CHUNK = 1 << 18
"""Bytes that are taken from the network and written at a time."""

MOST_NAME_BYTES = 200


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came whole: the id of its folder, its name, its SHA-256 and its bytes."""

    id: str
    name: str
    sha256: str
    size: int


class ToDisk(FileUploadHandler):
    """Writes the first file of a request into a folder of its own, and its hash with it.

    `upload` is the file once it is whole. `is_too_large` says that more came than is allowed; then
    nothing is kept.
    """

    chunk_size = CHUNK

    def __init__(self, request: HttpRequest, most_bytes: int) -> None:
        super().__init__(request)
        self.most_bytes = most_bytes
        self.is_too_large = False
        self.upload: Upload | None = None
        self._id = uuid.uuid4().hex
        self._digest = hashlib.sha256()
        self._size = 0
        self._open: IO[bytes] | None = None

    @property
    def _part(self) -> Path:
        return folder(self._id) / UNFINISHED

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Open the file on disk; a second file of the same request is not read."""
        super().new_file(*args, **kwargs)
        if self._open is not None:
            raise SkipFile
        self._part.parent.mkdir(parents=True, mode=0o700)
        self._part.touch(mode=0o600)
        self._open = self._part.open("wb")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a chunk; stop at the first byte too many."""
        del start
        if self._open is None:
            return
        self._size += len(raw_data)
        if self._size > self.most_bytes:
            self.is_too_large = True
            self.discard()
            raise StopUpload(connection_reset=True)
        self._open.write(raw_data)
        self._digest.update(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        """Close the file; it takes its name when the whole request has come."""
        del file_size
        if self._open is not None:
            self._open.close()
        return None

    def keep(self) -> Upload | None:
        """Give the file its name; None if no file came."""
        if self._open is None or self.is_too_large:
            return None
        name = safe_name(self.file_name or "")
        self._part.rename(folder(self._id) / name)
        self.upload = Upload(self._id, name, self._digest.hexdigest(), self._size)
        return self.upload

    def discard(self) -> None:
        """Give up what came so far."""
        if self._open is not None:
            self._open.close()
            shutil.rmtree(folder(self._id), ignore_errors=True)

    def upload_interrupted(self) -> None:
        """Give up what came so far: the request broke off."""
        self.discard()


def safe_name(name: str) -> str:
    r"""Return a name that is a file's name anywhere: no path, no control or direction characters.

    Examples
    --------
    >>> safe_name("../../etc/cron.d/x"), safe_name("a\r\nb.csv"), safe_name("...")
    ('x', 'a__b.csv', 'file')
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(c if c.isprintable() and c not in ':*?"<>|' else "_" for c in last).strip(" .")
    suffix = Path(plain).suffix
    stem = plain.removesuffix(suffix)
    while len(f"{stem}{suffix}".encode()) > MOST_NAME_BYTES:
        stem, suffix = (stem[:-1], suffix) if stem else ("", suffix[:-1])
    return f"{stem}{suffix}" or "file"


def folder(upload: str) -> Path:
    """Return the folder of an upload; `BadRequest` for what is no id of one."""
    if not re.fullmatch(r"[0-9a-f]{32}", upload):
        raise BadRequest(say("no such upload"), remedy=say("upload the file again"))
    return Path(settings.FOURFOLD_UPLOADS) / upload


def uploaded(upload: str) -> Path:
    """Return the file of an upload; `BadRequest` if it is gone, with the remedy to upload it again."""
    place = folder(upload)
    found = [p for p in place.iterdir() if p.name != UNFINISHED] if place.is_dir() else []
    if len(found) != 1:
        raise BadRequest(say("the uploaded file is no longer here"), remedy=say("upload it again"))
    return found[0]


def is_here(upload: str) -> bool:
    """Whether the file of an upload is still there."""
    place = folder(upload)
    return place.is_dir() and any(p.name != UNFINISHED for p in place.iterdir())


def adopt(upload: str, *, instead_of: str) -> None:
    """Give a file to another upload of the same bytes, if that has lost its own; else delete it."""
    if is_here(instead_of):
        forget(upload)
    else:
        forget(instead_of)
        folder(upload).rename(folder(instead_of))


def forget(upload: str) -> None:
    """Delete an upload; none is there, nothing happens."""
    shutil.rmtree(folder(upload), ignore_errors=True)


def sweep() -> None:
    """Delete what broken uploads left, and files that nobody imported for a week."""
    uploads = Path(settings.FOURFOLD_UPLOADS)
    for place in uploads.iterdir() if uploads.is_dir() else ():
        is_whole = re.fullmatch(r"[0-9a-f]{32}", place.name) and is_here(place.name)
        if time.time() - _touched(place) > (KEPT_FOR if is_whole else BROKEN_AFTER):
            shutil.rmtree(place, ignore_errors=True)


def _touched(place: Path) -> float:
    return max(path.stat().st_mtime for path in (place, *place.rglob("*")))
