"""Logged models of MLflow 3: steps, metrics of a model and a dataset, search, models made elsewhere."""

import mlflow
import pandas as pd
from sklearn.linear_model import LinearRegression

X = pd.DataFrame({"a": [1.0, 2.0]})
mlflow.set_experiment("tuning")
with mlflow.start_run(run_name="parent") as parent:
    for degree in (1, 2):
        with mlflow.start_run(nested=True, run_name=f"degree {degree}"):
            model = LinearRegression().fit(X**degree, [1.0, 2.0])
            info = mlflow.sklearn.log_model(model, name="line", params={"degree": degree}, step=degree, input_example=X)
            mlflow.log_metric("score", degree / 2, model_id=info.model_id, step=degree)
            data = mlflow.data.from_pandas(X, name="rows")
            mlflow.log_metrics({"error": 0.1}, dataset=data, model_id=info.model_id)
best = mlflow.search_logged_models(
    experiment_ids=[parent.info.experiment_id],
    order_by=[{"field_name": "metrics.score", "ascending": False}],
    max_results=1,
    output_format="list",
)[0]
assert best.name == "line" and best.params == {"degree": "2"} and best.model_id == info.model_id
assert {(m.key, m.value, m.dataset_name) for m in best.metrics} >= {("error", 0.1, "rows")}
found = mlflow.search_logged_models(
    experiment_ids=[parent.info.experiment_id], filter_string="params.degree = '1'", output_format="list"
)
assert [model.params["degree"] for model in found] == ["1"]
assert mlflow.pyfunc.load_model(f"models:/{best.model_id}").predict(X).shape == (2,)
version = mlflow.register_model(best.model_uri, "Line", tags={"checked": "yes"})
assert int(version.version) == 1 and version.model_id == best.model_id and version.tags == {"checked": "yes"}
children = mlflow.search_runs(
    filter_string=f"tags.mlflow.parentRunId = '{parent.info.run_id}'", order_by=["metrics.score DESC"]
)
assert list(children["metrics.score"]) == [1.0, 0.5]
assert mlflow.sklearn.load_model(f"runs:/{children.iloc[0].run_id}/line").n_features_in_ == 1
started = mlflow.initialize_logged_model(name="made", params={"a": "b"})
assert str(started.status) == "PENDING"
mlflow.finalize_logged_model(started.model_id, "READY")
assert str(mlflow.get_logged_model(started.model_id).status) == "READY"
assert mlflow.create_external_model(name="away", model_type="agent").model_type == "agent"
mlflow.set_logged_model_tags(best.model_id, {"chosen": "yes"})
assert mlflow.get_logged_model(best.model_id).tags["chosen"] == "yes"
