"""Files of rows: which ones a path names, how each is written, and where the answers to it go."""

from __future__ import annotations

import enum
import glob
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from mlflow.exceptions import InvalidParameterValue, ResourceAlreadyExists, ResourceDoesNotExist


class Form(enum.Enum):
    """How rows are written in a file."""

    CSV = "csv"
    JSON = "json"
    LINES = "jsonl"
    PARQUET = "parquet"


_ENDINGS = {
    ".csv": Form.CSV,
    ".json": Form.JSON,
    ".jsonl": Form.LINES,
    ".ndjson": Form.LINES,
    ".parquet": Form.PARQUET,
}
_SQUEEZED = ".gz"


class Written(NamedTuple):
    """A file's form, as its name tells it."""

    form: Form
    squeezed: bool


class Task(NamedTuple):
    """A file of rows, and the name of the file for its answers within the folder for them."""

    source: Path
    target: str


def form_of(path: str | Path) -> Written | None:
    """What the ending of a name says; None where it says nothing."""
    name = str(path).lower()
    squeezed = name.endswith(_SQUEEZED)
    form = _ENDINGS.get(os.path.splitext(name.removesuffix(_SQUEEZED))[1])
    if form is None or (squeezed and form is Form.PARQUET):
        return None
    return Written(form, squeezed)


def is_many(path: str) -> bool:
    """Whether a path names a folder, or is a pattern."""
    return os.path.isdir(path) or (glob.has_magic(path) and not os.path.exists(path))


def tasks(path: str) -> list[Task]:
    """The files of rows that a path names, in the order of their names.

    Args:
        path: A file, a folder with files of rows in it and below, or a pattern such as ``data/*.csv``.

    Raises:
        ResourceDoesNotExist: It names none.
        InvalidParameterValue: A file's ending does not tell its form.
    """
    if os.path.isdir(path):
        root = Path(path)
        found = sorted(file for file in root.rglob("*") if file.is_file() and _is_rows(file.relative_to(root)))
    elif is_many(path):
        root = _beginning(path)
        found = sorted(Path(name) for name in glob.glob(path, recursive=True) if os.path.isfile(name))
        unknown = [str(file) for file in found if form_of(file) is None]
        if unknown:
            raise InvalidParameterValue(f"{unknown[0]!r} is none of {_known()}, as its ending tells.")
    else:
        root, found = Path(path).parent, [Path(path)]
        if not found[0].is_file():
            raise ResourceDoesNotExist(f"There is no file {path!r}.")
    if not found:
        raise ResourceDoesNotExist(f"{path!r} has no files of rows ({_known()}).")
    return [Task(file, file.relative_to(root).as_posix()) for file in found]


def _is_rows(file: Path) -> bool:
    """Whether a file below a folder is one of rows; what begins with ``_`` or ``.`` is about them, as Spark has it."""
    return form_of(file) is not None and not any(part.startswith(("_", ".")) for part in file.parts)


def _beginning(pattern: str) -> Path:
    """The folder that a pattern begins with."""
    kept = []
    for part in Path(pattern).parts[:-1]:
        if glob.has_magic(part):
            break
        kept.append(part)
    return Path(*kept)


def _known() -> str:
    return ", ".join(f"*{ending}" for ending in _ENDINGS)


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A name to write a file under; at the end of the block it takes the place of ``path``, or goes if that fails.

    Raises:
        ResourceDoesNotExist: There is no folder to put it into.
        InvalidParameterValue: ``path`` is a folder.
    """
    if path.is_dir():
        raise InvalidParameterValue(f"{str(path)!r} is a folder.")
    if not path.parent.is_dir():
        raise ResourceDoesNotExist(f"There is no folder {str(path.parent)!r} to write {path.name} into.")
    with tempfile.TemporaryDirectory(prefix=".predictions-", dir=path.parent) as making:
        made = Path(making, path.name)
        yield made
        os.replace(made, path)


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """A folder to write files into; at the end of the block they are at ``path``, or nowhere if that fails.

    Raises:
        ResourceAlreadyExists: ``path`` is a file.
    """
    if path.exists() and not path.is_dir():
        raise ResourceAlreadyExists(f"{str(path)!r} is a file; name a folder for the predictions of several files.")
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".predictions-", dir=path.parent) as name:
        making = Path(name, "made")
        making.mkdir()
        yield making
        try:
            os.replace(making, path)  # takes the place of nothing, or of an empty folder
        except OSError:
            for file in sorted(making.rglob("*")):
                if file.is_file():
                    target = path / file.relative_to(making)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    os.replace(file, target)
