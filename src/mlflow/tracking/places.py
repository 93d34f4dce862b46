"""What ``runs:`` and ``models:`` URIs refer to, followed to the place of the files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from mlflow.artifacts.contract import ArtifactStore
from mlflow.artifacts.stores import open_artifacts
from mlflow.contracts.stores import RegistryStore, TrackingStore
from mlflow.entities import LoggedModel, ModelVersion
from mlflow.exceptions import InvalidParameterValue, MlflowException, ResourceDoesNotExist
from mlflow.uris import Location, ModelsUri, RunsUri, parse_location, parse_models_uri, parse_runs_uri

#: A version's source may be another version's URI, and so on; more steps than this are a circle.
_MOST_STEPS = 10


@dataclass(frozen=True)
class ModelPlace:
    """Where a model's files are, and what is known of the model by its URI.

    Args:
        location: Path or URI of its folder.
        run_id: The run that made it, where known.
        model: The logged model, where it is one.
        version: The version of a registered model, where the URI named one.
    """

    location: Location
    run_id: str | None = None
    model: LoggedModel | None = None
    version: ModelVersion | None = None


def place_of(
    model_uri: str | Path, tracking: TrackingStore, registry: RegistryStore, steps: int = _MOST_STEPS
) -> ModelPlace:
    """Where the model of a URI is.

    Args:
        model_uri: ``runs:/<run_id>/<name>``, ``models:/<name>/<version>``, ``models:/<name>/<stage>``,
            ``models:/<name>/latest``, ``models:/<name>@<alias>``, ``models:/m-<id>``, a path, or a URI of files.
        tracking: Where runs and logged models are kept.
        registry: Where registered models are kept.
        steps: How many more references may be followed.

    Raises:
        ResourceDoesNotExist: There is no such run, model or version.
        InvalidParameterValue: The URI is malformed, or its references lead nowhere.
    """
    text = str(model_uri)
    if steps <= 0:
        raise InvalidParameterValue(f"The source of the model {text!r} leads from one model to the next without end.")
    if runs := parse_runs_uri(text):
        return _of_run(runs, tracking)
    if models := parse_models_uri(text):
        if models.model_id is not None:
            return of_logged_model(tracking.get_logged_model(models.model_id))
        version = version_of(models, registry)
        found = place_of(_source_of(version, registry), tracking, registry, steps - 1)
        return replace(found, version=version, run_id=found.run_id or version.run_id or None)
    return ModelPlace(parse_location(model_uri))


def _source_of(version: ModelVersion, registry: RegistryStore) -> str:
    """What a version was made from: a reference that is followed here, else where the registry keeps the files."""
    source = version.source or ""
    if parse_runs_uri(source) or parse_models_uri(source):
        return source
    return registry.get_model_version_download_uri(version.name, str(version.version)) or source


def of_logged_model(model: LoggedModel) -> ModelPlace:
    """Where a logged model is."""
    return ModelPlace(parse_location(model.artifact_location), model.source_run_id, model)


def version_of(uri: ModelsUri, registry: RegistryStore) -> ModelVersion:
    """The version that a ``models:`` URI names.

    Raises:
        ResourceDoesNotExist: There is none.
    """
    name = uri.name or ""
    if uri.version is not None:
        return registry.get_model_version(name, uri.version)
    if uri.alias is not None:
        return registry.get_model_version_by_alias(name, uri.alias)
    newest = registry.get_latest_versions(name, None if uri.latest else [uri.stage or ""])
    if not newest:
        wanted = "versions" if uri.latest else f"version in stage {uri.stage!r}"
        raise ResourceDoesNotExist(f"The registered model {name!r} has no {wanted}.")
    return max(newest, key=lambda version: int(version.version))


def logged_model_of_run(run_id: str, name: str, tracking: TrackingStore) -> LoggedModel | None:
    """The newest logged model of a name that a run made; None where there is none, or the server knows none."""
    run = tracking.get_run(run_id)
    quoted = name.replace("'", "''")
    try:
        found = tracking.search_logged_models(
            [run.info.experiment_id], f"name = '{quoted}' AND source_run_id = '{run_id}'", max_results=1
        )
    except MlflowException as error:
        # A server of MLflow 1 or 2 has no logged models: its models are artifacts of their run.
        if error.error_code in ("ENDPOINT_NOT_FOUND", "NOT_IMPLEMENTED"):
            return None
        raise
    return found[0] if found else None


def _of_run(uri: RunsUri, tracking: TrackingStore) -> ModelPlace:
    name, _, below = uri.path.partition("/")
    model = logged_model_of_run(uri.run_id, name, tracking) if name else None
    if model is not None:
        place = of_logged_model(model)
        return replace(place, location=place.location.join(below))
    run = tracking.get_run(uri.run_id)
    return ModelPlace(parse_location(run.info.artifact_uri or "").join(uri.path), uri.run_id)


@dataclass(frozen=True)
class FilePlace:
    """A file or folder in a store of artifacts.

    Args:
        files: The store.
        path: The path in it.
        shown_below: What precedes its paths where they are shown: the name of a logged model, or ``""``.
    """

    files: ArtifactStore
    path: str
    shown_below: str = ""


def place_in_run(files: ArtifactStore, run_id: str, path: str, tracking: TrackingStore, server: str) -> FilePlace:
    """A path among a run's artifacts, or below the name of a logged model that the run made.

    Args:
        files: The run's artifacts.
        run_id: The run.
        path: The path.
        tracking: Where the run is kept.
        server: The tracking URI, for files behind a server.
    """
    if path and files.stat(path) is None:
        name, _, below = path.partition("/")
        model = logged_model_of_run(run_id, name, tracking)
        if model is not None:
            return FilePlace(open_artifacts(model.artifact_location, server), below, name)
    return FilePlace(files, path)
