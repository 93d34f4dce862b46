"""A dataset at a web address."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import urllib3
from typing_extensions import Self

from mlflow.data.dataset_source import DatasetSource, needed
from mlflow.exceptions import InvalidParameterValue, MlflowException
from mlflow.store.rest.connections import web_pool
from mlflow.uris import base_url, relative_path

_CHUNK = 1 << 20


class HTTPDatasetSource(DatasetSource):
    """A file at an ``http(s)://`` address.

    Args:
        url: The address.
    """

    def __init__(self, url: str) -> None:
        self._url = url

    @property
    def url(self) -> str:
        """The address."""
        return self._url

    @staticmethod
    def _get_source_type() -> str:
        return "http"

    def load(self, dst_path: str | None = None) -> str:
        """Download the file.

        Args:
            dst_path: Folder that receives it; a new temporary one where None.

        Returns:
            Its local path.
        """
        folder = Path(tempfile.mkdtemp(prefix="mlflow-") if dst_path is None else dst_path)
        name = relative_path(base_url(self._url)[3].rpartition("/")[2]) or "data"
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with web_pool(self._url) as pool:
                answer = pool.request("GET", self._url, preload_content=False)
                if answer.status != 200:
                    raise MlflowException(f"{self._url!r} answers with the status {answer.status}.")
                with open(folder / name, "wb") as sink:
                    for chunk in answer.stream(_CHUNK):
                        sink.write(chunk)
        except urllib3.exceptions.HTTPError as error:
            raise MlflowException(f"{self._url!r} cannot be downloaded: {error}") from error
        return str(folder / name)

    @staticmethod
    def _can_resolve(raw_source: Any) -> bool:
        try:
            return isinstance(raw_source, str) and bool(base_url(raw_source))
        except InvalidParameterValue:
            return False

    @classmethod
    def _resolve(cls, raw_source: Any) -> Self:
        return cls(raw_source)

    def to_dict(self) -> dict[str, Any]:
        return {"url": self._url}

    @classmethod
    def from_dict(cls, source_dict: Mapping[str, Any]) -> Self:
        return cls(needed(source_dict, "url"))
