"""Saved views and subscriptions: an address of a page under a name, and what comes of it by mail."""
