"""Who may do what: the seam between routes and whatever decides.

Every route has a :class:`~mlflow.contracts.acts.Rule`; the route table asks an :class:`Authorizer` before a handler
runs.
Without accounts, :class:`GrantAll` answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from mlflow.contracts.acts import Level, Rule

#: What anybody may do: pages that hold no data.
PUBLIC = Rule(Level.PUBLIC, "server")


@dataclass(frozen=True)
class Caller:
    """Who asks.

    Args:
        name: Their name; empty where the server knows no names.
    """

    name: str = ""


class Authorizer(Protocol):
    """Decides for each request."""

    def identify(self, headers: Mapping[str, str]) -> Caller:
        """Who sends these headers.

        Raises:
            Unauthenticated: Nobody that is known, where that is needed.
        """

    def check(self, caller: Caller, rule: Rule, arguments: Mapping[str, Any]) -> None:
        """Let an act pass or not.

        Args:
            caller: Who asks.
            rule: What the act needs.
            arguments: The act's arguments; ``rule.argument`` names the one that is the object.

        Raises:
            PermissionDenied: They may not.
        """

    def readable(self, caller: Caller, rule: Rule, result: Any) -> Any:
        """A page of a listing, cut down to what the caller may read; called where ``rule.argument`` is None."""


class GrantAll:
    """Lets everybody do everything: the server of one person, or of a team that trusts its network."""

    def identify(self, headers: Mapping[str, str]) -> Caller:
        return Caller()

    def check(self, caller: Caller, rule: Rule, arguments: Mapping[str, Any]) -> None:
        return None

    def readable(self, caller: Caller, rule: Rule, result: Any) -> Any:
        return result
