"""From a run to what its evaluation found."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Logged, Visit
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.e2e


def _open(visit: Visit, run_id: str) -> Page:
    page = visit.open("/")
    page.get_by_test_id("experiment-row").filter(has_text="evaluated").get_by_role("link", name="evaluated").click()
    page.get_by_role("link", name="judged").click()
    expect(page.get_by_test_id("run-name")).to_have_text("judged")
    page.get_by_role("navigation", name="Run").get_by_role("link", name="Evaluation").click()
    eventually(page, lambda: run_id in page.url)
    return page


def test_metrics_stand_beside_baseline_and_thresholds(visit: Visit, logged: Logged) -> None:
    page = _open(visit, logged.evaluated)
    expect(page.get_by_test_id("verdict")).to_contain_text("Not good enough")
    expect(page.get_by_test_id("verdict")).to_contain_text("1 of 2 thresholds missed")
    table = page.get_by_test_id("evaluated")
    expect(table.get_by_role("columnheader")).to_have_text(["Metric", "Value", "Baseline", "Change", "Wanted"])
    reached = table.get_by_role("row").filter(has=page.get_by_role("rowheader", name="f1_score"))
    expect(reached).to_contain_text("≥ 0.5, +0.2 on the baseline: reached")
    expect(reached.get_by_role("cell").nth(1)).to_have_text("0.16667")
    expect(reached.get_by_role("cell").nth(2)).to_have_text(re.compile(r"^\+0\."))
    missed = table.get_by_role("row").filter(has=page.get_by_role("rowheader", name="log_loss"))
    expect(missed).to_contain_text("≤ 0.0001: missed")


def test_pictures_open_and_classes_are_a_table(visit: Visit, logged: Logged) -> None:
    page = _open(visit, logged.evaluated)
    expect(page.get_by_role("button", name=re.compile("larger$"))).to_have_count(4)
    small = page.get_by_role("button", name="ROC curve, larger")
    small.click()
    large = page.get_by_role("dialog", name="ROC curve").get_by_role("img")
    expect(large).to_have_js_property("complete", True)
    eventually(page, lambda: large.evaluate("image => image.naturalWidth") > 500)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    classes = page.get_by_role("region", name="Table").get_by_role("table")
    expect(classes.get_by_role("columnheader").first).to_have_text("positive_class")
    expect(classes.get_by_role("row")).to_have_count(4)


def test_a_run_without_an_evaluation_has_no_such_tab(visit: Visit, logged: Logged) -> None:
    page = visit.open(f"/experiments/{logged.experiment}/runs/{logged.best}")
    tabs = page.get_by_role("navigation", name="Run").get_by_role("link")
    expect(tabs.filter(has_text="Artifacts")).to_be_visible()
    expect(tabs.filter(has_text="Evaluation")).to_have_count(0)
    page = visit.open(f"/experiments/{logged.experiment}/runs/{logged.best}/evaluation")
    expect(page.get_by_role("heading", name="Not evaluated yet")).to_be_visible()
