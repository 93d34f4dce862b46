"""Registered models in SQL."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from mlflow.contracts import limits
from mlflow.contracts.registered_models import RegisteredModelStore
from mlflow.entities import ModelVersion, PagedList, RegisteredModel, RegisteredModelTag
from mlflow.entities.model_registry.stages import ALL_STAGES, get_canonical_stage
from mlflow.exceptions import InvalidParameterValue, ResourceAlreadyExists, ResourceDoesNotExist
from mlflow.search import REGISTERED_MODELS, Identifier
from mlflow.store import checks
from mlflow.store.sql import version_rows
from mlflow.store.sql.conditions import Column, Facts, Noun, Statement, labels
from mlflow.store.sql.labels import Labels
from mlflow.store.sql.part import Part
from mlflow.store.sql.searching import Search
from mlflow.store.sql.sessions import Row, Session, numbers

#: The tag of a prompt, which clients of MLflow 3 keep as a registered model.
_PROMPT = "mlflow.prompt.is_prompt"


def _tags(statement: Statement, identifier: Identifier) -> Facts:
    """Finds tags; that a model is no prompt can be asked for, as clients of MLflow 3 do in each search."""
    if identifier.key != _PROMPT:
        return labels("registered_model_tags", "model", "m.id")(statement, identifier)
    key = statement.bind(identifier.key)
    return Facts(
        f"registered_models p LEFT JOIN registered_model_tags l ON l.model = p.id AND l.name = {key}",
        "p.id = m.id",
        "coalesce(l.value, 'false')",
    )


_COLUMNS = "m.id, m.name, m.created, m.updated, m.description, m.deployment_job_id"
_NOUN = Noun(
    {
        "name": Column("m.name"),
        "creation_timestamp": Column("m.created"),
        "last_updated_timestamp": Column("m.updated"),
        "description": Column("m.description", nullable=True, blank=True),
        "aliases": lambda *_: Facts("aliases a", "a.model = m.id", "a.alias"),
    },
    {"tag": _tags},
)
_SEARCH = Search(REGISTERED_MODELS, _NOUN, _COLUMNS, "registered_models m")
_TAGS = Labels("registered_model_tags", "model")


def found(session: Session, name: object) -> Row:
    """The row of a registered model.

    Raises:
        ResourceDoesNotExist: There is none of that name.
    """
    row = None
    if isinstance(name, str):
        row = session.row(
            f"SELECT {_COLUMNS} FROM registered_models m WHERE m.name = :name{session.lock}",
            {"name": checks.composed(name)},
        )
    if row is None:
        raise ResourceDoesNotExist(f"There is no registered model {name!r}.")
    return row


def touch(session: Session, number: int, **changes: Any) -> None:
    """Change columns of a registered model, and the time of its last change."""
    changes.setdefault("updated", int(time.time() * 1000))
    changed = ", ".join(f"{name} = :{name}" for name in changes)
    session.run(f"UPDATE registered_models SET {changed} WHERE id = :id", {**changes, "id": number})


class RegisteredModels(Part, RegisteredModelStore):
    """The part of the store that keeps registered models."""

    def create_registered_model(
        self,
        name: str,
        tags: list[RegisteredModelTag] | None = None,
        description: str | None = None,
        deployment_job_id: str | None = None,
    ) -> RegisteredModel:
        name = checks.model_name(name)
        description = checks.description(description)
        checked = {tag.key: _checked_tag(tag.key, tag.value) for tag in tags or ()}
        now = int(time.time() * 1000)
        with self._db.write() as session:
            _refuse_taken(session, name)
            number = session.add(
                "INSERT INTO registered_models (name, created, updated, description, deployment_job_id, last_version) "
                "VALUES (:name, :now, :now, :description, :job, 0)",
                {"name": name, "now": now, "description": description, "job": deployment_job_id},
            )
            _TAGS.put(session, number, checked)
            return self._models(session, [found(session, name)])[0]

    def get_registered_model(self, name: str) -> RegisteredModel:
        with self._db.read() as session:
            return self._models(session, [found(session, name)])[0]

    def _models(self, session: Session, rows: Sequence[Row]) -> list[RegisteredModel]:
        ids = [row[0] for row in rows]
        tags = _TAGS.of(session, ids)
        latest = _latest(session, ids, ALL_STAGES)
        aliases: dict[int, dict[str, str]] = {}
        if ids:
            for model, alias, version in session.rows(
                "SELECT a.model, a.alias, v.version FROM aliases a JOIN model_versions v ON v.id = a.version "
                f"WHERE a.model IN ({numbers(ids)}) ORDER BY a.alias"
            ):
                aliases.setdefault(model, {})[alias] = str(version)
        return [
            RegisteredModel(
                name,
                created,
                updated,
                description,
                latest.get(number),
                tags.get(number),
                aliases.get(number),
                deployment_job_id,
            )
            for number, name, created, updated, description, deployment_job_id in rows
        ]

    def rename_registered_model(self, name: str, new_name: str) -> RegisteredModel:
        new_name = checks.model_name(new_name)
        with self._db.write() as session:
            row = found(session, name)
            if new_name != row[1]:
                _refuse_taken(session, new_name)
            touch(session, row[0], name=new_name)
            session.run(
                "UPDATE model_versions SET updated = :now WHERE model = :id",
                {"now": int(time.time() * 1000), "id": row[0]},
            )
            return self._models(session, [found(session, new_name)])[0]

    def update_registered_model(
        self, name: str, description: str | None = None, deployment_job_id: str | None = None
    ) -> RegisteredModel:
        given = {"description": checks.description(description), "deployment_job_id": deployment_job_id}
        with self._db.write() as session:
            row = found(session, name)
            touch(session, row[0], **{column: value for column, value in given.items() if value is not None})
            return self._models(session, [found(session, name)])[0]

    def delete_registered_model(self, name: str) -> None:
        with self._db.write() as session:
            session.run("DELETE FROM registered_models WHERE id = :id", {"id": found(session, name)[0]})

    def search_registered_models(
        self,
        filter_string: str | None = None,
        max_results: int = limits.SEARCH_REGISTERED_MODEL_MAX_RESULTS_DEFAULT,
        order_by: list[str] | None = None,
        page_token: str | None = None,
    ) -> PagedList[RegisteredModel]:
        size = checks.page_size(max_results, limits.SEARCH_REGISTERED_MODEL_MAX_RESULTS_THRESHOLD)
        with self._db.read() as session:
            return _SEARCH.found(session, self._models, filter_string, order_by, page_token, size)

    def get_latest_versions(self, name: str, stages: list[str] | None = None) -> list[ModelVersion]:
        wanted = [get_canonical_stage(stage) for stage in stages] if stages else ALL_STAGES
        for stage in wanted:
            if stage not in ALL_STAGES:
                raise InvalidParameterValue(f"{stage!r} is no stage of a version; there are {', '.join(ALL_STAGES)}.")
        with self._db.read() as session:
            number = found(session, name)[0]
            return _latest(session, [number], wanted).get(number, [])

    def set_registered_model_tag(self, name: str, key: str, value: str) -> None:
        value = _checked_tag(key, value)
        with self._db.write() as session:
            _TAGS.put(session, found(session, name)[0], {key: value})

    def delete_registered_model_tag(self, name: str, key: str) -> None:
        checks.key(key, "tag", limits.MAX_MODEL_REGISTRY_TAG_KEY_LENGTH)
        with self._db.write() as session:
            _TAGS.remove(session, found(session, name)[0], key)

    def set_registered_model_alias(self, name: str, alias: str, version: str) -> None:
        alias = checks.alias(alias)
        with self._db.write() as session:
            target = version_rows.found(session, name, version)
            values = {"model": target[1], "alias": alias, "version": target[0]}
            changed = session.run(
                "UPDATE aliases SET version = :version WHERE model = :model AND alias = :alias", values
            )
            if not changed:
                session.run("INSERT INTO aliases (model, alias, version) VALUES (:model, :alias, :version)", values)

    def delete_registered_model_alias(self, name: str, alias: str) -> None:
        with self._db.write() as session:
            session.run(
                "DELETE FROM aliases WHERE model = :model AND alias = :alias",
                {"model": found(session, name)[0], "alias": alias},
            )

    def get_model_version_by_alias(self, name: str, alias: str) -> ModelVersion:
        with self._db.read() as session:
            row = session.row(
                f"SELECT {version_rows.COLUMNS} FROM {version_rows.SOURCE} JOIN aliases a ON a.version = v.id "
                "WHERE a.model = :model AND a.alias = :alias",
                {"model": found(session, name)[0], "alias": alias},
            )
            if row is None:
                raise InvalidParameterValue(f"The registered model {name!r} has no alias {alias!r}.")
            return version_rows.load(session, [row])[0]


def _refuse_taken(session: Session, name: str) -> None:
    if session.row("SELECT 1 FROM registered_models WHERE name = :name", {"name": name}):
        raise ResourceAlreadyExists(f"There is a registered model {name!r} already.")


def _checked_tag(key: str, value: object) -> str:
    checks.key(key, "tag", limits.MAX_MODEL_REGISTRY_TAG_KEY_LENGTH)
    return checks.text(value, key, "tag", limits.MAX_MODEL_REGISTRY_TAG_VALUE_LENGTH)


def _latest(session: Session, models: Sequence[int], stages: Sequence[str]) -> dict[int, list[ModelVersion]]:
    """The newest version of each stage, by registered model."""
    if not models:
        return {}
    rows = session.rows(
        f"SELECT {version_rows.COLUMNS} FROM {version_rows.SOURCE} WHERE v.id IN (SELECT max(w.id) FROM "
        f"model_versions w WHERE w.model IN ({numbers(models)}) GROUP BY w.model, w.stage) ORDER BY v.version"
    )
    kept = [row for row in rows if row[version_rows.STAGE] in stages]
    latest: dict[int, list[ModelVersion]] = {}
    for row, version in zip(kept, version_rows.load(session, kept), strict=True):
        latest.setdefault(row[1], []).append(version)
    return latest
