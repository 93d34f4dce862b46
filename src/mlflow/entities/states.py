"""Named states, as MLflow's constants have them: numbers or words with conversions."""

from __future__ import annotations

from enum import Enum
from typing import ClassVar

from mlflow.exceptions import InvalidParameterValue


class _Numbered:
    """Constants with numbers that travel by name."""

    _numbers: ClassVar[dict[str, int]]

    @classmethod
    def from_string(cls, status_str: str) -> int:
        """The number of a name."""
        try:
            return cls._numbers[status_str]
        except KeyError:
            known = ", ".join(cls._numbers)
            raise InvalidParameterValue(f"{status_str!r} is no {cls.__name__}; there are {known}.") from None

    @classmethod
    def to_string(cls, status: int) -> str:
        """The name of a number."""
        for name, number in cls._numbers.items():
            if number == status:
                return name
        raise InvalidParameterValue(f"{status!r} is no number of a {cls.__name__}.")


class RunStatus(_Numbered):
    """How far a run has come."""

    RUNNING = 1
    SCHEDULED = 2
    FINISHED = 3
    FAILED = 4
    KILLED = 5
    _numbers: ClassVar[dict[str, int]] = {"RUNNING": 1, "SCHEDULED": 2, "FINISHED": 3, "FAILED": 4, "KILLED": 5}

    @classmethod
    def is_terminated(cls, status: int) -> bool:
        """Whether a run of this status is over."""
        return status in (cls.FINISHED, cls.FAILED, cls.KILLED)

    @classmethod
    def all_status(cls) -> list[int]:
        """Every number."""
        return list(cls._numbers.values())


class SourceType(_Numbered):
    """What kind of code started a run."""

    NOTEBOOK = 1
    JOB = 2
    PROJECT = 3
    LOCAL = 4
    UNKNOWN = 5
    _numbers: ClassVar[dict[str, int]] = {"NOTEBOOK": 1, "JOB": 2, "PROJECT": 3, "LOCAL": 4, "UNKNOWN": 5}


class ModelVersionStatus(_Numbered):
    """How far the registration of a model version has come."""

    PENDING_REGISTRATION = 1
    FAILED_REGISTRATION = 2
    READY = 3
    _numbers: ClassVar[dict[str, int]] = {"PENDING_REGISTRATION": 1, "FAILED_REGISTRATION": 2, "READY": 3}

    @classmethod
    def all_status(cls) -> list[int]:
        """Every number."""
        return list(cls._numbers.values())


class ViewType:
    """Which lifecycle stages a listing shows."""

    ACTIVE_ONLY, DELETED_ONLY, ALL = range(1, 4)
    _names: ClassVar[dict[int, str]] = {1: "ACTIVE_ONLY", 2: "DELETED_ONLY", 3: "ALL"}

    @classmethod
    def from_string(cls, view_str: str) -> int:
        """The number of ``active_only``, ``deleted_only`` or ``all``, in any case."""
        for number, name in cls._names.items():
            if name == view_str.upper():
                return number
        raise InvalidParameterValue(f"{view_str!r} is no view type; there are active_only, deleted_only and all.")

    @classmethod
    def to_string(cls, view_type: int) -> str:
        """The lower-case name of a number."""
        try:
            return cls._names[view_type].lower()
        except KeyError:
            raise InvalidParameterValue(f"{view_type!r} is no number of a view type.") from None


class LifecycleStage:
    """Whether an object is in use or in the bin."""

    ACTIVE = "active"
    DELETED = "deleted"

    @classmethod
    def view_type_to_stages(cls, view_type: int = ViewType.ALL) -> list[str]:
        """The stages that a view shows."""
        return {
            ViewType.ACTIVE_ONLY: [cls.ACTIVE],
            ViewType.DELETED_ONLY: [cls.DELETED],
        }.get(view_type, [cls.ACTIVE, cls.DELETED])

    @classmethod
    def is_valid(cls, lifecycle_stage: str) -> bool:
        """Whether there is such a stage."""
        return lifecycle_stage in (cls.ACTIVE, cls.DELETED)

    @classmethod
    def matches_view_type(cls, view_type: int, lifecycle_stage: str) -> bool:
        """Whether a view shows objects of a stage."""
        return lifecycle_stage in cls.view_type_to_stages(view_type)


class LoggedModelStatus(str, Enum):
    """How far the logging of a model has come."""

    UNSPECIFIED = "UNSPECIFIED"
    PENDING = "PENDING"
    READY = "READY"
    FAILED = "FAILED"

    def __str__(self) -> str:
        return self.value

    @classmethod
    def is_finalized(cls, status: LoggedModelStatus | str) -> bool:
        """Whether no more files will come."""
        return status in (cls.READY, cls.FAILED)

    def to_int(self) -> int:
        """The number MLflow's stores keep."""
        return list(LoggedModelStatus).index(self)

    @classmethod
    def from_int(cls, number: int) -> LoggedModelStatus:
        """The status of a number that MLflow's stores keep."""
        return list(cls)[number]
