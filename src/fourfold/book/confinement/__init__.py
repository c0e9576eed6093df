"""Confinement: how a process gives up, before it loads a reader, what a hostile file could want of it.

`python -m fourfold.book.confinement PARENT FD FILE FOLDER` puts up the barriers, then runs the
reading process of `fourfold.book.intake.inside`. Guarantees that this package loads nothing but the
standard library: barriers stand for the threads that come after them, and libraries start threads
when they are loaded. Leaves limits and reading to `fourfold.book.intake`.
"""
