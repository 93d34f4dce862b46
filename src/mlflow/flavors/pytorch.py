"""PyTorch models: modules, scripted and traced ones, and dictionaries of their state.

``torch.load`` unpickles, so a file goes through :mod:`mlflow.models.pickles` first. TorchScript counts as a pickle
there, too: it holds no Python, but a program that may write files.
"""

from __future__ import annotations

import pickle
import sys
import tempfile
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

import cloudpickle
import torch
from packaging.version import Version

from mlflow.exceptions import InvalidParameterValue
from mlflow.flavors.checkpoints import checkpoint
from mlflow.flavors.pytorch_function import TorchFunction, chosen_device
from mlflow.models import pickles
from mlflow.models.environment import conda_env as conda_env_of
from mlflow.models.flavor import PYFUNC, Common, Contents, existing, opened, opened_folder, save
from mlflow.models.mlmodel import Model
from mlflow.models.model_info import ModelInfo
from mlflow.models.requirements import pinned
from mlflow.models.signatures import ModelSignature
from mlflow.pyfunc.python_model import merged_config
from mlflow.tracking.artifacts import download_artifacts
from mlflow.tracking.fluent.artifacts import log_artifacts

FLAVOR_NAME = "pytorch"
_DATA = "data"
_FILE = "model.pth"
_STATE = "state_dict.pth"
_PICKLE_MODULE_FILE = "pickle_module_info.txt"
_EXTRA_FILES = "extra_files"
_PICKLE_MODULE = "mlflow.pytorch.pickle_module"
#: Modules that a model may name as what reads its pickles. Another is used only if the program has imported it: what a
#: folder says is no reason to import something.
_PICKLE_MODULES = {_PICKLE_MODULE: pickle, "pickle": pickle, "cloudpickle": cloudpickle}
#: The first PyTorch whose ``weights_only`` keeps its promise (CVE-2025-32434).
_SAFE_WEIGHTS = Version("2.6")


def get_default_pip_requirements() -> list[str]:
    """What every PyTorch model needs."""
    return [pinned("torch"), pinned("cloudpickle")]


def get_default_conda_env() -> dict[str, Any]:
    """The conda environment that has what every PyTorch model needs."""
    return conda_env_of(["mlflow", *get_default_pip_requirements()])


def save_model(
    pytorch_model: Any,
    path: str,
    conda_env: Any = None,
    mlflow_model: Model | None = None,
    code_paths: list[str] | None = None,
    pickle_module: ModuleType | None = None,
    signature: ModelSignature | Literal[False] | None = None,
    input_example: Any = None,
    extra_files: list[str] | None = None,
    pip_requirements: Any = None,
    extra_pip_requirements: Any = None,
    metadata: dict[str, Any] | None = None,
    **kwargs: Any,
) -> None:
    """Write the folder of a PyTorch model.

    Args:
        pytorch_model: A ``torch.nn.Module``, or a scripted or traced one.
        path: A new or empty folder.
        conda_env: A conda environment, as a dictionary or path.
        mlflow_model: What the ``MLmodel`` file is to begin with.
        code_paths: Files and packages the model imports, which travel with it.
        pickle_module: What pickles the module; cloudpickle, which takes classes of ``__main__`` along, where None.
        signature: What the model takes and gives; inferred from the example where None, left out where False.
        input_example: Input that the model can answer.
        extra_files: Paths or URIs of files that are kept beside the model.
        pip_requirements: All that is to be installed by pip.
        extra_pip_requirements: What is to be installed beside what is found out.
        metadata: Notes.
        **kwargs: For ``torch.save``.

    Raises:
        InvalidParameterValue: An argument is wrong.
        ResourceAlreadyExists: Something is at ``path``.
    """
    common = Common.of(locals())
    if not isinstance(pytorch_model, torch.nn.Module):
        raise InvalidParameterValue(
            f"pytorch_model must be a torch.nn.Module, not a {type(pytorch_model).__name__}; "
            "save_state_dict() keeps a dictionary of state."
        )
    name = _PICKLE_MODULE if pickle_module is None else pickle_module.__name__
    extra = {Path(str(uri).rstrip("/")).name: str(uri) for uri in extra_files or ()}
    kept = [{"path": f"{_EXTRA_FILES}/{each}"} for each in extra]

    def write(folder: Path) -> None:
        (folder / _DATA).mkdir()
        (folder / _DATA / _PICKLE_MODULE_FILE).write_text(name, encoding="utf-8")
        _write(pytorch_model, folder / _DATA / _FILE, pickle_module or cloudpickle, kwargs)
        for uri in extra.values():
            download_artifacts(uri, dst_path=str(folder / _EXTRA_FILES))

    contents = Contents(
        write=write,
        loader_module="mlflow.pytorch",
        pyfunc={"data": _DATA, "pickle_module_name": name, "config": {"device": None}},
        flavor=FLAVOR_NAME,
        native={"model_data": _DATA, "pytorch_version": str(torch.__version__)}
        | ({_EXTRA_FILES: kept} if kept else {}),
        requirements=get_default_pip_requirements(),
        predict=lambda data, params: TorchFunction(pytorch_model).predict(data, params),
    )
    save(path, contents, common)


