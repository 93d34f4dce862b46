"""Charts of metrics: the board that makes itself, and lines that are read, zoomed, grouped, kept and taken away."""

from __future__ import annotations

import csv
import json
import math
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Locator, Page, Request, expect

from mlflow import MlflowClient
from mlflow.entities import Metric, RunTag
from tests.e2e.conftest import Logged, Visit
from tests.e2e.waiting import eventually, expect_no_scrolling_sideways

pytestmark = pytest.mark.e2e

LONG, SPIKE = 20_000, 12_345
SERIES = "metrics/series"


@dataclass
class Curves:
    """What was logged for these journeys.

    Args:
        client: Of the server it was logged to.
        experiment: Id of the experiment.
        runs: Ids of three finished runs with short series, by their names.
        long: Id of a run with a long noisy series that has one far greater value.
        wide: Id of a run with very many metrics.
    """

    client: MlflowClient
    experiment: str
    runs: dict[str, str] = field(default_factory=dict)
    long: str = ""
    wide: str = ""


@pytest.fixture(scope="module")
def curves(logged: Logged) -> Curves:
    client = MlflowClient(logged.address)
    curves = Curves(client, client.create_experiment("curves"))
    for number, name in enumerate(["low", "middle", "high"]):
        points = []
        for step in range(60):
            values = {"train/loss": (1 + number) / (step + 1), "epoch": step // 10, "lr": 0.1 * 0.9**step}
            values |= {f"val/{key}": number + math.sin(step / 9) for key in ("loss", "f1", "accuracy")}
            values |= {"system/cpu_utilization_percentage": 40 + step / 2}
            if step == 30 and name == "low":
                values["val/loss"] = math.nan
            points += [Metric(key, value, 1_000 * step, step) for key, value in values.items()]
        curves.runs[name] = _run(curves, name, points)
    noise = [math.sin(step * 1.7) for step in range(LONG)]
    noise[SPIKE] = 99.0
    curves.long = _run(curves, "long", [Metric("noise", value, step, step) for step, value in enumerate(noise)])
    wide = [Metric(f"layer{at % 40}/weight{at}", at, 0, step) for at in range(1500) for step in (0, 1)]
    curves.wide = _run(curves, "wide", wide)
    return curves


def _run(curves: Curves, name: str, points: list[Metric], status: str | None = "FINISHED") -> str:
    run_id = curves.client.create_run(curves.experiment, run_name=name, start_time=0).info.run_id
    for start in range(0, len(points), 1000):
        curves.client.log_batch(run_id, metrics=points[start : start + 1000], tags=[RunTag("kind", "curve")])
    if status:
        curves.client.set_terminated(run_id, status)
    return run_id


def _run_page(curves: Curves, run_id: str, rest: str = "") -> str:
    return f"/experiments/{curves.experiment}/runs/{run_id}/metrics{rest}"


def _comparison(curves: Curves, rest: str = "") -> str:
    return f"/compare-runs?side=charts&runs={quote(json.dumps(list(curves.runs.values())))}{rest}"


def _axe(visit: Visit) -> None:
    """Check the page in both themes."""
    for theme in ("dark", "light"):
        visit.page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
        visit.axe()


def _area(chart: Locator) -> Locator:
    return chart.get_by_test_id("plot-area")


def _size(area: Locator) -> tuple[float, float]:
    box = area.bounding_box()
    assert box is not None
    return box["width"], box["height"]


def _drag(page: Page, area: Locator, start: float, end: float) -> None:
    """Drag over a part of a chart, given in shares of its width."""
    area.scroll_into_view_if_needed()
    box = area.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + start * box["width"], box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + (start + end) / 2 * box["width"], box["y"] + 40)
    page.mouse.move(box["x"] + end * box["width"], box["y"] + 30)
    page.mouse.up()


def _menu(page: Page, chart: Locator, item: str) -> None:
    chart.hover()
    chart.get_by_role("button", name="More about").click()
    page.get_by_role("menuitem", name=item).click()


def _is_part(request: Request) -> bool:
    """Whether part of a series is asked for."""
    return SERIES in request.url and "start_step" in (request.post_data or "")


