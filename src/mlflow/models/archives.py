"""A model as one file: a zip of its folder, with the SHA-256 of each file in it.

The archive of a model is the same, byte by byte, wherever and whenever it is made, so that two can be compared. What is
read from one is compared with the digests it carries: they tell of damage, not of who made it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import uuid
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mlflow.artifacts.digests import damaged
from mlflow.artifacts.progress import advance, telling
from mlflow.exceptions import InvalidParameterValue, MlflowException, ResourceAlreadyExists, ResourceDoesNotExist
from mlflow.uris import relative_path

ENDING = ".zip"
#: The file of an archive that holds the digests of the others.
DIGESTS = ".penstock-digests.json"
_FORMAT = 1
_BEGINNING = b"PK\x03\x04"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_BLOCK = 1 << 20
#: A file is kept as it is if compression saves less than this share of its first megabyte.
_WORTH_IT = 0.1


def is_archive(path: Path) -> bool:
    """Whether there is a file that begins as a zip does."""
    if not path.is_file():
        return False
    with open(path, "rb") as file:
        return file.read(len(_BEGINNING)) == _BEGINNING


def write_archive(folder: Path, target: Path) -> str:
    """Write a folder into an archive; it is there whole or not at all.

    Args:
        folder: A model's folder.
        target: The new file.

    Returns:
        The archive's fingerprint: SHA-256 of its list of digests, in hexadecimal.

    Raises:
        ResourceAlreadyExists: There is something at ``target``.
        InvalidParameterValue: The folder holds a link that leads out of it.
    """
    if target.exists():
        raise ResourceAlreadyExists(f"{str(target)!r} exists already; name a new file.")
    files = sorted(_files(folder))
    target.parent.mkdir(parents=True, exist_ok=True)
    making = target.with_name(f".{target.name}.{uuid.uuid4().hex}")
    try:
        with zipfile.ZipFile(making, "x") as archive:
            with telling(f"Packing {folder.name}", sum(file.stat().st_size for _, file in files)):
                listed = {path: _add(archive, path, file) for path, file in files}
            content = json.dumps({"format": _FORMAT, "files": listed}, indent=1, sort_keys=True).encode()
            archive.writestr(_entry(DIGESTS, zipfile.ZIP_DEFLATED), content)
        os.replace(making, target)
    except BaseException:
        making.unlink(missing_ok=True)
        raise
    return hashlib.sha256(content).hexdigest()


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    root = folder.resolve()
    for file in folder.rglob("*"):
        if "__pycache__" in file.parts or file.is_dir():
            continue
        path = file.relative_to(folder).as_posix()
        if not file.resolve().is_relative_to(root):
            raise InvalidParameterValue(f"{path!r} is a link that leads out of the model's folder.")
        if path != DIGESTS:
            yield path, file


def _entry(path: str, compression: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, _EPOCH)
    entry.external_attr = (stat.S_IFREG | 0o644) << 16
    entry.compress_type = compression
    return entry


def _add(archive: zipfile.ZipFile, path: str, file: Path) -> dict[str, Any]:
    digest = hashlib.sha256()
    with open(file, "rb") as source:
        first = source.read(_BLOCK)
        entry = _entry(path, zipfile.ZIP_DEFLATED if _shrinks(first) else zipfile.ZIP_STORED)
        size = 0
        with archive.open(entry, "w", force_zip64=file.stat().st_size >= zipfile.ZIP64_LIMIT) as sink:
            while first:
                digest.update(first)
                sink.write(first)
                size += len(first)
                advance(len(first))
                first = source.read(_BLOCK)
    return {"sha256": digest.hexdigest(), "size": size}


def _shrinks(block: bytes) -> bool:
    made = zlib.compress(block, 1)
    return len(made) < (1 - _WORTH_IT) * len(block)


@contextmanager
def _opened(file: Path) -> Iterator[tuple[zipfile.ZipFile, dict[str, Any]]]:
    """An archive and what it says of its files.

    Raises:
        InvalidParameterValue: It is none of ours, or its list and its content differ.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            try:
                said = json.loads(archive.read(DIGESTS))
                listed = dict(said["files"])
                known = said["format"] == _FORMAT
            except (KeyError, ValueError, TypeError):
                raise InvalidParameterValue(
                    f"The archive {str(file)!r} has no list of digests. Unpack it and load the folder, or make it "
                    "with 'mlflow models pack'."
                ) from None
            if not known:
                raise InvalidParameterValue(f"The archive {str(file)!r} is of a newer form; update Penstock.")
            names = [entry.filename for entry in archive.infolist()]
            if sorted(names) != sorted([*listed, DIGESTS]):
                odd = sorted(set(names) ^ {*listed, DIGESTS}) or sorted({n for n in names if names.count(n) > 1})
                raise InvalidParameterValue(f"The archive {str(file)!r} and its list of digests differ in {odd[:5]}.")
            yield archive, listed
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise MlflowException(f"The archive {str(file)!r} is damaged: {error}.", error_code="DATA_LOSS") from None


def read_archived(file: Path, name: str) -> bytes:
    """One file of an archive.

    Raises:
        ResourceDoesNotExist: It is not there.
        InvalidParameterValue: The archive is none of ours.
        MlflowException: It is damaged (``DATA_LOSS``).
    """
    with _opened(file) as (archive, listed):
        if name not in listed:
            raise ResourceDoesNotExist(f"The archive {str(file)!r} holds no file {name!r}.")
        return b"".join(_checked(archive, name, listed[name]))


def unpack_archive(file: Path, folder: Path) -> None:
    """Write the files of an archive into an empty folder, each compared with its digest.

    Raises:
        InvalidParameterValue: The archive is none of ours, or names files that may not be written.
        ResourceAlreadyExists: The folder holds a file of the same name.
        MlflowException: It is damaged (``DATA_LOSS``), or larger than the disk (``RESOURCE_EXHAUSTED``).
    """
    with _opened(file) as (archive, listed):
        for entry in archive.infolist():
            if relative_path(entry.filename) != entry.filename or stat.S_ISLNK(entry.external_attr >> 16):
                raise InvalidParameterValue(f"The archive {str(file)!r} holds {entry.filename!r}, which is no file.")
        total = sum(int(each["size"]) for each in listed.values())
        if total > shutil.disk_usage(folder).free:
            raise MlflowException(
                f"The archive {str(file)!r} unpacks to {total:,} bytes, for which {str(folder)!r} has no room.",
                error_code="RESOURCE_EXHAUSTED",
            )
        with telling(f"Unpacking {file.name}", total):
            for name, expected in listed.items():
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                if target.exists():
                    raise ResourceAlreadyExists(f"{str(target)!r} is there already; name an empty folder.")
                with open(target, "xb") as sink:
                    for block in _checked(archive, name, expected):
                        sink.write(block)


def _checked(archive: zipfile.ZipFile, name: str, expected: dict[str, Any]) -> Iterator[bytes]:
    """The blocks of a file; it never gives more bytes than the list promises."""
    digest, size, promised = hashlib.sha256(), 0, int(expected["size"])
    with archive.open(name) as source:
        while block := source.read(min(_BLOCK, promised - size + 1)):
            digest.update(block)
            size += len(block)
            if size > promised:
                break
            advance(len(block))
            yield block
    if size != promised or digest.hexdigest() != expected["sha256"]:
        raise damaged(name, size, str(expected["sha256"]), digest.hexdigest())
