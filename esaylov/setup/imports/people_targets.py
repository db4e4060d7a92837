"""People: members of commissions and candidates of past elections, each on the act that decided them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import frappe
from frappe.utils import getdate

from esaylov.core.findings import Finding, Severity
from esaylov.core.people.identity import IdentityInvalid, normal_phone
from esaylov.elections import checks, in_office, kinds
from esaylov.framework import clock
from esaylov.framework.guarded_steps import is_opened
from esaylov.identity.logins import invitations
from esaylov.permissions.configuration.waiting import together
from esaylov.registers.effects import imports
from esaylov.registers.outcome_rules import imported_outcomes
from esaylov.registers.outcome_rules.joining_members import JoiningMember, find_composition_errors
from esaylov.setup.imports import targets
from esaylov.setup.imports.reading import Row
from esaylov.setup.imports.targets import Resolved, Target, among

OF_PERSON = ("pinfl", "full_name", "birth_date", "gender", "workplace_position", "phone")
MEMBERSHIP, CANDIDATE, CONSTITUENCY = "Commission Membership", "Candidate", "Constituency"


class People(Target):
	"""Rows about people: the Person is known by PINFL, or made when the row is written."""

	def complete(self, found: Sequence[Resolved]) -> None:
		numbers = sorted({item.row["pinfl"] for item in found})
		rows = frappe.get_all(
			"Person", {"pinfl": ["in", numbers or [""]]}, ["name", "pinfl", "phone"], order_by="name asc"
		)
		known = {row.pinfl: row for row in rows}
		for item in found:
			person = known.get(item.row["pinfl"])
			item.values["person"] = person.name if person else ""
			item.findings += _phone(item.row.get("phone"), person.phone if person else "")


class Members(People):
	"""Memberships; nobody is a member of two commissions at once (art. 19)."""

	doctype = MEMBERSHIP
	key_fields = ("commission", "position", "person", "starts_on")
	extra = OF_PERSON

	def filters(self, found: Sequence[Resolved]) -> dict[str, Any]:
		return {"person": among(found, "person"), "is_annulled": 0}

	def resolve(self, rows: Sequence[Row]) -> list[Resolved]:
		found = super().resolve(rows)
		if not is_opened():  # told by the trial; the import itself is refused (`registers.import_members`)
			for item in found:
				item.findings.append(Finding("members_import_closed", "position"))
		fresh = [item for item in found if not item.name]
		self._check_overlaps(fresh)
		_check_compositions(fresh)
		return found

	def write(self, fresh: Sequence[Resolved], changed: Sequence[Resolved]) -> None:
		with together.together():
			written = imports.import_members(
				self.order.basis, [{**item.values, "person": _person(item.row)} for item in fresh]
			)
		if self.order.invites:
			invitations.invite(written, self.order.intake)

	def _check_overlaps(self, found: Sequence[Resolved]) -> None:
		fields = ["person", "commission", *in_office.DAYS]
		keys = {"person": among(found, "person"), "position": ["!=", "Staff"], "is_annulled": 0}
		held: dict[str, list[frappe._dict]] = {}
		for row in frappe.get_all(MEMBERSHIP, keys, fields, order_by="starts_on asc"):
			held.setdefault(row.person, []).append(row)
		for item in found:
			if item.values["position"] == "Staff":
				continue
			for other in held.get(item.values["person"], ()):
				if _overlap(item.values, other):
					params = {"commission": other.commission}
					item.findings.append(
						Finding("membership_overlap", "commission", article="19", params=params)
					)
					break


def _check_compositions(found: Sequence[Resolved]) -> None:
	"""Findings of the compositions with the rows: one chair, deputy and secretary, and not too many members."""
	joining = [
		JoiningMember(
			item.values["commission"],
			item.values["position"],
			*checks.days_of(item.values.get("starts_on"), item.values.get("ends_on")),
			path=str(place),
		)
		for place, item in enumerate(found)
		if item.values.get("commission")
	]
	for finding in find_composition_errors(joining):
		found[int(finding.path)].findings.append(replace(finding, path="position"))


class Candidates(People):
	"""Candidates as they were registered in an election that is over; during an election only a decision registers somebody."""

	doctype = CANDIDATE
	key_fields = ("election_type", "person")
	extra = ("pinfl", "workplace_position", "constituency_no")

	def values(self, row: Row) -> dict[str, Any]:
		full_name = " ".join(row["full_name"].split())
		return {**super().values(row), "full_name": full_name, "election": self.order.election}

	def resolve(self, rows: Sequence[Row]) -> list[Resolved]:
		found = super().resolve(rows)
		if code := self._refusal():
			for item in found:
				item.findings.append(Finding(code, "election_type"))
		return found

	def _refusal(self) -> str:
		"""Code of the reason why no row is imported, or ""."""
		if not is_opened():
			return "candidates_import_closed"
		is_over = getdate(kinds.held(self.order.election).election_day) < clock.today()
		return "" if is_over else "candidates_by_decision"

	def filters(self, found: Sequence[Resolved]) -> dict[str, Any]:
		return {
			"election": self.order.election,
			"person": among(found, "person"),
			"status": ["!=", "Annulled"],
		}

	def complete(self, found: Sequence[Resolved]) -> None:
		super().complete(found)
		targets.check_contest(self.order, found)
		keys = {"election": self.order.election, "territory": among(found, "territory"), "is_annulled": 0}
		fields = ["name", "election_type", "territory", "number"]
		rows = frappe.get_all(CONSTITUENCY, keys, fields, order_by="name asc")
		known = {(row.election_type, row.territory, row.number): row.name for row in rows}
		for item in found:
			if not (number := item.row.get("constituency_no")):
				continue
			constituency = known.get((item.row.get("election_type"), item.row.get("territory"), number))
			if constituency:
				item.values["constituency"] = constituency
			else:
				item.findings.append(Finding("intake_constituency_unknown", "constituency_no"))
		self._check_mandates(found)

	def _check_mandates(self, found: Sequence[Resolved]) -> None:
		given = [(CANDIDATE, item.values["person"] or item.row["pinfl"], item.values) for item in found]
		for place, finding in imported_outcomes.findings_of_imported(self.order.election, given):
			found[place].findings.append(replace(finding, path="pinfl"))

	def write(self, fresh: Sequence[Resolved], changed: Sequence[Resolved]) -> None:
		rows = [
			(CANDIDATE, {**item.values, "title": item.values["full_name"], "person": _person(item.row)})
			for item in fresh
		]
		imports.import_entries(self.order.basis, rows)


def _person(row: Row) -> dict[str, Any]:
	return {name: row[name] for name in OF_PERSON if row.get(name)}


def _phone(typed: str | None, on_record: str | None) -> list[Finding]:
	"""What is wrong with the number of a row; one that differs from the number on record stays out of it, and is told."""
	if not typed:
		return []
	try:
		number = normal_phone(typed)
	except IdentityInvalid as problem:
		return [Finding(problem.code, "phone")]
	is_other = bool(on_record) and number != on_record
	return [Finding("intake_phone_stays", "phone", Severity.WARNING)] if is_other else []


def _overlap(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
	first, last = checks.days_of(one.get("starts_on"), one.get("ends_on"))
	starts, ends = checks.days_of(other.get("starts_on"), in_office.last_day(other))
	return first <= ends and starts <= last and starts <= ends
