"""What commissions adopted and have not signed yet: it has the right of way over everything that is decided meanwhile.

Rows of the Agenda Item are read here, as `voted` does; this package never imports `sessions`.
"""

from collections.abc import Collection, Mapping

import frappe

from esaylov.core.procedure import decision as law
from esaylov.core.procedure.lifecycle import State
from esaylov.framework.errors import WrongState
from esaylov.registers.claims import annulment_claims

ITEM, ADOPTED = "Agenda Item", "Adopted"


def granted(
	elections: Collection[str], but: Collection[str] = (), commission: str = ""
) -> dict[str, list[str]]:
	"""Appeals to the paths that their adopted drafts grant, in these elections, in the order in which their votes were closed.

	but: appeals that are asked about themselves. commission: the only one whose drafts are looked at; all of them without it.
	"""
	waits = {"status": State.ON_AGENDA.value, "election": ["in", sorted(elections)]}
	names = set(frappe.get_all("Appeal", waits, pluck="name", order_by="name asc", limit=0)).difference(but)
	if not names:
		return {}
	which = {"live_key": ["in", sorted(names)], "status": ADOPTED}
	rows = frappe.get_all(
		ITEM,
		{**which, "commission": commission} if commission else which,
		["appeal", "draft_rows"],
		order_by="closed_at asc, position asc",
		limit=0,
	)
	return {row.appeal: paths(row.draft_rows) for row in rows}


def paths(draft_rows: object) -> list[str]:
	"""The paths that a stored draft grants."""
	return [
		str(row.get("path"))
		for row in frappe.parse_json(draft_rows) or []
		if row.get("outcome") == law.Outcome.GRANTED
	]


def annulled_otherwise(items: Mapping[str, str]) -> list[str]:
	"""Agenda items about the annulment of a decision, by item, that could not be signed: annulled already, or by what another item adopted."""
	named = sorted(set(items.values()))
	if not named:
		return []
	which = {"name": ["in", named], "status": "Signed"}
	signed = set(frappe.get_all("Decision", which, pluck="name", order_by="name asc", limit=0))
	drafts = frappe.get_all(
		"Decision", {"annuls": ["in", named]}, ["name", "annuls"], order_by="name asc", limit=0
	)
	of_decision = {row.name: row.annuls for row in drafts}
	adopted = frappe.get_all(
		ITEM,
		{"decision": ["in", [*of_decision, ""]], "status": ADOPTED},
		["name", "decision"],
		order_by="name asc",
		limit=0,
	)
	# an empty name among those asked for also finds items of a long list whose decision a job has still to draft
	others = {(of_decision[row.decision], row.name) for row in adopted if row.decision}
	return [
		item
		for item, decision in items.items()
		if decision not in signed or any(about == decision and name != item for about, name in others)
	]


def put_out_by_adopted(asked: Mapping[str, Collection[str]]) -> list[str]:
	"""Appeals whose rows rest on what an annulment ends that a session adopted and has not signed: granted, they would stop it.

	asked: appeals to the paths that would be granted. One statement where no annulment waits, the usual case.
	"""
	numbers = {
		number
		for row in (adopted_annulments() if asked else ())
		for number in annulment_claims.put_out_by(row.annuls, row.commission, asked)
	}
	which = {"name": ["in", sorted(asked)], "number": ["in", sorted(numbers)]}
	return frappe.get_all("Appeal", which, pluck="name", order_by="name asc", limit=0) if numbers else []


def adopted_annulments() -> list[frappe._dict]:
	"""The annulments that sessions adopted and have not signed: `name`, `annuls`, `commission`. One statement where none waits."""
	drafts = frappe.get_all(
		"Decision",
		{"annuls": ["is", "set"], "status": "Draft", "agenda_item": ["is", "set"]},
		["name", "annuls", "commission"],
		order_by="name asc",
		limit=0,
	)
	if not drafts:
		return []
	waits = {"decision": ["in", [row.name for row in drafts]], "status": ADOPTED}
	adopted = set(frappe.get_all(ITEM, waits, pluck="decision", order_by="name asc", limit=0))
	return [row for row in drafts if row.name in adopted]


def check_annulment(
	annulled: str, election: str, commission: str, beside: Mapping[str, Collection[str]] | None = None
) -> None:
	"""An annulment puts nothing out that its own commission adopted. Raises WrongState (`annulment_awaited`).

	What rests on an entry that the decision wrote, or takes a place that comes back to one that it had ended, is named by its
	appeal: it is signed or set aside first; then the annulment is tried again. For other commissions, which might never sign,
	it does not wait: what they adopted takes effect no longer, and is set aside. beside: appeals to the paths that are to be
	adopted at the same moment.
	"""
	adopted = {**granted([election], commission=commission), **(beside or {})}
	if adopted and (numbers := annulment_claims.put_out_by(annulled, commission, adopted)):
		raise WrongState({"numbers": ", ".join(numbers)}, code="annulment_awaited")
