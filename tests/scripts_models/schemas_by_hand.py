"""Signatures built by hand, written, read and enforced."""

import json

import mlflow
import numpy as np
import pandas as pd
from mlflow.exceptions import MlflowException
from mlflow.models.signature import ModelSignature, infer_signature, set_signature
from mlflow.types import ColSpec, DataType, ParamSchema, ParamSpec, Schema, TensorSpec
from mlflow.types.schema import Array, Object, Property
from sklearn.linear_model import LinearRegression

inputs = Schema([ColSpec("double", "a"), ColSpec(DataType.long, "b", required=False)])
params = ParamSchema([ParamSpec("temperature", "double", 0.5), ParamSpec("stop", "string", ["a"], (-1,))])
signature = ModelSignature(inputs=inputs, outputs=Schema([ColSpec("double")]), params=params)
assert ModelSignature.from_dict(signature.to_dict()) == signature
assert inputs.input_names() == ["a", "b"] and inputs.required_input_names() == ["a"]
assert Schema.from_json('[{"name": "a", "type": "double"}]') == Schema([ColSpec("double", "a")])
image = TensorSpec(np.dtype(np.uint8), (-1, 28, 28, 1))
assert image.to_dict() == {"type": "tensor", "tensor-spec": {"dtype": "uint8", "shape": (-1, 28, 28, 1)}}
nested = Schema([ColSpec(Array("double"), "v"), ColSpec(Object([Property("p", "string")]), "o")])
assert [column["type"] for column in json.loads(nested.to_json())] == ["array", "object"]
for wrong in ([], [ColSpec("double", "x"), ColSpec("double")], [ColSpec("double", "x"), image]):
    try:
        Schema(wrong)
    except MlflowException:
        continue
    raise AssertionError(wrong)

X = pd.DataFrame({"a": [1.0, 2.0], "b": [1, 2]})
model = LinearRegression().fit(X[["a"]], [1.0, 2.0])
mlflow.sklearn.save_model(model, "model")
assert mlflow.models.get_model_info("model").signature is None
set_signature("model", infer_signature(X[["a"]], model.predict(X[["a"]])))
loaded = mlflow.pyfunc.load_model("model")
assert loaded.metadata.get_input_schema().to_dict() == [{"type": "double", "name": "a", "required": True}]
assert np.allclose(loaded.predict(X), [1, 2]) and np.allclose(loaded.predict({"a": [1.0]}), [1])
for data in (X[["b"]], pd.DataFrame({"a": ["x"]}), pd.DataFrame({"a": [3]})):
    try:
        loaded.predict(data)
    except MlflowException as error:
        assert error.error_code == "INVALID_PARAMETER_VALUE"
        continue
    raise AssertionError(data)
