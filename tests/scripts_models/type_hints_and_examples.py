"""Type hints as signatures, streams, models from code, settings."""

import mlflow
import pandas as pd
import pydantic
from mlflow.exceptions import MlflowException
from mlflow.models import ModelConfig
from mlflow.types.type_hints import TypeFromExample


class Message(pydantic.BaseModel):
    role: str
    content: str


class Chat(mlflow.pyfunc.PythonModel):
    def predict(self, model_input: list[Message], params=None) -> list[str]:
        return [message.content.upper() for message in model_input]


class Words(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        return "a b"

    def predict_stream(self, context, model_input, params=None):
        yield from ("a", "b")


class Like(mlflow.pyfunc.PythonModel):
    def predict(self, model_input: TypeFromExample):
        return [type(model_input).__name__]


mlflow.pyfunc.save_model("chat", python_model=Chat(), input_example=[{"role": "user", "content": "hi"}])
chat = mlflow.pyfunc.load_model("chat")
assert chat.predict([{"role": "user", "content": "hi"}]) == ["HI"]
assert chat.predict(pd.DataFrame([{"role": "user", "content": "hi"}])) == ["HI"]
mlflow.pyfunc.save_model("words", python_model=Words())
assert list(mlflow.pyfunc.load_model("words").predict_stream("x")) == ["a", "b"]
try:
    chat.predict([{"role": "user"}])
except MlflowException:
    pass
else:
    raise AssertionError("a message without content")
mlflow.pyfunc.save_model("like", python_model=Like(), input_example=["a"])
assert mlflow.pyfunc.load_model("like").predict(pd.Series(["x"])) == ["list"]

with open("script.py", "w") as file:
    file.write(
        "import mlflow\n"
        "from mlflow.models import ModelConfig, set_model\n"
        "config = ModelConfig(development_config={'k': 'dev'})\n"
        "class M(mlflow.pyfunc.PythonModel):\n"
        "    def predict(self, context, model_input): return [config.get('k'), len(model_input)]\n"
        "set_model(M())\n"
    )
with mlflow.start_run():
    info = mlflow.pyfunc.log_model(name="code", python_model="script.py", model_config={"k": "prod"})
assert mlflow.pyfunc.load_model(info.model_uri).predict([1, 2]) == ["prod", 2]
assert mlflow.pyfunc.load_model(info.model_uri, model_config={"k": "here"}).predict([1]) == ["here", 1]
try:
    ModelConfig(development_config={"a": 1}).get("b")
except KeyError:
    pass
else:
    raise AssertionError("a setting that is not there")
