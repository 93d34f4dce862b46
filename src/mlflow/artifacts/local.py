"""Files in a folder of this machine."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat as modes
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from mlflow.artifacts import digests
from mlflow.artifacts.contract import CHUNK, PART, ArtifactStore, Content, local_files
from mlflow.entities import FileInfo
from mlflow.exceptions import InvalidParameterValue, ResourceDoesNotExist
from mlflow.uris import relative_path

#: What the system says of a path at which there cannot be anything.
_NOTHING_THERE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP})
#: … and of one at which nothing can be made.
_NO_PLACE = frozenset({errno.ENOTDIR, errno.EEXIST, errno.EISDIR, errno.ENAMETOOLONG, errno.ELOOP})
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
#: Whether folders can be held open, and files be opened from there.
_HANDLES = {os.open, os.rename, os.unlink} <= os.supports_dir_fd


class LocalArtifacts(ArtifactStore):
    """A folder of this machine.

    Links inside the folder are followed as long as they stay inside it; one that leads out is not listed, read,
    written through or deleted through.

    Args:
        root: The folder; made when the first file is written.
    """

    def __init__(self, root: str | Path) -> None:
        self.root = Path(root).absolute()

    def _inside(self, path: str) -> str:
        """The real place of a path, checked after all links are resolved."""
        base = os.path.realpath(self.root)
        below = relative_path(path)
        if not below:
            return base
        if any(part.startswith(PART) for part in below.split("/")):
            raise InvalidParameterValue(f"Names that begin with {PART!r} are those of files under way.")
        real = os.path.realpath(os.path.join(base, below))
        if not real.startswith(base.rstrip("/") + "/"):
            raise InvalidParameterValue(f"The path {path!r} leads out of the folder of the artifacts.")
        return real

    def entries(self, path: str = "") -> list[FileInfo]:
        folder, below = self._inside(path), relative_path(path)
        if not os.path.isdir(folder):
            return []
        found = []
        with os.scandir(folder) as entries:
            for entry in entries:
                if not entry.name.startswith(PART):
                    info = self._info(f"{below}/{entry.name}" if below else entry.name, entry)
                    if info is not None:
                        found.append(info)
        return sorted(found, key=lambda f: f.path)

    def _info(self, path: str, entry: os.DirEntry[str]) -> FileInfo | None:
        if entry.is_symlink():
            try:
                return self.stat(path)
            except InvalidParameterValue:
                return None
        if entry.is_dir():
            return FileInfo(path, True)
        return FileInfo(path, False, entry.stat().st_size) if entry.is_file() else None

    def stat(self, path: str) -> FileInfo | None:
        try:
            found = os.stat(self._inside(path))
        except OSError as error:
            if error.errno in _NOTHING_THERE:
                return None
            raise
        if modes.S_ISDIR(found.st_mode):
            return FileInfo(relative_path(path), True)
        return FileInfo(relative_path(path), False, found.st_size) if modes.S_ISREG(found.st_mode) else None

    def read(self, path: str, offset: int = 0) -> Content:
        return _Content(self._open(path), offset)

    def _open(self, path: str) -> int:
        folder, name = os.path.split(self._inside(path))
        try:
            with self._held(folder) as holder:
                # The path is free of links, so a link that appears between check and use is refused here; a pipe that
                # does is not waited for.
                handle = os.open(
                    name if holder is not None else os.path.join(folder, name),
                    os.O_RDONLY | _NO_LINK | getattr(os, "O_NONBLOCK", 0),
                    dir_fd=holder,
                )
        except OSError as error:
            if error.errno in _NOTHING_THERE:
                raise ResourceDoesNotExist(f"There is no file {path!r} among the artifacts.") from None
            raise
        if not modes.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            raise ResourceDoesNotExist(f"{path!r} is not a file.")
        return handle

    @contextlib.contextmanager
    def _held(self, folder: str) -> Iterator[int | None]:
        """A folder below the root opened step by step, none of them a link; None where the system cannot."""
        if not _HANDLES:
            yield None
            return
        base = os.path.realpath(self.root)
        flags = os.O_RDONLY | os.O_DIRECTORY | _NO_LINK
        holder = os.open(base if folder.startswith(base) else os.path.dirname(base), flags)
        try:
            for name in filter(None, folder[len(base) :].split("/")):
                inner = os.open(name, flags, dir_fd=holder)
                os.close(holder)
                holder = inner
            yield holder
        finally:
            os.close(holder)

    def local_path(self, path: str = "") -> Path:
        """Where a path lies on this machine, for a caller that reads it in place."""
        return Path(self._inside(path))

    def _place(self, path: str) -> tuple[str, str]:
        """``(final path, name of a part file beside it)``, their folder made."""
        if not relative_path(path):
            raise InvalidParameterValue("A file needs a name; the path is the root of the artifacts.")
        target = self._inside(path)
        folder = os.path.dirname(target)
        with _placing(path):
            os.makedirs(folder, exist_ok=True)
        if os.path.isdir(target):
            raise InvalidParameterValue(f"{path!r} is a folder; a file cannot take its place.")
        return target, os.path.join(folder, PART + uuid.uuid4().hex)

    def write(self, path: str, chunks: Iterable[bytes]) -> None:
        self._write(path, chunks)

    def write_hashed(self, path: str, chunks: digests.Hashed) -> None:
        self._write(path, chunks, chunks)

    def _write(self, path: str, chunks: Iterable[bytes], hashed: digests.Hashed | None = None) -> None:
        target, part = self._place(path)
        folder = os.path.dirname(target)
        with _placing(path), self._held(folder) as holder:
            if holder is not None:
                target, part = os.path.basename(target), os.path.basename(part)
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK, 0o666, dir_fd=holder)
            try:
                with os.fdopen(handle, "wb") as sink:
                    for chunk in chunks:
                        sink.write(chunk)
                    if hashed is not None:
                        sink.flush()
                        digests.note(handle, hashed.hexdigest())
                os.replace(part, target, src_dir_fd=holder, dst_dir_fd=holder)
            except BaseException:
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(part, dir_fd=holder)
                raise

    def adopt(self, whole: str | Path, path: str) -> None:
        """Move a file of the same file system to a path."""
        target, _ = self._place(path)
        with _placing(path), self._held(os.path.dirname(target)) as holder:
            os.replace(whole, os.path.basename(target) if holder is not None else target, dst_dir_fd=holder)

    def upload_file(self, local_path: str | Path, path: str) -> None:
        if not os.path.isfile(local_path):
            raise FileNotFoundError(f"There is no file {os.fspath(local_path)!r}.")
        target, part = self._place(path)
        try:
            shutil.copyfile(local_path, part)
            with _placing(path):
                os.replace(part, target)
        except BaseException:
            _remove(part)
            raise

    def upload_folder(self, local_folder: str | Path, path: str = "") -> None:
        # The sources are listed before anything is written: the folder may hold the root of the artifacts.
        inside = os.path.realpath(self.root) + os.sep
        for source, below in list(local_files(local_folder)):
            if not os.path.realpath(source).startswith(inside):
                self.upload_file(source, f"{path}/{below}" if path else below)

    def sweep(self, seconds: float, stop: Callable[[], bool] = lambda: False) -> int:
        """Remove what killed processes left behind; returns how many files.

        Args:
            seconds: How long nothing was written to such a file; one that is still being written is younger.
            stop: Asked in between whether to give up.
        """
        swept = 0
        oldest = time.time() - seconds
        for here, folders, names in os.walk(self.root):
            if stop():
                break
            folders[:] = [name for name in folders if not name.startswith(PART)]
            for name in names:
                if name.startswith(PART):
                    with contextlib.suppress(OSError):
                        path = os.path.join(here, name)
                        if os.lstat(path).st_mtime < oldest:
                            os.unlink(path)
                            swept += 1
        return swept

    def delete(self, path: str = "") -> None:
        target = self._inside(path)
        below = relative_path(path)
        linked = os.path.join(os.path.realpath(self.root), below)
        if below and os.path.islink(linked):
            os.unlink(linked)
        elif os.path.isdir(target):
            shutil.rmtree(target)
        else:
            _remove(target)


@contextlib.contextmanager
def _placing(path: str) -> Iterator[None]:
    """Says of a path that no file can have that this is why."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_PLACE:
            reason = os.strerror(error.errno).lower()
            raise InvalidParameterValue(f"No file can be called {path[:200]!r} here ({reason}).") from None
        raise


class _Content(Content):
    """An open file's content in chunks; closed at its end, or when it is let go of.

    It holds the bare descriptor: a file object in a reference cycle may be finalized, with a warning, before this is.
    """

    def __init__(self, handle: int, offset: int) -> None:
        self._handle: int | None = handle
        found = os.fstat(handle)
        super().__init__(iter(()), found.st_size, f'"{found.st_ino:x}-{found.st_size:x}-{found.st_mtime_ns:x}"')
        if offset:
            os.lseek(handle, offset, os.SEEK_SET)

    def __next__(self) -> bytes:
        if self._handle is not None:
            if chunk := os.read(self._handle, CHUNK):
                return chunk
            self._close()
        raise StopIteration

    def digest(self, compute: bool = False) -> str | None:
        if self._handle is None:
            return None
        found = digests.noted(self._handle)
        if found is None and compute:
            found = digests.computed(self._handle)
            digests.note(self._handle, found)
        return found

    def _close(self) -> None:
        if self._handle is not None:
            handle, self._handle = self._handle, None
            os.close(handle)

    def __del__(self) -> None:
        self._close()


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except OSError as error:
        if error.errno not in _NOTHING_THERE:
            raise
