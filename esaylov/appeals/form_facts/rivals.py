"""Open appeals beside one that is about to be signed: the same filing twice, and others that claim the same. Own design.

Both are asked about, never a block: nobody but the commission says who is right. Of another one's appeal the applicant
learns that there is one, not whose; and of a person that another one names only where number and name agree.
"""

import json
from collections.abc import Collection, Mapping

import frappe
from frappe.model.document import Document
from pypika.queries import QueryBuilder

from esaylov.appeals.form_facts import checked_people, facts, nominees
from esaylov.appeals.form_facts.applicants import APPEAL
from esaylov.appeals.types.definitions import TypeVersion
from esaylov.core.findings import Finding, Severity
from esaylov.core.procedure.lifecycle import State
from esaylov.framework.persistence import reads
from esaylov.registers.claims import claims, rival_claims

OPEN = nominees.OPEN
"""States in which an appeal is filed and not decided."""
MOST = nominees.MOST
"""Open appeals of a commission that are looked at."""
FILED_ALREADY, CLAIMED = "filed_already", "claimed_already"


def of_draft(appeal: Document, version: TypeVersion) -> list[Finding]:
	"""Warnings for a draft as it is stored; params of `filed_already`: number, day and name of the first filing."""
	if appeal.status != State.DRAFT or not appeal.recipient:
		return []
	twin = _twin(appeal, version)
	if twin:
		params = {"number": twin.number, "day": twin.received_at.date().isoformat(), "appeal": twin.name}
		return [Finding(FILED_ALREADY, severity=Severity.WARNING, params=params)]
	if not claims.claims_anything(appeal):
		return []
	paths = dict.fromkeys(path for path, _ in claimed(appeal, untold=_untold(appeal)))
	return [Finding(CLAIMED, "" if path == "appeal" else path, Severity.WARNING) for path in paths]


def _untold(appeal: Document) -> frozenset[str]:
	"""Numbers of the answers, and the Persons who have them, of whom the applicant learns nothing: see `checked_people`."""
	answers, reader = json.loads(appeal.answers or "{}"), str(appeal.applicant_person or "")
	numbers = sorted(set(facts.identifiers(answers)))
	named = checked_people.blocks_of(answers) if reader and numbers else []
	persons = checked_people.read_persons(numbers)
	agreed = frozenset[str]()
	if named and checked_people.count_checked(reader, numbers, named):
		agreed = checked_people.agreeing(reader, named, persons)
	others = [person.name for person in persons if not agreed & {person.pinfl, person.passport}]
	return frozenset([*others, *numbers]) - agreed


def claimed(
	appeal: Document | frappe._dict,
	first: Mapping[str, Collection[str]] | None = None,
	untold: Collection[str] = (),
) -> list[tuple[str, str]]:
	"""Rows of a stored appeal with the number of each open one that claims the same, or ends what the row rests on.

	first: appeals that were adopted, of whichever commission, with the paths that they claim. Of the others those of the
	recipient are looked at, the newest first. untold: as `rival_claims.rivals`.
	"""
	if not claims.claims_anything(appeal):
		return []
	adopted = first or {}
	open_here = {
		"recipient": appeal.recipient,
		"status": ["in", OPEN],
		"election": appeal.election,
		"name": ["not in", [appeal.name, *adopted]],
	}
	names = frappe.get_all(APPEAL, open_here, pluck="name", order_by="received_at desc, name asc", limit=MOST)
	return rival_claims.rivals(appeal.name, {**adopted, **dict.fromkeys(names)}, untold)


def _twin(appeal: Document, version: TypeVersion) -> frappe._dict | None:
	"""The last open appeal of the same body and type, to the same commission, about the same."""
	found = reads.run(_same(len(OPEN)), [facts.about_key(appeal, version), *OPEN, appeal.name])
	return found[0] if found else None


@reads.statement
def _same(states: int) -> QueryBuilder:
	"""Another appeal with a key in one of some states, the newest."""
	other = frappe.qb.DocType(APPEAL)
	query = frappe.qb.from_(other).select(other.name, other.number, other.received_at)
	query = query.where((other.about_key == reads.one()) & other.status.isin(reads.many(states)))
	query = query.where(other.name != reads.one())
	return query.orderby(other.received_at, order=frappe.qb.desc).orderby(other.name).limit(1)
