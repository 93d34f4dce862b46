"""Figures, images and tables."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import PIL.Image
import pytest

import mlflow
from mlflow.exceptions import InvalidParameterValue, ResourceDoesNotExist

matplotlib.use("Agg")


def opened(path: Path) -> PIL.Image.Image:
    with PIL.Image.open(path) as image:
        image.load()
        return image


def root() -> Path:
    return Path(mlflow.get_artifact_uri().removeprefix("file://"))


def test_figures() -> None:
    figure, axes = plt.subplots()
    axes.plot([1, 2])
    with mlflow.start_run():
        mlflow.log_figure(figure, "f/x.png", save_kwargs={"dpi": 30})
        mlflow.log_figure(figure, "x.pdf")
        with pytest.raises(TypeError):
            mlflow.log_figure("x", "a.png")
        assert opened(root() / "f/x.png").size == (192, 144)
        assert (root() / "x.pdf").read_bytes().startswith(b"%PDF")
    plt.close(figure)


@pytest.mark.parametrize(
    ("array", "mode", "pixel"),
    [
        (np.ones((4, 4), bool), "L", 255),
        (np.full((4, 4), 7), "L", 7),
        (np.full((4, 4, 3), 0.5), "RGB", (127, 127, 127)),
        (np.full((4, 4), -1.5), "L", 0),
        (np.zeros((4, 4, 1), np.uint8), "L", 0),
        (np.zeros((4, 4, 4), np.uint8), "RGBA", (0, 0, 0, 0)),
        (PIL.Image.new("L", (4, 4), 9), "L", 9),
    ],
)
def test_images(array: Any, mode: str, pixel: Any) -> None:
    with mlflow.start_run() as run:
        mlflow.log_image(array, "i.png")
        mlflow.log_image(mlflow.Image(array), "j.jpg")
        assert opened(root() / "j.jpg").format == "JPEG"
    image = mlflow.artifacts.load_image(f"runs:/{run.info.run_id}/i.png")
    assert (image.mode, image.size, image.getpixel((0, 0))) == (mode, (4, 4), pixel)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"image": np.full((4, 4), 300), "artifact_file": "a.png"}, ValueError),
        ({"image": np.full((4, 4), -1), "artifact_file": "a.png"}, ValueError),
        ({"image": np.zeros((4, 4, 2)), "artifact_file": "a.png"}, ValueError),
        ({"image": np.zeros(4), "artifact_file": "a.png"}, ValueError),
        ({"image": np.array([["x"]]), "artifact_file": "a.png"}, ValueError),
        ({"image": np.zeros((4, 4)), "artifact_file": "noext"}, ValueError),
        ({"image": np.zeros((4, 4)), "key": "a!"}, ValueError),
        ({"image": [[1]], "artifact_file": "a.png"}, TypeError),
        ({"image": np.zeros((4, 4))}, TypeError),
        ({"image": np.zeros((4, 4)), "artifact_file": "a.png", "key": "a"}, TypeError),
        ({"image": np.zeros((4, 4)), "artifact_file": "a.png", "step": 1}, TypeError),
    ],
)
def test_what_is_no_image_is_refused(arguments: dict[str, Any], error: type[Exception]) -> None:
    with mlflow.start_run():
        with pytest.raises(error):
            mlflow.log_image(**arguments)
        assert not root().exists()


def test_a_series_of_images() -> None:
    with mlflow.start_run() as run:
        mlflow.log_image(np.zeros((300, 400, 3), np.uint8), key="my/dog pic", step=3, timestamp=17, synchronous=True)
        mlflow.log_image(np.zeros((30, 40, 3), np.uint8), key="my/dog pic", step=4)
        mlflow.flush_artifact_async_logging()
        names = sorted(p.name for p in (root() / "images").iterdir())
        assert len(names) == 4
        assert re.fullmatch(
            r"my#dog pic%step%3%timestamp%17%[g-z][0-9a-f]{7}(-[0-9a-f]{4}){3}-[0-9a-f]{12}.png", names[1]
        )
        assert names[0] == names[1].removesuffix(".png") + "%compressed.webp"
        assert opened(root() / "images" / names[1]).size == (400, 300)
        assert opened(root() / "images" / names[0]).size == (256, 192)
    assert mlflow.get_run(run.info.run_id).data.tags["mlflow.loggedImages"] == "True"


def test_tables_are_appended_to() -> None:
    with mlflow.start_run() as run:
        mlflow.log_table({"a": [1, 2], "b": ["x", "y"]}, "tab.json")
        mlflow.log_table({"a": [3], "b": ["z"]}, "tab.json")
        mlflow.log_table({"a": 1, "b": "x"}, "one.json")
        mlflow.log_table(pd.DataFrame({"t": [pd.Timestamp("2020-01-01")], "l": [[1]], "n": [None]}), "t.json")
        assert (root() / "tab.json").read_text() == '{"columns":["a","b"],"data":[[1,"x"],[2,"y"],[3,"z"]]}'
        assert json.loads((root() / "one.json").read_text())["data"] == [[1, "x"]]
        assert json.loads((root() / "t.json").read_text())["data"] == [["2020-01-01T00:00:00.000", [1], None]]
        with pytest.raises(ValueError, match="parquet"):
            mlflow.log_table({"a": [1]}, "t.csv")
        with pytest.raises(InvalidParameterValue):
            mlflow.log_table([1], "t.json")  # type: ignore[arg-type]
    tag = json.loads(mlflow.get_run(run.info.run_id).data.tags["mlflow.loggedArtifacts"])
    assert tag == [{"path": path, "type": "table"} for path in ("tab.json", "one.json", "t.json")]


def test_tables_are_read_across_runs() -> None:
    for number in range(2):
        with mlflow.start_run() as run:
            mlflow.log_param("p", number)
            mlflow.log_table({"a": [number]}, "tab.json")
    with mlflow.start_run():
        mlflow.log_param("other", 1)
    assert sorted(mlflow.load_table("tab.json")["a"]) == [0, 1]
    only = mlflow.load_table("tab.json", [run.info.run_id], ["run_id", "params.p"])
    assert only.to_dict("list") == {"a": [1], "run_id": [run.info.run_id], "params.p": ["1"]}
    with pytest.raises(KeyError):
        mlflow.load_table("tab.json", extra_columns=["params.none"])
    with pytest.raises(ResourceDoesNotExist):
        mlflow.load_table("none.json")


def test_images_in_tables_become_files() -> None:
    with mlflow.start_run():
        mlflow.log_table({"i": [mlflow.Image(np.zeros((2, 2), np.uint8))]}, "a/ti.json")
        ((cell,),) = json.loads((root() / "a/ti.json").read_text())["data"]
        assert cell["type"] == "image" and cell["filepath"].startswith("table_images/a/ti/")
        assert opened(root() / cell["filepath"]).size == (2, 2)
        assert opened(root() / cell["compressed_filepath"]).format == "WEBP"


def test_parquet_tables_need_pyarrow_and_say_so() -> None:
    with mlflow.start_run() as run:
        if importlib.util.find_spec("pyarrow") is None:
            with pytest.raises(ModuleNotFoundError, match="pip install pyarrow"):
                mlflow.log_table({"a": [1]}, "t.parquet")
            assert mlflow.MlflowClient().list_artifacts(run.info.run_id) == []
        else:
            mlflow.log_table({"a": [1]}, "t.parquet")
            mlflow.log_table({"a": [2]}, "t.parquet")
            assert mlflow.load_table("t.parquet")["a"].tolist() == [1, 2]


def test_tables_do_without_pillow_and_images_say_that_they_need_it() -> None:
    code = (
        "import sys; sys.modules['PIL'] = None\n"
        "import mlflow\n"
        "mlflow.log_table({'a': [1]}, 't.json')\n"
        "try: mlflow.Image\n"
        "except ModuleNotFoundError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pip install 'penstock[plots]'" in done.stdout
    assert mlflow.load_table("t.json")["a"].tolist() == [1]
