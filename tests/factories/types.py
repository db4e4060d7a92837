"""Appeal types for tests of the builder: a small one that nobody ships, as a file and as a form of the Desk has it."""

import json
from typing import Any


def words(key: str, text: str) -> dict[str, str]:
	"""A text in the three languages it is written in."""
	return {f"{key}_uz": f"{text} uz", f"{key}_ru": f"{text} ru", f"{key}_en": f"{text} en"}


def small(code: str = "T61", **values: Any) -> dict[str, Any]:
	"""A type with five fields that may be published: a district branch of a party lets the commission know of something."""
	return {
		"doctype": "Appeal Type",
		"code": code,
		**words("title", "Notice of a meeting"),
		"applicant_kinds": [{"applicant_kind": "party_district_branch"}],
		"recipient_level": "DC",
		"recipient_field": "district_scope",
		"authentication": "EDS",
		"route": "chair_decision",
		"review_statute": "observer_review_days",
		"form_fields": [
			{
				"field_name": "district_scope",
				"kind": "Link",
				"required": 1,
				"filled_from": "body.territory",
				"link_doctype": "Administrative Territory",
				"link_filters": json.dumps({"level": "District", "within": "@body.territory"}),
				**words("label", "District"),
			},
			{"field_name": "reason", "kind": "Long Text", "required": 1, **words("label", "Reason")},
			{"field_name": "since", "kind": "Date", "required": 1, **words("label", "Since")},
			{
				"field_name": "persons",
				"kind": "Group",
				"required": 1,
				"min_rows": 1,
				**words("label", "People"),
			},
			{
				"field_name": "@person",
				"kind": "Person",
				"parent_field": "persons",
				**words("label", "Person"),
			},
		],
		"form_rules": [{"rule": "unique_persons", "parameters": {"group": "persons"}, "article": "33"}],
		"effect": "record_only",
		"effect_mapping": {"date": "since"},
		"messages": [
			{"event": "received", "sms_template": "S04"},
			{"event": "granted", "sms_template": "S08"},
			{"event": "refused", "sms_template": "S09"},
		],
		"legal_basis": "own design",
		**values,
	}
