"""The table of contents and the door agree, and everything in them is there."""

from __future__ import annotations

import ast
import importlib
import inspect
import subprocess
import sys
import time
from pathlib import Path

import pytest

import mlflow
from mlflow import _moved
from mlflow.tracking.names import FLUENT, LEFT_OUT

STUB = Path(mlflow.__file__).with_suffix(".pyi")
#: Old names of packages: served, but not for new code to use.
OLD = {"protos", "utils"}


def contents() -> dict[str, str]:
    """Name → the module that the table of contents says defines it; a submodule names itself."""
    found = {}
    for node in ast.parse(STUB.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                assert alias.asname == alias.name, f"line {node.lineno} does not re-export"
                module = f"mlflow.{alias.name}" if node.module == "mlflow" else str(node.module)
                found[alias.name] = module
        elif isinstance(node, ast.AnnAssign):
            found[ast.unparse(node.target)] = "mlflow"
    return found


def test_the_door_and_its_table_of_contents_agree() -> None:
    code = "import mlflow; print(*(n for n in dir(mlflow) if n[0] != '_' or n == '__version__'))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) - OLD - {"annotations"} == set(contents())


@pytest.mark.parametrize("name", sorted(contents()))
def test_every_name_is_there_and_is_what_the_table_says(name: str) -> None:
    value = getattr(mlflow, name)
    module = importlib.import_module(contents()[name])
    assert value is (module if inspect.ismodule(value) else getattr(module, name))


def test_an_unknown_name_says_so() -> None:
    with pytest.raises(AttributeError, match="log_metrik"):
        mlflow.log_metrik  # noqa: B018
    with pytest.raises(ImportError):
        from mlflow import log_metrik  # noqa: F401


def test_what_is_left_out_says_why() -> None:
    with pytest.raises(AttributeError, match="'trace': it is of tracing and generative AI"):
        mlflow.trace  # noqa: B018
    assert not hasattr(mlflow, "genai")  # libraries ask so before they use it
    with pytest.raises(AttributeError, match=r"mlflow\.pyfunc\.log_model|no attribute"):
        mlflow.johnsnowlabs  # noqa: B018
    assert all(why and " " in why for why in LEFT_OUT.values())


def test_tracking_and_fluent_show_the_same_names() -> None:
    tracking, fluent = importlib.import_module("mlflow.tracking"), importlib.import_module("mlflow.tracking.fluent")
    for name in FLUENT:
        assert getattr(tracking, name) is getattr(fluent, name) is getattr(mlflow, name)
    assert mlflow.MlflowClient is importlib.import_module("mlflow.client").MlflowClient
    assert mlflow.MlflowClient is importlib.import_module("mlflow.tracking.client").MlflowClient


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="this system does not tell a process's peak memory")
def test_import_is_quick_and_small() -> None:
    """At most 0.15 s and 45 MB; the time is generous, since other work may run beside."""
    # Of this process's own memory: what getrusage tells includes that of the process it was forked from.
    code = "import mlflow; from mlflow import MlflowClient; print(open('/proc/self/status').read())"
    begin = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert time.perf_counter() - begin < 1.5
    (peak,) = (int(line.split()[1]) for line in done.stdout.splitlines() if line.startswith("VmHWM"))
    assert peak < 45 * 1024


# Old names of modules


#: Modules that are asked where their framework is: tests/frameworks.
_OF_FRAMEWORKS = ("mlflow.transformers.",)


@pytest.mark.parametrize("old", [old for old in sorted(_moved.MOVED) if not old.startswith(_OF_FRAMEWORKS)])
def test_every_old_module_is_served(old: str) -> None:
    module = importlib.import_module(old)
    where = _moved.MOVED[old]
    names = where if not isinstance(where, str) else [n for n in dir(importlib.import_module(where)) if n[0] != "_"]
    assert names
    for name in names:
        assert getattr(module, name) is not None
    with pytest.raises(AttributeError):
        module.no_such_name  # noqa: B018


def test_what_scripts_import() -> None:
    from mlflow.entities.model_registry.model_version_status import ModelVersionStatus
    from mlflow.entities.run_status import RunStatus
    from mlflow.protos.databricks_pb2 import INVALID_PARAMETER_VALUE, RESOURCE_DOES_NOT_EXIST, ErrorCode
    from mlflow.store.entities import PagedList
    from mlflow.store.entities.paged_list import PagedList as SamePagedList
    from mlflow.utils.mlflow_tags import MLFLOW_PARENT_RUN_ID
    from mlflow.utils.validation import MAX_PARAMS_TAGS_PER_BATCH

    assert RunStatus is mlflow.entities.RunStatus and PagedList is SamePagedList is mlflow.entities.PagedList
    assert MLFLOW_PARENT_RUN_ID == "mlflow.parentRunId" and MAX_PARAMS_TAGS_PER_BATCH == 100
    assert ErrorCode.Name(RESOURCE_DOES_NOT_EXIST) == "RESOURCE_DOES_NOT_EXIST" and INVALID_PARAMETER_VALUE == 1000
    assert ErrorCode.Value("INVALID_PARAMETER_VALUE") == 1000 and "INTERNAL_ERROR" in ErrorCode.keys()  # noqa: SIM118
    assert ModelVersionStatus.to_string(ModelVersionStatus.READY) == "READY"
    assert mlflow.utils.mlflow_tags.MLFLOW_USER == "mlflow.user"
    with pytest.raises(mlflow.MlflowException) as caught:
        raise mlflow.MlflowException("x", error_code=RESOURCE_DOES_NOT_EXIST)
    assert type(caught.value).__name__ == "ResourceDoesNotExist"
    for unknown in ("Name", "Value"):
        with pytest.raises(ValueError, match="error code"):
            getattr(ErrorCode, unknown)("none")


def test_what_is_asked_of_the_facts_of_a_run() -> None:
    from mlflow.entities.run_info import RunInfo, check_run_is_active

    info = RunInfo("r", "0", "ada", "FINISHED", 1, 2, "active")
    check_run_is_active(info)
    info.lifecycle_stage = "deleted"
    with pytest.raises(mlflow.MlflowException, match="restore_run"):
        check_run_is_active(info)
    assert {"run_name", "status"} < set(RunInfo.get_searchable_attributes()) == set(RunInfo.get_orderable_attributes())


def test_the_finder_answers_for_its_table_only() -> None:
    finder = next(f for f in sys.meta_path if type(f).__name__ == "_OldNames")
    before = len(sys.meta_path)
    _moved.install()
    assert len(sys.meta_path) == before
    for name in ("mlflow", "mlflow.nothing", "mlflow.utils.nothing", "json"):
        assert finder.find_spec(name, None) is None
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("mlflow.utils.nothing")


@pytest.mark.parametrize(
    ("module", "name"),
    [("mlflow.protos.databricks_pb2", "RESOURCE_DOES_NOT_EXIST"), ("mlflow.utils.mlflow_tags", "MLFLOW_RUN_NAME")],
)
def test_all_names_of_a_module_that_moved_at_once(module: str, name: str) -> None:
    names: dict[str, object] = {}
    exec(f"from {module} import *", names)
    assert names[name] == getattr(importlib.import_module(module), name)
