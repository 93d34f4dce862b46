from __future__ import annotations

import os
import shutil
from pathlib import Path

from mlflow.store.artifact.artifact_repo import ArtifactRepository

from mlflow.entities import FileInfo


class Repository(ArtifactRepository):
    """Keeps ``shelf://a/x`` in ``$SHELF_ROOT/a/x``."""

    @property
    def root(self) -> Path:
        return Path(os.environ["SHELF_ROOT"]) / self.artifact_uri.split("://", 1)[1]

    def log_artifact(self, local_file: str, artifact_path: str | None = None) -> None:
        folder = self.root / (artifact_path or "")
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(local_file, folder)

    def log_artifacts(self, local_dir: str, artifact_path: str | None = None) -> None:
        shutil.copytree(local_dir, self.root / (artifact_path or ""), dirs_exist_ok=True)

    def list_artifacts(self, path: str | None = None) -> list[FileInfo]:
        folder = self.root / (path or "")
        if not folder.is_dir():
            return []
        return [
            FileInfo(str(p.relative_to(self.root)), p.is_dir(), None if p.is_dir() else p.stat().st_size)
            for p in folder.iterdir()
        ]

    def _download_file(self, remote_file_path: str, local_path: str) -> None:
        shutil.copy(self.root / remote_file_path, local_path)

    def delete_artifacts(self, artifact_path: str | None = None) -> None:
        shutil.rmtree(self.root / (artifact_path or ""))
