"""What a newcomer does in the browser: from the experiments to a chart's value, and to a model."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from mlflow import MlflowClient
from tests.e2e.conftest import PREFIX, Logged, Visit
from tests.e2e.waiting import eventually, inked
from tests.processes import server

pytestmark = pytest.mark.e2e


def _name_links(page: Page) -> Locator:
    return page.get_by_test_id("run-row").get_by_role("rowheader").get_by_role("link")


def _names(page: Page) -> list[str]:
    return _name_links(page).all_inner_texts()


def _expect_names(page: Page, *names: str) -> None:
    expect(_name_links(page)).to_have_text(list(names))


def _filter(page: Page, text: str) -> None:
    box = page.get_by_test_id("filter")
    box.fill(text)
    box.press("Enter")


def test_from_the_experiments_to_the_value_of_a_chart(visit: Visit, logged: Logged) -> None:
    page = visit.open("/")
    row = page.get_by_test_id("experiment-row").filter(has_text="wine")
    expect(row.get_by_test_id("run-count")).to_have_text("10")
    row.get_by_role("link", name="wine").click()
    # Until the page has changed, its rows have counts too: several matches would end the wait at once.
    expect(page.get_by_test_id("run-count").filter(has_text="10 runs")).to_be_visible()

    _filter(page, "params.family = 'linear' and metrics.accuracy > 0.86")
    _expect_names(page, "linear-5", "linear-4")
    eventually(page, lambda: "filter=params.family = 'linear'" in unquote(page.url).replace("+", " "))

    head = page.get_by_role("columnheader", name="accuracy").get_by_role("button", name="accuracy", exact=True)
    head.click()
    expect(page.get_by_role("columnheader", name="accuracy")).to_have_attribute("aria-sort", "descending")
    _expect_names(page, "linear-5", "linear-4")
    head.click()
    _expect_names(page, "linear-4", "linear-5")

    page.get_by_role("link", name="linear-5").click()
    expect(page.get_by_test_id("run-name")).to_have_text("linear-5")
    expect(page.get_by_test_id("run-status")).to_have_text("Finished")
    page.get_by_role("navigation", name="Run").get_by_role("link", name="Metrics").click()
    chart = page.get_by_test_id("chart-val/loss")
    for name, value in {"last": logged.losses[-1], "min": min(logged.losses), "max": max(logged.losses)}.items():
        shown = chart.get_by_test_id(f"chart-{name}")
        expect(shown).to_have_attribute("data-value", str(value).removesuffix(".0"))
        assert float(shown.inner_text()) == pytest.approx(value, rel=1e-4)
    expect(page.get_by_test_id("value-accuracy")).to_contain_text("0.95")


def test_a_chart_is_drawn_read_at_the_pointer_and_as_a_table(visit: Visit, logged: Logged) -> None:
    page = visit.open(f"/experiments/{logged.experiment}/runs/{logged.best}/metrics")
    chart = page.get_by_test_id("chart-val/loss")
    canvas = chart.locator("canvas")
    eventually(page, lambda: inked(canvas))
    overlay = chart.get_by_test_id("plot-area")
    overlay.hover(position={"x": (overlay.bounding_box() or {"width": 2})["width"] - 1, "y": 20})
    expect(chart.get_by_text("step 39")).to_be_visible()
    page.get_by_role("radio", name="Log").click()
    page.get_by_role("radio", name="Relative").click()
    eventually(page, lambda: "log=true" in page.url and "x=relative" in page.url)
    chart.hover()
    chart.get_by_role("button", name="Show as table").click()
    expect(chart.get_by_role("region", name="Values").get_by_role("row")).to_have_count(41)


def test_what_the_server_cannot_read_is_shown_at_the_character(visit: Visit, logged: Logged) -> None:
    page = visit.open(f"/experiments/{logged.experiment}")
    expect(page.get_by_test_id("run-row").first).to_be_visible()
    _filter(page, "metrics.accuracy > high")
    error = page.get_by_test_id("filter-error")
    expect(error).to_contain_text("character 20")
    expect(error.locator("mark")).to_have_text("h")
    visit.forgive("400")
    _filter(page, "")
    expect(error).to_be_hidden()
    expect(page.get_by_test_id("run-row").first).to_be_visible()


def test_children_stand_below_their_parent(visit: Visit, logged: Logged) -> None:
    page = visit.open(f"/experiments/{logged.experiment}")
    expect(page.get_by_test_id("run-row")).to_have_count(7)
    page.get_by_role("button", name="Children of sweep").click()
    expect(page.get_by_test_id("run-row")).to_have_count(10)
    eventually(page, lambda: _names(page)[:4] == ["sweep", "trial-2", "trial-1", "trial-0"])
    expect(page.get_by_test_id("run-row").nth(1)).to_have_attribute("aria-level", "2")


def test_columns_are_chosen_and_stay_in_the_address(visit: Visit, logged: Logged) -> None:
    page = visit.open(f"/experiments/{logged.experiment}")
    page.get_by_test_id("columns").click()
    page.get_by_role("searchbox", name="Search columns").fill("team")
    page.get_by_role("checkbox", name="team").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("columnheader", name="team")).to_be_visible()
    page.reload()
    expect(page.get_by_role("columnheader", name="team")).to_be_visible()
    expect(page.get_by_role("gridcell", name="cellar").first).to_be_visible()


def test_only_what_is_shown_is_fetched(visit: Visit, logged: Logged) -> None:
    # From an empty page: the answer to one that is left can no longer be read.
    with visit.page.expect_response("**/mlflow/runs/search") as answered:
        page = visit.open(f"/experiments/{logged.experiment}?cols=%5B%22metrics.accuracy%22%5D")
    expect(page.get_by_role("columnheader", name="accuracy")).to_be_visible()
    runs = answered.value.json()["runs"]
    logged_in = [run["data"] for run in runs]
    assert {metric["key"] for data in logged_in for metric in data.get("metrics", [])} == {"accuracy"}
    assert not any("params" in data for data in logged_in)
    assert {tag["key"] for data in logged_in for tag in data.get("tags", [])} <= {"mlflow.parentRunId"}


def test_more_runs_come_as_one_scrolls_and_only_what_is_seen_exists(visit: Visit, logged: Logged) -> None:
    page = visit.open(f"/experiments/{logged.many}")
    expect(page.get_by_test_id("run-count")).to_have_text("250 runs")
    expect(page.get_by_role("link", name="run-249")).to_be_visible()
    table = page.get_by_test_id("run-table")
    for _ in range(30):
        table.evaluate("t => t.scrollTo(0, t.scrollHeight)")
        if page.get_by_role("link", name="run-000").is_visible():
            break
        page.wait_for_timeout(100)
    expect(page.get_by_role("link", name="run-000")).to_be_visible()
    assert page.get_by_test_id("run-row").count() < 80


def test_a_page_of_runs_that_cannot_be_had_is_asked_for_when_one_wants_it(visit: Visit, logged: Logged) -> None:
    refused: list[str] = []

    def refuse(route: Route) -> None:
        if "page_token" not in (route.request.post_data_json or {}):
            route.continue_()
            return
        refused.append(route.request.url)
        body = {"error_code": "INTERNAL_ERROR", "message": "The disk is full."}
        route.fulfill(status=500, json=body)

    page = visit.page
    page.route("**/runs/search", refuse)
    visit.open(f"/experiments/{logged.many}")
    rows = page.get_by_test_id("run-row")
    expect(rows.first).to_be_visible()
    grid = page.get_by_test_id("run-table")
    grid.evaluate("table => table.scrollTo(0, table.scrollHeight)")
    again = page.get_by_role("alert").filter(has_text="The rest could not be fetched.")
    expect(again).to_be_visible()
    expect(rows.first).to_be_visible()
    page.wait_for_timeout(500)
    assert len(refused) == 1, "nobody asks again and again"
    page.unroute("**/runs/search")
    again.get_by_role("button", name="Try again").click()
    expect(again).to_be_hidden()
    expect(grid).to_have_attribute("aria-rowcount", "251")
    visit.forgive("500")


def test_runs_are_compared(visit: Visit, logged: Logged) -> None:
    page = visit.open(f"/experiments/{logged.experiment}")
    page.get_by_role("checkbox", name="Select linear-5").click()
    page.get_by_role("checkbox", name="Select forest-0").click()
    page.get_by_role("toolbar", name="Selected runs").get_by_role("button", name="Compare").click()
    table = page.get_by_test_id("compare-table")
    expect(table.get_by_role("row", name="family linear forest")).to_be_visible()
    page.get_by_role("radio", name="Only what differs").click()
    expect(table.get_by_role("row", name="seed")).to_have_count(0)
    page.get_by_role("radio", name="Charts").click()
    expect(page.get_by_test_id("chart-val/loss").get_by_test_id("chart-summary")).to_have_count(2)


def test_files_are_looked_at(visit: Visit, logged: Logged) -> None:
    page = visit.open(f"/experiments/{logged.experiment}/runs/{logged.best}/artifacts")
    tree = page.get_by_role("navigation", name="Artifacts")
    preview = page.get_by_test_id("preview")
    tree.get_by_role("button", name="notes.txt").click()
    expect(preview).to_contain_text("another line")
    tree.get_by_role("button", name="settings.json").click()
    expect(preview).to_contain_text('"alpha": 0.5')
    tree.get_by_role("button", name="tables").click()
    tree.get_by_role("button", name="scores.csv").click()
    expect(preview.get_by_role("row", name="2 0.75")).to_be_visible()
    tree.get_by_role("button", name="plots").click()
    tree.get_by_role("button", name="box.svg").click()
    expect(preview.get_by_role("img", name="box.svg")).to_have_js_property("naturalWidth", 40)
    with page.expect_download() as download:
        preview.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == "box.svg"


def test_a_note_and_a_tag_are_written(visit: Visit, logged: Logged) -> None:
    page = visit.open(f"/experiments/{logged.experiment}/runs/{logged.parent}")
    page.get_by_role("button", name="Write a note").click()
    page.get_by_role("textbox", name="The note").fill("A **wide** sweep")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("strong", has_text="wide")).to_be_visible()
    page.get_by_role("button", name="Add tag").click()
    page.get_by_role("textbox", name="Tag name").fill("reviewed")
    page.get_by_role("textbox", name="Tag value").fill("yes")
    with page.expect_response(lambda answer: "set-tag" in answer.url and answer.ok):  # it is shown before it is there
        page.get_by_role("button", name="Save").click()
    # For a moment the fields stand beside the tag as it will be.
    expect(page.get_by_role("row", name="reviewed yes Edit reviewed")).to_be_visible()
    tags = MlflowClient(logged.address).get_run(logged.parent).data.tags
    assert (tags["mlflow.note.content"], tags["reviewed"]) == ("A **wide** sweep", "yes")


def test_an_experiment_is_made_renamed_deleted_and_restored(visit: Visit) -> None:
    page = visit.open("/experiments")
    page.get_by_role("button", name="New experiment").click()
    page.get_by_role("textbox", name="Name").fill("from the page")
    page.get_by_role("button", name="Create").click()
    page.get_by_role("button", name="Actions for from the page").click()
    page.get_by_role("menuitem", name="Rename").click()
    page.get_by_role("textbox", name="Name").fill("renamed there")
    page.get_by_role("button", name="Rename").click()
    page.get_by_role("button", name="Actions for renamed there").click()
    page.get_by_role("menuitem", name="Delete").click()
    rows = page.get_by_test_id("experiment-row")
    expect(rows.filter(has_text="renamed there")).to_have_count(0)
    page.keyboard.press("Control+z")  # whether the server has done it or not
    expect(rows.filter(has_text="renamed there")).to_have_count(1)


def test_from_the_models_to_a_version(visit: Visit, logged: Logged) -> None:
    page = visit.open("/models")
    row = page.get_by_test_id("model-row").filter(has_text="red or white")
    expect(row).to_contain_text("@champion")
    row.get_by_role("link", name="red or white").click()
    page.get_by_test_id("version-row").get_by_role("link", name="Version 1").click()
    expect(page.get_by_test_id("alias")).to_have_text("@champion")
    expect(page.get_by_test_id("signature")).to_contain_text("alcohol")
    page.get_by_role("combobox", name="Stage").click()
    page.get_by_role("option", name="Production").click()
    page.get_by_role("button", name="Move").click()
    expect(page.get_by_role("combobox", name="Stage")).to_have_text("Production")
    eventually(
        page, lambda: MlflowClient(logged.address).get_model_version("red or white", "1").current_stage == "Production"
    )
    page.get_by_role("link", name="linear-5").click()
    expect(page.get_by_test_id("run-name")).to_have_text("linear-5")


def test_a_model_is_registered_from_its_files(visit: Visit, logged: Logged) -> None:
    page = visit.open(f"/experiments/{logged.experiment}/runs/{logged.best}/artifacts")
    page.get_by_role("navigation", name="Artifacts").get_by_role("button", name="model", exact=True).click()
    expect(page.get_by_text("mlflow.pyfunc.load_model")).to_be_visible()
    page.get_by_role("button", name="Register").click()
    page.get_by_role("combobox", name="Registered model").fill("from its files")
    page.get_by_role("dialog").get_by_role("button", name="Register").click()
    page.get_by_role("dialog").get_by_role("link", name="Version 1").click()
    expect(page.get_by_role("heading", name="Version 1")).to_be_visible()
    expect(page.get_by_test_id("signature")).to_contain_text("alcohol")
    eventually(
        page, lambda: MlflowClient(logged.address).get_model_version("from its files", "1").run_id == logged.best
    )


def test_runs_are_deleted_and_brought_back(visit: Visit, logged: Logged) -> None:
    page = visit.open(f"/experiments/{logged.many}?filter=attributes.run_name%20%3D%20%27run-100%27")
    page.get_by_role("checkbox", name="Select run-100").click()
    page.get_by_role("toolbar").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("No run matches the filter")).to_be_visible()
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Show deleted runs").click()
    page.get_by_role("checkbox", name="Select run-100").click()
    with page.expect_response("**/mlflow/runs/restore"):  # the page shows what it will be before the server has done it
        page.get_by_role("toolbar").get_by_role("button", name="Restore").click()
    expect(page.get_by_text("No run matches the filter")).to_be_visible()
    found = MlflowClient(logged.address).search_runs([logged.many], "attributes.run_name = 'run-100'")
    assert len(found) == 1


def test_links_of_mlflow_lead_to_their_pages(visit: Visit, logged: Logged) -> None:
    page = visit.open(f"/experiments/{logged.experiment}/runs/{logged.best}/model-metrics")
    expect(page.get_by_test_id("chart-val/loss")).to_be_visible()
    page = visit.open(f"/experiments/{logged.experiment}?searchFilter=params.family%20%3D%20%27boosting%27")
    _expect_names(page, "boosting-2")
    page = visit.open("/models/red%20or%20white/versions/1")
    expect(page.get_by_role("heading", name="Version 1")).to_be_visible()


def test_what_is_not_there_says_so(visit: Visit, logged: Logged) -> None:
    page = visit.open(f"/experiments/{logged.experiment}/runs/{'0' * 32}")
    expect(page.get_by_role("alert")).to_contain_text("0" * 32)
    visit.forgive("404")
    page = visit.open("/experiments")
    page.get_by_role("link", name="nothing yet").click()
    expect(page.get_by_text('mlflow.set_experiment("nothing yet")')).to_be_visible()


def test_keys(visit: Visit, logged: Logged) -> None:
    page = visit.open("/models")
    expect(page.get_by_test_id("model-row").first).to_be_visible()
    page.keyboard.press("?")
    card = page.get_by_role("dialog", name="Keys")
    expect(card.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    page.keyboard.press("Control+k")
    page.get_by_placeholder("Experiment, run, model, page or action").fill("wine")
    page.get_by_role("option", name="wine").wait_for()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"#/experiments/{logged.experiment}$"))
    expect(page.get_by_test_id("run-row").first).to_be_visible()
    page.keyboard.press("/")
    expect(page.get_by_test_id("filter")).to_be_focused()


def test_without_a_prefix_the_pages_are_at_the_root(chromium: Browser, tmp_path: Path) -> None:
    with server(Path(sys.executable), tmp_path, 30) as address:
        page = chromium.new_page()
        page.goto(address)
        expect(page.get_by_test_id("experiment-row").filter(has_text="Default")).to_be_visible()
        page.close()


def test_the_page_takes_the_readers_theme(chromium: Browser, logged: Logged, theme: str) -> None:
    context = chromium.new_context(color_scheme=theme)  # type: ignore[arg-type]  # one of Playwright's literals
    page = context.new_page()
    page.goto(f"{logged.address}{PREFIX}/")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    channels = [int(channel) for channel in re.findall(r"\d+", ground)[:3]]
    assert (min(channels) > 200) if theme == "light" else (max(channels) < 60)
    other = "Light theme" if theme == "dark" else "Dark theme"
    page.get_by_role("button", name=other).click()
    eventually(page, lambda: page.evaluate("document.documentElement.dataset.theme") != theme)
    context.close()
