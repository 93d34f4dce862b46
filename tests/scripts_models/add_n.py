"""The first custom model of every course: a class with a constructor, without and with params."""

import mlflow.pyfunc
import pandas as pd


class AddN(mlflow.pyfunc.PythonModel):
    def __init__(self, n):
        self.n = n

    def predict(self, context, model_input):
        return model_input.apply(lambda column: column + self.n)


class Scaled(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        return model_input["x"] * (params or {}).get("factor", 1.0)


frame = pd.DataFrame({"x": [1.0, 2.0]})
mlflow.pyfunc.save_model(path="add_n_model", python_model=AddN(n=5))
loaded = mlflow.pyfunc.load_model("add_n_model")
assert loaded.predict(pd.DataFrame([range(3)])).equals(pd.DataFrame([range(5, 8)]))
assert loaded.unwrap_python_model().n == 5
signature = mlflow.models.infer_signature(frame, frame["x"], params={"factor": 1.0})
with mlflow.start_run():
    info = mlflow.pyfunc.log_model("scaled", python_model=Scaled(), signature=signature, input_example=frame)
scaled = mlflow.pyfunc.load_model(info.model_uri)
assert list(scaled.predict(frame, params={"factor": 3.0})) == [3.0, 6.0]
assert list(scaled.predict(frame)) == [1.0, 2.0]
assert scaled.input_example.equals(frame)
