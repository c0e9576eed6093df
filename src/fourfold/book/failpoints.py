"""Named steps at which the process can be made to die, so that tests can prove what survives.

Guarantees that nothing happens unless the environment variable `FOURFOLD_FAILPOINT` names a step
(`rename`, or `rename:2` for its second passing); then the process ends there at once, as by
`kill -9`, without flushing or cleaning up.
"""

from __future__ import annotations

import os

VARIABLE = "FOURFOLD_FAILPOINT"

FAILPOINTS = (
    "receive",
    "hash",
    "keep",
    "stage",
    "type",
    "dedupe",
    "build",
    "fsync",
    "rename",
    "manifest",
    "pointer",
    "acknowledge",
)
"""The steps of an import in order; each is passed just before its work is made to last."""

_passed: dict[str, int] = {}


def reach(step: str) -> None:
    """Die here if the environment asks for it; `KeyError` for a step that is not listed."""
    if step not in FAILPOINTS:
        raise KeyError(step)
    wanted, _, nth = os.environ.get(VARIABLE, "").partition(":")
    if wanted != step:
        return
    _passed[step] = _passed.get(step, 0) + 1
    if _passed[step] == int(nth or 1):
        os._exit(137)
