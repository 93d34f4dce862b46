"""What a value is, it stays: run by a real shell, whatever the author quoted."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from mlflow.exceptions import ExecutionException
from mlflow.projects.commands import Command, command_of
from mlflow.projects.parameters import Values
from mlflow.projects.specification import EntryPoint, Parameter

ARGS = f'{sys.executable} -c "import json,sys; print(json.dumps(sys.argv[1:]))"'
NASTY = [
    "plain",
    "",
    "two words",
    "it's $(touch pwned)",
    '"; touch pwned; "',
    "'; touch pwned; '",
    "`touch pwned`",
    "$HOME ${PATH} $1",
    "a\\b\\",
    "* ? [a-z] {x,y} ~",
    "line\nbreak\ttab",
    "&& touch pwned || | > pwned < x #",
    "-n",
    "日本 é",
    "{b} {{b}}",
    "!history",
]


def made(template: str | None, extra: dict[str, str] | None = None, **declared: str) -> Command:
    parameters = {name: Parameter(name) for name in declared}
    point = EntryPoint("main" if template else "script.py", parameters, template)
    return command_of(point, Values({}, declared, extra or {}))


def printed(command: Command, folder: Path) -> str:
    done = subprocess.run(command.argv(), cwd=folder, capture_output=True, text=True, check=True, timeout=30)
    assert not list(folder.iterdir()), "a value was executed"
    return done.stdout


@pytest.mark.parametrize("value", NASTY)
@pytest.mark.parametrize(
    ("places", "wanted"),
    [
        ("{a}", ["@"]),
        ("--x={a} {a}", ["--x=@", "@"]),
        ("x{a}y", ["x@y"]),
        ("'{a}'", ["@"]),
        ("'x {a} y'", ["x @ y"]),
        ('"{a}"', ["@"]),
        ('"x {a} y" z', ["x @ y", "z"]),
        ('"it\'s {a}"', ["it's @"]),
        ("'say \"{a}\"'", ['say "@"']),
        ("$'x {a}'", ["x @"]),
        ("x\\'{a}", ["x'@"]),
        ("\\{a}", ["@"]),
        ("'a'{a}\"b\"", ["a@b"]),
    ],
)
def test_a_value_arrives_as_it_is(tmp_path: Path, value: str, places: str, wanted: list[str]) -> None:
    command = made(f"{ARGS} {places}", a=value)
    assert json.loads(printed(command, tmp_path)) == [w.replace("@", value) for w in wanted]


@pytest.mark.parametrize("value", [v for v in NASTY if "\n" not in v and v])
@pytest.mark.parametrize("template", ['printf %s "$(printf %s {a})"', 'printf %s "`printf %s {a}`"', "(printf %s {a})"])
def test_inside_substitutions_too(tmp_path: Path, value: str, template: str) -> None:
    assert printed(made(template, a=value), tmp_path) == value


@pytest.mark.parametrize("value", NASTY)
@pytest.mark.parametrize(
    "template",
    [
        "cat <<EOF\n{a}\nEOF",
        "cat <<EOF\nit's {a}\nEOF",
        "echo ok # it's {a}\necho {a}",
        "echo ${{UNSET:-{a}}}",
        "case x in x) echo {a};; esac",
        "echo 'unbalanced {a}",
        'echo "unbalanced {a}',
        "echo $(echo '{a}' \"{a}\" {a}",
    ],
)
def test_odd_commands_may_garble_a_value_but_never_run_it(tmp_path: Path, value: str, template: str) -> None:
    subprocess.run(made(template, a=value).argv(), cwd=tmp_path, capture_output=True, check=False, timeout=30)
    assert not [p for p in tmp_path.iterdir() if p.name == "pwned" and value != "&& touch pwned || | > pwned < x #"]


def test_shell_syntax_of_the_author_works(tmp_path: Path) -> None:
    command = made("X={a}; echo $X ${{X}} | tr a-z A-Z && echo $((1 + 2)) {{literal}} ${HOME:+home} {other}", a="v")
    assert printed(command, tmp_path) == "V V\n3 {literal} home {other}\n"


def test_computing_is_for_numbers_only(tmp_path: Path) -> None:
    with pytest.raises(ExecutionException, match="float"):
        made("echo $(( {a} + 1 ))", a="x[$(touch pwned)]")
    point = EntryPoint("main", {"a": Parameter("a", "float")}, "echo $(( ({a} + 1) * 2 )) $(echo {a}) '{a}'")
    assert printed(command_of(point, Values({}, {"a": "3"}, {})), tmp_path) == "8 3 3\n"


def test_undeclared_parameters_follow(tmp_path: Path) -> None:
    command = made(f"{ARGS} {{a}}", {"b c": "it's", "--x;touch pwned": "", "d": "1"}, a="v")
    assert json.loads(printed(command, tmp_path)) == ["v", "--b c", "it's", "----x;touch pwned", "", "--d", "1"]


def test_scripts_are_run_by_their_interpreter() -> None:
    script = command_of(EntryPoint("a dir/loose.py"), Values({}, {}, {"x": "it's $(fine)"}), python="python")
    assert script.shown == "python 'a dir/loose.py' --x 'it'\"'\"'s $(fine)'"
    assert script.script == 'python "${1}" --x "${2}"'
    assert script.arguments == ("a dir/loose.py", "it's $(fine)")
    assert command_of(EntryPoint("s.sh"), Values({}, {}, {})).shown in {"bash s.sh", "sh s.sh"}


@pytest.mark.parametrize("value", NASTY)
@pytest.mark.parametrize("template", ["{a}", "'{a}'", '"{a}"', "x={a}"])
def test_what_is_shown_says_the_same(tmp_path: Path, value: str, template: str) -> None:
    command = made(f"printf %s {template}", a=value)
    said = subprocess.run(
        ["bash", "-c", command.shown], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout
    assert said == printed(command, tmp_path)
