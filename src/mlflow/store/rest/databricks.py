"""The tracking server of a Databricks workspace: the same contract, behind Databricks' own names and tokens.

Where the workspace is and who asks stand in the ``DATABRICKS_*`` environment variables or in a profile of
``~/.databrickscfg``, as for Databricks' other tools. A profile's token only ever goes to that profile's host.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
import urllib3

from mlflow import environment_variables as variables
from mlflow.exceptions import InvalidParameterValue, MlflowException, MlflowNotImplementedException, Unauthenticated
from mlflow.store.rest.answers import Answer
from mlflow.store.rest.connections import open_connections
from mlflow.store.rest.credentials import basic, bearer
from mlflow.store.rest.noted import read_sections
from mlflow.store.rest.outgoing import Outgoing
from mlflow.store.rest.store import RestStore, over
from mlflow.store.rest.transport import Body, HttpTransport
from mlflow.uris import base_url, databricks_profile

_DEFAULT = "DEFAULT"
#: Seconds before its end that a token is not used any more.
_MARGIN = 60.0
_ENDED = b'{"error_code": "UNAUTHENTICATED", "message": "The workspace does not take the token; has it ended?"}'


@dataclass(frozen=True)
class Workspace:
    """Where a workspace is, and what shows it who asks.

    Args:
        host: Its address, without a final slash.
        facts: What a profile holds, by Databricks' names: ``token``, ``username``, ``client_id`` and so on.
        source: Where that stands, for messages.
        insecure: Whether any certificate is taken.
    """

    host: str
    facts: Mapping[str, str]
    source: str
    insecure: bool


def workspace_of(uri: str) -> Workspace:
    """The workspace that ``databricks`` or ``databricks://profile`` means.

    Raises:
        InvalidParameterValue: No address of it is known; the message says where it is looked for.
        MlflowNotImplementedException: Its keys are in a secret scope.
    """
    profile, prefix = databricks_profile(uri)
    if prefix:
        raise MlflowNotImplementedException(
            f"{uri!r} names keys in a secret scope, which can be read inside a Databricks notebook only. Write host "
            "and token into a profile of ~/.databrickscfg, and give databricks://profile."
        )
    file = variables.DATABRICKS_CONFIG_FILE.get() or "~/.databrickscfg"
    if not profile and (given := variables.DATABRICKS_HOST.get()):
        return Workspace(_address(given), _of_environment(), "the environment", variables.DATABRICKS_INSECURE.get())
    name = profile or variables.DATABRICKS_CONFIG_PROFILE.get() or _DEFAULT
    sections = read_sections(file)
    noted = sections.get(name)
    if noted is None or not noted.get("host"):
        known = ", ".join(sections) or "there are none"
        lacks = "has no host" if noted is not None else f"is not there (profiles: {known})"
        raise InvalidParameterValue(
            f"{uri!r} cannot be reached: the profile {name!r} of {file} {lacks}. Set DATABRICKS_HOST and "
            f"DATABRICKS_TOKEN, or write a section [{name}] with the lines 'host = https://…' and 'token = …'."
            if not profile
            else f"{uri!r} cannot be reached: the profile {name!r} of {file} {lacks}. Write a section [{name}] with "
            "the lines 'host = https://…' and 'token = …'."
        )
    own = {} if profile else _of_environment()
    insecure = noted.get("insecure", "").lower() in ("true", "1") or variables.DATABRICKS_INSECURE.get()
    return Workspace(_address(noted["host"]), own or noted, f"the profile {name!r} of {file}", insecure)


def _address(text: str) -> str:
    """A host as people write it, with or without a scheme, also copied from a browser."""
    text = text.strip()
    scheme, host, port, _ = base_url(text if "://" in text else f"https://{text}")
    return f"{scheme}://{host}" + (f":{port}" if port is not None else "")


def _of_environment() -> dict[str, str]:
    given = {
        "token": variables.DATABRICKS_TOKEN.get(),
        "username": variables.DATABRICKS_USERNAME.get(),
        "password": variables.DATABRICKS_PASSWORD.get(),
        "client_id": variables.DATABRICKS_CLIENT_ID.get(),
        "client_secret": variables.DATABRICKS_CLIENT_SECRET.get(),
    }
    return {name: value for name, value in given.items() if value}


class DatabricksCredentials:
    """A token, a service principal's id and secret, or a name and password; looked up for each request.

    Args:
        uri: ``databricks`` or ``databricks://profile``.
    """

    def __init__(self, uri: str) -> None:
        self._uri = uri
        self._lock = threading.Lock()
        self._granted: tuple[str, str, float] | None = None

    def sign(self, request: Outgoing) -> None:
        workspace = workspace_of(self._uri)
        if not request.url.startswith(workspace.host + "/"):
            raise InvalidParameterValue(f"{workspace.source} names another host than before; start again to go there.")
        request.headers["Authorization"] = self._shown(workspace)

    def _shown(self, workspace: Workspace) -> str:
        facts = workspace.facts
        if facts.get("token"):
            return bearer(facts["token"])
        if facts.get("client_id") and facts.get("client_secret"):
            return bearer(self._token_of(workspace, facts["client_id"], facts["client_secret"]))
        if facts.get("username") and facts.get("password"):
            return basic(facts["username"], facts["password"])
        kind = facts.get("auth_type")
        raise Unauthenticated(
            f"{self._uri!r}: {workspace.source} gives {workspace.host}, but nothing that shows who you are"
            + (f" (auth_type {kind!r} is not supported)" if kind else "")
            + ". Give a token (DATABRICKS_TOKEN, or 'token = …' in the profile), the client_id and client_secret of a "
            "service principal, or a username and password."
        )

    def _token_of(self, workspace: Workspace, client_id: str, secret: str) -> str:
        """The token that a service principal is granted; asked for again when it is about to end."""
        with self._lock:
            if self._granted is None or self._granted[0] != client_id or self._granted[2] < time.monotonic():
                self._granted = (client_id, *_grant(workspace, client_id, secret))
            return self._granted[1]


class _WorkspaceTransport(HttpTransport):
    """Requests to a workspace, which says 403 of a token that has ended, as of what its owner may not do.

    The one passes when there is a new token, the other does not; so they are told apart here.
    """

    def send(
        self,
        method: str,
        target: str,
        body: Body = None,
        content_type: str | None = None,
        again: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        answer = super().send(method, target, body, content_type, again, headers)
        if answer.status == 403 and b"access token" in answer.body.lower():
            return Answer(401, _ENDED, answer.headers)
        return answer


class _Grant(msgspec.Struct):
    access_token: str
    expires_in: float = 3600.0


def _grant(workspace: Workspace, client_id: str, secret: str) -> tuple[str, float]:
    """A token and the moment, by the monotonic clock, from which another one is wanted."""
    url = f"{workspace.host}/oidc/v1/token"
    connections = open_connections(workspace.host, workspace.insecure)
    try:
        answer = connections.pool.urlopen(
            "POST",
            connections.base + "/oidc/v1/token",
            body=b"grant_type=client_credentials&scope=all-apis",
            headers={"Authorization": basic(client_id, secret), "Content-Type": "application/x-www-form-urlencoded"},
            retries=False,
            redirect=False,
            timeout=urllib3.Timeout(30.0),
        )
    except urllib3.exceptions.HTTPError as error:
        raise MlflowException(f"No token was got from {url}: {error}", error_code="TEMPORARILY_UNAVAILABLE") from None
    try:
        granted = msgspec.json.decode(answer.data, type=_Grant) if answer.status == 200 else None
    except msgspec.MsgspecError:
        granted = None
    if granted is None:
        raise Unauthenticated(
            f"{url} grants no token (status {answer.status}). Are client_id and client_secret those of a service "
            "principal of this workspace?"
        )
    return granted.access_token, time.monotonic() + granted.expires_in - _MARGIN


def open_store(uri: str) -> RestStore:
    """The tracking server and the model registry of a workspace.

    Args:
        uri: ``databricks`` or ``databricks://profile``.

    Raises:
        InvalidParameterValue: No address of it is known.
        MlflowNotImplementedException: It is a registry in Unity Catalog.
    """
    if uri.startswith("databricks-uc"):
        raise MlflowNotImplementedException(
            "Models in Unity Catalog cannot be reached. For those of the workspace's own registry, call "
            f"mlflow.set_registry_uri({uri.replace('-uc', '', 1)!r})."
        )
    workspace = workspace_of(uri)
    return over(_WorkspaceTransport(workspace.host, DatabricksCredentials(uri), workspace.insecure or None))
