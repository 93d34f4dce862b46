"""Charts of many runs: each kind is made, read, taken away as a file, and told what it lacks."""

from __future__ import annotations

import csv
import json
import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Locator, Page, expect

from mlflow import MlflowClient
from mlflow.entities import Metric, Param
from tests.e2e.conftest import Logged, Visit
from tests.e2e.waiting import eventually, inked

pytestmark = pytest.mark.e2e

COUNT = 60
SVG = "{http://www.w3.org/2000/svg}"


@dataclass
class Sweep:
    """What was logged for these journeys.

    Args:
        experiment: Id of an experiment with many runs, whose loss depends on the learning rate and the optimizer.
        media: Id of one with two runs that logged images and tables.
        runs: A row a run: its id, name, params and metrics.
    """

    experiment: str
    media: str
    runs: pd.DataFrame


@pytest.fixture(scope="module")
def sweep(logged: Logged) -> Sweep:
    client = MlflowClient(logged.address)
    experiment = client.create_experiment("sweep of plots")
    rows = []
    for number in range(COUNT):
        rate, optimizer = 10 ** (-4 + 3 * (number * 7 % COUNT) / COUNT), ["adam", "sgd", "lion"][number % 3]
        loss = 0.2 + (math.log10(rate) + 2.5) ** 2 / 4 + {"adam": 0.0, "sgd": 0.1, "lion": 0.03}[optimizer]
        name = f"trial-{number:02d}"
        run_id = client.create_run(experiment, run_name=name, start_time=1_700_000_000_000 + number).info.run_id
        params = {"lr": repr(rate), "optimizer": optimizer, "width": str(2 ** (number % 5 + 4)), "seed": "7"}
        params |= {"momentum": "0.9"} if optimizer == "sgd" else {}
        metrics = {"loss": loss, "seconds": 5.0 + number * 11 % 17} | ({"late": 1.0} if number > COUNT - 4 else {})
        client.log_batch(
            run_id,
            [Metric("loss", loss + 1, 0, 0)] + [Metric(key, value, 1, 1) for key, value in metrics.items()],
            [Param(key, value) for key, value in params.items()],
        )
        client.set_terminated(run_id, end_time=1_700_000_000_000 + number + 60_000)
        rows.append({"id": run_id, "name": name, "lr": rate, "optimizer": optimizer, **metrics})
    return Sweep(experiment, _media(client), pd.DataFrame(rows))


def _media(client: MlflowClient) -> str:
    experiment = client.create_experiment("media of plots")
    for number, name in enumerate(["base", "wide"]):
        run_id = client.create_run(experiment, run_name=name, start_time=1_700_000_000_000 + number).info.run_id
        for step in (0, 10, 20) if number else (0, 10):
            picture = np.full((8, 8, 3), 10 * step + number, dtype=np.uint8)
            client.log_image(run_id, picture, key="val/samples", step=step, synchronous=True)
        client.log_image(run_id, np.zeros((12, 6), dtype=np.uint8), artifact_file="plots/confusion.png")
        answers = [str(2 * row + (number if row == 3 else 0)) for row in range(40)]
        client.log_table(run_id, {"id": list(range(40)), "answer": answers}, "eval/answers.json")
        client.set_terminated(run_id)
    return experiment


def _board(experiment: str, *panels: tuple[str, dict[str, Any]]) -> str:
    """Address of the charts of an experiment: these panels and no other, up to three of them in sight."""
    listed = [
        {"id": f"p{number}", "kind": kind, "settings": settings} | ({"size": "full"} if len(panels) < 4 else {})
        for number, (kind, settings) in enumerate(panels)
    ]
    board = quote(json.dumps({"bare": True, "panels": listed}))
    return f"/experiments/{experiment}?layout=charts&board={board}"


def _axe_in_both_themes(visit: Visit) -> None:
    visit.page.emulate_media(reduced_motion="reduce")  # what fades from theme to theme has no contrast on the way
    for theme in ("light", "dark"):
        visit.page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        visit.axe()


def _layer(chart: Locator) -> Locator:
    return chart.get_by_role("group", name=re.compile("arrow keys|^Lines$"))


def _menu(page: Page, chart: Locator, item: str) -> None:
    chart.hover()
    chart.get_by_role("button", name="More about").click()
    page.get_by_role("menuitem", name=item).click()


