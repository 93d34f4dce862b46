"""Errors, one class per code, the same on both sides of the wire.

::

    MlflowException (INTERNAL_ERROR)
    ├── BadRequest                      400 BAD_REQUEST
    ├── InvalidParameterValue           400 INVALID_PARAMETER_VALUE
    │   └── RequestTooLarge             413 INVALID_PARAMETER_VALUE
    ├── ResourceAlreadyExists           400 RESOURCE_ALREADY_EXISTS
    ├── Unauthenticated                 401 UNAUTHENTICATED
    ├── PermissionDenied                403 PERMISSION_DENIED
    ├── ResourceDoesNotExist            404 RESOURCE_DOES_NOT_EXIST
    ├── EndpointNotFound                404 ENDPOINT_NOT_FOUND
    ├── RequestLimitExceeded            429 REQUEST_LIMIT_EXCEEDED
    ├── InvalidState                    500 INVALID_STATE
    ├── MlflowNotImplementedException   501 NOT_IMPLEMENTED
    ├── TemporarilyUnavailable          503 TEMPORARILY_UNAVAILABLE
    ├── RestException                   an answer of a server whose code has no class here
    ├── ExecutionException              a project's entry point failed
    ├── MissingConfigException          a configuration file or setting is absent
    └── InvalidUrlException             a URL that cannot be requested

``raise MlflowException(text, error_code=INVALID_PARAMETER_VALUE)`` gives an instance of the class of that code, so a
caller may catch either the class or, as code written for MLflow does, :class:`MlflowException` and look at
``error_code``. Names, numbers and statuses are those of MLflow's REST documentation.
"""

from __future__ import annotations

import json
from typing import Any, ClassVar

#: Number of each error code, as MLflow's ``databricks_pb2`` publishes them.
ERROR_CODES: dict[str, int] = {
    "INTERNAL_ERROR": 1,
    "TEMPORARILY_UNAVAILABLE": 2,
    "IO_ERROR": 3,
    "BAD_REQUEST": 4,
    "DEADLINE_EXCEEDED": 7,
    "CANCELLED": 8,
    "RESOURCE_EXHAUSTED": 9,
    "ABORTED": 10,
    "NOT_FOUND": 11,
    "ALREADY_EXISTS": 12,
    "UNAUTHENTICATED": 13,
    "INVALID_PARAMETER_VALUE": 1000,
    "ENDPOINT_NOT_FOUND": 1001,
    "MALFORMED_REQUEST": 1002,
    "INVALID_STATE": 1003,
    "PERMISSION_DENIED": 1004,
    "FEATURE_DISABLED": 1005,
    "CUSTOMER_UNAUTHORIZED": 1006,
    "REQUEST_LIMIT_EXCEEDED": 1007,
    "RESOURCE_CONFLICT": 1008,
    "NOT_IMPLEMENTED": 1010,
    "DATA_LOSS": 1011,
    "INVALID_STATE_TRANSITION": 2001,
    "COULD_NOT_ACQUIRE_LOCK": 2002,
    "RESOURCE_ALREADY_EXISTS": 3001,
    "RESOURCE_DOES_NOT_EXIST": 3002,
    "QUOTA_EXCEEDED": 4001,
    "RESOURCE_LIMIT_EXCEEDED": 5002,
}

ERROR_CODE_TO_HTTP_STATUS: dict[str, int] = {
    "INTERNAL_ERROR": 500,
    "INVALID_STATE": 500,
    "DATA_LOSS": 500,
    "NOT_IMPLEMENTED": 501,
    "TEMPORARILY_UNAVAILABLE": 503,
    "DEADLINE_EXCEEDED": 504,
    "REQUEST_LIMIT_EXCEEDED": 429,
    "CANCELLED": 499,
    "RESOURCE_EXHAUSTED": 429,
    "ABORTED": 409,
    "RESOURCE_CONFLICT": 409,
    "ALREADY_EXISTS": 409,
    "NOT_FOUND": 404,
    "ENDPOINT_NOT_FOUND": 404,
    "RESOURCE_DOES_NOT_EXIST": 404,
    "PERMISSION_DENIED": 403,
    "CUSTOMER_UNAUTHORIZED": 401,
    "UNAUTHENTICATED": 401,
    "BAD_REQUEST": 400,
    "RESOURCE_ALREADY_EXISTS": 400,
    "INVALID_PARAMETER_VALUE": 400,
}

HTTP_STATUS_TO_ERROR_CODE: dict[int, str] = {
    500: "INTERNAL_ERROR",
    501: "NOT_IMPLEMENTED",
    503: "TEMPORARILY_UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
    429: "RESOURCE_EXHAUSTED",
    499: "CANCELLED",
    409: "ALREADY_EXISTS",
    404: "ENDPOINT_NOT_FOUND",
    403: "PERMISSION_DENIED",
    401: "UNAUTHENTICATED",
    400: "BAD_REQUEST",
}

_NAMES: dict[int, str] = {number: name for name, number in ERROR_CODES.items()}


def get_error_code(http_status: int) -> str:
    """Name of the error code that stands for an HTTP status, ``INTERNAL_ERROR`` where none does."""
    return HTTP_STATUS_TO_ERROR_CODE.get(http_status, "INTERNAL_ERROR")


