"""A package that adds to MLflow all that its plug-ins can add; it keeps things in memory and in a folder."""
