"""Names of ``mlflow.pyfunc.scoring_server`` that code written for MLflow imports."""

from __future__ import annotations

import io

import numpy as np

from mlflow.pyfunc import scoring_server
from mlflow.types.schema import ColSpec, Schema


def test_reading_and_writing() -> None:
    schema = Schema([ColSpec("double", "a")])
    assert scoring_server.infer_and_parse_json_input('{"inputs": {"a": [1]}}', schema).a.tolist() == [1.0]
    assert scoring_server.infer_and_parse_data({scoring_server.INSTANCES: [[1, 2]]}).shape == (1, 2)
    assert scoring_server.parse_csv_input(io.StringIO("a\n7\n"), schema).a.tolist() == [7.0]
    for metadata, text in ((None, '{"predictions": [1]}'), ({"b": 2}, '{"predictions": [1], "b": 2}')):
        output = io.StringIO()
        scoring_server.predictions_to_json(np.array([1]), output, metadata)
        assert output.getvalue() == text
    assert {scoring_server.CONTENT_TYPE_JSON, scoring_server.CONTENT_TYPE_CSV} == set(scoring_server.CONTENT_TYPES)


def test_params_are_parted_from_the_data() -> None:
    body, params = scoring_server._split_data_and_params('{"inputs": [1], "params": {"k": 2}}')
    assert (body, params) == ({"inputs": [1]}, {"k": 2})
    assert scoring_server._split_data_and_params('{"inputs": [1]}') == ({"inputs": [1]}, None)
