"""The page in which a model can be tried: built with the user interface, and served by the scoring server itself."""

from __future__ import annotations

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from mlflow import server
from mlflow.exceptions import ResourceDoesNotExist
from mlflow.server.ui_files import UiFiles
from mlflow.serving.catalog import Catalog
from mlflow.serving.description import described

#: What ``npm run build`` makes of ``ui/try.html``.
_FOLDER = Path(server.__file__).parent / "ui" / "try"
#: What the page may do: run its own script, wear its own style, ask this server.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_UNBUILT = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Scoring server</title>
<h1>This server answers</h1><p>Its page is not part of this installation: in a checkout, <code>make ui</code> builds it;
an installed wheel has it. <a href="docs">What the models take and give</a></p></html>"""


class TryPage:
    """``/`` for browsers, its files, and what it asks of a model.

    Args:
        catalog: The models.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._files = UiFiles(_FOLDER)

    @property
    def routes(self) -> list[Route]:
        """The page, its files, and the models' descriptions."""
        return [
            Route("/", self._page),
            Route("/try/{path:path}", self._file),
            Route("/models/{name}", self._model),
        ]

    async def _page(self, request: Request) -> Response:
        if "text/html" not in request.headers.get("accept", ""):
            raise HTTPException(404)
        policy = {"Content-Security-Policy": _POLICY}
        try:
            return self._files.answer("try.html", request.headers, policy)
        except ResourceDoesNotExist:
            return HTMLResponse(_UNBUILT, headers=policy)

    async def _file(self, request: Request) -> Response:
        try:
            return self._files.answer(request.path_params["path"], request.headers)
        except ResourceDoesNotExist as error:
            raise HTTPException(404, error.message) from error

    async def _model(self, request: Request) -> Response:
        try:
            served = self._catalog.current(request.path_params["name"])
        except ResourceDoesNotExist as error:
            raise HTTPException(404, error.message) from error
        return JSONResponse(described(served))
