"""The Django app of work that takes longer than a page."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Work that takes longer than a page."""

    name = "fourfold.web.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
