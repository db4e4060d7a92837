"""Counting what a step asks of the database."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe

from esaylov.framework import clock


@contextmanager
def counted() -> Iterator[list[str]]:
	"""The statements that run inside, in their order; the clock's own is left out."""
	clock.now()  # the setting behind it is read once in a request
	database, statements = frappe.local.db, []
	run = database.sql

	def sql(query: object, *args: object, **kwargs: object) -> object:
		statements.append(str(query))
		return run(query, *args, **kwargs)

	database.sql = sql
	try:
		yield statements
	finally:
		del database.sql


READS = (
	"Handler_read_key",
	"Handler_read_next",
	"Handler_read_prev",
	"Handler_read_rnd",
	"Handler_read_rnd_next",
)


def rows_read() -> int:
	"""Rows that the database has read for this connection until now, by its own counters."""
	status = dict(frappe.db.sql("show session status like 'Handler_read%%'"))
	return sum(int(status[name]) for name in READS)
