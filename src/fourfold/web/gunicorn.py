"""How gunicorn runs the application: `gunicorn --config python:fourfold.web.gunicorn fourfold.web.wsgi`.

Guarantees that the application is loaded once, before any worker, so that an unsafe setting ends
gunicorn itself with code 78. Leaves address and number of workers to the command line.
"""

from __future__ import annotations

preload_app = True
threads = 4
timeout = 120
