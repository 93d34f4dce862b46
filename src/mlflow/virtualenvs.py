"""Virtual environments made with uv: once for what is wanted, then found again.

An environment is made aside and renamed when it is whole, so one that is broken or half-made is never used, and two
processes that want the same one do not wait for each other. Requirements reach the installer as lines of a file
written here and as arguments of their own, never through a shell.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from mlflow.environment_variables import MLFLOW_ENV_ROOT
from mlflow.exceptions import ExecutionException, MissingConfigException
from mlflow.version import PENSTOCK_VERSION

find_uv_bin: Callable[[], str] | None
try:
    from uv import find_uv_bin
except ImportError:
    find_uv_bin = None

_log = logging.getLogger(__name__)
#: Part of every digest; raised when environments are made differently.
_FORMAT: Final = 2


@dataclass(frozen=True)
class Wanted:
    """What an environment must hold.

    Attributes:
        python: A version such as ``3.11`` or ``3.11.7``; None for the one that runs this.
        requirements: Lines of a requirements file.
        constraints: Lines of a constraints file.
        with_mlflow: Whether ``import mlflow`` must find this package there.
        folder: Where relative requirements are looked up; the present folder where None.
        also: Further facts that make environments of equal lines different ones.
        wheels: Folder of wheels to install from, without asking an index if they are all that is needed; not a fact by
            itself.
    """

    python: str | None
    requirements: tuple[str, ...]
    constraints: tuple[str, ...] = ()
    with_mlflow: bool = False
    folder: str | None = None
    also: tuple[Any, ...] = ()
    wheels: str | None = None


def virtualenv(kind: str, wanted: Wanted) -> Path:
    """The folder of an environment; made if it is not there yet.

    Args:
        kind: First part of its name, such as ``project`` or ``model``.
        wanted: What it must hold.

    Raises:
        MissingConfigException: There is no uv, or this package is not installed and the environment needs it.
        ExecutionException: It cannot be made; the message has the tail of what uv said.
    """
    interpreter = _interpreter(wanted.python)
    lines = [*wanted.requirements, *(own_requirements() if wanted.with_mlflow else ())]
    key = [interpreter, sys.version_info[:3], PENSTOCK_VERSION, lines, wanted.constraints, wanted.with_mlflow]
    final = environments_root() / digest_name(kind, [*key, *wanted.also])
    if final.is_dir():
        return final
    _log.info("Making the environment %s", final)
    uv = uv_program()
    making = Path(tempfile.mkdtemp(prefix="making-", dir=final.parent))
    try:
        run_tool([uv, "venv", "--quiet", "--relocatable", "--python", interpreter, str(making)], wanted.folder)
        _install(uv, making, lines, wanted)
        if wanted.with_mlflow:
            link_mlflow(making)
        try:
            making.rename(final)
        except OSError:
            if not final.is_dir():
                raise
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return final


def _install(uv: str, environment: Path, lines: Sequence[str], wanted: Wanted) -> None:
    if not lines:
        return
    command = [uv, "pip", "install", "--quiet", "--python", str(environment / "bin" / "python")]
    with tempfile.TemporaryDirectory(prefix="requirements-") as folder:
        for flag, texts in (("-r", lines), ("-c", wanted.constraints)):
            if texts:
                file = Path(folder, flag[1:] + ".txt")
                file.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
                command += [flag, str(file)]
        if wanted.wheels is not None:
            command += ["--find-links", wanted.wheels]
            try:
                return run_tool([*command, "--no-index"], wanted.folder)
            except ExecutionException as error:
                _log.info("The wheels in %s are not all that is needed: %s", wanted.wheels, error)
        return run_tool(command, wanted.folder)


def link_mlflow(environment: Path) -> None:
    """Let ``import mlflow`` in an environment find this package: what logs to a store is what opened it."""
    for packages in environment.glob("lib/python*/site-packages"):
        (packages / "mlflow").symlink_to(Path(__file__).parent, target_is_directory=True)


def environments_root() -> Path:
    """The folder that environments are kept in: ``MLFLOW_ENV_ROOT``, or ``~/.mlflow/envs``.

    Raises:
        ExecutionException: Anybody may write to it, or it is another user's: they could put an environment there that
            this process would run.
    """
    root = Path(MLFLOW_ENV_ROOT.get() or Path.home() / ".mlflow" / "envs")
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    found = root.stat()
    if hasattr(os, "geteuid") and (found.st_mode & 0o002 or found.st_uid not in (0, os.geteuid())):
        whose = "may be written by anybody" if found.st_mode & 0o002 else "belongs to another user"
        raise ExecutionException(
            f"{root} {whose}, so no environment in it can be trusted. Make it yours alone (chown, chmod 700), or name "
            "another folder with MLFLOW_ENV_ROOT."
        )
    return root


def digest_name(kind: str, facts: Any) -> str:
    """A name that equal facts share."""
    return f"{kind}-{hashlib.sha256(json.dumps([_FORMAT, facts]).encode()).hexdigest()[:24]}"


def uv_program() -> str:
    """The uv executable: of the ``uv`` package if installed, else on the PATH.

    Raises:
        MissingConfigException: There is none.
    """
    if find_uv_bin is not None:
        try:
            return str(find_uv_bin())
        except FileNotFoundError:
            pass
    found = shutil.which("uv")
    if found is None:
        raise MissingConfigException(
            "Environments are made with uv, which is not installed: pip install 'penstock[uv]', or go without one with "
            "--env-manager local."
        )
    return found


def run_tool(arguments: Sequence[str], folder: str | None = None) -> None:
    """Run a program that makes an environment.

    Raises:
        ExecutionException: It failed; the message has the tail of what it said.
    """
    done = subprocess.run(arguments, cwd=folder, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip())[-2000:]
        raise ExecutionException(f"The environment could not be made; {Path(arguments[0]).name} said:\n{said}")


def own_requirements() -> list[str]:
    """What this package needs to run elsewhere, without its extras.

    Raises:
        MissingConfigException: It runs from a folder, not installed.
    """
    try:
        lines = metadata.requires("penstock") or []
    except metadata.PackageNotFoundError:
        raise MissingConfigException(
            "The environment needs mlflow, and Penstock runs from a folder here: install it, so that it can be given "
            "to the environment, or go without one with --env-manager local."
        ) from None
    return [line for line in lines if "extra ==" not in line]


def _interpreter(version: str | None) -> str:
    """This interpreter if it is of the wanted version to the minor number, else that version for uv to find.

    Nobody has all patch releases, and packages do not tell them apart.
    """
    running = sys.version_info
    if version is None or version.split(".")[:2] in ([str(running.major)], [str(running.major), str(running.minor)]):
        return sys.executable
    return ".".join(version.split(".")[:2])
