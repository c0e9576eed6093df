"""Measurements of speed and memory, as ratios within one run; `make bench` writes RESULTS.md.

Guarantees that every piece of work runs in a process of its own, and that a number which misses
its goal is written down as it is. Leaves correctness to `tests`.
"""
