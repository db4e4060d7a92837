"""Reading once for many pages: those of one round of building are of one moment, and show much that is the same."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import frappe

P = ParamSpec("P")
R = TypeVar("R")
KNOWN = "published_known"


Row = dict[str, Any]


@contextmanager
def read_once() -> Iterator[None]:
	"""Inside, what `shared` reads with the same arguments is asked for once: five languages show the same rows."""
	frappe.local.flags[KNOWN] = {}
	try:
		yield
	finally:
		del frappe.local.flags[KNOWN]


def shared(read: Callable[P, R]) -> Callable[P, R]:
	"""Share what it gives between the pages of `read_once`; outside of it nothing is kept.

	Each caller gets a copy of its own: the views write into rows.
	"""

	@wraps(read)
	def reading(*args: P.args, **kwargs: P.kwargs) -> R:
		if frappe.local.flags.get(KNOWN) is None:
			return read(*args, **kwargs)
		return deepcopy(_known(read, *args, **kwargs))

	return reading


def shared_rows(read: Callable[P, Iterator[Row]]) -> Callable[P, Iterator[Row]]:
	"""The same for a whole set of rows, which nobody writes into: 30,000 of them are read once for all forms of a file."""

	def listed(*args: P.args, **kwargs: P.kwargs) -> list[Row]:
		return list(read(*args, **kwargs))

	@wraps(read)
	def reading(*args: P.args, **kwargs: P.kwargs) -> Iterator[Row]:
		if frappe.local.flags.get(KNOWN) is None:
			return read(*args, **kwargs)
		return iter(_known(listed, *args, **kwargs))

	return reading


def _known(read: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
	known: dict[Any, R] = frappe.local.flags[KNOWN]
	key = (read, repr(args), repr(kwargs))
	if key not in known:
		known[key] = read(*args, **kwargs)
	return known[key]
