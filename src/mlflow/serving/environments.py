"""The environment a model wants, and a cached one made of it.

A model folder may come from anywhere, so its environment files are input: each line must be a requirement as PEP 508
has it, or a package as conda has it, and reaches the installer as an argument of its own or as a line of a file
written here, never through a shell.
"""

from __future__ import annotations

import logging
import platform
import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename

from mlflow.artifacts.digests import of_file
from mlflow.conda_environments import conda_environment
from mlflow.exceptions import InvalidParameterValue
from mlflow.models.files import CONDA, CONSTRAINTS, PYTHON_ENV, REQUIREMENTS, WHEELS, yaml_text
from mlflow.models.flavor import existing
from mlflow.models.requirements import OURSELVES, unmet
from mlflow.virtualenvs import Wanted, own_requirements, virtualenv
from mlflow.yaml_files import read_yaml

_log = logging.getLogger(__name__)

#: What may make a model's environment; ``virtualenv`` is made by uv, too.
MANAGERS: Final = ("local", "virtualenv", "uv", "conda")
_PYTHON_VERSION = re.compile(r"\d+\.\d+(\.\d+)?")
#: ``name``, ``name=1.2``, ``name >=1,<2``, ``channel::name=1.2=build``.
_CONDA_PACKAGE = re.compile(r"([A-Za-z0-9][\w./-]*::)?[A-Za-z0-9_][\w.-]*( ?[=<>!~ ][\w.*+!,|<>=~ ]*)?", re.ASCII)
#: A wheel of the model's own, as MLflow's ``add_libraries_to_model`` writes it.
_WHEEL = re.compile(rf"{WHEELS}/([A-Za-z0-9][\w.+!-]*\.whl)", re.ASCII)
_CONDA_CHANNEL = re.compile(r"(https?://[\w.:-]+/)?[A-Za-z0-9][\w./-]*", re.ASCII)


@dataclass(frozen=True)
class ModelEnvironment:
    """What a model wants installed.

    Attributes:
        python: Version of Python, as ``3.11.7`` or ``3.11``; None where the model does not say.
        requirements: Packages to install, without this one.
        constraints: Bounds on what they bring along.
        conda: Packages that conda is to install, beside Python.
        channels: Where conda finds them.
        wheels: Wheels of the requirements that the model brings along.
    """

    python: str | None
    requirements: tuple[Requirement, ...]
    constraints: tuple[Requirement, ...] = ()
    conda: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    wheels: tuple[Path, ...] = ()

    def replaced(self, overrides: Iterable[str]) -> ModelEnvironment:
        """The same with some requirements replaced, or added, by name."""
        mine = {canonicalize_name(each.name): each for each in self.requirements}
        mine.update({canonicalize_name(each.name): each for each in map(_requirement, overrides)})
        return replace(self, requirements=tuple(mine.values()))

    def unmet(self) -> list[str]:
        """Why this process does not satisfy the model, a clause for each reason; empty if it does."""
        found = list[str]()
        if self.python and self.python.split(".")[:2] != platform.python_version().split(".")[:2]:
            found.append(f"Python {self.python} (here {platform.python_version()})")
        return found + unmet(self.requirements)

    def wanted(self) -> Wanted:
        """The virtual environment that satisfies it; equal wishes share one."""
        lines, constraints = sorted(map(str, self.requirements)), sorted(map(str, self.constraints))
        wheels = str(self.wheels[0].parent) if self.wheels else None
        also = (sorted(of_file(file) for file in self.wheels),) if self.wheels else ()
        return Wanted(self.python, tuple(lines), tuple(constraints), with_mlflow=True, also=also, wheels=wheels)

    def conda_file(
        self, also: Iterable[str] = (), constraints: str | None = None, wheels: str | Path | None = None
    ) -> str:
        """Text of a conda environment file for it, without names and paths of the model's own.

        Args:
            also: More requirements for pip.
            constraints: File of the constraints, where there are any.
            wheels: Folder of the model's wheels, where there are any.
        """
        pip = [*sorted(map(str, self.requirements)), *also, *([f"-c {constraints}"] if constraints else ()),
               *([f"--find-links {wheels}"] if wheels else ())]  # fmt: skip
        packages = [f"python={self.python or platform.python_version()}", *self.conda]
        if not any(re.match(r"pip\b(?!-)", package) for package in self.conda):
            packages.append("pip")
        dependencies = [*packages, *([{"pip": pip}] if pip else ())]
        return yaml_text({"channels": list(self.channels or ("conda-forge",)), "dependencies": dependencies})


