"""The files of a model folder: MLmodel, environments, examples."""

from __future__ import annotations

import datetime
import json
import platform
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml

import mlflow.models.changes
from mlflow.exceptions import InvalidParameterValue, MlflowException, ResourceDoesNotExist
from mlflow.models import Model, ModelSignature, get_model_info, infer_signature, set_signature
from mlflow.models.environment import EnvironmentWish, write_environment
from mlflow.models.examples import Example, convert_input_example_to_serving_input, read_example
from mlflow.models.requirements import imported_requirements, pinned, version_of
from mlflow.types import ColSpec, Schema
from mlflow.yaml_files import read_yaml

FRAME = pd.DataFrame({"a": [1.0, None], "b": ["x", "y"]})


def made(folder: str = "m", **flavor: Any) -> Model:
    Path(folder).mkdir()
    model = Model().add_flavor("python_function", loader_module="x", **flavor)
    model.save(f"{folder}/MLmodel")
    return model


def test_a_record_of_every_key_survives() -> None:
    model = Model(
        artifact_path="s3://bucket/model", run_id="0" * 32, signature=infer_signature(FRAME), metadata={"k": [1]},
        model_size_bytes=5, model_id="m-" + "0" * 32, saved_input_example_info={"type": "dataframe"}, later_key=1,
    ).add_flavor("python_function", loader_module="x")  # fmt: skip
    model.save("MLmodel")
    assert Model.load("MLmodel") == model
    said = yaml.safe_load(Path("MLmodel").read_text())
    assert list(said) == sorted(said) and said["later_key"] == 1 and said["prompts"] is None
    assert said["signature"]["params"] is None and said["is_signature_from_type_hint"] is False
    assert json.loads(model.to_json())["model_size_bytes"] == 5
    datetime.datetime.strptime(said["utc_time_created"], "%Y-%m-%d %H:%M:%S.%f")


def test_a_new_record_says_little() -> None:
    said = Model(artifact_path="x").to_dict()
    assert set(said) == {
        "artifact_path", "utc_time_created", "flavors", "model_uuid", "mlflow_version", "prompts", "model_id",
    }  # fmt: skip


def test_a_record_of_mlflow_1() -> None:
    Path("MLmodel").write_text(
        "artifact_path: model\nflavors:\n  python_function:\n    env: conda.yaml\n    loader_module: mlflow.sklearn\n"
        "mlflow_version: 1.30.1\nmodel_uuid: 0123\nrun_id: 4567\n"
        "saved_input_example_info: {artifact_path: input_example.json, type: ndarray, format: tf-serving}\n"
        'signature:\n  inputs: \'[{"type": "tensor", "tensor-spec": {"dtype": "float64", "shape": [-1, 2]}}]\'\n'
        "  outputs: null\nutc_time_created: '2022-11-01 00:00:00.000000'\n"
    )
    model = Model.load("MLmodel")
    assert model.model_id is None and model.get_model_info().model_uri == "runs:/4567/model"
    Path("input_example.json").write_text('{"inputs": [[1.0, 2.0]]}')
    example = model.load_input_example(Path.cwd())
    assert example.tolist() == [[1.0, 2.0]] and model.get_serving_input(Path.cwd()) is None


@pytest.mark.parametrize(
    "text", ["just text", "flavors: 5", "a: [", "flavors: !!python/object/apply:os.system [true]", "\x00"]
)
def test_a_damaged_record_is_refused(text: str) -> None:
    Path("MLmodel").write_text(text)
    with pytest.raises(InvalidParameterValue):
        Model.load("MLmodel")


def test_aliases_that_explode_are_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    Path("bomb.yaml").write_text("\n".join(lines))
    with pytest.raises(InvalidParameterValue, match="aliases"):
        read_yaml(Path("bomb.yaml"))


def test_what_is_known_of_a_model() -> None:
    made()
    info = get_model_info("m")
    assert info.model_uri == "m" and info.model_id is None and list(info.flavors) == ["python_function"]
    for nothing in ("nowhere", "file:///nowhere"):
        with pytest.raises(ResourceDoesNotExist):
            get_model_info(nothing)


