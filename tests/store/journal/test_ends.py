"""How programs end: what they leave, what they say of it, and who ships it."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from textwrap import dedent

import pytest
from click.testing import CliRunner

from mlflow import MlflowClient
from mlflow.cli.main import main
from mlflow.store.journal.file import all_records
from tests.processes import clean_environment, free_port, server
from tests.store.journal.programs import left, run, start

_NOBODY = "http://127.0.0.1:9"  # the port of a service that discards what it gets, which nobody runs

_OFFLINE = """
    import mlflow
    mlflow.set_experiment("written on a plane")
    with mlflow.start_run(run_name="one", tags={"k": "v"}) as run:
        mlflow.log_params({"a": 1, "b": "x"})
        for i in range(50):
            mlflow.log_metric("m", i, step=i)
        mlflow.log_text("hello", "notes/a.txt")
        mlflow.set_experiment_tag("team", "blue")
        seen = mlflow.get_run(run.info.run_id)
        assert seen.data.metrics == {"m": 49} and seen.data.params["b"] == "x" and seen.info.run_name == "one"
        assert [f.path for f in mlflow.MlflowClient().list_artifacts(run.info.run_id, "notes")] == ["notes/a.txt"]
        assert len(mlflow.MlflowClient().get_metric_history(run.info.run_id, "m")) == 50
        with mlflow.start_run(nested=True) as child:
            mlflow.log_metric("c", 1)
    found = mlflow.search_runs(filter_string="metrics.m = 49", output_format="list")
    assert [r.info.run_id for r in found] == [run.info.run_id]
    print(run.info.run_id, child.info.run_id)
"""


def _synced(*arguments: str, folder: Path, status: int = 0, **variables: str) -> str:
    """What ``mlflow sync`` prints."""
    done = subprocess.run(
        [sys.executable, "-m", "mlflow", "sync", *arguments],
        cwd=folder, env=clean_environment(PENSTOCK_JOURNAL_DIR=str(folder / "journals"), **variables),
        capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout


def _check(client: MlflowClient, run_id: str, child_id: str) -> None:
    found = client.get_run(run_id)
    assert found.data.metrics == {"m": 49} and found.data.params == {"a": "1", "b": "x"}
    assert found.data.tags["k"] == "v" and "penstock.localRunId" not in found.data.tags
    assert (found.info.status, found.info.run_name) == ("FINISHED", "one")
    assert [p.step for p in client.get_metric_history(run_id, "m")] == list(range(50))
    assert client.get_run(child_id).data.tags["mlflow.parentRunId"] == run_id
    experiment = client.get_experiment(found.info.experiment_id)
    assert experiment.name == "written on a plane" and experiment.tags["team"] == "blue"
    assert Path(client.download_artifacts(run_id, "notes/a.txt")).read_text() == "hello"


@pytest.mark.parametrize("kind", ["folder", "database"])
def test_offline_on_purpose(kind: str, tmp_path: Path) -> None:
    uri = str(tmp_path / "mlruns") if kind == "folder" else f"sqlite:///{tmp_path}/records.db"
    out, err = run(_OFFLINE, tmp_path, MLFLOW_TRACKING_URI=uri, MLFLOW_OFFLINE="1")
    assert "mlflow sync" in err and "of 2 runs" in err and not (tmp_path / "mlruns").exists()
    assert "waiting" in _synced("--list", "--tracking-uri", uri, folder=tmp_path)
    assert left(tmp_path)
    told = _synced("--tracking-uri", uri, folder=tmp_path)
    assert re.search(r"\d+ sent", told) and not left(tmp_path) and not list((tmp_path / "journals").rglob("*.files"))
    _check(MlflowClient(uri), *out.split())
    assert "Nothing" in _synced("--tracking-uri", uri, folder=tmp_path)


def test_a_server_that_is_not_there_yet(tmp_path: Path) -> None:
    port = free_port()
    uri = f"http://127.0.0.1:{port}"
    out, err = run(_OFFLINE, tmp_path, MLFLOW_TRACKING_URI=uri, PENSTOCK_JOURNAL_EXIT_SECONDS="0.2")
    assert err.count("not to be had") == 1 and "mlflow sync" in err
    assert "left" in _synced(folder=tmp_path, status=1)
    with server(Path(sys.executable), tmp_path, 30) as other:
        # The server came up elsewhere: the journals of an address go where they are sent.
        (store,) = (tmp_path / "journals").glob("*/store")
        store.write_text(other)
        told = _synced(folder=tmp_path)
        assert "sent" in told and not left(tmp_path)
        _check(MlflowClient(other), *[line.split() for line in out.splitlines()][-1])


_MODEL = """
    import mlflow

    def double(model_input: list[int]) -> list[int]:
        return [2 * i for i in model_input]

    with mlflow.start_run() as run:
        made = mlflow.pyfunc.log_model(name="doubling", python_model=double, params={"k": 1})
        mlflow.set_logged_model_tags(made.model_id, {"t": "v"})
        mlflow.log_metric("score", 0.5, model_id=made.model_id)
        assert mlflow.pyfunc.load_model(f"models:/{made.model_id}").predict([1, 2]) == [2, 4]
        assert mlflow.pyfunc.load_model(f"runs:/{run.info.run_id}/doubling").predict([4]) == [8]
    print(run.info.run_id, made.model_id)
