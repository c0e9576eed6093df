"""The web application: people, what each may see, and the pages they read.

Guarantees that a page checks permission, opens the book through its reader's scope, asks one
question of the floors below, and shows the answer; it computes no figure of its own.
"""
