"""Model URIs of every form, followed to files; and registering from them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mlflow.active.addresses import set_tracking_uri
from mlflow.active.stores import tracking_store
from mlflow.exceptions import InvalidParameterValue, MlflowException, ResourceDoesNotExist
from mlflow.models import Model, get_model_info, set_signature
from mlflow.models.location import local_folder, place_of, version_of_uri
from mlflow.models.registration import register_model
from mlflow.models.signature import infer_signature


class Marked:
    """A flavor whose models are a mark."""

    @staticmethod
    def save_model(path: str, mlflow_model: Model, mark: str) -> None:
        Path(path).mkdir(parents=True, exist_ok=True)
        Path(path, "mark.txt").write_text(mark)
        mlflow_model.add_flavor("marked").save(Path(path, "MLmodel"))


def mark_of(uri: str) -> str:
    return (local_folder(uri)[0] / "mark.txt").read_text()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Any]:
    set_tracking_uri(str(tmp_path / "mlruns"))
    yield tracking_store()
    set_tracking_uri("")


@pytest.fixture
def run_id(store: Any) -> str:
    return str(store.create_run("0", start_time=1).info.run_id)


def test_paths() -> None:
    Marked.save_model("m", Model(), "path")
    for uri in ("m", str(Path("m").resolve()), Path("m").resolve().as_uri(), "../" + Path.cwd().name + "/m"):
        assert mark_of(uri) == "path"
    Path("copy").mkdir()
    folder, _ = local_folder("m", dst_path="copy")
    assert folder == Path("copy") and (folder / "mark.txt").is_file()
    with pytest.raises(ResourceDoesNotExist):
        local_folder("m", dst_path="nowhere")


def test_the_newest_model_of_a_run(store: Any, run_id: str) -> None:
    for mark in ("first", "second"):
        Model.log("model", Marked, run_id=run_id, mark=mark)
    assert mark_of(f"runs:/{run_id}/model") == "second"
    with pytest.raises(ResourceDoesNotExist):
        local_folder(f"runs:/{run_id}/other")


def test_models_among_the_artifacts_of_a_run(store: Any, run_id: str) -> None:
    """Clients of MLflow 1 and 2 put models there."""
    folder = Path(store.get_run(run_id).info.artifact_uri, "old", "model")
    Marked.save_model(str(folder), Model(), "artifact")
    assert mark_of(f"runs:/{run_id}/old/model") == "artifact"
    version = register_model(f"runs:/{run_id}/old/model", "Old")
    assert (version.run_id, version.model_id) == (run_id, None) and mark_of("models:/Old/1") == "artifact"


def test_versions_stages_aliases(store: Any, run_id: str) -> None:
    for mark in ("one", "two", "three"):
        Model.log("model", Marked, registered_model_name="R", run_id=run_id, mark=mark)
    store.transition_model_version_stage("R", "2", "Production", False)
    store.set_registered_model_alias("R", "champion", "1")
    uris = ("models:/R/1", "models:/R/2", "models:/R/Production", "models:/R@champion", "models:/R/latest")
    assert [mark_of(uri) for uri in uris] == ["one", "two", "two", "one", "three"]
    assert get_model_info("models:/R/2").model_id == version_of_uri("models:/R/2").model_id
    for nothing in ("models:/R/9", "models:/R/Staging", "models:/R@none", "models:/None/1", "models:/m-" + "0" * 32):
        with pytest.raises(MlflowException) as caught:
            local_folder(nothing)
        assert caught.value.error_code in ("RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE")
    for odd in ("models:/", "models:/a/b/c", "runs:/", "s3://bucket/a?b=c", "file://host/m"):
        with pytest.raises(InvalidParameterValue):
            local_folder(odd)
    with pytest.raises(InvalidParameterValue):
        version_of_uri("m")


def test_what_a_version_is_made_from(store: Any, run_id: str) -> None:
    info = Model.log("model", Marked, run_id=run_id, mark="x")
    by_run = register_model(f"runs:/{run_id}/model", "R", tags={"k": 1})
    assert (by_run.source, by_run.run_id, by_run.model_id) == (info.model_uri, run_id, info.model_id)
    assert by_run.tags == {"k": "1"}
    by_version = register_model("models:/R/1", "Copy")
    assert (by_version.source, by_version.model_id) == ("models:/R/1", info.model_id)
    Marked.save_model("m", Model(), "path")
    by_path = register_model("m", "R")
    assert by_path.source == str(Path("m").resolve()) and not by_path.run_id
    assert [mark_of(uri) for uri in ("models:/R/1", "models:/Copy/1", "models:/R/2")] == ["x", "x", "path"]
    noted = store.get_logged_model(info.model_id).tags["mlflow.modelVersions"]
    assert noted == '[{"name": "R", "version": 1}, {"name": "Copy", "version": 1}]'


def test_references_without_end_are_refused(store: Any) -> None:
    Marked.save_model("m", Model(), "x")
    register_model("m", "R")
    store.create_model_version("R", "models:/R/3")
    store.create_model_version("R", "models:/R/2")
    with pytest.raises(InvalidParameterValue, match="without end"):
        place_of("models:/R/2")


def test_a_model_of_no_run(store: Any) -> None:
    info = Model.log(None, Marked, mark="free", name="free", tags={"t": 1}, model_type="kind", metadata={"n": 1})
    assert info.run_id is None and info.name == "free" and mark_of(info.model_uri) == "free"
    model = store.get_logged_model(info.model_id)
    assert (model.tags["t"], model.model_type, model.status.value) == ("1", "kind", "READY")
    said = Model.load(info.model_uri)
    assert (said.model_uuid, said.artifact_path) == (info.model_id, model.artifact_location)
    assert said.metadata == {"n": 1}


def test_files_for_a_model_that_waits_for_them(store: Any, run_id: str) -> None:
    waiting = store.create_logged_model("0", name="w", source_run_id=run_id)
    info = Model.log(None, Marked, mark="late", model_id=waiting.model_id, run_id=run_id)
    assert info.model_id == waiting.model_id and mark_of(info.model_uri) == "late"


def test_a_registered_version_keeps_its_signature(store: Any) -> None:
    info = Model.log("model", Marked, registered_model_name="R", mark="x")
    signature = infer_signature([1])
    with pytest.raises(InvalidParameterValue):
        set_signature("models:/R/1", signature)
    set_signature(info.model_uri, signature)
    assert get_model_info(info.model_uri).signature == signature


@pytest.mark.parametrize("name", ["a/b", "a.b", "a:b"])
def test_odd_names_are_refused(store: Any, name: str) -> None:
    with pytest.raises(InvalidParameterValue):
        Model.log(name, Marked, mark="x")
