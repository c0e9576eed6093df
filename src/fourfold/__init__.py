"""Fourfold: where growth really comes from, for people who lead sales.

The package is a stack of floors (see ARCHITECTURE.md). It guarantees that imports point down
only; what each floor promises stands in the docstring of its package.
"""
