"""Who sells: sellers, their teams and their part in accounts.

Guarantees what `fourfold.book.schema` does, which hands these tables on; nobody else imports them.
"""

from __future__ import annotations

from fourfold.book.columns import Column, Kind, Table

SELLERS = Table(
    name="sellers",
    grain="one person who sells",
    key=("seller_id",),
    columns=(
        Column(
            "seller_id",
            Kind.TEXT,
            "the seller",
            required=True,
            known_as="sellerid seller employeekey employeeid id salesperson repid rep",
        ),
        Column("seller_name", Kind.TEXT, "the seller's name", known_as="sellername name fullname"),
        Column("email", Kind.TEXT, "links the seller to a sign-in", known_as="email emailaddress mail"),
        Column("hired_on", Kind.DATE, "first day of work", known_as="hiredon hiredate startdate"),
        Column("left_on", Kind.DATE, "first day no longer there", known_as="lefton enddate leavedate"),
    ),
)

TEAMS = Table(
    name="teams",
    grain="one person's membership of one team from a day to a day",
    key=("team_id", "seller_id", "starts_on"),
    columns=(
        Column("team_id", Kind.TEXT, "the team", required=True, known_as="teamid team"),
        Column(
            "seller_id",
            Kind.TEXT,
            "the member",
            required=True,
            references="sellers",
            known_as="sellerid seller member memberid",
        ),
        Column("team_name", Kind.TEXT, "the team's name", known_as="teamname name"),
        Column("parent_team_id", Kind.TEXT, "the team above it", known_as="parentteamid parentteam"),
        Column(
            "role",
            Kind.TEXT,
            "a team has at most one manager at a time",
            required=True,
            choices=("member", "manager"),
            known_as="role",
        ),
        Column(
            "starts_on",
            Kind.DATE,
            "first day",
            required=True,
            known_as="startson start from startdate validfrom",
        ),
        Column(
            "ends_on",
            Kind.DATE,
            "first day no longer; empty is open",
            known_as="endson end to enddate validto",
        ),
    ),
)

ASSIGNMENTS = Table(
    name="assignments",
    grain="one seller's part in one account from a day to a day",
    key=("account_id", "seller_id", "role", "starts_on"),
    columns=(
        Column(
            "account_id",
            Kind.TEXT,
            "the account",
            required=True,
            references="accounts",
            known_as="accountid account customerid customer",
        ),
        Column(
            "seller_id",
            Kind.TEXT,
            "the seller",
            required=True,
            references="sellers",
            known_as="sellerid seller owner rep repid salesperson",
        ),
        Column(
            "role",
            Kind.TEXT,
            "primary assignments share the credit of a line; an overlay stands outside the ledger",
            required=True,
            choices=("primary", "overlay"),
            known_as="role",
        ),
        Column(
            "share",
            Kind.SHARE,
            "part of the credit, 0 to 1; the primaries of a day sum to 1",
            required=True,
            unit="fraction",
            known_as="share split sharerate",
        ),
        Column(
            "starts_on",
            Kind.DATE,
            "first day",
            required=True,
            known_as="startson start from startdate validfrom",
        ),
        Column(
            "ends_on",
            Kind.DATE,
            "first day no longer; empty is open",
            known_as="endson end to enddate validto",
        ),
    ),
)
