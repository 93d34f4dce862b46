from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mlflow.exceptions import ExecutionException
from mlflow.projects.parameters import resolve
from mlflow.projects.specification import EntryPoint, Parameter, load_project

Make = Callable[..., Path]

FULL = """
name: tutorial
python_env: env/python.yaml
entry_points:
  main:
    parameters:
      alpha: {type: float, default: 0.1}
      data: path
      note: {default: "a b"}
      flag: {type: Boolean, default: true}
      empty: {type: string, default: null}
    command: "python train.py {alpha}"
  other: {command: echo}
"""


def test_a_whole_file(project: Make) -> None:
    found = load_project(project({"MLproject": FULL, "env/python.yaml": "python: '3.11'\n"}))
    assert found.name == "tutorial" and found.env_type == "python_env"
    assert found.env_config_path and found.env_config_path.endswith("env/python.yaml")
    main = found.get_entry_point("main")
    assert main.command == "python train.py {alpha}"
    assert main.parameters == {
        "alpha": Parameter("alpha", "float", "0.1"),
        "data": Parameter("data", "path"),
        "note": Parameter("note", "string", "a b"),
        "flag": Parameter("flag", "boolean", "True"),
        "empty": Parameter("empty", "string"),
    }
    assert found.get_entry_point("other").parameters == {}


def test_a_folder_is_a_project(project: Make) -> None:
    found = load_project(project({"a.py": "", "sub/b.sh": "", "c.txt": "", "conda.yaml": "dependencies: []"}))
    assert found.env_type == "conda_env"
    assert found.get_entry_point("a.py") == EntryPoint("a.py")
    assert found.get_entry_point("sub/b.sh").command is None
    for name in ("c.txt", "missing.py", "main", "../proj/../secret.py", "/bin/sh.py"):
        with pytest.raises(ExecutionException, match="no entry point"):
            found.get_entry_point(name)


def test_a_script_outside_is_no_entry_point(project: Make) -> None:
    folder = project({"x": ""})
    (folder.parent / "out.py").write_text("")
    (folder / "link.py").symlink_to(folder.parent / "out.py")
    for name in ("../out.py", "link.py", str(folder.parent / "out.py")):
        with pytest.raises(ExecutionException, match="no entry point"):
            load_project(folder).get_entry_point(name)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[1, 2]", "must be a mapping"),
        ("a: [", "is no plain YAML"),
        ("x: !!python/object/apply:os.system ['touch pwned']", "is no plain YAML"),
        ("a: " + "[" * 100_000, "levels deep"),
        ("x: " + "y" * 1_000_001, "larger than"),
        ("entry_points: [main]", "must map names"),
        ("entry_points: {main: {}}", "needs a 'command'"),
        ("entry_points: {main: {command: [a]}}", "needs a 'command'"),
        ("entry_points: {main: {command: a, parameters: [b]}}", "must map names to types"),
        ("entry_points: {main: {command: a, parameters: {b: {default: [1]}}}}", "must be a type"),
        ('entry_points: {main: {command: "a\\0"}}', "NUL"),
        ("python_env: nowhere.yaml", "no such file"),
        ("python_env: a.yaml\nconda_env: b.yaml", "more than one environment"),
        ("docker_env: {}", "'image'"),
    ],
)
def test_bad_files(project: Make, text: str, says: str) -> None:
    with pytest.raises(ExecutionException, match=says):
        load_project(project({"MLproject": text}))
    assert not Path("pwned").exists()


def test_alias_bombs_stay_small(project: Make) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    lines.append("entry_points: {main: {command: echo, parameters: {p: {default: *a11}}}}")
    with pytest.raises(ExecutionException, match="aliases"):
        load_project(project({"MLproject": "\n".join(lines)}))


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(ExecutionException, match="no project folder"):
        load_project(tmp_path / "nowhere")


def point(**types: tuple[str, str | None]) -> EntryPoint:
    return EntryPoint("main", {n: Parameter(n, kind, default) for n, (kind, default) in types.items()}, "x")


def test_values_are_given_or_defaults_and_all_are_logged(tmp_path: Path) -> None:
    entry = point(a=("float", "0.5"), b=("string", "a b"), c=("string", None))
    values = resolve(entry, {"c": 3, "zzz": True}, tmp_path, None)
    assert values.given == {"a": "0.5", "b": "a b", "c": "3", "zzz": "True"}
    assert values.declared == {"a": "0.5", "b": "a b", "c": "3"}
    assert values.extra == {"zzz": "True"}


def test_everything_missing_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(ExecutionException, match="c, d"):
        resolve(point(a=("string", "x"), c=("string", None), d=("path", None)), {}, tmp_path, None)


def test_values_are_of_their_types(tmp_path: Path) -> None:
    for good in ("1", "-1e-3", "nan"):
        resolve(point(a=("float", None)), {"a": good}, tmp_path, None)
    with pytest.raises(ExecutionException, match="'a' must be a number, not 'abc'"):
        resolve(point(a=("float", None)), {"a": "abc"}, tmp_path, None)
    with pytest.raises(ExecutionException, match="NUL"):
        resolve(point(a=("string", None)), {"a": "x\0"}, tmp_path, None)


def test_paths_are_absolute_for_the_command_and_logged_as_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "d.txt").write_text("")
    folder = tmp_path / "proj"
    folder.mkdir()
    (folder / "own.txt").write_text("")
    values = resolve(point(p=("path", None), q=("path", "own.txt")), {"p": "d.txt"}, folder, None)
    assert values.given == {"p": "d.txt", "q": "own.txt"}
    assert values.declared == {"p": str(tmp_path / "d.txt"), "q": str(folder / "own.txt")}
    uri = (tmp_path / "d.txt").as_uri()
    assert resolve(point(p=("path", None)), {"p": uri}, folder, None).declared["p"] == str(tmp_path / "d.txt")
    for missing in ("nope.txt", "own.txt"):
        with pytest.raises(ExecutionException, match="nothing at"):
            resolve(point(p=("path", None)), {"p": missing}, folder, None)


def test_uris_stay_and_local_ones_become_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "d.txt").write_text("")
    entry = point(u=("uri", None))
    for given, wanted in (("s3://b/k", "s3://b/k"), ("d.txt", str(tmp_path / "d.txt")), ("nope", "nope")):
        assert resolve(entry, {"u": given}, tmp_path, None).declared["u"] == wanted


def test_case_of_the_file_name_is_free(project: Make) -> None:
    folder = project({"mlproject": "name: low"})
    assert load_project(folder).name == "low"
    shutil.rmtree(folder)
