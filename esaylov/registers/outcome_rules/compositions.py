"""Compositions of commissions: which commission a row is about, who its members are today, and which terms it has had.

A *term* is one composition, from the decision that forms it to the decision that forms the next one. Terms are numbered
from 1; 0 is a membership that no such decision gave.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import frappe
from frappe.query_builder.functions import Count

from esaylov.core.rules.result_rules.compositions import SINGLE
from esaylov.core.rules.result_rules.outcome_values import Composition, Member, Value
from esaylov.elections import in_office, serving, statutes
from esaylov.framework import clock
from esaylov.framework.persistence import reads
from esaylov.registers.outcome_rules.asked_rows import AskedRows

MEMBERSHIP, COMMISSION, STAFF = "Commission Membership", "Election Commission", "Staff"
BELOW = {"CEC": "REG", "REG": "DC"}
"""Level that decides -> level of the commission that it forms, where the appeal names no station and no constituency."""
OF_MEMBER = [
	*("name", "commission", "person", "position", "term", "decision", "recommended_by"),
	*in_office.DAYS,
]


def level_formed(one: AskedRows) -> str:
	"""The level of the commission that the rows form; "" where it is not known yet."""
	row = one.rows[0][1]
	if one.mapped("polling_station", row):
		return "PEC"
	if one.mapped("constituency", row):
		return "OKR"
	return BELOW.get(read_level(one.appeal.recipient), "")


def commission_named(one: AskedRows) -> str:
	"""The commission of the rows: of the member who is replaced, or the one that is formed; its place while it does not exist."""
	if not one.rows:
		return ""
	row = one.rows[0][1]
	if member := one.mapped("member", row):
		return str(frappe.db.get_value(MEMBERSHIP, str(member), "commission") or "")
	return _formed_name(one, row)


def _formed_name(one: AskedRows, row: Mapping[str, Any]) -> str:
	for key in ("polling_station", "constituency"):
		if named := one.mapped(key, row):
			return str(frappe.db.get_value(COMMISSION, {key: str(named)}, "name") or named)
	named = one.mapped("territory", row)
	kind, body = one.appeal.applicant_body_type, one.appeal.applicant_body
	if not named and kind and frappe.get_meta(kind).has_field("territory"):
		named = frappe.db.get_value(kind, body, "territory")
	named = named or frappe.get_cached_value(COMMISSION, one.appeal.recipient, "territory")
	below = {"level": BELOW.get(read_level(one.appeal.recipient), ""), "territory": named}
	return str(frappe.db.get_value(COMMISSION, below, "name") or named)


def elections_served(one: AskedRows) -> list[str]:
	"""The elections that are not over in which the commission of the rows works: its own one, or all of its territory."""
	return elections_of_commission(commission_named(one))


def elections_of_commission(named: str) -> list[str]:
	"""The same of a commission, or of its place while it does not exist."""
	for doctype in (COMMISSION, "Constituency"):
		if row := frappe.db.get_value(doctype, named, ["territory", "election"], as_dict=True):
			return [row.election] if row.election else serving.elections_held(row.territory or "")
	return serving.elections_held(str(frappe.db.get_value("Polling Station", named, "territory") or named))


def commission_at(level: str, territory: str, election: str) -> str:
	"""The commission of a level for a territory: a standing one, or one that was formed for the election; "" without one."""
	found = frappe.get_all(
		COMMISSION, {"level": level, "territory": territory}, ["name", "election"], order_by="lft asc"
	)
	return next((str(row.name) for row in found if row.election in (None, "", election)), "")


def read(asked: Sequence[AskedRows]) -> dict[str, list[frappe._dict]]:
	"""By commission the members of today and later, where a member is replaced; by membership the row of that member."""
	named = sorted({str(one.mapped("member", row) or "") for one in asked for _, row in one.rows})
	former = reads.rows(MEMBERSHIP, {"name": named}, OF_MEMBER) if named else []
	found = members_from_today(sorted({row.commission for row in former}))
	return {**found, **{row.name: [row] for row in former}}


def members_from_today(commissions: Sequence[str], lock: bool = False) -> dict[str, list[frappe._dict]]:
	"""The members with a vote today or later, by commission. lock: as the last commit left them, locked."""
	found: dict[str, list[frappe._dict]] = defaultdict(list)
	today = clock.today()
	for row in reads.rows(MEMBERSHIP, {"commission": list(commissions)}, OF_MEMBER, "name", lock):
		if row.position != STAFF and max(row.starts_on, today) <= in_office.last_day(row):
			found[row.commission].append(row)
	return found


def members_of(commissions: Sequence[str]) -> dict[str, list[frappe._dict]]:
	"""The members with a vote today, by commission."""
	today = clock.today()
	found = members_from_today(commissions)
	return {
		name: held
		for name, rows in found.items()
		if (held := [row for row in rows if row.starts_on <= today])
	}


def has_members(commission: str) -> bool:
	"""Whether a commission has members with a vote today."""
	return bool(members_of([commission]))


def replaced(one: AskedRows, known: Mapping[str, list[frappe._dict]]) -> list[Value]:
	"""The compositions after each named member was replaced; none for a member who does not exist, which the effect refuses."""
	found: list[Value] = []
	held = statutes.read_day(one.day)
	for path, row in one.rows:
		former = next(iter(known.get(str(one.mapped("member", row) or ""), ())), None)
		if former is None:
			continue
		others = [
			Member(member.position, organization=member.recommended_by or "")
			for member in known.get(former.commission, ())
			if member.name != former.name
		]
		new = read_appointed_member(one, path, row)
		level = read_level(former.commission)
		members = (*others, new)
		found.append(
			Composition(
				level,
				members,
				held.values,
				former=former.position,
				former_organization=former.recommended_by or "",
				begins_on=f"{former.starts_on:%d.%m.%Y}" if former.starts_on > clock.today() else "",
				path=path,
				first_days=held.first_days,
			)
		)
	return found


def read_appointed_member(one: AskedRows, path: str, row: Mapping[str, Any]) -> Member:
	"""The member whom a row appoints."""
	organization = " ".join(str(one.mapped("recommended_by", row) or "").split())
	return Member(str(one.mapped("position", row) or ""), path, organization)


def doubled() -> list[tuple[str, str, int]]:
	"""Commissions that today have more than one chair, deputy or secretary: `commission`, `position`, number of holders."""
	row, today = frappe.qb.DocType(MEMBERSHIP), clock.today()
	count = Count("*")
	query = (
		frappe.qb.from_(row)
		.select(row.commission, row.position, count)
		.where(row.position.isin(SINGLE) & in_office.is_in_office(row, today))
		.groupby(row.commission, row.position)
		.having(count > 1)
		.orderby(row.commission)
	)
	return [tuple(found) for found in query.run()]


def read_level(commission: str | None) -> str:
	"""The level of a commission; "" where there is none."""
	return str(frappe.get_cached_value(COMMISSION, commission, "level") or "") if commission else ""
