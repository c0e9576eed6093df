"""The text of a PDF, enough to search it: every shown string, read by every font's own table of characters.

Guarantees that a text which a viewer can search is among what is returned; a string that is read by
the table of another font gives rubbish beside it, which hides nothing.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping

Characters = Mapping[int, str]

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.S)
_SHOWN = re.compile(rb"\[((?:[^\[\]\\]|\\.)*)\]\s*TJ|(<[0-9A-Fa-f\s]*>|\((?:[^()\\]|\\.)*\))\s*Tj", re.S)
_STRING = re.compile(rb"<([0-9A-Fa-f\s]*)>|\(((?:[^()\\]|\\.)*)\)", re.S)
_ESCAPED = re.compile(rb"\\([nrtbf()\\]|[0-7]{1,3})")
_NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pdf_text(body: bytes) -> str:
    """The text of a PDF, once for every font."""
    streams = [body, *_streams(body)]
    fonts = [_characters(stream) for stream in streams if b"beginbf" in stream]
    shown = [b"".join(_strings(match)) for stream in streams for match in _SHOWN.findall(stream)]
    return "\n".join("".join(_read(codes, font) for codes in shown) for font in fonts)


def _streams(body: bytes) -> Iterator[bytes]:
    for packed in _STREAM.findall(body):
        try:
            yield zlib.decompress(packed)
        except zlib.error:
            continue


def _characters(table: bytes) -> Characters:
    """The characters of a font by their codes, from its ToUnicode table."""
    found: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.S):
        for code, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = _utf16(text)
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.S):
        for low, high, text in re.findall(rb"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start = int(text, 16)
            found |= {code: chr(start + n) for n, code in enumerate(range(int(low, 16), int(high, 16) + 1))}
    return found


def _utf16(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")


def _strings(match: tuple[bytes, bytes]) -> Iterator[bytes]:
    for digits, plain in _STRING.findall(match[0] or match[1]):
        yield bytes.fromhex(digits.decode()) if digits else _ESCAPED.sub(_unescaped, plain)


def _unescaped(found: re.Match[bytes]) -> bytes:
    told = found[1]
    return bytes([int(told, 8) & 255]) if told[:1].isdigit() else _NAMED.get(told, told)


def _read(codes: bytes, font: Characters) -> str:
    """Codes of two bytes each, as in every font that is embedded whole by its glyphs."""
    pairs = zip(codes[::2], codes[1::2], strict=False)
    return "".join(font.get(256 * high + low, "") for high, low in pairs)
