"""The one place where pickles are read: loading one is running its code.

``MLFLOW_ALLOW_PICKLE_DESERIALIZATION=false`` refuses every pickle, whatever the file is called: a loader hands over
the file, and what it is is decided by its first bytes.
"""

from __future__ import annotations

import io
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cloudpickle

from mlflow.environment_variables import MLFLOW_ALLOW_PICKLE_DESERIALIZATION
from mlflow.exceptions import InvalidParameterValue, PermissionDenied

#: Beginnings of streams that unpickle, or that are compressed and may hold one.
_COMPRESSED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda", b"\x04\x22M\x18")


def looks_like_pickle(path: str | Path) -> bool:
    """Whether a file's content is a pickle, or an archive or compressed stream that holds one."""
    file = Path(path)
    with open(file, "rb") as stream:
        head = stream.read(4096)
    if head[:1] == b"\x80" or head.startswith(_COMPRESSED):
        return True
    if head.startswith(b"PK"):
        with zipfile.ZipFile(file) as archive:
            return any(name.endswith(".pkl") or "/data.pkl" in name for name in archive.namelist())
    return _protocol_zero(head)


def _protocol_zero(head: bytes) -> bool:
    """Whether bytes begin as pickles of protocol 0 and 1 do: they have no magic number, only instructions."""
    return head[:1] in b"(c]}I\x8cKJMGNSVX)l" and (b"\n" in head or b"." in head) and not _is_text_model(head)


def _is_text_model(head: bytes) -> bool:
    """Whether this is JSON or a text model, which begins with a bracket too."""
    stripped = head.lstrip()
    return stripped[:1] in b'{["' and b'"' in stripped[:64]


def refuse_unless_allowed(path: str | Path, what: str = "model") -> None:
    """Refuse to go on when pickles may not be loaded.

    Raises:
        PermissionDenied: ``MLFLOW_ALLOW_PICKLE_DESERIALIZATION`` is false.
    """
    if not MLFLOW_ALLOW_PICKLE_DESERIALIZATION.get():
        raise PermissionDenied(
            f"The {what} in {Path(path).name!r} is a pickle, and loading a pickle runs code it holds. "
            f"{MLFLOW_ALLOW_PICKLE_DESERIALIZATION} forbids that; unset it only for models you trust."
        )


def check(path: str | Path) -> None:
    """Refuse a file that a framework's own loader would unpickle, judged by its content.

    Raises:
        PermissionDenied: It is a pickle, and pickles may not be loaded.
    """
    if not MLFLOW_ALLOW_PICKLE_DESERIALIZATION.get() and looks_like_pickle(path):
        refuse_unless_allowed(path)


def load(path: str | Path, read: Callable[[io.BufferedReader], Any] = pickle.load) -> Any:
    """Unpickle a file.

    Args:
        path: The file.
        read: What unpickles an open file; ``pickle.load`` reads what cloudpickle wrote, too.

    Raises:
        PermissionDenied: Pickles may not be loaded.
        InvalidParameterValue: The file is damaged, or was made with a module or version that is not here.
    """
    refuse_unless_allowed(path)
    with open(path, "rb") as stream:
        try:
            return read(stream)
        except (ImportError, AttributeError, EOFError, pickle.UnpicklingError) as error:
            raise InvalidParameterValue(
                f"{Path(path).name!r} cannot be unpickled here: {type(error).__name__}: {error}. Install what the "
                "model's requirements.txt names, in the versions it names."
            ) from error


def dump(value: Any, path: str | Path, with_cloudpickle: bool = True) -> None:
    """Pickle a value to a file; cloudpickle takes classes and functions of ``__main__`` along.

    Raises:
        InvalidParameterValue: The value cannot be pickled.
    """
    writer = cloudpickle if with_cloudpickle else pickle
    try:
        with open(path, "wb") as stream:
            writer.dump(value, stream)
    except (pickle.PicklingError, TypeError, AttributeError) as error:
        raise InvalidParameterValue(f"A {type(value).__name__} cannot be pickled: {error}") from error
