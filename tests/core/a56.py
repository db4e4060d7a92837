"""The form of A56 (observers of a party at the district commission) and answers that may be filed."""

import copy
from typing import Any

SHA = "ab" * 32

DEFINITION: dict[str, Any] = {
	"code": "A56",
	"version": 1,
	"fields": [
		{
			"name": "party",
			"kind": "Link",
			"label": {"uz": "Siyosiy partiya", "ru": "Политическая партия", "en": "Political party"},
			"required": True,
			"read_only": True,
			"filled_from": "body.party",
			"link": {"doctype": "Political Party"},
		},
		{
			"name": "district_scope",
			"kind": "Link",
			"label": {"uz": "Tuman (shahar)", "ru": "Район (город)", "en": "District (city)"},
			"required": True,
			"filled_from": "body.territory",
			"link": {"doctype": "Administrative Territory", "filters": {"level": "District"}},
		},
		{
			"name": "polling_station",
			"kind": "Link",
			"label": {"uz": "Saylov uchastkasi", "ru": "Избирательный участок", "en": "Polling station"},
			"link": {"doctype": "Polling Station"},
		},
		{
			"name": "party_decision",
			"kind": "File",
			"label": {
				"uz": "Partiya organi qarori",
				"ru": "Решение органа партии",
				"en": "Decision of the party body",
			},
			"required": True,
			"file": {"kinds": ["application/pdf"], "maximum_bytes": 5_000_000},
		},
		{
			"name": "persons",
			"kind": "Group",
			"label": {"uz": "Kuzatuvchilar", "ru": "Наблюдатели", "en": "Observers"},
			"required": True,
			"min_rows": 1,
			"fields": [{"name": "@person", "kind": "Person"}],
		},
	],
	"rules": [
		{"rule": "inside_window"},
		{"rule": "observer_notice", "parameters": {"statute": "observer_notice_days"}, "article": "33"},
		{"rule": "unique_persons", "parameters": {"group": "persons"}},
		{"rule": "not_candidate_or_member", "parameters": {"group": "persons"}},
	],
}

PERSONS = [
	{"pinfl": "10101800000009", "full_name": "Bo'ronov Bo'ron Bo'ronovich", "phone": "+998901234567"},
	{"pinfl": "21503900000000", "full_name": "Valiyeva Nodira Anvarovna", "phone": "+998901234568"},
	{"passport": "AA1234567", "full_name": "G'aniyev O'ktam", "phone": "+998901234569"},
]


def definition(**changes: Any) -> dict[str, Any]:
	"""A fresh copy of the definition, top-level keys changed."""
	return {**copy.deepcopy(DEFINITION), **changes}


def answers(**changes: Any) -> dict[str, Any]:
	"""Answers without findings; a key set to None is left out."""
	whole = {
		"party": "OZLIDEP",
		"district_scope": "1726277",
		"party_decision": SHA,
		"persons": copy.deepcopy(PERSONS),
		**changes,
	}
	return {key: value for key, value in whole.items() if value is not None}