def read_environment(folder: Path) -> ModelEnvironment:
    """The environment that a model folder's files describe.

    Raises:
        InvalidParameterValue: A line is no requirement, or names a file other than the model's own constraints.
    """
    conda = _read_conda(folder / CONDA)
    python, lines = conda.python, list[Any]()
    if (file := folder / PYTHON_ENV).is_file():
        described = _mapping(file)
        python = _python_version(described.get("python"))
        lines = [line for line in described.get("dependencies") or [] if line != f"-r {REQUIREMENTS}"]
    else:
        lines = list(conda.pip)
    if (file := folder / REQUIREMENTS).is_file():
        lines = [*lines, *file.read_text(encoding="utf-8").splitlines()]
    constrained = f"-c {CONSTRAINTS}" in [str(line).strip() for line in lines]
    constraints = (folder / CONSTRAINTS).read_text(encoding="utf-8").splitlines() if constrained else []
    wheels = _wheels(folder, lines)
    named = [*(line for line in lines if not _WHEEL.fullmatch(str(line).strip())), *wheels]
    kept = [each for each in _requirements(named) if canonicalize_name(each.name) not in OURSELVES]
    limits = tuple(_requirements(constraints))
    return ModelEnvironment(python, tuple(kept), limits, conda.packages, conda.channels, tuple(wheels.values()))


def _wheels(folder: Path, lines: Iterable[Any]) -> dict[str, Path]:
    """The wheels of a model's own that its files name, by the requirement that each satisfies."""
    found: dict[str, Path] = {}
    for line in map(str, lines):
        if match := _WHEEL.fullmatch(line.strip()):
            try:
                name, version, *_ = parse_wheel_filename(match.group(1))
            except InvalidWheelFilename as error:
                raise InvalidParameterValue(f"The model's wheel {line.strip()!r} is refused: {error}.") from None
            file = existing(folder, line.strip())
            if name not in OURSELVES:
                found[f"{name}=={version}"] = file
    return found


@dataclass(frozen=True)
class _Conda:
    """What a model's ``conda.yaml`` says."""

    python: str | None = None
    packages: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    pip: tuple[Any, ...] = ()


def _read_conda(file: Path) -> _Conda:
    if not file.is_file():
        return _Conda()
    described = _mapping(file)
    python, packages, pip = None, list[str](), list[Any]()
    for entry in _list(described, "dependencies"):
        if isinstance(entry, dict):
            pip += _list(entry, "pip")
        elif match := re.fullmatch(r"python\s*={1,2}\s*([\d.]+)", str(entry)):
            python = _python_version(match.group(1))
        else:
            packages.append(_plain(entry, _CONDA_PACKAGE, "package of conda"))
    channels = [_plain(channel, _CONDA_CHANNEL, "channel of conda") for channel in _list(described, "channels")]
    return _Conda(python, tuple(packages), tuple(channels), tuple(pip))


def _list(described: dict[str, Any], key: str) -> list[Any]:
    found = described.get(key) or []
    if not isinstance(found, list):
        raise InvalidParameterValue(f"{key!r} in the model's {CONDA} must be a list.")
    return found


def _plain(text: Any, form: re.Pattern[str], what: str) -> str:
    if not isinstance(text, str) or not form.fullmatch(text):
        raise InvalidParameterValue(f"The model's {what} {text!r} is refused: it has not the form of one.")
    return text


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
    """The Python of an environment that satisfies a model; made with uv once, then found again.

    Raises:
        MissingConfigException: uv is not there to make it.
        ExecutionException: The installer failed.
    """
    return virtualenv("model", wanted.wanted()) / "bin" / "python"


def make_conda_environment(wanted: ModelEnvironment) -> Path:
    """The Python of an environment that satisfies a model, with conda's packages; made once, then found again.

    Raises:
        MissingConfigException: There is no conda to make it.
        ExecutionException: conda failed.
    """
    bounds = "".join(f"{each}\n" for each in wanted.constraints)
    with tempfile.TemporaryDirectory(prefix="conda-") as folder:
        file = Path(folder, CONDA)
        if bounds:
            Path(folder, CONSTRAINTS).write_text(bounds, encoding="utf-8")
        wheels = wanted.wheels[0].parent if wanted.wheels else None
        text = wanted.conda_file(own_requirements(), CONSTRAINTS if bounds else None, wheels)
        file.write_text(text, encoding="utf-8")
        also = (bounds, *map(of_file, wanted.wheels))
        return conda_environment("conda-model", file, also, folder, with_mlflow=True) / "bin" / "python"


def python_for(folder: Path, manager: str, overrides: Iterable[str] = ()) -> Path | None:
    """The Python that satisfies a model; None for the one that runs this.

    Args:
        folder: The model's folder.
        manager: One of :data:`MANAGERS`.
        overrides: Requirements that replace the model's of the same names.

    Raises:
        InvalidParameterValue: There is no such manager, or the model asks for something that is no requirement.
        MissingConfigException: The tool that makes environments is not there.
        ExecutionException: The tool failed.
    """
    if manager not in MANAGERS:
        raise InvalidParameterValue(f"env_manager must be one of {', '.join(MANAGERS)}, not {manager!r}.")
    if manager == "local":
        return None
    wanted = read_environment(folder).replaced(overrides)
    if manager == "conda":
        return make_conda_environment(wanted)
    if not (unmet := wanted.unmet()):
        return None
    _log.info("This environment lacks %s; using one that the model fits.", ", ".join(unmet))
    return make_environment(wanted)
