"""The values of an entry point's parameters: given, or defaults, checked against their types before anything runs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final

from mlflow import artifacts
from mlflow.exceptions import ExecutionException
from mlflow.projects.specification import EntryPoint, Parameter
from mlflow.uris import parse_location

_SCHEME: Final = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]+):")


@dataclass(frozen=True)
class Values:
    """What an entry point is run with.

    Attributes:
        given: Every parameter as the caller or the project wrote it: what is logged.
        declared: Values for the places in the command.
        extra: Undeclared parameters, which follow the command as ``--name value``.
    """

    given: Mapping[str, str]
    declared: Mapping[str, str]
    extra: Mapping[str, str]


def resolve(
    entry_point: EntryPoint, given: Mapping[str, Any] | None, directory: Path, storage_dir: str | None
) -> Values:
    """The values to run with.

    Args:
        entry_point: What is run.
        given: The caller's values.
        directory: The project's folder, where a default path may lie.
        storage_dir: Where to put files that ``path`` parameters name by a remote URI.

    Raises:
        ExecutionException: A value is missing or not of its type; the message names every missing one.
    """
    texts = {str(name): str(value) for name, value in (given or {}).items()}
    for name, text in texts.items():
        if "\0" in name or "\0" in text:
            raise ExecutionException(f"The parameter {name!r} holds a NUL character.")
    missing = [p.name for p in entry_point.parameters.values() if p.default is None and p.name not in texts]
    if missing:
        raise ExecutionException(
            f"The entry point {entry_point.name!r} needs values for: {', '.join(missing)}. Give them as -P NAME=VALUE."
        )
    logged: dict[str, str] = {}
    declared: dict[str, str] = {}
    for parameter in entry_point.parameters.values():
        text = texts.get(parameter.name, parameter.default or "")
        logged[parameter.name] = text
        declared[parameter.name] = _typed(parameter, text, parameter.name not in texts, directory, storage_dir)
    extra = {name: text for name, text in texts.items() if name not in declared}
    return Values({**logged, **extra}, declared, extra)


def _typed(parameter: Parameter, text: str, is_default: bool, directory: Path, storage_dir: str | None) -> str:
    if parameter.type == "float":
        try:
            float(text)
        except ValueError:
            raise ExecutionException(
                f"The parameter {parameter.name!r} must be a number, not {text[:200]!r}."
            ) from None
        return text
    if parameter.type == "path":
        return _path(parameter, text, is_default, directory, storage_dir)
    if parameter.type == "uri" and not _SCHEME.match(text) and Path(text).exists():
        return str(Path(text).absolute())
    return text


def _path(parameter: Parameter, text: str, is_default: bool, directory: Path, storage_dir: str | None) -> str:
    scheme = _SCHEME.match(text)
    if scheme and scheme[1].lower() != "file":
        return artifacts.download_artifacts(artifact_uri=text, dst_path=mkdtemp(prefix="penstock-", dir=storage_dir))
    path = parse_location(text).local_path if scheme else Path(text).expanduser()
    for place in (path.absolute(), *([directory / path] if is_default else [])):
        if place.exists():
            return str(place)
    raise ExecutionException(
        f"The parameter {parameter.name!r} must be a path, and there is nothing at {text[:200]!r}."
    )
