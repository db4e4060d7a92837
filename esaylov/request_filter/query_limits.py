"""Limits for what a request asks of the framework's functions: conditions, values, columns and rows.

The framework makes one statement of all of them: a count by 1,000 conditions took 13 seconds, by 2,000 more than two minutes. The limits are
several times what the largest screen of the Desk sends (20 conditions, 2,500 rows of a list) [ours].
"""

from collections.abc import Iterator
from typing import Any, Final

import frappe

from esaylov.api import calls
from esaylov.framework.errors import EsaylovError, shown

FRAMEWORK: Final = "frappe."
MAX_CONDITIONS: Final = 100
MAX_VALUES: Final = 5_000
"""Values of one condition, names or documents in one argument."""
MAX_COLUMNS: Final = 500
MAX_TERMS: Final = 10
MAX_ROWS: Final = 100_000
"""0 and nothing mean all rows."""
MAX_START: Final = 2**31 - 1
"""The database fails at numbers of 20 digits."""
FILTERS: Final = frozenset(
	(
		*("applied_filters", "current_filters", "dynamic_filters_json", "export_filters", "filters"),
		*("filters_json", "having", "js_filters", "or_filters"),
	)
)
COLUMNS: Final = frozenset(
	("columns", "custom_columns", "export_fields", "fieldname", "fields", "fields_to_fetch", "stats")
)
TERMS: Final = frozenset({"group_by", "order_by", "sort_by", "sort_field"})
NAMES: Final = frozenset(
	(
		*("assign_to", "attachments", "dn", "docname", "docnames", "docs", "files", "items", "name", "names"),
		*("recipients", "selected_items", "users", "visible_idx"),
	)
)
ROWS: Final = {
	**dict.fromkeys(("limit", "limit_page_length", "page_length"), MAX_ROWS),
	"limit_start": MAX_START,
}
OF_CONDITION: Final = 3
"""A condition in a list has at least field, operator and value, and begins with a name."""


def check_limits() -> None:
	"""Raise EsaylovError (`list_too_large`, 417) if the request asks the framework for more than the limits allow.

	Called before the guards, which look for rows by the same filters.
	"""
	if not any(name.startswith(FRAMEWORK) for name in calls.called()):
		return
	if not all(_is_within(name, value) for name, value in frappe.local.form_dict.items()):
		with shown():
			raise EsaylovError(code="list_too_large")


def _is_within(name: str, value: Any) -> bool:
	if name in FILTERS:
		return _are_filters_within(calls.parsed(value))
	if name in COLUMNS:
		return count_terms(calls.parsed(value)) <= MAX_COLUMNS
	if name in TERMS:
		return count_terms(calls.parsed(value)) <= MAX_TERMS
	if name in NAMES:
		return count_terms(calls.parsed(value)) <= MAX_VALUES
	if name in ROWS:
		return not str(value).strip().isdecimal() or int(str(value)[:12]) <= ROWS[name]
	return True


def _are_filters_within(filters: Any) -> bool:
	return count_conditions(filters) <= MAX_CONDITIONS and all(
		count_terms(value) <= MAX_VALUES for value in _lists_and_texts(filters)
	)


def count_conditions(filters: Any) -> int:
	"""Conditions in filters: by field, in a list, or in lists that `and` and `or` join."""
	if isinstance(filters, dict):
		return len(filters)
	if not isinstance(filters, list):
		return 0
	if _is_condition(filters):
		return 1
	return sum(count_conditions(one) for one in filters)


def _is_condition(one: list[Any]) -> bool:
	return len(one) >= OF_CONDITION and isinstance(one[0], str) and isinstance(one[1], str)


def count_terms(value: Any) -> int:
	"""Members of a list or an object; of a text the parts between commas."""
	if isinstance(value, list | dict):
		return len(value)
	return value.count(",") + 1 if isinstance(value, str) else 1


def _lists_and_texts(value: Any) -> Iterator[Any]:
	"""All lists and texts of filters, which a condition may have as its value."""
	if isinstance(value, dict):
		value = list(value.values())
	elif isinstance(value, list | str):
		yield value
	if isinstance(value, list):
		for one in value:
			yield from _lists_and_texts(one)
