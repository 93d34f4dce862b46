"""The files of this checkout, as the architecture tests see them."""

from __future__ import annotations

import ast
import os
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "mlflow"
#: Never looked at where there is no git to ask (an unpacked sdist).
_UNTRACKED = frozenset({".git", ".venv", ".cache", "node_modules", "__pycache__", "mlruns", "dist", "build"})


@cache
def tracked_files() -> tuple[Path, ...]:
    """What git tracks or would track; without git, every file outside the usual build folders."""
    command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        answer = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return tuple(sorted(_walk(ROOT)))
    names = answer.stdout.decode().split("\0")
    return tuple(sorted(path for name in names if name and (path := ROOT / name).is_file()))


def _walk(root: Path) -> Iterator[Path]:
    for folder, names, files in os.walk(root):
        names[:] = [name for name in names if name not in _UNTRACKED]
        yield from (Path(folder, name) for name in files)


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the package, parsed, by its path below ``src/mlflow``."""
    return {
        path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8"), str(path))
        for path in sorted(PACKAGE.rglob("*.py"))
    }
