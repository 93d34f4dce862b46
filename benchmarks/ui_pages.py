"""Where things stand in the pages of each contestant, as a reader finds them."""

from __future__ import annotations

import json
import time
from abc import ABC, abstractmethod
from contextlib import suppress
from typing import ClassVar
from urllib.parse import quote

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page

#: Seconds after which an answer is given up.
PATIENCE = 30
#: Pixels of a turn of the wheel, fewer than a screen has: no row is passed unseen.
_TURN = 700
#: A metric to sort by; it stands among the columns shown.
METRIC = "metric_0"


class Pages(ABC):
    """The pages of one contestant.

    Args:
        address: Its server.
    """

    #: The test id of the field that takes a filter, and what finds the part of the page with the rows.
    box: ClassVar[str]
    rows: ClassVar[str]

    def __init__(self, address: str) -> None:
        self.address = address

    @abstractmethod
    def table(self, experiment: int) -> str:
        """Address of the table of runs."""

    @abstractmethod
    def charts(self, experiment: int) -> str:
        """Address of a page that draws the series of all runs of an experiment."""

    @abstractmethod
    def first(self, page: Page, name: str) -> None:
        """Wait until a run stands first in the table."""

    @abstractmethod
    def before_sorting(self, page: Page) -> None:
        """Open what must be open to sort by one click."""

    @abstractmethod
    def sort(self, page: Page) -> None:
        """Sort by :data:`METRIC`, the greatest first."""

    def filter(self, page: Page, text: str) -> None:
        """Filter the table."""
        box = page.get_by_test_id(self.box)
        box.fill(text)
        box.press("Enter")

    def go_down(self, page: Page, name: str) -> None:
        """Go down in the table until a run is seen.

        Raises:
            TimeoutError: It takes too long.
        """
        page.locator(self.rows).hover()
        until = time.monotonic() + PATIENCE
        while not page.get_by_role("link", name=name, exact=True).first.is_visible():
            if time.monotonic() > until:
                raise TimeoutError("The row is not reached in time.")
            page.mouse.wheel(0, _TURN)
            self.ask_for_more(page)

    def ask_for_more(self, page: Page) -> None:  # noqa: B027  # rows that come by themselves need no asking
        """Press what brings more rows, if it is there."""

    @abstractmethod
    def drawn(self, page: Page, lines: int) -> None:
        """Wait until a chart shows so many lines."""


class PenstockPages(Pages):
    box = "filter"
    rows = '[data-testid="run-table"]'

    def table(self, experiment: int) -> str:
        columns = quote(json.dumps([f"metrics.{METRIC}", "metrics.metric_1", "params.param_0", "params.param_1"]))
        return f"{self.address}/#/experiments/{experiment}?cols={columns}"

    def charts(self, experiment: int) -> str:
        return f"{self.address}/#/experiments/{experiment}?layout=charts"

    def first(self, page: Page, name: str) -> None:
        page.locator('[data-testid="run-row"]').first.get_by_role("link", name=name, exact=True).wait_for()

    def before_sorting(self, page: Page) -> None:
        page.get_by_role("columnheader", name=METRIC).wait_for()

    def sort(self, page: Page) -> None:
        page.get_by_role("columnheader", name=METRIC).get_by_role("button").first.click()

    def drawn(self, page: Page, lines: int) -> None:
        page.wait_for_function(_PAINTED)


#: A canvas of a chart with ink in it.
_PAINTED = """() => [...document.querySelectorAll('[data-testid^="chart-"] canvas')].some(c => c.width &&
    new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer).some(p => p !== 0))"""


class MlflowPages(Pages):
    """MLflow 3; where things stand was found by looking at its pages in a browser."""

    box = "search-box"
    rows = ".ag-body-viewport"

    def table(self, experiment: int) -> str:
        return f"{self.address}/#/experiments/{experiment}/runs?compareRunsMode=TABLE"

    def charts(self, experiment: int) -> str:
        return f"{self.address}/#/experiments/{experiment}/runs?compareRunsMode=CHART"

    def first(self, page: Page, name: str) -> None:
        row = page.locator('.ag-pinned-left-cols-container [row-index="0"]')
        row.get_by_role("link", name=name, exact=True).wait_for()

    def before_sorting(self, page: Page) -> None:
        page.get_by_role("button", name="Sort").click()
        page.keyboard.type(METRIC)
        page.get_by_test_id(f"sort-select-{METRIC}").wait_for()

    def sort(self, page: Page) -> None:
        page.get_by_test_id(f"sort-select-{METRIC}").click()

    def ask_for_more(self, page: Page) -> None:
        more = page.get_by_role("button", name="Load more")
        if more.is_visible():
            with suppress(BrowserError):  # it goes as soon as it is pressed, or is covered while rows come
                more.click(timeout=500)

    def drawn(self, page: Page, lines: int) -> None:
        page.wait_for_function(f"() => document.querySelectorAll('.scatterlayer .trace').length >= {lines}")
