"""Genuine MLflow with the frameworks of a group, in one process for all that is asked: its start takes seconds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from threading import Timer
from typing import Any

from tests.processes import clean_environment

RUN = Path(__file__).parent / "scripts" / "run.py"
SECONDS = 300


class GenuineProcess:
    """Runs scripts under a genuine MLflow 3.6.0; starts with the first.

    The group's own packages come first on the path, then genuine MLflow with what the group lacks of its needs.
    Penstock is an editable install here, which comes after both.
    """

    def __init__(self, python: Path, log: Path) -> None:
        self._python = python
        self._log = log
        self._process: subprocess.Popen[str] | None = None

    def facts(self, script: Path, folder: Path, *arguments: str) -> Any:
        """Run a script in the folder; what it reports as JSON on its last line.

        Raises:
            AssertionError: The script failed; its output is in the message.
        """
        process = self._process = self._process or self._started()
        assert process.stdin is not None and process.stdout is not None
        end = Timer(SECONDS, process.kill)
        end.start()
        try:
            question = {"script": str(script), "folder": str(folder), "arguments": arguments}
            print(json.dumps(question), file=process.stdin, flush=True)
            line = process.stdout.readline()
        finally:
            end.cancel()
        answer = json.loads(line or '{"error": "The process ended."}')
        if "error" in answer:
            log = self._log.read_text(errors="replace")
            self.close()  # the next script shall not suffer from this one
            raise AssertionError(f"{script.name} {' '.join(arguments)}:\n{answer['error']}\n{log}")
        return answer["facts"]

    def close(self) -> None:
        """End the process, if it began."""
        process, self._process = self._process, None
        if process is None:
            return
        try:
            process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()

    def _started(self) -> subprocess.Popen[str]:
        genuine = subprocess.run(
            [str(self._python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
            check=True, capture_output=True, text=True,
        ).stdout.strip()  # fmt: skip
        environment = clean_environment(PYTHONPATH=os.pathsep.join([sysconfig.get_path("purelib"), genuine]))
        with self._log.open("w") as log:
            return subprocess.Popen(
                [sys.executable, str(RUN)], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
                text=True,
            )  # fmt: skip
