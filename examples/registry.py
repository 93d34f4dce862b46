"""The registry: versions of a model, their stages and aliases, and loading by each."""

from __future__ import annotations

from sklearn.linear_model import LinearRegression

import mlflow

client = mlflow.MlflowClient()
for slope in (1.0, 2.0, 3.0):
    with mlflow.start_run():
        mlflow.log_param("slope", slope)
        model = LinearRegression().fit([[0.0], [1.0]], [0.0, slope])
        mlflow.sklearn.log_model(model, name="line", registered_model_name="line")

assert sorted(int(version.version) for version in client.search_model_versions("name = 'line'")) == [1, 2, 3]

client.set_registered_model_alias("line", "champion", 2)
client.transition_model_version_stage("line", 1, "Production")
client.transition_model_version_stage("line", 3, "Production", archive_existing_versions=True)
assert client.get_model_version("line", 1).current_stage == "Archived"

client.set_model_version_tag("line", "3", "approved_by", "Ada")
(approved,) = client.search_model_versions("name = 'line' and tags.approved_by = 'Ada'")
assert int(approved.version) == 3

for address, slope in {
    "models:/line/1": 1.0,
    "models:/line@champion": 2.0,
    "models:/line/Production": 3.0,
    "models:/line/latest": 3.0,
}.items():
    (prediction,) = mlflow.pyfunc.load_model(address).predict([[10.0]])
    assert abs(prediction - 10 * slope) < 1e-9, address
print("three lines, one champion, one in production")
