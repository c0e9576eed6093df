"""The Django app of the pages, for their template tags."""

from importlib import import_module

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Pages."""

    name = "fourfold.web.pages"
    label = "pages"

    def ready(self) -> None:
        """Let the worker make pages ahead."""
        import_module("fourfold.web.pages.ahead")