class MlflowException(Exception):
    """Any failure that Penstock reports.

    Args:
        message: What went wrong and what to do about it.
        error_code: A name (``"INVALID_PARAMETER_VALUE"``) or a number of :data:`ERROR_CODES`.
        **kwargs: Further fields of the JSON form of the error.
    """

    #: The code an instance of this class has unless told otherwise.
    code: ClassVar[str] = "INTERNAL_ERROR"
    _classes: ClassVar[dict[str, type[MlflowException]]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "code" in cls.__dict__:
            MlflowException._classes[cls.code] = cls

    def __new__(cls, message: Any = "", error_code: int | str | None = None, **kwargs: Any) -> MlflowException:
        chosen: type[MlflowException] = cls
        if cls is MlflowException:
            chosen = MlflowException._classes.get(_code_name(error_code, cls.code), MlflowException)
        return super().__new__(chosen, message)

    def __init__(self, message: Any = "", error_code: int | str | None = None, **kwargs: Any) -> None:
        self.error_code: str = _code_name(error_code, type(self).code)
        self.message: str = str(message)
        self.json_kwargs: dict[str, Any] = kwargs
        super().__init__(self.message)

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (self.message, self.error_code, self.json_kwargs))

    def serialize_as_json(self) -> str:
        """The error as the JSON text a server answers with."""
        return json.dumps({"error_code": self.error_code, "message": self.message, **self.json_kwargs})

    def get_http_status_code(self) -> int:
        """The HTTP status a server answers this error with."""
        return ERROR_CODE_TO_HTTP_STATUS.get(self.error_code, 500)

    @classmethod
    def invalid_parameter_value(cls, message: str, **kwargs: Any) -> MlflowException:
        """An error of code ``INVALID_PARAMETER_VALUE``."""
        return cls(message, error_code="INVALID_PARAMETER_VALUE", **kwargs)


def _code_name(code: int | str | None, default: str) -> str:
    if code is None:
        return default
    if isinstance(code, str):
        return code
    return _NAMES.get(int(code), "INTERNAL_ERROR")


def _code_of(answer: dict[str, Any]) -> str:
    """The code that a server's answer names; some name an HTTP status."""
    code = answer.get("error_code") or "INTERNAL_ERROR"
    return get_error_code(int(code)) if isinstance(code, int) or str(code).isdigit() else str(code)


def _rebuild(message: str, code: str, kwargs: dict[str, Any]) -> MlflowException:
    return MlflowException(message, error_code=code, **kwargs)


class BadRequest(MlflowException):
    """A request that makes no sense as a whole."""

    code = "BAD_REQUEST"


class InvalidParameterValue(MlflowException):
    """An argument is of the wrong kind, outside its limits or contradicts another."""

    code = "INVALID_PARAMETER_VALUE"


class RequestTooLarge(InvalidParameterValue):
    """A request is larger than a server takes: its status is 413, its code that of other bad requests."""

    def get_http_status_code(self) -> int:
        return 413


class ResourceAlreadyExists(MlflowException):
    """A name that must be unique is taken."""

    code = "RESOURCE_ALREADY_EXISTS"


class ResourceDoesNotExist(MlflowException):
    """There is nothing of that name or id."""

    code = "RESOURCE_DOES_NOT_EXIST"


class EndpointNotFound(MlflowException):
    """No such route."""

    code = "ENDPOINT_NOT_FOUND"


class Unauthenticated(MlflowException):
    """The caller has not shown who they are."""

    code = "UNAUTHENTICATED"


class PermissionDenied(MlflowException):
    """The caller is known and may not do this."""

    code = "PERMISSION_DENIED"


class RequestLimitExceeded(MlflowException):
    """Too much was asked in one request or in too short a time."""

    code = "REQUEST_LIMIT_EXCEEDED"


class InvalidState(MlflowException):
    """The object is in a state that does not allow this."""

    code = "INVALID_STATE"


class TemporarilyUnavailable(MlflowException):
    """The store or a server cannot answer just now; trying again may help."""

    code = "TEMPORARILY_UNAVAILABLE"


class MlflowNotImplementedException(MlflowException):
    """A part of the interface that this store does not have."""

    code = "NOT_IMPLEMENTED"


class RestException(MlflowException):
    """An error answered by a server, built from its JSON body.

    Its message begins with the code, which code written for MLflow looks for in the text. Where there is a class of the
    code, the error is of that class, too: ``except ResourceDoesNotExist`` works on both sides of the wire.
    """

    _both: ClassVar[dict[str, type[RestException]]] = {}

    def __new__(cls, json: dict[str, Any]) -> RestException:
        known = MlflowException._classes.get(_code_of(json))
        if cls is RestException and known is not None:
            name = known.__name__
            cls = RestException._both.get(name) or RestException._both.setdefault(name, type(name, (known, cls), {}))
        return Exception.__new__(cls, json)

    def __init__(self, json: dict[str, Any]) -> None:
        code = _code_of(json)
        super().__init__(f"{code}: {json.get('message') or 'The server gave no reason.'}", code)
        self.json = json

    def __reduce__(self) -> tuple[Any, ...]:
        return (RestException, (self.json,))


class ExecutionException(MlflowException):
    """A project's entry point, or a step before it, failed."""


class MissingConfigException(MlflowException):
    """A configuration file or setting that is needed is absent."""


class InvalidUrlException(MlflowException):
    """A URL that cannot be requested."""
