"""A copy of a SQLite database, made while others read and write it."""

from __future__ import annotations

import os
import shlex
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from mlflow.exceptions import (
    InvalidParameterValue,
    MlflowException,
    MlflowNotImplementedException,
    ResourceAlreadyExists,
)
from mlflow.store.sql.databases import Database
from mlflow.store.sql.engine import SqliteDatabase, told

#: Pages that are copied between two looks at the progress: 4 MB.
_AT_ONCE: Final = 1024


def back_up(
    database: Database,
    destination: str | Path,
    start: Callable[[int], Callable[[], None]] = lambda steps: lambda: None,
) -> int:
    """Copy a database as it is at this moment; whoever writes meanwhile goes on, and is not in the copy.

    The copy appears under its name when it is whole and was read again.

    Args:
        database: The database.
        destination: The file to make.
        start: Told how many steps there are; returns what is called after each.

    Returns:
        Bytes of the copy.

    Raises:
        ResourceAlreadyExists: There is something at the destination.
        MlflowNotImplementedException: It is on a server; the message names the command that copies it.
        MlflowException: The copy is damaged, or the disk is full.
    """
    target = Path(destination).absolute()
    if not isinstance(database, SqliteDatabase):
        command = database.dump_command(str(target))
        raise MlflowNotImplementedException(
            f"The database at {database.url} is copied by its own tool, while it is in use:\n    {shlex.join(command)}"
        )
    if not database.file:
        raise InvalidParameterValue("A database in memory cannot be copied.")
    if target.exists():
        raise ResourceAlreadyExists(f"There is something at {target} already; name another file.")
    if not target.parent.is_dir():
        raise InvalidParameterValue(f"There is no folder {target.parent}.")
    part = target.with_name(f".{target.name}.part")
    _forget(part)
    try:
        # Who may not read the database may not read its copy.
        mode = os.stat(database.file).st_mode & 0o777
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode))
        _copy(database.file, part, start)
        with open(part, "rb") as copied:
            os.fsync(copied.fileno())
        _place(part, target)
        return target.stat().st_size
    except FileExistsError:
        raise ResourceAlreadyExists(f"There is something at {target} already; name another file.") from None
    except sqlite3.Error as error:
        raise told(error, str(target)) from error
    finally:
        _forget(part)


def _copy(file: str, part: Path, start: Callable[[int], Callable[[], None]]) -> None:
    source = sqlite3.connect(file, isolation_level=None)
    try:
        # One reading transaction around it: what is written meanwhile does not make the copy begin anew.
        source.execute("BEGIN")
        (pages,) = source.execute("PRAGMA page_count").fetchone()
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        step = start(-(-int(pages) // _AT_ONCE))
        target = sqlite3.connect(part, isolation_level=None)
        try:
            source.backup(target, pages=_AT_ONCE, progress=lambda *_: step())
            (found,) = target.execute("PRAGMA quick_check(1)").fetchone()
            # A file of its own: nothing stands beside it in a log.
            target.execute("PRAGMA journal_mode = DELETE")
        finally:
            target.close()
        if found != "ok":
            raise MlflowException(f"The copy of {file} is damaged: {found}. The database itself may be, too.")
    finally:
        source.close()


def _place(part: Path, target: Path) -> None:
    try:
        os.link(part, target)  # unlike a replacement, this fails where something has appeared
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        os.rename(part, target)


def _forget(part: Path) -> None:
    for suffix in ("", "-journal", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            os.unlink(f"{part}{suffix}")
