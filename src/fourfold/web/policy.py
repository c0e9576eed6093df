"""The policy: which role may do what, and what each route needs. One table; nothing else decides.

Guarantees that a route which is not in the table answers nobody. Leaves enforcing to `gate`, and
which accounts somebody sees to `fourfold.book.scope`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from fourfold.book.scope import Role

EVERYBODY = "everybody"
"""The permission of routes that need no sign-in."""

SIGNED_IN = "signed_in"
"""The permission of routes that every signed-in person has: their own sign-in and preferences."""

PERMISSIONS: Mapping[str, frozenset[str]] = {
    Role.EXECUTIVE: frozenset(
        {
            "see_growth", "see_accounts", "see_lines", "see_imports", "save_views",
            "see_objectives", "set_objectives",
        }
    ),
    Role.SALES_MANAGER: frozenset(
        {"see_growth", "see_accounts", "see_lines", "save_views", "see_objectives", "set_objectives"}
    ),
    Role.SELLER: frozenset({"see_growth", "see_accounts", "see_lines", "save_views", "see_objectives"}),
    Role.SERVICE_LEAD: frozenset({"see_accounts"}),
    Role.REVENUE_OPERATIONS: frozenset(
        {
            "see_growth", "see_accounts", "see_lines", "see_imports", "save_views",
            "load_data", "define", "administer", "see_as", "see_objectives", "set_objectives",
        }
    ),
}  # fmt: skip
"""What each role may do. Roles add up; a role that is not here may do nothing."""

OPENS_ON = (
    ("see_growth", "growth"),
    ("see_accounts", "accounts"),
)
"""Where somebody lands who opens the application: the first page that they may see."""


@dataclass(frozen=True, slots=True)
class Route:
    """What a route needs: its methods, a permission, and the kind of object that its address names."""

    methods: frozenset[str]
    permission: str
    names: str = ""


READ = frozenset({"GET", "HEAD"})
WRITE = frozenset({"POST"})
FORM = READ | WRITE


def _routes(permission: str, methods: frozenset[str], *names: str, of: str = "") -> dict[str, Route]:
    return {name: Route(methods, permission, of) for name in names}


POLICY: Mapping[str, Route] = {
    **_routes(EVERYBODY, READ, "health"),
    **_routes(SIGNED_IN, READ, "home"),
    **_routes(
        EVERYBODY,
        FORM,
        "account_login",
        "account_logout",
        "account_reset_password",
        "account_reset_password_from_key",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "openid_connect_login",
    ),
    **_routes(
        EVERYBODY,
        READ,
        "account_inactive",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        "openid_connect_callback",
        "socialaccount_login_cancelled",
        "socialaccount_login_error",
    ),
    **_routes(
        SIGNED_IN,
        FORM,
        "account_reauthenticate",
        "account_change_password",
        "mfa_reauthenticate",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_generate_recovery_codes",
        "mfa_reauthenticate_webauthn",
        "mfa_add_webauthn",
        "usersessions_list",
        "socialaccount_connections",
        "you",
        "delegates",
    ),
    **_routes(
        SIGNED_IN,
        READ,
        "mfa_index",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_list_webauthn",
    ),
    **_routes(SIGNED_IN, FORM, "mfa_remove_webauthn", "mfa_edit_webauthn", of="key"),
    **_routes(SIGNED_IN, WRITE, "see_as_stop"),
    **_routes(SIGNED_IN, WRITE, "delegate_end", of="delegation"),
    **_routes("administer", READ, "people", "audit", "audit_check", "audit_table"),
    **_routes("administer", FORM, "person_add"),
    **_routes("administer", READ, "person", of="person"),
    **_routes(
        "administer", WRITE, "person_link", "person_deactivate", "person_activate", "role_give", of="person"
    ),
    **_routes("administer", WRITE, "role_end", of="role"),
    **_routes("see_as", WRITE, "see_as", of="person"),
    **_routes("save_views", READ, "views"),
    **_routes("save_views", WRITE, "view_save"),
    **_routes("save_views", READ, "view", "view_open", of="view"),
    **_routes("save_views", WRITE, "view_change", "view_delete", "view_subscribe", of="view"),
    **_routes("save_views", WRITE, "subscription_end", "subscription_resume", of="subscription"),
    **_routes("save_views", WRITE, "mailing_again", of="mailing"),
    **_routes(EVERYBODY, FORM, "view_unsubscribe", of="subscription"),
    **_routes("see_growth", READ, "growth_pdf", "growth_html"),
    **_routes("see_growth", READ, "growth", "growth_table", "trend", "trend_table"),
    **_routes("see_growth", READ, "breakdown", "breakdown_table"),
    **_routes("see_objectives", READ, "balance", "balance_table"),
    **_routes("see_objectives", READ, "objectives", "objectives_table"),
    **_routes("see_objectives", FORM, "lint"),
    **_routes("see_objectives", WRITE, "lint_table"),
    **_routes("set_objectives", WRITE, "lint_correct"),
    **_routes("see_objectives", WRITE, "objective_agree", "objective_comment", of="objective"),
    **_routes("set_objectives", FORM, "objective_new", "objectives_copy", "objectives_reassign"),
    **_routes("set_objectives", FORM, "objectives_cascade"),
    **_routes("set_objectives", READ, "advice"),
    **_routes("set_objectives", WRITE, "advice_adopt"),
    **_routes("set_objectives", FORM, "objective_change", of="objective"),
    **_routes(
        "set_objectives", WRITE, "objective_propose", "objective_draft", "objective_activate", of="objective"
    ),
    **_routes("set_objectives", WRITE, "objective_close", "objective_withdraw", of="objective"),
    **_routes("see_objectives", READ, "scorecard", "scorecard_table"),
    **_routes("see_objectives", READ, "objective", "objective_work", "objective_work_table", of="objective"),
    **_routes("see_accounts", READ, "accounts", "accounts_table"),
    **_routes("see_accounts", READ, "account", "account_table", of="account"),
    **_routes("see_lines", READ, "lines", "lines_table"),
    **_routes("see_lines", READ, "account_lines", "account_lines_table", of="account"),
    **_routes("see_imports", READ, "data", "quality", "snapshots"),
    **_routes("see_imports", READ, "import_one", of="import"),
    **_routes("see_imports", READ, "job", "job_progress", of="job"),
    **_routes("define", READ, "settings", "overrides"),
    **_routes("define", FORM, "settings_company", "settings_policies"),
    **_routes("define", READ, "override_account", of="account"),
    **_routes("define", FORM, "override_make", of="account"),
    **_routes("define", FORM, "override_end", of="override"),
    **_routes("load_data", FORM, "upload"),
    **_routes("load_data", WRITE, "data_demo", "data_rebuild"),
    **_routes("load_data", WRITE, "job_cancel", "job_retry", "job_look", "job_load", of="job"),
    **_routes("load_data", READ, "rejects_file"),
    **_routes("load_data", READ, "import_raw", "import_rejects", of="import"),
    **_routes("load_data", FORM, "import_undo", of="import"),
    **_routes("load_data", FORM, "snapshot_restore", of="snapshot"),
}
"""Every route by its name. A route that is missing fails the build, and answers 404."""


def permissions_of(roles: Collection[str]) -> frozenset[str]:
    """Return what these roles may do together."""
    return frozenset().union(*(PERMISSIONS.get(role, frozenset()) for role in roles)) | {SIGNED_IN}
