"""What a model takes and gives, as data: what the page that tries it is made of."""

from __future__ import annotations

import json
from typing import Any

from mlflow.serving.served import Served

#: A larger example is left out: pages and other servers ask for this.
_MAX_EXAMPLE = 1 << 18


def listed(served: Served) -> dict[str, Any]:
    """A model's line among all models."""
    return {
        "name": served.name,
        "version": served.version or None,
        "registered_model": served.registered or None,
        "model_id": getattr(served.model.metadata, "model_id", None),
        "invocations": f"/models/{served.name}/invocations",
        "joins_requests": served.joins,
        "signature": served.schema is not None,
        "streams": served.streams,
    }


def described(served: Served) -> dict[str, Any]:
    """All that can be said of a model: its signature and its input example, too."""
    signature = getattr(served.model.metadata, "signature", None)
    return {
        **listed(served),
        **{part: _plain(getattr(signature, part, None)) for part in ("inputs", "outputs", "params")},
        "example": example_request(served),
    }


def example_request(served: Served) -> Any:
    """The request that sends the model's input example, None where it has none or a very large one."""
    try:
        text = served.example()
        return json.loads(text) if text and len(text) <= _MAX_EXAMPLE else None
    except Exception:  # a description without an example is better than none
        return None


def _plain(schema: Any) -> Any:
    return None if schema is None else json.loads(schema.to_json())
