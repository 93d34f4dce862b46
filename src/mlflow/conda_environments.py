"""Environments made with conda, mamba or micromamba: once for what is wanted, then found again.

Such an environment cannot be moved, so it is made where it stays, under a lock; a file in it says that it is whole.
"""

from __future__ import annotations

import logging
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from mlflow.environment_variables import MLFLOW_CONDA_CREATE_ENV_CMD, MLFLOW_CONDA_HOME
from mlflow.exceptions import MissingConfigException
from mlflow.virtualenvs import digest_name, environments_root, link_mlflow, run_tool

if sys.platform != "win32":
    import fcntl

_log = logging.getLogger(__name__)
_PROGRAMS: Final = ("conda", "mamba", "micromamba")
_MARK: Final = ".made"


def conda_environment(
    kind: str, file: Path, also: tuple[Any, ...] = (), folder: str | None = None, with_mlflow: bool = False
) -> Path:
    """The folder of an environment; made if it is not there yet.

    Args:
        kind: First part of its name.
        file: A conda environment file; equal texts share an environment.
        also: Further facts that make environments of equal files different ones.
        folder: Where relative requirements are looked up; the present folder where None.
        with_mlflow: Whether ``import mlflow`` must find this package there.

    Raises:
        MissingConfigException: There is no conda.
        ExecutionException: It cannot be made; the message has the tail of what conda said.
    """
    program = conda_program()
    final = environments_root() / digest_name(kind, [file.read_text(encoding="utf-8"), with_mlflow, *also])
    with _alone(final):
        if not (final / _MARK).is_file():
            shutil.rmtree(final, ignore_errors=True)  # another process was ended while it made this
            _log.info("Making the environment %s", final)
            run_tool([*_creating(program), "--prefix", str(final), "--file", str(file)], folder)
            if with_mlflow:
                link_mlflow(final)
            (final / _MARK).touch()
    return final


def conda_program() -> str:
    """The executable: what ``MLFLOW_CONDA_CREATE_ENV_CMD`` names, else conda, mamba or micromamba.

    It is looked for in ``MLFLOW_CONDA_HOME`` if that is set, and then on the PATH.

    Raises:
        MissingConfigException: There is none.
    """
    home = MLFLOW_CONDA_HOME.get()
    chosen = MLFLOW_CONDA_CREATE_ENV_CMD.get() if MLFLOW_CONDA_CREATE_ENV_CMD.is_set() else None
    places = [str(Path(home, "bin")), str(Path(home, "condabin"))] if home else []
    for path in (os.pathsep.join(places), None):
        for name in (chosen,) if chosen else _PROGRAMS:
            if path != "" and (found := shutil.which(name, path=path)):
                return found
    raise MissingConfigException(
        f"There is no {chosen or 'conda, mamba or micromamba'} on the PATH or where MLFLOW_CONDA_HOME says. Run with "
        "--env-manager uv, which installs the pip part of conda.yaml, or with --env-manager local."
    )


def _creating(program: str) -> list[str]:
    if "micromamba" in Path(program).name:
        return [program, "create", "--yes", "--quiet"]
    return [program, "env", "create", "--quiet"]


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until no other process makes this environment."""
    with open(f"{folder}.lock", "w") as handle:
        if sys.platform != "win32":
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
