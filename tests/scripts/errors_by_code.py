"""Errors told apart by class, code, number and text."""

from __future__ import annotations

import pickle

from mlflow.protos.databricks_pb2 import INVALID_STATE, RESOURCE_ALREADY_EXISTS, RESOURCE_DOES_NOT_EXIST, ErrorCode

import mlflow
from mlflow.exceptions import MlflowException, RestException

try:
    mlflow.get_experiment("123")
    raise SystemExit("found")
except MlflowException as error:
    assert error.error_code == ErrorCode.Name(RESOURCE_DOES_NOT_EXIST) and error.get_http_status_code() == 404
mlflow.create_experiment("x")
try:
    mlflow.create_experiment("x")
    raise SystemExit("twice")
except mlflow.MlflowException as error:
    assert ErrorCode.Value(error.error_code) == RESOURCE_ALREADY_EXISTS

answered = RestException({"error_code": "RESOURCE_DOES_NOT_EXIST", "message": "no such run"})
assert str(answered) == "RESOURCE_DOES_NOT_EXIST: no such run" and answered.json["message"] == "no such run"
assert pickle.loads(pickle.dumps(MlflowException("m", INVALID_STATE))).error_code == "INVALID_STATE"
for wrong in (
    lambda: mlflow.search_runs(filter_string="foo"),
    lambda: mlflow.log_metric("m", "abc"),
    lambda: mlflow.log_param("p" * 300, 1),
):
    try:
        wrong()
        raise SystemExit("taken")
    except MlflowException as error:
        assert error.error_code == "INVALID_PARAMETER_VALUE"