def test_a_signature_is_set_afterwards() -> None:
    made()
    signature = ModelSignature(Schema([ColSpec("long", "x")]))
    set_signature("m", signature)
    assert Model.load("m").signature == signature
    with pytest.raises(InvalidParameterValue):
        set_signature("m", "no signature")  # type: ignore[arg-type]


def environment(**wish: Any) -> tuple[list[str], dict[str, Any], dict[str, Any]]:
    write_environment(Path(), EnvironmentWish(**wish), lambda: ["numpy==2.0", "torch==2.5"])
    conda, python = (yaml.safe_load(Path(name).read_text()) for name in ("conda.yaml", "python_env.yaml"))
    return Path("requirements.txt").read_text().splitlines(), conda, python


def test_the_environment_that_is_found_out() -> None:
    lines, conda, python = environment()
    assert lines == ["mlflow==3.6.0", "numpy==2.0", "torch==2.5"]
    assert not Path("requirements.txt").read_text().endswith("\n")
    assert conda["channels"] == ["conda-forge"] and conda["name"] == "mlflow-env"
    assert conda["dependencies"][0] == f"python={platform.python_version()}"
    assert conda["dependencies"][2] == {"pip": lines}
    assert python["python"] == platform.python_version() and python["dependencies"] == ["-r requirements.txt"]
    assert list(python) == ["python", "build_dependencies", "dependencies"]


def test_requirements_from_files_with_constraints() -> None:
    Path("more.txt").write_text("three\n")
    Path("limits.txt").write_text("three<4\n")
    Path("all.txt").write_text("# mine\none # first\n-r more.txt\n-c limits.txt\n")
    lines, conda, _ = environment(pip_requirements="all.txt")
    assert lines == ["mlflow==3.6.0", "one", "three", "-c constraints.txt"]
    assert Path("constraints.txt").read_text() == "three<4" and conda["dependencies"][2]["pip"] == lines
    assert environment(pip_requirements=["mlflow<4", "a"])[0] == ["mlflow<4", "a"]
    assert environment(extra_pip_requirements=["foo-pkg==1.0"])[0][-1] == "foo-pkg==1.0"
    for wrong in ("nowhere.txt", [5], ["a\nb"]):
        with pytest.raises(InvalidParameterValue):
            environment(pip_requirements=wrong)


def test_a_conda_environment_is_written_as_given() -> None:
    given = {
        "name": "myenv",
        "channels": ["defaults"],
        "dependencies": ["python=3.11", "pip", {"pip": ["mlflow", "x"]}],
    }
    lines, conda, _ = environment(conda_env=given)
    assert conda == given and lines == ["mlflow", "x"]
    Path("given.yaml").write_text(yaml.safe_dump(given))
    assert environment(conda_env="given.yaml")[1] == given
    with pytest.raises(InvalidParameterValue, match="Only one"):
        EnvironmentWish(conda_env=given, pip_requirements=["a"])


def test_requirements_are_what_is_imported() -> None:
    found = {line.partition("==")[0]: line for line in imported_requirements([pinned("cloudpickle")])}
    assert found["numpy"] == f"numpy=={np.__version__}" and found["pandas"] == f"pandas=={pd.__version__}"
    assert "cloudpickle" in found and not found.keys() & {"pytest", "penstock", "python-dateutil", "six", "pyyaml"}
    assert list(found) == sorted(found)
    assert pinned("no-such-distribution") == "no-such-distribution"


