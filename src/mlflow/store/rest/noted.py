"""Files in which people note their credentials: sections of ``name = value`` lines."""

from __future__ import annotations

import configparser
import os
from collections.abc import Mapping
from pathlib import Path

from mlflow.exceptions import MlflowException

_read: dict[str, tuple[tuple[int, int], dict[str, dict[str, str]]]] = {}


def read_sections(file: str) -> Mapping[str, Mapping[str, str]]:
    """The sections of an ``ini`` file of credentials, read again when it has changed; none where there is no file.

    Raises:
        MlflowException: It cannot be read as such. What it holds is not shown.
    """
    path = Path(file).expanduser()
    try:
        state = os.stat(path)
    except OSError:
        return {}
    changed = (state.st_mtime_ns, state.st_size)
    known = _read.get(str(path))
    if known is None or known[0] != changed:
        parser = configparser.ConfigParser(interpolation=None, default_section="")
        try:
            parser.read_string(path.read_text(encoding="utf-8"))
        except (configparser.Error, OSError, UnicodeError):
            raise MlflowException(
                f"{path} is not a readable file of [sections] with name = value lines.",
                error_code="INVALID_PARAMETER_VALUE",
            ) from None
        known = _read[str(path)] = changed, {name: dict(parser[name]) for name in parser.sections()}
    return known[1]
