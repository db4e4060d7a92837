"""The words of certificates from the entries of a register; what many entries need is read once for all."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.people.names import uzbek_letters
from esaylov.elections import in_office
from esaylov.registers.certificates.papers import wording

Row = Any
"""A row of a register, as the database gives it (frappe._dict)."""
Words = dict[str, str | None]


def words(kind: Document, election: str, rows: Sequence[Row]) -> list[Words]:
	"""For each entry: name, organization, position, elections, scope and other lines as they will be printed."""
	held = [row.election_type for row in frappe.get_cached_doc("Election", election).election_types]
	organization = WORDINGS[kind.organization_wording](rows)
	of_register = OF_REGISTER.get(kind.register_doctype)
	more = of_register(rows) if of_register else [{} for _ in rows]
	return [
		{
			"holder_name_as_printed": wording.name(
				row.get("full_name") or row.person_name, kind.is_name_in_capitals
			),
			"organization_as_printed": organization(row),
			"elections_text": wording.elections(held, _territory(row)),
			"scope_text": wording.scope(_title(_territory(row))),
			**own,
		}
		for row, own in zip(rows, more, strict=True)
	]


def signer(kind: Document, commission: str, today: date) -> Words:
	"""Who signs the paper: the chair of the issuing commission on this day, where the kind names one."""
	if kind.signatory != "Chair":
		return {"signer_position": None, "signer_name": None}
	membership = frappe.qb.DocType("Commission Membership")
	found = (
		frappe.qb.from_(membership)
		.select(membership.person_name)
		.where((membership.commission == commission) & (membership.position == "Chair"))
		.where(in_office.is_in_office(membership, today))
		.orderby(membership.starts_on)
		.limit(1)
		.run(pluck=True)
	)
	title = _commission(commission).removeprefix(f"{wording.COUNTRY} ")
	return {
		"signer_position": f"{title} {wording.POSITIONS['Chair']}",
		"signer_name": wording.initials(uzbek_letters(found[0])) if found and found[0] else None,
	}


def _ablative(rows: Sequence[Row]) -> Callable[[Row], str | None]:
	title = _titled(rows)

	def ablative(row: Row) -> str | None:
		named = title(row)
		return wording.organization_from(named) if named else None

	return ablative


def _titled(rows: Sequence[Row]) -> Callable[[Row], str | None]:
	def title(row: Row) -> str | None:
		named: str | None = row.get("organization_title") or frappe.get_cached_value(
			"Political Party", row.get("party"), "title_uz"
		)
		return named

	return title


def _country(rows: Sequence[Row]) -> Callable[[Row], str | None]:
	def state(row: Row) -> str | None:
		named = [row.get("organization_title"), row.get("country")]
		return ", ".join(dict.fromkeys(filter(None, named))) or None

	return state


def _of_candidate(rows: Sequence[Row]) -> Callable[[Row], str]:
	fields = ["full_name", "election_type", "constituency", "territory"]
	candidates = _by_name("Candidate", {row.candidate for row in rows}, fields)

	def whose(row: Row) -> str:
		candidate = candidates[row.candidate]
		return wording.of_candidate(_candidacy(candidate), candidate.full_name)

	return whose


def _of_commission(rows: Sequence[Row]) -> Callable[[Row], str]:
	return lambda row: _commission(row.commission)


WORDINGS: dict[str, Callable[[Sequence[Row]], Callable[[Row], str | None]]] = {
	"Title": _titled,
	"Ablative": _ablative,
	"Country": _country,
	"Candidate of": _of_candidate,
	"Commission": _of_commission,
}
"""Option of Certificate Kind.organization_wording -> what words an entry's organization."""


def _candidates(rows: Sequence[Row]) -> list[Words]:
	names = {row.constituency for row in rows if row.constituency}
	constituencies = _by_name("Constituency", names, ["number", "title_uz"])

	def place(row: Row) -> str:
		found = constituencies.get(row.constituency)
		return f", {wording.constituency(found.number, found.title_uz)}" if found else ""

	return [{"elections_text": f"{_candidacy(row)}{place(row)}", "scope_text": None} for row in rows]


def _members(rows: Sequence[Row]) -> list[Words]:
	return [{"position_as_printed": wording.POSITIONS.get(row.position), "scope_text": None} for row in rows]


def _journalists(rows: Sequence[Row]) -> list[Words]:
	return [
		{
			"position_as_printed": row.media_position,
			"details_as_printed": "\n".join(wording.media_lines(row.registry_no, row.website)),
		}
		for row in rows
	]


def _foreigners(rows: Sequence[Row]) -> list[Words]:
	return [{"position_as_printed": row.observer_position} for row in rows]


OF_REGISTER: Mapping[str, Callable[[Sequence[Row]], list[Words]]] = {
	"Candidate": _candidates,
	"Commission Membership": _members,
	"Media Representative": _journalists,
	"Observer": _foreigners,
}
"""Register -> the lines that only its certificates carry."""


def _candidacy(candidate: Row) -> str:
	territory = candidate.territory or ""
	return wording.candidacy(candidate.election_type, _title(territory[:4]), _title(territory))


def _territory(row: Row) -> str:
	territory: str = row.get("territory") or frappe.get_cached_value(
		"Election Commission", row.commission, "territory"
	)
	return territory


def _title(territory: str) -> str:
	return (
		frappe.get_cached_value("Administrative Territory", territory, "title_uz") if territory else ""
	) or ""


def _commission(name: str) -> str:
	return frappe.get_cached_value("Election Commission", name, "title_uz") or ""


def _by_name(doctype: str, names: set[str], fields: list[str]) -> dict[str, Row]:
	if not names:
		return {}
	rows = frappe.get_all(doctype, {"name": ["in", sorted(names)]}, ["name", *fields], order_by="name asc")
	return {row.name: row for row in rows}
