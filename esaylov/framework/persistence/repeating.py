"""Steps that the database broke off to end a deadlock, run again from their beginning."""

import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import frappe

R = TypeVar("R")

TURNS, PAUSE_SECONDS = 5, 0.05
"""How often a step is tried that a deadlock broke off, and the longest pause after the first time."""
OUTCOMES = "esaylov_outcomes_of_turns"


@dataclass
class _Outcomes:
	"""What the turns of a step did that no rollback takes back: results by name, and how many of each this turn has come to."""

	results: dict[str, list[Any]] = field(default_factory=dict)
	come_to: Counter[str] = field(default_factory=Counter)


def repeated(step: Callable[[], R]) -> R:
	"""Run a step, and after a deadlock again: nothing of it stands then, the database took it back.

	For steps alone that change nothing but the database and what is done `once`, and before which their transaction has
	written nothing. Raises QueryDeadlockError after the last turn.
	"""
	flags = frappe.local.flags
	outer = flags.get(OUTCOMES)
	flags[OUTCOMES] = outer or _Outcomes()
	try:
		return _until_done(step, flags[OUTCOMES])
	finally:
		flags[OUTCOMES] = outer


def once(name: str, action: Callable[[], R]) -> R:
	"""Do what no rollback takes back, such as counting: the caller asked once, whatever the database made of it.

	A later turn of the step is given what the first one had: the first result of the name, the second, and so on. An action
	that raised was not done. Outside of `repeated` each call acts.
	"""
	outcomes: _Outcomes | None = frappe.local.flags.get(OUTCOMES)
	if outcomes is None:
		return action()
	results = outcomes.results.setdefault(name, [])
	place = outcomes.come_to[name]
	if place == len(results):
		results.append(action())
	outcomes.come_to[name] += 1
	return results[place]  # type: ignore[no-any-return] # of this name, so of this action


def _until_done(step: Callable[[], R], outcomes: _Outcomes) -> R:
	before = outcomes.come_to.copy()  # by a step around this one
	for turn in range(1, TURNS):
		try:
			return step()
		except frappe.QueryDeadlockError:
			outcomes.come_to = before.copy()
			frappe.db.rollback()  # and what was noted for after the commit
			getattr(frappe.local, "request_cache", {}).clear()
			frappe.clear_messages()
			time.sleep(random.uniform(0, PAUSE_SECONDS * turn))  # noqa: S311 # spreads, hides nothing
	return step()
