"""Resources, policies and schemas of retrievers in a model's record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import mlflow
from mlflow.exceptions import InvalidParameterValue
from mlflow.models.auth_policy import AuthPolicy, SystemAuthPolicy, UserAuthPolicy
from mlflow.models.rag_signatures import SIGNATURE_FOR_LLM_INFERENCE_TASK, ChatCompletionRequest
from mlflow.models.resources import (
    DatabricksApp,
    DatabricksFunction,
    DatabricksServingEndpoint,
    DatabricksTable,
    ResourceType,
)


def same(rows: Any) -> Any:
    return rows


def record_of(**more: Any) -> dict[str, Any]:
    folder = Path("models") / str(len(list(Path().glob("models/*"))))
    mlflow.pyfunc.save_model(str(folder), **({"python_model": same} | more))
    said: dict[str, Any] = yaml.safe_load((folder / "MLmodel").read_text())
    return said


def test_resources_are_listed_by_kind() -> None:
    given = [DatabricksTable("a.b.c"), DatabricksApp("x", on_behalf_of_user=True), DatabricksTable("d.e.f")]
    assert record_of(resources=given)["resources"] == {
        "api_version": "1",
        "databricks": {
            "app": [{"name": "x", "on_behalf_of_user": True}],
            "table": [{"name": "a.b.c"}, {"name": "d.e.f"}],
        },
    }
    table = DatabricksTable("a.b.c")
    assert table == DatabricksTable.from_dict({"name": "a.b.c"}) != DatabricksFunction("a.b.c")
    assert (table.type, table.target_uri) == (ResourceType.TABLE, "databricks")


def test_resources_of_a_file() -> None:
    Path("r.yaml").write_text("api_version: '1'\ndatabricks:\n  function:\n  - name: f\n  table:\n  - name: a.b.c\n")
    assert record_of(resources="r.yaml")["resources"] == {
        "api_version": "1", "databricks": {"function": [{"name": "f"}], "table": [{"name": "a.b.c"}]},
    }  # fmt: skip


@pytest.mark.parametrize(
    "given",
    ["nowhere.yaml", [1], 5, {"elsewhere": {}}, {"databricks": {"cloud": [{"name": "x"}]}},
     {"databricks": {"table": [{"nam": "x"}]}}],
)  # fmt: skip
def test_what_is_no_resource_is_refused(given: Any) -> None:
    with pytest.raises(InvalidParameterValue):
        record_of(resources=given)
    assert not Path("models").exists() or not list(Path("models").iterdir())


def test_policies() -> None:
    policy = AuthPolicy(UserAuthPolicy(["read"]), SystemAuthPolicy([DatabricksServingEndpoint("e")]))
    assert record_of(auth_policy=policy)["auth_policy"] == {
        "system_auth_policy": {
            "resources": {"api_version": "1", "databricks": {"serving_endpoint": [{"name": "e"}]}}
        },
        "user_auth_policy": {"api_scopes": ["read"]},
    }  # fmt: skip
    with pytest.raises(InvalidParameterValue):
        record_of(auth_policy="everybody")


def test_logged_models_have_them(tmp_path: Path) -> None:
    mlflow.set_tracking_uri(str(tmp_path / "mlruns"))
    info = mlflow.pyfunc.log_model(name="m", python_model=same, resources=[DatabricksTable("t")])
    said = mlflow.models.Model.load(info.model_uri)
    assert said.resources == {"api_version": "1", "databricks": {"table": [{"name": "t"}]}}


def test_what_code_says_of_its_retrievers() -> None:
    Path("model.py").write_text(
        "import mlflow\n"
        "say = mlflow.models.set_retriever_schema\n"
        "say(primary_key='old', text_column='t', name='two')\n"
        "say(primary_key='pk', text_column='t', doc_uri='d', other_columns=['o'])\n"
        "say(primary_key='pk', text_column='t', name='two')\n"
        "mlflow.models.set_model(lambda model_input: model_input)\n"
    )
    assert record_of(python_model="model.py", metadata={"mine": 1})["metadata"] == {
        "mine": 1,
        "dependencies_schemas": {
            "retrievers": [
                {"name": "retriever", "primary_key": "pk", "text_column": "t", "doc_uri": "d", "other_columns": ["o"]},
                {"name": "two", "primary_key": "pk", "text_column": "t", "doc_uri": None, "other_columns": []},
            ]
        },
    }
    mlflow.pyfunc.load_model("models/0")
    assert "metadata" not in record_of(), "what was said for one model is not said of the next"
    with pytest.raises(InvalidParameterValue):
        mlflow.models.set_retriever_schema(primary_key="", text_column="t")


def test_shapes_of_chats() -> None:
    assert ChatCompletionRequest().messages[0].role == "user"
    chat = SIGNATURE_FOR_LLM_INFERENCE_TASK["llm/v1/chat"]
    assert chat.inputs is not None and chat.inputs.input_names() == ["messages"]
