"""LlamaIndex's global settings beside a model: which classes they are of and what these were made with.

Settings are read as data. A class is imported from LlamaIndex's own packages only, since the file may come from
elsewhere, and nothing that looks like a key is written.
"""

from __future__ import annotations

import inspect
import json
import logging
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from llama_index.core import Settings
from llama_index.core.schema import BaseComponent

from mlflow._door import resolve
from mlflow.exceptions import InvalidParameterValue

_log = logging.getLogger(__name__)
_SLOTS = ("_llm", "_embed_model", "_node_parser")
_SECRET = re.compile(r"key|token$|secret|password|credential", re.IGNORECASE)
_NOT_SECRET = frozenset({"excluded_embed_metadata_keys", "excluded_llm_metadata_keys"})


def write_settings(file: Path) -> None:
    """Write what the settings hold, without keys."""
    kept: dict[str, Any] = {}
    for slot in _SLOTS:
        if (value := getattr(Settings, slot, None)) is not None:
            kept[slot] = _described(value)
    transformations = getattr(Settings, "_transformations", None) or ()
    kept["_transformations"] = [_described(each) for each in transformations] or [kept["_node_parser"]]
    file.write_text(json.dumps(kept, indent=2), encoding="utf-8")


def restore_settings(file: Path) -> None:
    """Make what a settings file describes the settings of this process.

    Raises:
        InvalidParameterValue: The file is damaged, or names a class that is not LlamaIndex's.
    """
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InvalidParameterValue(f"{file.name!r} is no JSON: {error}") from None
    for slot, told in kept.items():
        if slot == "_transformations":
            Settings._transformations = [_made(each) for each in told]
        elif slot in _SLOTS and told:
            setattr(Settings, slot, _made(told))


def _described(component: Any) -> dict[str, Any]:
    kind = type(component)
    return {"object_constructor": f"{kind.__module__}.{kind.__qualname__}", "object_kwargs": _arguments(component)}


def _arguments(component: Any) -> dict[str, Any]:
    """What a component was made with, as far as JSON can hold it."""
    taken = inspect.signature(type(component).__init__).parameters.values()
    names = {each.name for each in taken if each.kind is not each.VAR_KEYWORD}
    if any(each.kind is each.VAR_KEYWORD for each in taken):
        names |= set(type(component).model_fields)
    kept = {}
    for name in sorted(names - {"self", "callback_manager"}):
        value = getattr(component, name, None)
        if _SECRET.search(name) and name not in _NOT_SECRET and "max_" not in name:
            continue
        try:
            kept[name] = json.loads(json.dumps(value))
        except (TypeError, ValueError):
            continue
    return kept


def _made(told: Mapping[str, Any]) -> Any:
    module, _, name = str(told.get("object_constructor", "")).rpartition(".")
    if not module.startswith("llama_index."):
        raise InvalidParameterValue(f"The model's settings name {name!r} of {module!r}, which is not LlamaIndex's.")
    try:
        kind = resolve(f"{module}:{name}")
    except (ImportError, AttributeError) as error:
        raise InvalidParameterValue(
            f"The model's settings need {module}.{name}, which is not here: {error}."
        ) from error
    if not (isinstance(kind, type) and issubclass(kind, BaseComponent)):
        raise InvalidParameterValue(f"The model's settings name {module}.{name}, which is no component of LlamaIndex.")
    return kind(**{key: value for key, value in told.get("object_kwargs", {}).items() if value is not None})
