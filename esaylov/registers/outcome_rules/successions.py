"""New candidates in the place of those who left: whom a row replaces, in which place, and whether somebody did so before.

One candidate is replaced once, by a decision that is not annulled.
"""

from collections.abc import Collection, Iterator, Sequence

import frappe

from esaylov.core.rules.result_rules.outcome_values import CandidatePlace, Succession, Value
from esaylov.framework.persistence import reads
from esaylov.registers.outcome_rules.asked_rows import AskedRows, read_asked

CANDIDATE, DECISION, ANNULLED = "Candidate", "Decision", "Annulled"
REPLACING = "replace_candidate"
OF_PLACE = ["name", "party", "election_type", "constituency", "list_position"]


def read(asked: Sequence[AskedRows]) -> Iterator[tuple[str, list[Value]]]:
	"""By appeal, the candidates that its rows replace; what is looked up is looked up once for all."""
	replacing = [one for one in asked if one.definition["effect"] == REPLACING]
	named = sorted({replaced_by(one) for one in replacing} - {""})
	if not named:
		return
	former = {row.name: row for row in reads.rows(CANDIDATE, {"name": named}, OF_PLACE)}
	gone = read_replaced(named)
	for one in replacing:
		if one.rows and (row := former.get(replaced_by(one))):
			yield str(one.appeal.name), [_succession(one, row, row.name in gone)]


def named_by_appeals(names: Collection[str]) -> set[str]:
	"""The candidates whom those of appeals that replace a candidate replace."""
	return {replaced_by(one) for one in read_asked(dict.fromkeys(names), (REPLACING,))}


def replaced_by(one: AskedRows) -> str:
	"""The candidate whom an appeal replaces; "" for none."""
	return str(one.mapped("replaced", one.rows[0][1]) or "") if one.rows else ""


def read_replaced(candidates: Collection[str], lock: bool = False) -> set[str]:
	"""Those of candidates whom somebody replaced by a decision that is not annulled.

	lock: as the last commit left them; the caller has locked the candidates.
	"""
	fields = ["name", "replaces", "status", "decision"]
	wanted = {"replaces": ["in", sorted(candidates)], "status": ["!=", ANNULLED]}
	rows = frappe.db.get_values(CANDIDATE, wanted, fields, as_dict=True, order_by="name asc", for_update=lock)
	if not rows:
		return set()
	annulled = {"name": ["in", sorted({row.decision for row in rows})], "status": ANNULLED}
	taken_back = set(frappe.get_all(DECISION, annulled, pluck="name", order_by="name asc"))
	return {row.replaces for row in rows if row.decision not in taken_back}


def _succession(one: AskedRows, former: frappe._dict, is_replaced: bool) -> Succession:
	"""What the rows leave open is that of the former."""
	path, row = one.rows[0]
	place = CandidatePlace(
		former.party or "",
		former.election_type or "",
		former.constituency or "",
		former.list_position or 0,
	)
	named = CandidatePlace(
		one.party or place.party,
		one.kind(row) or place.election_type,
		str(one.mapped("constituency", row) or "") or place.constituency,
		int(one.mapped("list_position", row) or 0) or place.list_position,
	)
	return Succession("" if path == "appeal" else path, place, named, is_replaced)