def _write(model: torch.nn.Module, file: Path, pickle_module: Any, options: dict[str, Any]) -> None:
    try:
        if isinstance(model, torch.jit.ScriptModule):
            torch.jit.save(model, file)
        else:
            torch.save(model, file, pickle_module=pickle_module, **options)
    except (pickle.PicklingError, TypeError, AttributeError) as error:
        raise InvalidParameterValue(f"A {type(model).__name__} cannot be saved: {error}") from error


def log_model(
    pytorch_model: Any,
    artifact_path: str | None = None,
    conda_env: Any = None,
    code_paths: list[str] | None = None,
    pickle_module: ModuleType | None = None,
    registered_model_name: str | None = None,
    signature: ModelSignature | Literal[False] | None = None,
    input_example: Any = None,
    await_registration_for: int | None = 300,
    extra_files: list[str] | None = None,
    pip_requirements: Any = None,
    extra_pip_requirements: Any = None,
    metadata: dict[str, Any] | None = None,
    name: str | None = None,
    params: dict[str, Any] | None = None,
    tags: dict[str, Any] | None = None,
    model_type: str | None = None,
    step: int = 0,
    model_id: str | None = None,
    **kwargs: Any,
) -> ModelInfo:
    """Log a PyTorch model; arguments as :func:`save_model` and :meth:`mlflow.models.Model.log` take them."""
    arguments = {key: value for key, value in locals().items() if key != "kwargs"}
    return Model.log(flavor=sys.modules[__name__], **arguments, **kwargs)


def load_model(model_uri: str, dst_path: str | None = None, **kwargs: Any) -> Any:
    """Load the module of a model.

    Args:
        model_uri: The model.
        dst_path: An existing folder to download the model to.
        **kwargs: For ``torch.load``; beside them ``device``, where the module is put.

    Raises:
        ResourceDoesNotExist: There is no such model, or it is not of PyTorch.
        InvalidParameterValue: It cannot be loaded here.
        PermissionDenied: Pickles may not be loaded.
    """
    found = opened(model_uri, FLAVOR_NAME, dst_path)
    return _load(existing(found.folder, str(found.block.get("model_data") or _DATA)), **kwargs)


def _load(data: Path, device: Any = None, pickle_module: ModuleType | None = None, **options: Any) -> Any:
    """The module in a model's data folder, or in the file itself, as the first versions of MLflow kept it."""
    file = existing(data, _FILE) if data.is_dir() else data
    if device is not None:
        options.setdefault("map_location", device)
    if _is_script(file):
        pickles.check(file)
        return _read(file, lambda: torch.jit.load(file, map_location=options.get("map_location")))
    options.setdefault("weights_only", False)
    if not options["weights_only"]:
        pickles.refuse_unless_allowed(file)
        options["pickle_module"] = pickle_module or _named_pickle_module(data)
    model = _read_tensors(file, options)
    return model.to(device) if device is not None and isinstance(model, torch.nn.Module) else model


def _read_tensors(file: Path, options: dict[str, Any]) -> Any:
    """What ``torch.load`` reads; where pickles are forbidden, weights alone and by a PyTorch that reads them safely.

    Raises:
        PermissionDenied: Pickles may not be loaded.
        InvalidParameterValue: The file is damaged, or holds what is not here or not allowed.
    """
    if not options.get("weights_only") or Version(torch.__version__) < _SAFE_WEIGHTS:
        pickles.check(file)
    return _read(file, lambda: torch.load(file, **options))


