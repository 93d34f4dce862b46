"""A project that was started: wait for it, ask about it, stop it."""

from __future__ import annotations

import os
import signal
import subprocess
from abc import abstractmethod
from collections.abc import Callable
from contextlib import suppress

from mlflow.entities import RunStatus


class SubmittedRun:
    """A started project run; backends return one."""

    @property
    @abstractmethod
    def run_id(self) -> str:
        """The run it logs to."""
        raise NotImplementedError

    @abstractmethod
    def wait(self) -> bool:
        """Wait until it ends; whether it succeeded."""
        raise NotImplementedError

    @abstractmethod
    def get_status(self) -> str:
        """``RUNNING``, ``FINISHED``, ``FAILED`` or ``KILLED``."""
        raise NotImplementedError

    @abstractmethod
    def cancel(self) -> None:
        """Stop it and wait for its end; nothing happens if it has ended."""
        raise NotImplementedError


class LocalSubmittedRun(SubmittedRun):
    """A project running in a process of this machine, started as the leader of its own process group.

    Args:
        run_id: The run it logs to.
        command_proc: The process.
        ended: Called once, with the exit code, when the end of the process is first seen.
    """

    def __init__(
        self, run_id: str, command_proc: subprocess.Popen[bytes], ended: Callable[[int], None] | None = None
    ) -> None:
        super().__init__()
        self._run_id = run_id
        self.command_proc = command_proc
        self._ended = ended
        self._cancelled = False

    @property
    def run_id(self) -> str:
        return self._run_id

    def wait(self) -> bool:
        code = self.command_proc.wait()
        self._see_end(code)
        return code == 0

    def get_status(self) -> str:
        code = self.command_proc.poll()
        if code is None:
            return RunStatus.to_string(RunStatus.RUNNING)
        self._see_end(code)
        if self._cancelled and code != 0:
            return RunStatus.to_string(RunStatus.KILLED)
        return RunStatus.to_string(RunStatus.FINISHED if code == 0 else RunStatus.FAILED)

    def cancel(self) -> None:
        if self.command_proc.poll() is None:
            self._cancelled = True
            stop_group(self.command_proc)
        self.wait()

    def _see_end(self, code: int) -> None:
        ended, self._ended = self._ended, None
        if ended is not None:
            ended(code)


#: How long a process may take to end when asked to.
GRACE_SECONDS = 10.0


def stop_group(process: subprocess.Popen[bytes], grace: float = GRACE_SECONDS) -> None:
    """End a process that leads its group, and all it started: politely first, then by force."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(grace)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
