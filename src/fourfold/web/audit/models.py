"""One entry of the audit log, as it is stored."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """What somebody did, when, and the hash that chains it to the entry before.

    `number` counts from 1 without gaps. `who` and `about` are text, so that an entry outlives what
    it tells of; a value that somebody saw never stands in it.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    who = models.CharField(max_length=254)
    about = models.TextField(blank=True)
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        """Return the entry in one line."""
        return f"#{self.number} {self.at} {self.kind} {self.who} {self.about}"
