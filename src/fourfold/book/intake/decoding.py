"""From a file's bytes to UTF-8 bytes: file kinds, byte order marks, encodings, physical lines.

Guarantees that what comes out is valid UTF-8 without a byte order mark, that an invalid byte is
named with its line and place, and that physical lines are counted here, apart from the scanner
whose account they check. Leaves records and quotes to `fourfold.book.intake.scanner`.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

from fourfold.book.intake.archive import TEXT, expect_kind
from fourfold.book.intake.codes import finding, refused
from fourfold.errors import Finding, RefusedFile

BLOCK = 8 * 1024 * 1024
CODECS = {"utf-8": "utf-8", "utf-16": "utf-16-le", "cp1252": "cp1252", "latin-1": "latin-1"}
SHOWN = {"utf-8": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252", "latin-1": "ISO 8859-1"}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16-be"),
)


def marked_encoding(head: bytes) -> tuple[str, str, int]:
    """Return encoding, codec and length of the byte order mark; empty and 0 if there is none."""
    for mark, encoding, codec in _MARKS:
        if head.startswith(mark):
            return encoding, codec, len(mark)
    return "", "", 0


class Text:
    """A file's content as blocks of UTF-8.

    `lines` counts the physical lines handed out, `done` the bytes of the file read, `size` its
    bytes in all; `feeds`, `returns` and `pairs` count LF, CR and CRLF; `findings` asks if the
    byte order mark contradicts the profile's encoding.

    Parameters
    ----------
    path
        The file.
    encoding
        The profile's encoding; a byte order mark overrules it, with a question.
    name
        The file's name for messages.
    block
        How many bytes to read at a time.

    Raises
    ------
    RefusedFile
        E101 the file is empty, E103 it is no text, E102 (while reading) a byte is invalid.
    """

    def __init__(self, path: Path, encoding: str, name: str, block: int = BLOCK) -> None:
        self.path, self.name, self.block = path, name, block
        self.size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(4096)
        marked, codec, self.skip = marked_encoding(head)
        self._refuse_empty()
        expect_kind(path, TEXT, self.name)
        self.encoding = marked or encoding
        self.codec = codec or CODECS[encoding]
        self.findings: list[Finding] = []
        if marked and marked != encoding and not (marked == "utf-8" and encoding == "utf-8"):
            asked = f"{SHOWN[marked]}; profile says {SHOWN[encoding]}"
            self.findings.append(finding("Q107", asked, file=name))
        self.done = self.lines = 0
        self.feeds = self.returns = self.pairs = 0
        self._held = b""
        self._last = b"\n"

    def _refuse_empty(self) -> None:
        if self.size <= self.skip:
            after = " after byte order mark" if self.skip else ""
            raise refused("E101", f"file is empty (0 bytes){after}", file=self.name)

    def blocks(self) -> Iterator[bytes]:
        """Yield the text in blocks of UTF-8, cut anywhere between characters."""
        with self.path.open("rb") as file:
            file.seek(self.skip)
            self.done = self.skip
            while block := file.read(self.block):
                text = self._decoded(block)
                self.done += len(block)
                self._count(text)
                yield text
        if self._held:
            raise self._invalid(self._held, 0, self.done - len(self._held))
        self.lines += self._last not in (b"\n", b"\r")

    def _decoded(self, block: bytes) -> bytes:
        if self.codec == "utf-8" and not self._held and block.isascii():
            return block
        block = self._held + block
        at = self.done - len(self._held)
        try:
            text, used = codecs.getdecoder(self.codec)(block) if self.codec != "utf-8" else _utf8(block)
        except UnicodeDecodeError as fault:
            held = len(block) - fault.start
            if held >= 4 or not fault.reason.endswith(("end of data", "truncated data")):
                raise self._invalid(block, fault.start, at) from fault
            text, used = block[: fault.start].decode(self.codec), fault.start
        self._held = block[used:]
        return block[:used] if self.codec == "utf-8" else text.encode()

    def _count(self, text: bytes) -> None:
        cut = self._last == b"\r" and text.startswith(b"\n")
        feeds, returns, pairs = text.count(b"\n"), 0, int(cut)
        if b"\r" in text:
            returns += text.count(b"\r")
            pairs += text.count(b"\r\n")
        self.feeds, self.returns, self.pairs = self.feeds + feeds, self.returns + returns, self.pairs + pairs
        self.lines += feeds + returns - pairs
        self._last = text[-1:] or self._last

    def _invalid(self, block: bytes, start: int, at: int) -> RefusedFile:
        before = block[:start]
        line = self.lines + line_ends(before) + 1
        place = start - max(before.rfind(b"\n"), before.rfind(b"\r"))
        name = SHOWN.get(self.encoding, self.encoding)
        likely = _likely(block[start:], at + start)
        message = f"byte 0x{block[start]:02X} at line {line}, byte {place} is not {name}; {likely}"
        return refused("E102", message, file=self.name, line=line, position=place)


def _utf8(block: bytes) -> tuple[str, int]:
    return codecs.utf_8_decode(block, "strict", False)  # noqa: FBT003  (the codec takes it by place only)


def _likely(rest: bytes, at: int) -> str:
    follows = rest[1:2]
    if rest[0] >= 0xC2 and follows and 0x80 <= follows[0] <= 0xBF:
        return f"invalid UTF-8 at byte {at + 1} of the file"
    return "looks like Windows-1252"


def line_ends(text: bytes) -> int:
    """Return how many physical lines end in the text: LF, CRLF and CR each end one."""
    returns = text.count(b"\r")
    return text.count(b"\n") + (returns - text.count(b"\r\n") if returns else 0)
