"""Functions of R (crates), as the R package of MLflow saves them: R answers, in a process of its own.

Such a model has no flavor ``python_function``; it is loaded as one all the same. Rows go to R and come back as CSV
files, so that R needs no package but those the function itself uses.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd

from mlflow.exceptions import ExecutionException, InvalidParameterValue, MissingConfigException
from mlflow.models import pickles
from mlflow.models.classes import name_of
from mlflow.models.flavor import opened_folder

FLAVOR_NAME = "crate"
_FILE = "crate.bin"
_PROGRAM = "Rscript"
#: What R runs; the files are its arguments, never part of its text. The file holds a function, or its bytes.
_SCRIPT = """\
paths <- commandArgs(trailingOnly = TRUE)
crate <- readRDS(paths[1])
if (is.raw(crate)) crate <- unserialize(crate)
if (!is.function(crate)) stop("the file of the model holds no function, but: ", class(crate)[1])
answer <- crate(read.csv(paths[2], check.names = FALSE, stringsAsFactors = FALSE))
if (!is.data.frame(answer) && !is.matrix(answer)) answer <- data.frame(answer = unlist(answer))
write.csv(answer, paths[3], row.names = FALSE)
"""


class _Crate:
    """A function of R as a python_function: a table in, a table or, where R gives a vector, a column out."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def predict(self, data: Any, params: dict[str, Any] | None = None) -> Any:
        if not isinstance(data, pd.DataFrame):
            raise InvalidParameterValue(f"A function of R is asked by a table, not by a {name_of(data)}.")
        program = shutil.which(_PROGRAM)
        if program is None:
            raise MissingConfigException(f"The model is a function of R, and {_PROGRAM} is not on the PATH; install R.")
        with tempfile.TemporaryDirectory(prefix="mlflow-r-") as folder:
            script, asked, answer = (Path(folder, name) for name in ("ask.R", "asked.csv", "answer.csv"))
            script.write_text(_SCRIPT, encoding="utf-8")
            data.to_csv(asked, index=False)
            files = [str(each) for each in (script, self._file.absolute(), asked, answer)]
            done = subprocess.run([program, "--vanilla", *files], capture_output=True, text=True, check=False)
            if done.returncode or not answer.is_file():
                raise ExecutionException(f"R could not answer: {done.stderr.strip() or done.stdout.strip()}")
            said = pd.read_csv(answer)
        return said["answer"].tolist() if said.columns.tolist() == ["answer"] else said


def _load_pyfunc(path: str) -> _Crate:
    """Load a function of R; ``path`` is the folder of the model.

    Raises:
        ResourceDoesNotExist: The model is none, or its file is missing.
        PermissionDenied: Pickles may not be loaded: R's files hold code, too.
    """
    file = opened_folder(Path(path), FLAVOR_NAME).file("model", _FILE)
    pickles.refuse_unless_allowed(file, "function of R")
    return _Crate(file)
