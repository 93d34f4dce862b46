"""What a run's page tells, tab by tab, and its files of every kind."""

from __future__ import annotations

import json
import struct
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Locator, Page, expect

from mlflow import MlflowClient
from mlflow.entities import Dataset, DatasetInput, InputTag
from tests.e2e.conftest import Logged, Visit
from tests.e2e.waiting import eventually, expect_no_scrolling_sideways

pytestmark = pytest.mark.e2e

ROWS = 3_000
LINES = 40_000
_SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="40" height="30"/></svg>'
_CODE = 'class Model:\n    """A text\n    over two lines."""\n    size = 1.5  # why\n'
_PAGE = """<!doctype html><html><head><style>h1 { color: teal }</style></head>
<body><script>document.title = "taken over"; parent.document.title = "taken over"</script>
<h1>A report</h1><meta http-equiv="refresh" content="0; url=/ajax-api/2.0/mlflow/experiments/search"></body></html>"""
_EVIL = """<!doctype html><html><head><base href="/"><link rel="stylesheet" href="/team/ml/reached-link"></head>
<body onload="fetch('/team/ml/reached-load')"><script>fetch("/team/ml/reached-script")</script>
<img src="/team/ml/reached-image" onerror="fetch('/team/ml/reached-error')">
<iframe src="/team/ml/reached-frame"></iframe>
<style>body { background: url(/team/ml/reached-style) }</style>
<form action="/team/ml/reached-form" method="post"><button>Send</button></form>
<a href="/team/ml/reached-top" target="_top">Leave</a></body></html>"""
_AREA = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"name": "field"},
            "geometry": {"type": "Polygon", "coordinates": [[[4, 50], [9, 50], [9, 54], [4, 50]]]},
        },
        {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [6, 52]}},
    ],
}


def _document(text: str) -> bytes:
    """A PDF of one page with one line of text."""
    drawing = f"BT /F1 24 Tf 40 150 Td ({text}) Tj ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 300]/Contents 5 0 R/Resources<</Font<</F1 4 0 R>>>>>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"<</Length {len(drawing)}>>stream\n{drawing}\nendstream",
    ]
    written, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj{content}endobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(written)}\n%%EOF"
    return f"{written}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{end}".encode()


def _sound(path: Path) -> None:
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(struct.pack("<h", 0) * 8000)


def _log_every_kind(folder: Path) -> None:
    rows = pd.DataFrame(
        {"id": range(ROWS), "name": [f"row {i}" for i in range(ROWS)], "half": [i / 2 for i in range(ROWS)]}
    )
    texts = {
        "code/train.py": _CODE,
        "logs/train.log": "".join(f"step {line} of the training of this model\n" for line in range(LINES)),
        "README.md": "# Heading\n\nSome *text*.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
        "settings.json": json.dumps({"alpha": 0.5, "deep": {"er": {"est": 1}}, "many": list(range(150))}),
        "settings.yaml": "alpha: 0.5\nnames: [a, b]\n",
        "tables/log.json": rows[:50].to_json(orient="split", index=False),
        "page.html": _PAGE,
        "evil.html": _EVIL,
        "plots/box.svg": _SVG,
        "map.geojson": json.dumps(_AREA),
        "strange": "only text after all\n",
    }
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    rows.to_csv(folder / "tables/rows.csv", index=False)
    for codec in ("snappy", "zstd", "gzip"):
        rows.to_parquet(folder / f"tables/{codec}.parquet", compression=codec)
    (folder / "report.pdf").write_bytes(_document("A report of one page"))
    _sound(folder / "tone.wav")
    (folder / "thing.pkl").write_bytes(b"\x80\x04K\x01.")
    (folder / "blob.xyz").write_bytes(bytes(range(256)))


@pytest.fixture(scope="module")
def client(logged: Logged) -> MlflowClient:
    return MlflowClient(tracking_uri=logged.address)


