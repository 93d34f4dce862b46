"""What entities show of themselves in a notebook: a few lines of HTML that run nothing, whatever was logged.

Colours are inherited and lines half transparent, so that a card suits light and dark pages. All styles stand inline:
what shows a notebook to others often leaves out everything else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timezone
from html import escape
from typing import NamedTuple

_BOX = "border:1px solid rgba(128,128,128,.35);border-radius:8px;padding:10px 14px;max-width:720px;text-align:left"
_CELL = "padding:2px 18px 2px 0;text-align:left;border:0;background:none;vertical-align:top;overflow-wrap:anywhere"
_DIM = "opacity:.7;font-weight:400"
#: Rows of a table; the pages have the others.
_MOST = 20
#: Characters of a value.
_LONGEST = 300


class Pages(NamedTuple):
    """The way to the pages that show what was logged.

    Args:
        root: Address before ``/experiments/…``, where a server shows them.
        command: What to type to have them shown, where none does.
    """

    root: str | None = None
    command: str | None = None


_pages: Callable[[], Pages] = Pages


def lead_to(pages: Callable[[], Pages]) -> None:
    """Let cards end with the way to the pages: who knows where things are kept tells it here."""
    global _pages  # one address for the process, as with the tracking URI
    _pages = pages


def card(
    kind: str,
    name: str,
    facts: Iterable[tuple[str, str | None]],
    page: str,
    tables: Iterable[tuple[str, Mapping[str, str]]] = (),
) -> str:
    """An entity as HTML.

    Args:
        kind: What it is, such as ``Run``.
        name: How it is called.
        facts: Names and values; those without a value are left out.
        page: Its page, relative to the root of the pages.
        tables: Headings and what stands below them.
    """
    parts = [f'<div style="margin-bottom:6px"><span style="{_DIM}">{escape(kind)}</span> <b>{escape(name)}</b></div>']
    parts.append(_table((key, value) for key, value in facts if value))
    for heading, values in tables:
        if values:
            parts.append(f'<div style="margin-top:8px"><b>{escape(heading)}</b></div>{_table(values.items())}')
            if len(values) > _MOST:
                parts.append(f'<div style="{_DIM}">and {len(values) - _MOST} more</div>')
    parts.append(_way(page))
    return f'<div style="{_BOX}">{"".join(parts)}</div>'


def moment(milliseconds: int | None) -> str | None:
    """A time as people write it; None where there is none."""
    if not milliseconds:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, timezone.utc).strftime("%Y-%m-%d %H:%M:%S UTC")


def duration(start: int | None, end: int | None) -> str | None:
    """The time between two moments in its largest units; None where one is not known."""
    if start is None or end is None or end < start:
        return None
    seconds, rest = divmod(end - start, 1000)
    if seconds < 60:
        return f"{seconds}.{rest // 100} s"
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {seconds} s"


def _table(rows: Iterable[tuple[str, str]]) -> str:
    shown = [row for row, _ in zip(rows, range(_MOST), strict=False)]
    lines = (
        f'<tr style="background:none"><th style="{_CELL};{_DIM}">{escape(key)}</th>'
        f'<td style="{_CELL}">{escape(_short(value))}</td></tr>'
        for key, value in shown
    )
    return f'<table style="border-collapse:collapse;border:0;margin:0">{"".join(lines)}</table>' if shown else ""


def _short(value: str) -> str:
    return value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…"


def _way(page: str) -> str:
    root, command = _pages()
    if root is not None:
        address = escape(f"{root}/{page}", quote=True)
        link = f'<a style="color:inherit" href="{address}" target="_blank" rel="noopener">{address}</a>'
        return f'<div style="margin-top:8px">{link}</div>'
    if command is not None:
        return f'<div style="margin-top:8px;{_DIM}">Look at it with <code>{escape(command)}</code></div>'
    return ""
