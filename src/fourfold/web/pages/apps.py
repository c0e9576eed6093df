"""The Django app of the pages, for their template tags."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Pages."""

    name = "fourfold.web.pages"
    label = "pages"
