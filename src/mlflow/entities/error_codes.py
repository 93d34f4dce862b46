"""Numbers of the error codes, under the names that code written for MLflow imports."""

from __future__ import annotations

from mlflow.exceptions import ERROR_CODES


class ErrorCode:
    """Conversions between the names and the numbers."""

    @staticmethod
    def Name(number: int) -> str:
        """The name of a number.

        Raises:
            ValueError: There is no such number.
        """
        for name, known in ERROR_CODES.items():
            if known == number:
                return name
        raise ValueError(f"No error code has the number {number}.")

    @staticmethod
    def Value(name: str) -> int:
        """The number of a name.

        Raises:
            ValueError: There is no such name.
        """
        if name not in ERROR_CODES:
            raise ValueError(f"No error code is called {name!r}.")
        return ERROR_CODES[name]

    @staticmethod
    def keys() -> list[str]:
        """Every name."""
        return list(ERROR_CODES)

    @staticmethod
    def values() -> list[int]:
        """Every number."""
        return list(ERROR_CODES.values())

    @staticmethod
    def items() -> list[tuple[str, int]]:
        """Every name with its number."""
        return list(ERROR_CODES.items())


globals().update(ERROR_CODES)
