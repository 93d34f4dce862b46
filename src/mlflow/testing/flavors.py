"""What every flavor must do, as tests: subclass :class:`FlavorContract` and say how a model is made."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml

from mlflow.active.addresses import set_tracking_uri
from mlflow.active.stores import tracking_store
from mlflow.exceptions import (
    InvalidParameterValue,
    MlflowException,
    PermissionDenied,
    ResourceAlreadyExists,
    ResourceDoesNotExist,
)
from mlflow.models.mlmodel import Model
from mlflow.models.signatures import infer_signature
from mlflow.pyfunc.loading import load_model as load_pyfunc

_DESCRIPTIONS = {"MLmodel", "conda.yaml", "python_env.yaml", "requirements.txt"}
#: The classes and functions that pickles named while somebody listened, one list a listener.
_listeners: list[list[str]] = []
_hooked: list[bool] = []


@contextmanager
def unpickled() -> Iterator[list[str]]:
    """The names of all that pickles ask for in the block, whoever reads them."""
    if not _hooked:
        sys.addaudithook(_hear)  # cannot be taken away, so it is there once
        _hooked.append(True)
    heard: list[str] = []
    _listeners.append(heard)
    try:
        yield heard
    finally:
        _listeners.remove(heard)


def _hear(event: str, details: tuple[Any, ...]) -> None:
    if event == "pickle.find_class":
        for heard in _listeners:
            heard.append(".".join(map(str, details)))


class FlavorContract:
    """The laws of a flavor.

    A subclass sets the attributes and writes the methods below; pytest then collects the laws with it.
    """

    #: Module or object with ``save_model``, ``log_model`` and, for native models, ``load_model``.
    flavor: Any
    #: What its models name as their loader; None where they are no python_function.
    loader_module: str
    #: Distributions a model's requirements must name.
    requires: tuple[str, ...] = ()
    #: Whether ``load_model`` gives the framework's own object.
    native = True

    def model(self) -> Any:
        """A small model that can answer :meth:`example`."""
        raise NotImplementedError

    def arguments(self, model: Any) -> dict[str, Any]:
        """The arguments of ``save_model`` and ``log_model`` that hand over the model."""
        raise NotImplementedError

    def example(self) -> pd.DataFrame:
        """Input of several rows and named columns."""
        raise NotImplementedError

    def answer(self, model: Any, data: pd.DataFrame) -> Any:
        """What the model itself says to it."""
        raise NotImplementedError

    # How the laws see a flavor

    def _save(self, path: Path, **more: Any) -> Any:
        model = self.model()
        self.flavor.save_model(path=str(path), **self.arguments(model), **more)
        return model

    def _same(self, got: Any, model: Any) -> None:
        np.testing.assert_allclose(np.asarray(got, dtype=float), np.asarray(self.answer(model, self.example())))

    def _loaders(self) -> list[Callable[[str], Any]]:
        return [load_pyfunc, *([self.flavor.load_model] if self.native else [])]

    @pytest.fixture
    def own_store(self, tmp_path: Path) -> Any:
        """An embedded store of the test's own."""
        set_tracking_uri(str(tmp_path / "mlruns"))
        yield tracking_store()
        set_tracking_uri("")

    # The laws

    def test_a_folder_describes_its_model(self, tmp_path: Path) -> None:
        """The files of a model are those that MLflow writes, and MLmodel tells how to load it."""
        self._save(tmp_path / "m", metadata={"owner": "me"})
        assert {file.name for file in (tmp_path / "m").iterdir()} >= _DESCRIPTIONS
        said = yaml.safe_load((tmp_path / "m" / "MLmodel").read_text())
        assert said["flavors"]["python_function"]["loader_module"] == self.loader_module
        assert said["metadata"] == {"owner": "me"} and said["model_size_bytes"] > 0
        assert said["mlflow_version"] and said["utc_time_created"] and len(said["model_uuid"]) == 32

    def test_the_requirements_name_the_framework(self, tmp_path: Path) -> None:
        """What the flavor needs is among what is to be installed, pinned, and mlflow comes first."""
        self._save(tmp_path / "m")
        lines = (tmp_path / "m" / "requirements.txt").read_text().splitlines()
        assert lines[0].startswith("mlflow==")
        assert {line.partition("==")[0] for line in lines if "==" in line} >= set(self.requires)

    def test_given_requirements_go_first(self, tmp_path: Path) -> None:
        """Requirements that are given replace those found out; extra ones come after them."""
        self._save(tmp_path / "a", pip_requirements=["one", "two==2"])
        assert (tmp_path / "a" / "requirements.txt").read_text().splitlines()[1:] == ["one", "two==2"]
        self._save(tmp_path / "b", extra_pip_requirements=["three"])
        assert (tmp_path / "b" / "requirements.txt").read_text().splitlines()[-1] == "three"
        with pytest.raises(InvalidParameterValue):
            self._save(tmp_path / "c", pip_requirements=["one"], extra_pip_requirements=["two"])
        assert not (tmp_path / "c").exists()

    def test_it_answers_as_a_python_function(self, tmp_path: Path) -> None:
        """A model loaded as a python_function says what it said before."""
        model = self._save(tmp_path / "m")
        self._same(load_pyfunc(str(tmp_path / "m")).predict(self.example()), model)

    def test_it_comes_back_as_itself(self, tmp_path: Path) -> None:
        """A model loaded by its flavor says what it said before."""
        if not self.native:
            return
        model = self._save(tmp_path / "m")
        self._same(self.answer(self.flavor.load_model(str(tmp_path / "m")), self.example()), model)

    def test_an_example_shows_the_signature(self, tmp_path: Path) -> None:
        """An input example is kept, and its types become the signature."""
        model = self._save(tmp_path / "m", input_example=self.example())
        said = Model.load(tmp_path / "m")
        assert said.signature is not None and said.signature.inputs == infer_signature(self.example()).inputs
        assert said.signature.outputs is not None
        kept = said.load_input_example(tmp_path / "m")
        kept = kept.astype(self.example().dtypes.to_dict())  # times are kept as texts
        pd.testing.assert_frame_equal(kept, self.example(), check_dtype=False)
        loaded = load_pyfunc(str(tmp_path / "m"))
        shuffled = self.example().assign(superfluous="x")
        self._same(loaded.predict(shuffled[shuffled.columns[::-1]]), model)
        with pytest.raises(InvalidParameterValue, match=str(self.example().columns[0])):
            loaded.predict(self.example().iloc[:, 1:])

    def test_a_signature_is_kept_or_left_out(self, tmp_path: Path) -> None:
        """A signature that is given goes before the example's; False means none."""
        given = infer_signature(self.example())
        self._save(tmp_path / "a", signature=given)
        assert Model.load(tmp_path / "a").signature == given
        self._save(tmp_path / "b", signature=False, input_example=self.example())
        assert Model.load(tmp_path / "b").signature is None

    def test_nothing_is_overwritten(self, tmp_path: Path) -> None:
        """A folder that holds something is refused and stays as it is."""
        (tmp_path / "m").mkdir()
        (tmp_path / "m" / "mine.txt").write_text("mine")
        with pytest.raises(ResourceAlreadyExists):
            self._save(tmp_path / "m")
        assert [file.name for file in (tmp_path / "m").iterdir()] == ["mine.txt"]

    def test_code_travels(self, tmp_path: Path) -> None:
        """Code that is given is copied beside the model; code that is not there is refused, and nothing is left."""
        code = tmp_path / "travelling_code.py"
        code.write_text("answer = 42\n")
        self._save(tmp_path / "m", code_paths=[str(code)])
        assert (tmp_path / "m" / "code" / "travelling_code.py").read_text() == "answer = 42\n"
        assert Model.load(tmp_path / "m").flavors["python_function"]["code"] == "code"
        with pytest.raises(InvalidParameterValue):
            self._save(tmp_path / "n", code_paths=[str(tmp_path / "nowhere.py")])
        assert not (tmp_path / "n").exists()

    def test_a_missing_file_is_said_plainly(self, tmp_path: Path) -> None:
        """A folder without MLmodel is no model."""
        self._save(tmp_path / "m")
        (tmp_path / "m" / "MLmodel").unlink()
        with pytest.raises(ResourceDoesNotExist, match="MLmodel"):
            load_pyfunc(str(tmp_path / "m"))

    def test_missing_files_are_said_plainly(self, tmp_path: Path) -> None:
        """A folder with nothing but its descriptions is refused with an error of ours."""
        self._save(tmp_path / "m")
        for file in sorted((tmp_path / "m").rglob("*"), reverse=True):
            if file.is_dir():
                file.rmdir()
            elif file.relative_to(tmp_path / "m").as_posix() not in _DESCRIPTIONS:
                file.unlink()
        for load in self._loaders():
            with pytest.raises(MlflowException):
                load(str(tmp_path / "m"))

    def test_another_flavor_is_said_plainly(self, tmp_path: Path) -> None:
        """A model of another flavor is refused, and the message names those it has."""
        self._save(tmp_path / "m")
        record = tmp_path / "m" / "MLmodel"
        record.write_text(yaml.safe_dump({**yaml.safe_load(record.read_text()), "flavors": {"another": {}}}))
        for load in self._loaders():
            with pytest.raises(ResourceDoesNotExist, match="another"):
                load(str(tmp_path / "m"))

    def test_a_copy_is_loaded_where_one_is_asked_for(self, tmp_path: Path) -> None:
        """``dst_path`` receives the model's files."""
        model = self._save(tmp_path / "m")
        for name, load in (("f", load_pyfunc), *([("n", self.flavor.load_model)] if self.native else [])):
            (tmp_path / name).mkdir()
            loaded = load(str(tmp_path / "m"), dst_path=str(tmp_path / name))
            assert len(list((tmp_path / name).rglob("MLmodel"))) == 1
            if load is load_pyfunc:
                self._same(loaded.predict(self.example()), model)

    def test_no_pickle_is_read_where_that_is_forbidden(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without pickles a model is refused before one is read, or answers as ever."""
        model = self._save(tmp_path / "m")
        monkeypatch.setenv("MLFLOW_ALLOW_PICKLE_DESERIALIZATION", "false")
        with unpickled() as heard:
            for load in self._loaders():
                try:
                    loaded = load(str(tmp_path / "m"))
                except PermissionDenied:
                    continue
                if load is load_pyfunc:
                    self._same(loaded.predict(self.example()), model)
        assert not heard

    def test_it_is_logged_registered_and_found(self, own_store: Any) -> None:
        """A logged model is found by each kind of URI, registered under a name, and linked to its run."""
        model = self.model()
        run = own_store.create_run("0", start_time=1)
        info = Model.log(
            None, self.flavor, registered_model_name="Registered", run_id=run.info.run_id, name="named",
            params={"depth": 3}, **self.arguments(model),
        )  # fmt: skip
        assert (info.run_id, info.name, info.params) == (run.info.run_id, "named", {"depth": "3"})
        assert info.registered_model_version == 1 and info.model_uri == f"models:/{info.model_id}"
        uris = (info.model_uri, f"runs:/{run.info.run_id}/named", "models:/Registered/1", "models:/Registered/latest")
        for uri in uris:
            self._same(load_pyfunc(uri).predict(self.example()), model)
        outputs = own_store.get_run(run.info.run_id).outputs.model_outputs
        assert [output.model_id for output in outputs] == [info.model_id]
        assert Model.load(info.model_uri).model_id == info.model_id

    def test_a_failure_leaves_no_files(self, own_store: Any) -> None:
        """A model whose saving fails is marked as failed."""
        with pytest.raises(InvalidParameterValue):
            Model.log("broken", self.flavor, code_paths=["nowhere.py"], **self.arguments(self.model()))
        (failed,) = own_store.search_logged_models(["0"])
        assert failed.status.value == "FAILED"
        with pytest.raises(ResourceDoesNotExist):
            load_pyfunc(failed.model_uri)
