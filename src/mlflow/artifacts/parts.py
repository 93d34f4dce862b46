"""A file that arrives in parts, several at a time and in any order, each sent again where it broke.

Where a store can take the parts itself, clients send them straight there, to addresses that are signed for this one
purpose; else the server holds them until the file is whole.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field

from mlflow.exceptions import InvalidParameterValue, ResourceDoesNotExist

#: As many as the stores allow.
MOST_PARTS = 10_000


@dataclass(frozen=True)
class Target:
    """Where one part goes.

    Args:
        number: From 1.
        url: Its address for a PUT; ``""`` where it goes to the server that was asked.
        headers: To be sent with it.
    """

    number: int
    url: str = ""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """A part that has arrived.

    Args:
        number: From 1.
        etag: What its receiver answered.
    """

    number: int
    etag: str


class PartedUploads(ABC):
    """Takes files in parts."""

    @abstractmethod
    def begin(self, path: str, count: int) -> tuple[str, list[Target]]:
        """Begin a file; returns the upload's id, and where each part goes.

        Args:
            path: The file; nothing is there until all has arrived.
            count: Parts, 1 to :data:`MOST_PARTS`.
        """

    @abstractmethod
    def finish(self, path: str, upload_id: str, parts: list[Part]) -> None:
        """Put the parts together: the whole file is there afterwards.

        Raises:
            ResourceDoesNotExist: There is no such upload of this file.
            InvalidParameterValue: A part is missing, or is another than the one that arrived.
        """

    @abstractmethod
    def abandon(self, path: str, upload_id: str) -> None:
        """Forget an upload and its parts; nothing happens where there is none."""


def checked_count(count: int) -> int:
    """The number of parts of a file.

    Raises:
        InvalidParameterValue: There are none, or too many.
    """
    if not 1 <= count <= MOST_PARTS:
        raise InvalidParameterValue(f"A file has 1 to {MOST_PARTS} parts, not {count}; make the parts larger.")
    return count


def in_order(parts: list[Part]) -> list[Part]:
    """The parts by number.

    Raises:
        InvalidParameterValue: One is missing or there twice.
    """
    found = sorted(parts, key=lambda p: p.number)
    if [p.number for p in found] != list(range(1, len(found) + 1)) or not found:
        raise InvalidParameterValue("Every part of the file must be named once, beginning with number 1.")
    return found


def no_upload() -> ResourceDoesNotExist:
    """The error for an upload that is not there, or not of this file: which of the two is not told."""
    return ResourceDoesNotExist("There is no such upload of this file. It may have been given up; begin it again.")
