"""Another site, on another origin than the program's: pages that show the questionnaire in a frame."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ALL_BUT_FRAME = "allow-scripts allow-forms allow-same-origin allow-popups allow-downloads"
OPAQUE = "allow-scripts allow-forms allow-popups allow-downloads"
SCRIPTLESS = "allow-forms allow-popups allow-downloads"

PAGE = """<!doctype html><html lang="fr"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Un site hôte</title>
<script>
  heard = []; stray = [];
  for (const type of ["ready", "height", "step", "finished"]) {{
    addEventListener("aract:" + type, ({{ detail, target }}) => heard.push({{ type, ...detail, title: target.title }}));
  }}
  addEventListener("message", ({{ data }}) => stray.push(data));
</script>
<main><h1>Un site hôte</h1><p><label>Recherche <input id="search"></label></p>
{body}
<p>Pied de page</p></main></html>"""
"""A host page that notes the events it hears, and every message that comes by."""


def script(program: str, attributes: str = "") -> str:
    """The one-line snippet."""
    return f'<script src="{program}/integration.js" {attributes}></script>'


def frame(program: str, *, sandbox: str | None = None, height: int = 900, path: str = "/integre") -> str:
    """The plain frame, for sites that strip scripts; perhaps in a sandbox."""
    box = "" if sandbox is None else f'sandbox="{sandbox}"'
    look = f'width="100%" height="{height}" referrerpolicy="origin"'
    return f'<iframe src="{program}{path}" title="Autodiagnostic" {look} {box}></iframe>'


@dataclass(slots=True)
class HostSite:
    """Serves the pages that tests give it, under `http://<name>:<a free port>`."""

    name: str = "localhost"
    pages: dict[str, str] = field(default_factory=dict)
    server: ThreadingHTTPServer = field(init=False)

    def __post_init__(self) -> None:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page = site.pages.get(self.path)
                body = (page or "").encode()
                self.send_response(404 if page is None else 200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                if self.path.startswith("/cookie"):
                    self.send_header("Set-Cookie", "told=1; SameSite=None; Secure")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def origin(self) -> str:
        """Its origin, without a final slash."""
        return f"http://{self.name}:{self.server.server_address[1]}"

    def show(self, body: str, path: str = "/page") -> str:
        """Put a page with that body at a path; its address."""
        self.pages[path] = PAGE.format(body=body)
        return self.origin + path

    def stop(self) -> None:
        """Answer no more."""
        self.server.shutdown()
        self.server.server_close()
