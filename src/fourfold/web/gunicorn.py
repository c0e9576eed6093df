"""How gunicorn runs the application: `gunicorn --config python:fourfold.web.gunicorn fourfold.web.wsgi`.

Guarantees that the application is loaded once, before any worker, so that an unsafe setting ends
gunicorn itself with code 78. Leaves address and number of workers to the command line.
"""

from __future__ import annotations

import gc

preload_app = True
threads = 4
timeout = 120


def post_worker_init(_worker: object) -> None:
    """Leave what start-up made out of the collector's rounds: a page would wait for them."""
    gc.collect()
    gc.freeze()