def _saved(page: Page, chart: Locator, kind: str, folder: Path) -> Path:
    with page.expect_download() as download:
        _menu(page, chart, f"Download {kind}")
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def _rows(page: Page, chart: Locator, folder: Path) -> list[dict[str, str]]:
    with _saved(page, chart, "CSV", folder).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_scatter_is_made_read_and_leads_to_runs(visit: Visit, sweep: Sweep) -> None:
    page = visit.open(f"/experiments/{sweep.experiment}?layout=both")
    page.get_by_role("button", name="Add chart").click()
    dialog = page.get_by_role("dialog", name="Add a chart")
    dialog.get_by_role("radio", name="Scatter").click()
    dialog.get_by_role("button", name=re.compile("^Across: lr")).click()
    names = page.get_by_role("dialog", name="Across")
    names.get_by_role("searchbox").fill("sec")
    names.get_by_role("button", name="seconds").click()
    dialog.get_by_role("button", name=re.compile("^Colour")).click()
    page.get_by_role("dialog", name="Colour").get_by_role("button", name="optimizer").click()
    dialog.get_by_role("combobox", name="Across, better is").click()
    page.get_by_role("option", name="least").click()
    dialog.get_by_role("combobox", name="Up, better is").click()
    page.get_by_role("option", name="least").click()
    _axe_in_both_themes(visit)
    dialog.get_by_role("button", name="Add", exact=True).click()

    chart = page.get_by_test_id("chart-loss by seconds")
    expect(chart.get_by_role("img", name=f"loss by seconds of {COUNT} runs")).to_be_visible()
    eventually(page, lambda: inked(chart.locator("canvas").first))
    layer = _layer(chart)
    layer.focus()
    page.keyboard.press("ArrowRight")
    first = sweep.runs.sort_values(["seconds", "loss"]).iloc[0]
    card = chart.get_by_test_id("plot-card")
    expect(card).to_contain_text("seconds")
    told = card.locator("dd").all_inner_texts()
    assert float(told[0]) == first["seconds"]

    box = layer.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 2, box["y"] + 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(box["x"] + box["width"] - 2, box["y"] + box["height"] - 2)
    page.mouse.up()
    expect(page.get_by_role("toolbar", name="Selected runs")).to_contain_text(f"{COUNT} selected")

    layer.focus()
    page.keyboard.press("ArrowRight")
    name = card.locator("b").inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("run-name")).to_have_text(name)


def test_the_front_is_what_no_run_beats(visit: Visit, sweep: Sweep, tmp_path: Path) -> None:
    settings = {
        "x": "metrics.seconds",
        "y": "min(metrics.loss)",
        "bestX": "min",
        "bestY": "min",
        "size": "params.width",
    }
    page = visit.open(_board(sweep.experiment, ("scatter", settings)))
    chart = page.get_by_test_id("chart-min loss by seconds")
    expect(chart.get_by_text(f"{COUNT} runs", exact=True)).to_be_visible()
    _axe_in_both_themes(visit)
    rows = _rows(page, chart, tmp_path)
    runs = sweep.runs[["seconds", "loss"]].to_numpy()
    best = {
        name
        for name, own in zip(sweep.runs["name"], runs, strict=True)
        if not any((other <= own).all() and (other < own).any() for other in runs)
    }
    assert {row["Run"] for row in rows if row["On the front"] == "yes"} == best
    drawing = ElementTree.parse(_saved(page, chart, "SVG", tmp_path)).getroot()
    assert len(list(drawing.iter(f"{SVG}circle"))) == COUNT + len(best)
    assert "min loss by seconds" in {element.text for element in drawing.iter(f"{SVG}text")}
    assert _saved(page, chart, "PNG", tmp_path).read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


