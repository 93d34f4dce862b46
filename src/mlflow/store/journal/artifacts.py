"""Files of a run whose server goes away: kept beside the journal, and sent from there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from mlflow.artifacts.contract import ArtifactStore, Content
from mlflow.artifacts.local import LocalArtifacts
from mlflow.artifacts.proxy import ProxiedArtifacts
from mlflow.entities import FileInfo
from mlflow.store.journal.buffered import RETRIES, Buffered, is_trouble


def kept(
    files: ArtifactStore, folder: Callable[[], Path], buffered: Buffered, tell: Callable[[], None]
) -> ArtifactStore:
    """The files of a run, kept while they cannot be sent, where they go through the server.

    Args:
        files: The files.
        folder: Where they wait.
        buffered: Knows whether the server is away.
        tell: Called when files have begun to wait.
    """
    return KeptFiles(files, folder(), buffered, tell) if isinstance(files, ProxiedArtifacts) else files


class KeptFiles(ArtifactStore):
    """The files of a run behind a server; those that it does not take just now wait on this machine.

    Args:
        files: The files behind the server.
        folder: Where files wait.
        buffered: Knows whether the server is away.
        kept: Called when files have begun to wait.
    """

    def __init__(self, files: ProxiedArtifacts, folder: Path, buffered: Buffered, kept: Callable[[], None]) -> None:
        self._files = files.retrying(RETRIES)
        self._folder = folder
        self._waiting = LocalArtifacts(folder)
        self._buffered = buffered
        self._kept = kept
        self.parts = files.parts

    def entries(self, path: str = "") -> list[FileInfo]:
        here = self._waiting.entries(path) if self._folder.is_dir() else []
        try:
            found = self._files.entries(path)
        except Exception as error:
            if not here or not is_trouble(error):
                raise
            found = []
        both = {entry.path: entry for entry in [*found, *here]}
        return [both[name] for name in sorted(both)]

    def stat(self, path: str) -> FileInfo | None:
        return (self._waiting.stat(path) if self._folder.is_dir() else None) or self._files.stat(path)

    def read(self, path: str, offset: int = 0) -> Content:
        if self._folder.is_dir() and self._waiting.stat(path) is not None:
            return self._waiting.read(path, offset)
        return self._files.read(path, offset)

    def write(self, path: str, chunks: Iterable[bytes]) -> None:
        if not isinstance(chunks, list):  # it can be read but once
            self._waiting.write(path, chunks)
            self._kept()
            return
        self._send(lambda files: files.write(path, chunks))

    def upload_file(self, local_path: str | Path, path: str) -> None:
        self._send(lambda files: files.upload_file(local_path, path))

    def upload_folder(self, local_folder: str | Path, path: str = "") -> None:
        self._send(lambda files: files.upload_folder(local_folder, path))

    def delete(self, path: str = "") -> None:
        if self._folder.is_dir():
            self._waiting.delete(path)
        self._files.delete(path)

    def download(self, path: str = "", destination: str | Path | None = None) -> Path:
        if self._folder.is_dir():
            return super().download(path, destination)
        return self._files.download(path, destination)

    def _send(self, send: Callable[[ArtifactStore], None]) -> None:
        """Send to the server, or to the folder where the server is away."""
        if not self._buffered.is_away:
            try:
                send(self._files)
                return
            except Exception as error:
                if not is_trouble(error) or isinstance(error, FileNotFoundError | NotADirectoryError | PermissionError):
                    raise
                self._buffered.shipper.tell_trouble(error)
        send(self._waiting)
        self._kept()
