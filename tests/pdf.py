"""The text of a PDF as Typst writes it: for tests that look for what a document says, or must not say."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*)\nendstream", re.DOTALL)
_FONT = re.compile(rb"/(f\d+) (\d+) 0 R")
_TOKEN = re.compile(rb"\(|<<|<([0-9A-Fa-f\s]*)>|/?[A-Za-z0-9.*'_+-]+")
_INSIDE = re.compile(rb"\\(?:[0-7]{1,3}|\r\n|.)|[()]", re.DOTALL)
_JOINED = re.compile(r"^(.)\n(?=.$)", re.MULTILINE)
"""In a drawing each letter is a run of its own."""

_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r\n": b""}

Objects = Mapping[int, bytes]
Letters = Mapping[int, str]


def text_of(pdf: bytes) -> str:
    """Every text that is shown, each run on a line of its own, and what stands in the catalogue.

    Fails if there is text in a font that cannot be read back.
    """
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    runs = [run for number in objects for run in _runs(objects, number)]
    titles = re.findall(rb"/(?:Title|Alt)\s*[(<]([^)>]*)[)>]", pdf)
    return _JOINED.sub(r"\1", "\n".join([*runs, *(_plain(title) for title in titles)]))


def _runs(objects: Objects, number: int) -> Iterator[str]:
    """The runs of text of an object that has contents: a page, or a drawing on one."""
    body = objects[number]
    if b"/Type/Page/" in body:
        yield from _shown(_stream(objects[_reference(body, b"Contents")]), _fonts(objects, body))
    elif b"/Subtype/Form" in body:
        yield from _shown(_stream(body), _fonts(objects, body))


def _shown(content: bytes, fonts: Mapping[str, Letters]) -> Iterator[str]:
    """The runs of text between BT and ET."""
    font, run, told = "", "", b""
    for token in _tokens(content):
        match token:
            case bytes() as codes:
                told += codes
            case "Tj" | "TJ":
                run, told = run + _read(told, fonts[font]), b""
            case "ET":
                yield run
                run = ""
            case "BDC":
                told = b""
            case str() if token.startswith("/f") and token[1:] in fonts:
                font = token[1:]


def _tokens(content: bytes) -> Iterator[str | bytes]:
    """Names and operators as text, strings as the bytes that they hold."""
    at = 0
    while found := _TOKEN.search(content, at):
        at = found.end()
        if found[0] == b"(":
            codes, at = _literal(content, at)
            yield codes
        elif found[1] is not None:
            yield bytes.fromhex(found[1].decode())
        elif found[0] != b"<<":
            yield found[0].decode()


def _literal(content: bytes, start: int) -> tuple[bytes, int]:
    """The bytes of a string in brackets, which may hold brackets, and where it ends."""
    told, depth, at = b"", 1, start
    for found in _INSIDE.finditer(content, start):
        told += content[at : found.start()]
        at = found.end()
        mark = found[0]
        if mark.startswith(b"\\"):
            octal = mark[1:].isdigit()
            told += bytes([int(mark[1:], 8) & 255]) if octal else _LETTERS.get(mark[1:], mark[1:])
            continue
        depth += 1 if mark == b"(" else -1
        if not depth:
            return told, at
        told += mark
    raise AssertionError("a string does not end")


def _fonts(objects: Objects, body: bytes) -> Mapping[str, Letters]:
    reference = re.search(rb"/Resources (\d+) 0 R", body)
    resources = objects[int(reference[1])] if reference else body
    listed = re.search(rb"/Font (\d+) 0 R", resources)
    named = _FONT.findall(objects[int(listed[1])] if listed else resources)
    return {name.decode(): _letters(objects, int(number)) for name, number in named}


def _letters(objects: Objects, font: int) -> Letters:
    """Which letters the codes of a font stand for."""
    table = _stream(objects[_reference(objects[font], b"ToUnicode")])
    return {
        int(code, 16): bytes.fromhex(letters.decode()).decode("utf-16-be")
        for part in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL)
        for code, letters in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", part)
    }


def _read(codes: bytes, letters: Letters) -> str:
    return "".join(letters.get(int.from_bytes(codes[at : at + 2]), "") for at in range(0, len(codes), 2))


def _stream(body: bytes) -> bytes:
    found = _STREAM.search(body)
    assert found, body[:200]
    return zlib.decompress(found[1]) if b"FlateDecode" in body[: found.start()] else found[1]


def _reference(body: bytes, name: bytes) -> int:
    found = re.search(rb"/" + name + rb" (\d+) 0 R", body)
    assert found, (name, body[:200])
    return int(found[1])


def _plain(title: bytes) -> str:
    if re.fullmatch(rb"FEFF[0-9A-F]+", title):
        return bytes.fromhex(title.decode())[2:].decode("utf-16-be")
    return title.decode("latin-1")
