"""Saved: saved views and subscriptions."""
