"""Logged models: models as objects of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from mlflow.contracts.logged_models import DatasetChoice, LoggedModelOrder
from mlflow.entities import LoggedModel, LoggedModelParameter, LoggedModelStatus, LoggedModelTag, PagedList
from mlflow.entities.wire import convert
from mlflow.exceptions import InvalidParameterValue
from mlflow.tracking.client.base import ClientBase
from mlflow.tracking.values import pairs

PAGE = 50


class LoggedModelCalls(ClientBase):
    """What a client does with logged models."""

    def create_logged_model(
        self,
        experiment_id: str,
        name: str | None = None,
        source_run_id: str | None = None,
        tags: dict[str, str] | None = None,
        params: dict[str, str] | None = None,
        model_type: str | None = None,
    ) -> LoggedModel:
        """Create a logged model that is pending: its files are yet to come.

        Args:
            experiment_id: The experiment.
            name: Its name; one is made up where there is none.
            source_run_id: The run that makes it.
            tags: Notes to set.
            params: Settings to record.
            model_type: Free text.
        """
        return self._tracking.create_logged_model(
            str(experiment_id),
            name,
            model_type,
            source_run_id,
            pairs(LoggedModelParameter, params),
            pairs(LoggedModelTag, tags),
        )

    def finalize_logged_model(
        self, model_id: str, status: Literal["READY", "FAILED"] | LoggedModelStatus
    ) -> LoggedModel:
        """Say that all files of a model are there (READY) or will not come (FAILED)."""
        try:
            status = LoggedModelStatus(status)
        except ValueError:
            raise InvalidParameterValue(f"A model is READY or FAILED in the end, not {status!r}.") from None
        return self._tracking.finalize_logged_model(model_id, status)

    def get_logged_model(self, model_id: str) -> LoggedModel:
        """Return a logged model.

        Raises:
            ResourceDoesNotExist: There is none of that id.
        """
        return self._tracking.get_logged_model(model_id)

    def delete_logged_model(self, model_id: str) -> None:
        """Put a logged model in the bin."""
        self._tracking.delete_logged_model(model_id)

    def set_logged_model_tags(self, model_id: str, tags: dict[str, Any]) -> None:
        """Set tags of a logged model; values are kept as text."""
        self._tracking.set_logged_model_tags(model_id, pairs(LoggedModelTag, tags))

    def delete_logged_model_tag(self, model_id: str, key: str) -> None:
        """Remove a tag of a logged model."""
        self._tracking.delete_logged_model_tag(model_id, key)

    def log_model_params(self, model_id: str, params: dict[str, str]) -> None:
        """Record settings of a logged model; values are kept as text."""
        self._tracking.log_logged_model_params(model_id, pairs(LoggedModelParameter, params))

    def search_logged_models(
        self,
        experiment_ids: list[str],
        filter_string: str | None = None,
        datasets: list[dict[str, Any]] | None = None,
        max_results: int | None = None,
        order_by: list[dict[str, Any]] | None = None,
        page_token: str | None = None,
    ) -> PagedList[LoggedModel]:
        """List logged models of some experiments that match a filter.

        Args:
            experiment_ids: The experiments.
            filter_string: Such as ``"metrics.accuracy > 0.9 AND params.depth = '3'"``.
            datasets: ``{"dataset_name": …, "dataset_digest": …}``: only metrics measured on these count.
            max_results: At most so many per page; 50 where None.
            order_by: ``{"field_name": "metrics.accuracy", "ascending": False, "dataset_name": …}``; the newest first
                where None.
            page_token: ``token`` of the page before.
        """
        return self._tracking.search_logged_models(
            [str(i) for i in experiment_ids],
            filter_string,
            [_struct(d, DatasetChoice) for d in datasets] if datasets else None,
            PAGE if max_results is None else max_results,
            [_struct(o, LoggedModelOrder) for o in order_by] if order_by else None,
            page_token,
        )


def _struct(fields: Mapping[str, Any], kind: type[Any]) -> Any:
    unknown = set(fields) - set(kind.__struct_fields__)
    if unknown:
        known = ", ".join(kind.__struct_fields__)
        raise InvalidParameterValue(f"{sorted(unknown)[0]!r} is not known here; there are {known}.")
    return convert(fields, kind)