def test_brushes_on_parallel_axes_choose_runs(visit: Visit, sweep: Sweep, tmp_path: Path) -> None:
    columns = ["params.lr", "params.optimizer", "params.momentum", "metrics.loss"]
    page = visit.open(_board(sweep.experiment, ("parallel", {"columns": columns, "logs": ["params.lr"]})))
    chart = page.get_by_test_id("chart-lr … loss")
    expect(chart.get_by_text(f"{COUNT} runs", exact=True)).to_be_visible()
    eventually(page, lambda: inked(chart.locator("canvas").first))

    chart.get_by_test_id("axis-metrics.loss").click()
    form = page.get_by_role("dialog", name="Axis loss")
    form.get_by_label("To").fill("0.4")
    low = sweep.runs[sweep.runs["loss"] <= 0.4]
    expect(chart.get_by_text(f"{len(low)} of {COUNT} runs in the brushes")).to_be_visible()
    _axe_in_both_themes(visit)
    page.keyboard.press("Escape")
    chart.get_by_test_id("axis-params.optimizer").click()
    page.get_by_role("dialog", name="Axis optimizer").get_by_role("combobox", name="To").click()
    page.get_by_role("option", name="adam").click()
    page.keyboard.press("Escape")
    both = low[low["optimizer"] == "adam"]
    expect(chart.get_by_text(f"{len(both)} of {COUNT} runs in the brushes")).to_be_visible()
    assert {row["Run"] for row in _rows(page, chart, tmp_path)} == set(both["name"])
    page.reload()
    expect(chart.get_by_text(f"{len(both)} of {COUNT} runs in the brushes")).to_be_visible()
    chart.get_by_role("button", name="Select them").click()
    expect(page.get_by_role("toolbar", name="Selected runs")).to_contain_text(f"{len(both)} selected")
    chart.get_by_role("button", name="Clear brushes").click()

    strip = chart.get_by_test_id("brush-params.momentum").bounding_box()
    assert strip is not None
    middle = strip["x"] + strip["width"] / 2
    page.mouse.move(middle, strip["y"] + 1)
    page.mouse.down()
    page.mouse.move(middle, strip["y"] + strip["height"] / 2)
    page.mouse.move(middle, strip["y"] + strip["height"] - 1)
    page.mouse.up()
    expect(chart.get_by_text(f"{COUNT // 3} of {COUNT} runs in the brushes")).to_be_visible()  # the others have none
    chart.get_by_test_id("axis-metrics.loss").click()
    page.get_by_role("dialog", name="Axis loss").get_by_role("button", name="Left").click()
    expect(page.get_by_test_id("chart-lr … momentum")).to_be_visible()
    eventually(page, lambda: re.search(r"metrics\.loss.*params\.momentum", unquote(page.url)) is not None)


