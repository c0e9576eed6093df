"""The Django app of the people who sign in."""

from importlib import import_module

from django.apps import AppConfig


class MembersConfig(AppConfig):
    """People, roles and delegations."""

    name = "fourfold.web.members"
    label = "members"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to who signs in and out."""
        import_module("fourfold.web.members.signals")
