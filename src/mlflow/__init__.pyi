"""The public table of contents: what ``import mlflow`` offers, and where it is written."""

from mlflow import artifacts as artifacts
from mlflow import catboost as catboost
from mlflow import client as client
from mlflow import config as config
from mlflow import data as data
from mlflow import diviner as diviner
from mlflow import entities as entities
from mlflow import environment_variables as environment_variables
from mlflow import evaluation as evaluation
from mlflow import exceptions as exceptions
from mlflow import fastai as fastai
from mlflow import gluon as gluon
from mlflow import h2o as h2o
from mlflow import keras as keras
from mlflow import langchain as langchain
from mlflow import lightgbm as lightgbm
from mlflow import llama_index as llama_index
from mlflow import metrics as metrics
from mlflow import models as models
from mlflow import onnx as onnx
from mlflow import openai as openai
from mlflow import paddle as paddle
from mlflow import pmdarima as pmdarima
from mlflow import projects as projects
from mlflow import prophet as prophet
from mlflow import pyfunc as pyfunc
from mlflow import pytorch as pytorch
from mlflow import rfunc as rfunc
from mlflow import sentence_transformers as sentence_transformers
from mlflow import server as server
from mlflow import shap as shap
from mlflow import sklearn as sklearn
from mlflow import spacy as spacy
from mlflow import spark as spark
from mlflow import statsmodels as statsmodels
from mlflow import store as store
from mlflow import system_metrics as system_metrics
from mlflow import tensorflow as tensorflow
from mlflow import tracking as tracking
from mlflow import transformers as transformers
from mlflow import types as types
from mlflow import version as version
from mlflow import xgboost as xgboost

# Where things are kept
from mlflow.active.addresses import get_registry_uri as get_registry_uri
from mlflow.active.addresses import get_tracking_uri as get_tracking_uri
from mlflow.active.addresses import is_tracking_uri_set as is_tracking_uri_set
from mlflow.active.addresses import set_registry_uri as set_registry_uri
from mlflow.active.addresses import set_tracking_uri as set_tracking_uri

# Autologging
from mlflow.autologging.libraries import autolog as autolog

# What a bug report needs
from mlflow.cli.doctor import doctor as doctor

# Evaluation
from mlflow.evaluation.evaluations import evaluate as evaluate
from mlflow.evaluation.validation import validate_evaluation_results as validate_evaluation_results
from mlflow.exceptions import MlflowException as MlflowException

# Models
from mlflow.models.registration import register_model as register_model

# Projects
from mlflow.projects import run as run
from mlflow.tracking.client.whole import MlflowClient as MlflowClient

# Files
from mlflow.tracking.content.images import Image as Image
from mlflow.tracking.fluent.artifacts import get_artifact_uri as get_artifact_uri
from mlflow.tracking.fluent.artifacts import load_table as load_table
from mlflow.tracking.fluent.artifacts import log_artifact as log_artifact
from mlflow.tracking.fluent.artifacts import log_artifacts as log_artifacts
from mlflow.tracking.fluent.artifacts import log_dict as log_dict
from mlflow.tracking.fluent.artifacts import log_figure as log_figure
from mlflow.tracking.fluent.artifacts import log_image as log_image
from mlflow.tracking.fluent.artifacts import log_table as log_table
from mlflow.tracking.fluent.artifacts import log_text as log_text

# Experiments
from mlflow.tracking.fluent.experiments import create_experiment as create_experiment
from mlflow.tracking.fluent.experiments import delete_experiment as delete_experiment
from mlflow.tracking.fluent.experiments import delete_experiment_tag as delete_experiment_tag
from mlflow.tracking.fluent.experiments import get_experiment as get_experiment
from mlflow.tracking.fluent.experiments import get_experiment_by_name as get_experiment_by_name
from mlflow.tracking.fluent.experiments import list_experiments as list_experiments
from mlflow.tracking.fluent.experiments import search_experiments as search_experiments
from mlflow.tracking.fluent.experiments import set_experiment as set_experiment
from mlflow.tracking.fluent.experiments import set_experiment_tag as set_experiment_tag
from mlflow.tracking.fluent.experiments import set_experiment_tags as set_experiment_tags

