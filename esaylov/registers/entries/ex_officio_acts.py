"""What a decision without an appeal grants: its data in the place of answers, and which effect writes them.

The kinds are those of Decision Subject; which of them a commission may decide, and by which road, is data there.
"""

import json
from collections.abc import Mapping
from typing import Any

import frappe
from frappe.model.document import Document

EMPTY: Mapping[str, Any] = {
	"effect": "",
	"effect_mapping": {},
	"certificate_kind": "",
	"election_types": [],
	"rules": [],
	"fields": [],
}


def _ends(register: str) -> dict[str, Any]:
	"""The definition of a matter that ends an entry of a register, named in `certificate`."""
	link = {"name": "certificate", "kind": "Link", "link": {"doctype": register, "filters": {}}}
	return {"effect": "revoke_mandate", "fields": [link]}


DEFINITIONS: Mapping[str, Mapping[str, Any]] = {
	"form_commission": {
		"effect": "appoint_commission_member",
		"effect_mapping": {"rows": "members"},
		"certificate_kind": "commission_member",
	},
	"end_accreditation": _ends("Media Representative"),
	"end_mandate": _ends("Observer"),
	"elected_deputies": {
		"effect": "register_deputy",
		"effect_mapping": {"rows": "deputies"},
		"certificate_kind": "elected_deputy",
	},
	"announcement": {"effect": "announce_results"},
	"annul_count": {"effect": "annul_count"},
	"result_table": {"effect": "register_table"},
}
"""Code of a Decision Subject -> what an appeal type would say of it: effect, mapping, certificate."""


OWN_MATTERS = tuple(DEFINITIONS)
"""Codes of the Decision Subjects that have an effect of their own."""


def definition_of(subject_kind: str) -> dict[str, Any]:
	"""The definition of a matter; an annulment has no effect of its own."""
	return {**EMPTY, **DEFINITIONS.get(subject_kind, {})}


def certificate_kind_of(subject_kind: str) -> str:
	"""The kind of certificate that a decision without an appeal gives; "" where it gives none."""
	return str(definition_of(subject_kind)["certificate_kind"])


def answers_of(decision: Document) -> dict[str, Any]:
	"""The data of a decision without an appeal."""
	answers: dict[str, Any] = json.loads(decision.subject_data or "{}")
	return answers


def appeal_of(decision: Document) -> frappe._dict:
	"""What effects ask of an appeal, where there is none: the election alone."""
	return frappe._dict(
		name=None,
		number="",
		subject="",
		election=decision.election,
		territory=None,
		language="uz",
		attachments=[],
		applicant_kind="",
		applicant_body_type="",
		applicant_body="",
		applicant_person=None,
		received_at=None,
	)
