"""The environment a model wants, and a cached one made of it.

A model folder may come from anywhere, so its environment files are input: each line must be a requirement as PEP 508
has it, and reaches the installer as an argument of its own or as a line of a file written here, never through a shell.
"""

from __future__ import annotations

import platform
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from mlflow.exceptions import InvalidParameterValue
from mlflow.models.files import CONDA, CONSTRAINTS, PYTHON_ENV, REQUIREMENTS
from mlflow.virtualenvs import Wanted, virtualenv
from mlflow.yaml_files import read_yaml

#: What stands for this package itself in a model's requirements.
_OURSELVES = frozenset({"mlflow", "mlflow-skinny", "mlflow-tracing", "penstock"})
_PYTHON_VERSION = re.compile(r"\d+\.\d+(\.\d+)?")


@dataclass(frozen=True)
class ModelEnvironment:
    """What a model wants installed.

    Attributes:
        python: Version of Python, as ``3.11.7`` or ``3.11``; None where the model does not say.
        requirements: Packages to install, without this one.
        constraints: Bounds on what they bring along.
    """

    python: str | None
    requirements: tuple[Requirement, ...]
    constraints: tuple[Requirement, ...] = ()

    def replaced(self, overrides: Iterable[str]) -> ModelEnvironment:
        """The same with some requirements replaced, or added, by name."""
        mine = {canonicalize_name(each.name): each for each in self.requirements}
        mine.update({canonicalize_name(each.name): each for each in map(_requirement, overrides)})
        return ModelEnvironment(self.python, tuple(mine.values()), self.constraints)

    def unmet(self) -> list[str]:
        """Why this process does not satisfy the model, a clause for each reason; empty if it does."""
        found = []
        if self.python and self.python.split(".")[:2] != platform.python_version().split(".")[:2]:
            found.append(f"Python {self.python} (here {platform.python_version()})")
        for wanted in self.requirements:
            if wanted.marker is not None and not wanted.marker.evaluate():
                continue
            try:
                here = metadata.version(wanted.name)
            except metadata.PackageNotFoundError:
                found.append(f"{wanted} (not installed)")
                continue
            if not wanted.url and not _fits(wanted, here):
                found.append(f"{wanted} (here {here})")
        return found

    def wanted(self) -> Wanted:
        """The virtual environment that satisfies it; equal wishes share one."""
        lines, constraints = sorted(map(str, self.requirements)), sorted(map(str, self.constraints))
        return Wanted(self.python, tuple(lines), tuple(constraints), with_mlflow=True)


def _fits(wanted: Requirement, here: str) -> bool:
    try:
        return wanted.specifier.contains(Version(here), prereleases=True)
    except InvalidVersion:
        return False


def read_environment(folder: Path) -> ModelEnvironment:
    """The environment that a model folder's files describe.

    Raises:
        InvalidParameterValue: A line is no requirement, or names a file other than the model's own constraints.
    """
    python, lines = None, []
    if (file := folder / PYTHON_ENV).is_file():
        described = _mapping(file)
        python = _python_version(described.get("python"))
        lines = [line for line in described.get("dependencies") or [] if line != f"-r {REQUIREMENTS}"]
    elif (file := folder / CONDA).is_file():
        for entry in _mapping(file).get("dependencies") or []:
            if isinstance(entry, dict):
                lines += entry.get("pip") or []
            elif isinstance(entry, str) and (match := re.fullmatch(r"python\s*={1,2}\s*([\d.]+)", entry)):
                python = _python_version(match.group(1))
    if (file := folder / REQUIREMENTS).is_file():
        lines = [*lines, *file.read_text(encoding="utf-8").splitlines()]
    constrained = f"-c {CONSTRAINTS}" in [str(line).strip() for line in lines]
    constraints = (folder / CONSTRAINTS).read_text(encoding="utf-8").splitlines() if constrained else []
    kept = [each for each in _requirements(lines) if canonicalize_name(each.name) not in _OURSELVES]
    return ModelEnvironment(python, tuple(kept), tuple(_requirements(constraints)))


def _mapping(file: Path) -> dict[str, Any]:
    content = read_yaml(file)
    if not isinstance(content, dict):
        raise InvalidParameterValue(f"The model's {file.name} must hold a mapping.")
    return content


def _python_version(text: Any) -> str | None:
    if text is None:
        return None
    if not _PYTHON_VERSION.fullmatch(str(text)):
        raise InvalidParameterValue(f"The model asks for Python {str(text)!r}, which is no version.")
    return str(text)


def _requirements(lines: Iterable[Any]) -> Iterator[Requirement]:
    seen = set()
    for raw in lines:
        line = re.sub(r"(^|\s)#.*$", "", str(raw)).strip()
        if line and line != f"-c {CONSTRAINTS}" and line not in seen:
            seen.add(line)
            yield _requirement(line)


def _requirement(line: str) -> Requirement:
    try:
        return Requirement(line)
    except InvalidRequirement as error:
        reason = str(error).splitlines()[0]
        raise InvalidParameterValue(f"The model's requirement {line!r} is refused: {reason}.") from None


def make_environment(wanted: ModelEnvironment) -> Path:
    """The Python of an environment that satisfies a model; made once, then found again.

    Raises:
        MissingConfigException: uv is not there to make it.
        ExecutionException: The installer failed.
    """
    return virtualenv("model", wanted.wanted()) / "bin" / "python"