def test_metrics_stand_in_sections_and_what_is_closed_is_not_fetched(visit: Visit, curves: Curves) -> None:
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.post_data or "") if SERIES in request.url else None)
    page = visit.open(_run_page(curves, curves.runs["low"]))
    expect(page.get_by_test_id("chart-train/loss").get_by_test_id("chart-summary")).to_be_visible()
    system = page.get_by_test_id("section-System")
    expect(system).to_have_attribute("aria-expanded", "false")
    _axe(visit)
    assert asked and not any("system" in body for body in asked)
    system.click()
    chart = page.get_by_test_id("chart-system/cpu_utilization_percentage")
    chart.scroll_into_view_if_needed()
    expect(chart.get_by_test_id("chart-last")).to_have_text("69.5 %")
    page.get_by_test_id("section-val").click()
    page.reload()
    expect(page.get_by_test_id("section-System")).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_test_id("section-val")).to_have_attribute("aria-expanded", "false")
    page.get_by_role("searchbox", name="Search metrics").fill("f1")
    expect(page.get_by_role("figure")).to_have_count(1)
    expect(page.get_by_test_id("chart-val/f1")).to_be_visible()


def test_of_very_many_metrics_only_those_in_sight_exist(visit: Visit, curves: Curves) -> None:
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.post_data or "") if SERIES in request.url else None)
    page = visit.open(_run_page(curves, curves.wide))
    expect(page.get_by_test_id("chart-layer0/weight0").get_by_test_id("chart-last")).to_be_visible()
    assert page.get_by_role("figure").count() < 30
    assert len(asked) < 30
    page.get_by_test_id("chart-layer0/weight0").hover()
    page.mouse.wheel(0, 40_000)
    expect(page.get_by_test_id("chart-layer0/weight0")).to_have_count(0)
    expect(page.get_by_role("figure").first).to_be_visible()
    assert page.get_by_role("figure").count() < 30


def test_a_part_is_looked_at_closely(visit: Visit, curves: Curves) -> None:
    page = visit.open(_run_page(curves, curves.long))
    chart = page.get_by_test_id("chart-noise")
    expect(chart.get_by_test_id("chart-max")).to_have_attribute("data-value", "99")  # thinned, and still there
    with page.expect_request(_is_part) as finer:
        _drag(page, _area(chart), 0.6, 0.65)
    first, last = (finer.value.post_data_json[key] for key in ("start_step", "end_step"))
    assert 10_000 < first < SPIKE < last < 14_000
    eventually(page, lambda: "zoom=" in page.url)
    page.reload()
    expect(page.get_by_role("button", name="Reset zoom")).to_be_visible()
    area = _area(page.get_by_test_id("chart-noise"))
    area.hover(position={"x": 1, "y": 60})
    expect(page.get_by_text(re.compile("^step 1[12],"))).to_be_visible()
    area.dblclick(position={"x": 30, "y": 60})
    expect(page.get_by_role("button", name="Reset zoom")).to_be_hidden()
    eventually(page, lambda: "zoom=" not in page.url)


def test_lines_are_read_at_the_cursor_and_lead_to_their_runs(visit: Visit, curves: Curves) -> None:
    page = visit.open(_comparison(curves, "&find=loss"))
    chart, other = page.get_by_test_id("chart-val/loss"), page.get_by_test_id("chart-train/loss")
    expect(chart.get_by_test_id("chart-summary")).to_have_count(3)
    _axe(visit)
    area = _area(chart)
    area.scroll_into_view_if_needed()
    width, height = _size(area)
    area.hover(position={"x": width / 2, "y": 12})
    card = chart.get_by_text(re.compile(r"^step \d+$")).locator("..")
    expect(card).to_be_visible()
    eventually(page, lambda: re.findall("high|middle|low", card.inner_text()) == ["high", "middle", "low"])
    expect(other.locator("svg line").first).to_be_attached()  # the cursor is shared
    top = area.bounding_box()
    assert top is not None
    for share in range(1, 40):  # down the middle until the line of the greatest run is met
        page.mouse.move(top["x"] + width / 2, top["y"] + share * height / 40)
        page.wait_for_timeout(20)
        if card.locator("[data-near]").count():
            break
    expect(card.locator("[data-near]")).to_contain_text("high")
    page.mouse.down()
    page.mouse.up()
    expect(page.get_by_test_id("run-name")).to_have_text("high")


