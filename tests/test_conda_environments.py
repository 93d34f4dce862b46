"""Environments that conda makes; a program that takes the same words stands in for it: no index of Python has conda."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import mlflow
from mlflow.conda_environments import conda_environment, conda_program
from mlflow.exceptions import ExecutionException, InvalidParameterValue, MissingConfigException
from mlflow.serving.environments import make_conda_environment, read_environment

#: Makes the prefix it is told to make: a virtual environment that borrows this one's packages.
STAND_IN = f"""#!{sys.executable}
import pathlib, shutil, sys, venv
log = pathlib.Path(__file__).with_suffix(".log")
with open(log, "a") as file:
    file.write(" ".join(sys.argv[1:]) + "\\n")
words = sys.argv[1:]
text = pathlib.Path(words[words.index("--file") + 1]).read_text()
if "no-such-package" in text:
    sys.exit("PackagesNotFoundError: no-such-package")
prefix = pathlib.Path(words[words.index("--prefix") + 1])
assert not prefix.exists(), "conda was asked twice"
venv.create(prefix, with_pip=False)
packages = next(prefix.glob("lib/python*/site-packages"))
packages.joinpath("here.pth").write_text({next(p for p in sys.path if p.endswith("site-packages"))!r} + "\\n")
shutil.copy(words[words.index("--file") + 1], prefix / "asked.yaml")
"""


@pytest.fixture
def conda(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MLFLOW_ENV_ROOT", str(tmp_path / "envs"))
    program = tmp_path / "conda home" / "bin" / "conda"
    program.parent.mkdir(parents=True)
    program.write_text(STAND_IN)
    program.chmod(0o755)
    monkeypatch.setenv("MLFLOW_CONDA_HOME", str(program.parents[1]))
    return program


def asked(conda: Path) -> list[str]:
    return conda.with_suffix(".log").read_text().splitlines()


def model(tmp_path: Path, conda_yaml: str, **files: str) -> Path:
    folder = tmp_path / "model"
    folder.mkdir(exist_ok=True)
    (folder / "conda.yaml").write_text(conda_yaml)
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text)
    return folder


CONDA = "channels: [conda-forge]\ndependencies:\n- python=3.11.7\n- libblas >=3\n- pip:\n  - click\n  - mlflow==3.6.0\n"


def test_a_models_environment(conda: Path, tmp_path: Path) -> None:
    wanted = read_environment(model(tmp_path, CONDA, requirements__txt="mlflow==3.6.0\nclick"))
    python = make_conda_environment(wanted)
    text = python.parents[1].joinpath("asked.yaml").read_text()
    assert "- conda-forge" in text and "- python=3.11.7" in text and "- libblas >=3" in text and "- click" in text
    assert "mlflow" not in text and "msgspec" in text  # what it needs, and itself as a link
    said = subprocess.run([str(python), "-c", "import mlflow; print(mlflow.__file__)"], cwd=tmp_path, check=True,
                          capture_output=True, text=True)  # fmt: skip
    assert str(python.parents[1]) in said.stdout
    assert make_conda_environment(wanted) == python and len(asked(conda)) == 1
    assert make_conda_environment(wanted.replaced(["click<99"])) != python


def test_it_is_made_once_by_many(conda: Path, tmp_path: Path) -> None:
    file = tmp_path / "conda.yaml"
    file.write_text(CONDA)
    with ThreadPoolExecutor(4) as threads:
        made = {each.result() for each in [threads.submit(conda_environment, "x", file) for _ in range(4)]}
    assert len(made) == 1 and len(asked(conda)) == 1


def test_one_that_was_not_finished_is_made_anew(conda: Path, tmp_path: Path) -> None:
    file = tmp_path / "conda.yaml"
    file.write_text(CONDA)
    made = conda_environment("x", file)
    (made / ".made").unlink()
    (made / "leftover").touch()
    assert conda_environment("x", file) == made and not (made / "leftover").exists()


def test_what_conda_says_is_told(conda: Path, tmp_path: Path) -> None:
    file = tmp_path / "conda.yaml"
    file.write_text("dependencies: [no-such-package]")
    with pytest.raises(ExecutionException, match="no-such-package"):
        conda_environment("x", file)


def test_which_program(conda: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert conda_program() == str(conda)
    monkeypatch.setenv("MLFLOW_CONDA_CREATE_ENV_CMD", "mamba")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingConfigException, match="no mamba"):
        conda_program()
    mamba = tmp_path / "mamba"
    mamba.write_text("")
    mamba.chmod(0o755)
    assert conda_program() == str(mamba)
    monkeypatch.delenv("MLFLOW_CONDA_CREATE_ENV_CMD")
    monkeypatch.delenv("MLFLOW_CONDA_HOME")
    assert conda_program() == str(mamba)
    mamba.unlink()
    with pytest.raises(MissingConfigException, match="--env-manager uv"):
        conda_program()


def test_micromamba_is_called_in_its_own_way(conda: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    conda.rename(conda.with_name("micromamba"))
    monkeypatch.setenv("PATH", "")
    file = tmp_path / "conda.yaml"
    file.write_text(CONDA)
    conda_environment("x", file)
    assert asked(conda.with_name("micromamba"))[0].startswith("create --yes --quiet --prefix ")


@pytest.mark.parametrize(
    "entry",
    ["$(touch x)", "numpy; id", "--file=/etc/passwd", "-c evil", "numpy\n- evil", "a b c\t;", "`id`", "./local", "{}"],
)
def test_a_package_that_is_none_is_refused(entry: str, tmp_path: Path) -> None:
    folder = model(tmp_path, "")
    folder.joinpath("conda.yaml").write_text(f"dependencies: [{entry!r}]".replace("\\n", "\n"))
    with pytest.raises(InvalidParameterValue):
        print(read_environment(folder))


@pytest.mark.parametrize(
    "channel", ["file:///tmp/evil", "../evil", "/evil", "-x", "a b", "https://h/$(id)", "ftp://h/x"]
)
def test_a_channel_that_is_none_is_refused(channel: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidParameterValue, match="channel"):
        read_environment(model(tmp_path, f"channels: ['{channel}']"))


@pytest.mark.parametrize(
    "entry", ["numpy", "numpy=1.26", "numpy==1.26.0", "numpy >=1,<2", "conda-forge::numpy=1.26=py311_0"]
)
def test_packages(entry: str, tmp_path: Path) -> None:
    read = read_environment(
        model(tmp_path, f"channels: [conda-forge, 'https://example.org/t/x']\ndependencies: ['{entry}']")
    )
    assert read.conda == (entry,) and read.channels == ("conda-forge", "https://example.org/t/x")


def test_pip_lines_are_checked_too(tmp_path: Path) -> None:
    with pytest.raises(InvalidParameterValue, match="refused"):
        read_environment(model(tmp_path, "dependencies:\n- pip:\n  - --index-url https://evil.example\n"))


@pytest.mark.slow
def test_commands_run_in_it(conda: Path, tmp_path: Path) -> None:
    (tmp_path / "code.py").write_text(
        "import sys, mlflow\n"
        "class Where(mlflow.pyfunc.PythonModel):\n"
        "    def predict(self, context, model_input, params=None):\n"
        "        return [sys.prefix]\n"
        "mlflow.models.set_model(Where())\n"
    )
    folder = tmp_path / "model"
    mlflow.pyfunc.save_model(folder, python_model=str(tmp_path / "code.py"), pip_requirements=["numpy"])
    mlflow.models.predict(str(folder), [1], output_path=str(tmp_path / "one.json"), env_manager="conda")
    (where,) = json.loads((tmp_path / "one.json").read_text())["predictions"]
    assert where.startswith(str(tmp_path / "envs"))
    for command in (["prepare-env"], ["predict"]):
        words = [sys.executable, "-m", "mlflow", "models", *command, "-m", str(folder), "--env-manager", "conda"]
        done = subprocess.run(words, input='{"inputs": [1]}', capture_output=True, text=True, check=False)
        assert done.returncode == 0 and where in done.stdout, done.stderr
    assert len(asked(conda)) == 1
