"""Owners in an address: the company, a team or a seller, as far as the reader may see their objectives.

Guarantees that an owner whom the reader may not see answers as one who does not exist, and that a
choice offers nobody else. Leaves who sees whom to the gate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from fourfold.book.hierarchy import team_paths
from fourfold.growth.names import names_of
from fourfold.objectives.objective import COMPANY, COMPANY_LEVEL, SELLER_LEVEL, TEAM_LEVEL, Owner
from fourfold.web.gate import Reader
from fourfold.web.pages.choices import Choice, Option
from fourfold.web.pages.question import read_text


def owners_of(reader: Reader) -> tuple[Owner, ...]:
    """Return whose objectives the reader may see: the company, teams from the top down, sellers by name."""
    book = reader.results_book
    paths = team_paths(book.reference("teams"))
    sellers = sorted(book.names("sellers").items(), key=lambda named: (named[1].casefold(), named[0]))
    unnamed = sorted(set(book.reference("sellers")["seller_id"].to_pylist()) - {own for own, _ in sellers})
    known = [
        COMPANY,
        *(Owner(TEAM_LEVEL, team) for team in sorted(paths, key=lambda team: paths[team])),
        *(Owner(SELLER_LEVEL, own) for own in [own for own, _ in sellers] + unnamed),
    ]
    return tuple(owner for owner in known if reader.sees(owner))


def owner_asked(query: QueryDict, known: Sequence[Owner]) -> Owner:
    """Return the owner that an address names, or the first of those known.

    Raises
    ------
    Http404
        If it is none of them.
    """
    text = read_text(query, "owner")
    found = next((owner for owner in known if not text or owner_text(owner) == text), None)
    if found is None:
        raise Http404
    return found


def owner_text(owner: Owner) -> str:
    """Return an owner as it stands in an address: `company`, `team UKI`, `seller S12`."""
    return f"{owner.level} {owner.id}".rstrip()


def owner_names(reader: Reader, owners: Iterable[Owner]) -> Mapping[Owner, str]:
    """Return the names of owners; an id stands for one without a name."""
    wanted = set(owners)
    found: dict[Owner, str] = {COMPANY: _("The company")}
    for level in (TEAM_LEVEL, SELLER_LEVEL):
        ids = {owner.id for owner in wanted if owner.level == level}
        names = names_of(reader.results_book, level, ids)
        found |= {Owner(level, own): names.get(own, own) for own in ids}
    return found


def owner_choice(known: Sequence[Owner], names: Mapping[Owner, str], chosen: Owner) -> Choice:
    """Return the choice of an owner, teams and sellers in groups."""
    within = {COMPANY_LEVEL: "", TEAM_LEVEL: _("Teams"), SELLER_LEVEL: _("Sellers")}
    options = (
        Option(owner_text(one), names.get(one, one.id), one == chosen, within[one.level]) for one in known
    )
    return Choice("owner", _("for"), tuple(options))
