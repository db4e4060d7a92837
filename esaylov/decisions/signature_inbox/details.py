"""One line of the list opened: what it changes in words, what follows from a signature, and what is signed."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from esaylov.appeals.procedure import new_values
from esaylov.core.elections.calendar import short_date_of
from esaylov.decisions.signature_inbox import session_rows
from esaylov.decisions.signature_inbox.listing import CONFIGURATION, DECISIONS, PROTOCOL, group_of
from esaylov.framework import titles
from esaylov.framework.errors import NotFound
from esaylov.permissions.configuration.rules import approvers
from esaylov.permissions.configuration.waiting import difference_words, recovery, waiting_changes

CHANGE = "Configuration Change"
SHOWN = 50
"""So many decisions of a session are named; a signature is for all of them."""


def show_item(user: str, kind: str, name: str) -> dict[str, Any]:
	"""What waits for a user, or what they proposed: `differences` (see configuration.Difference), `effects` (sentences), `may`.

	may: `sign`, `refuse` (a reason is asked for), `take_back`. is_unconfirmed: the holder of the server put it in force alone. names, rows: of `decisions`, all that one signature covers, and
	the first fifty in words. Raises NotFound, also for what is another's.
	"""
	shown = {CONFIGURATION: _show_change, PROTOCOL: _show_protocol, DECISIONS: _show_decisions}.get(kind)
	if not shown:
		raise NotFound({"doctype": CHANGE})
	empty = {"names": [], "rows": [], "differences": [], "is_unconfirmed": False}
	return {"kind": kind, "name": name, **empty, **shown(user, name)}


def _show_change(user: str, name: str) -> dict[str, Any]:
	author = frappe.db.get_value(CHANGE, name, "proposed_by")
	is_own = author == user and frappe.has_permission(CHANGE, "read")
	if not (is_own or waiting_changes.waits_for(user, name)):
		raise NotFound({"doctype": CHANGE})
	change = frappe.get_doc(CHANGE, name)
	is_open = change.status == "Proposed"
	is_unconfirmed = bool(waiting_changes.list_unconfirmed([name]))
	return {
		"differences": [asdict(one) for one in difference_words.describe_differences(change)],
		"effects": _said_of(change, user, is_own, is_unconfirmed),
		"note": change.note or "",
		"is_unconfirmed": is_unconfirmed,
		"may": _steps_of(is_open, is_own, is_unconfirmed),
	}


def _said_of(change: Document, user: str, is_own: bool, is_unconfirmed: bool) -> list[str]:
	"""What the reader has to know before the signature, or for whom it waits."""
	if is_unconfirmed:
		signs = _("Another administrator signs it.") if is_own else _("Your signature confirms it.")
		return [_("The holder of the server confirmed this change alone. It is in force.") + " " + signs]
	if change.status != "Proposed":
		return []
	return [approvers.waiting_words(user)] if is_own else _effects(change)


def _steps_of(is_open: bool, is_own: bool, is_unconfirmed: bool) -> list[str]:
	"""What is in force is changed by another proposal: a signer of it refuses nothing."""
	if is_own:
		return ["take_back"] if is_open else []
	return ["sign"] if is_unconfirmed else ["sign", "refuse"] if is_open else []


def _show_protocol(user: str, name: str) -> dict[str, Any]:
	signer = session_rows.find_signer(user)
	if not (signer and session_rows.find_protocols(signer, name)):
		raise NotFound({"doctype": "Commission Session"})
	effect = _("You sign the protocol as it is fixed. The second of the two signatures completes it.")
	return {"effects": [effect], "may": ["sign"]}


def _show_decisions(user: str, name: str) -> dict[str, Any]:
	signer = session_rows.find_signer(user)
	rows = session_rows.decisions_of(signer, name) if signer else []
	if not rows:
		raise NotFound({"doctype": "Commission Session"})
	tally = _("for {0}, against {1}, abstained {2}")
	return {
		"names": [row.name for row in rows],
		"rows": [
			{
				"title": row.title or "",
				"outcome": str(_(row.outcome)) if row.outcome else "",
				"tally": tally.format(row.votes_for, row.votes_against, row.votes_abstained),
			}
			for row in rows[:SHOWN]
		],
		"effects": [
			_("You sign {0} decisions with one signature.").format(len(rows)),
			_("The second of the two signatures puts them into force; they are never changed then."),
		],
		"may": ["sign"],
	}


def _effects(change: Document) -> list[str]:
	"""What follows from the second signature, as far as it is known."""
	said = EFFECTS.get(group_of(change)) or EFFECTS.get(change.reference_doctype)
	if not said or not (change.finding or frappe.db.exists(change.reference_doctype, change.reference_name)):
		return []
	return said(change)


def _of_number(change: Document) -> list[str]:
	"""Which types and open appeals a number of the law touches; nothing for who may not change numbers."""
	if not frappe.has_permission("Statute", "write"):
		return []
	uses = new_values.find_number_uses(change.reference_name, frappe.local.lang or "uz")
	types = [f"{one['name']} {one['title']}" for one in uses["types"][:3]]
	left = len(uses["types"]) - len(types)
	named = "; ".join([*types, *([_("and {0} more").format(left)] if left > 0 else [])])
	return [
		*(
			[_("Types of appeals that use this number: {0} ({1}).").format(len(uses["types"]), named)]
			if types
			else []
		),
		_("Open appeals that it touches: {0}.").format(uses["appeals"]),
	]


def _of_position(change: Document) -> list[str]:
	if change.reference_doctype != "Commission Membership":
		return [_("With the second signature these rights are given or taken at once.")]
	row = frappe.get_doc(change.reference_doctype, change.reference_name)
	commission = titles.of([("Election Commission", row.commission)])["Election Commission"].get(
		row.commission
	)
	values = (
		row.person_name or "",
		_(row.position),
		commission or row.commission,
		short_date_of(str(row.starts_on)),
	)
	return [_("{0} is {1} at {2} from {3}, and may do there what this position may.").format(*values)]


def _of_recovery(change: Document) -> list[str]:
	held = recovery.of_form(change)
	return [
		_("Login of {0} ({1}).").format(held["name"], change.reference_name),
		_(
			"With the second signature the password, passkeys, app and all sessions of this login end, and a code for a new password goes by SMS to the phone on record, {0}. The code lives for an hour."
		).format(held["phone"] or "–"),
		_(
			"Before you sign, find out yourself that the person asked for this: face to face, or by a call to that number."
		),
	]


def _of_campaign(change: Document) -> list[str]:
	said = json.loads(change.after or "{}")
	return [_("With your signature this text goes by SMS to {0} receivers.").format(said.get("total") or 0)]


EFFECTS: Mapping[str, Callable[[Document], list[str]]] = {
	"Statute": _of_number,
	"position": _of_position,
	"recovery": _of_recovery,
	"SMS Campaign": _of_campaign,
	"person": lambda _change: [
		_("Codes for login and filing go to this telephone from then on. Ask the person before you sign.")
	],
	"finding": lambda _change: [
		_("What was found past the log stays as it is, and the log says that two persons accepted it.")
	],
}
"""What a proposal is about, or its DocType, to what follows from its signature."""
