"""Changes to a model that exists: its signature, its requirements."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, Literal

from packaging.requirements import InvalidRequirement, Requirement

from mlflow.exceptions import InvalidParameterValue
from mlflow.models.archives import is_archive
from mlflow.models.files import CONDA, MLMODEL, REQUIREMENTS, yaml_text
from mlflow.models.location import artifacts_at, file_of, place_of, with_mlmodel
from mlflow.models.mlmodel import Model
from mlflow.models.requirements import normalized
from mlflow.models.signatures import ModelSignature
from mlflow.tracking.places import ModelPlace
from mlflow.uris import Location
from mlflow.yaml_files import parse_yaml


def set_signature(model_uri: str, signature: ModelSignature) -> None:
    """Give a model a signature, instead of the one it may have.

    Args:
        model_uri: ``runs:/…``, ``models:/m-<id>``, a path, or the URI of a folder; not a registered version.
        signature: The signature.

    Raises:
        InvalidParameterValue: ``signature`` is none, or the URI names a registered version or a packed model.
        ResourceDoesNotExist: There is no such model.
    """
    if not isinstance(signature, ModelSignature):
        raise InvalidParameterValue(f"A ModelSignature is wanted, not a {type(signature).__name__}.")
    place = _changeable(model_uri)
    model = Model.of_place(place)
    model.signature = signature
    _put(place.location, MLMODEL, model.to_yaml())


def update_model_requirements(model_uri: str, operation: Literal["add", "remove"], requirement_list: list[str]) -> None:
    """Add requirements to a model's environment files, or remove some.

    Args:
        model_uri: As for :func:`set_signature`.
        operation: ``add`` replaces entries of the same packages; ``remove`` goes by the packages' names.
        requirement_list: Requirements, as pip takes them.

    Raises:
        InvalidParameterValue: The operation is unknown, an entry is no requirement, or one to remove is not there.
    """
    if operation not in ("add", "remove"):
        raise InvalidParameterValue(f"The operation must be 'add' or 'remove', not {operation!r}.")
    named = {_name(line): line for line in requirement_list}
    place = _changeable(model_uri)
    current = file_of(place, REQUIREMENTS).decode("utf-8").splitlines()
    if operation == "add":
        kept = [named.pop(_name_or_line(line), line) for line in current] + list(named.values())
    else:
        kept = [line for line in current if _name_or_line(line) not in named]
        missing = named.keys() - {_name_or_line(line) for line in current}
        if missing:
            raise InvalidParameterValue(f"The model does not require {sorted(missing)}.")
    conda: Any = parse_yaml(file_of(place, CONDA).decode("utf-8"), CONDA)
    for entry in conda.get("dependencies", []):
        if isinstance(entry, dict) and "pip" in entry:
            entry["pip"] = kept
    _put(place.location, REQUIREMENTS, "\n".join(kept))
    _put(place.location, CONDA, yaml_text(conda))


def _changeable(model_uri: str) -> ModelPlace:
    place = place_of(model_uri)
    if place.version is not None:
        raise InvalidParameterValue(
            f"{model_uri!r} is a registered version, which does not change. Change the model it was made from "
            f"({place.version.source!r}) and register that anew."
        )
    if place.location.is_local:
        if is_archive(place.location.local_path):
            raise InvalidParameterValue(
                f"{model_uri!r} is a model in one file, which does not change. Unpack it with 'mlflow models unpack', "
                "change the folder and pack that."
            )
        with_mlmodel(place.location.local_path, model_uri)
    return place


def _put(location: Location, name: str, text: str) -> None:
    with tempfile.TemporaryDirectory(prefix="mlflow-model-") as temporary:
        file = Path(temporary, name)
        file.write_text(text, encoding="utf-8")
        artifacts_at(location).upload_file(file, name)


def _name(line: str) -> str:
    try:
        return normalized(Requirement(line).name)
    except InvalidRequirement as error:
        raise InvalidParameterValue(f"{line!r} is no requirement: {error}") from None


def _name_or_line(line: str) -> str:
    try:
        return _name(line)
    except InvalidParameterValue:
        return line
