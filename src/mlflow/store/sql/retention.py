"""How long an experiment keeps its runs: two tags of it, which ``mlflow gc`` reads.

``penstock.retention.bin`` says how long what is deleted stays in the bin, ``penstock.retention.runs`` after how long a
run that has ended is put there. Both are durations such as ``90d`` or ``1d12h``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from mlflow.exceptions import InvalidParameterValue, MlflowException
from mlflow.store.sql.part import Part
from mlflow.store.sql.sessions import Session

IN_BIN: Final = "penstock.retention.bin"
OF_RUNS: Final = "penstock.retention.runs"

_NUMBER: Final = r"\d{1,9}(?:\.\d{1,9})?"
# Spaces belong to the number after them: with an empty place between two of a kind, long runs of them take for ever.
_DURATION: Final = re.compile(
    rf"(?:\s*({_NUMBER})\s*d)?(?:\s*({_NUMBER})\s*h)?(?:\s*({_NUMBER})\s*m)?(?:\s*({_NUMBER})\s*s)?\s*"
)
_MILLISECONDS: Final = (86_400_000, 3_600_000, 60_000, 1000)


@dataclass(frozen=True)
class Retention:
    """One experiment's rule.

    Args:
        in_bin: Milliseconds that what is deleted stays in the bin; None without a rule.
        of_runs: Milliseconds after its end at which a run is put in the bin; None without a rule.
        problem: Why a rule cannot be read; nothing is guessed then, and everything of the experiment is kept.
    """

    in_bin: int | None = None
    of_runs: int | None = None
    problem: str = ""

    @property
    def reason(self) -> str:
        """Why something of the experiment stays in the bin."""
        return self.problem or "the rule of its experiment"


def duration(text: str) -> int:
    """Milliseconds of ``1d2h3m4s``.

    Raises:
        InvalidParameterValue: It is no duration.
    """
    found = _DURATION.fullmatch(text)
    if found is None or not any(found.groups()):
        raise InvalidParameterValue(
            f"{text[:50]!r} is no duration; write days, hours, minutes and seconds as 1d2h3m4s."
        )
    return round(sum(float(part or 0) * size for part, size in zip(found.groups(), _MILLISECONDS, strict=True)))


def retentions(session: Session) -> dict[int, Retention]:
    """The rules of all experiments that have one, by the experiment's number."""
    rules: dict[int, Retention] = {}
    for experiment, name, value in session.rows(
        "SELECT experiment, name, value FROM experiment_tags WHERE name IN (:bin, :runs)",
        {"bin": IN_BIN, "runs": OF_RUNS},
    ):
        rule = rules.get(experiment, Retention())
        try:
            length = duration(value)
        except MlflowException as error:
            rules[experiment] = replace(rule, problem=f"the tag {name} of its experiment: {error.message}")
            continue
        rules[experiment] = replace(rule, in_bin=length) if name == IN_BIN else replace(rule, of_runs=length)
    return rules


class Expiry(Part):
    """The part of a store that knows which runs are past their experiment's rule."""

    def expired(self, now: int) -> list[str]:
        """Ids of runs that have ended, are in use, and are older than their experiment keeps them."""
        found: list[str] = []
        with self._db.read() as session:
            for experiment, rule in sorted(retentions(session).items()):
                if rule.of_runs is not None and not rule.problem:
                    found += [
                        run_id
                        for (run_id,) in session.rows(
                            "SELECT run_id FROM runs WHERE experiment = :experiment AND deleted IS NULL "
                            "AND ended IS NOT NULL AND ended < :before AND status <> 'RUNNING' ORDER BY ended, run_id",
                            {"experiment": experiment, "before": now - rule.of_runs},
                        )
                    ]
        return found
