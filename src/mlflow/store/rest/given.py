"""A server and who asks it, given as an object instead of by the environment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from mlflow.store.rest.credentials import FromEnvironment, basic, bearer
from mlflow.store.rest.outgoing import Outgoing
from mlflow.store.rest.store import RestStore, over
from mlflow.store.rest.transport import HttpTransport


@dataclass(frozen=True)
class MlflowHostCreds:
    """A server, and who asks it.

    Args:
        host: Its address.
        username: A name, with
        password: its password. Or
        token: a token.
        ignore_tls_verification: Whether any certificate is taken.
    """

    host: str
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)
    ignore_tls_verification: bool = False


class Given:
    """Credentials that a function returns, asked for each request; those of the environment where it gives none.

    Args:
        get_host_creds: The function.
    """

    def __init__(self, get_host_creds: Callable[[], MlflowHostCreds]) -> None:
        self._get = get_host_creds
        self._otherwise = FromEnvironment()

    def sign(self, request: Outgoing) -> None:
        given = self._get()
        if given.username and given.password:
            request.headers["Authorization"] = basic(given.username, given.password)
        elif given.token:
            request.headers["Authorization"] = bearer(given.token)
        else:
            self._otherwise.sign(request)


def open_store(get_host_creds: Callable[[], MlflowHostCreds]) -> RestStore:
    """The store of the server that a function names.

    Args:
        get_host_creds: The function.
    """
    first = get_host_creds()
    return over(HttpTransport(first.host, Given(get_host_creds), first.ignore_tls_verification or None))
