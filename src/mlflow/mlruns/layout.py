"""The names of the layout, and whether a folder has it."""

from __future__ import annotations

import os
from typing import Final

META: Final = "meta.yaml"
TRASH: Final = ".trash"
#: Folder of the registry beside the experiments, and of logged models in an experiment.
MODELS: Final = "models"
TAGS: Final = "tags"
PARAMS: Final = "params"
METRICS: Final = "metrics"
INPUTS: Final = "inputs"
OUTPUTS: Final = "outputs"
DATASETS: Final = "datasets"
TRACES: Final = "traces"
ARTIFACTS: Final = "artifacts"
ALIASES: Final = "aliases"
VERSION: Final = "version-"

#: Folders of an experiment that are no runs.
BESIDE_RUNS: Final = frozenset({TAGS, DATASETS, MODELS, TRACES, ARTIFACTS})
#: What makes a folder without ``meta.yaml`` look like a run that has lost it.
OF_RUNS: Final = (METRICS, PARAMS)


def holds_layout(directory: str) -> bool:
    """Whether a folder holds experiments or registered models in the layout of MLflow's file store."""
    for folder in (directory, os.path.join(directory, TRASH), os.path.join(directory, MODELS)):
        try:
            with os.scandir(folder) as entries:
                if any(os.path.isfile(os.path.join(e.path, META)) for e in entries if e.is_dir(follow_symlinks=False)):
                    return True
        except (FileNotFoundError, NotADirectoryError):
            continue
    return False
