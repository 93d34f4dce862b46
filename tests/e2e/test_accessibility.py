"""Every page, in both themes, on a desk and on a phone, keeps WCAG AA, and none scrolls sideways."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from mlflow import MlflowClient
from tests.e2e.conftest import Logged, Visit
from tests.e2e.waiting import expect_no_scrolling_sideways

pytestmark = pytest.mark.e2e

DESK, PHONE = {"width": 1400, "height": 860}, {"width": 390, "height": 800}

#: Addresses of pages, by what they are.
PAGES: dict[str, Callable[[Logged], str]] = {
    "experiments": lambda logged: "/experiments",
    "runs": lambda logged: f"/experiments/{logged.experiment}",
    "charts of runs": lambda logged: f"/experiments/{logged.experiment}?layout=charts",
    "groups of runs": lambda logged: f"/experiments/{logged.experiment}?group=" + quote('["params.family"]'),
    "no runs": lambda logged: f"/experiments/{logged.experiment}?filter=params.family%20%3D%20%27none%27",
    "run": lambda logged: f"/experiments/{logged.experiment}/runs/{logged.best}",
    "metrics": lambda logged: f"/experiments/{logged.experiment}/runs/{logged.best}/metrics",
    "artifacts": lambda logged: f"/experiments/{logged.experiment}/runs/{logged.best}/artifacts",
    "lineage": lambda logged: f"/experiments/{logged.experiment}/runs/{logged.best}/lineage",
    "environment": lambda logged: f"/experiments/{logged.experiment}/runs/{logged.best}/environment",
    "evaluation": lambda logged: f"/experiments/{_home(logged)}/runs/{logged.evaluated}/evaluation",
    "compared": lambda logged: "/compare-runs?runs=" + quote(json.dumps([logged.best, logged.parent])),
    "charts compared": lambda logged: (
        "/compare-runs?side=charts&runs=" + quote(json.dumps([logged.best, logged.parent]))
    ),
    "logged models": lambda logged: f"/experiments/{logged.experiment}/models",
    "models": lambda logged: "/models",
    "model": lambda logged: "/models/red%20or%20white",
    "version": lambda logged: "/models/red%20or%20white/versions/1",
    "lineage of a version": lambda logged: "/models/red%20or%20white/versions/1/lineage",
    "bin": lambda logged: "/housekeeping",
    "storage": lambda logged: "/housekeeping?tab=storage",
    "journals": lambda logged: "/housekeeping?tab=journals",
    "server": lambda logged: "/housekeeping?tab=server",
    "nowhere": lambda logged: "/no/such/page",
}


def _home(logged: Logged) -> str:
    """The experiment of the evaluated run."""
    return str(MlflowClient(logged.address).get_run(logged.evaluated).info.experiment_id)


def _settled(page: Page) -> None:
    expect(page.locator("main :is(h1, h2)").first).to_be_visible()
    expect(page.get_by_role("status", name="Loading")).to_have_count(0)


def _wear(page: Page, theme: str) -> None:
    page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_keeps_the_rules(visit: Visit, logged: Logged, name: str) -> None:
    page = visit.open(PAGES[name](logged))
    for size in (DESK, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]  # Playwright names the shape of this dictionary
        _settled(page)
        for theme in ("light", "dark"):
            _wear(page, theme)
            visit.axe()
        expect_no_scrolling_sideways(page)


def test_palette_and_card_keep_the_rules(visit: Visit, theme: str) -> None:
    page = visit.open("/models")
    expect(page.get_by_test_id("model-row").first).to_be_visible()
    _wear(page, theme)
    page.keyboard.press("Control+k")
    page.get_by_role("combobox").fill("wine")
    page.get_by_role("option", name="wine", exact=True).wait_for()
    visit.axe()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    visit.axe()
