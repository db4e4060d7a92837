"""Which endpoints run again after a deadlock: `repeats.csv` names each that is posted, whether it is repeated, and why.

Repeated may be what changes nothing but the database and what `framework.persistence.repeating.once` does;
what is not named is not repeated.
Posted pages of the cabinet are all repeated (`portal.routes`).
"""

import csv
from functools import cache
from pathlib import Path

OWN = "esaylov.api."
YES, NO = "yes", "no"


@cache
def table() -> dict[str, tuple[str, str]]:
	"""Endpoint as `appeals.submit` -> YES or NO, and why."""
	with Path(__file__).with_name("repeats.csv").open(encoding="utf-8") as lines:
		return {row["endpoint"]: (row["repeated"], row["why"]) for row in csv.DictReader(lines)}


def is_repeated(method: str) -> bool:
	"""Whether a method (`esaylov.api.appeals.submit`) runs again after a deadlock."""
	return method.startswith(OWN) and table().get(method.removeprefix(OWN), (NO, ""))[0] == YES
