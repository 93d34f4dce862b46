from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mlflow.exceptions import ExecutionException, InvalidParameterValue, MissingConfigException
from mlflow.projects.dependencies import Dependencies, dependencies_of
from mlflow.projects.environments import plan
from mlflow.projects.specification import load_project

Make = Callable[..., Path]


def read(folder: Path) -> Dependencies:
    found = dependencies_of(load_project(folder))
    assert found is not None
    return found


def test_no_file_no_environment(project: Make) -> None:
    assert dependencies_of(load_project(project({"a.py": ""}))) is None


def test_python_env(project: Make) -> None:
    folder = project(
        {
            "python_env.yaml": "python: 3.10\nbuild_dependencies: [pip==24.0]\n"
            'dependencies: ["-r req/all.txt", "numpy>=1", "-c req/bounds.txt"]\n',
            "req/all.txt": "# note\nscipy==1.10 # why\n-r more.txt\nlong \\\n >=2\n",
            "req/more.txt": "mlflow>=2; python_version > '3'\n",
            "req/bounds.txt": "numpy<2\n",
        }
    )
    found = read(folder)
    assert found.python == "3.10", "an unquoted version keeps its zero"
    assert found.packages == ("pip==24.0", "scipy==1.10", "long   >=2", "numpy>=1", f"-c {folder}/req/bounds.txt")
    assert found.wants_mlflow and not Dependencies(None, ("mlflow-export-import", "mlflowx")).wants_mlflow
    for line in ("mlflow", "mlflow==3.6.0", "mlflow-skinny[databricks]<4", "MLflow ; os_name=='posix'", "penstock"):
        assert Dependencies(None, (line,)).packages == ()


def test_conda(project: Make) -> None:
    folder = project(
        {"conda.yaml": "channels: [x]\ndependencies: [python=3.11.4, pip<24, numpy=1.2, {pip: [scipy, mlflow]}]\n"}
    )
    found = read(folder)
    assert (found.python, found.packages, found.conda) == ("3.11.4", ("scipy",), ("numpy=1.2",))
    assert found.wants_mlflow


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("python: '3.11; touch pwned'", "Python version"),
        ("python: --help", "Python version"),
        ("python: [3]", "Python version"),
        ("dependencies: numpy", "list of texts"),
        ("dependencies: [[numpy]]", "list of texts"),
        ('dependencies: ["numpy\\n--index-url http://x"]', "one line"),
        ("dependencies: [-r nowhere.txt]", "no requirements file"),
        ("dependencies: [-r loop.txt]", "circle"),
        ("- a", "must be a mapping"),
    ],
)
def test_bad_files(project: Make, text: str, says: str) -> None:
    with pytest.raises(ExecutionException, match=says):
        read(project({"python_env.yaml": text, "loop.txt": "-r loop.txt"}))


def test_which_environment(project: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def chosen(folder: Path, manager: str | None) -> str:
        found = load_project(folder)
        return plan(found, dependencies_of(found), manager).manager

    monkeypatch.setenv("MLFLOW_CONDA_HOME", "/nowhere")
    bare = project({"a.py": ""}, "bare")
    python = project({"python_env.yaml": "dependencies: []"}, "python")
    conda = project({"conda.yaml": "dependencies: [python, pip: [x]]"}, "conda")
    deep = project({"conda.yaml": "dependencies: [cudatoolkit]"}, "deep")
    assert [chosen(f, None) for f in (bare, python, conda)] == ["local", "uv", "uv"]
    assert {chosen(f, "local") for f in (bare, python, conda, deep)} == {"local"}
    assert {chosen(f, m) for f in (bare, python, conda, deep) for m in ("uv", "virtualenv")} == {"uv"}
    with pytest.raises(ExecutionException, match="cudatoolkit"):
        chosen(deep, None)
    with pytest.raises(MissingConfigException, match="no conda, mamba or micromamba"):
        chosen(conda, "conda")
    with pytest.raises(ExecutionException, match=r"no conda\.yaml"):
        chosen(python, "conda")
    with pytest.raises(InvalidParameterValue, match="local, uv, virtualenv, conda"):
        chosen(bare, "poetry")
