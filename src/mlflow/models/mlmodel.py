"""The ``MLmodel`` file: what a model folder says of itself."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from mlflow.entities import LoggedModel
from mlflow.exceptions import InvalidParameterValue, MlflowException, ResourceDoesNotExist
from mlflow.models.archives import is_archive
from mlflow.models.auth_policy import read_auth_policy
from mlflow.models.examples import SERVING_INPUT_FILENAME, as_declared, read_example
from mlflow.models.files import MLMODEL, yaml_text
from mlflow.models.location import file_of, local_folder, place_of
from mlflow.models.model_info import ModelInfo
from mlflow.models.publication import Publication, publish
from mlflow.models.registration import register_model
from mlflow.models.resources import read_resources
from mlflow.models.signatures import ModelSignature, checked
from mlflow.tracking.places import ModelPlace
from mlflow.types.schema import ParamSchema, Schema
from mlflow.version import VERSION
from mlflow.yaml_files import parse_yaml, read_yaml

#: Optional keys that are written only when there is something to say.
_ONLY_IF_SET = ("run_id", "artifact_path", "saved_input_example_info", "metadata", "model_size_bytes", "resources",
                "env_vars", "auth_policy")  # fmt: skip


class Model:
    """The content of an ``MLmodel`` file.

    Args:
        artifact_path: Where a logged model's files are.
        run_id: The run that made it.
        utc_time_created: Time of creation; now where None.
        flavors: Flavor → what its loader needs to know.
        signature: What the model takes and gives.
        saved_input_example_info: What is kept of an input example.
        model_uuid: An id, or what makes one; the id of the logged model where it is one.
        mlflow_version: Version of the interface that wrote it.
        metadata: The user's notes, of any kind YAML can hold.
        model_size_bytes: Size of the model's files.
        resources: What the model needs to reach, as a plain dictionary.
        env_vars: Environment variables that were used while it was logged.
        auth_policy: Who the model acts for, as a plain dictionary.
        model_id: The logged model.
        prompts: Prompts linked to it.
        **kwargs: Keys of later versions, kept as they are.
    """

    def __init__(
        self,
        artifact_path: str | None = None,
        run_id: str | None = None,
        utc_time_created: dt.datetime | str | None = None,
        flavors: dict[str, Any] | None = None,
        signature: ModelSignature | None = None,
        saved_input_example_info: dict[str, Any] | None = None,
        model_uuid: str | Callable[[], str] | None = lambda: uuid.uuid4().hex,
        mlflow_version: str | None = VERSION,
        metadata: dict[str, Any] | None = None,
        model_size_bytes: int | None = None,
        resources: Any = None,
        env_vars: list[str] | None = None,
        auth_policy: Any = None,
        model_id: str | None = None,
        prompts: list[str] | None = None,
        **kwargs: Any,
    ) -> None:
        self.artifact_path = artifact_path
        self.run_id = run_id
        self.utc_time_created = str(utc_time_created or dt.datetime.now(dt.timezone.utc).replace(tzinfo=None))
        self.flavors: dict[str, Any] = flavors if flavors is not None else {}
        self.signature = signature
        self.saved_input_example_info = saved_input_example_info
        self.model_uuid = model_uuid() if callable(model_uuid) else model_uuid
        self.mlflow_version = mlflow_version
        self.metadata = metadata
        self.model_size_bytes = model_size_bytes
        self.resources = resources
        self.env_vars = env_vars
        self.auth_policy = auth_policy
        self.model_id = model_id
        self.prompts = prompts
        self._extra = kwargs

    def add_flavor(self, name: str, **params: Any) -> Model:
        """Say what a flavor's loader needs to know; returns the model itself."""
        self.flavors[name] = params
        return self

    def get_input_schema(self) -> Schema | None:
        """Schema of the input, or None."""
        return self.signature.inputs if self.signature is not None else None

    def get_output_schema(self) -> Schema | None:
        """Schema of the output, or None."""
        return self.signature.outputs if self.signature is not None else None

    def get_params_schema(self) -> ParamSchema | None:
        """The inference parameters, or None."""
        return self.signature.params if self.signature is not None else None

    def load_input_example(self, path: str | Path | None = None) -> Any:
        """The input example kept beside the model, None where there is none.

        Args:
            path: Path or URI of the model; found by its ids where None.
        """
        if self.saved_input_example_info is None:
            return None
        data = read_example(self._folder(path), self.saved_input_example_info).data
        return as_declared(data, self.get_input_schema())

    def load_input_example_params(self, path: str | Path | None = None) -> dict[str, Any] | None:
        """The inference parameters kept with the input example, None where there are none."""
        if self.saved_input_example_info is None:
            return None
        return read_example(self._folder(path), self.saved_input_example_info).params

    def get_serving_input(self, path: str | Path | None = None) -> str | None:
        """The body of a request to ``/invocations`` that sends the input example, None where there is none."""
        if self.saved_input_example_info is None:
            return None
        name = self.saved_input_example_info.get("serving_input_path", SERVING_INPUT_FILENAME)
        file = self._folder(path) / Path(str(name)).name
        return file.read_text(encoding="utf-8") if file.is_file() else None

    def _folder(self, path: str | Path | None) -> Path:
        return local_folder(self.get_model_info().model_uri if path is None else path)[0]

    def to_dict(self) -> dict[str, Any]:
        """The content as plain values."""
        made: dict[str, Any] = {
            "utc_time_created": self.utc_time_created,
            "flavors": self.flavors,
            "model_uuid": self.model_uuid,
            "mlflow_version": self.mlflow_version,
            "prompts": self.prompts,
            "model_id": self.model_id,
            **self._extra,
        }
        made |= {key: value for key in _ONLY_IF_SET if (value := getattr(self, key)) is not None}
        if self.signature is not None:
            made["signature"] = self.signature.to_dict()
            made["is_signature_from_type_hint"] = self.signature._is_signature_from_type_hint
            made["type_hint_from_example"] = self.signature._is_type_hint_from_example
        return made

    def to_yaml(self, stream: Any = None) -> str:
        """The content as the text of an ``MLmodel`` file, also written to ``stream`` if one is given."""
        text = yaml_text(self.to_dict())
        if stream is not None:
            stream.write(text)
        return text

    def to_json(self) -> str:
        """The content as JSON."""
        return json.dumps(self.to_dict())

    def __str__(self) -> str:
        return self.to_yaml()

    def get_tags_dict(self) -> dict[str, Any]:
        """What clients of MLflow 1 and 2 note of a model in the tags of its run."""
        keys = ("run_id", "artifact_path", "utc_time_created", "model_uuid", "flavors")
        made = {key: value for key, value in self.to_dict().items() if key in keys}
        flavors = {name: dict(block) for name, block in self.flavors.items()}
        flavors.get("python_function", {}).pop("config", None)
        return {**made, "flavors": flavors}

    def save(self, path: str | Path) -> None:
        """Write the content to a file."""
        Path(path).write_text(self.to_yaml(), encoding="utf-8")

    @classmethod
    def load(cls, path: str | Path) -> Model:
        """Read an ``MLmodel`` file, or that of a model folder or model URI.

        Raises:
            ResourceDoesNotExist: There is none.
            InvalidParameterValue: It is damaged.
        """
        file = Path(path) if Path(path).is_file() else Path(path, MLMODEL)
        if not file.is_file() or is_archive(file):
            return cls.of_place(place_of(path))
        return cls._read(read_yaml(file), str(file))

    @classmethod
    def of_place(cls, place: ModelPlace) -> Model:
        """Read the ``MLmodel`` file of a model wherever it is, and nothing else of it."""
        name = f"{place.location}/{MLMODEL}"
        try:
            content = file_of(place, MLMODEL)
        except ResourceDoesNotExist as error:
            raise ResourceDoesNotExist(f"There is no model at {str(place.location)!r}: {error.message}") from None
        return cls._read(parse_yaml(content.decode("utf-8", "replace"), name), name)

    @classmethod
    def _read(cls, content: Any, name: str) -> Model:
        if not isinstance(content, Mapping) or not isinstance(content.get("flavors"), Mapping):
            raise InvalidParameterValue(f"{name} is no MLmodel file: it says nothing of flavors.")
        try:
            return cls.from_dict(content)
        except MlflowException as error:
            raise InvalidParameterValue(f"{name} is damaged: {error.message}") from None

    @classmethod
    def from_dict(cls, model_dict: Mapping[str, Any]) -> Model:
        """The model that plain values describe, written by any version since 1.0."""
        content = dict(model_dict)
        from_hint = bool(content.pop("is_signature_from_type_hint", False))
        from_example = bool(content.pop("type_hint_from_example", False))
        signature = content.pop("signature", None)
        if isinstance(signature, Mapping):
            signature = ModelSignature.from_dict(signature)
            signature._is_signature_from_type_hint = from_hint
            signature._is_type_hint_from_example = from_example
        content.setdefault("model_uuid", None)
        content.setdefault("mlflow_version", None)
        return cls(signature=checked(signature), **content)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Model) and self.to_dict() == other.to_dict()

    __hash__ = None  # type: ignore[assignment]

    def get_model_info(self, logged_model: LoggedModel | None = None) -> ModelInfo:
        """What there is to know of the model."""
        return ModelInfo(
            artifact_path=self.artifact_path,
            flavors=self.flavors,
            model_uri=f"models:/{self.model_id}" if self.model_id else f"runs:/{self.run_id}/{self.artifact_path}",
            model_uuid=self.model_uuid,
            run_id=self.run_id,
            saved_input_example_info=self.saved_input_example_info,
            signature=self.signature,
            utc_time_created=self.utc_time_created,
            mlflow_version=self.mlflow_version,
            metadata=self.metadata,
            env_vars=self.env_vars,
            prompts=self.prompts,
            logged_model=logged_model,
        )

    @classmethod
    def log(
        cls,
        artifact_path: str | None,
        flavor: Any,
        registered_model_name: str | None = None,
        await_registration_for: int | None = 300,
        metadata: dict[str, Any] | None = None,
        run_id: str | None = None,
        resources: Any = None,
        auth_policy: Any = None,
        prompts: list[Any] | None = None,
        name: str | None = None,
        model_type: str | None = None,
        params: dict[str, Any] | None = None,
        tags: dict[str, Any] | None = None,
        step: int = 0,
        model_id: str | None = None,
        **kwargs: Any,
    ) -> ModelInfo:
        """Log a model with a flavor's ``save_model``, as a logged model of the active run if there is one.

        Args:
            artifact_path: The name, as MLflow 1 and 2 called it.
            flavor: A module or object with ``save_model(path=…, mlflow_model=…, **kwargs)``.
            registered_model_name: Registered model of which this becomes the next version.
            await_registration_for: Seconds to wait until that version is ready.
            metadata: The user's notes.
            run_id: The run that makes it; the active one where None.
            resources: What the model needs to reach: a list of ``Resource``, or the path of a YAML file of them.
            auth_policy: Who the model acts for: an ``AuthPolicy``.
            prompts: Prompts linked to it.
            name: The name of the logged model.
            model_type: Free text.
            params: Settings to record.
            tags: Notes to set.
            step: Step of the run at which it is made.
            model_id: A logged model that exists already and lacks its files.
            **kwargs: Passed on to ``save_model``.

        Raises:
            InvalidParameterValue: Both names are given, or an empty one.
        """
        if name is not None and artifact_path is not None:
            raise InvalidParameterValue("artifact_path is the old name of name; give one of them.")
        if "" in (name, artifact_path):
            raise InvalidParameterValue("A model's name cannot be empty; leave it out to have one made up.")
        made: list[Model] = []

        def fill(folder: Path, logged: LoggedModel) -> None:
            model = cls(
                artifact_path=logged.artifact_location,
                run_id=logged.source_run_id,
                metadata=metadata,
                resources=read_resources(resources),
                auth_policy=read_auth_policy(auth_policy),
                prompts=[str(getattr(prompt, "uri", prompt)) for prompt in prompts] if prompts else None,
                model_id=logged.model_id,
                model_uuid=logged.model_id,
            )
            flavor.save_model(path=str(folder), mlflow_model=model, **kwargs)
            made.append(model)

        what = Publication(name or artifact_path, run_id, model_type, params, tags, step, model_id)
        logged = publish(what, fill)
        info = made[0].get_model_info(logged)
        if registered_model_name is not None:
            version = register_model(info.model_uri, registered_model_name, await_registration_for)
            info.registered_model_version = int(version.version)
        return info


def load_serving_example(model_uri_or_path: str | Path) -> str | None:
    """The body of a request to ``/invocations`` that sends a model's input example, None where it has none."""
    return Model.load(model_uri_or_path).get_serving_input(model_uri_or_path)


def get_model_info(model_uri: str) -> ModelInfo:
    """What there is to know of a model, without loading it.

    Raises:
        ResourceDoesNotExist: There is no such model.
    """
    place = place_of(model_uri)
    info = Model.of_place(place).get_model_info(place.model)
    if place.model is None:
        info.model_uri = str(model_uri)
    if place.version is not None and place.model is None:
        info.registered_model_version = int(place.version.version)
    return info
