"""What an answer holds: its parts, readable; compared after masking, and searched for canaries.

Guarantees that a workbook, a PDF, an archive or a compressed body is looked into, and that only nonces,
tokens, times, snapshot names and request numbers are masked. A kind of content that cannot be
looked into fails.
"""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

from tests.pdf import text_of
from tests.web import company
from tests.web.pdf_text import pdf_text
from tests.web.reduced import Seen

MASKED = (
    (rb"nonce-[A-Za-z0-9+/=_-]+", b"nonce-*"),
    (rb'nonce="[^"]*"', b'nonce="*"'),
    (rb'(csrfmiddlewaretoken" value|csrf-token" content|X-CSRFToken)(=|": ?)"[A-Za-z0-9]+"', rb'\1="*"'),
    (rb"snap-\d{6,}-[0-9a-f]{12}", b"snap-*"),
    (rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[0-9.+:Z]*", b"*time*"),
)
"""What may differ between two equal answers, and what stands for it."""

UNTOLD_HEADERS = frozenset({"Content-Length", "Set-Cookie"})
"""Headers that are not compared: the length follows from the body, cookies hold tokens and times."""

TEXTS = ("text/", "application/json", "image/svg+xml", "application/octet-stream")
"""Kinds of content that are read as they are; the last is a raw file, which here is CSV."""

ARCHIVES = ("application/zip", "application/vnd.openxmlformats")


def content(answer: Any) -> bytes:
    """The whole body, streamed or not."""
    return bytes(b"".join(answer.streaming_content) if answer.streaming else answer.content)


def parts(body: bytes, kind: str) -> Mapping[str, bytes]:
    """The readable parts of a body of a content type, by name."""
    if not body:
        return {}
    if body[:2] == b"\x1f\x8b":
        return parts(gzip.decompress(body), kind)
    if kind.startswith(ARCHIVES):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    if kind.startswith("application/pdf"):
        return {"": body, "text": text_of(body).encode()}
    if kind == "application/pdf":
        return {"": body, "text": pdf_text(body).encode()}
    if kind.startswith(TEXTS):
        return {"": body}
    raise AssertionError(f"an answer of {kind} cannot be looked into")


def told(answer: Any) -> dict[str, bytes]:
    """Everything an answer tells, masked: status, headers, and every part of its body."""
    found = {"status": str(answer.status_code).encode()}
    for name, value in answer.headers.items():
        if name not in UNTOLD_HEADERS:
            found[f"header {name}"] = value.encode()
    for name, part in parts(content(answer), answer.headers.get("Content-Type", "")).items():
        found[f"body {name}"] = part
    return {name: masked(part) for name, part in found.items()}


def masked(part: bytes) -> bytes:
    """The bytes with everything masked that may differ."""
    for pattern, stand_in in MASKED:
        part = re.sub(pattern, stand_in, part)
    return part


def first_difference(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> str:
    """Where two answers differ first, with what is around it; empty if they are equal."""
    for name in sorted(one.keys() | other.keys()):
        left, right = one.get(name, b"(none)"), other.get(name, b"(none)")
        if left != right:
            place = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), 0)
            around = slice(max(0, place - 120), place + 120)
            return f"{name} at {place}: {left[around]!r} is not {right[around]!r}"
    return ""


class Canaries:
    """What must not stand in any answer to somebody: names and amounts outside of what they may see."""

    def __init__(self, kept: Seen) -> None:
        hidden = [] if kept.everything else [a for a in accounts() if a not in kept.accounts]
        teams = [team for team, account in company.CANARY_ACCOUNTS.items() if account in hidden]
        renamed = {c.account: c.value for c in company.CORRECTIONS if c.what == "account_name"}
        names = [company.name_of(a) for a in hidden] + [renamed[a] for a in hidden if a in renamed]
        unseen = () if kept.everything else sorted(set(company.TEAMS) - kept.teams)
        names += [company.objective_of(team) for team in unseen]
        patterns = [re.escape(name) for name in names]
        patterns += [_amount(company.CANARY_AMOUNTS[team], company.CENTS[team]) for team in teams]
        self.pattern = re.compile("|".join(patterns).encode()) if patterns else None

    def found_in(self, told: Iterable[bytes]) -> list[bytes]:
        """The canaries that stand in what an answer tells."""
        if self.pattern is None:
            return []
        return sorted({hit for part in told for hit in self.pattern.findall(part)})


def accounts() -> list[str]:
    """Every account of the company."""
    return [row["account_id"] for row in company.tables()["accounts"]]


def _amount(whole: int, cents: int) -> str:
    """A pattern of an amount in any locale, with or without its cents."""
    thousands, rest = divmod(whole, 1000)
    gap = "|".join(("[,. ']", "\u2019", "\u00a0", "\u202f", "&nbsp;"))
    return rf"(?<![\d.,]){thousands}(?:{gap})?{rest}[.,]{cents}(?!\d)"