def test_what_others_import_by_chance_is_no_requirement(tmp_path: Path) -> None:
    """A process of its own, since here somebody may have imported requests, which brings it along."""
    script = (
        "import sys, charset_normalizer, sklearn.linear_model\n"
        "from mlflow.models.requirements import imported_requirements\n"
        "assert 'requests' not in sys.modules\n"
        "print(*imported_requirements())"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "scikit-learn==" in done.stdout and "charset" not in done.stdout


def test_versions_are_those_the_metadata_tells() -> None:
    """They are read off the names of folders, which is quicker."""
    named = {str(each.metadata["Name"]) for each in metadata.distributions()}
    assert len(named) > 20 and {name: version_of(name) for name in named} == {n: metadata.version(n) for n in named}
    assert version_of("no-such-distribution") is None


def test_requirements_are_changed_afterwards() -> None:
    made()
    for name, text in (("requirements.txt", "mlflow==3.6.0\nnumpy==1"), ("conda.yaml", "dependencies: [{pip: []}]")):
        Path("m", name).write_text(text)
    mlflow.models.changes.update_model_requirements("m", "add", ["numpy==2", "new"])
    assert Path("m/requirements.txt").read_text().splitlines() == ["mlflow==3.6.0", "numpy==2", "new"]
    mlflow.models.changes.update_model_requirements("m", "remove", ["new"])
    assert yaml.safe_load(Path("m/conda.yaml").read_text())["dependencies"] == [{"pip": ["mlflow==3.6.0", "numpy==2"]}]
    for operation, line in (("remove", "absent"), ("add", "not a requirement!"), ("replace", "numpy")):
        with pytest.raises(InvalidParameterValue):
            mlflow.models.changes.update_model_requirements("m", operation, [line])  # type: ignore[arg-type]


EXAMPLES: list[tuple[Any, str, Any, Any]] = [
    (FRAME, "dataframe", {"columns": ["a", "b"], "data": [[1.0, "x"], [None, "y"]]}, "dataframe_split"),
    (pd.DataFrame([[1, 2]]), "dataframe", {"data": [[1, 2]]}, "dataframe_split"),
    (np.array([[1.0, 2.0]]), "ndarray", [[1.0, 2.0]], "inputs"),
    ({"t": np.array([1])}, "ndarray", {"t": [1]}, "inputs"),
    (["a"], "json_object", ["a"], "inputs"),
    ("text", "json_object", "text", "inputs"),
    ({"a": datetime.date(2024, 1, 2), "b": b"xy"}, "json_object", {"a": "2024-01-02", "b": "eHk="}, "inputs"),
]


@pytest.mark.parametrize(
    ("given", "kind", "kept", "key"), EXAMPLES, ids=[f"{case[1]}-{n}" for n, case in enumerate(EXAMPLES)]
)
def test_examples_are_kept(given: Any, kind: str, kept: Any, key: str) -> None:
    info = Example.of(given).save(Path())
    assert info["type"] == kind and ("pandas_orient" in info) == (kind == "dataframe") and "params" not in info
    assert json.loads(Path("input_example.json").read_text()) == kept
    assert json.loads(Path("serving_input_example.json").read_text()) == {key: kept}
    assert convert_input_example_to_serving_input(given) == Path("serving_input_example.json").read_text()
    assert json.loads(Example(read_example(Path(), info).data).serving_input()) == {key: kept}


def test_an_example_with_params() -> None:
    info = Example.of((FRAME, {"t": np.float64(0.1)})).save(Path())
    assert info["params"] == "true"
    assert json.loads(Path("input_example.json").read_text())["params"] == {"t": 0.1}
    assert json.loads(Path("serving_input_example.json").read_text())["params"] == {"t": 0.1}
    assert read_example(Path(), info).params == {"t": 0.1}


def test_a_sparse_example() -> None:
    sparse = pytest.importorskip("scipy.sparse")
    info = Example.of(sparse.csr_matrix(np.eye(2))).save(Path())
    assert info["type"] == "sparse_matrix_csr" and "serving_input_path" not in info
    assert (read_example(Path(), info).data != sparse.csr_matrix(np.eye(2))).nnz == 0


def test_signatures() -> None:
    signature = infer_signature(FRAME, np.array([1]), {"t": 1})
    assert ModelSignature.from_dict(signature.to_dict()) == signature
    assert repr(signature).splitlines()[1] == "  ['a': double (optional), 'b': string (required)]"
    for wrong in ({"inputs": "not JSON"}, {"params": "[{}]"}):
        with pytest.raises(MlflowException):
            ModelSignature.from_dict(wrong)
    with pytest.raises(TypeError):
        ModelSignature("schema")
