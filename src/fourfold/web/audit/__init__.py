"""The audit log: who did what, append-only, each entry chained to the one before by its hash."""
