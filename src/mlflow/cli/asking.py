"""Groups of commands about what a store has."""

from __future__ import annotations

from typing import Any

import click

from mlflow.cli.groups import PlainGroup
from mlflow.store.journal.buffered import Buffered


class AskingGroup(PlainGroup):
    """A group whose commands fail where the store is away: people want to know, so no journal answers in its stead."""

    def invoke(self, ctx: click.Context) -> Any:
        was, Buffered.stands_in = Buffered.stands_in, False
        try:
            return super().invoke(ctx)
        finally:
            Buffered.stands_in = was
