"""Connections to a server: its certificates, those shown to it, and the proxy in between."""

from __future__ import annotations

import os
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Any

import urllib3
from urllib3.util import make_headers

from mlflow import environment_variables as variables
from mlflow.exceptions import InvalidParameterValue
from mlflow.uris import base_url, credentials_in

#: As many threads as one process is likely to log from keep their connections.
_KEPT = 64
#: Bytes of a file that are sent at once.
_BLOCK = 1 << 18


@dataclass(frozen=True)
class Connections:
    """A pool of kept-open connections.

    Args:
        pool: Sends requests.
        base: What stands before a target in what the pool is asked for: the whole address where a proxy is asked.
    """

    pool: urllib3.HTTPConnectionPool | urllib3.PoolManager
    base: str


def open_connections(url: str, insecure: bool | None = None) -> Connections:
    """Connections to the server at an address, as the environment variables say; none is made yet.

    Args:
        url: The address, without credentials.
        insecure: Whether any certificate is taken; as ``MLFLOW_TRACKING_INSECURE_TLS`` says where None.

    Raises:
        InvalidParameterValue: The variables contradict each other, or name files that are not there.
    """
    scheme, host, port, path = base_url(url)
    kept = variables.MLFLOW_HTTP_POOL_MAXSIZE.get() if variables.MLFLOW_HTTP_POOL_MAXSIZE.is_set() else _KEPT
    options: dict[str, Any] = {"maxsize": kept, "blocksize": _BLOCK}
    if scheme == "https":
        options.update(_certificates(variables.MLFLOW_TRACKING_INSECURE_TLS.get() if insecure is None else insecure))
    proxy = proxy_of(scheme, host, port)
    if proxy is not None:
        return Connections(_through(proxy, options), url.rstrip("/"))
    # urllib3's sockets have TCP_NODELAY: a small request is not held back for an acknowledgement.
    kind = urllib3.HTTPSConnectionPool if scheme == "https" else urllib3.HTTPConnectionPool
    return Connections(kind(host, port, **options), path)


def web_pool(url: str, **options: Any) -> urllib3.PoolManager:
    """A pool for an address that is no tracking server: through the proxy, and with the authorities, of this user.

    Args:
        url: The address; what it redirects to is reached the same way.
        options: Further options of the pool.
    """
    scheme, host, port, _ = base_url(url)
    trusted = variables.authorities_file()
    if trusted:
        options["ca_cert_dir" if os.path.isdir(trusted) else "ca_certs"] = _there("REQUESTS_CA_BUNDLE", trusted)
    proxy = proxy_of(scheme, host, port)
    if proxy is None:
        return urllib3.PoolManager(**options)
    return _through(proxy, options)


def _through(proxy: str, options: dict[str, Any]) -> urllib3.ProxyManager:
    named, address = credentials_in(proxy)
    shown = make_headers(proxy_basic_auth=f"{named[0]}:{named[1]}") if named is not None else None
    return urllib3.ProxyManager(address, proxy_headers=shown, **options)


def _certificates(insecure: bool) -> dict[str, Any]:
    own = variables.MLFLOW_TRACKING_SERVER_CERT_PATH.get()
    if insecure and own:
        raise InvalidParameterValue(
            "MLFLOW_TRACKING_INSECURE_TLS and MLFLOW_TRACKING_SERVER_CERT_PATH contradict each other; unset one."
        )
    found: dict[str, Any] = {"cert_reqs": "CERT_NONE" if insecure else "CERT_REQUIRED"}
    shown = variables.MLFLOW_TRACKING_CLIENT_CERT_PATH.get()
    if shown:
        found["cert_file"] = _there("MLFLOW_TRACKING_CLIENT_CERT_PATH", shown)
    trusted = _there("MLFLOW_TRACKING_SERVER_CERT_PATH", own) if own else variables.authorities_file()
    if trusted and not insecure:
        found["ca_cert_dir" if os.path.isdir(trusted) else "ca_certs"] = _there("REQUESTS_CA_BUNDLE", trusted)
    return found


def _there(name: str, path: str) -> str:
    if not os.path.exists(path):
        raise InvalidParameterValue(f"{name} is {path!r}, and there is no such file.")
    return path


def proxy_of(scheme: str, host: str, port: int | None) -> str | None:
    """The proxy that requests to a server go through, None where they go straight; this machine needs none.

    Raises:
        InvalidParameterValue: It is of a kind that cannot be used.
    """
    proxy = variables.proxy_for(scheme)
    if proxy is None or is_here(host) or _goes_straight(host, port):
        return None
    if "://" not in proxy:
        proxy = f"http://{proxy}"
    if not proxy.startswith(("http://", "https://")):
        raise InvalidParameterValue(
            f"The proxy that {scheme}_proxy names is of the kind {proxy.partition(':')[0]!r}; only HTTP proxies can be "
            "used. Set no_proxy to go without one."
        )
    return proxy


def is_here(host: str) -> bool:
    """Whether a host is this machine, by its name or address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _goes_straight(host: str, port: int | None) -> bool:
    host = host.lower().rstrip(".")
    for item in variables.no_proxy().lower().replace(",", " ").split():
        name, colon, number = item.rpartition(":")
        if colon and number.isdigit() and "]" not in number and name.count(":") == 0:
            if str(port) != number:
                continue
            item = name
        if item == "*" or _lies_in(host, item):
            return True
        domain = item.removeprefix("*").lstrip(".")
        if domain and (host == domain or host.endswith("." + domain)):
            return True
    return False


def _lies_in(host: str, network: str) -> bool:
    try:
        return ip_address(host) in ip_network(network.strip("[]"), strict=False)
    except ValueError:
        return False
