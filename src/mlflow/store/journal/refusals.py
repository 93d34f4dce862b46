"""What a store will not have: kept in a file that people can read, and told once."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from mlflow.store.journal.file import append_to
from mlflow.store.journal.records import Record, shown

_log = logging.getLogger(__name__)

SUFFIX: Final = ".refused.jsonl"


class Refusals:
    """Sets records aside.

    Args:
        file: Says beside which journal.
    """

    def __init__(self, file: Callable[[], Path]) -> None:
        self._file = file
        self._told: set[tuple[str, str]] = set()
        self._of: dict[str, tuple[int, Exception]] = {}

    def of(self, run_id: str) -> tuple[int, Exception | None]:
        """How much of a run was refused, and why the last of it was."""
        return self._of.get(run_id, (0, None))

    def add(self, record: Record, error: Exception) -> None:
        """Keep a record and say why the store refused it: the first of a run and reason aloud."""
        self._of[record[1]] = (self.of(record[1])[0] + 1, error)
        path = self._file().with_suffix("")
        path = path.with_name(path.name + SUFFIX)
        code = getattr(error, "error_code", type(error).__name__)
        line = {"time": int(time.time() * 1000), "error": f"{code}: {error}", **shown(record)}
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            append_to(path, f"{json.dumps(line, ensure_ascii=False)}\n".encode("utf-8", "backslashreplace"))
        except OSError as failure:
            _log.error("A record was refused by the store and cannot be kept (%s): %s", failure, json.dumps(line))
        if (record[1], code) not in self._told:
            self._told.add((record[1], code))
            _log.warning(
                "The store refused what was logged to %s (%s). It is kept in %s; the rest goes on.",
                record[1],
                error,
                path,
            )