def _read(file: Path, read: Any) -> Any:
    try:
        return read()
    except pickle.UnpicklingError as error:
        raise InvalidParameterValue(
            f"{file.name!r} holds more than tensors, or is damaged: {error}. weights_only=False loads it, "
            "which runs code it holds: only for models you trust."
        ) from error
    except (ImportError, AttributeError, EOFError, RuntimeError) as error:
        raise InvalidParameterValue(
            f"{file.name!r} cannot be loaded here: {type(error).__name__}: {error}. Install what the model's "
            "requirements.txt names; where it was made on a device that is not here, give device='cpu'."
        ) from error


def _is_script(file: Path) -> bool:
    """Whether an archive holds TorchScript, by the part that only that has."""
    if not zipfile.is_zipfile(file):
        return False
    with zipfile.ZipFile(file) as archive:
        return any(name.partition("/")[2] == "constants.pkl" for name in archive.namelist())


def _named_pickle_module(data: Path) -> Any:
    said = data / _PICKLE_MODULE_FILE
    name = said.read_text(encoding="utf-8").strip() if said.is_file() else _PICKLE_MODULE
    module = _PICKLE_MODULES.get(name) or sys.modules.get(name)
    if module is None:
        raise InvalidParameterValue(
            f"The model says that {name!r} reads its pickles. What a model names is not imported: import it before, "
            "or give it to load_model() as pickle_module."
        )
    return module


def save_state_dict(state_dict: dict[str, Any], path: str, **kwargs: Any) -> None:
    """Write a dictionary of state, of a module or optimizer, to ``state_dict.pth`` in a folder.

    Args:
        state_dict: What ``state_dict()`` of a module or optimizer gave.
        path: The folder, made where it is missing.
        **kwargs: For ``torch.save``.

    Raises:
        InvalidParameterValue: It is no dictionary.
    """
    if not isinstance(state_dict, dict):
        hint = "; call its state_dict()" if isinstance(state_dict, torch.nn.Module) else ""
        raise InvalidParameterValue(f"state_dict must be a dictionary, not a {type(state_dict).__name__}{hint}.")
    folder = Path(path)
    folder.mkdir(parents=True, exist_ok=True)
    torch.save(state_dict, folder / _STATE, **kwargs)


def log_state_dict(state_dict: dict[str, Any], artifact_path: str, **kwargs: Any) -> None:
    """Log a dictionary of state as an artifact of the active run; arguments as :func:`save_state_dict` takes them."""
    with tempfile.TemporaryDirectory() as folder:
        save_state_dict(state_dict, folder, **kwargs)
        log_artifacts(folder, artifact_path)


def load_state_dict(state_dict_uri: str, **kwargs: Any) -> dict[str, Any]:
    """Load a dictionary of state.

    Tensors and plain values alone are read, which runs no code, unless ``weights_only=False`` is given.

    Args:
        state_dict_uri: URI or path of the folder, such as ``runs:/<run_id>/<artifact_path>``.
        **kwargs: For ``torch.load``.

    Raises:
        ResourceDoesNotExist: There is none.
        InvalidParameterValue: It is damaged, or holds more than tensors.
        PermissionDenied: Pickles may not be loaded, and ``weights_only=False`` asks for that.
    """
    file = existing(Path(download_artifacts(str(state_dict_uri))), _STATE)
    state: dict[str, Any] = _read_tensors(file, {"weights_only": True, **kwargs})
    return state


def load_checkpoint(
    model_class: Any,
    run_id: str | None = None,
    epoch: int | None = None,
    global_step: int | None = None,
    kwargs: dict[str, Any] | None = None,
) -> Any:
    """Load a checkpoint that automatic logging of PyTorch Lightning made.

    Args:
        model_class: The ``LightningModule`` whose ``load_from_checkpoint`` reads it.
        run_id: The run; the active one where None.
        epoch: The epoch; the latest checkpoint where neither it nor ``global_step`` is given.
        global_step: The step.
        kwargs: For ``load_from_checkpoint``.

    Raises:
        InvalidParameterValue: Both ``epoch`` and ``global_step`` are given.
        ResourceDoesNotExist: There is no such checkpoint.
        PermissionDenied: Pickles may not be loaded.
    """
    with checkpoint(run_id, epoch, global_step) as file:
        pickles.check(file)
        return model_class.load_from_checkpoint(str(file), **(kwargs or {}))


def _load_pyfunc(path: str, model_config: dict[str, Any] | None = None) -> TorchFunction:
    """Load a model as a python_function; ``path`` is its data folder, which stands beside its ``MLmodel``."""
    data = Path(path)
    settings = merged_config(opened_folder(data.parent, PYFUNC).block, model_config)
    device = chosen_device(settings.get("device"))
    return TorchFunction(_load(data, device=device), device)
