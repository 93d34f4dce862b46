"""Waiting for what Playwright has no expectation for: an address, a canvas, what the server has."""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import Locator, Page

_WITHIN_S = 20.0


def eventually(page: Page, holds: Callable[[], bool]) -> None:
    """Ask again and again, with the page going on in between, until the answer is yes.

    A page shows an edit before the server has it, and a chart is there before its lines are drawn: asking once would be
    a race.

    Raises:
        AssertionError: The answer is no after twenty seconds.
    """
    until = time.monotonic() + _WITHIN_S
    while not holds():
        assert time.monotonic() < until, f"not within {_WITHIN_S:.0f} seconds"
        page.wait_for_timeout(50)


def inked(canvas: Locator) -> bool:
    """Whether anything is drawn on a canvas."""
    return bool(
        canvas.evaluate(
            "c => new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer).some(p => p)"
        )
    )


def expect_no_scrolling_sideways(page: Page) -> None:
    """The page is no wider than its window: only tables and charts may be scrolled sideways, in themselves."""
    eventually(page, lambda: page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
