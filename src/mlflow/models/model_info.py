"""What there is to know of a model, without loading it."""

from __future__ import annotations

from typing import Any

from mlflow.entities import LoggedModel, Metric
from mlflow.models.signatures import ModelSignature


class ModelInfo:
    """What there is to know of a model, without loading it."""

    def __init__(
        self,
        artifact_path: str | None,
        flavors: dict[str, Any],
        model_uri: str,
        model_uuid: str | None,
        run_id: str | None,
        saved_input_example_info: dict[str, Any] | None,
        signature: ModelSignature | None,
        utc_time_created: str,
        mlflow_version: str | None,
        metadata: dict[str, Any] | None = None,
        registered_model_version: int | None = None,
        env_vars: list[str] | None = None,
        prompts: list[str] | None = None,
        logged_model: LoggedModel | None = None,
        signature_dict: dict[str, Any] | None = None,
    ) -> None:
        self.artifact_path = artifact_path
        self.flavors = flavors
        self.model_uri = model_uri
        self.model_uuid = model_uuid
        self.run_id = run_id
        self.saved_input_example_info = saved_input_example_info
        self.signature = signature
        self.utc_time_created = utc_time_created
        self.mlflow_version = mlflow_version
        self.metadata = metadata
        self.registered_model_version = registered_model_version
        self.env_vars = env_vars
        self.prompts = prompts
        self._logged_model = logged_model
        #: The signature in the form of its JSON texts, as MLflow 1 and 2 had it.
        self.signature_dict = signature_dict or (signature.to_dict() if signature else None)

    def __repr__(self) -> str:
        return f"<ModelInfo: model_uri={self.model_uri!r}, flavors={sorted(self.flavors)}, run_id={self.run_id!r}>"

    @property
    def model_id(self) -> str | None:
        """Id of the logged model, or None."""
        return self._logged_model.model_id if self._logged_model else None

    @property
    def name(self) -> str | None:
        """Name of the logged model, or None."""
        return self._logged_model.name if self._logged_model else None

    @property
    def params(self) -> dict[str, str] | None:
        """Settings of the logged model, or None."""
        return self._logged_model.params if self._logged_model else None

    @property
    def metrics(self) -> list[Metric] | None:
        """Measurements of the logged model, or None."""
        return self._logged_model.metrics if self._logged_model else None

    @property
    def tags(self) -> dict[str, str] | None:
        """Notes on the logged model, or None."""
        return self._logged_model.tags if self._logged_model else None

    @property
    def creation_timestamp(self) -> int | None:
        """When the logged model was made, in milliseconds since the epoch, or None."""
        return self._logged_model.creation_timestamp if self._logged_model else None
