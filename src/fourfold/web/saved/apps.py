"""The Django app of saved views and subscriptions."""

from django.apps import AppConfig


class SavedConfig(AppConfig):
    """Saved views and subscriptions."""

    name = "fourfold.web.saved"
    label = "saved"
    default_auto_field = "django.db.models.BigAutoField"
