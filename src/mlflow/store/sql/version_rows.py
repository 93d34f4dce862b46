"""Rows of model versions as entities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mlflow.entities import LoggedModelParameter, ModelVersion
from mlflow.exceptions import ResourceDoesNotExist
from mlflow.store import checks
from mlflow.store.sql import model_metrics
from mlflow.store.sql.labels import Labels
from mlflow.store.sql.sessions import Row, Session, names, numbers

#: The columns a version is made of, and where they come from.
COLUMNS: Final = (
    "v.id, v.model, m.name, v.version, v.created, v.updated, v.description, v.user_id, v.stage, v.source, v.run_id, "
    "v.status, v.status_message, v.run_link, v.model_id"
)
SOURCE: Final = "model_versions v JOIN registered_models m ON m.id = v.model"
#: Position of the stage among the columns.
STAGE: Final = 8

TAGS: Final = Labels("model_version_tags", "version")


def found(session: Session, name: object, version: object) -> Row:
    """The row of a version.

    Raises:
        ResourceDoesNotExist: There is no such version.
        InvalidParameterValue: The version is not a number.
    """
    row = session.row(
        f"SELECT {COLUMNS} FROM {SOURCE} WHERE m.name = :name AND v.version = :version{session.lock}",
        {"name": checks.composed(name), "version": checks.version(version)},
    )
    if row is None:
        raise ResourceDoesNotExist(f"The registered model {name!r} has no version {version}.")
    return row


def load(session: Session, rows: Sequence[Row]) -> list[ModelVersion]:
    """Versions with their tags, aliases, and what their logged models say, in the order of their rows."""
    if not rows:
        return []
    ids = [row[0] for row in rows]
    tags = TAGS.of(session, ids)
    aliases: dict[int, list[str]] = {}
    for version, alias in session.rows(
        f"SELECT version, alias FROM aliases WHERE version IN ({numbers(ids)}) ORDER BY alias"
    ):
        aliases.setdefault(version, []).append(alias)
    linked = sorted({row[14] for row in rows if row[14]})
    metrics = model_metrics.of_models(session, linked)
    params = _params(session, linked)
    return [
        ModelVersion(
            row[2],
            row[3],
            row[4],
            row[5],
            row[6] or None,
            row[7],
            row[8],
            row[9],
            row[10] or None,
            row[11],
            row[12],
            tags.get(row[0]),
            row[13] or None,
            aliases.get(row[0]),
            row[14],
            params.get(row[14]),
            metrics.get(row[14]),
        )
        for row in rows
    ]


def _params(session: Session, model_ids: Sequence[str]) -> dict[str, list[LoggedModelParameter]]:
    found: dict[str, list[LoggedModelParameter]] = {}
    if model_ids:
        wanted, values = names(model_ids)
        for model_id, key, value in session.rows(
            "SELECT l.model_id, p.name, p.value FROM logged_model_params p JOIN logged_models l ON l.id = p.model "
            f"WHERE l.model_id IN ({wanted}) ORDER BY p.name",
            values,
        ):
            found.setdefault(model_id, []).append(LoggedModelParameter(key, value))
    return found
