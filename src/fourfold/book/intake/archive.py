"""What a file really is, and the one file inside a .gz or .zip.

Guarantees that a file's kind is told from its bytes, not its name, and that nothing is unpacked
beyond the limits (entries, bytes, ratio), by a member's own name, or from inside another archive.
Leaves the content to the readers.
"""

from __future__ import annotations

import gzip
import re
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO

from fourfold.book.intake.codes import finding, refused, shown
from fourfold.errors import NeedsConfirmation

UNPACKED = 1 << 30
"""The most bytes that an archive may unpack to."""

RATIO, RATIO_FLOOR = 100, 10_000_000
"""The most bytes out per byte in, judged from this many bytes out."""

ENTRIES = 2_000
"""The most entries of a zip archive, workbooks included."""

TEXT, XLSX, PARQUET, ZIP, GZIP = "text", "an Excel workbook (.xlsx)", "Parquet", "a zip archive", "gzip"
EMPTY_ZIP, ENCRYPTED_XLSX = "an empty zip archive", "an encrypted Excel workbook"
XLS, XLSB = "an Excel 97-2003 workbook (.xls)", "a binary Excel workbook (.xlsb)"
HTML = "HTML"

_CHUNK = 1 << 20
_HEAD = 4096
_MAGIC: Sequence[tuple[int, bytes, str]] = (
    (0, b"PAR1", PARQUET),
    (0, b"PARE", "encrypted Parquet"),
    (0, b"\x1f\x8b", GZIP),
    (0, b"%PDF-", "PDF"),
    (0, b"\x89PNG\r\n", "a PNG image"),
    (0, b"GIF8", "a GIF image"),
    (0, b"\xff\xd8\xff", "a JPEG image"),
    (0, b"\x7fELF", "an ELF program"),
    (0, b"MZ\x90", "a Windows program"),
    (0, b"SQLite format 3\0", "an SQLite database"),
    (8, b"DUCK", "a DuckDB database"),
    (0, b"Obj\x01", "Avro"),
    (0, b"ARROW1", "an Arrow file"),
    (0, b"ORC", "ORC"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (0, b"Rar!\x1a\x07", "a RAR archive"),
    (0, b"BZh", "bzip2"),
    (0, b"\xfd7zXZ\0", "xz"),
    (0, b"\x28\xb5\x2f\xfd", "zstd"),
    (0, b"{\\rtf", "a rich-text document"),
)
_PICKLE = re.compile(rb"\x80[\x02-\x05][\x80-\xff\x00(\]})c]|\x80[\x02-\x05]\x95")
_JSON = re.compile(rb'(?:\{\s*(?:"|\})|\[\s*(?:[\[{"]|\])|\[\s*-?\d[\d.]*\s*,)')
_MARKUP: Sequence[tuple[bytes, str]] = (
    (b"<!doctype html", HTML),
    (b"<html", HTML),
    (b"<table", HTML),
    (b"<meta", HTML),
    (b"<?xml", "XML"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_NAMES = (("EncryptedPackage", ENCRYPTED_XLSX), ("Workbook", XLS), ("Book", XLS))


def content_kind(path: Path) -> str:
    """Return what a file's bytes are: `TEXT`, or the name of another kind.

    Text is whatever has no mark of another kind; an empty file is text. Zip packages are told
    apart by their parts (workbook, OpenDocument, plain archive).

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "orders.csv"
    ...     _ = file.write_bytes(b"%PDF-1.7")
    ...     content_kind(file)
    'PDF'
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
            return _zip_kind(path)
        if head.startswith(_OLE):
            return _ole_kind(head, file)
    return _kind_of(head)


def _kind_of(head: bytes) -> str:
    for offset, magic, kind in _MAGIC:
        if head.startswith(magic, offset):
            return kind
    if _PICKLE.match(head):
        return "a Python pickle"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for mark, kind in _MARKUP:
        if text[:20].lower().startswith(mark):
            return kind
    return "JSON" if _JSON.match(text) else TEXT


def _zip_kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError, ValueError, OSError):
        return ZIP
    if not names:
        return EMPTY_ZIP
    parts = (
        ("xl/workbook.bin", XLSB),
        ("xl/workbook.xml", XLSX),
        ("word/document.xml", "a Word document"),
        ("ppt/presentation.xml", "a PowerPoint presentation"),
    )
    for part, kind in parts:
        if part in names:
            return kind
    if "mimetype" in names and "content.xml" in names:
        return "an OpenDocument file (.ods)"
    return XLSX if "[Content_Types].xml" in names else ZIP


def _ole_kind(head: bytes, file: BinaryIO) -> str:
    size = 1 << min(int.from_bytes(head[30:32], "little"), 16)
    file.seek((int.from_bytes(head[48:52], "little") + 1) * size)
    directory = file.read(64 * 128)
    for name, kind in _OLE_NAMES:
        if name.encode("utf-16-le") in directory:
            return kind
    return "an OLE document"


def expect_kind(path: Path, wanted: str, name: str) -> None:
    """Refuse a file whose bytes are not of the wanted kind (`TEXT`, `XLSX`, `PARQUET`).

    Raises
    ------
    RefusedFile
        E103 names what the file is, E923 an encrypted workbook; the remedies say what to export.
    """
    kind = content_kind(path)
    if kind == wanted:
        return
    if kind == ENCRYPTED_XLSX:
        raise refused("E923", "the workbook is encrypted: it needs a password", file=name)
    if kind == EMPTY_ZIP:
        kind += " (no entries)"
    label = {TEXT: "CSV", XLSX: "an Excel workbook (.xlsx)"}.get(wanted, wanted)
    suffix = Path(name).suffix
    dressed = f" saved as {suffix}" if kind == HTML and suffix else ""
    what = "text" if kind == TEXT else kind
    raise refused("E103", f"content is {what}{dressed}, not {label}", file=name, value=what, expected=label)


def unpack(path: Path, into: Path, name: str) -> Path:
    """Return the file to read: the file itself, or the only member of a .gz or .zip, unpacked.

    Parameters
    ----------
    path
        Any file. One that is no archive is returned as it is, untouched.
    into
        A folder for the unpacked file; members' own names are never used as paths.
    name
        The file's name as the user knows it: an archive must say .gz or .zip.

    Raises
    ------
    RefusedFile
        E103 the name hides an archive; E911 it unpacks beyond the limits; E912 it is encrypted;
        E913 it holds another archive, overlapping entries or unsafe names; E914 too many entries;
        E915 it holds nothing; E457 it is damaged. Each remedy says to unpack by hand or to fetch anew.
    NeedsConfirmation
        Q916: it holds several files.
    """
    kind = content_kind(path)
    if kind not in (ZIP, GZIP, EMPTY_ZIP):
        return path
    if Path(name).suffix.lower() not in (".gz", ".zip"):
        expect_kind(path, TEXT, name)
    unpacked = into / "unpacked"
    try:
        if kind == GZIP:
            _gunzip(path, unpacked, name)
        else:
            _unzip(path, unpacked, name)
    except (zipfile.BadZipFile, gzip.BadGzipFile, EOFError, zlib.error, NotImplementedError) as fault:
        raise refused("E457", f"the archive is damaged: {shown(str(fault))}", file=name) from fault
    inner = content_kind(unpacked)
    if inner not in (TEXT, XLSX, PARQUET):
        code = "E913" if inner in (ZIP, GZIP, EMPTY_ZIP) else "E103"
        raise refused(code, f"the archive holds {inner}", file=name)
    return unpacked


def _gunzip(path: Path, target: Path, name: str) -> None:
    with path.open("rb") as packed, gzip.GzipFile(fileobj=packed) as stream, target.open("wb") as out:
        _pour(stream, out, _Meter(path.stat().st_size, name))


def _unzip(path: Path, target: Path, name: str) -> None:
    with zipfile.ZipFile(path) as archive:
        check_members(archive, path.stat().st_size, name)
        members = [m for m in archive.infolist() if not _is_furniture(m)]
        if not members:
            raise refused("E915", "the zip archive holds no file", file=name)
        if len(members) > 1:
            listed = ", ".join(shown(m.filename) for m in members[:5])
            asked = f"the zip archive holds {len(members)} files: {listed}"
            raise NeedsConfirmation([finding("Q916", asked, file=name)])
        with archive.open(members[0]) as stream, target.open("wb") as out:
            _pour(stream, out, _Meter(path.stat().st_size, name))


def _is_furniture(member: zipfile.ZipInfo) -> bool:
    return member.is_dir() or member.filename.startswith("__MACOSX/") or member.filename.endswith(".DS_Store")


@dataclass(slots=True)
class _Meter:
    """Counts what an archive unpacks to, against the limits."""

    packed: int
    name: str
    done: int = 0

    def add(self, size: int) -> None:
        self.done += size
        check_size(self.packed, self.done, self.name)


def check_size(packed: int, unpacked: int, name: str) -> None:
    """Refuse what unpacks beyond the limit of bytes or, from `RATIO_FLOOR` bytes on, of ratio."""
    ratio = unpacked // max(packed, 1)
    if unpacked > UNPACKED or (ratio > RATIO and unpacked > RATIO_FLOOR):
        limits = f"limits {RATIO}:1 and {UNPACKED:,} bytes"
        raise refused("E911", f"unpacks {ratio}:1 to {unpacked:,} bytes; {limits}", file=name)


def _pour(stream: IO[bytes] | gzip.GzipFile, out: BinaryIO, meter: _Meter) -> None:
    while chunk := stream.read(_CHUNK):
        meter.add(len(chunk))
        out.write(chunk)


def check_members(archive: zipfile.ZipFile, packed: int, name: str) -> None:
    """Refuse a zip by what its directory says, before anything is unpacked.

    Raises
    ------
    RefusedFile
        E914 too many entries; E912 encrypted entries; E911 more bytes or a higher ratio than the
        limits; E913 entries that overlap, leave the folder or are links.
    """
    members = archive.infolist()
    if len(members) > ENTRIES:
        raise refused("E914", f"the archive holds {len(members):,} entries; limit {ENTRIES:,}", file=name)
    if any(m.flag_bits & 0x1 for m in members):
        raise refused("E912", "the archive is encrypted", file=name)
    check_size(packed, sum(m.file_size for m in members), name)
    for member in members:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or (member.external_attr >> 16) & 0o170000 == 0o120000:
            raise refused("E913", f"the archive holds an unsafe entry '{shown(member.filename)}'", file=name)
    _check_overlap(members, name)


def _check_overlap(members: Sequence[zipfile.ZipInfo], name: str) -> None:
    end = 0
    for member in sorted(members, key=lambda m: m.header_offset):
        if member.header_offset < end:
            raise refused("E913", f"overlapping entries at '{shown(member.filename)}'", file=name)
        end = member.header_offset + 30 + member.compress_size
