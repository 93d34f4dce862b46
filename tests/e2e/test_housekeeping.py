"""The page that keeps house: the bin and deletion for good, what takes space, what waits to be sent."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from mlflow import MlflowClient
from mlflow.entities import ViewType
from tests.e2e.conftest import Logged, Visit
from tests.e2e.waiting import eventually, expect_no_scrolling_sideways

pytestmark = pytest.mark.e2e


@dataclass
class House:
    """An experiment with runs in the bin.

    Args:
        client: Speaks to its server.
        experiment: Its id.
        name: Its name.
        deleted: Ids of its deleted runs, by name.
    """

    client: MlflowClient
    experiment: str
    name: str
    deleted: dict[str, str]


@pytest.fixture
def house(logged: Logged, tmp_path: Path) -> Iterator[House]:
    client = MlflowClient(logged.address)
    name = f"house {uuid.uuid4().hex[:8]}"
    experiment = client.create_experiment(name)
    notes = tmp_path / "notes.txt"
    notes.write_text("x" * 2000)
    deleted = {}
    for run_name in ("old-a", "old-b", "kept"):
        run_id = client.create_run(experiment, run_name=run_name).info.run_id
        client.log_metric(run_id, "loss", 0.5)
        client.log_artifact(run_id, str(notes))
        if run_name != "kept":
            client.delete_run(run_id)
            deleted[run_name] = run_id
    house = House(client, experiment, name, deleted)
    yield house
    if client.get_experiment(house.experiment).lifecycle_stage == "active":
        client.delete_experiment(house.experiment)


def _bin(page: Page, house: House) -> None:
    """Only rows of the test's own experiment are looked at: others delete things as well."""
    expect(page.get_by_test_id("binned-row").filter(has_text=house.name).first).to_be_visible()


def test_what_was_deleted_is_restored_and_that_is_undone(visit: Visit, house: House) -> None:
    page = visit.open("/housekeeping")
    _bin(page, house)
    rows = page.get_by_test_id("binned-row").filter(has_text=house.name)
    expect(rows).to_have_count(2)
    rows.filter(has_text="old-a").get_by_role("checkbox").click()
    page.get_by_role("toolbar", name="Selected").get_by_role("button", name="Restore").click()
    expect(rows).to_have_count(1)
    notice = page.get_by_role("region", name="Notices").get_by_text("Restored “old-a”")
    expect(notice).to_be_visible()
    eventually(page, lambda: house.client.get_run(house.deleted["old-a"]).info.lifecycle_stage == "active")
    page.keyboard.press("Control+z")
    expect(rows).to_have_count(2)
    expect(page.get_by_text("Undone: Restored “old-a”")).to_be_visible()
    eventually(page, lambda: house.client.get_run(house.deleted["old-a"]).info.lifecycle_stage == "deleted")


def test_what_is_deleted_for_good_is_told_typed_and_gone(visit: Visit, house: House, theme: str) -> None:
    page = visit.open(f"/experiments/{house.experiment}/runs/{house.deleted['old-a']}")
    expect(page.get_by_test_id("run-name")).to_have_text("old-a")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Housekeeping").click()
    page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
    _bin(page, house)
    visit.axe()
    rows = page.get_by_test_id("binned-row").filter(has_text=house.name)
    for name in house.deleted:
        rows.filter(has_text=name).get_by_role("checkbox").click()
    page.get_by_role("toolbar", name="Selected").get_by_role("button", name="Delete for good").click()
    dialog = page.get_by_role("dialog", name="Delete 2 runs for good?")
    expect(dialog.get_by_test_id("foretold")).to_contain_text("2 runs")
    expect(dialog.get_by_test_id("foretold")).to_contain_text(re.compile(r"2 files \(4\.0 kB\)"))
    visit.axe()
    delete = dialog.get_by_role("button", name="Delete for good")
    dialog.get_by_role("textbox").fill("delete runs")
    expect(delete).to_be_disabled()
    dialog.get_by_role("textbox").fill("delete 2 runs")
    delete.click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_text("Deleted for good: 2 runs")).to_be_visible()
    expect(rows).to_have_count(0)
    everything = house.client.search_runs([house.experiment], run_view_type=ViewType.ALL)
    assert [run.info.run_name for run in everything] == ["kept"]
    assert [file.path for file in house.client.list_artifacts(everything[0].info.run_id)] == ["notes.txt"]
    page.go_back()  # to what was read before it was deleted
    expect(page.get_by_role("heading", name="This could not be shown")).to_be_visible()
    expect(page.get_by_test_id("run-name")).to_have_count(0)
    visit.said[:] = [said for said in visit.said if "404" not in said]


