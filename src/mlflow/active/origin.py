"""Where a run comes from: who, which script, which commit, what the environment adds."""

from __future__ import annotations

import getpass
import json
import logging
import os
import re
import sys
from pathlib import Path

from mlflow.environment_variables import MLFLOW_RUN_CONTEXT, user_name

_log = logging.getLogger(__name__)
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


def user() -> str:
    """Who runs this process."""
    known = user_name()
    if known:
        return known
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "unknown"


def source_name() -> str:
    """The script as it was called, ``-c`` or ``-``."""
    return (sys.argv[0] if sys.argv else "") or "-"


def commit_of(script: str) -> str | None:
    """The commit that is checked out where a script lies; None outside a git repository.

    Read from the repository's files: running git would take longer than making the run.
    """
    try:
        if script in ("-", "-c") or not os.path.isfile(script):
            return None
        folder = Path(script).resolve().parent
        for parent in (folder, *folder.parents):
            git = parent / ".git"
            if git.exists():
                return _head(git)
    except (OSError, ValueError, RuntimeError):
        pass
    return None


def _head(git: Path) -> str | None:
    if git.is_file():  # a worktree or submodule: the file says where the repository is
        target = git.read_text().partition("gitdir:")[2].strip()
        git = (git.parent / target).resolve()
    shared = git
    if (git / "commondir").is_file():
        shared = (git / (git / "commondir").read_text().strip()).resolve()
    head = (git / "HEAD").read_text().strip()
    if not head.startswith("ref:"):
        return head if _COMMIT.fullmatch(head) else None
    ref = head.partition("ref:")[2].strip()
    if ".." in ref:
        return None
    for root in (git, shared):
        if (root / ref).is_file():
            commit = (root / ref).read_text().strip()
            return commit if _COMMIT.fullmatch(commit) else None
    if (shared / "packed-refs").is_file():
        for line in (shared / "packed-refs").read_text().splitlines():
            commit, _, name = line.partition(" ")
            if name == ref and _COMMIT.fullmatch(commit):
                return commit
    return None


def tags_of_environment() -> dict[str, str]:
    """The tags of ``MLFLOW_RUN_CONTEXT``, a JSON object."""
    text = MLFLOW_RUN_CONTEXT.get()
    if not text:
        return {}
    try:
        found = json.loads(text)
        return {str(key): str(value) for key, value in found.items()}
    except (ValueError, AttributeError):
        _log.warning("MLFLOW_RUN_CONTEXT is not a JSON object; it is ignored.")
        return {}
