"""Gathers every message that people read, and compiles the catalogues of the languages shipped.

    python docs/translations.py            adds new messages, drops unused ones, compiles
    python docs/translations.py --check    says what is missing or stale, and exits 1 if anything is

A message stands once in the code, in English. Those of the core are asked for by `say` and marked by
`message` (`fourfold.words`); those of the application by Django's own functions and tags. Translations
are written by hand into the .po files beside the compiled .mo files, which are what the program reads.
"""

from __future__ import annotations

import argparse
import ast
import io
import os
import re
import string
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

from babel.messages import pofile
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo, write_mo
from jinja2 import Environment, nodes

from fourfold.book.codes import BOOK_CODES
from fourfold.book.intake.codes import CODES
from fourfold.book.schema import TABLES

SOURCE = Path(__file__).parent.parent / "src/fourfold"
WEB = SOURCE / "web"
TRANSLATED = ("de", "fr")
_FIXED_DATE = datetime(2026, 11, 23, tzinfo=UTC)

Message: TypeAlias = str | tuple[str, str]
"""One form, or singular and plural."""

CORE: Mapping[str, Sequence[int]] = {
    "say": (0,), "say_many": (0, 1), "message": (0,), "Column": (1,), "Policy": (1,), "Measure": (0, 2, 4),
    "ObjectiveMeasure": (1, 3, 4),
}  # fmt: skip
"""The functions of the core that take messages, and at which places."""

DJANGO: Mapping[str, Sequence[int]] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), (0,)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (0, 1)),
}
_PLURALS = {"say_many", "ngettext", "ngettext_lazy"}
_PYTHON_PLACE = re.compile(r"%\((\w+)\)")


@dataclass(frozen=True, slots=True)
class Domain:
    """One catalogue for each language: where it lies, its name, how its messages are found."""

    folder: Path
    name: str
    messages: Callable[[], Iterator[Message]]

    def path(self, language: str) -> Path:
        """Return the .po file of a language."""
        return self.folder / "locale" / language / "LC_MESSAGES" / f"{self.name}.po"


def main() -> None:
    """Write or check every catalogue."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--check", action="store_true", help="only say what is missing or stale")
    only_check = parser.parse_args().check
    faults = []
    for domain in DOMAINS:
        found = sorted(set(domain.messages()), key=str)
        for language in TRANSLATED:
            path = domain.path(language)
            if not only_check:
                write(path, gathered(found, path, language))
            faults += checked(found, path, language)
    for fault in faults:
        print(fault)
    if faults:
        print("Remedy: python docs/translations.py, then translate what is empty, then run it once more.")
    sys.exit(bool(faults))


def gathered(found: Sequence[Message], path: Path, language: str) -> Catalog:
    """Return a catalogue of these messages with the translations that there are already."""
    before = read(path, language)
    made = Catalog(
        locale=language, project="Fourfold", version="", charset="utf-8", creation_date=_FIXED_DATE,
        revision_date=_FIXED_DATE, last_translator="", language_team="", fuzzy=False, header_comment="",
    )  # fmt: skip
    for one in found:
        known = before.get(one[0] if isinstance(one, tuple) else one)
        told = known.string if known else ""
        fits = isinstance(told, tuple) == isinstance(one, tuple)
        made.add(one, told if fits else None)
    return made


def checked(found: Sequence[Message], path: Path, language: str) -> Iterator[str]:
    """Say which messages lack a translation, which places differ, and whether a file is stale."""
    catalogue = read(path, language)
    told = {message.id: message.string for message in catalogue if message.id}
    where = path.relative_to(SOURCE.parent.parent)
    for one in found:
        forms = told.get(one)
        if not forms or not all(forms):
            yield f"{where}: not translated: {one!r}"
        else:
            yield from (f"{where}: other places than {one!r}: {form!r}" for form in _misplaced(one, forms))
    yield from (f"{where}: not in use: {one!r}" for one in told if one not in set(found))
    compiled = path.with_suffix(".mo")
    if not compiled.exists() or _translations(compiled) != {
        one: form for one, form in told.items() if form and all(form)
    }:
        yield f"{compiled.relative_to(SOURCE.parent.parent)}: stale"


def places(text: str) -> frozenset[str]:
    """Return the names of the places of a message."""
    named = {name for _, name, _, _ in string.Formatter().parse(text) if name} if "{" in text else set()
    return frozenset(named | set(_PYTHON_PLACE.findall(text)))


def _misplaced(one: Message, forms: str | Sequence[str]) -> Iterator[str]:
    wanted = {places(text) for text in ((one,) if isinstance(one, str) else one)}
    for form in (forms,) if isinstance(forms, str) else forms:
        if places(form) not in wanted:
            yield form


def read(path: Path, language: str) -> Catalog:
    """Return the catalogue of a file; an empty one if there is no file."""
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return pofile.read_po(file, locale=language)


def write(path: Path, catalogue: Catalog) -> None:
    """Write a catalogue for people and for the program."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        pofile.write_po(file, catalogue, width=100, sort_output=True, omit_header=False)
    path.with_suffix(".mo").write_bytes(binary(read(path, str(catalogue.locale))))


