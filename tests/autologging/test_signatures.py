"""Parameters of the public functions are those of MLflow 3.6.0, in their order."""

from __future__ import annotations

import inspect

import mlflow

_SHARED = "log_input_examples log_model_signatures log_models log_datasets"
_SWITCHES = "disable exclusive disable_for_unsupported_versions silent"


def test_autolog() -> None:
    names = f"{_SHARED} log_traces {_SWITCHES} extra_tags exclude_flavors"
    assert " ".join(inspect.signature(mlflow.autolog).parameters) == names


def test_autolog_of_scikit_learn() -> None:
    own = "max_tuning_runs log_post_training_metrics serialization_format registered_model_name pos_label extra_tags"
    assert " ".join(inspect.signature(mlflow.sklearn.autolog).parameters) == f"{_SHARED} {_SWITCHES} {own}"
