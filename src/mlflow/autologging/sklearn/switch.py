"""``mlflow.sklearn.autolog``."""

from __future__ import annotations

from typing import Any

from mlflow.autologging.libraries import enable
from mlflow.autologging.settings import Settings
from mlflow.exceptions import InvalidParameterValue

_FORMATS = ("pickle", "cloudpickle")


def autolog(
    log_input_examples: bool = False,
    log_model_signatures: bool = True,
    log_models: bool = True,
    log_datasets: bool = True,
    disable: bool = False,
    exclusive: bool = False,
    disable_for_unsupported_versions: bool = False,
    silent: bool = False,
    max_tuning_runs: int | None = 5,
    log_post_training_metrics: bool = True,
    serialization_format: str = "cloudpickle",
    registered_model_name: str | None = None,
    pos_label: Any = None,
    extra_tags: dict[str, str] | None = None,
) -> None:
    """Log what scikit-learn estimators, pipelines and searches are trained with and how well they do.

    Logged are ``get_params()``, metrics of the training data (``training_…``), plots of them where matplotlib is
    installed, ``estimator.html``, the data, and the model. For a search also ``cv_results.csv``, the best parameters
    and, as child runs, the best of its candidates. Scores and metrics computed later from ``predict`` of a logged
    estimator are added to its run as ``<metric>_<name of the data's variable>``.

    Args:
        log_input_examples: Keep some rows of the training data with a model.
        log_model_signatures: Say with a model what goes in and out.
        log_models: Log trained models.
        log_datasets: Log which data were trained and measured on.
        disable: Log nothing from now on.
        exclusive: Log only to runs that autologging starts, never to one that is active.
        disable_for_unsupported_versions: Log nothing where the installed version is not known to work.
        silent: No warnings of autologging.
        max_tuning_runs: How many candidates of a search get a child run; None for all, 0 for none.
        log_post_training_metrics: Log metrics computed after training.
        serialization_format: ``cloudpickle`` or ``pickle``.
        registered_model_name: Register each model as a version of this name.
        pos_label: The class that counts as positive in the training metrics of two classes; None averages by weight.
        extra_tags: Tags for each run that autologging starts.

    Raises:
        InvalidParameterValue: ``max_tuning_runs`` is negative, or the serialization format is not known.
    """
    if max_tuning_runs is not None and max_tuning_runs < 0:
        raise InvalidParameterValue(f"max_tuning_runs must be None, 0 or more, not {max_tuning_runs}.")
    if serialization_format not in _FORMATS:
        raise InvalidParameterValue(
            f"serialization_format must be one of {list(_FORMATS)}, not {serialization_format!r}."
        )
    options = {
        "max_tuning_runs": max_tuning_runs,
        "log_post_training_metrics": log_post_training_metrics,
        "serialization_format": serialization_format,
        "registered_model_name": registered_model_name,
        "pos_label": pos_label,
    }
    enable(
        "sklearn",
        Settings(
            log_input_examples=log_input_examples,
            log_model_signatures=log_model_signatures,
            log_models=log_models,
            log_datasets=log_datasets,
            disable=disable,
            exclusive=exclusive,
            disable_for_unsupported_versions=disable_for_unsupported_versions,
            silent=silent,
            extra_tags=extra_tags,
            options=options,
        ),
    )
