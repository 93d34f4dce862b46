"""Versions of registered models in SQL."""

from __future__ import annotations

import time
from typing import Any

from mlflow.contracts import limits
from mlflow.contracts.model_versions import ModelVersionStore
from mlflow.entities import ModelVersion, ModelVersionTag, PagedList
from mlflow.entities.model_registry.stages import (
    ALL_STAGES,
    STAGE_ARCHIVED,
    STAGE_NONE,
    STAGE_PRODUCTION,
    STAGE_STAGING,
    get_canonical_stage,
)
from mlflow.exceptions import InvalidParameterValue
from mlflow.search import MODEL_VERSIONS
from mlflow.store import checks
from mlflow.store.sql import logged_models, registered_models, run_rows, version_rows
from mlflow.store.sql.conditions import Column, Facts, Noun, labels
from mlflow.store.sql.part import Part
from mlflow.store.sql.places import below
from mlflow.store.sql.searching import Search
from mlflow.store.sql.sessions import Row, Session
from mlflow.uris import parse_models_uri, parse_runs_uri

_NOUN = Noun(
    {
        "name": Column("m.name"),
        "version_number": Column("v.version"),
        "run_id": Column("v.run_id", nullable=True, blank=True),
        "source_path": Column("v.source"),
        "creation_timestamp": Column("v.created"),
        "last_updated_timestamp": Column("v.updated"),
        "model_id": Column("v.model_id", nullable=True),
        "description": Column("v.description", nullable=True, blank=True),
        "aliases": lambda *_: Facts("aliases a", "a.version = v.id", "a.alias"),
        "current_stage": Column("v.stage"),
        "status": Column("v.status"),
        "user_id": Column("v.user_id", nullable=True),
    },
    {"tag": labels("model_version_tags", "version", "v.id")},
)
_SEARCH = Search(MODEL_VERSIONS, _NOUN, version_rows.COLUMNS, version_rows.SOURCE)
#: Versions that are registered from each other, before a circle is suspected.
_MOST_LINKS = 50


