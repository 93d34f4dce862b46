"""Adapters of PEFT: a few weights beside those of a model, which stay as they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import safetensors
import torch

from mlflow._door import resolve
from mlflow.models import pickles

#: Folder of a model's adapter.
PEFT = "peft"
_REPLACED = "modules_to_save."
_WRAPPERS = ("base_layer.", "original_module.")


def is_peft_model(model: Any) -> bool:
    """Whether a model is one of transformers with an adapter of PEFT."""
    return type(model).__module__.partition(".")[0] == "peft" and hasattr(model, "get_base_model")


def get_peft_base_model(model: Any) -> Any:
    """The model of transformers that an adapter is put on.

    Args:
        model: A model with an adapter.
    """
    return model.get_base_model()


def get_model_with_peft_adapter(base_model: Any, peft_adapter_path: str | Path) -> Any:
    """A model with an adapter put on.

    Args:
        base_model: The model.
        peft_adapter_path: The adapter's folder, as ``save_pretrained`` wrote it.

    Raises:
        PermissionDenied: Its weights are pickles, and pickles may not be loaded.
    """
    for file in sorted(Path(peft_adapter_path).glob("*.bin")):
        pickles.check(file)
    return resolve("peft:PeftModel").from_pretrained(base_model, str(peft_adapter_path))


def names_under_adapter(folder: Path) -> dict[str, Any]:
    """What ``from_pretrained`` is to be told of the names of weights in a folder of a model that had an adapter.

    MLflow writes the model by the names that its layers have under the adapter. Read without a word, these layers would
    begin anew, with weights by chance.

    Args:
        folder: Folder of the model, without the adapter's.

    Returns:
        Arguments; none where the names are the model's own.
    """
    for file in folder.glob("*.safetensors"):
        with safetensors.safe_open(file, "pt") as weights:
            if any(wrapper in name for name in weights.keys() for wrapper in _WRAPPERS):  # noqa: SIM118 (no mapping)
                return {"key_mapping": {"|".join(map(re.escape, _WRAPPERS)): ""}}
    return {}


def base_weights(model: Any) -> Mapping[str, torch.Tensor]:
    """Weights of the model under an adapter, by the names they have without it; none is copied.

    Args:
        model: A model with an adapter.
    """
    adapter = getattr(model.base_model, "prefix", None)  # none where the adapter adds tokens, and no layers
    weights: dict[str, torch.Tensor] = {}
    for name, value in get_peft_base_model(model).state_dict().items():
        if _REPLACED in name or (adapter and f".{adapter}" in name):
            continue
        for wrapper in _WRAPPERS:
            name = name.replace(wrapper, "")
        weights[name] = value
    return weights
