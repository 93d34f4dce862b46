"""Where a project is, and how it gets onto this machine."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from mlflow.entities import tag_names
from mlflow.exceptions import ExecutionException
from mlflow.projects.git import clone, git, is_branch, remote_of, repository_of
from mlflow.uris import parse_location

_GIT: Final = re.compile(r"^(https?|ssh|git|git\+ssh|git\+https)://[^-\s]|^[\w.-]+@[\w.-]+:", re.ASCII)
_VERSION: Final = re.compile(r"[\w][\w./@+-]*", re.ASCII)
_USERINFO: Final = re.compile(r"(?<=://)[^/@\s]*@")


@dataclass(frozen=True)
class Source:
    """A project's folder on this machine.

    Attributes:
        folder: The folder.
        tags: Tags that say where it came from, ``mlflow.source.name`` and the git ones.
        temporary: A folder to remove when the project has run; None where the project lies in place.
    """

    folder: Path
    tags: Mapping[str, str] = field(default_factory=dict)
    temporary: Path | None = None


def fetch(uri: str, version: str | None = None) -> Source:
    """A project's folder, cloned first where the URI names a git repository.

    Args:
        uri: A folder, or ``https://…``, ``ssh://…``, ``git@host:…`` or ``file://…`` of a git repository; a folder
            inside the repository may follow a ``#``.
        version: Commit, branch or tag of a git repository.

    Raises:
        ExecutionException: There is nothing there, or a version is asked of a plain folder.
    """
    address, _, inside = uri.partition("#")
    if "\0" in uri or ".." in inside.split("/") or inside.startswith("/"):
        raise ExecutionException(f"{uri[:200]!r} is no project: what follows the # must be a folder inside it.")
    if version is not None and not _VERSION.fullmatch(version):
        raise ExecutionException(f"{version[:200]!r} cannot be a git commit, branch or tag.")
    local = _local(address)
    if local is None or (
        local.is_dir() and _is_repository(local) and (version is not None or address.startswith("file:"))
    ):
        return _cloned(uri, address if local is None else str(local), inside, version)
    if version is not None:
        raise ExecutionException("A version can be asked only of a project at a git URI.")
    folder = local / inside if inside else local
    if not folder.is_dir():
        raise ExecutionException(f"There is no project folder {uri[:200]!r}.")
    return Source(folder, tags_of(folder))


def _local(address: str) -> Path | None:
    """The folder an address names, or None if it names a place elsewhere."""
    if _GIT.match(address):
        return None
    if address.lower().startswith("file:"):
        return parse_location(address).local_path
    if re.match(r"^[A-Za-z][\w+.-]*::?//|^[\w-]+::", address):
        raise ExecutionException(
            f"Projects cannot be read from {address[:200]!r}; give a folder, or the https, ssh or file URI of a "
            "repository."
        )
    return Path(address).absolute()


def _is_repository(folder: Path) -> bool:
    return (folder / ".git").exists() or ((folder / "HEAD").is_file() and (folder / "objects").is_dir())


def tags_of(folder: Path, uri: str | None = None) -> dict[str, str]:
    """Tags that say where a project's folder comes from: its path, or place and commit in a git repository.

    Args:
        folder: The folder.
        uri: What to call it instead.
    """
    found = repository_of(folder)
    if found is None:
        return {tag_names.MLFLOW_SOURCE_NAME: uri or str(folder)}
    root, commit = found
    inside = folder.resolve().relative_to(root).as_posix() if folder.resolve().is_relative_to(root) else "."
    tags = {
        tag_names.MLFLOW_SOURCE_NAME: uri or root.as_uri() + ("" if inside == "." else f"#{inside}"),
        tag_names.MLFLOW_GIT_COMMIT: commit,
    }
    address = remote_of(folder)
    if address:
        tags[tag_names.MLFLOW_GIT_REPO_URL] = _USERINFO.sub("", address)
    return tags


def _cloned(uri: str, address: str, inside: str, version: str | None) -> Source:
    temporary = Path(tempfile.mkdtemp(prefix="penstock-project-"))
    try:
        return _checked_out(uri, address, inside, version, temporary)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def _checked_out(uri: str, address: str, inside: str, version: str | None, temporary: Path) -> Source:
    clone(address.removeprefix("git+"), version, temporary)
    folder = (temporary / inside).resolve()
    if not folder.is_dir() or not folder.is_relative_to(temporary.resolve()):
        raise ExecutionException(f"The repository has no folder {inside!r}.")
    tags = {
        tag_names.MLFLOW_SOURCE_NAME: _USERINFO.sub("", uri),
        tag_names.MLFLOW_GIT_COMMIT: git("rev-parse", "HEAD", folder=temporary),
        tag_names.MLFLOW_GIT_REPO_URL: _USERINFO.sub("", uri.partition("#")[0]),
    }
    if version is not None and is_branch(version, address.removeprefix("git+"), temporary):
        tags[tag_names.MLFLOW_GIT_BRANCH] = version
    return Source(folder, tags, temporary)