# What runs read and made
from mlflow.tracking.fluent.inputs import log_input as log_input
from mlflow.tracking.fluent.inputs import log_inputs as log_inputs
from mlflow.tracking.fluent.inputs import log_outputs as log_outputs

# Logged models
from mlflow.tracking.fluent.logged_models import ActiveModel as ActiveModel
from mlflow.tracking.fluent.logged_models import clear_active_model as clear_active_model
from mlflow.tracking.fluent.logged_models import create_external_model as create_external_model
from mlflow.tracking.fluent.logged_models import delete_logged_model_tag as delete_logged_model_tag
from mlflow.tracking.fluent.logged_models import finalize_logged_model as finalize_logged_model
from mlflow.tracking.fluent.logged_models import get_active_model_id as get_active_model_id
from mlflow.tracking.fluent.logged_models import get_logged_model as get_logged_model
from mlflow.tracking.fluent.logged_models import initialize_logged_model as initialize_logged_model
from mlflow.tracking.fluent.logged_models import last_logged_model as last_logged_model
from mlflow.tracking.fluent.logged_models import log_model_params as log_model_params
from mlflow.tracking.fluent.logged_models import search_logged_models as search_logged_models
from mlflow.tracking.fluent.logged_models import set_active_model as set_active_model
from mlflow.tracking.fluent.logged_models import set_logged_model_tags as set_logged_model_tags

# Metrics, params, tags
from mlflow.tracking.fluent.logging import delete_tag as delete_tag
from mlflow.tracking.fluent.logging import log_metric as log_metric
from mlflow.tracking.fluent.logging import log_metrics as log_metrics
from mlflow.tracking.fluent.logging import log_param as log_param
from mlflow.tracking.fluent.logging import log_params as log_params
from mlflow.tracking.fluent.logging import set_tag as set_tag
from mlflow.tracking.fluent.logging import set_tags as set_tags

# The registry
from mlflow.tracking.fluent.registry import search_model_versions as search_model_versions
from mlflow.tracking.fluent.registry import search_registered_models as search_registered_models
from mlflow.tracking.fluent.registry import set_model_version_tag as set_model_version_tag

# Runs
from mlflow.tracking.fluent.runs import ActiveRun as ActiveRun
from mlflow.tracking.fluent.runs import active_run as active_run
from mlflow.tracking.fluent.runs import delete_run as delete_run
from mlflow.tracking.fluent.runs import end_run as end_run
from mlflow.tracking.fluent.runs import get_parent_run as get_parent_run
from mlflow.tracking.fluent.runs import get_run as get_run
from mlflow.tracking.fluent.runs import last_active_run as last_active_run
from mlflow.tracking.fluent.runs import start_run as start_run
from mlflow.tracking.fluent.search import list_run_infos as list_run_infos
from mlflow.tracking.fluent.search import search_runs as search_runs
from mlflow.tracking.login import login as login

# Logging without waiting
from mlflow.tracking.operations import RunOperations as RunOperations
from mlflow.tracking.operations import flush_artifact_async_logging as flush_artifact_async_logging
from mlflow.tracking.operations import flush_async_logging as flush_async_logging

__version__: str

# System metrics
from mlflow.system_metrics.settings import disable_system_metrics_logging as disable_system_metrics_logging
from mlflow.system_metrics.settings import enable_system_metrics_logging as enable_system_metrics_logging
from mlflow.system_metrics.settings import set_system_metrics_node_id as set_system_metrics_node_id
from mlflow.system_metrics.settings import (
    set_system_metrics_samples_before_logging as set_system_metrics_samples_before_logging,
)
from mlflow.system_metrics.settings import set_system_metrics_sampling_interval as set_system_metrics_sampling_interval
