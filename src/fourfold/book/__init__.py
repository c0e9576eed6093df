"""The book: the data of a sales organisation in one canonical form, and the folder that keeps it.

Guarantees that every line of every file is accounted for, that what is stored never changes, and
that amounts are exact. Entered by its parts, so that reading a status does not load a query
engine: `workspace`, `imports`, `quarantine`, `rebuild` keep the book; `book` opens it for
questions. Leaves what figures mean to the floors above.
"""
