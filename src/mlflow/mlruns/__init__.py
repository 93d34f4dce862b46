"""The folder layout of MLflow's file store as a format: ``meta.yaml``, ``params/``, ``metrics/``, ``tags/``.

Records are never queried here: a folder is read, and what it holds is taken into the engine. Its files may come from
anywhere, so they are input: read with limits, never followed out of the folder, refused record by record.
"""
