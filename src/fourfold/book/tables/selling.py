"""What sellers do: the opportunities they open, win and lose, and their activities.

Guarantees what `fourfold.book.schema` does, which hands these tables on; nobody else imports them.

An opportunity or an activity may concern somebody who is no account yet: its account refers to
nothing. Whether it went to a new or an existing account is never asked: history tells.
"""

from __future__ import annotations

from fourfold.book.columns import Column, Kind, Table

OPPORTUNITIES = Table(
    name="opportunities",
    grain="one opportunity: what somebody may buy",
    key=("opportunity_id",),
    converted_on=("closed_on", "opened_on"),
    columns=(
        Column(
            "opportunity_id",
            Kind.TEXT,
            "the opportunity",
            required=True,
            known_as="opportunityid opportunity opportunitynumber opportunityno oppid dealid deal recordid "
            "id verkaufschanceid verkaufschancenr verkaufschance chanceid chancenr chance angebotsnr "
            "opportuniteid opportunite affaireid affaire",
        ),
        Column(
            "opportunity_name",
            Kind.TEXT,
            "its name",
            known_as="opportunityname dealname name title subject bezeichnung verkaufschancenname titel nom "
            "intitule nomaffaire",
        ),
        Column(
            "account_id",
            Kind.TEXT,
            "who may buy; somebody who never bought need not be in accounts",
            known_as="accountid account customerid customer customerno companyid company associatedcompanyid "
            "clientid client kunde kundennr kundennummer kundenr debitor",
        ),
        Column(
            "product_id",
            Kind.TEXT,
            "what they may buy, if it is one product",
            references="products",
            known_as="productid product productcode sku item itemid article artikel artikelnr artikelnummer "
            "produit",
        ),
        Column(
            "seller_id",
            Kind.TEXT,
            "who works on it",
            references="sellers",
            known_as="sellerid seller opportunityownerid opportunityowner dealownerid dealowner ownerid "
            "owner salesperson salesrep repid rep employeekey verkaeufer verkaufer vertreter betreuer "
            "besitzer vendeur commercial proprietaire",
        ),
        Column(
            "opened_on",
            Kind.DATE,
            "the day it was opened",
            required=True,
            known_as="openedon openeddate opened opendate createddate createdate createdon created "
            "creationdate startdate erstelltam erstellt angelegtam angelegt eroeffnetam eroffnetam "
            "datecreation datedecreation creele",
        ),
        Column(
            "expected_on",
            Kind.DATE,
            "the day on which it is expected to close",
            known_as="expectedon expectedclosedate expectedclose estimatedclosedate forecastdate erwartetam "
            "erwarteterabschluss geplanterabschluss dateprevue clotureprevue",
        ),
        Column(
            "closed_on",
            Kind.DATE,
            "the day it was won or lost; not before it was opened",
            known_as="closedon closedate closeddate actualclosedate wonon abschlussdatum "
            "abgeschlossenam geschlossenam datecloture datedecloture cloturele",
        ),
        Column(
            "status",
            Kind.TEXT,
            "whether it is still open; once won or lost it has a day of closing",
            required=True,
            choices=("open", "won", "lost"),
            spelled=(
                (
                    "open",
                    "offen inbearbeitung ouvert ouverte encours inprogress prospecting qualification "
                    "needsanalysis valueproposition iddecisionmakers perceptionanalysis proposalpricequote "
                    "negotiationreview appointmentscheduled qualifiedtobuy presentationscheduled "
                    "decisionmakerboughtin contractsent",
                ),
                ("won", "closedwon gewonnen gagne gagnee"),
                ("lost", "closedlost verloren perdu perdue"),
            ),
            known_as="status opportunitystatus dealstatus outcome stagename dealstage opportunitystage "
            "ergebnis statut resultat",
        ),
        Column(
            "stage",
            Kind.TEXT,
            "how far it is, in the company's words",
            known_as="stage salesstage phase verkaufsphase verkaufsstufe etape",
        ),
        Column(
            "amount",
            Kind.MONEY,
            "what it is worth, net, without tax; empty if nobody can say",
            unit="currency",
            known_as="amount dealamount opportunityamount value dealvalue volume betrag nettobetrag wert "
            "auftragswert volumen montant montantht valeur",
        ),
        Column(
            "currency",
            Kind.CURRENCY,
            "ISO 4217 code of the amount",
            known_as="currency currencycode currencyisocode opportunitycurrency dealcurrency waehrung "
            "wahrung devise ccy",
        ),
    ),
)

