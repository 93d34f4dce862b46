"""Logged models, without a client; and the active model, which metrics are linked to."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal

from mlflow.active.context import context_tags
from mlflow.active.models import activate_model, active_model_id, last_model_id, note_model
from mlflow.active.runs import innermost
from mlflow.entities import LoggedModel, LoggedModelStatus, tag_names
from mlflow.exceptions import InvalidParameterValue
from mlflow.tracking import content
from mlflow.tracking.client.logged_models import PAGE
from mlflow.tracking.fluent.current import current_client, current_experiment_id
from mlflow.tracking.pages import all_pages

if TYPE_CHECKING:
    import pandas


def initialize_logged_model(
    name: str | None = None,
    source_run_id: str | None = None,
    tags: dict[str, str] | None = None,
    params: dict[str, str] | None = None,
    model_type: str | None = None,
    experiment_id: str | None = None,
) -> LoggedModel:
    """Create a logged model that is pending: its files are yet to come.

    Args:
        name: Its name; one is made up where there is none.
        source_run_id: The run that makes it; the active one where None.
        tags: Notes to set.
        params: Settings to record.
        model_type: Free text.
        experiment_id: Its experiment; that of the active run, or the active experiment, where None.
    """
    opened = innermost()
    if source_run_id is None and opened is not None:
        source_run_id = opened.run.info.run_id
    tags = {**context_tags(), **(tags or {})}
    made = current_client().create_logged_model(
        experiment_id or current_experiment_id(), name, source_run_id, tags, params, model_type
    )
    note_model(made.model_id)
    return made


def create_external_model(
    name: str | None = None,
    source_run_id: str | None = None,
    tags: dict[str, str] | None = None,
    params: dict[str, str] | None = None,
    model_type: str | None = None,
    experiment_id: str | None = None,
) -> LoggedModel:
    """Create a logged model whose files are kept elsewhere, ready at once; otherwise as initialize_logged_model."""
    tags = {**(tags or {}), tag_names.MLFLOW_MODEL_IS_EXTERNAL: "true"}
    made = initialize_logged_model(name, source_run_id, tags, params, model_type, experiment_id)
    return finalize_logged_model(made.model_id, LoggedModelStatus.READY)


def finalize_logged_model(model_id: str, status: Literal["READY", "FAILED"] | LoggedModelStatus) -> LoggedModel:
    """Say that all files of a model are there (READY) or will not come (FAILED)."""
    return current_client().finalize_logged_model(model_id, status)


def get_logged_model(model_id: str) -> LoggedModel:
    """Return a logged model.

    Raises:
        ResourceDoesNotExist: There is none of that id.
    """
    return current_client().get_logged_model(model_id)


def last_logged_model() -> LoggedModel | None:
    """The model that was made last in this thread or asyncio task; None where none was."""
    last = last_model_id()
    return current_client().get_logged_model(last) if last is not None else None


def search_logged_models(
    experiment_ids: list[str] | None = None,
    filter_string: str | None = None,
    datasets: list[dict[str, str]] | None = None,
    max_results: int | None = None,
    order_by: list[dict[str, Any]] | None = None,
    output_format: Literal["pandas", "list"] = "pandas",
) -> list[LoggedModel] | pandas.DataFrame:
    """List logged models that match a filter.

    Args:
        experiment_ids: The experiments; the active one where None.
        filter_string: Such as ``"metrics.accuracy > 0.9 AND params.depth = '3'"``.
        datasets: ``{"dataset_name": …, "dataset_digest": …}``: only metrics measured on these count.
        max_results: At most so many; all where None.
        order_by: ``{"field_name": "metrics.accuracy", "ascending": False}``; the newest first where None.
        output_format: ``"pandas"`` or ``"list"``.
    """
    if output_format not in ("pandas", "list"):
        raise InvalidParameterValue(f"The output format is 'pandas' or 'list', not {output_format!r}.")
    client, ids = current_client(), experiment_ids or [current_experiment_id()]
    models = all_pages(
        lambda size, token: client.search_logged_models(ids, filter_string, datasets, size, order_by, token),
        PAGE,
        max_results,
    )
    if output_format == "list":
        return models
    frame: pandas.DataFrame = content.models_frame(models)
    return frame


def set_logged_model_tags(model_id: str, tags: dict[str, Any]) -> None:
    """Set tags of a logged model; values are kept as text."""
    current_client().set_logged_model_tags(model_id, tags)


def delete_logged_model_tag(model_id: str, key: str) -> None:
    """Remove a tag of a logged model."""
    current_client().delete_logged_model_tag(model_id, key)


def log_model_params(params: dict[str, str], model_id: str | None = None) -> None:
    """Record settings of a logged model, the active one where no id is given; values are kept as text.

    Raises:
        InvalidParameterValue: No model is active.
    """
    model_id = model_id or active_model_id()
    if model_id is None:
        raise InvalidParameterValue("No model is active; give model_id, or call mlflow.set_active_model() before.")
    current_client().log_model_params(model_id, params)


class ActiveModel(LoggedModel):
    """A logged model that is active until its ``with`` block ends.

    Args:
        logged_model: The model.
        set_by_user: Whether a user chose it.
    """

    def __init__(self, logged_model: LoggedModel, set_by_user: bool) -> None:
        super().__init__(**vars(logged_model))
        self.set_by_user = set_by_user
        self._before = active_model_id()

    def __enter__(self) -> ActiveModel:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        activate_model(self._before)


def set_active_model(*, name: str | None = None, model_id: str | None = None) -> ActiveModel:
    """Link metrics that are logged from now on to a model.

    Args:
        name: Name of a model of the active experiment, the newest of that name; made where there is none. Or
        model_id: Its id.

    Raises:
        InvalidParameterValue: Neither is given, or the model of that id has another name.
        ResourceDoesNotExist: There is none of that id.
    """
    if name is None and model_id is None:
        raise InvalidParameterValue("Give either name or model_id.")
    if model_id is not None:
        model = get_logged_model(model_id)
        if name is not None and model.name != name:
            raise InvalidParameterValue(
                f"The model {model_id} is called {model.name!r}, not {name!r}; give one of them."
            )
    else:
        quoted = str(name).replace("'", "''")
        found = current_client().search_logged_models([current_experiment_id()], f"name = '{quoted}'", max_results=1)
        model = found[0] if found else create_external_model(name)
    active = ActiveModel(model, set_by_user=True)
    activate_model(model.model_id)
    return active


def clear_active_model() -> None:
    """Link metrics to no model any more."""
    activate_model(None)


def get_active_model_id() -> str | None:
    """Id of the model that metrics are linked to; None where there is none."""
    return active_model_id()
