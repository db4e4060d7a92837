"""Steps that the database broke off to end a deadlock, run again from their beginning."""

import random
import time
from collections.abc import Callable
from typing import TypeVar

import frappe

R = TypeVar("R")

TURNS, PAUSE_SECONDS = 5, 0.05
"""How often a step is tried that a deadlock broke off, and the longest pause after the first time."""
RUN_AGAIN = "esaylov_run_again"


def repeated(step: Callable[[], R]) -> R:
	"""Run a step, and after a deadlock again: nothing of it stands then, the database took it back.

	For steps alone that change nothing but the database, and before which their transaction has written nothing. Raises
	QueryDeadlockError after the last turn.
	"""
	try:
		return _until_done(step)
	finally:
		frappe.local.flags.pop(RUN_AGAIN, None)


def runs_again() -> bool:
	"""Whether this is a turn after the first: the caller asked once, whatever the database made of it."""
	return bool(frappe.local.flags.get(RUN_AGAIN))


def _until_done(step: Callable[[], R]) -> R:
	for turn in range(1, TURNS):
		try:
			return step()
		except frappe.QueryDeadlockError:
			frappe.local.flags[RUN_AGAIN] = True
			frappe.db.rollback()  # and what was noted for after the commit
			getattr(frappe.local, "request_cache", {}).clear()
			frappe.clear_messages()
			time.sleep(random.uniform(0, PAUSE_SECONDS * turn))  # noqa: S311 # spreads, hides nothing
	return step()
