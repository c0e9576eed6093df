"""A company's OpenID Connect provider, as far as signing in needs it: it signs in whoever it is told to."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt

CLIENT, SECRET = "fourfold", "a secret of this test that is long enough for HS256"


@dataclass
class Provider:
    """Where it is, and who signs in next: their `sub`, `email` and whether the address is verified."""

    address: str
    claims: dict[str, Any] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)

    def settings(self) -> dict[str, Any]:
        """Return what the file says to which `FOURFOLD_OIDC_FILE` points."""
        app = {
            "provider_id": "company",
            "name": "Company",
            "client_id": CLIENT,
            "secret": SECRET,
            "settings": {"server_url": f"{self.address}/.well-known/openid-configuration"},
        }
        return {"APPS": [app], "OAUTH_PKCE_ENABLED": True}


@contextmanager
def provider() -> Iterator[Provider]:
    """Run a provider."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    made = Provider(f"http://127.0.0.1:{server.server_port}")
    server.provider = made  # type: ignore[attr-defined]
    running = Thread(target=server.serve_forever, daemon=True)
    running.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        running.join()


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        own: Provider = self.server.provider  # type: ignore[attr-defined]
        asked = urlsplit(self.path)
        told = {name: values[0] for name, values in parse_qs(asked.query).items()}
        if asked.path == "/authorize":
            own.asked.append(told)
            back = urlencode({"code": secrets.token_hex(8), "state": told["state"]})
            self.send_response(302)
            self.send_header("Location", f"{told['redirect_uri']}?{back}")
            self.end_headers()
        elif asked.path == "/userinfo":
            self._json(own.claims)
        else:
            places = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
            told_of = {f"{name}_endpoint": f"{own.address}/{path}" for name, path in places.items()}
            self._json({"issuer": own.address, "jwks_uri": f"{own.address}/keys", **told_of})

    def do_POST(self) -> None:
        own: Provider = self.server.provider  # type: ignore[attr-defined]
        told = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        own.asked.append({name: values[0] for name, values in told.items()})
        now = int(time.time())
        claims = {"iss": own.address, "aud": CLIENT, "iat": now, "exp": now + 60, **own.claims}
        token = jwt.encode(claims, SECRET, algorithm="HS256")
        self._json({"access_token": "a", "token_type": "Bearer", "expires_in": 60, "id_token": token})

    def _json(self, told: dict[str, Any]) -> None:
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_told: object) -> None:
        """Say nothing."""