def binary(catalogue: Catalog) -> bytes:
    """Return a catalogue as the program reads it."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def _translations(compiled: Path) -> dict[str | tuple[str, ...], str | tuple[str, ...]]:
    with compiled.open("rb") as file:
        return {_plain(message.id): _plain(message.string) for message in read_mo(file) if message.id}


def _plain(forms: str | Sequence[str]) -> str | tuple[str, ...]:
    return forms if isinstance(forms, str) else tuple(forms)


def core_messages() -> Iterator[Message]:
    """Find the messages of everything but the application, and what the application asks of the core."""
    for table in TABLES.values():
        yield from (table.name.replace("_", " ").capitalize(), table.grain)
        for column in table.columns:
            yield from (column.name.replace("_", " ").capitalize(), column.meaning)
    for code in (*CODES.values(), *BOOK_CODES.values()):
        yield from (code.meaning, code.remedy)
    for path in sorted(SOURCE.rglob("*.py")):
        yield from python_messages(path.read_text("utf-8"), CORE)
    for path in sorted(SOURCE.glob("reports/templates/*.j2")):
        for call in Environment(autoescape=True).parse(path.read_text("utf-8")).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "say":
                yield str(call.args[0].as_const())


def web_messages() -> Iterator[Message]:
    """Find the messages of the application: in its code and in its templates."""
    from django.utils.translation.template import templatize  # noqa: PLC0415  Django must be set up before

    for path in sorted(WEB.rglob("*.py")):
        yield from python_messages(path.read_text("utf-8"), DJANGO)
    for path in sorted((*WEB.rglob("*.html"), *WEB.rglob("*.txt"))):
        yield from _template_messages(templatize(path.read_text("utf-8"), origin=str(path)))


def python_messages(code: str, functions: Mapping[str, Sequence[int]]) -> Iterator[Message]:
    """Find the messages in Python code: the constants at the places of these functions."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in functions:
            at = functions[node.func.id]
            told = [arg.value for x, arg in enumerate(node.args) if x in at and isinstance(arg, ast.Constant)]
            texts = [text for text in told if isinstance(text, str) and text]
            if node.func.id not in _PLURALS:
                yield from texts
            elif len(texts) == 2:
                yield (texts[0], texts[1])


_CALL = re.compile(
    r"""(?P<name>n?gettext|_)\(\s*(?P<one>u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'))"""
    r"""(?:\s*,\s*(?P<many>u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')))?""",
    re.DOTALL,
)


def _template_messages(code: str) -> Iterator[Message]:
    """Find the messages in what Django makes of a template: calls among blanked-out text."""
    for call in _CALL.finditer(code):
        one = ast.literal_eval(call["one"])
        yield (one, ast.literal_eval(call["many"])) if call["name"] == "ngettext" and call["many"] else one


DOMAINS = (Domain(SOURCE, "fourfold", core_messages), Domain(WEB, "django", web_messages))

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "django.conf.global_settings")
    import django
    from django.conf import settings

    settings.configure()
    django.setup()
    main()
