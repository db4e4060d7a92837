"""Which commission an appeal goes to: from the level of its type and what its recipient field, or else its body, names.

LEADS is the whole knowledge of registers: a new kind of record is a new row there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import frappe
from pypika.queries import QueryBuilder
from pypika.terms import Parameter

from esaylov.appeals.types.definitions import TypeVersion
from esaylov.core.findings import Finding
from esaylov.framework.persistence import reads, table_cache
from esaylov.identity.bodies import Body

COMMISSION = "Election Commission"
TERRITORY = "Administrative Territory"
COUNTRY_LEVEL = "CEC"
ELECTION, AROUND = itemgetter("election"), itemgetter("around")
ISSUER = "ISSUER"
"""Level of a type whose appeals go to the commission that issued or registered what the recipient field names."""
TOO_WIDE = {"REG": ("Country",), "DC": ("Country", "Region")}
"""Levels of territories that hold several commissions of a level, so that none of them can be meant."""


@dataclass(frozen=True, slots=True)
class Leads:
	"""How a record of a register leads to a commission, by the names of its columns.

	is_above: a commission that stands above that one is meant, since it is complained of, or is being changed.
	seat: the column of Election Commission that names the record, for commissions formed for just that one.
	"""

	territory: str = ""
	commission: str = ""
	is_above: bool = False
	seat: str = ""


LEADS: Mapping[str, Leads] = {
	TERRITORY: Leads(territory="name"),
	"Constituency": Leads(territory="territory", seat="constituency"),
	"Polling Station": Leads(territory="territory", seat="polling_station"),
	"Party Branch": Leads(territory="territory"),
	"Participant Organization": Leads(territory="territory"),
	"Candidate": Leads(territory="territory", commission="commission"),
	"Candidate List": Leads(commission="commission"),
	"Proxy": Leads(commission="commission"),
	"Observer": Leads(commission="commission"),
	"Media Representative": Leads(commission="commission"),
	"Authorized Representative": Leads(commission="commission"),
	"Certificate": Leads(commission="issuer_commission"),
	"Commission Membership": Leads(commission="commission", is_above=True),
	COMMISSION: Leads(commission="name", is_above=True),
}


@dataclass(frozen=True)
class Recipient:
	"""A commission that takes appeals; `lft` is its place in the tree."""

	name: str
	lft: int
	territory: str


@dataclass(frozen=True, slots=True)
class _Lead:
	"""Where a record leads: the names of a territory and of a commission, either may be empty."""

	territory: str = ""
	commission: str = ""
	is_above: bool = False
	seat: tuple[str, str] | None = None


def choose(
	version: TypeVersion, answers: Mapping[str, Any], body: Body, election: str
) -> tuple[Recipient | None, list[Finding]]:
	"""The commission, or None with the finding that says why.

	`recipient_unnamed`: nothing leads to one; `recipient_missing`: there is no such commission there;
	`recipient_too_wide`: the territory holds several; `recipient_above_missing`: none stands above the one named;
	`recipient_elsewhere`: what is named belongs to a commission of another level.
	"""
	level, field = version.data["recipient_level"], version.data["recipient_field"]
	if field:
		doctype, value = version.recipient_register, answers.get(field)
		name = value if isinstance(value, str) else ""
	else:
		doctype, name = body.doctype, body.name
	leads = LEADS.get(doctype, Leads())
	if level == COUNTRY_LEVEL and not leads.is_above:
		return _answer(_of_country(election), "recipient_missing", field)
	lead = _lead(doctype, name, leads)
	if lead.commission and (lead.is_above or level == ISSUER or not lead.territory):
		code = "recipient_above_missing" if lead.is_above else "recipient_elsewhere"
		return _answer(_upwards(lead, level, election), code, field)
	return _by_place(lead, level, election, field)


def _lead(doctype: str, name: str, leads: Leads) -> _Lead:
	if not name or not (leads.territory or leads.commission):
		return _Lead()
	if doctype == TERRITORY:
		return _Lead(territory=name)  # whether there is one is asked with its commissions
	row = reads.row(doctype, {"name": name}, [leads.territory or "name", leads.commission or "name"])
	if not row:
		return _Lead()
	return _Lead(
		territory=(leads.territory and row[leads.territory]) or "",
		commission=(leads.commission and row[leads.commission]) or "",
		is_above=leads.is_above,
		seat=(leads.seat, name) if leads.seat else None,
	)


def _by_place(lead: _Lead, level: str, election: str, field: str) -> tuple[Recipient | None, list[Finding]]:
	"""The commission of the level for the place: formed for just that one, or of its territory."""
	if not lead.territory or level == ISSUER:
		return _answer([], "recipient_unnamed", field)
	exactly = _upwards(lead, level, election) if lead.commission else []
	if lead.seat and not exactly:
		column, name = lead.seat
		exactly = _run(_query(level, election).where(getattr(frappe.qb.DocType(COMMISSION), column) == name))
	# those of the territory or, where it has none of the level, of the innermost one around it
	found = (
		exactly
		or table_cache.run(_there(1), [election, level, lead.territory])
		or _around(lead, level, election)
	)
	return _answer(found, "recipient_too_wide" if found else _why_none(lead.territory, level), field)


def _upwards(lead: _Lead, level: str, election: str) -> list[frappe._dict]:
	"""The nearest commission of the level from the named one upwards, itself left out where one above is meant."""
	commission, below = frappe.qb.DocType(COMMISSION), frappe.qb.DocType(COMMISSION).as_("below")
	query = (
		_query("" if level == ISSUER else level, election)
		.join(below)
		.on((commission.lft <= below.lft) & (commission.rgt >= below.rgt))
		.where(below.name == lead.commission)
		.orderby(commission.lft, order=frappe.qb.desc)
	)
	if lead.is_above:
		query = query.where(commission.name != lead.commission)
	return _run(query)[:1]


def _of_country(election: str) -> list[frappe._dict]:
	return _run(_query(COUNTRY_LEVEL, election))


@reads.statement
def _there(_count: int) -> QueryBuilder:
	"""Election, level and territory to the commissions of just that one."""
	return _query(reads.one(), reads.one()).where(frappe.qb.DocType(COMMISSION).territory == reads.one())


def _around(lead: _Lead, level: str, election: str) -> list[frappe._dict]:
	"""The commissions of the innermost territory around that one which has any of the level; that one itself has none.

	All territories around it are read to find it, which are as many as stand before it in the tree.
	"""
	around = reads.run(_outwards(1), [election, level, lead.territory])
	inmost = max(map(AROUND, around), default=0)
	return [row for row in around if row.around == inmost]


@reads.statement
def _outwards(_count: int) -> QueryBuilder:
	"""Election, level and territory to the commissions of the territories around it, with the place of theirs in the tree."""
	commission, place = frappe.qb.DocType(COMMISSION), frappe.qb.DocType(TERRITORY)
	around = frappe.qb.DocType(TERRITORY).as_("around")
	return (
		_query(reads.one(), reads.one())
		.join(around)
		.on(around.name == commission.territory)
		.join(place)
		.on((around.lft <= place.lft) & (around.rgt >= place.rgt))
		.where(place.name == reads.one())
		.select(around.lft.as_("around"))
	)


def _query(level: str | Parameter, election: str | Parameter) -> QueryBuilder:
	"""Commissions of a level (of any without one): standing ones and those formed for the election."""
	commission = frappe.qb.DocType(COMMISSION)
	query = (
		frappe.qb.from_(commission)
		.select(commission.name, commission.lft, commission.territory, commission.election)
		.where(commission.election.isnull() | commission.election.isin(["", election]))
	)
	return query.where(commission.level == level) if level else query


def _run(query: QueryBuilder) -> list[frappe._dict]:
	return query.run(as_dict=True)


def _why_none(territory: str, level: str) -> str:
	stood = frappe.db.get_value(TERRITORY, territory, "level")
	if not stood:
		return "recipient_unnamed"
	return "recipient_too_wide" if stood in TOO_WIDE.get(level, ()) else "recipient_missing"


def _answer(rows: list[frappe._dict], code: str, field: str) -> tuple[Recipient | None, list[Finding]]:
	"""The only row; of several that one formed for the election; else the finding."""
	rows = list(filter(ELECTION, rows)) or rows
	if len(rows) != 1:
		return None, [Finding(code, field)]
	return Recipient(rows[0].name, rows[0].lft, rows[0].territory or ""), []
