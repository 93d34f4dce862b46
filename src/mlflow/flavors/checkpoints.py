"""Checkpoints that automatic logging keeps with a run.

A run's tag names the latest; those of an epoch or step stand in ``checkpoints/epoch_<n>/`` and
``checkpoints/global_step_<n>/``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from mlflow.exceptions import InvalidParameterValue, ResourceDoesNotExist
from mlflow.tracking.fluent.current import run_and_client

FOLDER = "checkpoints"
#: Tag of a run: the path of its latest checkpoint among its artifacts.
LATEST = "mlflow.latest_checkpoint_artifact"


@contextmanager
def checkpoint(run_id: str | None, epoch: int | None, global_step: int | None) -> Iterator[Path]:
    """A checkpoint as a file, for the time of the block.

    Args:
        run_id: The run; the active one where None.
        epoch: The epoch; the latest checkpoint where neither it nor ``global_step`` is given.
        global_step: The step.

    Raises:
        InvalidParameterValue: Both ``epoch`` and ``global_step`` are given.
        ResourceDoesNotExist: The run has no such checkpoint.
    """
    if epoch is not None and global_step is not None:
        raise InvalidParameterValue("Give epoch or global_step, not both.")
    run, client = run_and_client(run_id)
    if epoch is None and global_step is None:
        path = client.get_run(run).data.tags.get(LATEST)
        if path is None:
            raise ResourceDoesNotExist(f"Run {run} has no checkpoint; automatic logging keeps them while it trains.")
    else:
        place = f"{FOLDER}/" + (f"epoch_{epoch}" if epoch is not None else f"global_step_{global_step}")
        files = [file.path for file in client.list_artifacts(run, place) if not file.is_dir]
        if not files:
            kept = [Path(file.path).name for file in client.list_artifacts(run, FOLDER) if file.is_dir]
            raise ResourceDoesNotExist(f"Run {run} has no checkpoint at {place!r}; it has {kept}.")
        path = files[0]
    with TemporaryDirectory() as folder:
        yield Path(client.download_artifacts(run, path, folder))
