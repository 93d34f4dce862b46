"""The data of a training, recorded with its run."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from mlflow.active.context import context_tags
from mlflow.autologging.training import TrainingRun
from mlflow.data.code_dataset_source import CodeDatasetSource
from mlflow.data.numpy_dataset import from_numpy
from mlflow.data.pandas_dataset import from_pandas
from mlflow.entities import DatasetInput, InputTag

_CONTEXT = "mlflow.data.context"


def log_dataset(run: TrainingRun, data: Any, target: Any, context: str) -> None:
    """Record a table or array, and its targets, as an input of a run; other kinds of data are passed over.

    Args:
        run: The run.
        data: Features.
        target: What is to be predicted, or None.
        context: ``train`` or ``eval``.
    """
    source = CodeDatasetSource(context_tags())
    if isinstance(data, pd.DataFrame):
        entity = from_pandas(data, source=source)._to_mlflow_entity()
    elif isinstance(data, np.ndarray):
        entity = from_numpy(data, source=source, targets=_array(target))._to_mlflow_entity()
    else:
        return
    run.client.log_inputs(run.run_id, [DatasetInput(entity, [InputTag(_CONTEXT, context)])])


def _array(target: Any) -> Any:
    if target is None or isinstance(target, np.ndarray):
        return target
    return target.to_numpy() if isinstance(target, pd.Series | pd.DataFrame) else np.asarray(target)