@pytest.fixture(scope="module")
def kept(client: MlflowClient, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the artifacts of a run that has a file of every kind."""
    folder = tmp_path_factory.mktemp("kinds")
    _log_every_kind(folder)
    experiment = client.create_experiment("every kind")
    run = client.create_run(experiment, run_name="kinds")
    client.log_artifacts(run.info.run_id, str(folder))
    client.set_terminated(run.info.run_id)
    yield f"/experiments/{experiment}/runs/{run.info.run_id}/artifacts"


@pytest.fixture(scope="module")
def sweep(client: MlflowClient) -> Iterator[str]:
    """Address of an experiment with a run that has a past, children, data and notes, and a later one."""
    experiment = client.create_experiment("lineages")
    parent = client.create_run(experiment, run_name="parent", start_time=1_000).info.run_id
    tags = {
        "mlflow.parentRunId": parent,
        "mlflow.source.name": "train.py",
        "mlflow.source.git.commit": "0123456789abcdef",
        "mlflow.source.git.dirty": "True",
        "mlflow.source.git.diff": "--- a/train.py\n+++ b/train.py\n@@ -1 +1 @@\n-lr = 0.1\n+lr = 0.2\n",
        "team": "cellar",
    }
    run = client.create_run(experiment, run_name="middle", start_time=2_000, tags=tags).info.run_id
    for number in range(30):
        client.log_param(run, f"option_{number}", number)
    for step in range(5):
        client.log_metric(run, "loss", 1 / (step + 1), step=step)
    schema = json.dumps({"mlflow_colspec": [{"type": "double", "name": "alcohol", "required": True}]})
    data = Dataset("wine", "d1", "local", json.dumps({"uri": "wine.csv"}), schema, json.dumps({"num_rows": 5000}))
    client.log_inputs(run, [DatasetInput(data, [InputTag("mlflow.data.context", "training")])])
    client.log_text(run, "numpy==2.0\n", "requirements.txt")
    child = client.create_run(
        experiment, run_name="child", start_time=3_000, tags={"mlflow.parentRunId": run}
    ).info.run_id
    client.create_run(experiment, run_name="grandchild", start_time=4_000, tags={"mlflow.parentRunId": child})
    yield f"/experiments/{experiment}/runs/{run}"


def axe_in_both_themes(visit: Visit) -> None:
    for theme in ("light", "dark"):
        visit.page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        visit.axe()


def _region(page: Page, name: str) -> Locator:
    return page.get_by_test_id("preview").get_by_role("region", name=name)


def _table(preview: Locator) -> None:
    expect(preview.get_by_role("columnheader")).to_have_text(["id", "name", "half"])
    expect(preview.get_by_role("row", name="2 row 2 1")).to_be_visible()
    head = preview.get_by_role("columnheader", name="id")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    expect(preview.get_by_role("row").nth(1)).to_contain_text(f"row {ROWS - 1}")


def _code(preview: Locator) -> None:
    expect(preview.locator("[data-look=keyword]")).to_have_text(["class"])
    expect(preview).to_contain_text("over two lines.")


def _page(preview: Locator) -> None:
    frame = preview.frame_locator("iframe")
    expect(frame.get_by_role("heading", name="A report")).to_be_visible()
    expect(preview).to_contain_text("Scripts of this page are not run here")
    assert preview.locator("iframe").get_attribute("sandbox") == ""
    assert "taken over" not in preview.page.title()


def _document_drawn(preview: Locator) -> None:
    page = preview.get_by_role("region", name="Page 1")
    expect(page).to_contain_text("A report of one page")
    expect(page.locator("canvas")).not_to_have_js_property("width", 300)


KINDS: dict[str, Callable[[Locator], None]] = {
    "code/train.py": _code,
    "README.md": lambda preview: expect(preview.get_by_role("cell", name="2")).to_be_visible(),
    "settings.yaml": lambda preview: expect(preview.locator("[data-look=name]").first).to_have_text("alpha:"),
    "tables/log.json": lambda preview: expect(preview.get_by_role("row", name="2 row 2 1")).to_be_visible(),
    "tables/rows.csv": _table,
    "tables/snappy.parquet": _table,
    "tables/zstd.parquet": _table,
    "tables/gzip.parquet": _table,
    "page.html": _page,
    "report.pdf": _document_drawn,
    "map.geojson": lambda preview: expect(preview.get_by_role("img", name="Map of 2 features")).to_be_visible(),
    "thing.pkl": lambda preview: expect(preview).to_contain_text("80 04 4b 01 2e"),
    "blob.xyz": lambda preview: expect(preview).to_contain_text("There is no preview for this kind of file"),
    "strange": lambda preview: expect(preview).to_contain_text("only text after all"),
}


def test_files_are_looked_at_by_their_kind(visit: Visit, kept: str) -> None:
    page = visit.open(kept)
    for path, check in KINDS.items():
        page.evaluate("address => { location.hash = address }", f"{kept}/{path}")
        preview = page.get_by_test_id("preview")
        expect(preview.get_by_role("heading", name=path.rsplit("/", 1)[-1], level=2)).to_be_visible()
        check(preview)
        axe_in_both_themes(visit)


def test_a_page_that_was_logged_reaches_nothing(visit: Visit, kept: str) -> None:
    answered: list[str] = []
    visit.page.on("response", lambda answer: answered.append(answer.url))
    page = visit.open(f"{kept}/evil.html")
    frame = page.get_by_test_id("preview").frame_locator("iframe")
    frame.get_by_role("button", name="Send").click()
    frame.get_by_role("link", name="Leave").click()
    page.wait_for_timeout(500)
    assert page.url.endswith("/evil.html")
    assert [url for url in answered if "reached" in url] == []
    for tried in ("reached-image", "reached-style", "reached-form"):  # refused, each with a word in the console
        assert any(tried in said for said in visit.said), tried
    visit.said.clear()


def test_a_model_has_a_card(visit: Visit, logged: Logged, client: MlflowClient) -> None:
    run = client.get_run(logged.best)
    model = run.outputs.model_outputs[0].model_id
    page = visit.open(f"/experiments/{logged.experiment}/runs/{logged.best}/artifacts/@{model}/MLmodel")
    card = _region(page, "Content")
    expect(card.get_by_role("row", name="alcohol double")).to_be_visible()
    expect(card).to_contain_text(f'mlflow.pyfunc.load_model("models:/{model}")')
    expect(card).to_contain_text("scikit-learn==")
    axe_in_both_themes(visit)


def test_a_tree_of_data_folds(visit: Visit, kept: str) -> None:
    page = visit.open(f"{kept}/settings.json")
    content = _region(page, "Content")
    expect(content).to_contain_text('"alpha": 0.5')
    expect(content).not_to_contain_text('"est": 1')
    content.get_by_role("button", name="er, 1 entries").click()
    expect(content).to_contain_text('"est": 1')
    content.get_by_role("button", name="50 more of 50").click()
    expect(content).to_contain_text("149")
    page.get_by_role("radio", name="Source").click()
    expect(content).to_contain_text('{"alpha": 0.5')
    axe_in_both_themes(visit)


def test_a_long_log_begins_with_its_end(visit: Visit, kept: str) -> None:
    page = visit.open(f"{kept}/logs/train.log")
    content = _region(page, "Content")
    expect(content).to_contain_text("The last 1.0 MB of")
    expect(content).to_contain_text(f"step {LINES - 1} of the training")
    expect(content).not_to_contain_text("step 0 of the training")
    eventually(page, lambda: content.evaluate("pane => pane.scrollTop + pane.clientHeight >= pane.scrollHeight - 2"))
    page.get_by_role("radio", name="Beginning").click()
    expect(content).to_contain_text("step 0 of the training")
    axe_in_both_themes(visit)


def test_a_picture_is_looked_at_closely(visit: Visit, kept: str) -> None:
    page = visit.open(f"{kept}/plots/box.svg")
    picture = page.get_by_role("img", name="box.svg")
    expect(page.get_by_test_id("preview")).to_contain_text("40 × 30")
    page.get_by_role("button", name="Larger").click()
    expect(picture).to_have_js_property("clientWidth", 80)
    page.get_by_role("button", name="100 %").click()
    expect(picture).to_have_js_property("clientWidth", 40)
    axe_in_both_themes(visit)


def test_sound_is_played_in_parts(visit: Visit, kept: str) -> None:
    page = visit.open(f"{kept}/tone.wav")
    player = page.get_by_label("tone.wav").locator("audio")
    expect(player).to_have_js_property("duration", 1)
    axe_in_both_themes(visit)


def test_only_parts_of_a_parquet_file_are_fetched(visit: Visit, kept: str) -> None:
    answers: list[int] = []
    visit.page.on("response", lambda answer: "snappy.parquet" in answer.url and answers.append(answer.status))
    page = visit.open(f"{kept}/tables/snappy.parquet")
    expect(_region(page, "Table")).to_be_visible()
    assert answers
    assert set(answers) == {206}


def test_files_are_found_by_a_part_of_their_path(visit: Visit, kept: str) -> None:
    page = visit.open(kept)
    expect(page.get_by_role("searchbox", name="Search files")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("parq")
    tree = page.get_by_role("navigation", name="Artifacts")
    expect(tree.get_by_role("status")).to_have_text("3 files")
    tree.get_by_role("button", name="zstd.parquet").click()
    expect(page.get_by_test_id("preview").get_by_role("heading", name="zstd.parquet")).to_be_visible()
    axe_in_both_themes(visit)


def test_the_overview_tells_what_was_logged(visit: Visit, sweep: str) -> None:
    page = visit.open(sweep)
    expect(page.get_by_test_id("metrics").get_by_role("row", name="loss 0.2 0.2 1 5")).to_be_visible()
    page.get_by_role("searchbox", name="Search parameters").fill("option_7")
    expect(page.get_by_test_id("params").get_by_role("row")).to_have_count(1)
    page.get_by_role("button", name="wine").click()
    expect(page.get_by_role("row", name="alcohol double")).to_be_visible()
    expect(page.get_by_role("row", name="Source wine.csv")).to_be_visible()
    expect(page.get_by_role("link", name="parent")).to_be_visible()
    page.get_by_role("button", name="Children of child").click()
    expect(page.get_by_role("link", name="grandchild")).to_be_visible()
    axe_in_both_themes(visit)


def test_edits_are_seen_at_once_and_taken_back(visit: Visit, sweep: str) -> None:
    page = visit.open(sweep)
    name = page.get_by_test_id("run-name")
    expect(name).to_have_text("middle")
    page.get_by_role("button", name="Write a note").click()
    page.get_by_role("textbox", name="The note").fill("A **wide** sweep")
    page.get_by_role("radio", name="Preview").click()
    expect(page.get_by_role("region", name="Preview").get_by_text("wide")).to_have_css("font-weight", "700")
    axe_in_both_themes(visit)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("A wide sweep")).to_be_visible()
    expect(page.get_by_text("Saved the note")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(page.get_by_role("button", name="Write a note")).to_be_visible()
    page.keyboard.press("r")
    page.get_by_role("textbox", name="Name of the run").fill("renamed")
    page.keyboard.press("Enter")
    expect(name).to_have_text("renamed")
    expect(page.get_by_text("Renamed to “renamed”")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(name).to_have_text("middle")
    page.get_by_role("row", name="team cellar").hover()
    page.get_by_role("button", name="Remove team").click()
    expect(page.get_by_role("row", name="team cellar")).to_have_count(0)
    expect(page.get_by_text("Removed the tag team")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(page.get_by_role("row", name="team cellar")).to_be_visible()


def test_one_walks_from_run_to_run_by_keys(visit: Visit, sweep: str) -> None:
    page = visit.open(f"{sweep}/environment")
    name = page.get_by_test_id("run-name")
    expect(name).to_have_text("middle")
    page.keyboard.press("k")
    expect(name).to_have_text("child")
    eventually(page, lambda: page.url.endswith("/environment"))
    page.keyboard.press("j")
    expect(name).to_have_text("middle")
    page.keyboard.press("j")
    expect(name).to_have_text("parent")
    page.keyboard.press("j")
    expect(page.get_by_text("This is the oldest run")).to_be_visible()


def test_the_lineage_is_a_picture_and_a_list(visit: Visit, sweep: str) -> None:
    page = visit.open(f"{sweep}/lineage")
    lineage = page.get_by_role("region", name="Lineage")
    expect(lineage.get_by_role("listitem")).to_have_count(4)
    expect(lineage.get_by_role("link", name="Read data set: wine d1, training")).to_be_visible()
    axe_in_both_themes(visit)
    lineage.get_by_role("link", name="Parent of: child").click()
    expect(page.get_by_test_id("run-name")).to_have_text("child")


def test_the_environment_tells_code_and_packages(visit: Visit, sweep: str) -> None:
    page = visit.open(f"{sweep}/environment")
    expect(page.get_by_role("row", name="State with changes that were not committed")).to_be_visible()
    expect(page.locator("[data-look=added]")).to_have_text(["+lr = 0.2"])
    expect(page.get_by_text("git checkout 0123456789abcdef")).to_be_visible()
    expect(page.get_by_text("numpy==2.0")).to_be_visible()
    axe_in_both_themes(visit)


def test_a_run_is_compared_with_one_that_is_picked(visit: Visit, sweep: str) -> None:
    page = visit.open(sweep)
    expect(page.get_by_test_id("run-name")).to_have_text("middle")
    page.keyboard.press("c")
    dialog = page.get_by_role("dialog", name="Compare with")
    dialog.get_by_role("searchbox").fill("grand")
    dialog.get_by_role("checkbox", name="Compare with grandchild").click()
    axe_in_both_themes(visit)
    dialog.get_by_role("button", name="Compare 2 runs").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2 runs")


def test_an_evaluation_is_told_in_words_and_bars(visit: Visit, logged: Logged) -> None:
    page = visit.open("/")
    page.get_by_test_id("experiment-row").filter(has_text="evaluated").get_by_role("link", name="evaluated").click()
    page.get_by_role("link", name="judged").click()
    page.get_by_role("navigation", name="Run").get_by_role("link", name="Evaluation").click()
    eventually(page, lambda: logged.evaluated in page.url)
    expect(page.get_by_text("≤ 0.0001: missed")).to_be_visible()
    bars = page.get_by_role("table").filter(has=page.get_by_role("columnheader", name="roc auc"))
    expect(bars.get_by_role("row")).to_have_count(4)
    axe_in_both_themes(visit)
    page.get_by_role("button", name="Compare with another run").click()
    expect(page.get_by_role("dialog", name="Compare with")).to_contain_text(
        "There is no other run in this experiment yet."
    )


def test_on_a_phone_nothing_is_wider_than_the_page(visit: Visit, sweep: str) -> None:
    visit.page.set_viewport_size({"width": 390, "height": 800})
    page = visit.open(sweep)
    expect(page.get_by_test_id("params")).to_be_visible()
    for tab in ("lineage", "environment", "artifacts/requirements.txt", "metrics"):
        expect_no_scrolling_sideways(page)
        page.evaluate("address => { location.hash = address }", f"{sweep}/{tab}")
        page.wait_for_load_state("networkidle")
