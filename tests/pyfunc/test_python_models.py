"""Models written in Python: classes, functions, scripts, loader modules."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

import mlflow.pyfunc
from mlflow.exceptions import InvalidParameterValue, MlflowException, PermissionDenied, ResourceDoesNotExist
from mlflow.models import ModelConfig, ModelSignature, infer_signature
from mlflow.models.model import Model
from mlflow.pyfunc import PythonModel, load_model, save_model
from mlflow.testing.flavors import FlavorContract
from mlflow.types import ColSpec, ParamSchema, ParamSpec, Schema


class Sum(PythonModel):
    def predict(self, context: Any, model_input: Any, params: Any = None) -> Any:
        return model_input.sum(axis=1)


class TestFlavor(FlavorContract):
    flavor = mlflow.pyfunc
    loader_module = "mlflow.pyfunc.model"
    requires = ("cloudpickle",)
    native = False

    def model(self) -> Any:
        return Sum()

    def arguments(self, model: Any) -> dict[str, Any]:
        return {"python_model": model}

    def example(self) -> pd.DataFrame:
        return pd.DataFrame({"a": [1.0, 2.0], "b": [3.0, 4.0]})

    def answer(self, model: Any, data: pd.DataFrame) -> Any:
        return data.sum(axis=1)


class Lexicon(PythonModel):
    def load_context(self, context: Any) -> None:
        lines = Path(context.artifacts["words"]).read_text().splitlines()
        self.score = {word: int(score) for word, score in (line.split() for line in lines)}

    def predict(self, context: Any, model_input: Any, params: Any = None) -> Any:
        factor = (params or {}).get("factor", 1)
        return [factor * sum(self.score.get(word, 0) for word in text.split()) for text in model_input["text"]]


def test_artifacts_params_and_configuration() -> None:
    Path("words.txt").write_text("good 1\nbad -1\n")
    example = (pd.DataFrame({"text": ["good good bad"]}), {"factor": 2})
    save_model("m", python_model=Lexicon(), artifacts={"words": "words.txt"}, input_example=example,
               model_config={"x": 1})  # fmt: skip
    record = yaml.safe_load(Path("m/MLmodel").read_text())["flavors"]["python_function"]
    assert record["artifacts"] == {"words": {"path": "artifacts/words.txt", "uri": "words.txt"}}
    assert record["config"] == {"x": 1} and record["python_model"] == "python_model.pkl"
    assert record["streamable"] is False and record["code"] is None and record["cloudpickle_version"]
    Path("words.txt").unlink()
    loaded = load_model("m", model_config={"y": 2})
    frame = pd.DataFrame({"text": ["good bad", "bad"]})
    assert loaded.predict(frame) == [0, -2]  # the default of the example's parameter
    assert loaded.predict(frame, params={"factor": 10, "unknown": 1}) == [0, -10]
    with pytest.raises(InvalidParameterValue):
        loaded.predict(frame, params={"factor": "ten"})
    assert loaded.model_config == {"x": 1, "y": 2}
    assert loaded.unwrap_python_model().score == {"good": 1, "bad": -1}
    assert list(loaded.input_example["text"]) == ["good good bad"]


def test_two_artifacts_of_one_file_name() -> None:
    for folder in ("a", "b"):
        Path(folder).mkdir()
        Path(folder, "f.txt").write_text(folder)

    class Reader(PythonModel):
        def predict(self, context: Any, model_input: Any) -> Any:
            return [Path(context.artifacts[name]).read_text() for name in model_input["name"]]

    save_model("m", python_model=Reader(), artifacts={"one": "a/f.txt", "two": "b/f.txt"})
    assert load_model("m").predict(pd.DataFrame({"name": ["two", "one"]})) == ["b", "a"]


def test_a_class_and_predict_functions_of_every_shape() -> None:
    class NoContext(PythonModel):
        def predict(self, model_input: Any) -> Any:  # type: ignore[override]
            return "no context"

    class OnlyParams(PythonModel):
        def predict(self, model_input: Any, params: Any = None) -> Any:  # type: ignore[override]
            return params

    save_model("a", python_model=NoContext)
    assert load_model("a").predict([1]) == "no context"
    signature = ModelSignature(params=ParamSchema([ParamSpec("k", "long", 7)]))
    save_model("b", python_model=OnlyParams(), signature=signature)
    assert load_model("b").predict([1]) == {"k": 7}
    save_model("c", python_model=lambda model_input: [len(model_input)])
    assert load_model("c").predict([1, 2]) == [2]
    save_model("d", python_model=lambda data, params: params, signature=signature)
    assert load_model("d").predict([1], params={"k": 8}) == {"k": 8}


def test_type_hints_are_the_signature() -> None:
    class Upper(PythonModel):
        def predict(self, model_input: list[str]) -> list[str]:  # type: ignore[override]
            return [text.upper() for text in model_input]

    # This file's hints are texts; what users write in a script is the type itself.
    Upper.predict.__annotations__ = {"model_input": list[str], "return": list[str]}
    save_model("m", python_model=Upper())
    record = yaml.safe_load(Path("m/MLmodel").read_text())
    assert record["is_signature_from_type_hint"] is True
    assert record["signature"]["inputs"] == '[{"type": "string", "required": true}]' == record["signature"]["outputs"]
    loaded = load_model("m")
    assert loaded.predict(["a"]) == ["A"] == loaded.predict(pd.DataFrame({"x": ["a"]}))
    with pytest.raises(InvalidParameterValue):
        loaded.predict([1])


def test_streams() -> None:
    class Stream(PythonModel):
        def predict(self, context: Any, model_input: Any, params: Any = None) -> Any:
            return list(model_input)

        def predict_stream(self, context: Any, model_input: Any, params: Any = None) -> Any:
            yield from model_input

    save_model("m", python_model=Stream())
    assert list(load_model("m").predict_stream([1, 2])) == [1, 2]
    save_model("n", python_model=Sum())
    with pytest.raises(MlflowException, match="stream"):
        load_model("n").predict_stream([1])


SCRIPT = """
import mlflow
from mlflow.models import ModelConfig

