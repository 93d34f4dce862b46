"""Figures of matplotlib and plotly as files."""

from __future__ import annotations

import io
from typing import Any


def figure_bytes(figure: Any, name: str, save_kwargs: dict[str, Any]) -> bytes:
    """The file of a figure, in the format of the name's extension.

    Raises:
        TypeError: It is neither a matplotlib nor a plotly figure, or plotly cannot write that format.
    """
    extension = name.rpartition(".")[2].lower() if "." in name.rpartition("/")[2] else "png"
    kind = type(figure)
    if any(c.__module__.split(".")[0] == "plotly" for c in kind.__mro__):
        if extension == "html":
            text: str = figure.to_html(**{"include_plotlyjs": "cdn", **save_kwargs})
            return text.encode()
        if extension in ("png", "jpeg", "jpg", "webp", "svg", "pdf"):
            data: bytes = figure.to_image(format=extension, **save_kwargs)
            return data
        raise TypeError(f"A plotly figure cannot be written as {extension!r}; take html, png, jpeg, webp, svg or pdf.")
    if not hasattr(figure, "savefig"):
        raise TypeError(f"A figure of matplotlib or plotly is needed, not {kind.__name__}.")
    sink = io.BytesIO()
    figure.savefig(sink, **{"format": extension, **save_kwargs})
    return sink.getvalue()
