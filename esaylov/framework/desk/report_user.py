"""Reports and exports ask the database as a user of their own, who cannot read what is personal: neither a report, a filter, nor a
fault of ours or of the framework brings it into a file.

The framework has one connection in a request, and a place for a second one to read from, its replica's: while this one stands there,
its `write_only` functions (the log of exports) write by the first. Which columns the user reads, and how they come by it:
`esaylov.setup.report_user`. Without the setting everything is asked as ever.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import frappe
from frappe import _
from frappe.database import get_db
from frappe.database.database import Database

from esaylov.framework.persistence import table_cache

USER, PASSWORD = "esaylov_report_user", "esaylov_report_password"
DENIED = (1142, 1143)
"""MariaDB's codes: no right to a table, to a column."""
SHAPES = ("get_db_table_columns", "get_tables")
"""What the framework keeps for all: MariaDB tells a user of no column to which it has no right, and the site would know none of them."""
PLACES = ("primary_db", "replica_db")
"""Of `frappe.local`, where the framework looks for the connection that writes and for the one that reads."""


def user() -> str:
	"""The user for reports and exports; nothing where the site has none."""
	return str(frappe.conf.get(USER) or "")


@contextmanager
def reading() -> Iterator[None]:
	"""A block, or a function, that reads as that user. Raises frappe.PermissionError where it would read what is personal.

	It sees what is committed, and writes nothing.
	"""
	if not user() or is_reading():
		yield
		return
	before = {place: getattr(frappe.local, place, None) for place in PLACES}
	frappe.get_cached_doc("User", frappe.session.user)  # the framework asks what it is, by the whole row
	writing, connection = frappe.local.db, connect(user())
	table_cache.bypass(connection)
	for question in SHAPES:
		setattr(connection, question, _asked(writing, getattr(writing, question)))
	_place({"primary_db": before["primary_db"] or writing, "replica_db": connection})
	frappe.local.db = connection
	try:
		connection.begin(read_only=True)
		yield
	except Exception as problem:
		if is_denied(problem):
			raise frappe.PermissionError(_("Reports and exports do not read personal data.")) from problem
		raise
	finally:
		frappe.local.db = writing
		_place(before)
		connection.close()


def _asked(writing: Database | None, question: Callable[..., Any]) -> Callable[..., Any]:
	"""A question that the site's own user is asked."""

	def answered(*args: Any, **kwargs: Any) -> Any:
		reading, frappe.local.db = frappe.local.db, writing
		try:
			return question(*args, **kwargs)
		finally:
			frappe.local.db = reading

	return answered


def connect(name: str) -> Database:
	"""A connection of its own to the site's database, as a user of it with the password of the settings."""
	conf = frappe.conf
	return get_db(
		socket=conf.get("db_socket"),
		host=conf.get("db_host"),
		port=conf.get("db_port"),
		user=name,
		password=str(conf.get(PASSWORD) or ""),
		cur_db_name=conf.db_name,
	)


def is_reading() -> bool:
	"""Whether the database is asked as that user now."""
	return bool(user()) and getattr(frappe.local.db, "user", None) == user()


def is_denied(problem: BaseException) -> bool:
	"""Whether the database refused a table or a column."""
	return bool(problem.args) and problem.args[0] in DENIED


def _place(connections: dict[str, Database | None]) -> None:
	for place, connection in connections.items():
		if connection is not None:
			setattr(frappe.local, place, connection)
		elif hasattr(frappe.local, place):
			delattr(frappe.local, place)
