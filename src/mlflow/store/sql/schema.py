"""The tables, by version: what a new database is made of, and what brings an older one up to date.

Conventions: times are milliseconds since the epoch; ``deleted`` is NULL while an object is in use and the time it was
binned at afterwards; NaN is stored as NULL where a row's existence already says that there is a value; names of columns
avoid every dialect's reserved words, so nothing is quoted.
"""

from __future__ import annotations

import re
from typing import Final

from mlflow.store.sql.dialects.contract import Dialect

_RECORDS: Final = """
CREATE TABLE facts (
    name {key} NOT NULL PRIMARY KEY,
    value {text} NOT NULL
){clustered};

CREATE TABLE experiments (
    id {whole} NOT NULL PRIMARY KEY,
    name {label} NOT NULL UNIQUE,
    location {text} NOT NULL,
    created {whole} NOT NULL,
    updated {whole} NOT NULL,
    deleted {whole}
);

CREATE TABLE experiment_tags (
    experiment {whole} NOT NULL REFERENCES experiments (id) ON DELETE CASCADE,
    name {key} NOT NULL,
    value {text} NOT NULL,
    PRIMARY KEY (experiment, name)
){clustered};

CREATE TABLE runs (
    id {serial},
    run_id {key} NOT NULL UNIQUE,
    experiment {whole} NOT NULL REFERENCES experiments (id) ON DELETE CASCADE,
    name {text} NOT NULL,
    user_id {text} NOT NULL,
    status {word} NOT NULL,
    started {whole} NOT NULL,
    ended {whole},
    deleted {whole},
    location {text} NOT NULL
);
CREATE INDEX runs_by_start ON runs (experiment, deleted, started DESC, run_id);

CREATE TABLE params (
    run {whole} NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    name {key} NOT NULL,
    value {text} NOT NULL,
    PRIMARY KEY (run, name)
){clustered};

CREATE TABLE run_tags (
    run {whole} NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    name {key} NOT NULL,
    value {text} NOT NULL,
    PRIMARY KEY (run, name)
){clustered};
"""

_SERIES: Final = """
CREATE TABLE metric_names (
    id {serial},
    name {key} NOT NULL UNIQUE
);

CREATE TABLE origins (
    id {serial},
    model_id {key} NOT NULL,
    dataset_name {label} NOT NULL,
    dataset_digest {key} NOT NULL
);
CREATE INDEX origins_by_model ON origins (model_id);

CREATE TABLE metrics (
    run {whole} NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    metric {whole} NOT NULL REFERENCES metric_names (id),
    points {whole} NOT NULL,
    value_last {real},
    last_step {whole} NOT NULL,
    last_time {whole} NOT NULL,
    last_origin {whole} NOT NULL,
    value_first {real},
    first_step {whole} NOT NULL,
    first_time {whole} NOT NULL,
    value_min {real},
    value_max {real},
    next_part {whole} NOT NULL,
    loose_parts {whole} NOT NULL,
    PRIMARY KEY (run, metric)
){clustered};

CREATE TABLE series (
    run {whole} NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    metric {whole} NOT NULL REFERENCES metric_names (id),
    part {whole} NOT NULL,
    points {whole} NOT NULL,
    low_step {whole} NOT NULL,
    low_time {whole} NOT NULL,
    high_step {whole} NOT NULL,
    high_time {whole} NOT NULL,
    packing {whole} NOT NULL,
    packed {blob} NOT NULL,
    PRIMARY KEY (run, metric, part)
){clustered};

CREATE TABLE model_metrics (
    model_id {key} NOT NULL,
    metric {whole} NOT NULL REFERENCES metric_names (id),
    origin {whole} NOT NULL REFERENCES origins (id),
    run {whole} NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    value_last {real},
    last_step {whole} NOT NULL,
    last_time {whole} NOT NULL,
    PRIMARY KEY (model_id, metric, origin, run)
){clustered};
"""

_INPUTS: Final = """
CREATE TABLE datasets (
    id {serial},
    experiment {whole} NOT NULL REFERENCES experiments (id) ON DELETE CASCADE,
    name {label} NOT NULL,
    digest {key} NOT NULL,
    source_type {text} NOT NULL,
    source {text} NOT NULL,
    data_schema {text},
    profile {text},
    UNIQUE (experiment, name, digest)
);

CREATE TABLE inputs (
    id {serial},
    run {whole} NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    dataset {whole} NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
    UNIQUE (run, dataset)
);
CREATE INDEX inputs_by_dataset ON inputs (dataset);

CREATE TABLE input_tags (
    input {whole} NOT NULL REFERENCES inputs (id) ON DELETE CASCADE,
    name {label} NOT NULL,
    value {text} NOT NULL,
    PRIMARY KEY (input, name)
){clustered};

CREATE TABLE run_models (
    run {whole} NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    made {whole} NOT NULL,
    model_id {key} NOT NULL,
    step {whole} NOT NULL,
    PRIMARY KEY (run, made, model_id, step)
){clustered};
"""

