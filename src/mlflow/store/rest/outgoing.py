"""A request on its way out, as those see it who add to its headers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import IO, Protocol


@dataclass
class Outgoing:
    """A request that is about to be sent; its fields have the names that libraries for authentication expect.

    Args:
        method: HTTP method.
        url: The whole address, quoted.
        headers: By name; what is put here is sent.
        body: Bytes, or a file to be read from its beginning.
    """

    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | IO[bytes] | None = None


class Credentials(Protocol):
    """Shows a server who asks."""

    def sign(self, request: Outgoing) -> None:
        """Add what shows it to the request's headers; asked anew for every attempt, so that it may change with time.

        Raises:
            MlflowException: There is nothing to show, where something must be; the message says what is missing.
        """


class Nobody:
    """Shows nothing."""

    def sign(self, request: Outgoing) -> None:
        return None
