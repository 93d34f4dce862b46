"""The laws of :class:`~mlflow.contracts.stores.RegistryStore`."""

from __future__ import annotations

import time

import pytest

from mlflow.contracts.stores import Store
from mlflow.entities import ModelVersionTag, RegisteredModelTag
from mlflow.testing.store_names import INVALID, MISSING, TAKEN, fresh, refuses


def new_model(store: Store, versions: int = 0) -> str:
    """The name of a new registered model."""
    name = fresh("model")
    store.create_registered_model(name)
    for i in range(versions):
        store.create_model_version(name, f"s3://bucket/{i + 1}")
    return name


class RegistryContract:
    """Laws of registered models and their versions; needs the fixture ``store``."""

    def test_registry_created_model_is_read_back(self, store: Store) -> None:
        name, before = fresh("model"), int(time.time() * 1000)
        model = store.create_registered_model(name, [RegisteredModelTag("k", "v")], "words")
        assert (model.name, model.description, model.tags) == (name, "words", {"k": "v"})
        assert (model.latest_versions, model.aliases) == ([], {})
        assert before <= (model.creation_timestamp or 0) <= (model.last_updated_timestamp or 0) <= time.time() * 1000
        assert store.get_registered_model(name) == model
        with refuses(TAKEN):
            store.create_registered_model(name)

    @pytest.mark.parametrize("name", ["", "a/b", "a:b", "x" * 257])
    def test_registry_bad_name_is_refused(self, store: Store, name: str) -> None:
        with refuses(INVALID):
            store.create_registered_model(name)

    def test_names_are_compared_in_composed_form(self, store: Store) -> None:
        mark = fresh()
        store.create_registered_model(f"mode\u0300le {mark}")
        with refuses(TAKEN):
            store.create_registered_model(f"mod\u00e8le {mark}")
        assert store.get_registered_model(f"mod\u00e8le {mark}") == store.get_registered_model(f"mode\u0300le {mark}")

    def test_registry_unknown_model(self, store: Store) -> None:
        name = fresh("model")
        with refuses(MISSING):
            store.get_registered_model(name)
        with refuses(MISSING):
            store.update_registered_model(name, "words")
        with refuses(MISSING):
            store.rename_registered_model(name, fresh())
        with refuses(MISSING):
            store.delete_registered_model(name)
        with refuses(MISSING):
            store.create_model_version(name, "s3://b/p")
        with refuses(MISSING):
            store.get_model_version(name, "1")
        with refuses(MISSING):
            store.get_latest_versions(name)
        with refuses(MISSING):
            store.set_registered_model_tag(name, "k", "v")

    def test_registry_update(self, store: Store) -> None:
        name = new_model(store)
        assert store.update_registered_model(name, "words").description == "words"
        assert store.get_registered_model(name).description == "words"

    def test_rename_keeps_everything(self, store: Store) -> None:
        name, renamed, other = new_model(store, 2), fresh("model"), new_model(store)
        store.set_registered_model_alias(name, "best", "2")
        store.set_registered_model_tag(name, "k", "v")
        store.set_model_version_tag(name, "1", "k", "v")
        with refuses(TAKEN):
            store.rename_registered_model(name, other)
        assert store.rename_registered_model(name, renamed).name == renamed
        model = store.get_registered_model(renamed)
        assert (model.aliases, model.tags) == ({"best": "2"}, {"k": "v"})
        assert store.get_model_version(renamed, "1").tags == {"k": "v"}
        assert store.get_model_version(renamed, "1").name == renamed
        with refuses(MISSING):
            store.get_registered_model(name)
        store.create_registered_model(name)  # free again

    def test_delete_takes_the_versions_along(self, store: Store) -> None:
        name = new_model(store, 2)
        store.set_registered_model_alias(name, "best", "2")
        store.delete_registered_model(name)
        with refuses(MISSING):
            store.get_model_version(name, "1")
        assert store.search_model_versions(f"name = '{name}'") == []
        store.create_registered_model(name)
        assert store.create_model_version(name, "s3://b/p").version in (1, "1")

    def test_created_version_is_read_back(self, store: Store) -> None:
        name = new_model(store)
        version = store.create_model_version(
            name, "s3://b/p", "0" * 32, [ModelVersionTag("a", "b")], "http://link", "words"
        )
        assert (version.name, str(version.version), version.source) == (name, "1", "s3://b/p")
        assert (version.run_id, version.run_link, version.description) == ("0" * 32, "http://link", "words")
        assert (version.current_stage, version.status, version.tags) == ("None", "READY", {"a": "b"})
        assert store.get_model_version(name, "1") == version
        assert store.get_model_version_download_uri(name, "1") == "s3://b/p"
        (latest,) = store.get_registered_model(name).latest_versions
        assert latest == version

    def test_numbers_are_never_used_again(self, store: Store) -> None:
        name = new_model(store, 2)
        store.delete_model_version(name, "2")
        with refuses(MISSING):
            store.get_model_version(name, "2")
        with refuses(MISSING):
            store.delete_model_version(name, "2")
        assert store.create_model_version(name, "s3://b/p").version in (3, "3")

    @pytest.mark.parametrize(("version", "code"), [("99", MISSING), ("abc", INVALID), ("1.0", INVALID)])
    def test_unknown_version(self, store: Store, version: str, code: str) -> None:
        name = new_model(store, 1)
        with refuses(code):
            store.get_model_version(name, version)
        with refuses(code):
            store.update_model_version(name, version, "words")
        with refuses(code):
            store.delete_model_version(name, version)
        with refuses(code):
            store.transition_model_version_stage(name, version, "Staging", False)
        with refuses(code):
            store.get_model_version_download_uri(name, version)
        with refuses(code):
            store.set_registered_model_alias(name, "best", version)

    def test_update_version(self, store: Store) -> None:
        name = new_model(store, 1)
        assert store.update_model_version(name, "1", "words").description == "words"
        assert store.get_model_version(name, "1").description == "words"

    def test_stages(self, store: Store) -> None:
        name = new_model(store, 4)
        for stage in ("staging", "PRODUCTION", "Archived", "none", "Production"):
            moved = store.transition_model_version_stage(name, "1", stage, False)
            assert moved.current_stage == stage.capitalize()
        store.transition_model_version_stage(name, "2", "Production", False)
        store.transition_model_version_stage(name, "3", "Production", True)
        stages = [store.get_model_version(name, str(i)).current_stage for i in range(1, 5)]
        assert stages == ["Archived", "Archived", "Production", "None"]

        def latest(stages: list[str] | None = None) -> dict[str | None, str]:
            return {v.current_stage: str(v.version) for v in store.get_latest_versions(name, stages)}

        assert latest() == {"Archived": "2", "Production": "3", "None": "4"}
        assert latest(["production"]) == {"Production": "3"}
        assert latest(["Staging"]) == {}
        assert {str(v.version) for v in store.get_registered_model(name).latest_versions} == {"2", "3", "4"}
        for wrong in ("Foo", "Deleted_Internal"):
            with refuses(INVALID):
                store.transition_model_version_stage(name, "1", wrong, False)
            with refuses(INVALID):
                store.get_latest_versions(name, [wrong])
        with refuses(INVALID):
            store.transition_model_version_stage(name, "1", "Archived", True)

    def test_aliases(self, store: Store) -> None:
        name = new_model(store, 2)
        store.set_registered_model_alias(name, "best", "1")
        store.set_registered_model_alias(name, "a-b_c", "1")
        store.set_registered_model_alias(name, "best", "2")
        assert store.get_registered_model(name).aliases == {"best": "2", "a-b_c": "1"}
        version = store.get_model_version_by_alias(name, "best")
        assert (str(version.version), version.aliases) == ("2", ["best"])
        with refuses(INVALID):
            store.get_model_version_by_alias(name, "Best")
        store.delete_model_version(name, "2")
        with refuses(INVALID):
            store.get_model_version_by_alias(name, "best")
        for _ in range(2):  # the second time changes nothing
            store.delete_registered_model_alias(name, "a-b_c")
        assert store.get_registered_model(name).aliases == {}

    @pytest.mark.parametrize("alias", ["latest", "LATEST", "v1", "V12", "a b", "a/b", "", "a" * 256])
    def test_bad_alias_is_refused(self, store: Store, alias: str) -> None:
        name = new_model(store, 1)
        with refuses(INVALID):
            store.set_registered_model_alias(name, alias, "1")
        assert store.get_registered_model(name).aliases == {}

    @pytest.mark.parametrize("alias", ["v1x", "123", "a" * 255])
    def test_good_aliases(self, store: Store, alias: str) -> None:
        name = new_model(store, 1)
        store.set_registered_model_alias(name, alias, "1")
        assert store.get_model_version_by_alias(name, alias).version in (1, "1")

    def test_registry_tags(self, store: Store) -> None:
        name = new_model(store, 1)
        for value in ("1", "2", "v" * 100_000):
            store.set_registered_model_tag(name, "k", value)
            store.set_model_version_tag(name, "1", "k", value)
            assert store.get_registered_model(name).tags == {"k": value}
            assert store.get_model_version(name, "1").tags == {"k": value}
        for _ in range(2):  # the second time changes nothing
            store.delete_registered_model_tag(name, "k")
            store.delete_model_version_tag(name, "1", "k")
        assert store.get_registered_model(name).tags == store.get_model_version(name, "1").tags == {}
        for key, value in (("a!", "v"), ("k" * 251, "v"), ("k", "v" * 100_001)):
            with refuses(INVALID):
                store.set_registered_model_tag(name, key, value)
            with refuses(INVALID):
                store.set_model_version_tag(name, "1", key, value)

    def test_search_models(self, store: Store) -> None:
        mark = fresh("mark")
        for name in ("beta", "Alpha", "gamma"):
            store.create_registered_model(f"{name}.{mark}", [RegisteredModelTag("name", name)])
            time.sleep(0.002)
        store.create_model_version(f"Alpha.{mark}", "s3://b/p")

        def names(text: str | None = None, **kwargs: object) -> list[str]:
            wanted = f"name LIKE '%.{mark}'" + (f" AND {text}" if text else "")
            found = store.search_registered_models(wanted, **kwargs)  # type: ignore[arg-type]
            return [model.name.split(".")[0] for model in found]

        assert names() == ["Alpha", "beta", "gamma"]
        assert names(order_by=["name DESC"]) == ["gamma", "beta", "Alpha"]
        assert names(order_by=["last_updated_timestamp DESC"]) == ["Alpha", "gamma", "beta"]
        assert names("tags.name = 'beta'") == ["beta"]
        assert names("name ILIKE 'alpha%'") == ["Alpha"]
        page = store.search_registered_models(f"name LIKE '%.{mark}'", max_results=2)
        rest = store.search_registered_models(f"name LIKE '%.{mark}'", max_results=2, page_token=page.token)
        assert len(page) == 2 and [m.name for m in rest] == [f"gamma.{mark}"] and not rest.token
        for wrong in ({"max_results": 1001}, {"filter_string": "x ="}, {"page_token": "x"}, {"order_by": ["x"]}):
            with refuses(INVALID):
                store.search_registered_models(**wrong)

    def test_search_versions(self, store: Store) -> None:
        name = new_model(store, 3)
        store.set_model_version_tag(name, "2", "k", "v")
        time.sleep(0.002)
        store.update_model_version(name, "1", "changed last")
        store.create_model_version(name, "runs:/" + "a" * 32 + "/model", "a" * 32)

        def versions(text: str | None = None, **kwargs: object) -> list[str]:
            wanted = f"name = '{name}'" + (f" AND {text}" if text else "")
            found = store.search_model_versions(wanted, **kwargs)  # type: ignore[arg-type]
            return [str(version.version) for version in found]

        assert set(versions()) == {"1", "2", "3", "4"}
        assert versions(order_by=["version_number DESC"]) == ["4", "3", "2", "1"]
        assert versions("version_number > 2", order_by=["version_number"]) == ["3", "4"]
        assert versions("tags.k = 'v'") == ["2"]
        assert versions(f"run_id = '{'a' * 32}'") == ["4"]
        assert versions("source_path LIKE 's3://bucket/%'", order_by=["version_number"]) == ["1", "2", "3"]
        assert versions(max_results=2, order_by=["version_number"]) == ["1", "2"]
        for wrong in ({"max_results": 200_001}, {"max_results": 0}, {"filter_string": "x ="}, {"page_token": "x"}):
            with refuses(INVALID):
                store.search_model_versions(**wrong)

    def test_download_uri_follows_sources(self, store: Store) -> None:
        name = new_model(store)
        run = store.create_run(store.create_experiment(fresh()))
        model = store.create_logged_model(run.info.experiment_id, "m")
        store.create_model_version(name, f"runs:/{run.info.run_id}/model", run.info.run_id)
        store.create_model_version(name, f"models:/{model.model_id}", model_id=model.model_id)
        store.create_model_version(name, f"models:/{name}/2")
        assert store.get_model_version_download_uri(name, "1") == f"{run.info.artifact_uri}/model"
        assert store.get_model_version_download_uri(name, "2") == model.artifact_location
        assert store.get_model_version_download_uri(name, "3") == model.artifact_location
        assert store.get_model_version(name, "2").model_id == model.model_id

    def test_registry_prompts_can_be_told_apart(self, store: Store) -> None:
        """Clients of MLflow 3 keep prompts as models with a tag, and ask for its absence in each search."""
        plain, prompt = new_model(store), new_model(store)
        store.set_registered_model_tag(prompt, "mlflow.prompt.is_prompt", "true")
        tag = "tags.`mlflow.prompt.is_prompt`"

        def names(condition: str) -> set[str]:
            return {model.name for model in store.search_registered_models(condition)} & {plain, prompt}

        assert names(f"{tag} != 'true'") == names(f"{tag} = 'false'") == {plain}
        assert names(f"{tag} = 'true'") == names(f"{tag} != 'false'") == {prompt}
