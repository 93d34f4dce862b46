"""Parts that clients send straight to S3 or Azure, to addresses that the server signs."""

from __future__ import annotations

import base64
import hashlib
import hmac
import html
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

import urllib3
from urllib3.exceptions import HTTPError

from mlflow import environment_variables as variables
from mlflow.artifacts.parts import Part, PartedUploads, Target, checked_count, in_order, no_upload
from mlflow.artifacts.presigned import Keys, presigned
from mlflow.exceptions import InvalidParameterValue, MlflowException, ResourceDoesNotExist, TemporarilyUnavailable
from mlflow.uris import url_parts

_UPLOAD = re.compile(r"<UploadId>([^<]+)</UploadId>")
_ID = re.compile(r"[0-9a-f]{32}")
_HOLDS = timedelta(hours=12)
_AZURE_VERSION = "2021-08-06"


class _Asked:
    """Makes the requests that the server makes itself: beginning, putting together, giving up."""

    def __init__(self, place: str, options: dict[str, Any]) -> None:
        self._place = place
        self._pool = urllib3.PoolManager(
            timeout=variables.MLFLOW_HTTP_REQUEST_TIMEOUT.get(), retries=urllib3.Retry(3, redirect=0), **options
        )

    def __call__(self, method: str, url: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> str:
        """The text of the answer.

        Raises:
            ResourceDoesNotExist: There is no such upload.
            TemporarilyUnavailable: The store is away.
            MlflowException: It refused.
        """
        try:
            answer = self._pool.request(method, url, body=body, headers=headers or {})
        except HTTPError:
            raise TemporarilyUnavailable(f"{self._place} cannot be reached to put parts of a file together.") from None
        text = answer.data.decode("utf-8", "replace")
        if answer.status == 404:
            raise no_upload()
        if answer.status >= 300 or "<Error>" in text[:500]:
            code = re.search(r"<Code>(\w+)</Code>", text)
            said = code.group(1) if code else f"status {answer.status}"
            if said in ("InvalidPart", "InvalidPartOrder", "EntityTooSmall", "InvalidBlockList"):
                raise InvalidParameterValue(f"{self._place} does not put the parts together: {said}.")
            raise MlflowException(f"{self._place} does not take parts of a file: {said}.")
        return text


class S3Parts(PartedUploads):
    """Uploads of S3 itself.

    Args:
        address: Gives the address of an object, without a query.
        keys: Who signs.
        place: What messages call the bucket.
        options: Of the connections that the server makes: certificates.
    """

    def __init__(self, address: Callable[[str], str], keys: Keys, place: str, options: dict[str, Any]) -> None:
        self._address = address
        self._keys = keys
        self._ask = _Asked(place, options)

    def _signed(self, method: str, path: str, query: dict[str, str]) -> str:
        scheme, host, target = url_parts(self._address(path))
        return presigned(self._keys, method, scheme, host, target, query)

    def begin(self, path: str, count: int) -> tuple[str, list[Target]]:
        checked_count(count)
        text = self._ask("POST", self._signed("POST", path, {"uploads": ""}))
        found = _UPLOAD.search(text)
        if found is None:
            raise MlflowException("The store began an upload and did not say which.")
        upload_id = html.unescape(found.group(1))
        return upload_id, [
            Target(number, self._signed("PUT", path, {"partNumber": str(number), "uploadId": upload_id}))
            for number in range(1, count + 1)
        ]

    def finish(self, path: str, upload_id: str, parts: list[Part]) -> None:
        named = "".join(
            f"<Part><PartNumber>{part.number}</PartNumber><ETag>{html.escape(part.etag)}</ETag></Part>"
            for part in in_order(parts)
        )
        body = f"<CompleteMultipartUpload>{named}</CompleteMultipartUpload>".encode()
        self._ask("POST", self._signed("POST", path, {"uploadId": upload_id}), body)

    def abandon(self, path: str, upload_id: str) -> None:
        try:
            self._ask("DELETE", self._signed("DELETE", path, {"uploadId": upload_id}))
        except ResourceDoesNotExist:
            return


@dataclass(frozen=True)
class AzureKey:
    """The account that signs, with its key in Base64."""

    account: str
    key: str


class AzureParts(PartedUploads):
    """Blocks of a blob, which Azure forgets after a week where they are not put together.

    Args:
        address: Gives the address of a blob, without a query.
        signer: Who signs.
        resource: Container and folder, such as ``box/some/folder``.
        place: What messages call it.
    """

    def __init__(self, address: Callable[[str], str], signer: AzureKey, resource: str, place: str) -> None:
        self._address = address
        self._signer = signer
        self._resource = resource
        self._ask = _Asked(place, {})

    def _signed(self, path: str) -> str:
        """The address of a blob at which it may be written for twelve hours: a shared access signature of the blob."""
        account = self._signer.account
        ends = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + _HOLDS.total_seconds()))
        resource = f"/blob/{account}/{self._resource}/{path}"
        text = "\n".join(["w", "", ends, resource, "", "", "", _AZURE_VERSION, "b", *[""] * 7])
        signature = hmac.new(base64.b64decode(self._signer.key), text.encode(), hashlib.sha256).digest()
        asked = {"sp": "w", "se": ends, "sv": _AZURE_VERSION, "sr": "b", "sig": base64.b64encode(signature).decode()}
        return f"{self._address(path)}?{urlencode(asked)}"

    def begin(self, path: str, count: int) -> tuple[str, list[Target]]:
        upload_id = secrets.token_hex(16)
        signed = self._signed(path)
        return upload_id, [
            Target(number, f"{signed}&comp=block&blockid={quote(_block(upload_id, number), safe='')}")
            for number in range(1, checked_count(count) + 1)
        ]

    def finish(self, path: str, upload_id: str, parts: list[Part]) -> None:
        if not _ID.fullmatch(upload_id):
            raise no_upload()
        named = "".join(f"<Uncommitted>{_block(upload_id, part.number)}</Uncommitted>" for part in in_order(parts))
        body = f'<?xml version="1.0" encoding="utf-8"?><BlockList>{named}</BlockList>'.encode()
        self._ask("PUT", f"{self._signed(path)}&comp=blocklist", body, {"Content-Type": "application/xml"})

    def abandon(self, path: str, upload_id: str) -> None:
        return None


def _block(upload_id: str, number: int) -> str:
    return base64.b64encode(f"{upload_id}{number:06}".encode()).decode()
