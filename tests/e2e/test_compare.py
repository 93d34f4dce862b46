"""Runs side by side: what they logged, their charts, their files line by line, their evaluations."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from mlflow import MlflowClient
from tests.e2e.conftest import Logged, Visit
from tests.e2e.waiting import eventually, expect_no_scrolling_sideways

pytestmark = pytest.mark.e2e


@dataclass
class Compared:
    runs: list[str]

    def address(self, **state: object) -> str:
        pairs = {"runs": self.runs, **state}
        return "/compare-runs?" + "&".join(f"{name}={quote(json.dumps(value))}" for name, value in pairs.items())


@pytest.fixture(scope="module")
def compared(logged: Logged, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compared]:
    """Three runs that differ in a setting, their metrics, a file and what their evaluations found."""
    client = MlflowClient(tracking_uri=logged.address)
    experiment = client.create_experiment("side by side")
    picture = tmp_path_factory.mktemp("pictures") / "confusion_matrix.png"
    Image.new("RGB", (60, 40), "white").save(picture)
    runs = [_run(client, experiment, number, picture) for number in range(3)]
    yield Compared(runs)


def _run(client: MlflowClient, experiment: str, number: int, picture: Path) -> str:
    run = client.create_run(
        experiment, run_name=f"side-{number}", tags={"mlflow.source.git.commit": f"c{number}"}
    ).info.run_id
    client.log_param(run, "lr", 0.1 * (number + 1))
    client.log_param(run, "seed", 7)
    for step in range(10):
        client.log_metric(run, "loss", (number + 1) / (step + 1), step=step)
    client.log_metric(run, "accuracy", 0.7 + number / 10)
    client.log_text(run, "".join(f"line {line}\n" for line in range(20)) + f"lr = {number}\n", "code/train.py")
    if number < 2:
        found = {
            "metrics": {"f1_score": 0.8 + number / 10},
            "better": {"f1_score": True},
            "thresholds": {
                "f1_score": {"threshold": 0.85, "greater_is_better": True, "missed": [] if number else ["too low"]}
            },
        }
        client.log_dict(run, found, "evaluation.json")
        client.log_artifact(run, str(picture))
    client.set_terminated(run)
    return run


def _axe_in_both_themes(visit: Visit) -> None:
    for theme in ("light", "dark"):
        visit.page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        visit.axe()


def _columns(page: Page) -> list[str]:
    names = page.get_by_test_id("compare-table").get_by_role("columnheader").get_by_role("link")
    return names.all_text_contents()


def test_what_differs_stands_out(visit: Visit, compared: Compared) -> None:
    page = visit.open(compared.address())
    table = page.get_by_test_id("compare-table")
    expect(table.get_by_role("row", name="seed 7 7 7")).to_have_attribute("data-differs", "false")
    expect(table.get_by_role("row", name="accuracy")).to_contain_text("best0.9")
    expect(table.get_by_role("row", name="loss")).to_contain_text("best0.1")
    page.get_by_role("radio", name="Only what differs").click()
    expect(table.get_by_role("row", name="seed")).to_have_count(0)
    expect(table.get_by_role("row", name="Commit c0 c1 c2")).to_be_visible()
    page.get_by_role("searchbox", name="Search names").fill("loss")
    expect(table.get_by_role("row", name="lr")).to_have_count(0)
    page.get_by_role("radio", name="Max").click()
    expect(table.get_by_role("row", name="loss")).to_contain_text("best1")
    table.get_by_role("button", name="loss: less is better; change").click()
    table.get_by_role("button", name="loss: neither").click()
    expect(table.get_by_role("row", name="loss").get_by_role("cell").last).to_have_text("best3")
    _axe_in_both_themes(visit)
    page.reload()
    expect(table.get_by_role("row", name="loss").get_by_role("cell").last).to_have_text("best3")


def test_columns_are_ordered_taken_out_and_measured_against_one(visit: Visit, compared: Compared) -> None:
    page = visit.open(compared.address())
    expect(page.get_by_role("row", name="accuracy")).to_be_visible()
    page.get_by_role("button", name="Column of side-0").click()
    page.get_by_role("menuitem", name="Use as baseline").click()
    expect(page.get_by_role("row", name="accuracy")).to_contain_text("+0.1 (+14 %)")
    _axe_in_both_themes(visit)
    page.get_by_role("button", name="Column of side-2").click()
    page.get_by_role("menuitem", name="Move to the left").click()
    expect(page.get_by_role("columnheader").nth(1)).to_contain_text("side-2")
    eventually(page, lambda: _columns(page) == ["side-0", "side-2", "side-1"])
    page.get_by_role("button", name="Column of side-2").click()
    page.get_by_role("menuitem", name="Take out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Comparing 2 runs")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Comparing 3 runs")


def test_files_are_compared_line_by_line(visit: Visit, compared: Compared) -> None:
    page = visit.open(compared.address(side="files"))
    differences = page.get_by_role("region", name="Differences of Parameters")
    expect(differences.get_by_role("row", name="added: lr: 0.2")).to_be_visible()
    page.get_by_role("combobox", name="File").click()
    page.get_by_role("option", name="code/train.py").click()
    page.get_by_role("combobox", name="New").click()
    page.get_by_role("option", name="side-2").click()
    differences = page.get_by_role("region", name="Differences of code/train.py")
    expect(differences.get_by_role("status")).to_have_text("1 line added, 1 removed")
    expect(differences.get_by_role("row", name="added: lr = 2")).to_be_visible()
    expect(differences.get_by_role("row", name="17 lines alike")).to_be_visible()
    _axe_in_both_themes(visit)
    page.reload()
    expect(differences.get_by_role("row", name="added: lr = 2")).to_be_visible()


def test_evaluations_stand_side_by_side(visit: Visit, compared: Compared) -> None:
    page = visit.open(compared.address(side="evaluation"))
    row = page.get_by_role("row", name="f1_score")
    expect(row).to_contain_text("0.8missed")
    expect(row).to_contain_text("best0.9reached")
    expect(page.get_by_role("img", name="Confusion matrix of side-1")).to_have_js_property("naturalWidth", 60)
    expect(page.get_by_text("This run has none.")).to_be_visible()
    _axe_in_both_themes(visit)


def test_what_cannot_be_compared_says_so(visit: Visit, compared: Compared) -> None:
    page = visit.open("/compare-runs")
    expect(page.get_by_role("heading", name="No runs to compare")).to_be_visible()
    _axe_in_both_themes(visit)
    page = visit.open(Compared([compared.runs[2], compared.runs[2]]).address(side="evaluation"))
    expect(page.get_by_role("heading", name="None of these runs was evaluated")).to_be_visible()


def test_on_a_phone_the_table_scrolls_and_the_page_does_not(visit: Visit, compared: Compared) -> None:
    visit.page.set_viewport_size({"width": 390, "height": 800})
    page = visit.open(compared.address(base=compared.runs[0]))
    expect(page.get_by_role("row", name="accuracy")).to_be_visible()
    expect_no_scrolling_sideways(page)
    _axe_in_both_themes(visit)


def test_a_run_that_is_gone_is_left_out(visit: Visit, compared: Compared) -> None:
    page = visit.open(Compared([*compared.runs[:2], "0" * 32]).address())
    expect(page.get_by_role("heading", name="This could not be shown")).to_be_visible()
    page.get_by_role("link", name="Compare the others").click()
    expect(page.get_by_role("heading", name="Comparing 2 runs")).to_be_visible()
    expect(page.get_by_role("columnheader", name="side-1")).to_be_visible()
    visit.said[:] = [said for said in visit.said if "404" not in said]
