from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from starlette.responses import PlainTextResponse, Response

from mlflow.contracts.acts import Level, Rule
from mlflow.contracts.openapi import PREFIXES, document
from mlflow.contracts.stores import all_acts
from mlflow.exceptions import PermissionDenied, Unauthenticated
from mlflow.server.app import Server, create_app
from mlflow.server.permissions import PUBLIC, Caller, GrantAll
from mlflow.server.settings import Settings
from mlflow.server.table import Asked, Endpoint, RouteTable
from mlflow.store.rest.store import over
from mlflow.testing.asgi import AsgiTransport


async def _hello(asked: Asked, arguments: dict[str, Any]) -> Response:
    return PlainTextResponse("hello " + arguments.get("name", ""))


class Ledger:
    """Refuses everything above a level, and writes down what it was asked."""

    def __init__(self, most: Level, known: bool = True) -> None:
        self.most = most
        self.known = known
        self.asked: list[tuple[Rule, Mapping[str, Any]]] = []

    def identify(self, headers: Mapping[str, str]) -> Caller:
        if not self.known:
            raise Unauthenticated("Who are you?")
        return Caller("someone")

    def check(self, caller: Caller, rule: Rule, arguments: Mapping[str, Any]) -> None:
        self.asked.append((rule, arguments))
        if rule.level > self.most:
            raise PermissionDenied(f"Needs {rule}.")

    def readable(self, caller: Caller, rule: Rule, result: Any) -> Any:
        return type(result)(item for item in result if item.name != "secret")


@pytest.mark.parametrize("rule", [None, "READ", Level.READ, {}])
def test_an_endpoint_without_a_rule_cannot_be_made(rule: Any) -> None:
    with pytest.raises(TypeError, match="no rule"):
        Endpoint(rule, _hello)


def test_a_bare_function_cannot_be_served() -> None:
    with pytest.raises(TypeError, match="rule"):
        RouteTable(GrantAll()).add("GET", "/x", _hello)  # type: ignore[arg-type]


def test_a_path_is_served_once() -> None:
    table = RouteTable(GrantAll())
    table.add("GET", "/x", Endpoint(PUBLIC, _hello))
    with pytest.raises(ValueError, match="already"):
        table.add("GET", "/x", Endpoint(PUBLIC, _hello))


def test_every_act_is_served_at_all_its_paths_by_one_endpoint(server: Server) -> None:
    served = {(method, path): endpoint for method, path, endpoint in server.table.routes()}
    for _, act in all_acts():
        endpoints = {id(served[method, f"{p}/{path}"]) for p in PREFIXES for method, path in act.endpoints}
        assert len(endpoints) == 1, act.name
        assert served[act.method, f"/api/2.0/{act.path}"].rule is act.rule


def test_nothing_else_is_served_but_pages_and_twins_at_the_root(server: Server) -> None:
    acts = {f"{p}/{path}" for p in PREFIXES for _, act in all_acts() for _, path in act.endpoints}
    assert {path for _, path, _ in server.table.routes()} - acts == {
        "/",
        "/docs",
        "/docs/reference.js",
        "/get-artifact",
        "/health",
        "/model-versions/get-artifact",
        "/openapi.json",
        "/static-files/{path:path}",
        "/version",
    }


def _requests() -> list[tuple[str, str]]:
    return [
        (method, prefix + path.replace(":path}", "}").replace("{", "").replace("}", ""))
        for prefix in PREFIXES
        for path, methods in ((f"/{p}", act) for _, act in all_acts() for _, p in act.endpoints)
        for method in {m for m, p in methods.endpoints if f"/{p}" == path}
    ] + [("GET", "/get-artifact"), ("GET", "/model-versions/get-artifact")]


def test_without_a_name_nothing_is_done_but_pages_are_shown_to_whom_the_authorizer_lets(settings: Settings) -> None:
    web = AsgiTransport(create_app(settings, Ledger(Level.ADMIN, known=False)))
    for method, path in _requests():
        assert web.request(method, path).status == 401, (method, path)
    web.close()


