"""Files by their URI: the functions of ``mlflow.artifacts``."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING, Any

from mlflow.artifacts.contract import ArtifactStore
from mlflow.artifacts.stores import open_artifacts
from mlflow.entities import FileInfo, ModelVersion
from mlflow.exceptions import BadRequest, InvalidParameterValue, ResourceDoesNotExist
from mlflow.tracking import content
from mlflow.tracking.client.artifacts import download
from mlflow.tracking.client.whole import MlflowClient
from mlflow.uris import Location, ModelsUri, parse_location, parse_models_uri, parse_runs_uri, relative_path

if TYPE_CHECKING:
    import PIL.Image

#: A version's source may be another version's URI, and so on; more steps than this are a circle.
_MOST_STEPS = 10


def download_artifacts(
    artifact_uri: str | None = None,
    run_id: str | None = None,
    artifact_path: str | None = None,
    dst_path: str | None = None,
    tracking_uri: str | None = None,
    registry_uri: str | None = None,
) -> str:
    """Make a file or folder available on this machine.

    Args:
        artifact_uri: ``runs:/<run_id>/<path>``, ``models:/…``, a path, or a URI of files. Or
        run_id: A run.
        artifact_path: Path below that run; all of its files where None.
        dst_path: Folder that receives a copy, made where it is missing. Where None, what is on this machine already is
            not copied: leave it as it is.
        tracking_uri: Where runs are kept; the URI in force where None.
        registry_uri: Where registered models are kept; the URI in force where None.

    Returns:
        The local path.

    Raises:
        InvalidParameterValue: Both or neither of ``artifact_uri`` and ``run_id`` are given.
        ResourceDoesNotExist: There is no such file or folder.
    """
    files, path = _place(artifact_uri, run_id, artifact_path, MlflowClient(tracking_uri, registry_uri), whole=False)
    return download(files, path, dst_path)


def list_artifacts(
    artifact_uri: str | None = None,
    run_id: str | None = None,
    artifact_path: str | None = None,
    tracking_uri: str | None = None,
) -> list[FileInfo]:
    """List a folder; a path that is a file or does not exist gives no entries.

    Args:
        artifact_uri: ``runs:/<run_id>/<path>``, ``models:/…``, a path, or a URI of files. Or
        run_id: A run.
        artifact_path: Folder below that run; its root where None.
        tracking_uri: Where runs are kept; the URI in force where None.
    """
    files, path = _place(artifact_uri, run_id, artifact_path, MlflowClient(tracking_uri), whole=True)
    return files.entries(path)


def load_text(artifact_uri: str) -> str:
    """The text of a file in UTF-8.

    Raises:
        BadRequest: It is no text.
    """
    try:
        return _bytes(artifact_uri).decode()
    except UnicodeDecodeError as error:
        raise BadRequest(f"{artifact_uri!r} is no text in UTF-8: {error}.") from error


def load_dict(artifact_uri: str) -> dict[str, Any]:
    """The dict in a JSON or YAML file.

    Raises:
        BadRequest: It is neither.
    """
    found: dict[str, Any] = content.read_dict(load_text(artifact_uri), artifact_uri)
    return found


def load_image(artifact_uri: str) -> PIL.Image.Image:
    """The image in a file, as a Pillow image.

    Raises:
        BadRequest: It is no image.
    """
    with tempfile.TemporaryDirectory(prefix="mlflow-") as folder:
        local = download_artifacts(artifact_uri, dst_path=folder)
        try:
            image: PIL.Image.Image = content.open_image(local)
        except OSError as error:
            raise BadRequest(f"{artifact_uri!r} is no image.") from error
    return image


def artifact_uri_of_run(run_id: str, artifact_path: str | None = None, tracking_uri: str | None = None) -> str:
    """Path or URI of a file or folder of a run, whether it exists or not; of the root where ``artifact_path`` is None.

    Raises:
        InvalidParameterValue: No run is given.
    """
    if not run_id:
        raise InvalidParameterValue("A run_id is needed.")
    root = MlflowClient(tracking_uri).get_run(run_id).info.artifact_uri or ""
    return str(parse_location(root).join(artifact_path)) if artifact_path else root


def _bytes(artifact_uri: str) -> bytes:
    files, path = _place(artifact_uri, None, None, MlflowClient(), whole=False)
    return files.read_bytes(path)


def _place(
    uri: str | None, run_id: str | None, path: str | None, client: MlflowClient, whole: bool
) -> tuple[ArtifactStore, str]:
    """The store and the path in it. ``whole`` asks for a store whose root is the folder that a plain URI names."""
    if (uri is None) == (run_id is None):
        raise InvalidParameterValue("Give either artifact_uri or run_id.")
    if run_id is not None:
        return client._artifacts_of_run(run_id), relative_path(path)
    if path is not None:
        raise InvalidParameterValue("artifact_path goes with run_id; put it into artifact_uri instead.")
    assert uri is not None
    return _followed(str(uri), client, whole, _MOST_STEPS)


def _followed(uri: str, client: MlflowClient, whole: bool, steps: int) -> tuple[ArtifactStore, str]:
    if steps <= 0:
        raise InvalidParameterValue(f"The source of the model {uri!r} leads from one model to the next without end.")
    runs = parse_runs_uri(uri)
    if runs is not None:
        return client._artifacts_of_run(runs.run_id), runs.path
    # A file below a model may follow its version: models:/name/3/data/model.pkl
    head, below = _split(uri)
    models = parse_models_uri(head)
    if models is not None:
        if models.model_id is not None:
            return client._artifacts_of_model(models.model_id), below
        version = _version(models, client)
        source = client.get_model_version_download_uri(version.name, version.version)
        files, path = _followed(source or version.source or "", client, whole, steps - 1)
        return files, "/".join(p for p in (path, below) if p)
    place = parse_location(uri)
    parent, _, name = place.path.rstrip("/").rpartition("/")
    if whole or not name:
        return open_artifacts(place, client.tracking_uri), ""
    if place.is_local and not place.local_path.exists():
        raise ResourceDoesNotExist(f"There is no file or folder {place.path!r}.")
    return open_artifacts(Location(place.scheme, place.authority, parent or "/"), client.tracking_uri), name


def _split(uri: str) -> tuple[str, str]:
    if not uri.startswith("models:/") or uri.startswith("models://"):
        return uri, ""
    parts = uri.removeprefix("models:/").rstrip("/").split("/")
    own = 1 if "@" in parts[0] or (parts[0].startswith("m-") and (len(parts) == 1 or not parts[1].isdigit())) else 2
    return "models:/" + "/".join(parts[:own]), relative_path("/".join(parts[own:]))


def _version(uri: ModelsUri, client: MlflowClient) -> ModelVersion:
    name = uri.name or ""
    if uri.version is not None:
        return client.get_model_version(name, uri.version)
    if uri.alias is not None:
        return client.get_model_version_by_alias(name, uri.alias)
    newest = client.get_latest_versions(name, None if uri.latest else [uri.stage or ""])
    if not newest:
        raise ResourceDoesNotExist(f"The registered model {name!r} has no such version.")
    return max(newest, key=lambda version: int(version.version))
