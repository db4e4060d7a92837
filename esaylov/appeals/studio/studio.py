"""An appeal type as the studio opens and saves it (Election Administrator): the values of a file, under a code that nobody types.

What may be saved is what an import may bring (`exchange.take_in`); a published type stays published, and what is changed of it is
its next version, after the same check.
"""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe.model.naming import make_autoname

from esaylov.appeals.procedure import numbers
from esaylov.appeals.types import exchange
from esaylov.appeals.types.definitions import TYPE
from esaylov.framework.errors import NotFound, WrongState
from esaylov.permissions.configuration.waiting import changes

SERIES = "T.##"
"""Codes of the types that are begun in the studio [ours]: T01, T02, …; what is taken already is passed over."""
LEFT_OUT = ("doctype", "published")


def opened(code: str) -> dict[str, Any]:
	"""A saved type: `document` as a file has it, `appeal_type`, `modified` (a moment as text), `status`, `version`,
	`waits`. Raises NotFound.

	waits: the open proposal about the type, as `procedure.numbers.proposal` describes it; None without one.
	"""
	values = exchange.export(code)
	row = frappe.get_doc(TYPE, code)
	is_reader = bool(frappe.has_permission("Configuration Change", "read"))
	waiting = changes.waiting_of(TYPE, [code]) if is_reader else {}
	return {
		"appeal_type": code,
		"document": {key: value for key, value in values.items() if key not in LEFT_OUT},
		"modified": str(row.modified),
		"status": row.status,
		"version": row.version or 0,
		"waits": numbers.proposal(waiting.get(code)),
	}


def save(values: Mapping[str, Any], modified: str) -> dict[str, Any]:
	"""Write a type and give it as `opened` does. modified: as it was read; "" for a new type, which gets its code here.

	All or nothing. Raises FormInvalid with everything that is wrong, NotFound, WrongState (`type_changed_meanwhile`) where somebody
	saved the type since it was read.
	"""
	code = _unchanged(values, modified) if modified else _next_code()
	return opened(exchange.take_in({**values, "code": code}, replace=bool(modified)))


def _unchanged(values: Mapping[str, Any], modified: str) -> str:
	"""The code of the type, whose row is locked from here on."""
	code = str(values.get("code") or "")
	stored = frappe.db.get_value(TYPE, code, "modified", for_update=True)
	if not stored:
		raise NotFound({"doctype": TYPE})
	if str(stored) != modified:
		raise WrongState({"appeal_type": code}, code="type_changed_meanwhile")
	return code


def _next_code() -> str:
	code = str(make_autoname(SERIES, TYPE))
	while frappe.db.exists(TYPE, code):
		code = str(make_autoname(SERIES, TYPE))
	return code
