"""Printing: results to standard output, errors and progress to standard error.

Guarantees plain text when piped, colour on a terminal, and that an output file is there whole or
not at all. Leaves the layout of results to `fourfold.reports`.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import click
from rich.console import Console, RenderableType

from fourfold.errors import BadRequest, FourfoldError, NeedsConfirmation, RefusedFile
from fourfold.reports.receipts import findings_text
from fourfold.reports.tables import Look

QUIET_SECONDS = 2.0
"""Work that ends sooner shows no progress."""


def console() -> Console:
    """Return the console of standard output; 80 columns wide when it is no terminal."""
    width = None if sys.stdout.isatty() else int(os.environ.get("COLUMNS", "80"))
    return Console(width=width, highlight=False, soft_wrap=False, emoji=False, markup=False)


def look() -> Look:
    """Return how to write to standard output: its width, and whether it can show more than ASCII."""
    encoding = (sys.stdout.encoding or "ascii").lower().replace("-", "")
    return Look(width=console().width, ascii_only=not encoding.startswith("utf"))


def show(what: RenderableType) -> None:
    """Print a result for people."""
    console().print(what)


def write(content: str | bytes, output: str | None) -> None:
    """Write a result to a file, whole or not at all, or to standard output.

    Raises
    ------
    BadRequest
        If the file cannot be written, or bytes would go to a terminal.
    """
    if output is None:
        if isinstance(content, bytes):
            raise BadRequest("this format is a file, not text", place="--format", remedy="add --output FILE")
        click.echo(content, nl=False)
        return
    path = Path(output)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        unfinished.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        unfinished.replace(path)
    except OSError as refused:
        unfinished.unlink(missing_ok=True)
        raise BadRequest(
            f"cannot write: {refused.strerror}", place=output, remedy="choose another file"
        ) from refused
    click.echo(f"written: {output}", err=True)


def complain(error: FourfoldError) -> None:
    """Print an error with cause, place and remedy to standard error; findings one by one."""
    out = Console(stderr=True, highlight=False, emoji=False, markup=False, soft_wrap=True)
    found = error.findings if isinstance(error, RefusedFile) else ()
    asked = error.questions if isinstance(error, NeedsConfirmation) else ()
    if found or asked:
        place = f" ({named})" if (named := (*found, *asked)[0].file) else ""
        head = "Refused, nothing was loaded" if found else "Needs a yes, nothing was changed"
        out.print(f"{head}{place}:", style="bold red" if found else "bold yellow")
        for part in findings_text((*found, *asked)):
            out.print(part)
        if asked:
            out.print("\nConfirm with --yes, or correct the file, the profile or --map.")
        return
    place = f" ({error.place})" if error.place else ""
    out.print(f"Error: {error.cause}{place}", style="bold red")
    if error.remedy:
        out.print(f"Remedy: {error.remedy}")


class Progress:
    """Shows how far long work is, with rate and time left, once it takes more than two seconds.

    On a terminal one line is rewritten; elsewhere a line is printed every ten seconds.
    """

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._stage = ""
        self._stage_started = self._started
        self._last = 0.0
        self._drawn = False
        self._live = sys.stderr.isatty()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take note of `done` of `total` in a stage; total 0 is unknown."""
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._stage_started = stage, now
        due = 0.2 if self._live else 10.0
        if now - self._started < QUIET_SECONDS or now - self._last < due:
            return
        self._last = now
        text = self._text(stage, done, total, now - self._stage_started)
        click.echo(f"\r{text:<78}" if self._live else text, err=True, nl=not self._live)
        self._drawn = True

    @staticmethod
    def _text(stage: str, done: int, total: int, seconds: float) -> str:
        if not total:
            return f"{stage} ..."
        share = f"{stage}: {done / total:.0%}"
        if not done or done == total or seconds < 0.5:
            return share
        rate = done / seconds
        left = (total - done) / rate
        unit, scale = ("MB", 1e6) if total > 5e6 else ("", 1.0)
        speed = f"{rate / scale:,.1f} {unit}/s".replace(" /s", "/s")
        return f"{share}, {speed}, {left:.0f} s left"

    def close(self) -> None:
        """Clear the line."""
        if self._drawn and self._live:
            click.echo("\r" + " " * 78 + "\r", err=True, nl=False)
