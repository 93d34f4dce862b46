"""The registry in the browser: models, their versions, what they came from, and trying them."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import pandas as pd
import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect
from sklearn.linear_model import LinearRegression

import mlflow
from mlflow import MlflowClient
from mlflow.active.addresses import forget_addresses
from mlflow.active.experiments import forget_experiment
from mlflow.pyfunc import load_model
from mlflow.serving.app import application_of
from mlflow.serving.catalog import Catalog
from mlflow.serving.served import Limits, Served
from tests.e2e.conftest import PREFIX, Logged, Visit
from tests.e2e.waiting import eventually, expect_no_scrolling_sideways
from tests.processes import free_port, server

pytestmark = pytest.mark.e2e

ROWS = pd.DataFrame({"alcohol": [1.0, 2.0, 3.0, 4.0], "sugar": [0.0, 1.0, 0.5, 2.0]})


@dataclass
class Registry:
    """A server with versions of "wine" and empty models.

    Args:
        address: The server without a prefix.
        experiment: Id of the experiment with the source runs.
        run: Id of the run of the newest version; it has a model among its files, too.
        model_id: The logged model of the newest version.
    """

    address: str
    experiment: str = ""
    run: str = ""
    model_id: str = ""


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    folder, scoring = tmp_path_factory.mktemp("registry"), free_port()
    options = ("--static-prefix", PREFIX, "--serving-url", f"http://127.0.0.1:{scoring}")
    with server(Path(sys.executable), folder, 60, *options) as address:
        before = Path.cwd()
        os.chdir(tmp_path_factory.mktemp("client"))
        mlflow.set_tracking_uri(address)
        try:
            made = _log(Registry(address))
            loaded = load_model("models:/wine/3")
        finally:
            forget_addresses()
            forget_experiment()
            os.chdir(before)
        served = Served(loaded, Limits(), "wine", "3", registered="wine")
        config = uvicorn.Config(
            application_of(Catalog(served), Limits()), port=scoring, log_level="critical", lifespan="off"
        )
        answering = uvicorn.Server(config)
        thread = threading.Thread(target=lambda: asyncio.run(answering.serve()), daemon=True)
        thread.start()
        while not answering.started:
            time.sleep(0.01)
        yield made
        answering.should_exit = True
        thread.join()


def _log(registry: Registry) -> Registry:
    client = MlflowClient()
    registry.experiment = mlflow.set_experiment("cellar").experiment_id
    data = mlflow.data.from_pandas(ROWS, source="cellar.csv", name="cellar")
    for index in range(3):
        with mlflow.start_run(run_name=f"linear-{index}") as run:
            mlflow.log_input(data, context="training")
            mlflow.log_params({"alpha": index, "seed": 7})
            mlflow.log_metrics({"rmse": 0.5 - index / 10, "r2": 0.5 + index / 10})
            rows = ROWS if index else ROWS.rename(columns={"sugar": "sweetness"})
            model = LinearRegression().fit(rows, rows.sum(axis=1))
            info = mlflow.sklearn.log_model(model, name="regression", input_example=rows[:2])
            mlflow.log_metric("mae", index / 10, model_id=info.model_id, dataset=data)
            mlflow.register_model(info.model_uri, "wine", tags={"validated": "yes"} if index else None)
        registry.run, registry.model_id = run.info.run_id, info.model_id
    client.log_text(registry.run, "flavors:\n  python_function: {loader_module: x}\n", "old/MLmodel")
    client.set_registered_model_alias("wine", "champion", "2")
    client.transition_model_version_stage("wine", "1", "Production")
    client.update_registered_model("wine", "Sums up a **wine**.")
    for number in range(60):
        client.create_registered_model(f"forecast-{number:02d}", tags={"team": ["sales", "ops"][number % 2]})
    return registry


@pytest.fixture
def visit(chromium: Browser, registry: Registry) -> Iterator[Visit]:
    context = chromium.new_context(viewport={"width": 1400, "height": 860})
    visit = Visit(context.new_page(), Logged(registry.address))
    yield visit
    context.close()
    assert visit.said == []
    assert visit.asked_elsewhere == []


def _search(page: Page, text: str) -> None:
    box = page.get_by_test_id("search")
    box.fill(text)
    box.press("Enter")


def test_models_are_found_ordered_and_made(visit: Visit, registry: Registry) -> None:
    page = visit.open("/models")
    rows = page.get_by_test_id("model-row")
    expect(rows.first).to_contain_text("forecast-00")
    assert rows.count() < 61  # only those in sight exist
    page.get_by_test_id("search").fill("win")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("@champion")
    expect(rows).to_contain_text("Production")
    _search(page, "tags.team = 'ops' and name LIKE '%-0%'")
    expect(rows).to_have_count(5)
    eventually(page, lambda: "tags.team" in unquote(page.url))
    page.get_by_role("columnheader", name="Name").get_by_role("button").click()
    expect(rows.first).to_contain_text("forecast-09")
    page.reload()
    expect(rows.first).to_contain_text("forecast-09")
    _search(page, "tags.team = ops")
    error = page.get_by_test_id("filter-error")
    expect(error).to_contain_text("character 13")
    expect(error.locator("mark")).to_have_text("o")
    visit.forgive("400")
    _search(page, "none of that name")
    expect(page.get_by_text("No model has “none of that name” in its name")).to_be_visible()

    page.get_by_role("button", name="New model").click()
    page.get_by_label("Name", exact=True).fill("made by hand")
    page.get_by_label("Description, in Markdown").fill("What for")
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_text("No versions yet")).to_be_visible()
    expect(page.get_by_text('mlflow.register_model("runs:/<run_id>/model", "made by hand")')).to_be_visible()
    eventually(
        page, lambda: MlflowClient(registry.address).get_registered_model("made by hand").description == "What for"
    )


def test_versions_are_compared_tagged_and_pointed_at(visit: Visit, registry: Registry) -> None:
    page = visit.open("/models/wine")
    rows = page.get_by_test_id("version-row")
    expect(rows).to_have_count(3)
    newest = rows.first
    expect(newest).to_contain_text("Version 3")
    expect(newest).to_contain_text("linear-2")
    expect(newest).to_contain_text("(alcohol, sugar) → double")
    expect(page.get_by_role("columnheader", name="rmse")).to_be_visible()
    expect(newest).to_contain_text("0.3")
    _search(page, "tags.validated = yes")
    expect(page.get_by_test_id("filter-error")).to_contain_text("character 18")
    visit.forgive("400")
    _search(page, "tags.validated = 'yes'")
    expect(rows).to_have_count(2)
    _search(page, "")
    expect(rows).to_have_count(3)

    newest.get_by_role("button", name="Add alias to version 3").click()
    page.get_by_role("combobox", name="Alias").fill("champion")
    expect(page.get_by_text("points at version 2 now")).to_be_visible()
    page.get_by_role("button", name="Move", exact=True).click()
    expect(newest.get_by_test_id("alias")).to_have_text("@champion")
    page.get_by_role("button", name="Undo").click()
    expect(rows.nth(1).get_by_test_id("alias")).to_have_text("@champion")
    client = MlflowClient(registry.address)
    expect(newest.get_by_test_id("alias")).to_have_count(0)
    eventually(page, lambda: client.get_model_version_by_alias("wine", "champion").version == "2")

    page.get_by_role("checkbox", name="Select version 3").click()
    page.get_by_role("checkbox", name="Select version 1").click()
    bar = page.get_by_role("toolbar", name="Selected versions")
    bar.get_by_role("button", name="Tag").click()
    page.get_by_label("Name", exact=True).fill("seen")
    page.get_by_label("Value").fill("in the browser")
    page.get_by_role("button", name="Set").click()
    expect(page.get_by_text("Tagged 2 versions with seen")).to_be_visible()
    eventually(page, lambda: client.get_model_version("wine", "1").tags.get("seen") == "in the browser")
    bar.get_by_role("button", name="Compare").click()
    table = page.get_by_test_id("compare-versions")
    expect(table.get_by_role("row", name="rmse")).to_contain_text("−0.2")
    expect(table.get_by_role("row", name="sweetness")).to_contain_text("double")
    expect(table.get_by_role("row", name="seed")).to_be_visible()
    page.get_by_role("radio", name="Only what differs").click()
    expect(table.get_by_role("row", name="seed")).to_be_hidden()
    page.reload()
    expect(table.get_by_role("row", name="alpha")).to_be_visible()
    expect(table.get_by_role("row", name="seed")).to_be_hidden()


def test_a_version_tells_what_it_is_and_where_it_came_from(visit: Visit, registry: Registry) -> None:
    page = visit.open("/models/wine/versions/2")
    signature = page.get_by_test_id("signature")
    expect(signature.get_by_role("row", name="alcohol")).to_contain_text("yes")
    page.get_by_role("radio", name="sklearn").click()
    expect(page.get_by_text('mlflow.sklearn.load_model("models:/wine@champion")')).to_be_visible()
    page.get_by_role("radio", name="Spark").click()
    expect(page.get_by_text('struct("alcohol", "sugar")')).to_be_visible()
    expect(page.get_by_text("scikit-learn==")).to_be_visible()
    page.get_by_role("link", name="Next: version 3").click()
    expect(page.get_by_role("heading", name="Version 3")).to_be_visible()
    expect(page.get_by_role("link", name="Next: version 3")).to_have_count(0)

    page.get_by_role("combobox", name="Stage").click()
    page.get_by_role("option", name="Production").click()
    page.get_by_label("Why").fill("better on the holdout")
    page.get_by_role("button", name="Move").click()
    expect(page.get_by_role("combobox", name="Stage")).to_have_text("Production")
    expect(page.get_by_text("better on the holdout")).to_be_visible()
    client = MlflowClient(registry.address)
    eventually(page, lambda: client.get_model_version("wine", "1").current_stage == "Archived")

    page.get_by_role("tab", name="Source run").click()
    expect(page.get_by_role("row", name="rmse")).to_contain_text("0.3")
    page.get_by_role("tab", name="Lineage").click()
    graph = page.get_by_role("region", name="Lineage of version 3")
    for node in ("cellar", "linear-2", "regression", "wine 3", "Production"):
        expect(graph.get_by_text(node, exact=True)).to_be_visible()
    page.get_by_role("tab", name="Artifacts").click()
    page.get_by_role("button", name="requirements.txt").click()
    expect(page.get_by_test_id("preview")).to_contain_text("scikit-learn")
    eventually(page, lambda: "versions/3/artifacts/requirements.txt" in page.url)
    page.go_back()
    page.get_by_role("tab", name="Lineage").click()
    graph.get_by_role("link", name="regression").click()
    expect(page.get_by_test_id("measured")).to_contain_text("cellar")


def test_models_of_an_experiment_are_listed_and_registered(visit: Visit, registry: Registry) -> None:
    page = visit.open(f"/experiments/{registry.experiment}/models")
    rows = page.get_by_test_id("logged-model-row")
    expect(rows).to_have_count(3)
    head = page.get_by_role("columnheader", name="mae on cellar")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    expect(rows.first).to_contain_text("0.2")
    _search(page, "metrics.mae < 0.15")
    expect(rows).to_have_count(2)

    page = visit.open(f"/experiments/{registry.experiment}/runs/{registry.run}")
    page.get_by_role("button", name="Actions").click()
    page.get_by_role("menuitem", name="Register a model").click()
    dialog = page.get_by_role("dialog")
    choice = dialog.get_by_label("Which of the run's models")
    eventually(page, lambda: choice.locator("option").all_inner_texts() == ["regression", "old"])
    dialog.get_by_role("combobox", name="Registered model").fill("win")
    dialog.get_by_role("option", name="wine").click()
    expect(dialog.get_by_text("A new version is added")).to_be_visible()
    dialog.get_by_label("Description of the version").fill("again")
    dialog.get_by_label("Tags, one a line").fill("why=test")
    dialog.get_by_role("button", name="Add version").click()
    dialog.get_by_role("link", name="Version 4 of “wine”").click()
    expect(page.get_by_role("heading", name="Version 4")).to_be_visible()
    made = MlflowClient(registry.address).get_model_version("wine", "4")
    assert (made.run_id, made.description, made.tags) == (registry.run, "again", {"why": "test"})
    expect(page.get_by_test_id("signature")).to_contain_text("alcohol")  # read from files that are about to be gone

    page.get_by_role("button", name="Actions").click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(page.get_by_role("button", name="Delete", exact=True)).to_be_disabled()
    page.get_by_label("Type wine to confirm").fill("wine")
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_test_id("version-row")).to_have_count(3)


def test_a_version_that_is_served_is_tried(visit: Visit, registry: Registry) -> None:
    page = visit.open("/models/wine/versions/3/try")
    expect(page.get_by_label("alcohol, row 2")).to_have_value("2")
    page.get_by_role("button", name="Predict", exact=True).click()
    cells = page.get_by_test_id("answer").get_by_role("cell")
    expect(cells).to_have_count(2)
    eventually(page, lambda: [float(text) for text in cells.all_inner_texts()] == pytest.approx([1, 3]))
    page.get_by_role("radio", name="JSON").click()
    page.get_by_label("The request, as JSON").fill('{"dataframe_records": [{"alcohol": 1}]}')
    page.get_by_role("button", name="Predict", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("'sugar'")
    page = visit.open("/models/wine/versions/1/try")
    expect(page.get_by_text('mlflow models serve -m "models:/wine/1"')).to_be_visible()
    expect(page.get_by_text("serves other models")).to_be_visible()


def test_every_page_is_readable_by_all(visit: Visit, registry: Registry, theme: str) -> None:
    page = visit.page
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]  # one of Playwright's literals
    pages = {
        "/models": page.get_by_test_id("model-row").first,
        "/models/wine": page.get_by_test_id("version-row").first,
        "/models/wine/about": page.get_by_text("Load it"),
        "/models/wine/versions/2": page.get_by_test_id("signature"),
        "/models/wine/versions/2/run": page.get_by_role("row", name="rmse"),
        "/models/wine/versions/2/lineage": page.get_by_text("linear-1", exact=True),
        "/models/wine/versions/2/artifacts": page.get_by_role("button", name="MLmodel"),
        "/models/wine/versions/2/try": page.get_by_text("Look again"),
        "/models/wine/compare?versions=%5B%221%22%2C%222%22%5D": page.get_by_test_id("compare-versions"),
        f"/experiments/{registry.experiment}/models": page.get_by_test_id("logged-model-row").first,
        f"/experiments/{registry.experiment}/models/{registry.model_id}": page.get_by_test_id("measured"),
    }
    for path, shown in pages.items():
        visit.open(path)
        expect(shown).to_be_visible()
        visit.axe()
        if theme == "light":
            page.set_viewport_size({"width": 390, "height": 844})
            expect_no_scrolling_sideways(page)
            page.set_viewport_size({"width": 1400, "height": 860})
