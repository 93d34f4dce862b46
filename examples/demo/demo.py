"""The whole job: sweep, compare, evaluate, register, promote, serve.

    python demo.py --folder demo --keep-ui

Everything is kept in ``./mlruns`` of the folder: no server, no set-up, nothing else running.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import time
from pathlib import Path

import numpy as np

import mlflow
from choose import best_run, evaluate, promote
from scoring import answers, ask, free_port, mlflow_command, served, wait_until_up
from sweep import sweep
from tasks import TASKS, Task


def work_through(task: Task, name: str) -> str:
    """The job on one data set; a paragraph that says what was done."""
    runs = sweep(task, name)
    best = best_run(task, name)
    metrics, baseline = evaluate(task, best.run_id)
    version = promote(task, best.run_id)
    judged = "eval_accuracy_score" if task.classifies else "eval_r2_score"

    uri = f"models:/{task.model_name}/Production"
    rows = task.split()[1]
    expected = mlflow.pyfunc.load_model(uri).predict(rows)
    print(f"  {task.name}: serving {uri}", flush=True)
    with served(uri) as address:
        predictions = ask(address, rows)
    np.testing.assert_allclose(predictions, expected)

    return (
        f"{task.name}: {runs} runs, the best is '{best['tags.mlflow.runName']}' "
        f"with {task.loss_name} {best[f'metrics.{task.loss_name}']:.4g}\n"
        f"  {judged} {metrics[judged]:.3f}, of the baseline {baseline[judged]:.3f}\n"
        f"  registered as {task.model_name} version {version.version}, alias champion, stage Production\n"
        f"  served in a process of its own: {len(predictions)} rows predicted, all as in this process"
    )


def ui_address(remembered: Path) -> str:
    """The address of a UI on ``./mlruns``: the one an earlier demo left running, or a new one."""
    if remembered.is_file() and answers(f"{remembered.read_text()}/health"):
        return remembered.read_text()
    address = f"http://127.0.0.1:{(port := free_port())}"
    log = Path("ui.log").open("wb")  # noqa: SIM115 - belongs to the server, which outlives this process
    process = subprocess.Popen(
        mlflow_command("ui", "--port", str(port)),
        stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
    )  # fmt: skip
    wait_until_up(f"{address}/health", process)
    remembered.write_text(address)
    Path("ui.pid").write_text(str(process.pid))
    return address


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", default="demo", help="where ./mlruns is to be (default: demo)")
    parser.add_argument("--keep-ui", action="store_true", help="leave the UI running at the end")
    options = parser.parse_args()

    folder = Path(options.folder)
    folder.mkdir(parents=True, exist_ok=True)
    os.chdir(folder)
    os.environ.pop("MLFLOW_TRACKING_URI", None)  # the embedded default is the point here

    started = time.monotonic()
    name = time.strftime("%Y-%m-%d %H:%M:%S")
    print(f"Sweep '{name}' in {folder}/mlruns")
    done = [work_through(task, name) for task in TASKS]
    print("\n" + "\n".join(done))
    print(f"\nDone in {time.monotonic() - started:.0f} s.")
    if options.keep_ui:
        print(f"The UI is running at {ui_address(Path('ui.address'))}  (stop it: kill {Path('ui.pid').read_text()})")
    else:
        print(f"Look at it: cd {folder} && mlflow ui")


if __name__ == "__main__":
    main()