class ModelVersions(Part, ModelVersionStore):
    """The part of the store that keeps versions of registered models."""

    def create_model_version(
        self,
        name: str,
        source: str,
        run_id: str | None = None,
        tags: list[ModelVersionTag] | None = None,
        run_link: str | None = None,
        description: str | None = None,
        model_id: str | None = None,
    ) -> ModelVersion:
        if not source:
            raise InvalidParameterValue("A model version needs the URI of the model's files as its source.")
        source = checks.text(source, "source", "a version's", limits.MAX_ARTIFACT_LOCATION_LENGTH)
        run_id = checks.text(run_id, "run_id", "a version's", limits.MAX_RUN_ID_LENGTH)
        run_link = checks.text(run_link, "run_link", "a version's", limits.MAX_ARTIFACT_LOCATION_LENGTH)
        description = checks.description(description) or ""
        checked = {tag.key: _checked_tag(tag.key, tag.value) for tag in tags or ()}
        now = int(time.time() * 1000)
        with self._db.write() as session:
            model = registered_models.found(session, name)[0]
            row = session.row("SELECT last_version FROM registered_models WHERE id = :id", {"id": model})
            version = (row[0] if row else 0) + 1
            if model_id:
                logged_models.found(session, model_id)
            number = session.add(
                "INSERT INTO model_versions (model, version, created, updated, description, stage, source, run_id, "
                "run_link, model_id, status) VALUES (:model, :version, :now, :now, :description, :stage, :source, "
                ":run_id, :run_link, :model_id, 'READY')",
                {
                    "model": model,
                    "version": version,
                    "now": now,
                    "description": description,
                    "stage": STAGE_NONE,
                    "source": source,
                    "run_id": run_id,
                    "run_link": run_link,
                    "model_id": model_id or None,
                },
            )
            version_rows.TAGS.put(session, number, checked)
            registered_models.touch(session, model, last_version=version, updated=now)
            return _loaded(session, name, version)

    def get_model_version(self, name: str, version: str) -> ModelVersion:
        with self._db.read() as session:
            return _loaded(session, name, version)

    def update_model_version(self, name: str, version: str, description: str | None = None) -> ModelVersion:
        changes = {} if description is None else {"description": checks.description(description)}
        with self._db.write() as session:
            row = version_rows.found(session, name, version)
            _touch(session, row, int(time.time() * 1000), **changes)
            return _loaded(session, name, version)

    def transition_model_version_stage(
        self, name: str, version: str, stage: str, archive_existing_versions: bool = False
    ) -> ModelVersion:
        stage = get_canonical_stage(stage)
        if stage not in ALL_STAGES:
            raise InvalidParameterValue(f"{stage!r} is no stage of a version; there are {', '.join(ALL_STAGES)}.")
        if archive_existing_versions and stage not in (STAGE_STAGING, STAGE_PRODUCTION):
            raise InvalidParameterValue(
                f"Versions that are there already are archived only in a move to {STAGE_STAGING} or "
                f"{STAGE_PRODUCTION}, not to {stage}."
            )
        now = int(time.time() * 1000)
        with self._db.write() as session:
            row = version_rows.found(session, name, version)
            if archive_existing_versions:
                session.run(
                    "UPDATE model_versions SET stage = :archived, updated = :now "
                    "WHERE model = :model AND stage = :stage AND id <> :id",
                    {"archived": STAGE_ARCHIVED, "now": now, "model": row[1], "stage": stage, "id": row[0]},
                )
            _touch(session, row, now, stage=stage)
            return _loaded(session, name, version)

    def delete_model_version(self, name: str, version: str) -> None:
        with self._db.write() as session:
            row = version_rows.found(session, name, version)
            session.run("DELETE FROM model_versions WHERE id = :id", {"id": row[0]})
            registered_models.touch(session, row[1])

    def search_model_versions(
        self,
        filter_string: str | None = None,
        max_results: int = limits.SEARCH_MODEL_VERSION_MAX_RESULTS_DEFAULT,
        order_by: list[str] | None = None,
        page_token: str | None = None,
    ) -> PagedList[ModelVersion]:
        size = checks.page_size(max_results, limits.SEARCH_MODEL_VERSION_MAX_RESULTS_THRESHOLD)
        with self._db.read() as session:
            return _SEARCH.found(session, version_rows.load, filter_string, order_by, page_token, size)

    def get_model_version_download_uri(self, name: str, version: str) -> str:
        with self._db.read() as session:
            return self._files(session, version_rows.found(session, name, version))

    def _files(self, session: Session, row: Row) -> str:
        """Where the files of a version lie, following what its source names."""
        for _ in range(_MOST_LINKS):
            source: str = row[9]
            if (run := parse_runs_uri(source)) is not None:
                place = self._places.shown(run_rows.found(session, run.run_id)[9])
                return below(place, run.path) if run.path else place
            model = parse_models_uri(source)
            if model is None:
                return source
            if model.model_id is not None:
                return self._places.shown(logged_models.found(session, model.model_id)[logged_models.LOCATION])
            if model.version is None:
                return source
            row = version_rows.found(session, model.name, model.version)
        raise InvalidParameterValue(f"The source of version {row[3]} of {row[2]!r} leads in a circle.")

    def set_model_version_tag(self, name: str, version: str, key: str, value: str) -> None:
        value = _checked_tag(key, value)
        with self._db.write() as session:
            version_rows.TAGS.put(session, version_rows.found(session, name, version)[0], {key: value})

    def delete_model_version_tag(self, name: str, version: str, key: str) -> None:
        checks.key(key, "tag", limits.MAX_MODEL_REGISTRY_TAG_KEY_LENGTH)
        with self._db.write() as session:
            version_rows.TAGS.remove(session, version_rows.found(session, name, version)[0], key)


def _loaded(session: Session, name: str, version: object) -> ModelVersion:
    return version_rows.load(session, [version_rows.found(session, name, version)])[0]


def _touch(session: Session, row: Row, now: int, **changes: Any) -> None:
    """Change columns of a version, and the time of its and its model's last change."""
    changed = "".join(f", {name} = :{name}" for name in changes)
    session.run(
        f"UPDATE model_versions SET updated = :now{changed} WHERE id = :id", {**changes, "now": now, "id": row[0]}
    )
    registered_models.touch(session, row[1], updated=now)


def _checked_tag(key: str, value: object) -> str:
    checks.key(key, "tag", limits.MAX_MODEL_REGISTRY_TAG_KEY_LENGTH)
    return checks.text(value, key, "tag", limits.MAX_MODEL_REGISTRY_TAG_VALUE_LENGTH)
