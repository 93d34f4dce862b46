"""Uploads in parts, as HTTP answers."""

from __future__ import annotations

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mlflow.contracts.artifacts import MultipartUpload, MultipartUploadPart
from mlflow.entities.wire import encode

_ROUTES = "/mlflow-artifacts/"


def addressed(upload: MultipartUpload, request: Request) -> MultipartUpload:
    """The upload with whole addresses: parts that this server takes go to where the request came.

    What the caller is known by is handed back to them for the parts, since clients of MLflow send these as they would
    to a store, without a word about who they are.
    """
    base = f"{request.url.scheme}://{request.url.netloc}{request.url.path.partition(_ROUTES)[0]}"
    known = request.headers.get("authorization")
    headers = {"Authorization": known} if known else {}
    return MultipartUpload(
        upload.upload_id,
        [
            msgspec.structs.replace(c, url=base + c.url, headers={**c.headers, **headers}) if c.url[0] == "/" else c
            for c in upload.credentials
        ],
    )


def arrived(part: MultipartUploadPart) -> Response:
    """The answer to a part."""
    return Response(encode(part), headers={"ETag": part.etag}, media_type="application/json")
