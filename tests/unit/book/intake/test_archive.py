from __future__ import annotations

import gzip
import io
import pickle
import zipfile
from pathlib import Path

import pytest

from fourfold.book.intake import archive
from fourfold.errors import NeedsConfirmation, RefusedFile
from tests.reliability.corpus.workbooks import packed, table, workbook

CSV = b"order_id,ordered_on,amount\nA1,2026-01-02,10.00\n"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (CSV, "text"),
        (b"", "text"),
        (b"\x7fELF\x02\x01\x01", "an ELF program"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"\xef\xbb\xbf  <!DOCTYPE html><html>", "HTML"),
        (b"<table><tr><td>order", "HTML"),
        (b'[{"order": 1}]', "JSON"),
        (b'{"order": 1}', "JSON"),
        (pickle.dumps({"order": 1}), "a Python pickle"),
        (pickle.dumps([1], 2), "a Python pickle"),
        (gzip.compress(CSV), "gzip"),
        (packed({}), "an empty zip archive"),
        (packed({"a.csv": CSV}), "a zip archive"),
        (b"PK\x03\x04 cut", "a zip archive"),
        (workbook(table(["x"])), "an Excel workbook (.xlsx)"),
        (packed({"xl/workbook.bin": b""}), "a binary Excel workbook (.xlsb)"),
        (packed({"mimetype": b"", "content.xml": b""}), "an OpenDocument file (.ods)"),
        (b"SQLite format 3\0", "an SQLite database"),
        (b"12345678DUCK", "a DuckDB database"),
        (b"PAR1....", "Parquet"),
        (b"name;[x]\n", "text"),
    ],
)
def test_a_file_is_known_by_its_bytes(tmp_path: Path, content: bytes, kind: str) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(content)
    assert archive.content_kind(path) == kind


def ole(name: str) -> bytes:
    head = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0"))
    head[30:32] = (9).to_bytes(2, "little")
    return bytes(head) + name.encode("utf-16-le").ljust(512, b"\0")


@pytest.mark.parametrize(
    ("content", "code", "told"),
    [
        (ole("Workbook"), "E103", "content is an Excel 97-2003 workbook (.xls)"),
        (ole("EncryptedPackage"), "E923", "encrypted: it needs a password"),
        (b"<html><table>", "E103", "content is HTML saved as .xlsx"),
        (CSV, "E103", "content is text"),
    ],
)
def test_what_only_claims_to_be_a_workbook_is_named(
    tmp_path: Path, content: bytes, code: str, told: str
) -> None:
    path = tmp_path / "orders.xlsx"
    path.write_bytes(content)
    with pytest.raises(RefusedFile) as refusal:
        archive.expect_kind(path, archive.XLSX, path.name)
    assert refusal.value.findings[0].code == code
    assert told in refusal.value.findings[0].message


def unpacked(folder: Path, name: str, content: bytes) -> bytes:
    path = folder / "packed"
    path.write_bytes(content)
    into = folder / "into"
    into.mkdir()
    return archive.unpack(path, into, name).read_bytes()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("orders.csv", CSV),
        ("orders.csv.gz", gzip.compress(CSV)),
        ("orders.csv.gz", gzip.compress(CSV[:20]) + gzip.compress(CSV[20:])),
        ("orders.zip", packed({"orders.csv": CSV, "__MACOSX/._orders.csv": b"x", "folder/": b""})),
    ],
)
def test_the_one_file_inside_is_unpacked(tmp_path: Path, name: str, content: bytes) -> None:
    assert unpacked(tmp_path, name, content) == CSV


def encrypted() -> bytes:
    content = bytearray(packed({"orders.csv": CSV}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    return bytes(content)


def overlapping() -> bytes:
    content = bytearray(packed({"a.csv": CSV * 9, "b.csv": CSV}))
    second = content.rindex(b"PK\x01\x02")
    content[second + 42 : second + 46] = (4).to_bytes(4, "little")
    return bytes(content)


def link() -> bytes:
    out = io.BytesIO()
    entry = zipfile.ZipInfo("orders.csv")
    entry.external_attr = 0o120777 << 16
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(entry, "/etc/hostname")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code", "told"),
    [
        ("o.zip", packed({}), "E915", "no file"),
        ("o.zip", packed({"a.zip": packed({"a.csv": CSV})}), "E913", "holds a zip archive"),
        ("o.zip", packed({"a.pdf": b"%PDF-1.7"}), "E103", "holds PDF"),
        ("o.zip", encrypted(), "E912", "encrypted"),
        ("o.zip", overlapping(), "E913", "overlapping"),
        ("o.zip", link(), "E913", "unsafe"),
        ("o.zip", packed({"../a.csv": CSV}), "E913", "unsafe"),
        ("o.zip", packed({f"{n}": b"" for n in range(2_001)}), "E914", "2,001 entries; limit 2,000"),
        ("o.csv.gz", gzip.compress(b"0" * 20_000_000), "E911", "limits 100:1"),
        ("o.csv.gz", gzip.compress(CSV)[:-9], "E457", "damaged"),
        ("o.csv.gz", gzip.compress(gzip.compress(CSV)), "E913", "holds gzip"),
        ("o.csv", gzip.compress(CSV), "E103", "content is gzip"),
        ("o.csv", packed({"a.csv": CSV}), "E103", "content is a zip archive"),
    ],
)
def test_what_cannot_be_unpacked_safely_is_refused(
    tmp_path: Path, name: str, content: bytes, code: str, told: str
) -> None:
    with pytest.raises(RefusedFile) as refusal:
        unpacked(tmp_path, name, content)
    assert refusal.value.findings[0].code == code
    assert told in refusal.value.findings[0].message


def test_an_archive_of_two_files_is_a_question(tmp_path: Path) -> None:
    with pytest.raises(NeedsConfirmation, match=r"holds 2 files: a\.csv, b\.csv"):
        unpacked(tmp_path, "o.zip", packed({"a.csv": CSV, "b.csv": CSV}))


def test_a_member_larger_than_it_declares_is_not_unpacked_beyond_that(tmp_path: Path) -> None:
    content = bytearray(packed({"a.csv": b"0" * 5_000_000}))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.index(mark) + offset
        content[at : at + 4] = (100).to_bytes(4, "little")
    with pytest.raises(RefusedFile, match="E457"):
        unpacked(tmp_path, "o.zip", bytes(content))
    assert (tmp_path / "into" / "unpacked").stat().st_size <= 100
