"""The table of runs: columns, filters, groups, families, many runs at once, saved views, charts beside it."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from mlflow import MlflowClient
from mlflow.entities import Metric, Param, RunTag
from tests.e2e.conftest import Logged, Visit
from tests.e2e.waiting import eventually, expect_no_scrolling_sideways

pytestmark = pytest.mark.e2e

FAMILIES = ["forest", "linear", "forest", "boosting", "linear", "forest"]


@dataclass
class Tabled:
    """An experiment with plain runs of three families, and a sweep of two trials with two folds each."""

    client: MlflowClient
    experiment: str

    def names(self, filter_string: str = "") -> list[str]:
        return sorted(str(run.info.run_name) for run in self.client.search_runs([self.experiment], filter_string))


@pytest.fixture
def tabled(logged: Logged, request: pytest.FixtureRequest) -> Tabled:
    client = MlflowClient(logged.address)
    experiment = client.create_experiment(f"table {request.node.name}")
    made = 1_700_000_000_000

    def create(name: str, tags: dict[str, str], params: dict[str, str], losses: list[float]) -> str:
        nonlocal made
        made += 1000
        run = client.create_run(experiment, run_name=name, start_time=made, tags=tags).info.run_id
        points = [Metric("val/loss", loss, made, step) for step, loss in enumerate(losses)]
        logged_params = [Param(key, value) for key, value in params.items()]
        client.log_batch(run, points, logged_params, [RunTag("team", "cellar")])
        client.set_terminated(run, end_time=made + 500)
        return run

    sweep = create("sweep", {}, {"kind": "sweep"}, [])
    for trial in range(2):
        parent = create(f"trial-{trial}", {"mlflow.parentRunId": sweep}, {"kind": "trial"}, [])
        for fold in range(2):
            name = f"fold-{trial}.{fold}"
            create(name, {"mlflow.parentRunId": parent}, {"kind": "fold", "fold": str(fold)}, [0.9])
    for index, family in enumerate(FAMILIES):
        params = {"family": family, "depth": str(index)}
        create(f"{family}-{index}", {}, params, [1.0 + index, 0.25 + index, 0.5 + index])
    tabled = Tabled(client, experiment)
    tabled.names()  # an answer waits until all that was logged has arrived
    return tabled


def _address(tabled: Tabled, **state: object) -> str:
    search = "&".join(
        f"{key}={quote(value if isinstance(value, str) else json.dumps(value))}" for key, value in state.items()
    )
    return f"/experiments/{tabled.experiment}" + (f"?{search}" if search else "")


def _rows(page: Page) -> Locator:
    return page.get_by_test_id("run-row")


def _expect_names(page: Page, *names: str) -> None:
    expect(_rows(page).get_by_role("rowheader").get_by_role("link")).to_have_text(list(names))


def _heads(page: Page) -> list[str]:
    return page.get_by_role("columnheader").evaluate_all("heads => heads.map(head => head.dataset.column)")


def _head(page: Page, key: str) -> Locator:
    return page.locator(f"[role=columnheader][data-column='{key}']")


def _width(head: Locator) -> float:
    return float((head.bounding_box() or {"width": 0})["width"])


def _on_head(page: Page, label: str, item: str) -> None:
    page.get_by_role("button", name=f"Column {label}", exact=True).click()
    page.get_by_role("menuitem", name=item).or_(page.get_by_role("menuitemradio", name=item)).click()


def test_columns_are_dragged_pinned_resized_and_hidden(visit: Visit, tabled: Tabled) -> None:
    page = visit.open(_address(tabled, cols=["start_time", "metrics.val/loss", "params.depth", "params.family"]))
    expect(_rows(page)).to_have_count(7)
    _head(page, "params.family").get_by_role("button", name="family", exact=True).drag_to(
        _head(page, "start_time"), target_position={"x": 8, "y": 30}
    )
    eventually(
        page, lambda: _heads(page) == ["run_name", "params.family", "start_time", "metrics.val/loss", "params.depth"]
    )
    page.get_by_role("button", name="depth", exact=True).focus()
    page.keyboard.press("Alt+ArrowLeft")
    eventually(page, lambda: _heads(page)[-2:] == ["params.depth", "metrics.val/loss"])

    _on_head(page, "depth", "Pin to the left")
    eventually(page, lambda: _heads(page)[:2] == ["run_name", "params.depth"])
    before = _width(_head(page, "params.depth"))
    grip = page.get_by_test_id("grip-params.depth").bounding_box() or {}
    page.mouse.move(grip["x"] + 3, grip["y"] + 5)
    page.mouse.down()
    page.mouse.move(grip["x"] + 63, grip["y"] + 5, steps=4)
    page.mouse.up()
    page.wait_for_url(re.compile("widths"))
    page.reload()
    expect(_rows(page)).to_have_count(7)
    eventually(page, lambda: _heads(page)[:2] == ["run_name", "params.depth"])
    eventually(page, lambda: _width(_head(page, "params.depth")) == pytest.approx(before + 60, abs=2))
    _on_head(page, "family", "Hide")
    expect(_head(page, "params.family")).to_have_count(0)


def test_a_column_shows_the_least_value_of_a_series_and_sorts_by_it(visit: Visit, tabled: Tabled) -> None:
    page = visit.open(_address(tabled, flat=True, cols=["metrics.val/loss"], filter="params.depth IN ('0', '1')"))
    cells = page.get_by_role("gridcell")
    expect(cells).to_have_text(["1.5", "0.5"])
    _on_head(page, "val/loss", "Least value")
    expect(cells).to_have_text(["1.25", "0.25"])
    _head(page, "min(metrics.val/loss)").get_by_role("button", name="min val/loss").click()
    page.get_by_role("button", name="min val/loss").click()
    expect(cells).to_have_text(["0.25", "1.25"])
    eventually(page, lambda: "min(metrics.val/loss)" in unquote(page.url))


def test_a_filter_is_completed_by_keyboard_and_remembered(visit: Visit, tabled: Tabled) -> None:
    page = visit.open(_address(tabled))
    expect(_rows(page)).to_have_count(7)
    page.keyboard.press("f")
    box = page.get_by_test_id("filter")
    expect(box).to_be_focused()
    page.keyboard.type("fam")
    expect(page.get_by_role("option", name="params.family")).to_be_visible()
    page.keyboard.press("Tab")
    expect(box).to_have_value("params.family ")
    page.keyboard.type("=")
    page.keyboard.press("Space")
    page.get_by_role("option", name="boosting").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true] code").inner_text()
    page.keyboard.press("Enter")
    expect(box).to_have_value(f"params.family = '{chosen}' ")
    page.keyboard.press("Enter")
    expect(_rows(page)).to_have_count(FAMILIES.count(chosen))
    page.get_by_role("button", name="Clear the filter").click()
    expect(_rows(page)).to_have_count(7)
    box.focus()
    page.get_by_role("option", name=f"params.family = '{chosen}'").click()
    expect(_rows(page)).to_have_count(FAMILIES.count(chosen))
    page.get_by_role("button", name="How filters are written").click()
    page.get_by_role("button", name="params.optimizer IN ('adam', 'sgd')").click()
    expect(page.get_by_text("No run matches the filter")).to_be_visible()


def test_words_are_found_anywhere_while_one_types(visit: Visit, tabled: Tabled) -> None:
    page = visit.open(_address(tabled, filter="params.depth != '0'"))
    page.get_by_role("searchbox", name="Search runs").fill("for")
    _expect_names(page, "forest-5", "forest-2")
    eventually(page, lambda: "q=for" in page.url)
    visit.open(_address(tabled, q="boost"))
    _expect_names(page, "boosting-3")
    box = page.get_by_test_id("filter")
    box.fill("params.depth > oops")
    box.press("Enter")
    expect(page.get_by_test_id("filter-error")).to_contain_text("character 14")
    visit.forgive("400")


def test_families_are_a_tree_also_under_a_filter(visit: Visit, tabled: Tabled) -> None:
    page = visit.open(_address(tabled))
    expect(_rows(page)).to_have_count(7)
    page.get_by_role("button", name="Open all").click()
    expect(_rows(page)).to_have_count(13)
    _expect_names(
        page,
        *[f"{family}-{i}" for i, family in enumerate(FAMILIES)][::-1],
        "sweep",
        "trial-1",
        "fold-1.1",
        "fold-1.0",
        "trial-0",
        "fold-0.1",
        "fold-0.0",
    )
    expect(_rows(page).nth(8)).to_have_attribute("aria-level", "3")
    page.get_by_role("button", name="Children of trial-1").click()
    expect(_rows(page)).to_have_count(11)
    page.get_by_role("button", name="Close all").or_(page.get_by_role("button", name="Open all")).click()

    page = visit.open(_address(tabled, filter="params.fold = '1'"))
    _expect_names(page, "sweep", "trial-1", "fold-1.1", "trial-0", "fold-0.1")
    assert _rows(page).evaluate_all("rows => rows.map(row => 'dimmed' in row.dataset)") == [
        True,
        True,
        False,
        True,
        False,
    ]
    expect(page.get_by_test_id("run-count")).to_have_text("2 runs")
    visit.axe()


def test_runs_stand_in_groups_with_means(visit: Visit, tabled: Tabled) -> None:
    page = visit.open(_address(tabled, filter="params.family != ''", cols=["metrics.val/loss", "params.family"]))
    expect(_rows(page)).to_have_count(6)
    _on_head(page, "family", "Group by this")
    groups = page.get_by_test_id("group-row")
    expect(groups).to_have_count(3)
    expect(groups.first).to_contain_text("forest")
    expect(groups.first.locator("[data-column='metrics.val/loss']")).to_have_text("2.8333 ± 2.5")
    _head(page, "metrics.val/loss").get_by_role("button", name="val/loss", exact=True).click()
    expect(groups.first).to_contain_text("boosting")
    page.get_by_role("button", name="Runs with family linear").click()
    _expect_names(page, "linear-4", "linear-1")
    visit.axe()
    page.get_by_role("button", name="By family").click()
    page.get_by_role("button", name="No longer by family").click()
    expect(_rows(page)).to_have_count(6)


def test_all_that_match_are_tagged_deleted_and_brought_back(visit: Visit, tabled: Tabled) -> None:
    page = visit.open(_address(tabled, flat=True, filter="params.kind = 'fold'"))
    page.get_by_role("checkbox", name="Select fold-0.0").click()
    bar = page.get_by_role("toolbar", name="Selected runs")
    bar.get_by_role("button", name="Select all 4").click()
    expect(bar).to_contain_text("4 selected")
    bar.get_by_role("button", name="Tag").click()
    page.get_by_role("textbox", name="Name").fill("stage")
    page.get_by_role("textbox", name="Value").fill("final")
    page.get_by_role("button", name="Set tag").click()
    expect(page.get_by_text("Tagged 4 runs")).to_be_visible()
    eventually(page, lambda: len(tabled.names("tags.stage = 'final'")) == 4)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone: Tagged 4 runs")).to_be_visible()
    eventually(page, lambda: tabled.names("tags.stage = 'final'") == [])

    bar.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Deleted 4 runs")).to_be_visible()
    expect(page.get_by_text("No run matches the filter")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(_rows(page)).to_have_count(4)
    eventually(page, lambda: len(tabled.names("params.kind = 'fold'")) == 4)


def test_runs_are_taken_along_as_a_file(visit: Visit, tabled: Tabled, tmp_path: Path) -> None:
    page = visit.open(
        _address(
            tabled,
            filter="params.family = 'linear'",
            cols=["metrics.val/loss", "min(metrics.val/loss)", "params.depth"],
        )
    )
    expect(_rows(page)).to_have_count(2)
    page.get_by_role("button", name="More", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="Export all as CSV").click()
    download.value.save_as(tmp_path / "runs.csv")
    with (tmp_path / "runs.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(row["metrics.val/loss"], row["min(metrics.val/loss)"], row["params.depth"]) for row in rows] == [
        ("4.5", "4.25", "4"),
        ("1.5", "1.25", "1"),
    ]
    assert all(re.fullmatch("[0-9a-f]{32}", row["run_id"]) for row in rows)


def test_views_are_saved_for_everybody(visit: Visit, tabled: Tabled, chromium: Browser) -> None:
    page = visit.open(
        _address(tabled, filter="params.family = 'forest'", sort="metrics.val/loss", cols=["metrics.val/loss"])
    )
    _expect_names(page, "forest-0", "forest-2", "forest-5")
    views = page.get_by_test_id("views")
    views.click()
    page.get_by_role("menuitem", name="Save this view").click()
    page.get_by_role("textbox", name="Name").fill("best forests")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(views).to_have_text("best forests")
    views.click()
    page.get_by_role("menuitem", name="Open for everybody").click()
    expect(page.get_by_text("opens for everybody")).to_be_visible()

    page.get_by_role("button", name="Clear the filter").click()
    expect(page.get_by_role("button", name="View best forests, changed")).to_be_visible()
    views.click()
    page.get_by_role("menuitem", name="Back to what was saved").click()
    _expect_names(page, "forest-0", "forest-2", "forest-5")

    other = chromium.new_context()
    elsewhere = Visit(other.new_page(), Logged(visit.address)).open(_address(tabled))
    _expect_names(elsewhere, "forest-0", "forest-2", "forest-5")
    expect(elsewhere.get_by_test_id("views")).to_have_text("best forests")
    other.close()

    views.click()
    page.get_by_role("menuitem", name="Delete view").click()
    expect(views).to_have_text("Views")
    expect(page.get_by_text("Deleted the view")).to_be_visible()  # before it, the notice before would be taken back
    page.keyboard.press("Control+z")
    expect(views).to_have_text("best forests")


@pytest.fixture
def narrow(visit: Visit) -> Iterator[Visit]:
    visit.page.set_viewport_size({"width": 390, "height": 780})
    yield visit


def test_charts_stand_beside_the_table(visit: Visit, tabled: Tabled, theme: str) -> None:
    visit.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]  # one of Playwright's literals
    page = visit.open(_address(tabled, filter="params.family != ''"))
    expect(_rows(page)).to_have_count(6)
    page.get_by_role("radio", name="Both").click()
    charts = page.get_by_role("region", name="Charts")
    expect(charts.get_by_text("6 of 6 runs drawn")).to_be_visible()
    page.get_by_role("button", name="Draw forest-0").click()
    expect(charts.get_by_text("5 of 6 runs drawn")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("h")
    expect(charts.get_by_text("4 of 6 runs drawn")).to_be_visible()
    page.reload()
    expect(charts.get_by_text("4 of 6 runs drawn")).to_be_visible()
    visit.axe()


def test_the_table_fits_a_phone(narrow: Visit, tabled: Tabled, theme: str) -> None:
    narrow.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]  # one of Playwright's literals
    page = narrow.open(_address(tabled))
    expect(_rows(page)).to_have_count(7)
    page.get_by_role("checkbox", name="Select sweep").click()
    expect_no_scrolling_sideways(page)
    narrow.axe()
    page.get_by_test_id("columns").click()
    expect(page.get_by_role("searchbox", name="Search columns")).to_be_visible()
    narrow.axe()


def test_experiments_are_found_and_their_runs_stand_in_one_table(visit: Visit, tabled: Tabled, theme: str) -> None:
    visit.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]  # one of Playwright's literals
    other = tabled.client.create_experiment(
        f"other {theme}", tags={"season": theme, "mlflow.note.content": "Left to ripen"}
    )
    tabled.client.create_run(other, run_name="elsewhere", start_time=1_800_000_000_000)
    tabled.client.set_experiment_tag(tabled.experiment, "season", theme)
    page = visit.open("/experiments")
    rows = page.get_by_test_id("experiment-row")
    row = rows.filter(has_text=f"other {theme}")
    expect(row).to_contain_text("Left to ripen")
    row.get_by_role("button", name=f"season: {theme}").click()
    expect(rows).to_have_count(2)
    visit.axe()
    page.reload()
    expect(rows).to_have_count(2)
    for box in rows.get_by_role("checkbox").all():
        box.click()
    page.get_by_role("button", name="Runs of 2 experiments").click()
    expect(page.get_by_test_id("run-count").filter(has_text="14 runs")).to_be_visible()
    expect(_rows(page)).to_have_count(8)
    expect(_rows(page).first.locator("[data-column=experiment]")).to_have_text(f"other {theme}")
    visit.axe()
