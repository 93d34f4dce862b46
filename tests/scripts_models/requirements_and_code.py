"""What a model needs: pip and conda in each form, code that travels along, notes, formats."""

import os
import sys

import mlflow
import mlflow.sklearn
import yaml
from mlflow.exceptions import MlflowException
from mlflow.models import Model
from sklearn.linear_model import LogisticRegression

model = LogisticRegression().fit([[0.0], [1.0]], [0, 1])


def requirements(path):
    with open(os.path.join(path, "requirements.txt")) as file:
        return file.read().splitlines()


conda = {"name": "env", "channels": ["defaults"], "dependencies": ["python=3.8", {"pip": ["mlflow", "scikit-learn"]}]}
with open("conda.yaml", "w") as file:
    yaml.safe_dump(conda, file)
with open("req.txt", "w") as file:
    file.write("# needed\nscikit-learn\nnumpy>1\n")
with open("limits.txt", "w") as file:
    file.write("numpy<3\n")
for name, given in (("by_dict", conda), ("by_file", "conda.yaml")):
    mlflow.sklearn.save_model(model, name, conda_env=given)
    assert yaml.safe_load(open(f"{name}/conda.yaml")) == conda and requirements(name) == ["mlflow", "scikit-learn"]
mlflow.sklearn.save_model(model, "listed", pip_requirements=["scikit-learn==1.7.2"])
assert requirements("listed")[1:] == ["scikit-learn==1.7.2"] and requirements("listed")[0].startswith("mlflow==")
mlflow.sklearn.save_model(model, "filed", pip_requirements="req.txt")
assert requirements("filed")[1:] == ["scikit-learn", "numpy>1"]
mlflow.sklearn.save_model(model, "limited", pip_requirements=["scikit-learn", "-c limits.txt"])
assert requirements("limited")[-1] == "-c constraints.txt" and os.path.isfile("limited/constraints.txt")
mlflow.sklearn.save_model(model, "more", extra_pip_requirements=["requests"])
assert requirements("more")[-1] == "requests" and any(
    line.startswith("scikit-learn==") for line in requirements("more")
)
mlflow.sklearn.save_model(model, "proba", pyfunc_predict_fn="predict_proba", serialization_format="pickle")
assert mlflow.pyfunc.load_model("proba").predict([[0.5]]).shape == (1, 2)
mlflow.sklearn.save_model(model, "noted", metadata={"owner": "cellar", "steps": [1, 2]})
assert Model.load("noted").metadata == {"owner": "cellar", "steps": [1, 2]}
assert os.path.samefile(mlflow.pyfunc.get_model_dependencies("noted"), "noted/requirements.txt")
os.makedirs("cellar")
for name, text in (("__init__", ""), ("prep", "def twice(x): return x * 2\n")):
    with open(f"cellar/{name}.py", "w") as file:
        file.write(text)
sys.path.insert(0, os.getcwd())


class Prepared(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input):
        from cellar.prep import twice

        return [twice(each) for each in model_input]


mlflow.pyfunc.save_model("prepared", python_model=Prepared(), code_paths=["cellar"])
assert os.listdir("prepared/code") == ["cellar"] and mlflow.pyfunc.load_model("prepared").predict([1, 2]) == [2, 4]
try:
    mlflow.sklearn.save_model(model, "noted")
except MlflowException as error:
    assert error.error_code == "RESOURCE_ALREADY_EXISTS"
else:
    raise AssertionError("written over")
