"""The ``mlflow`` command; each command is imported when it is used."""
