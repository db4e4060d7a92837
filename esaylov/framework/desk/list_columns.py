"""Columns of a DocType that a request may change only for itself."""

from collections.abc import Callable
from typing import Final

from frappe.model.meta import Meta

READ: Final = "get_valid_columns"


def copy_columns() -> None:
	"""Have the description of a DocType give its columns as a list of their own, in this process.

	The framework's report view takes fields that a user does not read out of the list that it was given. For a DocType of
	the framework (User) asked for all fields (`*`), that is the list of the process: documents lacked these fields from
	then on, and no first login succeeded.
	"""
	setattr(Meta, READ, _copying(getattr(Meta, READ)))


def _copying(stock: Callable[[Meta], list[str]]) -> Callable[[Meta], list[str]]:
	def get_valid_columns(self: Meta) -> list[str]:
		return [*stock(self)]

	return get_valid_columns
