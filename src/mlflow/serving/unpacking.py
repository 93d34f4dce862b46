"""Files that are unpacked beside themselves, once for all processes that find them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path


def unpacked_once(file: Path, unpack: Callable[[Path, Path], object]) -> Path:
    """The folder of what a file holds.

    It is this user's alone, and there whole or not at all.

    Args:
        file: The file; in a folder that nobody else may write to.
        unpack: Unpacks the file into an empty folder.
    """
    final = file.with_name(f"{file.name}-unpacked")
    if final.is_dir():
        return final
    making = Path(tempfile.mkdtemp(prefix=f"{file.name}-", dir=file.parent))
    try:
        unpack(file, making)
        try:
            making.rename(final)
        except OSError:
            if not final.is_dir():  # else another process was faster
                raise
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return final
