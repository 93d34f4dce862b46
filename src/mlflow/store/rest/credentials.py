"""Who asks a tracking server: what the environment, the file of credentials or the server's address say."""

from __future__ import annotations

from base64 import b64encode
from typing import Any, NamedTuple

from mlflow import environment_variables as variables
from mlflow.exceptions import InvalidParameterValue
from mlflow.store.rest.aws import sign_for_aws
from mlflow.store.rest.noted import read_sections
from mlflow.store.rest.outgoing import Outgoing
from mlflow.store.rest.request_auth import fetch_auth

_FILE = "~/.mlflow/credentials"


class MlflowCreds(NamedTuple):
    """A name and a password; either may be unknown."""

    username: str | None
    password: str | None


class FromEnvironment:
    """A name and password, else a token, of the ``MLFLOW_TRACKING_*`` variables; looked up for each request.

    A name or password that no variable gives is that of ``~/.mlflow/credentials``, or else of the server's address.
    ``MLFLOW_TRACKING_AWS_SIGV4`` and ``MLFLOW_TRACKING_AUTH`` sign requests instead.

    Args:
        named: Name and password that stand in the server's address.
    """

    def __init__(self, named: tuple[str, str] | None = None) -> None:
        self._named = named
        self._plugin: tuple[str, Any] | None = None

    def sign(self, request: Outgoing) -> None:
        name, password = read_mlflow_creds()
        token = variables.MLFLOW_TRACKING_TOKEN.get()
        if not (name and password) and self._named is not None and not token:
            name, password = self._named
        if name and password:
            request.headers["Authorization"] = basic(name, password)
        elif token:
            request.headers["Authorization"] = bearer(token)
        if variables.MLFLOW_TRACKING_AWS_SIGV4.get():
            sign_for_aws(request)
        elif plugin := variables.MLFLOW_TRACKING_AUTH.get():
            self._let_sign(plugin, request)

    def _let_sign(self, plugin: str, request: Outgoing) -> None:
        if self._plugin is None or self._plugin[0] != plugin:
            self._plugin = plugin, fetch_auth(plugin)
        auth = self._plugin[1]
        if isinstance(auth, tuple):
            request.headers["Authorization"] = basic(str(auth[0]), str(auth[1]))
        elif auth is not None:
            auth(request)


def basic(name: str, password: str) -> str:
    """The header of a name and a password."""
    return "Basic " + b64encode(f"{name}:{password}".encode()).decode()


def bearer(token: str) -> str:
    """The header of a token.

    Raises:
        InvalidParameterValue: It cannot be sent; it is not shown.
    """
    token = token.strip()
    if not token.isascii() or not token.isprintable():
        raise InvalidParameterValue("The token for the server holds characters that a header cannot; is it complete?")
    return f"Bearer {token}"


def read_mlflow_creds() -> MlflowCreds:
    """Name and password of the environment variables, or else of ``~/.mlflow/credentials``."""
    name, password = variables.MLFLOW_TRACKING_USERNAME.get(), variables.MLFLOW_TRACKING_PASSWORD.get()
    if not (name and password):
        noted = read_sections(_FILE).get("mlflow", {})
        name = name or noted.get("mlflow_tracking_username")
        password = password or noted.get("mlflow_tracking_password")
    return MlflowCreds(name, password)
