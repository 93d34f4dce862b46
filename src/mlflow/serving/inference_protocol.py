"""The routes of KServe's Open Inference Protocol, version 2, over HTTP.

Source: https://kserve.github.io/website/docs/concepts/architecture/data-plane/v2-protocol
"""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mlflow.exceptions import BadRequest, MlflowException, ResourceDoesNotExist
from mlflow.serving.answers import json_text
from mlflow.serving.bodies import read_body
from mlflow.serving.catalog import Catalog
from mlflow.serving.requests import Question, read_json
from mlflow.serving.served import Served
from mlflow.serving.tensor_protocol import InferRequest, Tensor, described, output_tensors, question_data
from mlflow.version import PENSTOCK_VERSION

_TOO_LARGE = 413


class InferenceProtocol:
    """The protocol over the models of a server.

    Args:
        catalog: The models.
        max_body: Bytes above which a request is refused.
    """

    def __init__(self, catalog: Catalog, max_body: int) -> None:
        self._catalog = catalog
        self._max_body = max_body

    @property
    def routes(self) -> list[Route]:
        """All routes of the protocol."""
        routes = [
            Route("/v2", self._server),
            Route("/v2/health/live", self._live),
            Route("/v2/health/ready", self._live),
        ]
        for place in ("/v2/models/{name}", "/v2/models/{name}/versions/{version}"):
            routes += [
                Route(place, self._model),
                Route(f"{place}/ready", self._ready),
                Route(f"{place}/infer", self._infer, methods=["POST"]),
            ]
        return routes

    async def _server(self, request: Request) -> Response:
        return _answer({"name": "penstock", "version": PENSTOCK_VERSION, "extensions": []})

    async def _live(self, request: Request) -> Response:
        return _answer({"live": True})

    async def _ready(self, request: Request) -> Response:
        try:
            served = self._asked(request)
        except ResourceDoesNotExist as error:
            return _failed(error)
        return _answer({"name": served.name, "ready": True})

    async def _model(self, request: Request) -> Response:
        try:
            served = self._asked(request)
        except ResourceDoesNotExist as error:
            return _failed(error)
        signature = getattr(served.model.metadata, "signature", None)
        outputs = getattr(signature, "outputs", None)
        return _answer(
            {
                "name": served.name,
                "versions": [served.version] if served.version else [],
                "platform": "mlflow",
                "inputs": [_metadata(tensor) for tensor in described(served.schema)],
                "outputs": [_metadata(tensor) for tensor in described(outputs)],
            }
        )

    async def _infer(self, request: Request) -> Response:
        try:
            served = self._asked(request)
            body = await read_body(request.receive, self._max_body)
            if body is None:
                return _answer({"error": f"A request has at most {self._max_body} bytes."}, _TOO_LARGE)
            asked, data = await asyncio.get_running_loop().run_in_executor(None, _read, body, served)
            output = await served.output(Question(data, asked.parameters.get("mlflow_params"), True))
            tensors = output_tensors(output)
        except TimeoutError:
            return _answer({"error": f"The model gave no answer within {served.limits.timeout:g} s."}, 504)
        except MlflowException as error:
            return _failed(error)
        except (Exception, SystemExit) as error:
            return _answer({"error": f"The model could not predict: {type(error).__name__}: {error}"}, 400)
        wanted = {each.name for each in asked.outputs}
        if unknown := wanted - {tensor.name for tensor in tensors}:
            names = [tensor.name for tensor in tensors]
            return _answer({"error": f"The model gives no output {sorted(unknown)}; it gives {names}."}, 400)
        said: dict[str, Any] = {"model_name": served.name}
        if served.version:
            said["model_version"] = served.version
        if asked.id is not None:
            said["id"] = asked.id
        said["outputs"] = [msgspec.to_builtins(tensor) for tensor in tensors if not wanted or tensor.name in wanted]
        return _answer(said)

    def _asked(self, request: Request) -> Served:
        served = self._catalog.current(request.path_params["name"])
        version = request.path_params.get("version")
        if version is not None and version != served.version:
            here = f"version {served.version}" if served.version else "a version without a number"
            raise ResourceDoesNotExist(f"There is no version {version!r} of {served.name!r} here; {here} answers.")
        return served


def _read(body: bytes, served: Served) -> tuple[InferRequest, Any]:
    try:
        asked = msgspec.convert(read_json(body), InferRequest)
    except (msgspec.ValidationError, RecursionError) as error:
        raise BadRequest(f"The request is none of the Open Inference Protocol: {error}.") from None
    return asked, question_data(asked, served.schema)


def _metadata(tensor: Tensor) -> dict[str, Any]:
    return {"name": tensor.name, "datatype": tensor.datatype, "shape": tensor.shape}


def _answer(content: dict[str, Any], status: int = 200) -> Response:
    return Response(json_text(content), status, media_type="application/json")


def _failed(error: MlflowException) -> Response:
    return _answer({"error": error.message}, error.get_http_status_code())
