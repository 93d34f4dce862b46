"""Where a model is: its URI in any form followed to a folder of this machine."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from mlflow.active.addresses import get_tracking_uri
from mlflow.active.stores import registry_store, tracking_store
from mlflow.artifacts.contract import ArtifactStore
from mlflow.artifacts.stores import open_artifacts
from mlflow.entities import LoggedModel, ModelVersion
from mlflow.exceptions import InvalidParameterValue, MlflowException, ResourceDoesNotExist
from mlflow.models.files import MLMODEL
from mlflow.uris import Location, ModelsUri, RunsUri, parse_location, parse_models_uri, parse_runs_uri, parse_store_uri

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


def place_of(model_uri: str | Path, steps: int = _MOST_STEPS) -> ModelPlace:
    """Where the model of a URI is.

    Args:
        model_uri: ``runs:/<run_id>/<name>``, ``models:/<name>/<version>``, ``models:/<name>/<stage>``,
            ``models:/<name>/latest``, ``models:/<name>@<alias>``, ``models:/m-<id>``, a path, or a URI of files.
        steps: How many more references may be followed.

    Raises:
        ResourceDoesNotExist: There is no such run, model or version.
        InvalidParameterValue: The URI is malformed, or its references lead nowhere.
    """
    text = str(model_uri)
    if steps <= 0:
        raise InvalidParameterValue(f"The source of the model {text!r} leads from one model to the next without end.")
    if runs := parse_runs_uri(text):
        return _of_run(runs)
    if models := parse_models_uri(text):
        if models.model_id is not None:
            return of_logged_model(tracking_store().get_logged_model(models.model_id))
        version = version_of(models)
        found = place_of(_source_of(version), steps - 1)
        return replace(found, version=version, run_id=found.run_id or version.run_id or None)
    return ModelPlace(parse_location(model_uri))


def _source_of(version: ModelVersion) -> str:
    """What a version was made from: a reference that is followed here, else where the registry keeps the files."""
    source = version.source or ""
    if parse_runs_uri(source) or parse_models_uri(source):
        return source
    return registry_store().get_model_version_download_uri(version.name, version.version) or source


def of_logged_model(model: LoggedModel) -> ModelPlace:
    """Where a logged model is."""
    return ModelPlace(parse_location(model.artifact_location), model.source_run_id, model)


def version_of(uri: ModelsUri) -> ModelVersion:
    """The version that a ``models:`` URI names.

    Raises:
        ResourceDoesNotExist: There is none.
    """
    name, registry = uri.name or "", registry_store()
    if uri.version is not None:
        return registry.get_model_version(name, uri.version)
    if uri.alias is not None:
        return registry.get_model_version_by_alias(name, uri.alias)
    newest = registry.get_latest_versions(name, None if uri.latest else [uri.stage or ""])
    if not newest:
        wanted = "versions" if uri.latest else f"version in stage {uri.stage!r}"
        raise ResourceDoesNotExist(f"The registered model {name!r} has no {wanted}.")
    return max(newest, key=lambda version: int(version.version))


def version_of_uri(model_uri: str) -> ModelVersion:
    """The version that the text of a ``models:/<name>/…`` URI names.

    Raises:
        InvalidParameterValue: It names none.
    """
    uri = parse_models_uri(model_uri)
    if uri is None or uri.name is None:
        raise InvalidParameterValue(f"{model_uri!r} names no version of a registered model.")
    return version_of(uri)


def logged_model_of_run(run_id: str, name: str) -> LoggedModel | None:
    """The newest logged model of a name that a run made."""
    store = tracking_store()
    run = store.get_run(run_id)
    quoted = name.replace("'", "''")
    found = store.search_logged_models(
        [run.info.experiment_id], f"name = '{quoted}' AND source_run_id = '{run_id}'", max_results=1
    )
    return found[0] if found else None


def _of_run(uri: RunsUri) -> ModelPlace:
    name, _, below = uri.path.partition("/")
    model = _searched(uri.run_id, name) if name else None
    if model is not None:
        place = of_logged_model(model)
        return replace(place, location=place.location.join(below))
    run = tracking_store().get_run(uri.run_id)
    return ModelPlace(parse_location(run.info.artifact_uri or "").join(uri.path), uri.run_id)


def _searched(run_id: str, name: str) -> LoggedModel | None:
    try:
        return logged_model_of_run(run_id, name)
    except MlflowException as error:
        # A server of MLflow 1 or 2 has no logged models: its models are artifacts of their run.
        if error.error_code in ("ENDPOINT_NOT_FOUND", "NOT_IMPLEMENTED"):
            return None
        raise


def artifacts_at(location: Location) -> ArtifactStore:
    """The store of a location; files behind a tracking server are asked of the one in use."""
    uri = get_tracking_uri()
    return open_artifacts(location, uri if uri and parse_store_uri(uri).kind == "http" else None)


def local_folder(model_uri: str | Path, dst_path: str | Path | None = None) -> tuple[Path, ModelPlace]:
    """The folder of a model on this machine.

    A model that is on this machine already is read where it is, unless ``dst_path`` asks for a copy.

    Args:
        model_uri: As :func:`place_of` takes it.
        dst_path: An existing folder that is to receive the files.

    Raises:
        ResourceDoesNotExist: There is no such model, or no ``MLmodel`` file in its folder.
    """
    place = place_of(model_uri)
    if dst_path is not None and not Path(dst_path).is_dir():
        raise ResourceDoesNotExist(f"There is no folder {str(dst_path)!r} to put the model into.")
    if not place.location.is_local:
        folder = artifacts_at(place.location).download("", dst_path)
    elif dst_path is None:
        folder = place.location.local_path
    else:
        _with_mlmodel(place.location.local_path, model_uri)
        folder = Path(shutil.copytree(place.location.local_path, Path(dst_path), dirs_exist_ok=True))
    return _with_mlmodel(folder, model_uri), place


def _with_mlmodel(folder: Path, model_uri: str | Path) -> Path:
    if not (folder / MLMODEL).is_file():
        what = "no MLmodel file in it" if folder.is_dir() else "no folder there"
        raise ResourceDoesNotExist(f"There is no model at {str(model_uri)!r} ({str(folder)!r}): {what}.")
    return folder