def test_lines_are_hidden_and_seen_alone(visit: Visit, curves: Curves) -> None:
    page = visit.open(_comparison(curves, "&find=val/f1"))
    chart = page.get_by_test_id("chart-val/f1")
    lines = chart.get_by_role("button", pressed=True)
    low, high = (chart.get_by_role("button", name=name, exact=True) for name in ("low", "high"))
    expect(lines).to_have_count(3)
    low.click()
    expect(lines).to_have_count(2)
    high.click(modifiers=["Alt"])
    expect(lines).to_have_count(1)
    expect(high).to_have_attribute("aria-pressed", "true")
    high.click(modifiers=["Alt"])
    expect(lines).to_have_count(3)


def test_runs_of_a_group_are_one_line(visit: Visit, curves: Curves) -> None:
    for name in curves.runs:
        curves.client.log_param(curves.runs[name], "family", "great" if name == "high" else "small")
    page = visit.open(f"/experiments/{curves.experiment}?find=val/loss&group={quote(json.dumps(['params.family']))}")
    page.get_by_role("radio", name="Charts").click()
    chart = page.get_by_test_id("chart-val/loss")
    small = chart.get_by_test_id("chart-summary").filter(has_text="small")
    expect(small).to_contain_text("2")  # so many runs
    mean = sum(number + math.sin(59 / 9) for number in (0, 1)) / 2
    eventually(
        page,
        lambda: float(small.get_by_test_id("chart-last").get_attribute("data-value") or "nan") == pytest.approx(mean),
    )
    _area(chart).hover(position={"x": 60, "y": 12})
    expect(chart.get_by_text("…")).to_be_visible()  # the band in the card
    _axe(visit)


def test_a_chart_is_read_by_keyboard(visit: Visit, curves: Curves) -> None:
    page = visit.open(_run_page(curves, curves.runs["low"], "?find=val/loss"))
    area = _area(page.get_by_test_id("chart-val/loss"))
    area.focus()
    told = page.get_by_test_id("chart-val/loss").locator("[aria-live]")
    page.keyboard.press("ArrowRight")
    expect(told).to_have_text("step 0: low 0")
    page.keyboard.press("End")
    expect(told).to_contain_text("step 59")
    for _ in range(29):
        page.keyboard.press("ArrowLeft")
    expect(told).to_have_text("step 30: low NaN")
    page.keyboard.press("Escape")
    expect(told).to_have_text("")


def test_another_metric_is_the_horizontal_axis(visit: Visit, curves: Curves) -> None:
    page = visit.open(_run_page(curves, curves.runs["low"], "?find=train"))
    page.get_by_role("button", name="How lines are drawn").click()
    page.get_by_role("combobox", name="Horizontal axis").click()
    page.get_by_role("option", name="Another metric").click()
    field = page.get_by_role("combobox", name="Metric on it")
    field.fill("lr")
    page.get_by_role("option", name="lr", exact=True).click()
    page.keyboard.press("Escape")
    eventually(page, lambda: "x=metric%3Alr" in page.url or "x=metric:lr" in page.url)
    area = _area(page.get_by_test_id("chart-train/loss"))
    width, _ = _size(area)
    card = page.get_by_test_id("chart-train/loss").get_by_text("0.1", exact=True)

    def read() -> bool:
        for x in (width - 3, width - 1):  # a card follows the pointer, not the lines that come below it
            area.hover(position={"x": x, "y": 20})
        return card.is_visible()

    eventually(page, read)  # where the rate was greatest, at the first step


