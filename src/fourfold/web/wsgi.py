"""The application as web servers load it.

Guarantees that a setting which puts data at risk ends the process with code 78 and one line that
names the setting. (A server that loads the application in its workers, as gunicorn does without
`fourfold.web.gunicorn`, starts them again and again; loaded before, it ends at once.)
"""

from __future__ import annotations

import os
import sys

from django.core.wsgi import get_wsgi_application

from fourfold.errors import FourfoldError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fourfold.web.settings")
try:
    application = get_wsgi_application()
except FourfoldError as refused:
    sys.stderr.write(f"fourfold does not start: {refused}\n")
    sys.exit(refused.exit_code)
