"""The persons named in appeals, for who asks state registers about them and writes into a draft what they say."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.appeals.drafts import drafting
from esaylov.appeals.form_facts import applicants
from esaylov.appeals.form_facts.applicants import APPEAL
from esaylov.appeals.types.definitions import TypeVersion
from esaylov.core import forms
from esaylov.core.procedure.lifecycle import State
from esaylov.core.procedure.people import Block, blocks
from esaylov.framework.errors import WrongState
from esaylov.registers.entries import latest_filing


@dataclass(frozen=True, slots=True)
class Named:
	"""The persons of an appeal as it stands. checks: codes of the registers that its type asks."""

	appeal: str
	appeal_type: str
	body_type: str
	body: str
	commission: str
	commission_lft: int
	checks: tuple[str, ...]
	persons: tuple[Block, ...]


def of_draft(user: str, name: str) -> Named:
	"""Those of an own draft, or of the corrections of a returned appeal. Raises NotFound, WrongState."""
	appeal = applicants.own(name, user)
	if appeal.status not in (State.DRAFT, State.RETURNED):
		raise WrongState({"status": appeal.status})
	return of(drafting.as_it_stands(appeal))


def of_own(user: str, name: str) -> Named:
	"""Those of an own appeal as it stands, in whatever state. Raises NotFound."""
	return of(drafting.as_it_stands(applicants.own(name, user)))


def of_filed(name: str) -> Named:
	"""Those of the last filing."""
	return of(latest_filing.last(frappe.get_doc(APPEAL, name)))


def of_many(appeals: Sequence[Document]) -> dict[str, Named]:
	"""Those of appeals in hand, by appeal; a query for each form that they were filled in with."""
	versions: dict[tuple[str, int], TypeVersion] = {}
	for appeal in appeals:
		form = (appeal.appeal_type, appeal.type_version)
		if form not in versions:
			versions[form] = drafting.version_of(appeal)
	return {appeal.name: _of(appeal, versions[appeal.appeal_type, appeal.type_version]) for appeal in appeals}


def of(appeal: Document) -> Named:
	"""Those of an appeal in hand."""
	return _of(appeal, drafting.version_of(appeal))


def _of(appeal: Document, version: TypeVersion) -> Named:
	checks = frappe.get_cached_value("Appeal Type", appeal.appeal_type, "state_checks") or ""
	return Named(
		appeal=appeal.name,
		appeal_type=appeal.appeal_type,
		body_type=appeal.applicant_body_type,
		body=appeal.applicant_body,
		commission=appeal.recipient or "",
		commission_lft=appeal.recipient_lft or 0,
		checks=tuple(filter(None, checks.split(";"))),
		persons=tuple(blocks(version.form, json.loads(appeal.answers or "{}"))),
	)


def put(user: str, name: str, given: Mapping[str, Mapping[str, Any]]) -> list[str]:
	"""Write what registers say of persons into an own draft: identifier to values by column; whoever was written.

	Whoever of them no longer stands in the draft is left out, and so are columns that the form does not have. Raises NotFound,
	WrongState, NotInWindow.
	"""
	appeal = drafting.own_draft(user, name)
	version = drafting.version_of(appeal)
	applicant = applicants.of(appeal, user, version)
	answers = json.loads(appeal.answers or "{}")
	written = []
	for block in blocks(version.form, answers):
		values = given.get(block.identifier, {})
		known = {column.name for column in block.columns}
		for column, value in values.items():
			if column in known:
				forms.put(answers, block.at(column), value)
		if values:
			written.append(block.identifier)
	if written:
		drafting.fill(appeal, version, applicant, answers)
		drafting.save(appeal, version, applicant)
	return written
