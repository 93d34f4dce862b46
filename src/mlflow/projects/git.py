"""The few things projects ask of the ``git`` executable; arguments are lists, never shell text."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from mlflow.environment_variables import process_environment
from mlflow.exceptions import ExecutionException

_TIMEOUT_SECONDS = 600


def git(*arguments: str, folder: Path) -> str:
    """What a git command prints, stripped.

    Raises:
        ExecutionException: There is no git, or the command failed.
    """
    program = shutil.which("git")
    if program is None:
        raise ExecutionException("Projects at git URIs need the git executable; install git.")
    # The caller's GIT_DIR and the like would point the command at another repository.
    environment = {
        k: v for k, v in process_environment().items() if k not in {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"}
    }
    try:
        done = subprocess.run(
            [program, *arguments],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_TIMEOUT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ExecutionException(f"git {arguments[0]} took more than {_TIMEOUT_SECONDS} seconds.") from None
    if done.returncode:
        raise ExecutionException(f"git {arguments[0]} failed: {done.stderr.strip()[-500:]}")
    return done.stdout.strip()


def clone(address: str, version: str | None, folder: Path) -> None:
    """Check a repository out into an empty folder.

    Args:
        address: Where the repository is.
        version: Commit, branch or tag; None for the remote's default branch.
        folder: The empty folder.

    Raises:
        ExecutionException: The repository or the version cannot be had.
    """
    git("init", "--quiet", folder=folder)
    git("remote", "add", "--", "origin", address, folder=folder)
    if version is not None:
        try:
            git("fetch", "--quiet", "--depth", "1", "origin", version, folder=folder)
        except ExecutionException:
            _fetch_all_for(version, folder)
        else:
            git("checkout", "--quiet", "--detach", "FETCH_HEAD", folder=folder)
        return
    git("fetch", "--quiet", "--depth", "1", "origin", "HEAD", folder=folder)
    git("checkout", "--quiet", "--detach", "FETCH_HEAD", folder=folder)


def _fetch_all_for(version: str, folder: Path) -> None:
    """Some servers give out no single commits, and none resolves an abbreviated one."""
    git("fetch", "--quiet", "--tags", "origin", "+refs/heads/*:refs/remotes/origin/*", folder=folder)
    try:
        commit = git("rev-parse", "--verify", "--end-of-options", f"{version}^{{commit}}", folder=folder)
    except ExecutionException:
        raise ExecutionException(f"The repository has no commit, branch or tag {version!r}.") from None
    git("checkout", "--quiet", "--detach", commit.splitlines()[-1], folder=folder)


def is_branch(version: str, address: str, folder: Path) -> bool:
    """Whether the remote has a branch of that name."""
    return bool(git("ls-remote", "--heads", "--", address, f"refs/heads/{version}", folder=folder))


def repository_of(folder: Path) -> tuple[Path, str] | None:
    """Root and commit of the repository a folder lies in, None where there is none (or no git, or no commit)."""
    try:
        root, commit = git("rev-parse", "--show-toplevel", "HEAD", folder=folder).splitlines()
    except (ExecutionException, ValueError):
        return None
    return Path(root), commit


def remote_of(folder: Path) -> str | None:
    """Address of the remote ``origin``, None where there is none."""
    try:
        return git("remote", "get-url", "origin", folder=folder) or None
    except ExecutionException:
        return None
