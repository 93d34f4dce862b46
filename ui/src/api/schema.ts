// Made by `npm run types` from the server's OpenAPI document. Do not edit.

export interface paths {
    "/mlflow/experiments/create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create an experiment and return its id. */
        post: operations["create_experiment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/experiments/get": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Return an experiment, active or deleted. */
        get: operations["get_experiment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/experiments/get-by-name": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Return the experiment of a name, active or deleted. */
        get: operations["get_experiment_by_name"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/experiments/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List experiments that match a filter. */
        get: operations["search_experiments_2"];
        put?: never;
        /** List experiments that match a filter. */
        post: operations["search_experiments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/experiments/list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List experiments that match a filter. */
        get: operations["search_experiments_3"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/experiments/update": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give an active experiment another name. */
        post: operations["rename_experiment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/experiments/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put an experiment and its runs in the bin. */
        post: operations["delete_experiment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/experiments/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take an experiment and the runs binned with it out of the bin. */
        post: operations["restore_experiment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/experiments/set-experiment-tag": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set a tag of an experiment. */
        post: operations["set_experiment_tag"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/experiments/delete-experiment-tag": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Remove a tag of an experiment. */
        post: operations["delete_experiment_tag"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/metrics/get-history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every point of one series, by step, then timestamp, in the order of logging where these are equal. */
        get: operations["get_metric_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/metrics/get-history-bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The series of one metric in up to 100 runs, each point with its `run_id`; at most 25,000 points a run. */
        get: operations["get_metric_history_bulk"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/metrics/get-history-bulk-interval": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A series thinned for a chart, in up to 100 runs, each point with its `run_id`.
         * @description A series thinned for a chart, in up to 100 runs, each point with its `run_id`.
         *
         *     Each bucket of steps keeps its true minimum and maximum, and both ends of the series are kept.
         */
        get: operations["get_metric_history_bulk_interval"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/metrics/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Several metrics of several runs, each thinned for a chart, as columns. Penstock's own.
         * @description Several metrics of several runs, each thinned for a chart, as columns. Penstock's own.
         *
         *     Each bucket of steps keeps its true minimum and maximum, and both ends of the part are kept. A run without a
         *     metric has no series of it.
         */
        post: operations["get_series"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/metrics/summaries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** First, last, smallest and largest value of each series of a run. Penstock's own. */
        get: operations["get_metric_summaries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/runs/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Number of runs that `search_runs` would list. Penstock's own. */
        post: operations["count_runs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/runs/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Names of the metrics, params and tags of runs of some experiments. Penstock's own. */
        post: operations["get_run_keys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/runs/columns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Values of many runs, column by column, as a chart of them needs. Penstock's own. */
        post: operations["get_run_columns"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/runs/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Groups of runs that have the same values, and figures of their metrics. Penstock's own. */
        post: operations["group_runs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/runs/create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create a run that is running. */
        post: operations["create_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/runs/get": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Return a run with the last point of each metric, its params, tags, inputs and outputs. */
        get: operations["get_run"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/runs/update": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change status, end time or name of an active run; what is None stays. */
        post: operations["update_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/runs/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put a run in the bin. */
        post: operations["delete_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/runs/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a run out of the bin. */
        post: operations["restore_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/runs/log-batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log many at once: all of them, or none.
         * @description Log many at once: all of them, or none.
         *
         *     Points that were sent before change nothing.
         */
        post: operations["log_batch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/runs/log-metric": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log one point; as `log_batch`. */
        post: operations["log_metric"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/runs/log-parameter": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log one param; as `log_batch`. */
        post: operations["log_param"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/runs/set-tag": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set one tag; as `log_batch`. */
        post: operations["set_tag"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/runs/delete-tag": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Remove a tag of an active run. */
        post: operations["delete_tag"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/runs/log-inputs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Record datasets and models that a run read; the same twice counts once. */
        post: operations["log_inputs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/runs/outputs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Record logged models that a run made. */
        post: operations["log_outputs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/runs/log-model": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Note in a run's tags that a model was logged to its artifacts, as clients of MLflow 1 and 2 do. */
        post: operations["record_logged_model"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/runs/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** List runs of some experiments that match a filter. */
        post: operations["search_runs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/experiments/search-datasets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Datasets that runs of up to 20 experiments read. */
        post: operations["search_datasets"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/logged-models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create a logged model that is pending: its files are yet to come. */
        post: operations["create_logged_model"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/logged-models/{model_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Return a logged model. */
        get: operations["get_logged_model"];
        put?: never;
        post?: never;
        /** Put a logged model in the bin. */
        delete: operations["delete_logged_model"];
        options?: never;
        head?: never;
        /** Say that all files are there (READY) or will not come (FAILED). */
        patch: operations["finalize_logged_model"];
        trace?: never;
    };
    "/mlflow/logged-models/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** List logged models of some experiments that match a filter; the newest first unless told otherwise. */
        post: operations["search_logged_models"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/logged-models/{model_id}/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Set tags of a logged model. */
        patch: operations["set_logged_model_tags"];
        trace?: never;
    };
    "/mlflow/logged-models/{model_id}/tags/{tag_key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a tag of a logged model. */
        delete: operations["delete_logged_model_tag"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/logged-models/{model_id}/params": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Record settings of a logged model. */
        post: operations["log_logged_model_params"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/registered-models/create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create a registered model without versions. */
        post: operations["create_registered_model"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/registered-models/get": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Return a registered model with the newest version of each stage. */
        get: operations["get_registered_model"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/registered-models/rename": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a registered model, with all its versions, another name. */
        post: operations["rename_registered_model"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/registered-models/update": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change the description of a registered model. */
        patch: operations["update_registered_model"];
        trace?: never;
    };
    "/mlflow/registered-models/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a registered model and all its versions. */
        delete: operations["delete_registered_model"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/registered-models/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List registered models that match a filter, by name unless told otherwise; at most 1,000 per page. */
        get: operations["search_registered_models"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/registered-models/list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List registered models that match a filter, by name unless told otherwise; at most 1,000 per page. */
        get: operations["search_registered_models_2"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/registered-models/get-latest-versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest version of each stage, or of the stages given. */
        get: operations["get_latest_versions_2"];
        put?: never;
        /** The newest version of each stage, or of the stages given. */
        post: operations["get_latest_versions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/registered-models/set-tag": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set a tag of a registered model. */
        post: operations["set_registered_model_tag"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/registered-models/delete-tag": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a tag of a registered model. */
        delete: operations["delete_registered_model_tag"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/registered-models/alias": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The version an alias points at. */
        get: operations["get_model_version_by_alias"];
        put?: never;
        /** Let an alias point at a version; it points at one only. */
        post: operations["set_registered_model_alias"];
        /** Remove an alias. */
        delete: operations["delete_registered_model_alias"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/model-versions/create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Register the next version of a model. */
        post: operations["create_model_version"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/model-versions/get": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Return a version. */
        get: operations["get_model_version"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/model-versions/update": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change the description of a version. */
        patch: operations["update_model_version"];
        trace?: never;
    };
    "/mlflow/model-versions/transition-stage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Move a version to a stage. */
        post: operations["transition_model_version_stage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/model-versions/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a version; its number is not used again. */
        delete: operations["delete_model_version"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/model-versions/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List versions that match a filter; the last updated first unless told otherwise. */
        get: operations["search_model_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/model-versions/get-download-uri": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** URI from which a version's files can be read. */
        get: operations["get_model_version_download_uri"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/model-versions/set-tag": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set a tag of a version. */
        post: operations["set_model_version_tag"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/model-versions/delete-tag": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a tag of a version. */
        delete: operations["delete_model_version_tag"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/artifacts/list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a folder of a run's artifacts; a path that is a file or does not exist gives no entries. */
        get: operations["list_run_artifacts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/logged-models/{model_id}/artifacts/directories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a folder of a logged model's files. */
        get: operations["list_logged_model_artifacts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/get-artifact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download one file of a run. Also at `/get-artifact`. */
        get: operations["read_run_artifact"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/logged-models/{model_id}/artifacts/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download one file of a logged model. */
        get: operations["read_logged_model_artifact"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/model-versions/get-artifact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download one file of a model version. Also at `/model-versions/get-artifact`. */
        get: operations["read_model_version_artifact"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/model-versions/artifacts/list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a folder of a model version's files. Penstock's own. */
        get: operations["list_model_version_artifacts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/upload-artifact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Upload one file of at most 10 MiB to a run. */
        post: operations["write_run_artifact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow-artifacts/artifacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a folder; paths are relative to it. */
        get: operations["list_artifacts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow-artifacts/artifacts/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download one file. */
        get: operations["download_artifact"];
        /** Upload one file: all of it is there afterwards, or nothing. */
        put: operations["upload_artifact"];
        post?: never;
        /** Delete a file or folder. */
        delete: operations["delete_artifact"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow-artifacts/mpu/create/{artifact_path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin a file in a folder; only the last name of `path` counts. Nothing is there until it is complete. */
        post: operations["create_multipart_upload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow-artifacts/mpu/part/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Upload one part; its `ETag` is in the answer's headers. All parts but the last are of one size. */
        put: operations["upload_part"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow-artifacts/mpu/complete/{artifact_path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put the parts of a file together. */
        post: operations["complete_multipart_upload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow-artifacts/mpu/abort/{artifact_path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a file up; nothing happens where there is no such upload. */
        post: operations["abort_multipart_upload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/model-versions/serving": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which of the operator's scoring servers serves a version. Penstock's own. */
        get: operations["get_serving"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/model-versions/invoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pass a request on to the scoring server that serves a version. Penstock's own. */
        post: operations["invoke_model_version"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/housekeeping/bin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what is in the bin, the newest first; runs and models of a deleted experiment are counted with it. */
        get: operations["search_bin"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/runs/purge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete runs for good, with their files; they must be in the bin. This cannot be undone.
         * @description Delete runs for good, with their files; they must be in the bin. This cannot be undone.
         *
         *     A call works for some seconds, then tells what remains.
         */
        post: operations["purge_runs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/logged-models/purge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Delete logged models for good, with their files, as `purge_runs` does with runs. */
        post: operations["purge_logged_models"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/experiments/purge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Delete an experiment of the bin for good, with all that is in it, as `purge_runs` does with runs. */
        post: operations["purge_experiment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/housekeeping/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what experiments take, those first that take most, as it was measured last. */
        get: operations["search_usage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/housekeeping/usage/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The up to 50 runs of an experiment that took most when it was measured last. */
        get: operations["get_largest_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/housekeeping/measurement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far measuring has come. */
        get: operations["get_measurement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/housekeeping/measure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin to measure what experiments take, in the background; nothing happens while that is under way. */
        post: operations["measure"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/housekeeping/facts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What kind of server this is, and how much room it has. */
        get: operations["get_server_facts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/housekeeping/compact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make the file of the database smaller by what is free in it; one of more than a gigabyte is left alone. */
        post: operations["give_back_space"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/housekeeping/journals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Journals that wait on the server's machine, of programs of the user that the server runs as. */
        get: operations["list_journals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mlflow/housekeeping/journals/ship": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ship the journals that are for this server's store, and that no running process holds. */
        post: operations["ship_journals"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** AbortMultipartUploadResponse */
        AbortMultipartUploadResponse: Record<string, never>;
        /**
         * ArtifactFiles
         * @description A folder behind the artifact proxy.
         */
        ArtifactFiles: {
            files?: components["schemas"]["FileInfo"][];
        };
        /**
         * ArtifactListing
         * @description A folder of artifacts.
         */
        ArtifactListing: {
            /** @description Root of the artifacts, which the paths are relative to. */
            root_uri: string;
            /** @description Its entries, by path. */
            files?: components["schemas"]["FileInfo"][];
            /** @description Where the next page begins. */
            next_page_token?: string;
        };
        /**
         * Binned
         * @description Something in the bin.
         */
        Binned: {
            /** @description `run`, `logged_model` or `experiment`. */
            kind: string;
            /** @description Its id. */
            id: string;
            /** @description Its name. */
            name: string;
            /** @description The experiment it is in, or is. */
            experiment_id: string;
            /** @description The name of that. */
            experiment_name: string;
            /** @description When it was put in the bin, milliseconds since the epoch. Who did it is not recorded. */
            deleted: number;
            /** @description Who made the run. */
            user_id?: string;
            /** @description Runs that go with an experiment. */
            runs?: number;
            /** @description Logged models that go with it. */
            models?: number;
            /** @description Points of the run's metrics. */
            points?: number;
            /** @description What its records take in the database, about. */
            record_bytes?: number;
        };
        /** CompleteMultipartUploadResponse */
        CompleteMultipartUploadResponse: Record<string, never>;
        /** CountRunsResponse */
        CountRunsResponse: {
            count: number;
        };
        /** CreateExperimentResponse */
        CreateExperimentResponse: {
            experiment_id: string;
        };
        /** CreateLoggedModelResponse */
        CreateLoggedModelResponse: {
            model: components["schemas"]["LoggedModel"];
        };
        /** CreateModelVersionResponse */
        CreateModelVersionResponse: {
            model_version: components["schemas"]["ModelVersion"];
        };
        /** CreateRegisteredModelResponse */
        CreateRegisteredModelResponse: {
            registered_model: components["schemas"]["RegisteredModel"];
        };
        /** CreateRunResponse */
        CreateRunResponse: {
            run: components["schemas"]["Run"];
        };
        /**
         * Dataset
         * @description A dataset as it is recorded with a run.
         */
        Dataset: {
            /** @description Name of the dataset. */
            name: string;
            /** @description Fingerprint of its content. */
            digest: string;
            /** @description Kind of the source, such as `s3` or `code`. */
            source_type: string;
            /** @description The source as JSON text. */
            source: string;
            /** @description The schema as JSON text. */
            schema?: string;
            /** @description Numbers about the data as JSON text. */
            profile?: string;
        };
        /**
         * DatasetChoice
         * @description A dataset on which the metrics of a filter must have been measured.
         */
        DatasetChoice: {
            dataset_name: string;
            dataset_digest?: string;
        };
        /**
         * DatasetInput
         * @description A dataset that a run read, with tags on how.
         */
        DatasetInput: {
            dataset: components["schemas"]["Dataset"];
            tags?: components["schemas"]["InputTag"][];
        };
        /**
         * DatasetSummary
         * @description A dataset that runs of an experiment read.
         */
        DatasetSummary: {
            experiment_id: string;
            name: string;
            digest: string;
            context?: string;
        };
        /** DeleteExperimentResponse */
        DeleteExperimentResponse: Record<string, never>;
        /** DeleteExperimentTagResponse */
        DeleteExperimentTagResponse: Record<string, never>;
        /** DeleteLoggedModelResponse */
        DeleteLoggedModelResponse: Record<string, never>;
        /** DeleteLoggedModelTagResponse */
        DeleteLoggedModelTagResponse: Record<string, never>;
        /** DeleteModelVersionResponse */
        DeleteModelVersionResponse: Record<string, never>;
        /** DeleteModelVersionTagResponse */
        DeleteModelVersionTagResponse: Record<string, never>;
        /** DeleteRegisteredModelAliasResponse */
        DeleteRegisteredModelAliasResponse: Record<string, never>;
        /** DeleteRegisteredModelResponse */
        DeleteRegisteredModelResponse: Record<string, never>;
        /** DeleteRegisteredModelTagResponse */
        DeleteRegisteredModelTagResponse: Record<string, never>;
        /** DeleteRunResponse */
        DeleteRunResponse: Record<string, never>;
        /** DeleteTagResponse */
        DeleteTagResponse: Record<string, never>;
        /**
         * Error
         * @description What every failed request is answered with.
         */
        Error: {
            /** @enum {string} */
            error_code: "ABORTED" | "ALREADY_EXISTS" | "BAD_REQUEST" | "CANCELLED" | "COULD_NOT_ACQUIRE_LOCK" | "CUSTOMER_UNAUTHORIZED" | "DATA_LOSS" | "DEADLINE_EXCEEDED" | "ENDPOINT_NOT_FOUND" | "FEATURE_DISABLED" | "INTERNAL_ERROR" | "INVALID_PARAMETER_VALUE" | "INVALID_STATE" | "INVALID_STATE_TRANSITION" | "IO_ERROR" | "MALFORMED_REQUEST" | "NOT_FOUND" | "NOT_IMPLEMENTED" | "PERMISSION_DENIED" | "QUOTA_EXCEEDED" | "REQUEST_LIMIT_EXCEEDED" | "RESOURCE_ALREADY_EXISTS" | "RESOURCE_CONFLICT" | "RESOURCE_DOES_NOT_EXIST" | "RESOURCE_EXHAUSTED" | "RESOURCE_LIMIT_EXCEEDED" | "TEMPORARILY_UNAVAILABLE" | "UNAUTHENTICATED";
            /** @description What is wrong and the way out. */
            message: string;
        };
        /**
         * Experiment
         * @description A named set of runs with a place for their artifacts.
         */
        Experiment: {
            /** @description Identifier, a text of digits. */
            experiment_id: string;
            /** @description Unique name. */
            name: string;
            /** @description URI under which the runs' artifacts lie. */
            artifact_location?: string;
            /** @description `active` or `deleted`. */
            lifecycle_stage?: string;
            /** @description Milliseconds since the epoch. */
            last_update_time?: number;
            /** @description Milliseconds since the epoch. */
            creation_time?: number;
            /** @description Notes, `{key: text}` or a list of tags. */
            tags?: components["schemas"]["ExperimentTag"][];
        };
        /**
         * ExperimentTag
         * @description A note on an experiment, changeable.
         */
        ExperimentTag: {
            key: string;
            value?: string;
        };
        /**
         * ExperimentUse
         * @description What one experiment takes.
         */
        ExperimentUse: {
            /** @description The experiment. */
            experiment_id: string;
            /** @description Its name. */
            name: string;
            /** @description Whether it is in the bin. */
            deleted?: boolean;
            /** @description Its runs, those in the bin included. */
            runs?: number;
            /** @description Those in the bin. */
            binned_runs?: number;
            /** @description Points of their metrics. */
            points?: number;
            /** @description What their records take in the database, about. */
            record_bytes?: number;
            /** @description Files in its place. */
            files?: number;
            /** @description Bytes of these. */
            file_bytes?: number;
            /** @description Whether there are more files than were counted. */
            at_least?: boolean;
            /** @description Why its files could not be counted. */
            unknown?: string;
        };
        /**
         * Figures
         * @description What the values of a metric in a group of runs have in common.
         *
         *     NaN, the infinities and numbers beyond ±1e150 are no part of it: they are counted apart.
         */
        Figures: {
            /** @description How many runs have a number. */
            count: number;
            /** @description How many have NaN, an infinity or a number beyond ±1e150 instead. */
            odd: number;
            /** @description Mean of the numbers; absent where there are none. */
            mean?: components["schemas"]["Number"];
            /** @description Standard deviation of a sample, by n - 1; absent where there are fewer than two. */
            deviation?: components["schemas"]["Number"];
            /** @description Least of them. */
            minimum?: components["schemas"]["Number"];
            /** @description Greatest of them. */
            maximum?: components["schemas"]["Number"];
        };
        /**
         * FileInfo
         * @description One entry of a listing.
         */
        FileInfo: {
            /** @description Relative to the root of the artifacts, with forward slashes. */
            path: string;
            /** @description Whether it is a folder. */
            is_dir: boolean;
            /** @description Bytes; None for a folder. */
            file_size?: number;
        };
        /** FinalizeLoggedModelResponse */
        FinalizeLoggedModelResponse: {
            model: components["schemas"]["LoggedModel"];
        };
        /** GetExperimentByNameResponse */
        GetExperimentByNameResponse: {
            experiment: components["schemas"]["Experiment"];
        };
        /** GetExperimentResponse */
        GetExperimentResponse: {
            experiment: components["schemas"]["Experiment"];
        };
        /** GetLargestRunsResponse */
        GetLargestRunsResponse: {
            runs?: components["schemas"]["RunUse"][];
        };
        /** GetLatestVersionsResponse */
        GetLatestVersionsResponse: {
            model_versions?: components["schemas"]["ModelVersion"][];
        };
        /** GetLoggedModelResponse */
        GetLoggedModelResponse: {
            model: components["schemas"]["LoggedModel"];
        };
        /** GetMetricHistoryBulkIntervalResponse */
        GetMetricHistoryBulkIntervalResponse: {
            metrics?: components["schemas"]["Metric"][];
        };
        /** GetMetricHistoryBulkResponse */
        GetMetricHistoryBulkResponse: {
            metrics?: components["schemas"]["Metric"][];
        };
        /** GetMetricHistoryResponse */
        GetMetricHistoryResponse: {
            metrics?: components["schemas"]["Metric"][];
            next_page_token?: string;
        };
        /** GetMetricSummariesResponse */
        GetMetricSummariesResponse: {
            summaries?: components["schemas"]["SeriesSummary"][];
        };
        /** GetModelVersionByAliasResponse */
        GetModelVersionByAliasResponse: {
            model_version: components["schemas"]["ModelVersion"];
        };
        /** GetModelVersionDownloadUriResponse */
        GetModelVersionDownloadUriResponse: {
            artifact_uri: string;
        };
        /** GetModelVersionResponse */
        GetModelVersionResponse: {
            model_version: components["schemas"]["ModelVersion"];
        };
        /** GetRegisteredModelResponse */
        GetRegisteredModelResponse: {
            registered_model: components["schemas"]["RegisteredModel"];
        };
        /** GetRunResponse */
        GetRunResponse: {
            run: components["schemas"]["Run"];
        };
        /** GetSeriesResponse */
        GetSeriesResponse: {
            series?: components["schemas"]["Series"][];
        };
        /**
         * GivenBack
         * @description Space of a database's file.
         */
        GivenBack: {
            /** @description Bytes by which it is smaller. */
            given_back: number;
            /** @description Bytes in it that are still free. */
            free: number;
        };
        /** GroupRunsResponse */
        GroupRunsResponse: {
            groups?: components["schemas"]["RunGroup"][];
            next_page_token?: string;
        };
        /**
         * InputTag
         * @description A note on how a run used a dataset, such as `mlflow.data.context`.
         */
        InputTag: {
            key: string;
            value?: string;
        };
        /**
         * Journal
         * @description A journal of logging calls that wait on the server's machine.
         */
        Journal: {
            /** @description Name of its file. */
            name: string;
            /** @description Address of the store it is for, without a password. */
            store: string;
            /** @description Whether that is this server's store, so that the server can ship it. */
            own?: boolean;
            /** @description Whether the process that writes it runs, and ships it itself. */
            in_use?: boolean;
            /** @description Id of that process. */
            process?: number;
            /** @description Machine of that process. */
            host?: string;
            /** @description When it was begun, milliseconds since the epoch. */
            began?: number;
            /** @description When something was last written to it. */
            changed?: number;
            /** @description Logging calls in it that are not known to be shipped; null where it is too large to be counted. */
            records?: number;
            /** @description How many runs they are about. */
            runs?: number;
            /** @description Size of the file. */
            bytes?: number;
            /** @description Whether files of runs wait beside it. */
            files?: boolean;
            /** @description Records that the store would not have, kept beside it. */
            refused?: number;
            /** @description Why the last of these were refused. */
            trouble?: string;
            /** @description What ships it by hand. */
            command?: string;
        };
        /**
         * Kept
         * @description Something that a purge leaves where it is.
         */
        Kept: {
            /** @description What it is. */
            what: string;
            /** @description Why it stays. */
            why: string;
        };
        /** ListJournalsResponse */
        ListJournalsResponse: {
            journals?: components["schemas"]["Journal"][];
        };
        /** LogBatchResponse */
        LogBatchResponse: Record<string, never>;
        /** LogInputsResponse */
        LogInputsResponse: Record<string, never>;
        /** LogLoggedModelParamsResponse */
        LogLoggedModelParamsResponse: Record<string, never>;
        /** LogMetricResponse */
        LogMetricResponse: Record<string, never>;
        /** LogOutputsResponse */
        LogOutputsResponse: Record<string, never>;
        /** LogParamResponse */
        LogParamResponse: Record<string, never>;
        /**
         * LoggedModel
         * @description A model as an object of its own.
         */
        LoggedModel: {
            info: components["schemas"]["LoggedModelInfo"];
            data?: components["schemas"]["LoggedModelData"];
        };
        /** LoggedModelData */
        LoggedModelData: {
            params?: components["schemas"]["LoggedModelParameter"][];
            metrics?: components["schemas"]["Metric"][];
        };
        /** LoggedModelInfo */
        LoggedModelInfo: {
            model_id: string;
            experiment_id: string;
            name: string;
            creation_timestamp_ms: number;
            last_updated_timestamp_ms: number;
            artifact_uri: string;
            status: string;
            model_type?: string;
            source_run_id?: string;
            status_message?: string;
            tags?: components["schemas"]["LoggedModelTag"][];
        };
        /**
         * LoggedModelInput
         * @description A logged model that a run read.
         */
        LoggedModelInput: {
            model_id: string;
        };
        /**
         * LoggedModelOrder
         * @description One key to order logged models by, the last significant first.
         */
        LoggedModelOrder: {
            field_name: string;
            ascending?: boolean;
            dataset_name?: string;
            dataset_digest?: string;
        };
        /**
         * LoggedModelOutput
         * @description A logged model that a run made, at a step.
         */
        LoggedModelOutput: {
            model_id: string;
            step?: number;
        };
        /**
         * LoggedModelParameter
         * @description A setting of a logged model, written once.
         */
        LoggedModelParameter: {
            key: string;
            value?: string;
        };
        /**
         * LoggedModelTag
         * @description A note on a logged model, changeable.
         */
        LoggedModelTag: {
            key: string;
            value?: string;
        };
        /**
         * Measurement
         * @description How far measuring has come, or when it was done last.
         */
        Measurement: {
            /** @description Whether the server is at it. */
            running?: boolean;
            /** @description When the one that runs began, milliseconds since the epoch. */
            started?: number;
            /** @description When the last one ended, whose figures are shown; 0 before the first. */
            finished?: number;
            /** @description Experiments to be measured. */
            experiments?: number;
            /** @description Those that were. */
            measured?: number;
            /** @description Files counted so far. */
            files?: number;
        };
        /**
         * Metric
         * @description One point of one series of a run.
         */
        Metric: {
            /** @description Name of the metric. */
            key: string;
            /** @description The number; NaN and ±infinity are kept as such. */
            value: components["schemas"]["Number"];
            /** @description Milliseconds since the epoch. */
            timestamp: number;
            /** @description Position in the series; any 64-bit integer, repeats and gaps allowed. */
            step?: number;
            /** @description The logged model that was measured, if one. */
            model_id?: string;
            /** @description The dataset it was measured on, if one. */
            dataset_name?: string;
            /** @description Digest of that dataset. */
            dataset_digest?: string;
            /** @description The run, where an answer spans several. */
            run_id?: string;
        };
        /** ModelParam */
        ModelParam: {
            name: string;
            value?: string;
        };
        /**
         * ModelVersion
         * @description A version of a registered model.
         */
        ModelVersion: {
            /** @description The registered model. */
            name: string;
            /** @description The number, counts up from 1; text where a server told it, as with MLflow. */
            version: string;
            /** @description Milliseconds since the epoch. */
            creation_timestamp?: number;
            /** @description Milliseconds since the epoch. */
            last_updated_timestamp?: number;
            /** @description Who registered it. */
            user_id?: string;
            /** @description `None`, `Staging`, `Production` or `Archived`. */
            current_stage?: string;
            /** @description Markdown. */
            description?: string;
            /** @description URI of the model's files. */
            source?: string;
            /** @description The run that made it. */
            run_id?: string;
            /** @description `READY`, `PENDING_REGISTRATION` or `FAILED_REGISTRATION`. */
            status?: string;
            /** @description Why, where it failed. */
            status_message?: string;
            /** @description Notes, `{key: text}` or a list. */
            tags?: components["schemas"]["ModelVersionTag"][];
            /** @description Address of the run where it lives on another server. */
            run_link?: string;
            /** @description Names that point at it now. */
            aliases?: string[];
            /** @description The logged model it was made from. */
            model_id?: string;
            model_params?: components["schemas"]["ModelParam"][];
            model_metrics?: components["schemas"]["Metric"][];
        };
        /**
         * ModelVersionTag
         * @description A note on a model version, changeable.
         */
        ModelVersionTag: {
            key: string;
            value?: string;
        };
        /**
         * MultipartUpload
         * @description A file that is about to arrive in parts.
         */
        MultipartUpload: {
            /** @description The upload. */
            upload_id: string;
            /** @description Where each part goes. */
            credentials?: components["schemas"]["MultipartUploadCredential"][];
        };
        /**
         * MultipartUploadCredential
         * @description Where one part of a file goes.
         */
        MultipartUploadCredential: {
            /** @description Its address for a PUT. */
            url: string;
            /** @description From 1. */
            part_number: number;
            /** @description To be sent with it. */
            headers?: {
                [key: string]: string;
            };
        };
        /**
         * MultipartUploadPart
         * @description A part that has arrived.
         */
        MultipartUploadPart: {
            /** @description From 1. */
            part_number: number;
            /** @description The `ETag` of the answer to its PUT. */
            etag?: string;
            /** @description Where it went. */
            url?: string;
        };
        /**
         * Number
         * @description A number, or the name of one that JSON lacks.
         */
        Number: number | ("NaN" | "Infinity" | "-Infinity");
        /**
         * Param
         * @description A setting of a run, written once.
         */
        Param: {
            /** @description The name. */
            key: string;
            /** @description The text of the value. */
            value?: string;
        };
        /**
         * Prediction
         * @description What a scoring server answered.
         */
        Prediction: {
            /** @description Its HTTP status: 200, or why there is no prediction. */
            status: number;
            /** @description The answer's text. */
            body: string;
            /** @description How long it took. */
            milliseconds: components["schemas"]["Number"];
            /** @description Which server it was. */
            server: string;
        };
        /**
         * Purge
         * @description What was deleted for good, or what would be.
         */
        Purge: {
            /** @description Runs. */
            runs?: number;
            /** @description Logged models. */
            models?: number;
            /** @description Experiments. */
            experiments?: number;
            /** @description Files that lie in their folders; counted beforehand only. */
            files?: number;
            /** @description Bytes of these. */
            bytes?: number;
            /** @description Whether there are more files than were counted. */
            at_least?: boolean;
            /** @description Ids of the objects that are gone. */
            purged?: string[];
            /** @description Objects that are still to go; ask again for these. */
            remaining?: number;
            /** @description What stays, and why. */
            kept?: components["schemas"]["Kept"][];
        };
        /** RecordLoggedModelResponse */
        RecordLoggedModelResponse: Record<string, never>;
        /**
         * RegisteredModel
         * @description A name under which versions of a model are kept.
         */
        RegisteredModel: {
            /** @description Unique name. */
            name: string;
            /** @description Milliseconds since the epoch. */
            creation_timestamp?: number;
            /** @description Milliseconds since the epoch. */
            last_updated_timestamp?: number;
            /** @description Markdown. */
            description?: string;
            /** @description The newest version of each stage that has one. */
            latest_versions?: components["schemas"]["ModelVersion"][];
            /** @description Notes, `{key: text}` or a list. */
            tags?: components["schemas"]["RegisteredModelTag"][];
            /** @description `{alias: version}` or a list. */
            aliases?: components["schemas"]["RegisteredModelAlias"][];
            /** @description Kept as given, for MLflow's clients. */
            deployment_job_id?: string;
        };
        /**
         * RegisteredModelAlias
         * @description A name that points at a version.
         */
        RegisteredModelAlias: {
            /** @description The name. */
            alias: string;
            /** @description The version's number, as text. */
            version: string;
        };
        /**
         * RegisteredModelTag
         * @description A note on a registered model, changeable.
         */
        RegisteredModelTag: {
            key: string;
            value?: string;
        };
        /** RenameExperimentResponse */
        RenameExperimentResponse: Record<string, never>;
        /** RenameRegisteredModelResponse */
        RenameRegisteredModelResponse: {
            registered_model: components["schemas"]["RegisteredModel"];
        };
        /** RestoreExperimentResponse */
        RestoreExperimentResponse: Record<string, never>;
        /** RestoreRunResponse */
        RestoreRunResponse: Record<string, never>;
        /**
         * Run
         * @description One execution and all that was logged of it.
         */
        Run: {
            info: components["schemas"]["RunInfo"];
            data?: components["schemas"]["RunData"];
            inputs?: components["schemas"]["RunInputs"];
            outputs?: components["schemas"]["RunOutputs"];
        };
        /**
         * RunColumns
         * @description Many runs, column by column: all lists are of one length and in the order of the runs.
         */
        RunColumns: {
            /** @description Their ids. */
            run_ids: string[];
            /** @description Their names. */
            run_names: string[];
            /** @description By name as it was asked for: what each run has there, null where it has nothing. Numbers that JSON lacks are named, `"NaN"`, `"Infinity"` and `"-Infinity"`. */
            columns: {
                [key: string]: (number | string | null)[];
            };
            /** @description How many runs match, of which these are the first. */
            total: number;
        };
        /**
         * RunData
         * @description What was logged: the latest of each metric, the params and the tags.
         */
        RunData: {
            /** @description The last point of each series. */
            metrics?: components["schemas"]["Metric"][];
            /** @description All params. */
            params?: components["schemas"]["Param"][];
            /** @description All tags. */
            tags?: components["schemas"]["RunTag"][];
        };
        /**
         * RunGroup
         * @description Runs that have the same values in some columns.
         */
        RunGroup: {
            /** @description By column: the value; null where the runs have none. */
            values: {
                [key: string]: string | null;
            };
            /** @description How many runs there are. */
            count: number;
            /** @description By metric as it was asked for: what its values have in common. */
            metrics: {
                [key: string]: components["schemas"]["Figures"];
            };
        };
        /**
         * RunInfo
         * @description Who, when, where and how far.
         */
        RunInfo: {
            /** @description 32 hexadecimal digits. */
            run_id?: string;
            run_uuid?: string;
            /** @description Name shown to people; need not be unique. */
            run_name?: string;
            /** @description The experiment it belongs to. */
            experiment_id?: string;
            /** @description Who started it. */
            user_id?: string;
            /** @description A name of `mlflow.entities.RunStatus`. */
            status?: string;
            /** @description Milliseconds since the epoch. */
            start_time?: number;
            /** @description Milliseconds since the epoch, None while it runs. */
            end_time?: number;
            /** @description Root of the run's artifacts. */
            artifact_uri?: string;
            /** @description `active` or `deleted`. */
            lifecycle_stage?: string;
        };
        /**
         * RunInputs
         * @description Everything a run read.
         */
        RunInputs: {
            dataset_inputs?: components["schemas"]["DatasetInput"][];
            model_inputs?: components["schemas"]["LoggedModelInput"][];
        };
        /**
         * RunKeys
         * @description The names of what the runs of some experiments logged, each list in order.
         */
        RunKeys: {
            /** @description Names of metrics. */
            metrics?: string[];
            /** @description Names of params. */
            params?: string[];
            /** @description Names of tags. */
            tags?: string[];
        };
        /**
         * RunOutputs
         * @description Everything a run made, beside artifacts.
         */
        RunOutputs: {
            model_outputs?: components["schemas"]["LoggedModelOutput"][];
        };
        /**
         * RunTag
         * @description A note on a run, changeable.
         */
        RunTag: {
            key: string;
            value?: string;
        };
        /**
         * RunUse
         * @description What one run takes.
         */
        RunUse: {
            /** @description The run. */
            run_id: string;
            /** @description Its name. */
            name: string;
            /** @description Whether it is in the bin. */
            deleted?: boolean;
            /** @description Points of its metrics. */
            points?: number;
            /** @description What its records take in the database, about. */
            record_bytes?: number;
            /** @description Files in its folder. */
            files?: number;
            /** @description Bytes of these. */
            file_bytes?: number;
        };
        /** SearchBinResponse */
        SearchBinResponse: {
            binned?: components["schemas"]["Binned"][];
            next_page_token?: string;
        };
        /** SearchDatasetsResponse */
        SearchDatasetsResponse: {
            dataset_summaries?: components["schemas"]["DatasetSummary"][];
        };
        /** SearchExperimentsResponse */
        SearchExperimentsResponse: {
            experiments?: components["schemas"]["Experiment"][];
            next_page_token?: string;
        };
        /** SearchLoggedModelsResponse */
        SearchLoggedModelsResponse: {
            models?: components["schemas"]["LoggedModel"][];
            next_page_token?: string;
        };
        /** SearchModelVersionsResponse */
        SearchModelVersionsResponse: {
            model_versions?: components["schemas"]["ModelVersion"][];
            next_page_token?: string;
        };
        /** SearchRegisteredModelsResponse */
        SearchRegisteredModelsResponse: {
            registered_models?: components["schemas"]["RegisteredModel"][];
            next_page_token?: string;
        };
        /** SearchRunsResponse */
        SearchRunsResponse: {
            runs?: components["schemas"]["Run"][];
            next_page_token?: string;
        };
        /** SearchUsageResponse */
        SearchUsageResponse: {
            experiments?: components["schemas"]["ExperimentUse"][];
            next_page_token?: string;
        };
        /**
         * Series
         * @description Points of a metric of a run as columns of one length, by step.
         */
        Series: {
            /** @description The run. */
            run_id: string;
            /** @description The metric. */
            key: string;
            /** @description How many points there are in the part that was asked for; more than here where it was thinned. */
            total: number;
            /** @description Their steps. */
            steps: number[];
            /** @description Milliseconds since the epoch of each. */
            timestamps: number[];
            /** @description Their values; NaN and the infinities are named where they travel. */
            values: (number | string)[];
        };
        /**
         * SeriesSummary
         * @description What is known of one series without reading it.
         */
        SeriesSummary: {
            /** @description Name of the metric. */
            key: string;
            /** @description Number of points. */
            count: number;
            /** @description Value of the lowest step. */
            first?: components["schemas"]["Number"];
            /** @description Value of the highest step. */
            last?: components["schemas"]["Number"];
            /** @description Smallest finite or infinite value; None if all are NaN. */
            minimum?: components["schemas"]["Number"];
            /** @description Largest; None if all are NaN. */
            maximum?: components["schemas"]["Number"];
            /** @description The highest step. */
            last_step?: number;
            /** @description Milliseconds since the epoch of the last point. */
            last_timestamp?: number;
        };
        /**
         * ServedModel
         * @description A model as a scoring server describes it.
         */
        ServedModel: {
            /** @description What it is called in the server's addresses. */
            name: string;
            /** @description The server's address, as the operator named it. */
            server?: string;
            /** @description Version of the registered model, or id of the logged model. */
            version?: string;
            /** @description Name of the registered model. */
            registered_model?: string;
            /** @description The logged model that it is. */
            model_id?: string;
            /** @description Whether it answers in pieces, too. */
            streams?: boolean;
            /** @description What goes in: columns or tensors, as the signature has them. */
            inputs?: Record<string, never>[];
            /** @description What comes out. */
            outputs?: Record<string, never>[];
            /** @description Inference parameters. */
            params?: Record<string, never>[];
            /** @description A request that sends the model's input example. */
            example?: Record<string, never>;
        };
        /**
         * ServerFacts
         * @description What an operator asks first.
         */
        ServerFacts: {
            /** @description Version of MLflow's interface. */
            version: string;
            /** @description Version of Penstock. */
            penstock_version: string;
            /** @description Version of Python. */
            python: string;
            /** @description When the process that answers started, milliseconds since the epoch. */
            started: number;
            /** @description Kind of the store. */
            store: string;
            /** @description Kind of the place of new experiments' files. */
            artifacts: string;
            /** @description Size of the database, where it is a file. */
            database_bytes?: number;
            /** @description Bytes of it that deleted records left, and that can be given back. */
            free_bytes?: number;
            /** @description Size of the disk with the database or the files. */
            disk_bytes?: number;
            /** @description What is free on it. */
            disk_free?: number;
            /** @description Why this server cannot delete for good; empty where it can. */
            cannot_purge?: string;
        };
        /**
         * Serving
         * @description Where a version is served.
         */
        Serving: {
            /** @description The addresses that the operator named. */
            servers: string[];
            /** @description Those among them that do not answer. */
            away: string[];
            /** @description The version as the first that serves it describes it; null where none does. */
            model?: components["schemas"]["ServedModel"];
        };
        /** SetExperimentTagResponse */
        SetExperimentTagResponse: Record<string, never>;
        /** SetLoggedModelTagsResponse */
        SetLoggedModelTagsResponse: {
            model: components["schemas"]["LoggedModel"];
        };
        /** SetModelVersionTagResponse */
        SetModelVersionTagResponse: Record<string, never>;
        /** SetRegisteredModelAliasResponse */
        SetRegisteredModelAliasResponse: Record<string, never>;
        /** SetRegisteredModelTagResponse */
        SetRegisteredModelTagResponse: Record<string, never>;
        /** SetTagResponse */
        SetTagResponse: Record<string, never>;
        /**
         * Shipped
         * @description What became of journals that were shipped.
         */
        Shipped: {
            /** @description Records that the store has now. */
            shipped?: number;
            /** @description Records that it will not have; they are kept in files beside the journals. */
            refused?: number;
            /** @description Records that are still to be shipped. */
            left?: number;
            /** @description Why. */
            trouble?: string;
        };
        /** TransitionModelVersionStageResponse */
        TransitionModelVersionStageResponse: {
            model_version: components["schemas"]["ModelVersion"];
        };
        /** UpdateModelVersionResponse */
        UpdateModelVersionResponse: {
            model_version: components["schemas"]["ModelVersion"];
        };
        /** UpdateRegisteredModelResponse */
        UpdateRegisteredModelResponse: {
            registered_model: components["schemas"]["RegisteredModel"];
        };
        /** UpdateRunResponse */
        UpdateRunResponse: {
            run_info: components["schemas"]["RunInfo"];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    create_experiment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description 1 to 500 characters, unique among active and deleted experiments. */
                    name: string;
                    /** @description URI for the runs' artifacts; the store's default where None. */
                    artifact_location?: string;
                    /** @description Notes to set. */
                    tags?: components["schemas"]["ExperimentTag"][];
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreateExperimentResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: Empty or overlong name, or an artifact location that is no plain URI. RESOURCE_ALREADY_EXISTS: The name is taken; the message says so if by a deleted experiment. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_experiment: {
        parameters: {
            query: {
                experiment_id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetExperimentResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is none of that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_experiment_by_name: {
        parameters: {
            query: {
                experiment_name: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetExperimentByNameResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is none of that name. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    search_experiments_2: {
        parameters: {
            query?: {
                /** @description Active, deleted or all. */
                view_type?: string | number;
                /** @description 1 to 50,000 per page. */
                max_results?: number;
                /** @description Filter over attributes and tags. */
                filter?: string;
                /** @description Such as `["name ASC"]`; by default the newest come first. */
                order_by?: string[];
                /** @description Where the page before ended. */
                page_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchExperimentsResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: The filter, an order or the token cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    search_experiments: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Active, deleted or all. */
                    view_type?: string | number;
                    /** @description 1 to 50,000 per page. */
                    max_results?: number;
                    /** @description Filter over attributes and tags. */
                    filter?: string;
                    /** @description Such as `["name ASC"]`; by default the newest come first. */
                    order_by?: string[];
                    /** @description Where the page before ended. */
                    page_token?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchExperimentsResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: The filter, an order or the token cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    search_experiments_3: {
        parameters: {
            query?: {
                /** @description Active, deleted or all. */
                view_type?: string | number;
                /** @description 1 to 50,000 per page. */
                max_results?: number;
                /** @description Filter over attributes and tags. */
                filter?: string;
                /** @description Such as `["name ASC"]`; by default the newest come first. */
                order_by?: string[];
                /** @description Where the page before ended. */
                page_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchExperimentsResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: The filter, an order or the token cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    rename_experiment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    experiment_id: string;
                    new_name: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RenameExperimentResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. RESOURCE_ALREADY_EXISTS: The name is taken. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is none of that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description INVALID_STATE: It is deleted. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_experiment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    experiment_id: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeleteExperimentResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such experiment. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    restore_experiment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    experiment_id: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoreExperimentResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such experiment. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    set_experiment_tag: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The experiment. */
                    experiment_id: string;
                    /** @description At most 250 characters. */
                    key: string;
                    /** @description At most 5,000 characters. */
                    value: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetExperimentTagResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such experiment. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_experiment_tag: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    experiment_id: string;
                    key: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeleteExperimentTagResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such experiment. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_metric_history: {
        parameters: {
            query: {
                /** @description The run. */
                run_id: string;
                /** @description The metric; one that was never logged gives no points. */
                metric_key: string;
                /** @description Points per page; all where None. */
                max_results?: number;
                /** @description Where the page before ended. */
                page_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetMetricHistoryResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such run. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_metric_history_bulk: {
        parameters: {
            query: {
                run_id: string[];
                metric_key: string;
                max_results?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetMetricHistoryBulkResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such run. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_metric_history_bulk_interval: {
        parameters: {
            query: {
                /** @description 1 to 100 runs. */
                run_ids: string[];
                /** @description The metric. */
                metric_key: string;
                /** @description First step shown; given together with `end_step` or not at all. */
                start_step?: number;
                /** @description Last step shown. */
                end_step?: number;
                /** @description 1 to 2,500 points a run. */
                max_results?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetMetricHistoryBulkIntervalResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such run. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_series: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description 1 to 100 runs. */
                    run_ids: string[];
                    /** @description 1 to 100 metrics; at most 2,000 series in all. */
                    metric_keys: string[];
                    /** @description First step shown. */
                    start_step?: number;
                    /** @description Last step shown. */
                    end_step?: number;
                    /** @description First timestamp shown, in milliseconds since the epoch. */
                    start_time?: number;
                    /** @description Last timestamp shown. */
                    end_time?: number;
                    /** @description 1 to 2,500 points a series. */
                    max_results?: number;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetSeriesResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such run. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_metric_summaries: {
        parameters: {
            query: {
                run_id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetMetricSummariesResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such run. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    count_runs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    experiment_ids: string[];
                    filter?: string;
                    run_view_type?: string | number;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CountRunsResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such experiment. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_run_keys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The experiments. */
                    experiment_ids: string[];
                    /** @description Only what runs have that match. */
                    filter?: string;
                    /** @description Active, deleted or all. Where this and `filter_string` are None, also what runs had that are gone; that costs the least. */
                    run_view_type?: string | number;
                    /** @description Only keys whose values differ among these runs, or that some of them lack; of a metric, the last value counts. Runs are the active ones where no `run_view_type` is given. */
                    differing?: boolean;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunKeys"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: The filter cannot be read; the message points at the place. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such experiment. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_run_columns: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The experiments. */
                    experiment_ids: string[];
                    /** @description At most 100, as in `search_runs`, but each of one thing: `metrics.loss`, `min(metrics.loss)`, `params.lr`, `tags.team`, `attributes.start_time`. */
                    columns: string[];
                    /** @description Only runs that match. */
                    filter?: string;
                    /** @description Active, deleted or all. */
                    run_view_type?: string | number;
                    /** @description As in `search_runs`. */
                    order_by?: string[];
                    /** @description 1 to 100,000 runs, and at most 2,000,000 values in all. */
                    max_results?: number;
                    /** @description Only these runs, at most 10,000; those that do not match are left out. */
                    run_ids?: string[];
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunColumns"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: The filter, an order or a column cannot be read; the message points at the place. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such experiment. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    group_runs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The experiments. */
                    experiment_ids: string[];
                    /** @description 1 to 5 columns: `params.family`, `tags.team`, `attributes.status`, `attributes.user_id` or another attribute that is a text, `dataset.name`. Runs that lack one are a group of their own; a run that read several data sets is in the group of each. */
                    by: string[];
                    /** @description At most 20: `metrics.loss` for last values, `min(metrics.loss)`, `max(…)`, `first(…)`. */
                    metrics?: string[];
                    /** @description Only runs that match. */
                    filter?: string;
                    /** @description Active, deleted or all. */
                    run_view_type?: string | number;
                    /** @description `count`, a metric of `metrics` for its mean, or a column of `by`, each with ASC or DESC, written as in orders of runs; the largest groups first where None. */
                    order_by?: string[];
                    /** @description 1 to 10,000 groups per page. */
                    max_results?: number;
                    /** @description Where the page before ended. */
                    page_token?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupRunsResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: The filter, an order or a column cannot be read; the message points at the place. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such experiment. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    create_run: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description An active experiment. */
                    experiment_id?: string;
                    /** @description Who runs it. */
                    user_id?: string;
                    /** @description Milliseconds since the epoch; now where None. */
                    start_time?: number;
                    /** @description Tags to set; `mlflow.runName` also names the run. */
                    tags?: components["schemas"]["RunTag"][];
                    /** @description Its name; one is made up where there is none. */
                    run_name?: string;
                    /** @description Its id, 32 hexadecimal digits in lower case; one is made up where there is none. A run of that id which the experiment has already is returned as it is: asking twice makes one run. Penstock's own, and nothing to a server of MLflow, which makes up an id. */
                    run_id?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreateRunResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: The experiment is deleted, a tag is over its limit, the name contradicts a tag, or the id is none. RESOURCE_ALREADY_EXISTS: Another experiment has a run of that id. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such experiment. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_run: {
        parameters: {
            query: {
                run_id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetRunResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is none of that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    update_run: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    run_id: string;
                    status?: string | number;
                    end_time?: number;
                    run_name?: string;
                    /** @deprecated */
                    run_uuid?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpdateRunResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: The run is deleted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is none of that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_run: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    run_id: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeleteRunResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such run. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    restore_run: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    run_id: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoreRunResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such run. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    log_batch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description An active run. */
                    run_id: string;
                    /** @description At most 1,000 points; NaN and ±infinity are kept. */
                    metrics?: components["schemas"]["Metric"][];
                    /** @description At most 100; keys of at most 250 characters, values of at most 6,000. */
                    params?: components["schemas"]["Param"][];
                    /** @description At most 100; values of at most 8,000 characters. */
                    tags?: components["schemas"]["RunTag"][];
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogBatchResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: The run is deleted, something is over its limit, or a param would change. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such run. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    log_metric: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    run_id: string;
                    key: string;
                    value: components["schemas"]["Number"];
                    timestamp: number;
                    step?: number;
                    model_id?: string;
                    dataset_name?: string;
                    dataset_digest?: string;
                    /** @deprecated */
                    run_uuid?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogMetricResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such run. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    log_param: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    run_id: string;
                    key: string;
                    value: string;
                    /** @deprecated */
                    run_uuid?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogParamResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such run. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    set_tag: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    run_id: string;
                    key: string;
                    value: string;
                    /** @deprecated */
                    run_uuid?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetTagResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such run. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_tag: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    run_id: string;
                    key: string;
                    /** @deprecated */
                    run_uuid?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeleteTagResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such run, or no such tag. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    log_inputs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    run_id: string;
                    datasets?: components["schemas"]["DatasetInput"][];
                    models?: components["schemas"]["LoggedModelInput"][];
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogInputsResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such run. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    log_outputs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    run_id: string;
                    models: components["schemas"]["LoggedModelOutput"][];
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogOutputsResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such run. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    record_logged_model: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description An active run. */
                    run_id: string;
                    /** @description The MLmodel as JSON. */
                    model_json: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordLoggedModelResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such run. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    search_runs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description The experiments; none give no runs. */
                    experiment_ids?: string[];
                    /** @description Filter over metrics, params, tags, attributes and datasets. */
                    filter?: string;
                    /** @description Active, deleted or all. */
                    run_view_type?: string | number;
                    /** @description 1 to 50,000 per page. */
                    max_results?: number;
                    /** @description Such as `["metrics.rmse ASC"]`; then the newest first. Runs without the key come last. */
                    order_by?: string[];
                    /** @description Where the page before ended. */
                    page_token?: string;
                    /** @description What comes with each run beside its attributes: `metrics.key`, `params.key`, `tags.key`; `min(metrics.key)`, `max(…)`, `first(…)` and `count(…)`, which stand among the metrics as `min(key)`; `metrics`, `params`, `tags` for all of them; `inputs`, `outputs`. Everything where None. Penstock's own, and nothing to a server of MLflow, which sends everything. */
                    columns?: string[];
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchRunsResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: The filter (the message points at the place), an order, a column or the token cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such experiment. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    search_datasets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    experiment_ids: string[];
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchDatasetsResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such experiment. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    create_logged_model: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description An active experiment. */
                    experiment_id: string;
                    /** @description Its name; one is made up where there is none. No `/`, `:`, `.`, `%`, `"` or `'`. */
                    name?: string;
                    /** @description Free text. */
                    model_type?: string;
                    /** @description The run that makes it. */
                    source_run_id?: string;
                    /** @description Settings to record. */
                    params?: components["schemas"]["LoggedModelParameter"][];
                    /** @description Notes to set. */
                    tags?: components["schemas"]["LoggedModelTag"][];
                    /** @description Its id, `m-` and 32 hexadecimal digits in lower case; one is made up where there is none. A model of that id which the experiment has already is returned as it is. Penstock's own. */
                    model_id?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreateLoggedModelResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. RESOURCE_ALREADY_EXISTS: Another experiment has, or had, a model of that id. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such experiment. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_logged_model: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetLoggedModelResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is none of that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_logged_model: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeleteLoggedModelResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such logged model. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    finalize_logged_model: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    status: string | number;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FinalizeLoggedModelResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such logged model. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    search_logged_models: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    experiment_ids: string[];
                    filter?: string;
                    datasets?: components["schemas"]["DatasetChoice"][];
                    max_results?: number;
                    order_by?: components["schemas"]["LoggedModelOrder"][];
                    page_token?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchLoggedModelsResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such experiment. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    set_logged_model_tags: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    tags?: components["schemas"]["LoggedModelTag"][];
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetLoggedModelTagsResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such logged model. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_logged_model_tag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model_id: string;
                tag_key: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeleteLoggedModelTagResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such logged model. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    log_logged_model_params: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    params?: components["schemas"]["LoggedModelParameter"][];
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogLoggedModelParamsResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such logged model. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    create_registered_model: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    tags?: components["schemas"]["RegisteredModelTag"][];
                    description?: string;
                    deployment_job_id?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreateRegisteredModelResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: The name is empty, overlong or holds `/` or `:`. RESOURCE_ALREADY_EXISTS: The name is taken. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_registered_model: {
        parameters: {
            query: {
                name: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetRegisteredModelResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is none of that name. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    rename_registered_model: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    new_name: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RenameRegisteredModelResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such registered model. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    update_registered_model: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    description?: string;
                    deployment_job_id?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpdateRegisteredModelResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such registered model. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_registered_model: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeleteRegisteredModelResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such registered model. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    search_registered_models: {
        parameters: {
            query?: {
                filter?: string;
                max_results?: number;
                order_by?: string[];
                page_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchRegisteredModelsResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    search_registered_models_2: {
        parameters: {
            query?: {
                filter?: string;
                max_results?: number;
                order_by?: string[];
                page_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchRegisteredModelsResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_latest_versions_2: {
        parameters: {
            query: {
                name: string;
                stages?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetLatestVersionsResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such registered model. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_latest_versions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    stages?: string[];
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetLatestVersionsResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such registered model. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    set_registered_model_tag: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    key: string;
                    value: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetRegisteredModelTagResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such registered model. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_registered_model_tag: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    key: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeleteRegisteredModelTagResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such registered model. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_model_version_by_alias: {
        parameters: {
            query: {
                name: string;
                alias: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetModelVersionByAliasResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such registered model. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    set_registered_model_alias: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The registered model. */
                    name: string;
                    /** @description Letters, digits, `_` and `-`; not `latest` and not `v` with a number. */
                    alias: string;
                    /** @description The version's number. */
                    version: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetRegisteredModelAliasResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such registered model. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_registered_model_alias: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    alias: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeleteRegisteredModelAliasResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such registered model. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    create_model_version: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The registered model. */
                    name: string;
                    /** @description URI of the model's files. */
                    source: string;
                    /** @description The run that made it. */
                    run_id?: string;
                    /** @description Notes to set. */
                    tags?: components["schemas"]["ModelVersionTag"][];
                    /** @description Address of the run where it lives elsewhere. */
                    run_link?: string;
                    /** @description Markdown. */
                    description?: string;
                    /** @description The logged model it is made from. */
                    model_id?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreateModelVersionResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: The source is not a place whose files the caller may have served. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such registered model. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_model_version: {
        parameters: {
            query: {
                name: string;
                version: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetModelVersionResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: The version is not a number. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such version. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    update_model_version: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    version: string;
                    description?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpdateModelVersionResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such registered model. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    transition_model_version_stage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The registered model. */
                    name: string;
                    /** @description The version's number. */
                    version: string;
                    /** @description `None`, `Staging`, `Production` or `Archived`, in any case. */
                    stage: string;
                    /** @description Move the versions that are in that stage to `Archived`. */
                    archive_existing_versions?: boolean;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransitionModelVersionStageResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such registered model. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_model_version: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    version: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeleteModelVersionResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such registered model. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    search_model_versions: {
        parameters: {
            query?: {
                filter?: string;
                max_results?: number;
                order_by?: string[];
                page_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchModelVersionsResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_model_version_download_uri: {
        parameters: {
            query: {
                name: string;
                version: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetModelVersionDownloadUriResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such registered model. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    set_model_version_tag: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    version: string;
                    key: string;
                    value: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetModelVersionTagResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such registered model. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_model_version_tag: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    version: string;
                    key: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeleteModelVersionTagResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such registered model. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_run_artifacts: {
        parameters: {
            query: {
                run_id: string;
                path?: string;
                page_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArtifactListing"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such run. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_logged_model_artifacts: {
        parameters: {
            query?: {
                artifact_directory_path?: string;
                page_token?: string;
            };
            header?: never;
            path: {
                model_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArtifactListing"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such logged model. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_run_artifact: {
        parameters: {
            query: {
                run_id: string;
                path: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such run. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_logged_model_artifact: {
        parameters: {
            query: {
                artifact_file_path: string;
            };
            header?: never;
            path: {
                model_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such logged model. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_model_version_artifact: {
        parameters: {
            query: {
                name: string;
                version: string;
                path: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such registered model. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_model_version_artifacts: {
        parameters: {
            query: {
                name: string;
                version: string;
                path?: string;
                page_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArtifactListing"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such registered model. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    write_run_artifact: {
        parameters: {
            query: {
                run_id: string;
                path: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": unknown;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such run. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_artifacts: {
        parameters: {
            query?: {
                path?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArtifactFiles"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such artifact. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    download_artifact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such artifact. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    upload_artifact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                path: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": unknown;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such artifact. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_artifact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such artifact. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    create_multipart_upload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                artifact_path: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    path: string;
                    num_parts: number;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MultipartUpload"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such artifact. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    upload_part: {
        parameters: {
            query: {
                upload_id: string;
                part_number: number;
            };
            header?: never;
            path: {
                path: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": unknown;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such artifact. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    complete_multipart_upload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                artifact_path: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    path: string;
                    upload_id: string;
                    parts: components["schemas"]["MultipartUploadPart"][];
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompleteMultipartUploadResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such artifact. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    abort_multipart_upload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                artifact_path: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    path: string;
                    upload_id: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AbortMultipartUploadResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such artifact. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_serving: {
        parameters: {
            query: {
                name: string;
                version: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Serving"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such version. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    invoke_model_version: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The registered model. */
                    name: string;
                    /** @description The version's number. */
                    version: string;
                    /** @description What is sent to `/invocations`, at most 8 MiB. */
                    body: string;
                    /** @description `application/json` or `text/csv`. */
                    content_type?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Prediction"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: The body is too long, or of another type. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such version, or none of the servers serves it. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description TEMPORARILY_UNAVAILABLE: The server went away, was too slow, or answered too much. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    search_bin: {
        parameters: {
            query: {
                /** @description `run`, `logged_model` or `experiment`. */
                kind: string;
                /** @description Only what has been there for so many milliseconds. */
                older_than?: number;
                /** @description 1 to 1,000 per page. */
                max_results?: number;
                /** @description Where the page before ended. */
                page_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchBinResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: There is no such kind, or the token cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    purge_runs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description 1 to 100 runs. */
                    run_ids: string[];
                    /** @description Refuse those that have been in the bin for less than so many milliseconds. */
                    older_than?: number;
                    /** @description Say what would go, and delete nothing. */
                    only_tell?: boolean;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Purge"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: One is not in the bin, or not for so long. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such run. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description NOT_IMPLEMENTED: The files are where this server cannot delete them. */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    purge_logged_models: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    model_ids: string[];
                    older_than?: number;
                    only_tell?: boolean;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Purge"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such logged model. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    purge_experiment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    experiment_id: string;
                    older_than?: number;
                    only_tell?: boolean;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Purge"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such experiment. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    search_usage: {
        parameters: {
            query?: {
                /** @description 1 to 1,000 per page. */
                max_results?: number;
                /** @description Where the page before ended. */
                page_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchUsageResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_largest_runs: {
        parameters: {
            query: {
                experiment_id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetLargestRunsResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description RESOURCE_DOES_NOT_EXIST: There is no such experiment. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_measurement: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Measurement"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    measure: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Measurement"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_server_facts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerFacts"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    give_back_space: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GivenBack"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_journals: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListJournalsResponse"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ship_journals: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Shipped"];
                };
            };
            /** @description INVALID_PARAMETER_VALUE: A field is absent, of the wrong type or over its limit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PERMISSION_DENIED: The permission is lacking. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
}
