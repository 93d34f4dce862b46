"""Dicts and lists as JSON or YAML."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import yaml

from mlflow.exceptions import BadRequest, InvalidParameterValue
from mlflow.yaml_files import parse_yaml

_YAML = (".yml", ".yaml")


def dict_bytes(dictionary: Mapping[str, Any] | list[Any], name: str) -> bytes:
    """YAML where the name ends in ``.yml`` or ``.yaml``, else JSON.

    NumPy's numbers and arrays become numbers and lists; what neither format holds becomes text.
    """
    if name.lower().endswith(_YAML):
        # By way of JSON, so that a YAML file holds only plain values and loads safely everywhere.
        plain = json.loads(json.dumps(dictionary, default=_plain))
        text: str = yaml.dump(plain, Dumper=_dumper, default_flow_style=False, allow_unicode=True)
        return text.encode()
    return json.dumps(dictionary, indent=2, default=_plain).encode()


_dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def _plain(value: Any) -> Any:
    return value.tolist() if hasattr(value, "tolist") and hasattr(value, "dtype") else str(value)


def read_dict(text: str, name: str) -> Any:
    """The dict or list in a JSON or YAML file.

    Raises:
        BadRequest: It is neither.
    """
    try:
        return parse_yaml(text, name) if name.lower().endswith(_YAML) else json.loads(text)
    except (ValueError, RecursionError, InvalidParameterValue) as error:
        raise BadRequest(f"{name!r} is no JSON or YAML: {error}.") from error
