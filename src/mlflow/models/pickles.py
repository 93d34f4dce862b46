"""The one place where pickles are read: loading one is running its code.

``MLFLOW_ALLOW_PICKLE_DESERIALIZATION=false`` refuses every pickle, whatever the file is called: a loader hands over
the file, and what it can be is decided by its content. A model can also bring plain Python code, which this does not
refuse: that can be read before it is run.
"""

from __future__ import annotations

import io
import pickle
import pickletools
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cloudpickle

from mlflow.environment_variables import MLFLOW_ALLOW_PICKLE_DESERIALIZATION
from mlflow.exceptions import InvalidParameterValue, PermissionDenied

#: Beginnings of streams that are compressed and may hold one, as joblib writes them.
_COMPRESSED = (
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ",
    b"\x78\x01",
    b"\x78\x5e",
    b"\x78\x9c",
    b"\x78\xda",
    b"\x04\x22M\x18",
    b"ZF",
)
#: What a pickle can begin with: an instruction that takes nothing from the stack, which is empty then.
_FIRST = frozenset(op.code.encode("latin-1") for op in pickletools.opcodes if not op.stack_before)
#: Formats that begin with such a byte, and go on as no pickle can.
_NO_PICKLES = (b"\x89HDF\r\n\x1a\n", b"\x89PNG\r\n\x1a\n")
_ARCHIVE = b"PK\x03\x04"
_HEAD = 512


def looks_like_pickle(path: str | Path) -> bool:
    """Whether a file may be a pickle, or an archive, array or compressed stream that holds one, by its content.

    It is asked what the file can be, not what it looks like most: ``False`` means that no loader can unpickle it.
    """
    file = Path(path)
    with open(file, "rb") as stream:
        head = stream.read(_HEAD)
    if _begins_as_pickle(head) and not head.startswith(_ARCHIVE):
        return True
    if not zipfile.is_zipfile(file):
        return head.startswith(b"PK")  # a damaged archive, which some loader may make sense of
    try:
        with zipfile.ZipFile(file) as archive:
            return any(_is_pickle_in(archive, member) for member in archive.infolist())
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, zlib.error):
        return True  # it cannot be looked into


def _is_pickle_in(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    if member.is_dir():
        return False
    with archive.open(member) as stream:
        head = stream.read(_HEAD)
    return member.filename.endswith((".pkl", ".pickle")) or _begins_as_pickle(head) or head.startswith(b"PK")


def _begins_as_pickle(head: bytes) -> bool:
    if head.startswith(b"\x93NUMPY"):
        return b"O" in head[10:].split(b"\n", 1)[0].partition(b"descr")[2].partition(b"fortran_order")[0]
    if head.startswith(_COMPRESSED) or head[257:262] == b"ustar":
        return True
    return head[:1] in _FIRST and not head.startswith(_NO_PICKLES)


def refuse_unless_allowed(path: str | Path, what: str = "model") -> None:
    """Refuse to go on when pickles may not be loaded.

    Raises:
        PermissionDenied: ``MLFLOW_ALLOW_PICKLE_DESERIALIZATION`` is false.
    """
    if not MLFLOW_ALLOW_PICKLE_DESERIALIZATION.get():
        raise PermissionDenied(
            f"The {what} in {Path(path).name!r} is a pickle, and loading a pickle runs code it holds. "
            f"{MLFLOW_ALLOW_PICKLE_DESERIALIZATION.name} forbids that; unset it only for models you trust."
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
