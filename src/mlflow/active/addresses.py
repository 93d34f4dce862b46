"""The tracking URI and the registry URI in force."""

from __future__ import annotations

import re
from pathlib import Path

from mlflow.environment_variables import MLFLOW_REGISTRY_URI, MLFLOW_TRACKING_URI

_tracking: str | None = None
_registry: str | None = None


def set_tracking_uri(uri: str | Path | None) -> None:
    """Say where runs are kept from now on, in this process and its children.

    Args:
        uri: A folder, a database URL such as ``sqlite:///runs.db``, or the ``http(s)://`` address of a server. Kept as
            given; a :class:`~pathlib.Path` is made an absolute ``file:`` URI. ``""`` means ``./mlruns`` again; None, as
            if nothing had been set.
    """
    global _tracking
    if uri is None:
        _tracking = None
        MLFLOW_TRACKING_URI.unset()
        return
    _tracking = _text(uri)
    MLFLOW_TRACKING_URI.set(_tracking)


def get_tracking_uri() -> str:
    """Where runs are kept: what was set, else ``MLFLOW_TRACKING_URI``, else ``mlruns`` in the current folder."""
    if _tracking is not None:
        return _tracking
    return MLFLOW_TRACKING_URI.get() or default_uri()


def is_tracking_uri_set() -> bool:
    """Whether a tracking URI was chosen, in the program or in the environment."""
    return bool(_tracking or MLFLOW_TRACKING_URI.get())


def set_registry_uri(uri: str | Path) -> None:
    """Say where registered models are kept from now on; ``""`` means where runs are."""
    global _registry
    _registry = _text(uri)
    MLFLOW_REGISTRY_URI.set(_registry)


def get_registry_uri() -> str:
    """Where registered models are kept: what was set, else ``MLFLOW_REGISTRY_URI``, else where runs are."""
    return chosen_registry_uri() or registry_beside(get_tracking_uri())


def registry_beside(tracking_uri: str) -> str:
    """Where registered models are kept if nothing says otherwise: where runs are; for Databricks, in Unity Catalog."""
    if re.match(r"databricks(?=$|:)", tracking_uri):
        return "databricks-uc" + tracking_uri[len("databricks") :]
    return tracking_uri


def default_uri() -> str:
    """``mlruns`` in the current folder."""
    return (Path.cwd() / "mlruns").as_uri()


def _text(uri: str | Path) -> str:
    return uri.absolute().as_uri() if isinstance(uri, Path) else uri


def chosen_registry_uri() -> str | None:
    """What was set or stands in the environment; None where registered models are kept where runs are."""
    return _registry or MLFLOW_REGISTRY_URI.get()


def forget_addresses() -> None:
    """Go back to what held before anything was set, in the program or in the environment."""
    global _tracking, _registry
    _tracking = _registry = None
    MLFLOW_TRACKING_URI.unset()
    MLFLOW_REGISTRY_URI.unset()