def test_with_less_than_an_act_needs_it_is_not_done(settings: Settings) -> None:
    ledger = Ledger(Level.ADMIN)
    web = AsgiTransport(create_app(settings, ledger))
    client = over(web)
    experiment = client.create_experiment("e")
    run = client.create_run(experiment)
    client.create_registered_model("m")
    ledger.most = Level.READ
    for doing in (
        lambda: client.log_metric(run.info.run_id, "a", 1.0, 1),
        lambda: client.log_inputs(run.info.run_id, []),
        lambda: client.delete_experiment(experiment),
        lambda: client.create_experiment("f"),
        lambda: client.upload_artifact("x/y", iter([b"1"])),
        lambda: client.delete_artifact("x/y"),
        lambda: client.write_run_artifact(run.info.run_id, "a", iter([b"1"])),
        lambda: client.create_model_version("m", f"runs:/{run.info.run_id}/model", run.info.run_id),
    ):
        with pytest.raises(PermissionDenied):
            doing()
    assert client.get_run(run.info.run_id).data.metrics == {}
    web.close()


def test_the_rule_is_asked_with_the_object_it_is_about(settings: Settings) -> None:
    ledger = Ledger(Level.ADMIN)
    web = AsgiTransport(create_app(settings, ledger))
    client = over(web)
    run = client.create_run("0")
    for prefix in PREFIXES:
        web.request("GET", f"{prefix}/mlflow/runs/get?run_id={run.info.run_id}")
        web.request("GET", f"{prefix}/mlflow/runs/get?run_uuid={run.info.run_id}")
    assert [a["run_id"] for rule, a in ledger.asked if rule.noun == "run"] == [run.info.run_id] * 8
    web.request("GET", f"/api/2.0/mlflow-artifacts/artifacts/{run.info.run_id}/a%20b")
    assert ledger.asked[-1] == (Rule(Level.READ, "artifact", "path"), {"path": f"{run.info.run_id}/a b"})
    web.close()


def test_a_version_of_a_run_that_the_caller_may_not_read_is_not_registered(settings: Settings) -> None:
    class Owner(Ledger):
        victim = ""

        def check(self, caller: Caller, rule: Rule, arguments: Mapping[str, Any]) -> None:
            if rule.noun == "run" and arguments.get("run_id") == self.victim:
                raise PermissionDenied("Not yours.")

    owner = Owner(Level.ADMIN)
    web = AsgiTransport(create_app(settings, owner))
    client = over(web)
    client.create_registered_model("mine")
    run = client.create_run("0")
    client.upload_artifact(f"0/{run.info.run_id}/artifacts/secret.txt", iter([b"secret"]))
    before = client.create_model_version("mine", run.info.artifact_uri or "", run.info.run_id)
    owner.victim = run.info.run_id
    for source, run_id in [
        (run.info.artifact_uri or "", run.info.run_id),
        (f"runs:/{run.info.run_id}/", None),
        (f"runs:/{run.info.run_id}/model", None),
    ]:
        with pytest.raises(PermissionDenied):
            client.create_model_version("mine", source, run_id)
    with pytest.raises(PermissionDenied):  # and what was registered while it was allowed is not read any more
        client.read_model_version_artifact("mine", before.version, "secret.txt")
    web.close()


def test_listings_are_cut_down_to_what_the_caller_may_read(settings: Settings) -> None:
    web = AsgiTransport(create_app(settings, Ledger(Level.ADMIN)))
    client = over(web)
    client.create_registered_model("secret")
    client.create_registered_model("open")
    assert [m.name for m in client.search_registered_models()] == ["open"]
    web.close()


def test_the_document_states_the_rule_of_every_operation() -> None:
    rules = {str(act.rule) for _, act in all_acts()}
    for path, methods in document()["paths"].items():
        for operation in methods.values():
            assert operation["x-permission"] in rules, path


def test_methods_that_are_not_served_are_told(web: AsgiTransport) -> None:
    answer = web.request("GET", "/api/2.0/mlflow/experiments/create")
    assert (answer.status, answer.headers["allow"]) == (405, "OPTIONS, POST")
    assert web.request("POST", "/health").status == 405
    assert web.request("HEAD", "/health").status == 200
