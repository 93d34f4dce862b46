"""Databases that MLflow made, read only: schemas of MLflow 1.x to 3.x, in SQLite, PostgreSQL, MySQL and MariaDB."""
