"""Whitespace: what an account never bought yet, and how likely it is to buy it first within a horizon."""
