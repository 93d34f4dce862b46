"""What a command tells while it works, on standard error."""

from __future__ import annotations

import logging


def tell_progress(*names: str) -> None:
    """Let loggers speak to standard error from INFO on, unless someone has set them up already."""
    for name in names:
        logger = logging.getLogger(name)
        if not logger.handlers:
            logger.addHandler(logging.StreamHandler())
            logger.setLevel(logging.INFO)
