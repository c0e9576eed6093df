"""The process of a worker: `python -m fourfold.web.jobs.worker`.

Guarantees that SIGTERM and SIGINT put the running job back into the queue. Leaves starting it again
after its death to `fourfold serve` or the system.
"""

from __future__ import annotations

import os
import signal
from types import FrameType

import django


def main() -> None:
    """Take and do jobs until a signal ends it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fourfold.web.settings")
    django.setup()
    from fourfold.web.jobs.working import Worker  # noqa: PLC0415  models need Django set up

    worker = Worker()

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        worker.stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    worker.run()


if __name__ == "__main__":
    main()
