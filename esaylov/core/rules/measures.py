"""Which values of a finding are the required and the actual one, for programs; the sentence names both."""

from collections.abc import Mapping
from typing import Final

from esaylov.core.findings import Param

OF_RESULT: Final = ("result_", "without_", "left_", "joining_")
"""What stands before the code of a finding of a form where the result is measured by the same rule."""
MEASURES: Final[Mapping[str, tuple[str, str]]] = {
	**dict.fromkeys(("list_too_short", "list_too_long", "group_too_large"), ("limit", "number")),
	**dict.fromkeys(("composition_too_small", "composition_too_large"), ("limit", "number")),
	**dict.fromkeys(("composition_one_organization", "one_organization_too_many"), ("limit", "number")),
	**dict.fromkeys(("observers_too_many", "proxies_too_many"), ("limit", "number")),
	**dict.fromkeys(("signatures_too_few", "signatures_region_share"), ("limit", "number")),
	**dict.fromkeys(("voters_too_few", "voters_too_many"), ("limit", "number")),
	**dict.fromkeys(("women_share_low", "women_apart"), ("needed", "number")),
	"women_nominees_low": ("share", "number"),
	"voters_deviation": ("percent", "number"),
	"person_too_young": ("years", "age"),
	**dict.fromkeys(("observer_notice_late", "filed_too_late", "registered_too_late"), ("last_day", "day")),
	**dict.fromkeys(("stage_too_early", "stage_too_late", "stage_shortened"), ("limit", "day")),
	**dict.fromkeys(("stage_out_of_order", "stage_ends_out_of_order"), ("limit", "day")),
	**dict.fromkeys(("stage_begun", "stage_begins_in_past"), ("limit", "day")),
	"birth_not_past": ("today", "born"),
	"signatures_sum": ("total", "sum"),
	"replacement_position": ("former", "position"),
}
"""Code to the names of its required and its actual value; days are ISO."""


def measured(code: str, params: Mapping[str, Param]) -> tuple[Param | None, Param | None]:
	"""The required and the actual value of a finding; None for one that compares nothing."""
	prefix = next((one for one in OF_RESULT if code.startswith(one)), "")
	required, actual = MEASURES.get(code.removeprefix(prefix), ("", ""))
	return params.get(required), params.get(actual)
