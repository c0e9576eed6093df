"""The Django app of saved views and subscriptions."""

from importlib import import_module

from django.apps import AppConfig


class SavedConfig(AppConfig):
    """Saved views and subscriptions."""

    name = "fourfold.web.saved"
    label = "saved"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the worker look for what is due, and send it."""
        import_module("fourfold.web.saved.schedule")
        import_module("fourfold.web.saved.progress")
