"""What a run notes about its evaluation: what was measured, against what, and what was wanted.

It is the file ``evaluation.json`` (with the metrics' prefix) among the run's artifacts:

=============  =========================================================================================================
``version``    1
``model_type`` As the user said; null where nothing was said
``metrics``    Key → number; null for one that is not finite
``baseline``   The same of the model that this one was compared with; empty without one
``better``     Key → whether more is better, where that is known
``thresholds`` Key → ``threshold``, ``min_absolute_change``, ``min_relative_change``, ``greater_is_better``, and
               ``missed``: a sentence for each that the model misses
``artifacts``  Name → file
=============  =========================================================================================================
"""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mlflow.tracking.client.whole import MlflowClient

_log = logging.getLogger(__name__)

FILE = "evaluation.json"
_MORE_IS_BETTER = (
    "score accuracy_score precision_score recall_score f1_score roc_auc precision_recall_auc r2_score true_positives "
    "true_negatives"
)
_LESS_IS_BETTER = (
    "log_loss false_positives false_negatives mean_absolute_error mean_squared_error root_mean_squared_error max_error "
    "mean_absolute_percentage_error"
)
_BETTER = dict.fromkeys(_MORE_IS_BETTER.split(), True) | dict.fromkeys(_LESS_IS_BETTER.split(), False)


@dataclass
class Record:
    """The note of one evaluation.

    Attributes:
        run_id: The run.
        prefix: What keys of metrics, and the file's name, begin with.
        model_type: What the user said the model is.
        metrics: Key → number.
        baseline: The same of the model compared with.
        better: Key → whether more is better.
        thresholds: Key → what was wanted.
        artifacts: Name → file.
    """

    run_id: str
    prefix: str = ""
    model_type: str | None = None
    metrics: Mapping[str, Any] = field(default_factory=dict)
    baseline: Mapping[str, Any] = field(default_factory=dict)
    better: Mapping[str, bool] = field(default_factory=dict)
    thresholds: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    artifacts: Mapping[str, str] = field(default_factory=dict)

    def write(self) -> None:
        """Write the file to the run; where it cannot be, a warning says so, for the evaluation itself is done."""
        content = {
            "version": 1,
            "model_type": self.model_type,
            "metrics": _finite(self.metrics),
            "baseline": _finite(self.baseline),
            "better": {**self._known(), **self.better},
            "thresholds": {name: dict(wanted) for name, wanted in self.thresholds.items()},
            "artifacts": dict(self.artifacts),
        }
        try:
            MlflowClient().log_text(self.run_id, json.dumps(content, indent=1), self.prefix + FILE)
        except Exception as error:  # whatever the store of files raises
            _log.warning("The evaluation of run %s could not be noted: %s", self.run_id, error)

    def _known(self) -> dict[str, bool]:
        plain = {name: name.removeprefix(self.prefix) for name in self.metrics}
        return {name: _BETTER[own] for name, own in plain.items() if own in _BETTER}


def _finite(metrics: Mapping[str, Any]) -> dict[str, float | None]:
    found: dict[str, float | None] = {}
    for name, value in metrics.items():
        try:
            number = float(value)
        except (TypeError, ValueError):
            continue
        found[name] = number if math.isfinite(number) else None
    return found