ACTIVITIES = Table(
    name="activities",
    grain="one visit, meeting, call, e-mail or demonstration",
    key=("activity_id",),
    columns=(
        Column(
            "activity_id",
            Kind.TEXT,
            "the activity",
            required=True,
            known_as="activityid activity taskid eventid engagementid recordid id aktivitaetid aktivitatid "
            "aktivitaet aktivitat aktivitaetsnr aktivitatsnr terminnr besuchsnr activiteid activite",
        ),
        Column(
            "account_id",
            Kind.TEXT,
            "whom it was for; somebody who never bought need not be in accounts",
            known_as="accountid account customerid customer customerno companyid company relatedto whatid "
            "clientid client kunde kundennr kundennummer kundenr debitor",
        ),
        Column(
            "contact_id",
            Kind.TEXT,
            "the person there",
            known_as="contactid contact whoid kontakt kontaktid kontaktnr ansprechpartner interlocuteur",
        ),
        Column(
            "seller_id",
            Kind.TEXT,
            "whose activity it was",
            required=True,
            references="sellers",
            known_as="sellerid seller ownerid owner assignedto assignedtoid salesperson salesrep repid rep "
            "employeekey employeeid verkaeufer verkaufer vertreter mitarbeiter vendeur commercial",
        ),
        Column(
            "happened_on",
            Kind.DATE,
            "the day it happened",
            required=True,
            known_as="happenedon date activitydate duedate startdate day datum besuchsdatum termindatum "
            "am tag dateactivite jour",
        ),
        Column(
            "kind",
            Kind.TEXT,
            "what it was",
            required=True,
            choices=("visit", "meeting", "call", "email", "demo", "other"),
            spelled=(
                ("visit", "besuch kundenbesuch visite sitevisit"),
                ("meeting", "besprechung treffen termin reunion rendezvous rdv event"),
                ("call", "anruf telefonat telefon appel phone phonecall telephone"),
                ("email", "mail courriel"),
                ("demo", "demonstration vorfuehrung vorfuhrung praesentation prasentation presentation"),
                ("other", "sonstiges andere anderes autre task aufgabe note notiz tache"),
            ),
            known_as="kind type activitytype tasktype engagementtype art aktivitaetsart aktivitatsart typ "
            "typeactivite genre",
        ),
        Column(
            "purpose",
            Kind.TEXT,
            "what it was for, where the source says it",
            choices=("transaction", "relationship", "service", "internal"),
            spelled=(
                ("transaction", "sale sales deal verkauf angebot vente offre"),
                ("relationship", "beziehung beziehungspflege kontaktpflege relation"),
                ("service", "support kundendienst betreuung reklamation assistance"),
                ("internal", "intern interne"),
            ),
            known_as="purpose reason zweck anlass motif but objet",
        ),
        Column(
            "minutes",
            Kind.QUANTITY,
            "how long it took, travel left out",
            unit="minutes",
            not_negative=True,
            known_as="minutes durationminutes durationinminutes durationmin minuten dauerminuten "
            "dauerinminuten dauermin dureeminutes dureeenminutes dureemin",
        ),
        Column(
            "direction",
            Kind.TEXT,
            "who began it: the customer (inbound) or the seller",
            choices=("inbound", "outbound"),
            spelled=(
                ("inbound", "in incoming eingehend eingang entrant"),
                ("outbound", "out outgoing ausgehend ausgang sortant"),
            ),
            known_as="direction calldirection calltype richtung sens",
        ),
    ),
)
