"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Sequence

import click

from mlflow.entities import ViewType
from mlflow.exceptions import MlflowException

run_id = click.option("--run-id", "-r", required=True, metavar="ID", help="The run.")
experiment_id = click.option("--experiment-id", "-x", required=True, metavar="ID", help="The experiment.")
artifact_path = click.option("--artifact-path", "-a", metavar="PATH", help="Path below the run's artifacts.")


def _view(ctx: click.Context, param: click.Parameter, value: str) -> int:
    try:
        return ViewType.from_string(value)
    except MlflowException as error:
        raise click.BadParameter(error.message) from error


view = click.option(
    "--view",
    "-v",
    default="active_only",
    show_default=True,
    callback=_view,
    help="active_only, deleted_only or all.",
)


def table(headings: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> str:
    """Rows in columns as wide as they need."""
    cells = [headings, *[tuple("" if c is None else str(c) for c in row) for row in rows]]
    widths = [max(len(row[i]) for row in cells) for i in range(len(headings))]
    cells.insert(1, tuple("-" * width for width in widths))
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells
    )
