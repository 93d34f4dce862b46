"""What goes into files: dicts, figures, images and tables; each file brings its own libraries, loaded on use."""

from __future__ import annotations

from mlflow._door import door
from mlflow.entities.tag_names import MLFLOW_LOGGED_IMAGES

__getattr__, __dir__ = door(
    globals(),
    {
        "dict_bytes": "mlflow.tracking.content.dicts",
        "figure_bytes": "mlflow.tracking.content.figures",
        "image_files": "mlflow.tracking.content.images",
        "Image": "mlflow.tracking.content.images",
        "open_image": "mlflow.tracking.content.images",
        "write_table_image": "mlflow.tracking.content.images",
        "read_dict": "mlflow.tracking.content.dicts",
        "log_table": "mlflow.tracking.content.tables",
        "load_table": "mlflow.tracking.content.tables",
        "runs_frame": "mlflow.tracking.content.frames",
        "models_frame": "mlflow.tracking.content.frames",
    },
)

__all__ = ["MLFLOW_LOGGED_IMAGES"]
