"""What a Link field of an appeal type may name and by what its list is narrowed, in words, for whoever builds one without code.

A register that is not here still works in a type that names it (`links`); it is only not offered.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import frappe
from frappe import _

from esaylov.appeals.form_facts import links
from esaylov.appeals.types.finding_words import words
from esaylov.core.forms import label

if TYPE_CHECKING:
	from frappe.core.doctype.docfield.docfield import DocField

COLUMNS: Mapping[str, tuple[str, ...]] = {
	"Administrative Territory": ("level", "kind", "parent_administrative_territory"),
	"Candidate": (
		*("status", "party", "party_membership", "election", "election_type"),
		*("constituency", "territory", "candidate_list", "gender"),
	),
	"Candidate List": ("status", "party", "election", "election_type", "territory"),
	"Certificate": ("kind", "status", "election", "issuer_commission"),
	"Commission Membership": ("position", "commission", "commission_level", "ends_on"),
	"Constituency": ("election", "election_type", "territory"),
	"Election Commission": ("level", "territory", "election", "constituency", "polling_station"),
	"Participant Organization": ("kind", "territory"),
	"Political Party": (),
	"Polling Station": ("kind", "territory", "attached_constituency"),
}
"""Register -> the columns that may narrow the list of its entries."""
LISTED = ("Certificate Kind", "Election Type")
"""Registers whose entries are few enough to be ticked one by one."""
TITLES = ("title_uz", "title_ru", "title_en")
NO_REGISTER = ""


@dataclass(frozen=True, slots=True)
class Fact:
	"""Something known of the applicant or the appeal. register: whose entry it names; "" for a text."""

	register: str
	words: Callable[[], str]


FACTS: Mapping[str, Fact] = {
	"body.name": Fact("Participant Organization", lambda: _("the organization of the applicant")),
	"body.title": Fact(NO_REGISTER, lambda: _("the name of the applicant")),
	"body.tin": Fact(NO_REGISTER, lambda: _("the taxpayer number of the applicant")),
	"body.territory": Fact(links.TERRITORY, lambda: _("the territory of the applicant")),
	"body.party": Fact("Political Party", lambda: _("the party of the applicant")),
	"body.election": Fact("Election", lambda: _("the election of the applicant")),
	"body.election_type": Fact("Election Type", lambda: _("the kind of election of the applicant")),
	"body.constituency": Fact("Constituency", lambda: _("the constituency of the applicant")),
	"body.candidate": Fact("Candidate", lambda: _("the candidate whom the applicant is or serves")),
	"appeal.election": Fact("Election", lambda: _("the election of the appeal")),
}
"""What may fill a field (those of the body) or narrow a list, by its key."""


def facts() -> list[dict[str, str]]:
	"""`key`, `words`, `register` of each fact."""
	return [{"key": key, "words": fact.words(), "register": fact.register} for key, fact in FACTS.items()]


def registers() -> dict[str, dict[str, Any]]:
	"""By register its `words`, its `columns` (`name`, `words`, `register`, `choices` as pairs of value and words), and whether `has_place`."""
	listed = {doctype: _entries(doctype) for doctype in LISTED}
	return {
		doctype: {
			"words": _(doctype),
			"columns": [
				_column(field, listed)
				for field in frappe.get_meta(doctype).fields
				if field.fieldname in columns
			],
			"has_place": doctype in (links.TERRITORY, links.BY_COMMISSION) or "territory" in columns,
		}
		for doctype, columns in COLUMNS.items()
	}


def _column(field: "DocField", listed: Mapping[str, list[tuple[str, str]]]) -> dict[str, Any]:
	target = str(field.options or "")
	is_link = field.fieldtype == "Link"
	if field.fieldtype == "Select":
		choices = [(value, words(value)) for value in target.split("\n") if value]
	else:
		choices = listed.get(target, []) if is_link else []
	return {
		"name": field.fieldname,
		"words": _(field.label or ""),
		"register": target if is_link else NO_REGISTER,
		"choices": choices,
	}


def _entries(doctype: str) -> list[tuple[str, str]]:
	"""The entries of a small register, with their titles in the reader's language."""
	rows = frappe.get_all(doctype, fields=["name", *TITLES], order_by="name asc", limit=0)
	titles = {row.name: {key.removeprefix("title_"): row[key] or "" for key in TITLES} for row in rows}
	return [(name, label(texts, frappe.local.lang or "uz") or name) for name, texts in titles.items()]