def test_a_board_is_arranged_and_stays_so(visit: Visit, curves: Curves) -> None:
    page = visit.open(_run_page(curves, curves.runs["high"]))
    page.get_by_role("button", name="Add chart").click()
    dialog = page.get_by_role("dialog", name="Add a chart")
    dialog.get_by_role("radio", name="Lines").click()
    dialog.get_by_role("checkbox", name="epoch").click()  # chosen at first
    dialog.get_by_role("searchbox", name="Search metrics").fill("loss")
    dialog.get_by_role("checkbox", name="train/loss").click()
    dialog.get_by_role("checkbox", name="val/loss").click()
    _axe(visit)
    dialog.get_by_role("button", name="Add", exact=True).click()
    both = page.get_by_test_id("chart-train/loss, val/loss")
    expect(both.get_by_test_id("chart-summary")).to_have_count(2)

    _menu(page, both, "Edit")
    page.get_by_role("dialog").get_by_label("Title").fill("Losses")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    losses = page.get_by_test_id("chart-Losses")
    _menu(page, losses, "Duplicate")
    expect(losses).to_have_count(2)
    _menu(page, losses.first, "Remove")
    expect(losses).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(losses).to_have_count(2)

    order = page.get_by_role("figure").filter(
        has=page.get_by_role("button", name=re.compile("Move (epoch|lr|train.loss)$"))
    )
    expect(order).to_have_count(3)
    eventually(page, lambda: order.nth(0).get_attribute("data-testid") == "chart-epoch")
    page.get_by_role("button", name="Move epoch").press("ArrowRight")
    expect(page.get_by_role("button", name="Move epoch")).to_be_focused()
    expect(order.nth(1)).to_have_attribute("data-testid", "chart-epoch")
    page.get_by_test_id("chart-train/loss").hover()
    page.get_by_role("button", name="Move train/loss").drag_to(page.get_by_test_id("chart-lr"))
    expect(order.nth(0)).to_have_attribute("data-testid", "chart-train/loss")
    page.reload()
    expect(order.nth(0)).to_have_attribute("data-testid", "chart-train/loss")
    expect(page.get_by_test_id("chart-Losses")).to_have_count(2)

    page.get_by_test_id("chart-train/loss").hover()
    page.get_by_test_id("chart-train/loss").get_by_role("button", name="Full screen").click()
    large = page.get_by_role("dialog", name="train/loss")
    expect(large.get_by_test_id("plot-area")).to_be_visible()
    assert _size(_area(large))[1] > 600
    page.keyboard.press("Escape")
    expect(large).to_be_hidden()
    page.get_by_role("button", name="Reset the board").click()
    expect(page.get_by_test_id("chart-Losses")).to_have_count(0)
    eventually(page, lambda: "board=" not in page.url)


def test_a_chart_is_taken_away_as_files(visit: Visit, curves: Curves, tmp_path: Path) -> None:
    page = visit.open(_comparison(curves, "&find=val/loss"))
    chart = page.get_by_test_id("chart-val/loss")
    expect(chart.get_by_test_id("chart-summary")).to_have_count(3)

    def saved(kind: str) -> Path:
        with page.expect_download() as download:
            _menu(page, chart, f"Download {kind}")
        assert download.value.suggested_filename == f"val-loss.{kind.lower()}"
        download.value.save_as(tmp_path / kind)
        return tmp_path / kind

    picture = saved("PNG").read_bytes()
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    shown = chart.bounding_box()
    assert shown is not None
    assert int.from_bytes(picture[16:20], "big") >= 2 * (shown["width"] - 4)
    drawing = ElementTree.parse(saved("SVG")).getroot()
    words = [element.text for element in drawing.iter("{http://www.w3.org/2000/svg}text")]
    assert {"val/loss", "low", "middle", "high"} <= set(words)
    strokes = [
        element for element in drawing.iter("{http://www.w3.org/2000/svg}path") if element.get("d", "").count("L") > 50
    ]
    assert len(strokes) >= 3
    with saved("CSV").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 180
    assert (rows[0]["run"], rows[0]["step"]) == ("low", "0")
    assert [row["value"] for row in rows if row["run"] == "low" and row["step"] == "30"] == ["NaN"]


@pytest.fixture
def running(curves: Curves) -> Iterator[str]:
    run_id = _run(curves, "running", [Metric("live", step, 1_000 * step, step) for step in range(5)], None)
    yield run_id
    curves.client.set_terminated(run_id)


def test_a_chart_follows_its_run_and_asks_for_what_is_new(visit: Visit, curves: Curves, running: str) -> None:
    page = visit.open(_run_page(curves, running))
    last = page.get_by_test_id("chart-live").get_by_test_id("chart-last")
    expect(last).to_have_attribute("data-value", "4")
    curves.client.log_metric(running, "live", 7, timestamp=int(time.time() * 1000), step=5)
    with page.expect_request(_is_part) as newer:
        expect(last).to_have_attribute("data-value", "7")
    assert newer.value.post_data_json["start_step"] == 4
    curves.client.log_metric(running, "live", 9, timestamp=int(time.time() * 1000), step=6)
    curves.client.set_terminated(running)  # what came with the end is not missed
    expect(last).to_have_attribute("data-value", "9")


def test_charts_fit_a_phone(chromium: Browser, visit: Visit, curves: Curves) -> None:
    visit.page.set_viewport_size({"width": 390, "height": 844})
    page = visit.open(_comparison(curves, "&find=val/loss"))
    expect(page.get_by_test_id("chart-val/loss").get_by_test_id("plot-area")).to_be_visible()
    expect_no_scrolling_sideways(page)
    _axe(visit)
