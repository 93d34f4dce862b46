"""What an environment of a project needs, read from ``python_env.yaml``, ``conda.yaml`` and requirements files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mlflow.exceptions import ExecutionException
from mlflow.projects import env_type
from mlflow.projects.specification import Project, read_yaml
from mlflow.yaml_files import TEXTS

# Scalars stay texts: an unquoted `python: 3.10` must not become 3.1.
_PYTHON: Final = re.compile(r"\d+(\.\d+){0,2}")
_CONDA_PYTHON: Final = re.compile(r"python\s*=+\s*(\d+(?:\.\d+){0,2})(?:\.\*)?")
_FILE: Final = re.compile(r"(-r|--requirement|-c|--constraint)(?:\s+|=)(.+)")
_SELF: Final = re.compile(r"(mlflow(-skinny|-tracing)?|penstock)\s*(\[[^\]]*\])?\s*(?=[=<>!~;@(,\s]|$)", re.IGNORECASE)
_DEEPEST: Final = 10


@dataclass(frozen=True)
class Dependencies:
    """What to install.

    Attributes:
        python: Wanted version, such as ``3.11``; None for the one that runs this.
        lines: Lines of a requirements file, without references to other ones.
        conda: Packages that only conda can install.
        file: The file they were read from.
    """

    python: str | None
    lines: tuple[str, ...]
    conda: tuple[str, ...] = ()
    file: str = ""

    @property
    def packages(self) -> tuple[str, ...]:
        """The lines without those that ask for mlflow, which this package provides."""
        return tuple(line for line in self.lines if not _SELF.match(line))

    @property
    def wants_mlflow(self) -> bool:
        """Whether mlflow is asked for."""
        return len(self.packages) < len(self.lines)


def dependencies_of(project: Project) -> Dependencies | None:
    """What a project's environment needs, or None if it declares no environment.

    Raises:
        ExecutionException: The file says what cannot be understood.
    """
    if project.env_config_path is None:
        return None
    path = Path(project.env_config_path)
    content = read_yaml(path, TEXTS) or {}
    if not isinstance(content, dict):
        raise ExecutionException(f"{path.name} must be a mapping.")
    if project.env_type == env_type.CONDA:
        return _conda(path, content)
    python = content.get("python") or None
    lines = [*_texts(path, content.get("build_dependencies")), *_texts(path, content.get("dependencies"))]
    return Dependencies(_checked_python(path, python), tuple(_expanded(lines, path.parent, 0)), file=str(path))


def _conda(path: Path, content: dict[str, Any]) -> Dependencies:
    python: str | None = None
    lines: list[str] = []
    other: list[str] = []
    for item in content.get("dependencies") or []:
        if isinstance(item, dict):
            lines += _texts(path, item.get("pip"))
        elif match := _CONDA_PYTHON.fullmatch(str(item).strip()):
            python = match[1]
        elif re.split(r"[\s=<>!]", str(item).strip())[0] not in {"pip", "python"}:
            other.append(str(item))
    return Dependencies(
        _checked_python(path, python), tuple(_expanded(lines, path.parent, 0)), tuple(other), file=str(path)
    )


def _checked_python(path: Path, version: Any) -> str | None:
    if version is not None and not (isinstance(version, str) and _PYTHON.fullmatch(version)):
        raise ExecutionException(f'{path.name}: the Python version must be such as "3.11", not {str(version)[:50]!r}.')
    return version


def _texts(path: Path, items: Any) -> list[str]:
    if items in (None, ""):
        return []
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise ExecutionException(f"{path.name}: dependencies must be a list of texts.")
    if any(c in item for item in items for c in "\n\r\0"):
        raise ExecutionException(f"{path.name}: a dependency must be one line.")
    return [item.strip() for item in items if item.strip()]


def _expanded(lines: list[str], folder: Path, depth: int) -> list[str]:
    """The lines, with ``-r`` files put in place and ``-c`` files by their absolute paths."""
    if depth > _DEEPEST:
        raise ExecutionException("Requirements files refer to each other in a circle.")
    result: list[str] = []
    for line in lines:
        named = _FILE.fullmatch(line)
        if named is None:
            result.append(line)
            continue
        path = folder / named[2].strip()
        if not path.is_file():
            raise ExecutionException(f"There is no requirements file {named[2].strip()[:200]!r}.")
        if named[1] in {"-c", "--constraint"}:
            result.append(f"-c {path}")
            continue
        text = path.read_text(encoding="utf-8").replace("\\\n", " ")
        inner = (re.sub(r"(^|\s)#.*", "", raw).strip() for raw in text.splitlines())
        result += _expanded([raw for raw in inner if raw], path.parent, depth + 1)
    return result
