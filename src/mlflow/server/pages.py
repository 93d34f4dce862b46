"""Pages and other routes that are no act: the UI, health, version, the documents of the API."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response

from mlflow.contracts.acts import Level, Rule
from mlflow.contracts.openapi import document
from mlflow.exceptions import ResourceDoesNotExist
from mlflow.server import reference
from mlflow.server.measures import Measures
from mlflow.server.permissions import PUBLIC
from mlflow.server.table import Answerer, Asked, Endpoint, RouteTable
from mlflow.server.ui_files import UiFiles
from mlflow.version import VERSION

_READ_SERVER = Rule(Level.READ, "server")
_UI = Path(__file__).parent / "ui"
_DOCS_SCRIPT = Path(__file__).parent / "reference.js"

#: Only this server's own files; styles may be set by scripts, as charts do.
_PAGE_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; frame-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors {ancestors}"
)

_NO_UI = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Penstock</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:4rem auto;padding:0 1rem}code{background:#8882;
padding:.1em .3em}</style><h1>Penstock is running</h1><p>Its API answers, but the pages of the user interface are not
part of this installation. In a checkout, <code>make ui</code> builds them; an installed wheel has them.</p>
<p><a href="docs">The API</a></p></html>"""


def page_policy(x_frame_options: str) -> str:
    """The content security policy of our own pages."""
    ancestors = {"DENY": "'none'", "NONE": "*"}.get(x_frame_options.upper(), "'self'")
    return _PAGE_POLICY.format(ancestors=ancestors)


class Pages:
    """The routes that are no act.

    Args:
        prefix: Path in front of those that people open.
        x_frame_options: Who may show the pages in a frame.
        measures: What the server counts for Prometheus, if it does.
    """

    def __init__(self, prefix: str, x_frame_options: str, measures: Measures | None = None) -> None:
        self._measures = measures
        self._prefix = prefix
        self._policy = {"Content-Security-Policy": page_policy(x_frame_options)}
        self._files = UiFiles(_UI)
        self._built: dict[str, bytes] = {}

    def add_to(self, table: RouteTable) -> None:
        """Register them; each says what it needs."""
        answers: dict[str, Answerer] = {
            "/health": partial(_text, "OK"),
            "/version": partial(_text, VERSION),
            f"{self._prefix}/": self._index,
            f"{self._prefix}/static-files/{{path:path}}": self._static,
            f"{self._prefix}/openapi.json": self._openapi,
            f"{self._prefix}/docs": self._docs,
            f"{self._prefix}/docs/reference.js": self._docs_script,
        }
        if self._prefix:
            answers[self._prefix] = self._to_slash
            answers.update({self._prefix + path: answers[path] for path in ("/health", "/version")})
        for path, answer in answers.items():
            table.add("GET", path, Endpoint(PUBLIC, answer, name=path))
        if self._measures is not None:
            table.add("GET", "/metrics", Endpoint(_READ_SERVER, partial(_measured, self._measures), name="/metrics"))

    async def _index(self, asked: Asked, _: dict[str, Any]) -> Response:
        try:
            return self._files.answer("index.html", asked.request.headers, self._policy)
        except ResourceDoesNotExist:
            return HTMLResponse(_NO_UI, headers={**self._policy, "Cache-Control": "no-cache"})

    async def _to_slash(self, asked: Asked, _: dict[str, Any]) -> Response:
        return Response(status_code=307, headers={"Location": self._prefix + "/"})

    async def _static(self, asked: Asked, arguments: dict[str, Any]) -> Response:
        return self._files.answer(arguments["path"], asked.request.headers)

    async def _openapi(self, asked: Asked, _: dict[str, Any]) -> Response:
        if "openapi" not in self._built:
            self._built["openapi"] = msgspec.json.encode(document())
        return Response(self._built["openapi"], media_type="application/json")

    async def _docs(self, asked: Asked, _: dict[str, Any]) -> Response:
        if "docs" not in self._built:
            self._built["docs"] = reference.page(document()).encode()
        return HTMLResponse(self._built["docs"], headers=self._policy)

    async def _docs_script(self, asked: Asked, _: dict[str, Any]) -> Response:
        return FileResponse(_DOCS_SCRIPT, media_type="text/javascript")


async def _measured(measures: Measures, asked: Asked, _: dict[str, Any]) -> Response:
    return Response(measures.text(), media_type="text/plain; version=0.0.4")


async def _text(text: str, asked: Asked, _: dict[str, Any]) -> Response:
    return PlainTextResponse(text)