"""


@pytest.mark.parametrize("kind", ["folder", "server"])
def test_models_are_logged_offline(kind: str, tmp_path: Path) -> None:
    def check(uri: str) -> None:
        out, _ = run(_MODEL, tmp_path, MLFLOW_TRACKING_URI=uri, MLFLOW_OFFLINE="1")
        run_id, model_id = out.splitlines()[-1].split()
        assert "sent" in _synced("--tracking-uri", uri, folder=tmp_path) and not left(tmp_path)
        client = MlflowClient(uri)
        model = client.get_logged_model(model_id)
        assert (model.name, model.status, model.source_run_id) == ("doubling", "READY", run_id)
        assert model.tags["t"] == "v" and model.params["k"] == "1" and model.metrics[0].value == 0.5
        assert [o.model_id for o in client.get_run(run_id).outputs.model_outputs] == [model_id]
        loading = f"import mlflow; print(mlflow.pyfunc.load_model('models:/{model_id}').predict([3]))"
        assert run(loading, tmp_path, MLFLOW_TRACKING_URI=uri)[0] == "[6]"
        assert not list((tmp_path / "journals").rglob("*.refused.jsonl"))

    if kind == "folder":
        check(str(tmp_path / "mlruns"))
    else:
        with server(Path(sys.executable), tmp_path, 30) as url:
            check(url)


def test_exit_is_bounded_and_tells(tmp_path: Path) -> None:
    code = """
        import mlflow
        mlflow.start_run()
        mlflow.log_metric("m", 1)
    """
    began = time.monotonic()
    _, err = run(code, tmp_path, MLFLOW_TRACKING_URI=_NOBODY, PENSTOCK_JOURNAL_EXIT_SECONDS="1")
    assert time.monotonic() - began < 20
    assert re.search(r"mlflow: kept in .*journals.*: 3 records of 1 run \([0-9a-f]{32}\), .*'mlflow sync'", err), err


def test_ctrl_c_ends_the_wait_at_the_end(tmp_path: Path) -> None:
    code = """
        import mlflow
        mlflow.start_run()
        mlflow.log_metric("m", 1)
        print("at the end", flush=True)
    """
    process = start(code, tmp_path, MLFLOW_TRACKING_URI=_NOBODY, PENSTOCK_JOURNAL_EXIT_SECONDS="60")
    assert process.stdout is not None and process.stdout.readline() == "at the end\n"
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert "mlflow sync" in err and "Traceback" not in err


@pytest.mark.parametrize("signal_name", ["SIGTERM", "SIGKILL"])
def test_the_next_process_ships_what_is_left(signal_name: str, tmp_path: Path) -> None:
    code = """
        import mlflow, time
        run = mlflow.start_run()
        for i in range(1000):
            mlflow.log_metric("m", i, step=i)
        print(run.info.run_id, flush=True)
        time.sleep(60)
    """
    uri = str(tmp_path / "mlruns")
    # Offline, so that nothing is shipped before the signal; the run is known to its journal alone.
    process = start(code, tmp_path, MLFLOW_TRACKING_URI=uri, MLFLOW_OFFLINE="1")
    assert process.stdout is not None
    run_id = process.stdout.readline().strip()
    process.send_signal(getattr(signal, signal_name))
    process.communicate(timeout=20)
    assert len(left(tmp_path)) == 1
    next_one = """
        import mlflow, sys
        print(len(mlflow.MlflowClient().get_metric_history(sys.argv[1] if len(sys.argv) > 1 else RUN, "m")))
    """.replace("RUN", repr(run_id))
    out, _ = run(next_one, tmp_path, MLFLOW_TRACKING_URI=uri)
    assert out == "1000" and not left(tmp_path)


def test_two_that_sync_at_once(tmp_path: Path) -> None:
    uri = str(tmp_path / "mlruns")
    code = """
        import mlflow
        mlflow.start_run()
        for i in range(3000):
            mlflow.log_metrics({f"m{k}": i for k in range(5)}, step=i)
        print(mlflow.active_run().info.run_id)
    """
    runs = [run(code, tmp_path, MLFLOW_TRACKING_URI=uri, MLFLOW_OFFLINE="1")[0] for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        told = list(pool.map(lambda _: _synced("--tracking-uri", uri, folder=tmp_path), range(3)))
    sent = [int(n.replace(",", "")) for each in told for n in re.findall(r"([\d,]+) sent", each)]
    assert sum(sent) == 3 * 3002, told
    client = MlflowClient(uri)
    for run_id in runs:
        assert [p.step for p in client.get_metric_history(run_id, "m3")] == list(range(3000))


def test_a_torn_tail_and_a_damaged_middle(tmp_path: Path) -> None:
    uri = str(tmp_path / "mlruns")
    code = """
        import mlflow
        mlflow.start_run()
        for i in range(100):
            mlflow.log_metric("m", i, step=i)
        print(mlflow.active_run().info.run_id)
        import os, sys; sys.stdout.flush(); os._exit(0)
    """
    run_id, _ = run(code, tmp_path, MLFLOW_TRACKING_URI=uri, MLFLOW_OFFLINE="1")
    (journal,) = left(tmp_path)
    assert len(all_records(journal)) == 101
    data = bytearray(journal.read_bytes())
    data[len(data) // 2] ^= 0xFF
    journal.write_bytes(bytes(data[:-7]))
    told = run(f"import mlflow; print(mlflow.get_run({run_id!r}).data.metrics)", tmp_path, MLFLOW_TRACKING_URI=uri)
    assert "is damaged" in told[1]
    steps = [p.step for p in MlflowClient(uri).get_metric_history(run_id, "m")]
    assert len(steps) == 98 and steps[-1] == 98 and len(set(steps)) == 98
    assert list((tmp_path / "journals").rglob("*.damaged")) and not left(tmp_path)


def test_a_full_disk_loses_nothing_that_the_store_can_take(tmp_path: Path) -> None:
    code = """
        import mlflow, resource, signal
        from mlflow.active.runs import innermost
        from pathlib import Path
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        run = mlflow.start_run()
        mlflow.log_metric("m", -1, step=0)
        mlflow.flush_async_logging()
        journal = innermost().store.journal.first_path
        store = innermost().store
        # Files of this process cannot grow beyond the journal's next few records; the database is behind a server.
        resource.setrlimit(resource.RLIMIT_FSIZE, (journal.stat().st_size + 1000, resource.RLIM_INFINITY))
        for i in range(5000):
            mlflow.log_metric("m", i, step=i + 1)
        mlflow.log_param("p", 1)
        assert mlflow.get_run(run.info.run_id).data.params == {"p": "1"}
        assert len(mlflow.MlflowClient().get_metric_history(run.info.run_id, "m")) == 5001
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        mlflow.log_metric("after", 1)
        assert mlflow.get_run(run.info.run_id).data.metrics["after"] == 1
        print("fine")
    """
    with server(Path(sys.executable), tmp_path, 30) as url:
        out, err = run(code, tmp_path, MLFLOW_TRACKING_URI=url)
    assert "fine" in out and err.count("is the disk full?") == 1 and "lost" not in err
    assert not left(tmp_path)


def test_workers_of_a_pool_that_is_terminated(tmp_path: Path) -> None:
    code = """
        import multiprocessing, os, mlflow

        def work(i):
            mlflow.log_metric(f"w{i}", i, run_id=os.environ["RUN"])
            return i

        if __name__ == "__main__":
            with mlflow.start_run() as run:
                os.environ["RUN"] = run.info.run_id
                for method in ("fork", "spawn"):
                    with multiprocessing.get_context(method).Pool(2) as pool:
                        pool.map(work, range(6))
                    assert len(mlflow.get_run(run.info.run_id).data.metrics) == 6, method
            print("fine")
    """
    script = tmp_path / "program.py"
    script.write_text(dedent(code))
    done = subprocess.run(
        [sys.executable, str(script)], cwd=tmp_path, env=clean_environment(), capture_output=True, text=True,
        timeout=100, check=False,
    )  # fmt: skip
    assert done.stdout.strip() == "fine", done.stdout + done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no fork here")
def test_forked_workers_end_without_the_rites(tmp_path: Path) -> None:
    code = """
        import multiprocessing, mlflow

        def work(run_id, i):
            mlflow.log_metric(f"w{i}", i, run_id=run_id)

        run = mlflow.start_run()
        Process = multiprocessing.get_context("fork").Process
        workers = [Process(target=work, args=(run.info.run_id, i)) for i in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        print(run.info.run_id)
    """
    uri = str(tmp_path / "mlruns")
    run_id, _ = run(code, tmp_path, MLFLOW_TRACKING_URI=uri)
    assert not left(tmp_path)
    assert MlflowClient(uri).get_run(run_id).data.metrics == {f"w{i}": i for i in range(4)}


def test_what_is_logged_after_the_end_is_logged(tmp_path: Path) -> None:
    code = """
        import atexit
        import sys
        import mlflow as tracker

        def late():
            client.log_metric(run_id, "late", 1)

        atexit.register(late)  # runs after what was registered later
        client = tracker.MlflowClient()
        run_id = client.create_run("0").info.run_id
        client.log_metric(run_id, "early", 1)
        print(run_id)
    """
    uri = str(tmp_path / "mlruns")
    run_id, err = run(code, tmp_path, MLFLOW_TRACKING_URI=uri)
    assert not left(tmp_path) and not err
    assert MlflowClient(uri).get_run(run_id).data.metrics == {"early": 1, "late": 1}


def test_sync_says_when_there_is_nothing() -> None:
    result = CliRunner().invoke(main, ["sync"])
    assert result.exit_code == 0 and "Nothing is waiting" in result.output


def test_sync_shows_no_server_the_credentials_of_another(tmp_path: Path) -> None:
    """A token is that of the server in force; those that programs noted in a folder are not to see it unasked."""
    port = free_port()
    uri = f"http://127.0.0.1:{port}"
    run(_OFFLINE, tmp_path, MLFLOW_TRACKING_URI=uri, PENSTOCK_JOURNAL_EXIT_SECONDS="0.2")
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", port)) as listening:

        def answer() -> None:
            while True:
                try:
                    line, _ = listening.accept()
                except OSError:
                    return
                with line:
                    heard.append(line.recv(65536))
                    line.sendall(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        try:
            token = {"MLFLOW_TRACKING_TOKEN": "kept-to-ourselves", "MLFLOW_TRACKING_URI": "http://tracking.example"}
            told = _synced(folder=tmp_path, status=1, **token)
            assert f"mlflow sync --tracking-uri {uri}" in told and not heard
            _synced("--tracking-uri", uri, folder=tmp_path, status=1, **token)
            assert heard and b"kept-to-ourselves" in heard[0]
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join(10)
    assert left(tmp_path)