_MODELS: Final = """
CREATE TABLE logged_models (
    id {serial},
    model_id {key} NOT NULL UNIQUE,
    experiment {whole} NOT NULL REFERENCES experiments (id) ON DELETE CASCADE,
    name {label} NOT NULL,
    location {text} NOT NULL,
    created {whole} NOT NULL,
    updated {whole} NOT NULL,
    deleted {whole},
    model_type {text},
    source_run_id {key},
    status {word} NOT NULL,
    status_message {text}
);
CREATE INDEX logged_models_by_creation ON logged_models (experiment, deleted, created DESC, model_id);

CREATE TABLE logged_model_params (
    model {whole} NOT NULL REFERENCES logged_models (id) ON DELETE CASCADE,
    name {key} NOT NULL,
    value {text} NOT NULL,
    PRIMARY KEY (model, name)
){clustered};

CREATE TABLE logged_model_tags (
    model {whole} NOT NULL REFERENCES logged_models (id) ON DELETE CASCADE,
    name {key} NOT NULL,
    value {text} NOT NULL,
    PRIMARY KEY (model, name)
){clustered};

CREATE TABLE registered_models (
    id {serial},
    name {label} NOT NULL UNIQUE,
    created {whole} NOT NULL,
    updated {whole} NOT NULL,
    description {text},
    deployment_job_id {text},
    last_version {whole} NOT NULL
);

CREATE TABLE registered_model_tags (
    model {whole} NOT NULL REFERENCES registered_models (id) ON DELETE CASCADE,
    name {key} NOT NULL,
    value {text} NOT NULL,
    PRIMARY KEY (model, name)
){clustered};

CREATE TABLE model_versions (
    id {serial},
    model {whole} NOT NULL REFERENCES registered_models (id) ON DELETE CASCADE,
    version {whole} NOT NULL,
    created {whole} NOT NULL,
    updated {whole} NOT NULL,
    description {text},
    user_id {text},
    stage {word} NOT NULL,
    source {text} NOT NULL,
    run_id {key},
    run_link {text},
    model_id {key},
    status {word} NOT NULL,
    status_message {text},
    UNIQUE (model, version)
);
CREATE INDEX model_versions_by_run ON model_versions (run_id);

CREATE TABLE model_version_tags (
    version {whole} NOT NULL REFERENCES model_versions (id) ON DELETE CASCADE,
    name {key} NOT NULL,
    value {text} NOT NULL,
    PRIMARY KEY (version, name)
){clustered};

CREATE TABLE aliases (
    model {whole} NOT NULL REFERENCES registered_models (id) ON DELETE CASCADE,
    alias {key} NOT NULL,
    version {whole} NOT NULL REFERENCES model_versions (id) ON DELETE CASCADE,
    PRIMARY KEY (model, alias)
){clustered};
CREATE INDEX aliases_by_version ON aliases (version);
"""

_USED_KEYS: Final = """
CREATE TABLE used_keys (
    experiment {whole} NOT NULL REFERENCES experiments (id) ON DELETE CASCADE,
    kind {whole} NOT NULL,
    name {key} NOT NULL,
    PRIMARY KEY (experiment, kind, name)
){clustered};

INSERT INTO used_keys (experiment, kind, name)
SELECT u.experiment, 0, n.name FROM (
    SELECT DISTINCT r.experiment AS experiment, m.metric AS metric FROM metrics m JOIN runs r ON r.id = m.run
) u JOIN metric_names n ON n.id = u.metric
WHERE NOT EXISTS (SELECT 1 FROM used_keys k WHERE k.kind = 0);

INSERT INTO used_keys (experiment, kind, name)
SELECT DISTINCT r.experiment, 1, p.name FROM params p JOIN runs r ON r.id = p.run
WHERE NOT EXISTS (SELECT 1 FROM used_keys k WHERE k.kind = 1);

INSERT INTO used_keys (experiment, kind, name)
SELECT DISTINCT r.experiment, 2, t.name FROM run_tags t JOIN runs r ON r.id = t.run
WHERE NOT EXISTS (SELECT 1 FROM used_keys k WHERE k.kind = 2);
"""

_EMPTYING: Final = """
CREATE TABLE emptying (
    id {serial},
    root {text} NOT NULL,
    path {text} NOT NULL
);
CREATE INDEX model_metrics_by_run ON model_metrics (run);
"""

#: What each version adds to the one before; a database says which it has. Versions that shipped are never edited.
VERSIONS: Final[tuple[str, ...]] = (_RECORDS + _SERIES + _INPUTS + _MODELS, _USED_KEYS, _EMPTYING)

#: The version this code speaks.
CURRENT: Final = len(VERSIONS)

#: Names of all tables.
TABLES: Final = frozenset(re.findall(r"CREATE TABLE (\w+)", "".join(VERSIONS)))


def statements(version: int, dialect: Dialect) -> list[str]:
    """The statements that bring a database from the version before to ``version``, in its dialect."""
    text = VERSIONS[version - 1].format(**dialect.types)
    written = [statement.strip() for statement in text.split(";") if statement.strip()]
    return [said for statement in written for said in dialect.definitions(statement)]
