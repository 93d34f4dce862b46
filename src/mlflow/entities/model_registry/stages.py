"""The stages a model version may be in, as MLflow names them."""

from __future__ import annotations

from mlflow.exceptions import InvalidParameterValue

STAGE_NONE = "None"
STAGE_STAGING = "Staging"
STAGE_PRODUCTION = "Production"
STAGE_ARCHIVED = "Archived"
STAGE_DELETED_INTERNAL = "Deleted_Internal"

ALL_STAGES = [STAGE_NONE, STAGE_STAGING, STAGE_PRODUCTION, STAGE_ARCHIVED]
DEFAULT_STAGES_FOR_GET_LATEST_VERSIONS = [STAGE_STAGING, STAGE_PRODUCTION]

_CANONICAL = {stage.lower(): stage for stage in (*ALL_STAGES, STAGE_DELETED_INTERNAL)}


def get_canonical_stage(stage: str) -> str:
    """The stage with its proper capitals.

    Raises:
        InvalidParameterValue: There is no such stage.
    """
    try:
        return _CANONICAL[stage.lower()]
    except (KeyError, AttributeError):
        raise InvalidParameterValue(f"{stage!r} is no stage; there are {', '.join(ALL_STAGES)}.") from None