config = ModelConfig(development_config={"answer": 1})

class Model(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        return [config.get("answer")] * len(model_input)

mlflow.models.set_model(Model())
"""


def test_models_as_code() -> None:
    Path("script.py").write_text(SCRIPT)
    save_model("m", python_model="script.py", model_config={"answer": 2})
    record = yaml.safe_load(Path("m/MLmodel").read_text())["flavors"]["python_function"]
    assert record["loader_module"] == "mlflow.pyfunc.loaders.code_model"
    assert record["model_code_path"] == str(Path("script.py").resolve()) and record["config"] == {"answer": 2}
    Path("script.py").unlink()
    assert load_model("m").predict([0, 0]) == [2, 2]
    assert load_model("m", model_config={"answer": 3}).predict([0]) == [3]
    Path("other.yaml").write_text("answer: 4\n")
    assert load_model("m", model_config="other.yaml").predict([0]) == [4]
    with pytest.raises(InvalidParameterValue, match="answer"):
        ModelConfig(development_config={"b": 1}).get("answer")


def test_a_script_that_sets_no_model() -> None:
    Path("script.py").write_text("x = 1\n")
    with pytest.raises(InvalidParameterValue, match="set_model"):
        save_model("m", python_model="script.py")


def test_a_loader_module_and_code_of_the_same_name_in_two_models() -> None:
    for n in (1, 2):
        Path(f"v{n}").mkdir()
        Path(f"v{n}/the_loader.py").write_text(
            "from pathlib import Path\n"
            "class A:\n    def __init__(self, path):\n        self.text = Path(path).read_text()\n"
            f"    def predict(self, x):\n        return [{n}, self.text]\n"
            "def _load_pyfunc(path):\n    return A(path)\n"
        )
        Path(f"v{n}/data.txt").write_text(str(n))
        save_model(f"m{n}", loader_module="the_loader", data_path=f"v{n}/data.txt", code_paths=[f"v{n}/the_loader.py"])
    assert load_model("m1").predict([0]) == [1, "1"]
    assert load_model("m2").predict([0]) == [2, "2"]
    record = yaml.safe_load(Path("m1/MLmodel").read_text())["flavors"]["python_function"]
    assert (record["data"], record["code"]) == ("data/data.txt", "code")
    assert load_model("m1").loader_module == "the_loader"
    with pytest.raises(MlflowException):
        load_model("m1").unwrap_python_model()


def test_code_is_found_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("found_module.py").write_text("answer = 42\n")
    monkeypatch.syspath_prepend(str(Path.cwd()))
    __import__("found_module")
    try:
        save_model("m", python_model=Sum(), infer_code_paths=True)
    finally:
        del sys.modules["found_module"]
    assert [path.name for path in Path("m/code").iterdir()] == ["found_module.py"]


class Empty(PythonModel):
    pass


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"python_model": Sum(), "loader_module": "x"},
        {"loader_module": "x", "artifacts": {"a": "b"}},
        {"python_model": Empty()},
        {"python_model": 5},
        {"python_model": lambda: 1},
        {"python_model": "nowhere.py"},
        {"python_model": Sum(), "artifacts": {"a": "nowhere.txt"}},
        {"python_model": Sum(), "signature": "a"},
        {"python_model": Sum(), "colour": "red"},
        {"python_model": Sum(), "model_config": 5},
        {"python_model": Sum(), "input_example": object()},
        {"python_model": Sum(), "code_paths": "a.py"},
    ],
)
def test_wrong_arguments_are_refused_and_nothing_is_left(arguments: dict[str, Any]) -> None:
    with pytest.raises(InvalidParameterValue):
        save_model("m", **arguments)
    assert not Path("m").exists()


def test_an_old_argument() -> None:
    Path("c.py").write_text("")
    save_model("m", python_model=Sum(), code_path=["c.py"])
    assert Path("m/code/c.py").is_file()


def test_pickles_can_be_forbidden(monkeypatch: pytest.MonkeyPatch) -> None:
    save_model("m", python_model=Sum())
    Path("m/python_model.pkl").rename("m/python_model.json")
    record = Path("m/MLmodel")
    record.write_text(record.read_text().replace("python_model.pkl", "python_model.json"))
    assert load_model("m")
    monkeypatch.setenv("MLFLOW_ALLOW_PICKLE_DESERIALIZATION", "false")
    with pytest.raises(PermissionDenied, match="pickle"):
        load_model("m")


def test_an_own_flavor() -> None:
    """What the documentation tells people who write a flavor of their own."""
    Path("m").mkdir()
    model = Model()
    mlflow.pyfunc.add_to_model(model, loader_module="json", conda_env="conda.yaml", python_env="python_env.yaml")
    model.add_flavor("mine", version=1)
    model.save("m/MLmodel")
    flavors = Model.load("m").flavors
    assert flavors["python_function"]["env"] == {"conda": "conda.yaml", "virtualenv": "python_env.yaml"}
    assert flavors["mine"] == {"version": 1}
    with pytest.raises(InvalidParameterValue, match="json"):
        load_model("m")


def test_a_model_says_what_it_is() -> None:
    save_model("m", python_model=Sum())
    loaded = load_model("m")
    assert "mlflow.pyfunc.model" in repr(loaded) and loaded == load_model("m") and loaded.model_id is None
    assert Path(mlflow.pyfunc.get_model_dependencies("m")).read_text().startswith("mlflow==")
    assert mlflow.pyfunc.get_model_dependencies("m", format="conda").endswith("conda.yaml")
    with pytest.raises(ResourceDoesNotExist):
        load_model("nowhere")


def test_a_fitting_frame_costs_microseconds() -> None:
    names = [f"c{n}" for n in range(13)]
    schema = Schema([ColSpec("double", name) for name in names])

    class Same(PythonModel):
        def predict(self, context: Any, model_input: Any, params: Any = None) -> Any:
            return model_input

    save_model("m", python_model=Same(), signature=ModelSignature(schema))
    loaded, frame = load_model("m"), pd.DataFrame([[1.0] * 13], columns=names)
    assert loaded.predict(frame) is frame  # no copy: that is what makes it cheap
    assert infer_signature(frame).inputs == schema
