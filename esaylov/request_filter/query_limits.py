"""Limits for what a request asks of the framework's functions: conditions, values, columns and rows.

The framework makes one statement of all of them: a count by 1,000 conditions took 13 seconds, by 2,000 more than two minutes.
The largest screen of the Desk sends about 20 conditions and 2,500 rows of a list; the limits lie above it [ours].
"""

from collections.abc import Iterator
from typing import Any, Final

import frappe

from esaylov.api import calls
from esaylov.framework.errors import EsaylovError, shown

FRAMEWORK: Final = "frappe."
MAX_CONDITIONS: Final = 100
MAX_VALUES: Final = 5_000
"""Values of all conditions together: 0.5 seconds on the test machine."""
MAX_NAMES: Final = 2_500
"""The longest page of a list."""
MAX_DOCUMENTS: Final = 100
"""Each is loaded: the steps of a workflow that 5,000 documents share took 56 seconds."""
MAX_COLUMNS: Final = 250
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
COLUMNS: Final = (
	"columns",
	"custom_columns",
	"export_fields",
	"fieldname",
	"fields",
	"fields_to_fetch",
	"stats",
)
TERMS: Final = ("group_by", "order_by", "sort_by", "sort_field")
NAMES: Final = (
	*("assign_to", "attachments", "dn", "docname", "docnames", "docs", "files", "items", "name", "names"),
	*("recipients", "selected_items", "users", "visible_idx"),
)
MEMBERS: Final = {
	**dict.fromkeys(COLUMNS, MAX_COLUMNS),
	**dict.fromkeys(TERMS, MAX_TERMS),
	**dict.fromkeys(NAMES, MAX_NAMES),
}
"""Arguments that carry a list, with the number of its members."""
ROWS: Final = {
	**dict.fromkeys(("limit", "limit_page_length", "page_length"), MAX_ROWS),
	"limit_start": MAX_START,
}
OF_CONDITION: Final = 3
"""A condition in a list has at least field, operator and value, and begins with a name."""
OF_FORM: Final = 6
"""Members of a condition and of the list around it that are no values."""


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
	if name in MEMBERS:
		return _are_members_within(calls.parsed(value), MEMBERS[name])
	if name in ROWS:
		return not str(value).strip().isdecimal() or int(str(value)[:12]) <= ROWS[name]
	return True


def _are_filters_within(filters: Any) -> bool:
	values = sum(count_members(value) for value in _find_lists(filters))
	return count_conditions(filters) <= MAX_CONDITIONS and values <= MAX_VALUES + OF_FORM * MAX_CONDITIONS


def _are_members_within(value: Any, limit: int) -> bool:
	documents = sum(isinstance(one, dict) for one in value) if isinstance(value, list) else 0
	return count_members(value) <= limit and documents <= MAX_DOCUMENTS


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


def count_members(value: Any) -> int:
	"""Members of a list; of a text the parts between commas; 1 for anything else."""
	if isinstance(value, list):
		return len(value)
	return value.count(",") + 1 if isinstance(value, str) else 1


def _find_lists(value: Any) -> Iterator[Any]:
	"""All lists in filters, and all texts with commas, which are lists to the framework."""
	if isinstance(value, list) or (isinstance(value, str) and "," in value):
		yield value
	inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
	for one in inner:
		yield from _find_lists(one)
