"""What both versions of Frappe have, but not where a reader of their classes finds it (`tests/test_frappe_api.py`)."""

from collections.abc import Callable

import frappe


def after_commit(step: Callable[[], object]) -> None:
	"""Run a step once this transaction is committed. An attribute that the database object gets when it is made."""
	frappe.db.after_commit.add(step)


def after_rollback(step: Callable[[], object]) -> None:
	"""Run a step when this transaction is taken back."""
	frappe.db.after_rollback.add(step)
