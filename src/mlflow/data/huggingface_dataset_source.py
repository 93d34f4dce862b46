"""A dataset of Hugging Face's hub, or of files that its library reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from typing_extensions import Self

from mlflow._door import resolve
from mlflow.data.dataset_source import DatasetSource, needed
from mlflow.exceptions import InvalidParameterValue, MlflowNotImplementedException

DataFiles = str | Sequence[str] | Mapping[str, str | Sequence[str]] | None

#: Imported when a dataset is loaded again.
_LOAD = "datasets:load_dataset"


class HuggingFaceDatasetSource(DatasetSource):
    """The arguments of ``datasets.load_dataset`` that give the data again.

    Args:
        path: Name on the hub, or a local path.
        config_name: Name of the configuration.
        data_dir: Folder of its files.
        data_files: Its files.
        split: Which part of it.
        revision: Version on the hub.
        trust_remote_code: Whether code that comes with the dataset may be run; it is not recorded.
    """

    def __init__(
        self,
        path: str,
        config_name: str | None = None,
        data_dir: str | None = None,
        data_files: DataFiles = None,
        split: Any = None,
        revision: Any = None,
        trust_remote_code: bool | None = None,
    ) -> None:
        self.path = path
        self.config_name = config_name
        self.data_dir = data_dir
        self.data_files = data_files
        self.split = split
        self.revision = revision
        self.trust_remote_code = trust_remote_code

    @staticmethod
    def _get_source_type() -> str:
        return "hugging_face"

    def load(self, **kwargs: Any) -> Any:
        """Load the dataset again.

        Args:
            kwargs: Further arguments of ``datasets.load_dataset``.

        Raises:
            InvalidParameterValue: An argument is one that the source fixes.
        """
        fixed = {
            "path": self.path,
            "name": self.config_name,
            "data_dir": self.data_dir,
            "data_files": self.data_files,
            "split": None if self.split in (None, "None") else self.split,
            "revision": self.revision,
        }
        twice = fixed.keys() & kwargs.keys()
        if twice:
            raise InvalidParameterValue(f"The source fixes {sorted(twice)}; leave them out.")
        if self.trust_remote_code is not None:
            kwargs.setdefault("trust_remote_code", self.trust_remote_code)
        return resolve(_LOAD)(**fixed, **kwargs)

    @staticmethod
    def _can_resolve(raw_source: Any) -> bool:
        return False

    @classmethod
    def _resolve(cls, raw_source: Any) -> Self:
        raise MlflowNotImplementedException("Give HuggingFaceDatasetSource(path).")

    def to_dict(self) -> dict[str, Any]:
        return {
            "path": self.path,
            "config_name": self.config_name,
            "data_dir": self.data_dir,
            "data_files": self.data_files,
            "split": str(self.split),
            "revision": str(self.revision) if self.revision is not None else None,
        }

    @classmethod
    def from_dict(cls, source_dict: Mapping[str, Any]) -> Self:
        names = ("config_name", "data_dir", "data_files", "split", "revision")
        return cls(needed(source_dict, "path"), **{name: source_dict.get(name) for name in names})
