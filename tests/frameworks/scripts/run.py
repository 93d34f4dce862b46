"""Runs scripts one after the other in one process: on stdin a line of JSON asks, on stdout a line of JSON answers.

Each begins with the variables and the import path that the process began with; what is imported stays.
"""

from __future__ import annotations

import io
import json
import os
import runpy
import sys
import traceback
from contextlib import redirect_stdout
from pathlib import Path

# Children of scripts shall neither read what is asked nor write among the answers.
asked = os.fdopen(os.dup(0), encoding="utf-8")
answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
os.dup2(2, 1)
variables, path = dict(os.environ), sys.path[1:]

for line in asked:
    question = json.loads(line)
    os.environ.clear()
    os.environ.update(variables)
    os.chdir(question["folder"])
    sys.argv = [question["script"], *question["arguments"]]
    sys.path[:] = [str(Path(question["script"]).parent), *path]
    said = io.StringIO()
    try:
        with redirect_stdout(said):
            runpy.run_path(question["script"], run_name="__main__")
        answer = {"facts": json.loads(said.getvalue().strip().splitlines()[-1])}
    except BaseException:
        answer = {"error": f"{said.getvalue()}\n{traceback.format_exc()}"}
    print(json.dumps(answer), file=answers, flush=True)
