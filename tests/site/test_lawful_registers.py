"""Whatever is filed, refused, decided in any order and taken back: no register holds what the law forbids (54, done when 3).

A case is a type and a seed; `-k A47-3` runs one again. The judge (`factories.register_judge`) asks the tables in plain SQL.
"""

from collections import Counter
from collections.abc import Iterator

import frappe
import pytest
from factories import random_filings, register_judge
from factories.catalogue.cases import CASES
from factories.fresh import fresh
from factories.profile import IS_LONG

from esaylov.framework import clock

IN_EVERY_RUN = 50
SEEDS = 6 if IS_LONG else 1
ALL = [(code, seed) for seed in range(SEEDS) for code in sorted(CASES)]
ONLY_PLACES = frozenset({"A03", "A04", "A05", "A14", "A19", "A26", "A39", "A44", "A54", "A55", "A59", "A61", "A62", "A63"})
"""Types that name nobody: their cases are left to the long run."""
RUN = ALL if IS_LONG else [case for case in ALL if case[0] not in ONLY_PLACES]
did: Counter[str] = Counter()


@pytest.fixture(scope="module")
def ground(connected: None) -> Iterator[None]:
	"""What all cases begin with, in one transaction; nothing of it stays."""
	fresh()
	random_filings.make_ground()
	yield
	frappe.db.rollback()
	fresh()


@pytest.fixture(autouse=True)
def rolled_back(ground: None) -> Iterator[None]:
	"""Each test begins with the ground."""
	fresh()
	frappe.db.savepoint("before_case")
	yield
	frappe.db.rollback(save_point="before_case")
	fresh()


def test_every_run_has_fifty_cases():
	assert len(RUN) == (len(CASES) * SEEDS if IS_LONG else IN_EVERY_RUN)


@pytest.mark.parametrize(("code", "seed"), RUN, ids=[f"{code}-{seed}" for code, seed in RUN])
def test_no_register_holds_what_the_law_forbids(code, seed):
	course, today = random_filings.Course(code, seed), clock.today()
	before = register_judge.violations(today)

	def look() -> None:
		found = register_judge.violations(today) - before
		assert not found, "\n".join([f"{code}-{seed}", *map(str, sorted(found)), *course.told])

	course.run(look)
	did.update({"signed": course.signed, "cases": 1, "effective": bool(course.signed)})
	print(*course.told, dict(did), sep="\n")
