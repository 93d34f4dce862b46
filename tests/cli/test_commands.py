"""Our commands take what MLflow 3.6's take; ``commands.tsv`` holds its published options."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import click
import pytest
from click.core import ParameterSource

from mlflow.cli.main import main

TABLE = [line.split("\t") for line in (Path(__file__).parent / "commands.tsv").read_text(encoding="utf-8").splitlines()]

#: Where ours is more than MLflow's, and why.
MORE = {
    ("db upgrade", "url", "required"): "the tracking URI in force where it is left out",
    ("gc", "--backend-store-uri", "default"): "the tracking URI in force where it is left out",
}


class Published(NamedTuple):
    """One option of MLflow's."""

    command: str
    option: str
    kind: str
    flags: str
    default: str
    envvar: str


def _command(words: str) -> click.Command:
    found: click.Command = main
    for word in words.split():
        assert isinstance(found, click.Group)
        inner = found.get_command(click.Context(found), word)
        assert inner is not None, words
        found = inner
    return found


def _parameter(published: Published) -> click.Parameter:
    for parameter in _command(published.command).params:
        if published.kind == "argument" and isinstance(parameter, click.Argument):
            return parameter
        if isinstance(parameter, click.Option):
            ours = {*parameter.opts, *parameter.secondary_opts}
            if published.option.split("/")[0] in ours:
                missing = set(published.option.split("/")) - ours
                assert not missing, f"{published.command} lacks {missing}"
                return parameter
    raise AssertionError(f"{published.command} lacks {published.option}")


@pytest.mark.parametrize("published", [Published(*row) for row in TABLE], ids=[f"{row[0]} {row[1]}" for row in TABLE])
def test_the_published_options_are_taken(published: Published) -> None:
    ours = _parameter(published)
    name = published.option.split("/")[0]
    if (published.command, name, "required") not in MORE:
        assert ours.required == ("required" in published.flags)
    assert ours.multiple == ("multiple" in published.flags)
    assert (ours.envvar or "") == published.envvar
    if isinstance(ours, click.Option):
        # A flag of MLflow's may take a value here, as long as it need not.
        assert (ours.is_flag or getattr(ours, "_flag_needs_value", False)) == (published.kind == "flag")
        assert ours.help
        if published.default and (published.command, name, "default") not in MORE:
            given = ours.get_default(click.Context(_command(published.command)))
            assert str(given) == published.default
    if published.kind.startswith("choice ") and isinstance(ours.type, click.Choice):
        assert set(published.kind.removeprefix("choice ").split("|")) <= set(ours.type.choices)


def test_every_command_says_what_it_does() -> None:
    def walk(command: click.Command, words: str) -> None:
        assert command.help, words
        for parameter in command.params:
            if isinstance(parameter, click.Option) and parameter.name != "help" and not parameter.hidden:
                assert parameter.help, f"{words} {parameter.opts}"
        if isinstance(command, click.Group):
            for name in command.list_commands(click.Context(command)):
                inner = command.get_command(click.Context(command), name)
                assert inner is not None
                walk(inner, f"{words} {name}")

    walk(main, "mlflow")


def test_ui_is_server() -> None:
    assert _command("ui") is _command("server")


def test_variables_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_PORT", "6001")
    monkeypatch.setenv("MLFLOW_WORKERS", "3")
    context = _command("server").make_context("server", ["--host", "::1"])
    assert (context.params["port"], context.params["workers"], context.params["host"]) == (6001, 3, "::1")
    assert context.get_parameter_source("port") is ParameterSource.ENVIRONMENT
