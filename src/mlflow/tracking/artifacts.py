"""Files by their URI: the functions of ``mlflow.artifacts``."""

from __future__ import annotations

import re
import tempfile
from typing import TYPE_CHECKING, Any

from mlflow.artifacts.stores import open_artifacts
from mlflow.entities import FileInfo
from mlflow.exceptions import BadRequest, InvalidParameterValue
from mlflow.tracking import content
from mlflow.tracking.client.artifacts import download, entries
from mlflow.tracking.client.whole import MlflowClient
from mlflow.tracking.places import FilePlace, place_of
from mlflow.uris import Location, parse_location, parse_models_uri, parse_runs_uri, relative_path

if TYPE_CHECKING:
    import PIL.Image

_LOGGED_MODEL = re.compile(r"m-[0-9a-f]{32}")


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
    place = _place(artifact_uri, run_id, artifact_path, MlflowClient(tracking_uri, registry_uri), whole=False)
    return download(place, dst_path)


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
    found = entries(_place(artifact_uri, run_id, artifact_path, MlflowClient(tracking_uri), whole=True))
    above = _shown_above(artifact_uri)
    return [FileInfo(f"{above}/{f.path}", f.is_dir, f.file_size) for f in found] if above else found


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
    place = _place(artifact_uri, None, None, MlflowClient(), whole=False)
    return place.files.read_bytes(place.path)


def _place(uri: str | None, run_id: str | None, path: str | None, client: MlflowClient, whole: bool) -> FilePlace:
    """Where the files are. ``whole`` asks for a store whose root is the folder that a plain URI names."""
    if (uri is None) == (run_id is None):
        raise InvalidParameterValue("Give either artifact_uri or run_id.")
    if run_id is not None:
        return client._place_in_run(run_id, path)
    if path is not None:
        raise InvalidParameterValue("artifact_path goes with run_id; put it into artifact_uri instead.")
    assert uri is not None
    text = str(uri)
    runs = parse_runs_uri(text)
    if runs is not None:
        return client._place_in_run(runs.run_id, runs.path)
    model, below = _split(text)
    if parse_models_uri(model) is not None:
        place = place_of(model, client._tracking, client._registry)
        return FilePlace(open_artifacts(place.location, client.tracking_uri), below)
    location = parse_location(text)
    # With a slash at its end a URI names what is in the folder, as for cp.
    parent, _, name = ("", "", "") if text.endswith("/") else location.path.rpartition("/")
    if whole or not name:
        return FilePlace(open_artifacts(location, client.tracking_uri), "")
    folder = Location(location.scheme, location.authority, parent or "/")
    return FilePlace(open_artifacts(folder, client.tracking_uri), name)


def _shown_above(uri: str | None) -> str:
    """The folder that entries of a plain URI are shown in: its last name, unless a slash follows it."""
    if uri is None or str(uri).endswith("/") or str(uri).startswith(("runs:", "models:")):
        return ""
    return parse_location(str(uri)).path.rpartition("/")[2]


def _split(uri: str) -> tuple[str, str]:
    """A ``models:`` URI and what follows it: ``models:/wine/3/data/w.bin`` is ``data/w.bin`` of ``models:/wine/3``."""
    if not uri.startswith("models:/") or uri.startswith("models://"):
        return uri, ""
    parts = uri.removeprefix("models:/").rstrip("/").split("/")
    own = 1 if "@" in parts[0] or _LOGGED_MODEL.fullmatch(parts[0]) else 2
    return "models:/" + "/".join(parts[:own]), relative_path("/".join(parts[own:]))
