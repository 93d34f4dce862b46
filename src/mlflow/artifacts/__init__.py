"""Files of runs and models: where they may be kept, and the functions users call on them."""

from __future__ import annotations

from mlflow._door import door

__getattr__, __dir__ = door(
    globals(),
    {
        "ArtifactStore": "mlflow.artifacts.contract",
        "open_artifacts": "mlflow.artifacts.stores",
    }
    | dict.fromkeys(
        ("download_artifacts", "list_artifacts", "load_dict", "load_image", "load_text"), "mlflow.tracking.artifacts"
    ),
)
