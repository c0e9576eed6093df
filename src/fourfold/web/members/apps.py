"""The Django app of the people who sign in."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    """People, roles and delegations."""

    name = "fourfold.web.members"
    label = "members"
    default_auto_field = "django.db.models.BigAutoField"
