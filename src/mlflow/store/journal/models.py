"""Logged models of a store with a journal: made there, or here where the store is away."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from mlflow.contracts import limits
from mlflow.contracts.stores import Store
from mlflow.entities import LoggedModel, LoggedModelParameter, LoggedModelStatus, LoggedModelTag
from mlflow.exceptions import BadRequest, EndpointNotFound, ResourceDoesNotExist
from mlflow.store import checks
from mlflow.store.journal import offline
from mlflow.store.journal.asking import Asking
from mlflow.store.journal.buffered import is_trouble
from mlflow.store.journal.records import MODEL_PARAMS, MODEL_STATUS, MODEL_TAGS
from mlflow.uris import StoreUri

#: Models that are remembered.
_REMEMBERED: Final = 10_000


class ModelActs(Asking):
    """What a store with a journal does with logged models."""

    def __init__(self, place: StoreUri, opener: Callable[[], Store], folder: Path) -> None:
        super().__init__(place, opener, folder)
        self._models: set[str] = set()
        self._made_here: set[str] = set()

    def create_logged_model(
        self,
        experiment_id: str,
        name: str | None = None,
        model_type: str | None = None,
        source_run_id: str | None = None,
        params: list[LoggedModelParameter] | None = None,
        tags: list[LoggedModelTag] | None = None,
        model_id: str | None = None,
    ) -> LoggedModel:
        """As :meth:`mlflow.contracts.logged_models.LoggedModelStore.create_logged_model`."""
        model_id = f"m-{os.urandom(16).hex()}" if model_id is None else checks.model_id(model_id)
        if not self.is_away and self.drain():
            try:
                run_id = self.delivery.run_id(source_run_id) if source_run_id else None
                experiment = self.delivery.experiment_id(experiment_id)
                return self.hasty.create_logged_model(experiment, name, model_type, run_id, params, tags, model_id)
            except Exception as error:
                if not is_trouble(error):
                    raise
                self.shipper.tell_trouble(error)
        self.write(offline.model(model_id, experiment_id, name, model_type, source_run_id, params, tags))
        self._models.add(model_id)
        self._made_here.add(model_id)
        return self._model_made_here(model_id)

    def finalize_logged_model(self, model_id: str, status: LoggedModelStatus) -> LoggedModel:
        """As :meth:`mlflow.contracts.logged_models.LoggedModelStore.finalize_logged_model`."""
        if model_id not in self._made_here:
            found: LoggedModel = self._ask("finalize_logged_model", (model_id, status), {})
            return found
        self.write((MODEL_STATUS, model_id, LoggedModelStatus(status).value))
        return self._model_made_here(model_id)

    def set_logged_model_tags(self, model_id: str, tags: list[LoggedModelTag] | None = None) -> LoggedModel:
        """As :meth:`mlflow.contracts.logged_models.LoggedModelStore.set_logged_model_tags`."""
        if model_id not in self._made_here:
            found: LoggedModel = self._ask("set_logged_model_tags", (model_id, tags), {})
            return found
        self.write((MODEL_TAGS, model_id, offline.model_pairs(tags, limits.MAX_TAG_VAL_LENGTH)))
        return self._model_made_here(model_id)

    def log_logged_model_params(self, model_id: str, params: list[LoggedModelParameter] | None = None) -> None:
        """As :meth:`mlflow.contracts.logged_models.LoggedModelStore.log_logged_model_params`."""
        if model_id not in self._made_here:
            self._ask("log_logged_model_params", (model_id, params), {})
            return
        self.write((MODEL_PARAMS, model_id, offline.model_pairs(params, limits.MAX_PARAM_VAL_LENGTH)))

    def _model_made_here(self, model_id: str) -> LoggedModel:
        """A model that began without its store: as the journal knows it, its files where they wait."""
        found: LoggedModel = self._answers().ask("get_logged_model", (model_id,), {})
        return found

    def _meet_model(self, model_id: str) -> None:
        """Learn of a logged model that this process has measured nothing of yet.

        Raises:
            BadRequest: There is no such model.
        """
        try:
            self._ask("get_logged_model", (model_id,), {}, None)
        except ResourceDoesNotExist:
            raise BadRequest(
                f"A metric cannot be linked to the logged model {model_id!r}, which does not exist."
            ) from None
        except EndpointNotFound:  # a server of MLflow 1 or 2, which has none
            pass
        if len(self._models) >= _REMEMBERED:
            self._models.clear()
        self._models.add(model_id)
