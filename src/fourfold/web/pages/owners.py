"""Owners of objectives on a page: who can be chosen, who is shown first, who stands beneath whom.

Guarantees that nobody is offered or named whom the reader may not see. Leaves what they reached to
`fourfold.objectives`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.http import Http404
from django.utils.translation import gettext as _

from fourfold.book.hierarchy import team_paths
from fourfold.growth.names import names_of
from fourfold.objectives.objective import COMPANY, SELLER_LEVEL, TEAM_LEVEL, Owner
from fourfold.web.gate import Reader
from fourfold.web.pages.choices import Choice, Option


def written(owner: Owner) -> str:
    """Return an owner as it stands in an address: `company`, `team:UKN`, `seller:S12`."""
    return f"{owner.level}:{owner.id}" if owner.id else owner.level


def chosen(text: str, reader: Reader, known: Collection[Owner]) -> Owner | None:
    """Return the owner that an address names; without one, whom the reader is shown first, if anybody.

    Raises
    ------
    Http404
        If there is no such owner, or the reader may not see them: both answer the same.
    """
    if not text:
        return first_shown(reader, known)
    found = next((owner for owner in known if written(owner) == text), None)
    if found is None or not reader.sees(found):
        raise Http404
    return found


def first_shown(reader: Reader, known: Collection[Owner]) -> Owner | None:
    """Return the company for who sees all of it, else the highest own team, else the reader themselves.

    None where nobody whom they may see has objectives.
    """
    if reader.scope.is_company:
        return COMPANY
    paths = team_paths(reader.results_book.reference("teams"))

    def place(owner: Owner) -> tuple[bool, int, str]:
        return owner.level != TEAM_LEVEL, len(paths.get(owner.id, ())), owner.id

    return min((owner for owner in known if reader.sees(owner)), key=place, default=None)


def names_for(reader: Reader, owners: Iterable[Owner]) -> Mapping[Owner, str]:
    """Return what each owner is called: the name of seller or team, else the id; the company's own name."""
    listed = list(owners)
    named = {
        level: names_of(reader.results_book, level, [owner.id for owner in listed if owner.level == level])
        for level in (TEAM_LEVEL, SELLER_LEVEL)
    }
    company = reader.workspace.company or _("The company")
    return {owner: named[owner.level].get(owner.id, owner.id) if owner.id else company for owner in listed}


def owner_choice(owner: Owner, names: Mapping[Owner, str]) -> Choice:
    """Return the choice of an owner: the company, then teams, then sellers, each by name."""
    within = {COMPANY.level: "", TEAM_LEVEL: _("Teams"), SELLER_LEVEL: _("Sellers")}
    order = list(within)
    listed = sorted(names, key=lambda each: (order.index(each.level), names[each], each.id))
    options = (Option(written(each), names[each], each == owner, within[each.level]) for each in listed)
    return Choice("owner", _("Whose"), tuple(options))


def beneath(reader: Reader, owner: Owner, on: date, known: Collection[Owner]) -> tuple[Owner, ...]:
    """Return who stands directly beneath an owner on a day, of those with objectives that the reader sees.

    Beneath the company are the teams without a team above; beneath a team its teams, then its sellers
    of the day; beneath a seller nobody.
    """
    rows = reader.results_book.reference("teams")
    paths = team_paths(rows)
    if owner.level == SELLER_LEVEL:
        return ()
    above = () if owner == COMPANY else paths.get(owner.id, (owner.id,))
    found = [Owner(TEAM_LEVEL, team) for team, path in sorted(paths.items()) if path[:-1] == above]
    if owner.level == TEAM_LEVEL:
        held = rows.to_pylist()
        found += [
            Owner(SELLER_LEVEL, row["seller_id"])
            for row in held
            if row["team_id"] == owner.id and _on(row, on)
        ]
    return tuple(each for each in dict.fromkeys(found) if each in known and reader.sees(each))


def _on(row: Mapping[str, date | None], day: date) -> bool:
    starts, ends = row["starts_on"], row["ends_on"]
    return (starts is None or starts <= day) and (ends is None or day < ends)
