"""Who a model acts for when it reaches its resources."""

from __future__ import annotations

from typing import Any

from mlflow.exceptions import InvalidParameterValue
from mlflow.models.resources import Resource, recorded


class UserAuthPolicy:
    """The model acts for who asks it.

    Args:
        api_scopes: What it may do then.
    """

    def __init__(self, api_scopes: list[str]) -> None:
        self.api_scopes = api_scopes

    def to_dict(self) -> dict[str, Any]:
        """The policy as ``MLmodel`` has it."""
        return {"api_scopes": list(self.api_scopes)}


class SystemAuthPolicy:
    """The model acts for itself.

    Args:
        resources: What it may reach.
    """

    def __init__(self, resources: list[Resource]) -> None:
        self.resources = resources

    def to_dict(self) -> dict[str, Any]:
        """The policy as ``MLmodel`` has it."""
        return {"resources": recorded(self.resources)}


class AuthPolicy:
    """Both policies of a model.

    Args:
        user_auth_policy: What it does for who asks it.
        system_auth_policy: What it does for itself.
    """

    def __init__(
        self, user_auth_policy: UserAuthPolicy | None = None, system_auth_policy: SystemAuthPolicy | None = None
    ) -> None:
        self.user_auth_policy = user_auth_policy
        self.system_auth_policy = system_auth_policy

    def to_dict(self) -> dict[str, Any]:
        """The policies as ``MLmodel`` has them."""
        return {
            "system_auth_policy": self.system_auth_policy.to_dict() if self.system_auth_policy else {},
            "user_auth_policy": self.user_auth_policy.to_dict() if self.user_auth_policy else {},
        }


def read_auth_policy(given: Any) -> dict[str, Any] | None:
    """What a user gave as ``auth_policy``, as ``MLmodel`` has it.

    Raises:
        InvalidParameterValue: It is no :class:`AuthPolicy`.
    """
    if given is None or isinstance(given, dict):
        return given
    if isinstance(given, AuthPolicy):
        return given.to_dict()
    raise InvalidParameterValue(f"auth_policy must be an AuthPolicy, not a {type(given).__name__}.")
