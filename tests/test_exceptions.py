"""Errors: one class per code, both ways across a process and a wire."""

from __future__ import annotations

import json
import pickle

import pytest

from mlflow.exceptions import (
    ERROR_CODE_TO_HTTP_STATUS,
    ERROR_CODES,
    InvalidParameterValue,
    MlflowException,
    ResourceDoesNotExist,
    RestException,
    get_error_code,
)


def test_a_code_gives_the_class_of_that_code() -> None:
    assert type(MlflowException("x", error_code=3002)) is ResourceDoesNotExist
    assert type(MlflowException("x", error_code="INVALID_PARAMETER_VALUE")) is InvalidParameterValue
    assert type(MlflowException("x")) is MlflowException
    assert MlflowException("x").error_code == "INTERNAL_ERROR"
    assert MlflowException("x", error_code="DATA_LOSS").error_code == "DATA_LOSS"


def test_the_class_says_the_code() -> None:
    with pytest.raises(MlflowException) as caught:
        raise ResourceDoesNotExist("No run 1.")
    assert caught.value.error_code == "RESOURCE_DOES_NOT_EXIST"
    assert caught.value.get_http_status_code() == 404
    assert json.loads(caught.value.serialize_as_json()) == {
        "error_code": "RESOURCE_DOES_NOT_EXIST",
        "message": "No run 1.",
    }


@pytest.mark.parametrize("code", sorted(ERROR_CODES))
def test_every_code_survives_pickling(code: str) -> None:
    error = pickle.loads(pickle.dumps(MlflowException("why", error_code=code, extra=1)))
    assert (error.error_code, error.message, error.json_kwargs) == (code, "why", {"extra": 1})


def test_a_rest_error_keeps_the_servers_code() -> None:
    error = RestException({"error_code": "RESOURCE_DOES_NOT_EXIST", "message": "gone"})
    assert isinstance(error, MlflowException)
    assert (error.error_code, str(error)) == ("RESOURCE_DOES_NOT_EXIST", "RESOURCE_DOES_NOT_EXIST: gone")
    assert isinstance(error, ResourceDoesNotExist)
    copy = pickle.loads(pickle.dumps(error))
    assert isinstance(copy, RestException) and isinstance(copy, ResourceDoesNotExist) and str(copy) == str(error)
    assert RestException({"error_code": 404}).error_code == "ENDPOINT_NOT_FOUND"
    assert RestException({"error_code": "NEW", "message": "m"}).error_code == "NEW"
    assert pickle.loads(pickle.dumps(error)).error_code == "RESOURCE_DOES_NOT_EXIST"


def test_every_status_has_a_known_code() -> None:
    assert set(ERROR_CODE_TO_HTTP_STATUS) <= set(ERROR_CODES)
    assert get_error_code(404) == "ENDPOINT_NOT_FOUND"
    assert get_error_code(418) == "INTERNAL_ERROR"