def test_an_experiment_goes_with_all_of_its_runs(visit: Visit, house: House) -> None:
    house.client.delete_experiment(house.experiment)
    page = visit.open("/housekeeping?kind=experiment")
    row = page.get_by_test_id("binned-row").filter(has_text=house.name)
    expect(row).to_contain_text("3")
    row.get_by_role("checkbox").click()
    page.get_by_role("toolbar", name="Selected").get_by_role("button", name="Delete for good").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox").fill("delete 3 runs and 1 experiment")
    dialog.get_by_role("button", name="Delete for good").click()
    expect(dialog).to_be_hidden()
    expect(row).to_have_count(0)
    again = house.client.create_experiment(house.name)
    assert again != house.experiment
    house.experiment = again


def test_what_a_registered_version_is_made_of_stays_and_why(visit: Visit, house: House) -> None:
    run_id, name = house.deleted["old-a"], f"of {house.name}"
    house.client.restore_run(run_id)
    house.client.create_registered_model(name)
    house.client.create_model_version(name, f"runs:/{run_id}/notes.txt", run_id)
    house.client.delete_run(run_id)
    page = visit.open("/housekeeping")
    rows = page.get_by_test_id("binned-row").filter(has_text=house.name)
    rows.filter(has_text="old-a").get_by_role("checkbox").click()
    page.get_by_role("button", name="Delete for good").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(name)
    expect(dialog.get_by_role("button", name="Delete for good")).to_be_disabled()
    expect(dialog.get_by_role("textbox")).to_have_count(0)
    house.client.delete_registered_model(name)


def test_storage_is_measured_sorted_and_looked_into(visit: Visit, house: House, theme: str) -> None:
    page = visit.open("/housekeeping?tab=storage")
    page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
    expect(page.get_by_text("Disk", exact=True)).to_be_visible()
    page.get_by_role("button", name=re.compile("^Measure")).click()
    row = page.get_by_test_id("usage-row").filter(has_text=house.name)
    expect(row).to_contain_text("3 (2 deleted)")
    expect(row).to_contain_text("6.0 kB")
    expect(page.get_by_test_id("measured")).to_contain_text("just now")
    page.get_by_role("button", name=f"Largest runs of {house.name}").click()
    runs = page.get_by_test_id("usage-run")
    expect(runs).to_have_count(3)
    expect(runs.filter(has_text="old-aDeleted")).to_have_count(1)
    page.get_by_role("button", name="Experiment", exact=True).click()
    expect(page.get_by_role("columnheader", name="Experiment")).to_have_attribute("aria-sort", "ascending")
    eventually(page, lambda: "sort=name" in page.url and "open=" in page.url)
    visit.axe()


def test_journals_and_facts(visit: Visit, logged: Logged, theme: str) -> None:
    page = visit.open("/housekeeping?tab=journals")
    page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
    expect(
        page.get_by_text("mlflow sync", exact=False)
        .or_(page.get_by_role("button", name="Send to this server now"))
        .first
    ).to_be_visible()
    visit.axe()
    page.get_by_role("tab", name="Journals").press("ArrowRight")
    expect(page.get_by_role("tab", name="Server")).to_be_focused()
    expect(page.get_by_role("row", name=re.compile("^Records in "))).to_be_visible()
    eventually(page, lambda: "tab=server" in page.url)
    visit.axe()


def test_nothing_scrolls_sideways_on_a_phone(visit: Visit, house: House) -> None:
    visit.page.set_viewport_size({"width": 390, "height": 800})
    for tab in ("", "?tab=storage", "?tab=journals", "?tab=server"):
        page = visit.open(f"/housekeeping{tab}")
        expect(page.get_by_role("heading", name="Housekeeping")).to_be_visible()
        expect(page.get_by_role("status", name="Loading")).to_have_count(0)
        expect_no_scrolling_sideways(page)