def test_values_are_summed_up_as_numpy_does(visit: Visit, sweep: Sweep, tmp_path: Path) -> None:
    page = visit.open(
        _board(
            sweep.experiment,
            ("box", {"value": "metrics.loss", "by": "params.optimizer", "violin": True}),
            ("bar", {"value": "metrics.loss", "by": "params.optimizer", "order": "least"}),
            ("histogram", {"column": "metrics.loss", "bins": 8}),
        )
    )
    groups = sweep.runs.groupby("optimizer")["loss"]
    box = page.get_by_test_id("chart-loss in groups of optimizer")
    expect(box.get_by_text(f"{COUNT} runs", exact=True)).to_be_visible()
    eventually(page, lambda: inked(box.locator("canvas").first))
    for row in _rows(page, box, tmp_path):
        values = groups.get_group(row["optimizer"])
        wanted = [len(values), values.min(), *np.percentile(values, [25, 50, 75]), values.max(), values.mean()]
        names = ["Count", "Least", "First quartile", "Median", "Third quartile", "Greatest", "Mean"]
        assert [float(row[name]) for name in names] == pytest.approx(wanted)

    bars = page.get_by_test_id("chart-Mean loss by optimizer")
    bars.scroll_into_view_if_needed()
    expect(bars.get_by_text("3 groups; whiskers: one standard deviation")).to_be_visible()
    rows = _rows(page, bars, tmp_path)
    assert [row["optimizer"] for row in rows] == list(groups.mean().sort_values().index)
    assert [float(row["Standard deviation"]) for row in rows] == pytest.approx(
        list(groups.std()[[r["optimizer"] for r in rows]])
    )
    layer = _layer(bars)
    layer.focus()
    page.keyboard.press("ArrowDown")
    expect(bars.get_by_test_id("plot-card")).to_contain_text(rows[0]["optimizer"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("toolbar", name="Selected runs")).to_contain_text(f"{COUNT // 3} selected")
    page.keyboard.press("Escape")  # leaves the bar
    page.keyboard.press("Escape")  # and the selection

    histogram = page.get_by_test_id("chart-Histogram of loss")
    histogram.scroll_into_view_if_needed()
    expect(histogram.get_by_text(f"{COUNT} runs in 8 ranges")).to_be_visible()
    counts = [int(row["Runs"]) for row in _rows(page, histogram, tmp_path)]
    assert counts == list(np.histogram(sweep.runs["loss"], bins=8)[0])
    _axe_in_both_themes(visit)


def test_a_value_over_two_others(visit: Visit, sweep: Sweep, tmp_path: Path) -> None:
    axes = {"x": "params.lr", "y": "metrics.seconds", "value": "metrics.loss", "logX": True}
    words = {"x": "params.optimizer", "y": "params.width", "value": "metrics.loss", "contour": True}
    page = visit.open(_board(sweep.experiment, ("heat", axes), ("heat", {**axes, "contour": True}), ("heat", words)))
    cells, surface = (page.get_by_test_id("chart-loss over lr and seconds").nth(at) for at in (0, 1))
    expect(cells.get_by_text(f"{COUNT} runs", exact=True)).to_be_visible()
    layer = _layer(cells)
    layer.focus()
    page.keyboard.press("ArrowRight")
    expect(cells.get_by_test_id("plot-card")).to_contain_text("mean loss")
    _axe_in_both_themes(visit)
    surface.scroll_into_view_if_needed()
    expect(surface.get_by_text(f"{COUNT} runs", exact=True)).to_be_visible()
    drawing = ElementTree.parse(_saved(page, surface, "SVG", tmp_path)).getroot()
    assert sum(path.get("fill-rule") == "evenodd" for path in drawing.iter(f"{SVG}path")) >= 10  # levels of a contour
    other = page.get_by_test_id("chart-loss over optimizer and width")
    other.scroll_into_view_if_needed()
    expect(other.get_by_text("a surface needs two axes of numbers")).to_be_visible()


def test_what_matters_is_found_out_beside_the_page(visit: Visit, sweep: Sweep, tmp_path: Path) -> None:
    page = visit.open(
        _board(sweep.experiment, ("importance", {"metric": "metrics.loss"}), ("importance", {"metric": "metrics.late"}))
    )
    chart = page.get_by_test_id("chart-What matters for loss")
    expect(chart.get_by_text(re.compile(r"The params explain \d+ % of its variance"))).to_be_visible()
    expect(chart.get_by_text("1 param the same in all")).to_be_visible()
    eventually(
        page,
        lambda: (
            any("importance.worker" in worker.url for worker in page.workers) or inked(chart.locator("canvas").first)
        ),
    )
    rows = _rows(page, chart, tmp_path)
    assert rows[0]["Param"] == "lr"
    assert sum(float(row["Importance"]) for row in rows) == pytest.approx(1)
    by_name = {row["Param"]: row for row in rows}
    ranks = sweep.runs[["lr", "loss"]].rank()
    assert float(by_name["lr"]["Correlation"]) == pytest.approx(ranks.corr().iloc[0, 1])
    assert by_name["optimizer"]["Kind of correlation"] == "correlation ratio of ranks"
    late = page.get_by_test_id("chart-What matters for late")
    late.scroll_into_view_if_needed()
    expect(
        late.get_by_text("Only 3 runs: take it as a hint.").or_(late.get_by_text("nothing to compare"))
    ).to_be_visible()
    _axe_in_both_themes(visit)


def test_images_step_by_step(visit: Visit, sweep: Sweep, tmp_path: Path) -> None:
    page = visit.open(
        _board(sweep.media, ("images", {"key": "val/samples"}), ("images", {"path": "plots/confusion.png"}))
    )
    chart = page.get_by_test_id("chart-val/samples")
    expect(chart.get_by_text("step 20", exact=True)).to_be_visible()
    newest = chart.get_by_role("button", name="Enlarge val/samples, step 20 of wide")
    expect(newest.locator("img")).to_have_js_property("naturalWidth", 256)  # the preview
    expect(chart.get_by_role("button", name="Enlarge val/samples, step 10 of base")).to_be_visible()
    _axe_in_both_themes(visit)
    chart.get_by_role("slider").press("ArrowLeft")
    expect(chart.get_by_text("step 10", exact=True)).to_be_visible()
    eventually(page, lambda: '"step":10' in unquote(page.url).replace(" ", ""))
    chart.get_by_role("button", name="Enlarge val/samples, step 10 of wide").click()
    large = page.get_by_role("dialog", name="val/samples")
    expect(large.get_by_role("img")).to_have_js_property("naturalWidth", 8)  # the image itself
    page.keyboard.press("ArrowRight")
    expect(large.get_by_text("step 20")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(large.get_by_text("base")).to_be_visible()
    expect(large.get_by_text("step 10")).to_be_visible()
    _axe_in_both_themes(visit)
    page.keyboard.press("Escape")
    chart.get_by_role("button", name="Play the steps").click()
    expect(chart.get_by_text("step 20", exact=True)).to_be_visible()
    chart.get_by_role("button", name="Pause").click()
    assert len(_rows(page, chart, tmp_path)) == 5
    assert _saved(page, chart, "PNG", tmp_path).stat().st_size > 1000
    single = page.get_by_test_id("chart-plots/confusion.png")
    single.scroll_into_view_if_needed()
    expect(single.get_by_role("button", name=re.compile("^Enlarge"))).to_have_count(2)


def test_logged_tables_side_by_side(visit: Visit, sweep: Sweep, tmp_path: Path) -> None:
    page = visit.open(
        _board(
            sweep.media,
            ("tables", {}),
            ("values", {"columns": ["attributes.duration"]}),
            ("note", {"text": "**Mind** the gap"}),
        )
    )
    tables = page.get_by_test_id("chart-Logged tables")
    expect(tables.get_by_test_id("joined-count")).to_have_text("1 of 40 rows differ")
    tables.get_by_role("combobox", name="Rows are joined by").click()
    page.get_by_role("option", name="id").click()
    tables.get_by_role("checkbox", name="Only rows that differ").click()
    expect(tables.get_by_role("row")).to_have_count(3)
    expect(tables.get_by_role("row").last).to_contain_text(re.compile("3.*7 differs.*6 differs"))
    assert len(_rows(page, tables, tmp_path)) == 1
    values = page.get_by_test_id("chart-duration")
    values.scroll_into_view_if_needed()
    expect(values.get_by_role("rowheader")).to_have_text(["wide", "base"])
    values.get_by_role("button", name="duration", exact=True).click()
    expect(values.get_by_role("columnheader", name="duration")).to_have_attribute("aria-sort", "descending")
    _axe_in_both_themes(visit)
    note = page.get_by_test_id("chart-Note")
    note.scroll_into_view_if_needed()
    expect(note.locator("strong", has_text="Mind")).to_be_visible()
    note.get_by_role("button", name="Edit", exact=True).click()
    note.get_by_role("textbox").fill("Done")
    note.get_by_role("button", name="Save").click()
    expect(note.get_by_text("Done")).to_be_visible()
    eventually(page, lambda: "Done" in page.url)


def test_what_is_missing_is_said(visit: Visit, sweep: Sweep) -> None:
    page = visit.open(
        _board(
            sweep.experiment,
            ("scatter", {"x": "params.momentum", "y": "metrics.nothing"}),
            ("box", {"value": "params.optimizer"}),
            ("heat", {"x": "params.lr"}),
            ("images", {}),
        )
    )
    expect(page.get_by_text("No run has a value of nothing.")).to_be_visible()
    expect(page.get_by_text("optimizer is text in some runs: a number is needed here.")).to_be_visible()
    expect(page.get_by_text("Choose what it shows: Edit, in the menu of this chart.")).to_be_visible()
    expect(page.get_by_text("mlflow.log_image(image, key=…, step=…)")).to_be_visible()
    _axe_in_both_themes(visit)


def test_a_chart_that_cannot_be_loaded_stays_alone(visit: Visit, sweep: Sweep) -> None:
    visit.page.route("**/BarPanel-*.js", lambda route: route.abort())
    page = visit.open(
        _board(sweep.experiment, ("bar", {"value": "metrics.loss"}), ("histogram", {"column": "metrics.loss"}))
    )
    expect(page.get_by_test_id("chart-loss of each run").get_by_role("alert")).to_contain_text("could not be shown")
    expect(page.get_by_test_id("chart-Histogram of loss").get_by_text(re.compile(f"^{COUNT} runs in"))).to_be_visible()
    for said in [text for text in visit.said if re.search("BarPanel|ERR_FAILED", text)]:
        visit.forgive(said)
