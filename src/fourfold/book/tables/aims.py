"""What is to be reached: the objectives as they were set elsewhere, quotas among them.

Guarantees what `fourfold.book.schema` does, which hands the table on; nobody else imports it. What
people change in the application is no row here: it is laid on top by `fourfold.objectives`.
"""

from __future__ import annotations

from fourfold.book.columns import Column, Kind, Table
from fourfold.measures.catalogue import CATALOGUE, LEVELS

_WORDS = {
    "revenue": "umsatz nettoumsatz chiffredaffaires sales salesamount salesquota turnover",
    "margin": "marge deckungsbeitrag rohertrag grossmargin",
    "nrr": "netrevenueretention",
    "grr": "grossrevenueretention",
    "new_accounts": "newcustomers neukunden nouveauxclients",
    "lost_accounts": "lostcustomers verlorenekunden clientsperdus",
    "opportunities_won": "dealswon gewonneneverkaufschancen",
    "opportunities_opened": "opportunitiescreated dealscreated",
    "activities": "aktivitaeten aktivitaten activites",
}


def _spellings() -> tuple[tuple[str, str], ...]:
    """Return each measure with its name and further words, as header words are written."""
    named = {own: "".join(c for c in told.name.lower() if c.isalnum()) for own, told in CATALOGUE.items()}
    return tuple((own, f"{name} {_WORDS.get(own, '')}".strip()) for own, name in named.items())


OBJECTIVES = Table(
    name="objectives",
    grain="one objective of one owner over whole days",
    key=("objective_id",),
    columns=(
        Column(
            "objective_id",
            Kind.TEXT,
            "the objective",
            required=True,
            known_as="objectiveid objective goalid goal quotaid targetid kpiid id zielid zielnr "
            "zielvereinbarung objectifid objectif",
        ),
        Column(
            "objective_name",
            Kind.TEXT,
            "its name",
            known_as="objectivename goalname name title bezeichnung zielname titel nom intitule libelle",
        ),
        Column(
            "measure",
            Kind.TEXT,
            "what is measured",
            required=True,
            choices=tuple(CATALOGUE),
            spelled=_spellings(),
            known_as="measure measureid metric kpi goaltype quotatype kennzahl messgroesse messgrosse "
            "indicateur mesure",
        ),
        Column(
            "owner_level",
            Kind.TEXT,
            "whose it is: the whole company's, a team's or a seller's",
            required=True,
            choices=LEVELS,
            spelled=(
                ("company", "firma unternehmen gesellschaft gesamt entreprise societe organisation"),
                ("team", "abteilung gruppe equipe"),
                ("seller", "verkaeufer verkaufer vertreter person rep salesperson user individual vendeur"),
            ),
            known_as="ownerlevel level ownertype ebene niveau",
        ),
        Column(
            "owner_id",
            Kind.TEXT,
            "the team or the seller; empty for the company and for no other",
            known_as="ownerid owner sellerid seller teamid team assigneeid assignee salesperson salesrep "
            "repid rep employeekey employeeid quotaowner verkaeufer verkaufer vertreter verantwortlich "
            "zustaendig zustandig responsable vendeur",
        ),
        Column(
            "starts_on",
            Kind.DATE,
            "first day",
            required=True,
            known_as="startson start startdate begin from validfrom periodstart date beginn von ab gueltigab "
            "gultigab datum debut datedebut",
        ),
        Column(
            "ends_on",
            Kind.DATE,
            "first day no longer: 2026-01-01 for an objective over 2025",
            required=True,
            known_as="endson end enddate to until validto periodend ende bis gueltigbis gultigbis fin "
            "datefin",
        ),
        Column(
            "target",
            Kind.QUANTITY,
            "what is to be reached; a rate as a fraction, 0.95 for 95 %",
            required=True,
            unit="of the measure",
            known_as="target targetvalue quota quotaamount salesamountquota goalvalue zielwert soll sollwert "
            "vorgabe plan planwert cible valeurcible",
        ),
        Column(
            "threshold",
            Kind.QUANTITY,
            "below it attainment counts as 0",
            unit="of the measure",
            known_as="threshold minimum floor schwelle mindestwert untergrenze seuil",
        ),
        Column(
            "stretch",
            Kind.QUANTITY,
            "what is told beside the target; it changes no figure",
            unit="of the measure",
            known_as="stretch stretchtarget stretchgoal streckziel objectifambitieux",
        ),
        Column(
            "weight",
            Kind.QUANTITY,
            "its part in a weighted score, against the owner's others; empty counts as 1",
            unit="points",
            not_negative=True,
            known_as="weight weighting points gewicht gewichtung punkte poids ponderation",
        ),
        Column(
            "cap",
            Kind.RATE,
            "the most that its attainment counts for in a score, 1.5 for 150 %; empty is no cap",
            unit="fraction",
            known_as="cap ceiling payoutcap obergrenze deckelung kappung plafond",
        ),
        Column(
            "filters",
            Kind.TEXT,
            "what the measure is narrowed to, as in family=Bikes|Helmets; segment=Retail",
            known_as="filters filter narrowedto einschraenkung einschrankung filtre filtres",
        ),
        Column(
            "state",
            Kind.TEXT,
            "where it stands; empty counts as active",
            choices=("draft", "proposed", "agreed", "active", "closed"),
            spelled=(
                ("draft", "entwurf brouillon"),
                ("proposed", "vorgeschlagen vorschlag propose proposee"),
                ("agreed", "vereinbart convenu accepte"),
                ("active", "aktiv laufend actif active"),
                ("closed", "abgeschlossen geschlossen clos cloture termine"),
            ),
            known_as="state status zustand statut etat",
        ),
        Column(
            "note",
            Kind.TEXT,
            "free text",
            known_as="note notes comment comments bemerkung notiz kommentar remarque commentaire",
        ),
    ),
)
