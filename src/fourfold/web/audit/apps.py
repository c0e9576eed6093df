"""The Django app of the audit log."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit log."""

    name = "fourfold.web.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
