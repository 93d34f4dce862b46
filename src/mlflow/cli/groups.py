"""Groups of commands that import a command when it is used, and say in one line what went wrong."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import click

from mlflow.exceptions import MlflowException

#: What is wrong with a file that the caller named, or with where it is to be written.
_OF_FILES = (FileNotFoundError, FileExistsError, NotADirectoryError, IsADirectoryError, PermissionError)


class PlainGroup(click.Group):
    """A group whose commands end with one line, not a traceback, when they fail as they may."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except MlflowException as error:
            raise click.ClickException(error.message) from error
        except _OF_FILES as error:
            told = f"{error.strerror}: {error.filename}" if error.filename is not None else str(error)
            raise click.ClickException(told) from error


class LazyGroup(PlainGroup):
    """A group that knows its commands by name only.

    Args:
        commands_at: Name → ``("module:attribute", sentence for the listing)``.
        aliases: Further names that are not listed.
    """

    def __init__(
        self,
        *args: Any,
        commands_at: Mapping[str, tuple[str, str]] | None = None,
        aliases: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._places = dict(commands_at or {})
        self._aliases = dict(aliases or {})

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(self._places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        place = self._places.get(self._aliases.get(cmd_name, cmd_name))
        if place is None:
            return None
        module, _, attribute = place[0].partition(":")
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, self._places[name][1]) for name in self.list_commands(ctx)])
