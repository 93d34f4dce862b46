"""Which places a caller may name: sources of model versions, artifact locations of experiments.

A version's source is text that others will read files from later. It may point into the artifacts of a run or logged
model, at another version, or at an object store that clients reach with credentials of their own. It may never be a
folder of this machine or a web address outside a run's artifacts. A run or logged model that is named may be one of
another server, where runs are kept apart from versions; what the server itself reads is looked up and checked again
when it is read, in :meth:`Sources.folder`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress

from mlflow.contracts.acts import Level, Rule
from mlflow.contracts.stores import RegistryStore
from mlflow.entities import ModelVersion
from mlflow.exceptions import InvalidParameterValue, ResourceDoesNotExist
from mlflow.server.places import Folder, Places
from mlflow.uris import (
    Location,
    ModelsUri,
    checked_artifact_location,
    lies_below,
    parse_location,
    parse_models_uri,
    parse_runs_uri,
)

#: Where clients go themselves.
_OBJECT_STORES = frozenset(
    {"s3", "gs", "r2", "az", "wasb", "wasbs", "abfs", "abfss", "adl", "dbfs", "hdfs", "viewfs", "sftp", "ftp"}
)
_HOPS = 8

#: Asks whether the caller has a permission on an object; raises where not.
Check = Callable[[Rule, str], None]

_READ_RUN = Rule(Level.READ, "run", "run_id")
_READ_LOGGED_MODEL = Rule(Level.READ, "logged_model", "model_id")
_READ_MODEL = Rule(Level.READ, "registered_model", "name")
_READ_ARTIFACT = Rule(Level.READ, "artifact", "path")


class Sources:
    """Checks what callers name.

    Args:
        registry: Where versions are kept.
        places: Where artifacts are.
    """

    def __init__(self, registry: RegistryStore, places: Places) -> None:
        self._registry = registry
        self._places = places

    def checked(self, source: str, run_id: str | None, model_id: str | None, check: Check) -> str:
        """The source of a new version in the form that is kept.

        Args:
            source: What the caller named.
            run_id: The run they say it is from.
            model_id: The logged model they say it is from.
            check: Their permissions; they must be able to read what they register.

        Raises:
            InvalidParameterValue: It is no place that may be registered.
            ResourceDoesNotExist: The version it points at is not there.
        """
        if run_id:
            check(_READ_RUN, run_id)
        if model_id:
            check(_READ_LOGGED_MODEL, model_id)
        if (model := parse_models_uri(source)) is not None:
            if model.model_id is not None:
                check(_READ_LOGGED_MODEL, model.model_id)
            else:
                check(_READ_MODEL, model.name or "")
                self._version(model)
            return source
        if (run := parse_runs_uri(source)) is not None:
            check(_READ_RUN, run.run_id)
            return source
        named = ":" in source or source.startswith("/")
        location = parse_location(checked_artifact_location(source)) if named else None
        if location is not None and (
            self._inside(location, run_id, model_id) is not None or self._elsewhere(location, check)
        ):
            return str(location)
        raise InvalidParameterValue(
            "The source of a model version must lie in the artifacts of a run or logged model: give "
            "runs:/<run_id>/<path>, models:/<model_id>, or the artifact URI together with its run_id. Paths of the "
            "server and web addresses are refused."
        )

    def _inside(self, location: Location, run_id: str | None, model_id: str | None) -> Folder | None:
        """The folder at a place, if that is in the artifacts of the run or logged model."""
        with suppress(ResourceDoesNotExist):
            if model_id and (path := self._places.within_logged_model(location, model_id)) is not None:
                return self._places.of_logged_model(model_id).below(path)
        with suppress(ResourceDoesNotExist):
            if run_id and (path := self._places.within_run(location, run_id)) is not None:
                return self._places.of_run(run_id).below(path)
        return None

    def _elsewhere(self, location: Location, check: Check) -> bool:
        if location.scheme == "mlflow-artifacts" and not location.authority:
            check(_READ_ARTIFACT, location.path.lstrip("/"))
            return True
        return location.scheme in _OBJECT_STORES

    def _version(self, model: ModelsUri) -> ModelVersion:
        name = model.name or ""
        if model.alias is not None:
            return self._registry.get_model_version_by_alias(name, model.alias)
        if model.version is not None:
            return self._registry.get_model_version(name, model.version)
        stages = None if model.latest else [model.stage or ""]
        found = self._registry.get_latest_versions(name, stages)
        if not found:
            raise ResourceDoesNotExist(f"The registered model {name!r} has no version there.")
        return max(found, key=lambda v: int(v.version))

    def folder(self, version: ModelVersion, check: Check) -> Folder:
        """The files of a version, for a caller who may read them where they are.

        Raises:
            InvalidParameterValue: The server does not read them: they are in no run and no logged model.
        """
        for _ in range(_HOPS):
            source = version.source or ""
            if (model := parse_models_uri(source)) is not None:
                if model.model_id is not None:
                    check(_READ_LOGGED_MODEL, model.model_id)
                    return self._places.of_logged_model(model.model_id)
                check(_READ_MODEL, model.name or "")
                version = self._version(model)
                continue
            if (run := parse_runs_uri(source)) is not None:
                check(_READ_RUN, run.run_id)
                return self._places.of_run(run.run_id).below(run.path)
            return self._at(parse_location(source), version, check)
        raise InvalidParameterValue("The version's source goes round in a circle.")

    def _at(self, location: Location, version: ModelVersion, check: Check) -> Folder:
        if version.run_id:
            check(_READ_RUN, version.run_id)
        if version.model_id:
            check(_READ_LOGGED_MODEL, version.model_id)
        folder = self._inside(location, version.run_id, version.model_id)
        if folder is None and location.scheme == "mlflow-artifacts" and not location.authority:
            check(_READ_ARTIFACT, location.path.lstrip("/"))
            folder = self._places.at(str(location))
        if folder is None:
            raise InvalidParameterValue(
                "The version's files are in no run and no logged model of this server, so it does not read them; "
                "load the model with a client that can reach its source."
            )
        return folder


def checked_location(text: str, allowed: tuple[str, ...]) -> str:
    """The artifact location of an experiment that a caller creates, in the form that is kept.

    Args:
        text: What the caller named.
        allowed: Places that the operator allows beside the proxy and object stores.

    Raises:
        InvalidParameterValue: It is a folder of this machine, a web address, or odd.
    """
    named = re.match(r"[A-Za-z][A-Za-z0-9+.-]+:|/", text)
    location = parse_location(checked_artifact_location(text)) if named else None
    if location is not None:
        if location.scheme in _OBJECT_STORES or (location.scheme == "mlflow-artifacts" and not location.authority):
            return str(location)
        if any(lies_below(location, parse_location(place)) for place in allowed):
            return str(location)
    raise InvalidParameterValue(
        "An experiment's artifact location must be in an object store or behind this server (mlflow-artifacts:/…); "
        "leave it out for the default. Whoever runs the server can allow other places with "
        "PENSTOCK_ALLOWED_ARTIFACT_LOCATIONS."
    )
