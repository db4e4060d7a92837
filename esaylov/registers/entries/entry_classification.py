"""Which party and which kind of election an entry is of."""

from collections.abc import Mapping
from typing import Any

import frappe

from esaylov.framework.errors import LawBroken
from esaylov.registers.entries.grants import Grant
from esaylov.registers.entries.history import ANNULLED


def party_of(grant: Grant) -> str | None:
	"""The party that the applicant is, or belongs to."""
	kind, name = grant.appeal.applicant_body_type, grant.appeal.applicant_body
	if kind == "Political Party":
		return str(name)
	if (
		kind == "Party Branch"
	):  # no register: it changes in the Desk alone, whose every save ends the kept one
		of_branch: str | None = frappe.get_cached_value(kind, name, "party")
		return of_branch
	if kind in ("Candidate", "Proxy", "Authorized Representative"):
		party: str | None = frappe.db.get_value(kind, name, "party")
		return party
	return None


def party_title(party: str | None) -> str | None:
	"""The Uzbek title of a party, as papers print it."""
	title: str | None = frappe.get_cached_value("Political Party", party, "title_uz") if party else None
	return title


def organization_of(grant: Grant) -> str | None:
	"""The Uzbek title of the party, or of the body that files."""
	if party := party_of(grant):
		return party_title(party)
	body = (grant.appeal.applicant_body_type, grant.appeal.applicant_body)
	title: str | None = frappe.db.get_value(*body, "title_uz")
	return title


def territory_title(territory: str | None) -> str | None:
	"""The Uzbek title of a territory."""
	if not territory:
		return None
	title: str | None = frappe.get_cached_value("Administrative Territory", territory, "title_uz")
	return title


def election_type_of(grant: Grant, constituency: str | None = None) -> str | None:
	"""The kind of election: of the constituency, else the one that the type is for and that is held; None where several are."""
	if constituency:
		kind: str | None = _standing_constituency(constituency).election_type
		return kind
	if named := grant.mapped("election_type"):
		return str(named)
	return _only_one(grant.definition, grant.appeal.election) or None


def contest_of(definition: Mapping[str, Any], election: str, answers: Mapping[str, Any]) -> str:
	"""The election type that the answers of a filing are about, by the same order; "" while they leave it open. Locks nothing.

	definition: of the version of its type.
	"""

	def answered(key: str) -> str:
		value = answers.get(definition["effect_mapping"].get(key, key))
		return value if isinstance(value, str) else ""

	if constituency := answered("constituency"):
		return str(frappe.db.get_value("Constituency", constituency, "election_type") or "")
	return answered("election_type") or _only_one(definition, election)


def _only_one(definition: Mapping[str, Any], election: str) -> str:
	"""The one contest of the election that the type is for."""
	held = {contest.election_type for contest in frappe.get_cached_doc("Election", election).election_types}
	fitting = held & set(definition["election_types"] or held)
	return fitting.pop() if len(fitting) == 1 else ""


def territory_of(grant: Grant) -> str:
	"""Where the act is about: what the answers name, else the territory of the body that files, else the commission's."""
	if named := grant.mapped("territory"):
		return str(named)
	of_body = territory_of_body(grant.appeal.applicant_body_type, grant.appeal.applicant_body)
	return str(of_body or grant.appeal.territory or grant.commission["territory"])


def territory_of_body(kind: str | None, name: str | None) -> str:
	"""The territory of a body that files; "" for one without."""
	if not kind or not frappe.get_meta(kind).has_field("territory"):
		return ""
	return str(frappe.db.get_value(kind, name, "territory") or "")


def _standing_constituency(name: str) -> frappe._dict:
	"""A constituency in force, locked: who annuls it at the same moment waits. Raises LawBroken (`entry_ended`)."""
	fields = ["election_type", "is_annulled"]
	found = frappe.db.get_value("Constituency", name, fields, as_dict=True, for_update=True)
	if not found or found.is_annulled:
		raise LawBroken({"status": ANNULLED}, code="entry_ended")
	return found
