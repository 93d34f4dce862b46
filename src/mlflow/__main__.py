"""``python -m mlflow``."""

from __future__ import annotations

from mlflow.cli.main import main

if __name__ == "__main__":
    main()
