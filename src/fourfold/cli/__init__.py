"""The command line: parse, call, print.

Guarantees the words and exit codes of the contract (`fourfold --help`, docs/reference). Leaves
every decision and every figure to the floors below.
"""

from fourfold.cli.front import main

__all__ = ["main"]
