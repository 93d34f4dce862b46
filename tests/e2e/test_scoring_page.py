"""Trying models in a browser at the scoring server itself."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect
from sklearn.linear_model import LinearRegression

import mlflow.sklearn
from mlflow.models.signature import ModelSignature, infer_signature
from mlflow.pyfunc import PythonModel, load_model, save_model
from mlflow.serving.app import application_of
from mlflow.serving.catalog import Catalog
from mlflow.serving.served import Limits, Served
from mlflow.types.schema import ColSpec, ParamSchema, ParamSpec, Schema
from tests.e2e.conftest import Logged, Visit
from tests.e2e.waiting import eventually, expect_no_scrolling_sideways
from tests.processes import free_port

pytestmark = pytest.mark.e2e

ROWS = pd.DataFrame({"alcohol": [1.0, 2.0, 3.0], "sugar": [0.0, 1.0, 0.5]})


class Talker(PythonModel):
    """Says a word as often as it is told to, at once or word by word."""

    def predict(self, context: Any, model_input: Any, params: Any = None) -> list[str]:
        return [" ".join([word] * params["times"]) for word in model_input["word"]]

    def predict_stream(self, context: Any, model_input: Any, params: Any = None) -> Iterator[str]:
        for word in model_input["word"]:
            yield from (f"{word} " for _ in range(params["times"]))


@pytest.fixture(scope="module")
def scoring(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("models")
    model = LinearRegression().fit(ROWS, ROWS.alcohol + ROWS.sugar)
    signature = infer_signature(ROWS, model.predict(ROWS))
    mlflow.sklearn.save_model(model, folder / "wine", signature=signature, input_example=ROWS[:1])
    talks = ModelSignature(
        Schema([ColSpec("string", "word"), ColSpec("boolean", "formal", required=False)]),
        params=ParamSchema([ParamSpec("times", "long", 2)]),
    )
    save_model(folder / "talker", python_model=Talker(), signature=talks)
    served = [Served(load_model(str(folder / name)), name=name, version="3") for name in ("wine", "talker")]
    port = free_port()
    config = uvicorn.Config(application_of(Catalog(*served), Limits()), port=port, log_level="critical", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def tried(chromium: Browser, scoring: str, theme: str) -> Iterator[Visit]:
    """A visit to the scoring server, which says nothing and asks nobody else."""
    context = chromium.new_context(viewport={"width": 1400, "height": 860}, color_scheme=theme)  # type: ignore[arg-type]
    visit = Visit(context.new_page(), Logged(scoring))
    visit.page.goto(scoring)
    yield visit
    context.close()
    assert visit.said == []
    assert visit.asked_elsewhere == []


def _predictions(page: Page) -> list[str]:
    return page.get_by_test_id("answer").get_by_role("cell").all_inner_texts()


def test_the_example_is_asked_then_rows_of_ones_own(tried: Visit) -> None:
    page = tried.page
    expect(page.get_by_label("alcohol, row 1")).to_have_value("1")
    expect(page.get_by_text("curl", exact=True)).to_be_visible()
    page.get_by_role("button", name="Predict", exact=True).click()
    expect(page.get_by_test_id("took")).to_be_visible()
    expect(page.get_by_test_id("answer").get_by_role("cell")).to_have_count(1)
    eventually(page, lambda: float(_predictions(page)[0]) == pytest.approx(1))
    tried.axe()

    page.get_by_role("button", name="Add row").click()
    expect(page.get_by_text("needs a value")).to_be_visible()
    expect(page.get_by_role("button", name="Predict", exact=True)).to_be_disabled()
    page.get_by_label("alcohol, row 2").fill("4")
    page.get_by_label("sugar, row 2").fill("2.5")
    page.get_by_label("sugar, row 2").press("Control+Enter")
    expect(page.get_by_test_id("answer").get_by_role("cell")).to_have_count(2)
    eventually(page, lambda: float(_predictions(page)[1]) == pytest.approx(6.5))
    expect(page.locator("pre").filter(has_text="[4, 2.5]")).to_be_visible()
    page.get_by_role("radio", name="Python").click()
    expect(page.get_by_text("requests.post")).to_be_visible()


def test_rows_are_pasted_and_errors_name_their_column(tried: Visit) -> None:
    page = tried.page
    page.get_by_role("button", name="Paste CSV or JSON").click()
    box = page.get_by_label("CSV or JSON to fill the rows with")
    box.fill("a,b,c\n1,2,3")
    page.get_by_role("button", name="Fill the rows").click()
    expect(page.get_by_role("alert")).to_contain_text("alcohol, sugar")
    box.fill("sugar,alcohol\n1,2\n3,4\n5,6\n")
    page.get_by_role("button", name="Fill the rows").click()
    expect(page.get_by_test_id("try-row")).to_have_count(3)
    expect(page.get_by_label("alcohol, row 3")).to_have_value("6")
    page.get_by_label("sugar, row 2").fill("much")
    expect(page.get_by_text("Row 2: sugar is no number")).to_be_visible()
    tried.axe()

    page.get_by_label("sugar, row 2").fill("3")
    page.get_by_role("radio", name="JSON").click()
    text = page.get_by_label("The request, as JSON")
    eventually(page, lambda: "[4, 3]" in text.input_value())
    text.fill('{"dataframe_records": [{"alcohol": 1}]}')
    page.get_by_role("button", name="Predict", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("'sugar'")
    expect(page.get_by_role("alert").get_by_text("Column:")).to_be_visible()
    tried.axe()
    tried.forgive("400")


def test_another_model_is_chosen_and_answers_in_pieces(tried: Visit) -> None:
    page = tried.page
    page.get_by_label("Model").select_option("talker")
    expect(page.get_by_role("heading", name="talker")).to_be_visible()
    page.get_by_label("word, row 1").fill("wine")
    page.get_by_label("times").fill("3")
    page.get_by_role("button", name="Predict", exact=True).click()
    expect(page.get_by_test_id("answer").get_by_role("cell")).to_have_text(["wine wine wine"])
    page.get_by_label("Stream").check()
    page.get_by_role("button", name="Predict", exact=True).click()
    expect(page.get_by_test_id("pieces")).to_have_text("wine wine wine ")
    tried.axe()
    page.reload()
    expect(page.get_by_role("heading", name="talker")).to_be_visible()


def test_it_fits_a_phone(tried: Visit) -> None:
    tried.page.set_viewport_size({"width": 390, "height": 800})
    expect(tried.page.get_by_role("button", name="Predict", exact=True)).to_be_in_viewport()
    expect_no_scrolling_sideways(tried.page)
