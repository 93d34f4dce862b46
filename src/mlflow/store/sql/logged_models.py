"""Logged models in SQL."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from typing import Any, Final

import msgspec

from mlflow.contracts import limits
from mlflow.contracts.logged_models import DatasetChoice, LoggedModelOrder, LoggedModelStore
from mlflow.entities import LoggedModel, LoggedModelParameter, LoggedModelStatus, LoggedModelTag, PagedList
from mlflow.exceptions import InvalidParameterValue, ResourceAlreadyExists, ResourceDoesNotExist
from mlflow.search import LOGGED_MODELS, Identifier
from mlflow.store import checks
from mlflow.store.run_names import random_name
from mlflow.store.sql import experiments, model_metrics
from mlflow.store.sql.conditions import Column, Facts, Noun, Statement, labels
from mlflow.store.sql.labels import Labels
from mlflow.store.sql.part import Part
from mlflow.store.sql.places import below
from mlflow.store.sql.searching import Search
from mlflow.store.sql.sessions import Row, Session, numbers

_COLUMNS: Final = (
    "l.id, l.model_id, l.experiment, l.name, l.location, l.created, l.updated, l.model_type, l.source_run_id, "
    "l.status, l.status_message"
)
#: Position of the location among the columns.
LOCATION: Final = 4
_DEFAULT_PAGE: Final = 50
#: Datasets that one search may name.
_MOST_DATASETS: Final = 100
#: Functions over what was measured: the last value of each run and dataset.
_OVER_ALL: Final = {"min": "min(x.value_last)", "max": "max(x.value_last)", "count": "count(*)"}

_PARAMS = Labels("logged_model_params", "model")
_TAGS = Labels("logged_model_tags", "model")
_ATTRIBUTES = {
    "model_id": Column("l.model_id"),
    "name": Column("l.name"),
    "model_type": Column("l.model_type", nullable=True),
    "status": Column("l.status"),
    "source_run_id": Column("l.source_run_id", nullable=True),
    "experiment_id": Column("CAST(l.experiment AS TEXT)"),
    "creation_timestamp": Column("l.created"),
    "last_updated_timestamp": Column("l.updated"),
}


def found(session: Session, model_id: object) -> Row:
    """The row of a logged model that is in use.

    Raises:
        ResourceDoesNotExist: There is none of that id, or it is deleted.
    """
    row = session.row(
        f"SELECT {_COLUMNS} FROM logged_models l WHERE l.model_id = :id AND l.deleted IS NULL{session.lock}",
        {"id": str(model_id)},
    )
    if row is None:
        raise ResourceDoesNotExist(f"There is no logged model {model_id!r}.")
    return row


class LoggedModels(Part, LoggedModelStore):
    """The part of the store that keeps logged models."""

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
        wanted = None if model_id is None else checks.model_id(model_id)
        name = checks.logged_model_name(name) if name else random_name()
        settings = {p.key: _checked(p, "param", limits.MAX_PARAM_VAL_LENGTH) for p in params or ()}
        notes = {t.key: _checked(t, "tag", limits.MAX_TAG_VAL_LENGTH) for t in tags or ()}
        model_type = checks.text(model_type, "model_type", "a model's", limits.MAX_MODEL_TYPE_LENGTH)
        source_run_id = checks.text(source_run_id, "source_run_id", "a model's", limits.MAX_RUN_ID_LENGTH)
        model_id = wanted or f"m-{os.urandom(16).hex()}"
        now = int(time.time() * 1000)
        with self._db.write() as session:
            experiment = experiments.found_active(session, experiment_id, shared=True)
            if wanted is not None:
                made = session.row(
                    f"SELECT {_COLUMNS}, l.deleted FROM logged_models l WHERE model_id = :id", {"id": wanted}
                )
                if made is not None:
                    if made[2] != experiment[0] or made[-1] is not None:
                        raise ResourceAlreadyExists(f"There is, or was, a logged model {wanted!r}; take another id.")
                    return self._logged(session, [made])[0]
            number = session.add(
                "INSERT INTO logged_models (model_id, experiment, name, location, created, updated, model_type, "
                "source_run_id, status) VALUES (:model_id, :experiment, :name, :location, :now, :now, :model_type, "
                ":run, :status)",
                {
                    "model_id": model_id,
                    "experiment": experiment[0],
                    "name": name,
                    "location": below(experiment[2], "models", model_id, "artifacts"),
                    "now": now,
                    "model_type": model_type or None,
                    "run": source_run_id or None,
                    "status": LoggedModelStatus.PENDING.value,
                },
            )
            _PARAMS.put(session, number, settings)
            _TAGS.put(session, number, notes)
            return self._one(session, model_id)

    def _one(self, session: Session, model_id: str) -> LoggedModel:
        return self._logged(session, [found(session, model_id)])[0]

    def _logged(self, session: Session, rows: Sequence[Row]) -> list[LoggedModel]:
        ids = [row[0] for row in rows]
        params, tags = _PARAMS.of(session, ids), _TAGS.of(session, ids)
        metrics = model_metrics.of_models(session, [row[1] for row in rows])
        return [
            LoggedModel(
                str(row[2]),
                row[1],
                row[3],
                self._places.shown(row[4]),
                row[5],
                row[6],
                row[7],
                row[8],
                LoggedModelStatus(row[9]),
                row[10],
                tags.get(row[0]),
                params.get(row[0]),
                metrics.get(row[1]),
            )
            for row in rows
        ]

    def finalize_logged_model(self, model_id: str, status: LoggedModelStatus) -> LoggedModel:
        with self._db.write() as session:
            _touch(session, found(session, model_id)[0], status=LoggedModelStatus(status).value)
            return self._one(session, model_id)

    def get_logged_model(self, model_id: str) -> LoggedModel:
        with self._db.read() as session:
            return self._one(session, model_id)

    def delete_logged_model(self, model_id: str) -> None:
        with self._db.write() as session:
            _touch(session, found(session, model_id)[0], deleted=int(time.time() * 1000))

    def search_logged_models(
        self,
        experiment_ids: list[str],
        filter_string: str | None = None,
        datasets: list[DatasetChoice] | None = None,
        max_results: int = _DEFAULT_PAGE,
        order_by: list[LoggedModelOrder] | None = None,
        page_token: str | None = None,
    ) -> PagedList[LoggedModel]:
        size = checks.page_size(max_results or _DEFAULT_PAGE, limits.SEARCH_MAX_RESULTS_THRESHOLD)
        if len(datasets or ()) > _MOST_DATASETS:
            raise InvalidParameterValue(f"A search can name {_MOST_DATASETS} datasets, not {len(datasets or ())}.")
        known = []
        for experiment_id in experiment_ids:
            try:
                known.append(experiments.number_of(experiment_id))
            except ResourceDoesNotExist:
                continue
        given: list[Any] = list(order_by or ())
        order = [msgspec.structs.asdict(step) if isinstance(step, LoggedModelOrder) else step for step in given]
        with self._db.read() as session:
            return _search_on(datasets or []).found(
                session,
                self._logged,
                filter_string,
                order,
                page_token,
                size,
                conditions=[f"l.experiment IN ({numbers(known)})", "l.deleted IS NULL"],
            )

    def set_logged_model_tags(self, model_id: str, tags: list[LoggedModelTag] | None = None) -> LoggedModel:
        notes = {t.key: _checked(t, "tag", limits.MAX_TAG_VAL_LENGTH) for t in tags or ()}
        with self._db.write() as session:
            number = found(session, model_id)[0]
            _TAGS.put(session, number, notes)
            _touch(session, number)
            return self._one(session, model_id)

    def delete_logged_model_tag(self, model_id: str, tag_key: str) -> None:
        with self._db.write() as session:
            number = found(session, model_id)[0]
            if not _TAGS.remove(session, number, tag_key):
                raise ResourceDoesNotExist(f"The logged model {model_id!r} has no tag {tag_key!r}.")
            _touch(session, number)

    def log_logged_model_params(self, model_id: str, params: list[LoggedModelParameter] | None = None) -> None:
        settings = {p.key: _checked(p, "param", limits.MAX_PARAM_VAL_LENGTH) for p in params or ()}
        if not settings:
            return
        with self._db.write() as session:
            number = found(session, model_id)[0]
            known = _PARAMS.known(session, number, list(settings))
            for key in sorted(known):
                if known[key] != settings[key]:
                    raise InvalidParameterValue(
                        f"The param {key!r} of the logged model {model_id!r} is {known[key]!r} and cannot become "
                        f"{settings[key]!r}: params are written once."
                    )
            _PARAMS.add(session, number, {key: value for key, value in settings.items() if key not in known})


def _touch(session: Session, number: int, **changes: Any) -> None:
    """Change columns of a logged model, and the time of its last change."""
    changes["updated"] = int(time.time() * 1000)
    changed = ", ".join(f"{name} = :{name}" for name in changes)
    session.run(f"UPDATE logged_models SET {changed} WHERE id = :id", {**changes, "id": number})


def _checked(label: LoggedModelParameter | LoggedModelTag, what: str, longest: int) -> str:
    checks.key(label.key, what)
    return checks.text(label.value, label.key, what, longest, cut=True)


def _search_on(datasets: Sequence[DatasetChoice]) -> Search:
    """One search, whose metrics are those measured on some datasets, or on any where none are given."""
    chosen: list[str] = []

    def on_datasets(statement: Statement) -> str:
        """The condition of a point; its values are bound once, however many metrics the filter names."""
        if not chosen:
            ways = []
            for dataset in datasets:
                wanted = f"o.dataset_name = {statement.bind(dataset.dataset_name)}"
                if dataset.dataset_digest is not None:
                    wanted += f" AND o.dataset_digest = {statement.bind(dataset.dataset_digest)}"
                ways.append(f"({wanted})")
            chosen.append(f" AND ({' OR '.join(ways)})" if ways else "")
        return chosen[0]

    def metrics(statement: Statement, identifier: Identifier) -> Facts:
        key, on = statement.bind(identifier.key), on_datasets(statement)
        aggregate = identifier.aggregate
        return Facts(
            "model_metrics x JOIN origins o ON o.id = x.origin",
            f"x.model_id = l.model_id AND x.metric = (SELECT n.id FROM metric_names n WHERE n.name = {key}){on}",
            "x.value_last" if aggregate == "last" else _OVER_ALL[aggregate],
            latest=" ORDER BY x.last_time DESC, x.last_step DESC, x.origin DESC, x.run DESC LIMIT 1"
            if aggregate == "last"
            else "",
            group="" if aggregate == "last" else " GROUP BY x.model_id",
        )

    noun = Noun(
        _ATTRIBUTES,
        {
            "metric": metrics,
            "param": labels("logged_model_params", "model", "l.id"),
            "tag": labels("logged_model_tags", "model", "l.id"),
        },
    )
    return Search(LOGGED_MODELS, noun, _COLUMNS, "logged_models l")
