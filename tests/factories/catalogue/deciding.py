"""Decides filings of the catalogue both ways on the site and takes it back each time: what the decision wrote.

A process of its own that answers one line of JSON for each name of an appeal it reads: tests over HTTP have no connection, and
a process for each appeal would cost more than its decision. Nothing is committed. The commission sits with members of the
world's logins, who sign with their own keys; who files and what is filed came over HTTP.
"""

import json
import os
import sys
import traceback
from collections.abc import Sequence
from typing import Any

import frappe

from esaylov.appeals.review import experts
from esaylov.decisions.review import reading
from esaylov.decisions.sessions.steps import agenda, attending, ballots, counting, holding, planning
from esaylov.decisions.signatures import chair, collective
from esaylov.framework import clock
from esaylov.registers.effects import effects
from esaylov.registers.outcome_rules import formed_commissions
from esaylov.setup.demo import ground
from factories import appeals as filing
from factories.catalogue.logins import SITTING

GRANTED = "Granted"
OUTCOMES = ("Refused", GRANTED)
GROUND = {"ground": "documents_incomplete", "reason": "Ariza imzolanmagan"}
GROUND_DATA = ("Constituency", "Polling Station")
OF_DISTRICT = tuple(f"{local}@esaylov.example" for local in ("chair", "secretary", "deputy", "member"))
CHAIR_ROUTE, EXPERT_ROUTE = "chair_decision", "expert_then_vote"


def decide(appeal: str) -> dict[str, Any]:
	"""Outcome to what stands on the site after it; each is taken back. One session sits for both."""
	commission, route = frappe.db.get_value("Appeal", appeal, ["recipient", "route"])
	seated(commission, sitting(commission))
	if frappe.db.get_value("Appeal", appeal, "status") == "Acknowledged":
		return {"Undone": undone(frappe.db.get_value("Appeal", appeal, "decision"), sitting(commission), "")}
	vacated(appeal)
	session = "" if route == CHAIR_ROUTE else opened(commission, sitting(commission))
	if route == EXPERT_ROUTE:
		asked_experts(appeal, sitting(commission)[0])
	found = {}
	for outcome in OUTCOMES:
		frappe.db.savepoint("decided")
		try:
			decision = decided(appeal, sitting(commission), session, outcome)
			found[outcome] = _written(appeal, decision)
			if outcome == GRANTED:
				found["Undone"] = undone(decision, sitting(commission), session)
		finally:
			frappe.set_user("Administrator")
			frappe.db.rollback(save_point="decided")
			forget()
	return found


def forget() -> None:
	"""What this process remembers of documents that it took back."""
	frappe.local.document_cache = {}
	frappe.local.role_permissions = {}
	if hasattr(frappe.local, "request_cache"):
		frappe.local.request_cache.clear()


def asked_experts(appeal: str, officer: str) -> None:
	"""The experts have said what they think."""
	frappe.set_user(officer)
	experts.ask(appeal)
	experts.conclude(appeal, "Imzo varaqalari to'g'ri")


def decided(appeal: str, members: Sequence[str], session: str, outcome: str) -> str:
	"""The signed decision on an appeal with one outcome for each row: of a session, or without one of the chair alone."""
	frappe.set_user(members[0])
	paths = [subject["path"] for subject in reading.matter_for(appeal, members[0])["subjects"]]
	rows = [{"path": path, "outcome": outcome, **(GROUND if outcome == "Refused" else {})} for path in paths]
	if session:
		return _voted(appeal, session, members, rows)
	signature = filing.signature(members[0], chair.draft(appeal, rows).payload)
	return chair.decide(appeal, rows, signature).decision


def sitting(commission: str) -> tuple[str, ...]:
	"""Users who sit in a commission: who presides first, then who keeps the record."""
	return OF_DISTRICT if commission == ground.COMMISSION else SITTING[commission]


def seated(commission: str, members: Sequence[str]) -> None:
	"""No other login sits in a commission, whatever other tests or a fuller demonstration left; to be taken back with the transaction."""
	others = {"commission": commission, "user": ["not in", list(members)]}
	frappe.db.delete("Commission Membership", others)


def vacated(appeal: str) -> None:
	"""The commission that the appeal forms has no members: one that works in another election of the world is not exchanged."""
	for forming in formed_commissions.read_forming_appeals({appeal: None}).values():
		if forming.formed and forming.formed.commission:
			frappe.db.delete("Commission Membership", {"commission": forming.formed.commission})


def opened(commission: str, members: Sequence[str]) -> str:
	"""A session of a commission that these members attend: the first presides, the second keeps the record."""
	frappe.set_user(members[1])
	now = clock.now().replace(microsecond=0)
	session = planning.plan(commission, "Katalog majlisi", now, "Majlislar zali")
	for user in members:
		frappe.set_user(user)
		signed = attending.payload(session, "In the Room")
		attending.attend(session, "In the Room", filing.signature(user, signed))
	frappe.set_user(members[0])
	holding.open_session(session)
	return session


def _voted(appeal: str, session: str, members: Sequence[str], rows: Sequence[dict]) -> str:
	(item,) = agenda.put([appeal], session, rows=rows)
	return _carried(item, session, members)


def _carried(item: str, session: str, members: Sequence[str]) -> str:
	"""The signed decision of an item that all vote for."""
	frappe.set_user(members[0])
	counting.open_item(item)
	votes = [{"item": item, "choice": "For"}]
	for user in members:
		frappe.set_user(user)
		ballots.cast(session, votes, filing.signature(user, ballots.payload(session, votes)))
	frappe.set_user(members[0])
	counting.close_item(item)
	decision = frappe.db.get_value("Agenda Item", item, "decision")
	for user in members[:2]:
		frappe.set_user(user)
		collective.sign([decision], filing.signature(user, collective.payload_to_sign([decision])))
	return decision


def undone(decision: str, members: Sequence[str], session: str) -> dict[str, Any]:
	"""Annul a decision, by a vote where there was one: what of it stands then."""
	entries, ended = effects.entries_of(decision), effects.ended_by([decision])[decision]
	if session:
		frappe.set_user(members[1])
		data = {"decision": decision, "reason": "Xato"}
		_carried(agenda.add_subject(session, "annulment", "Bekor qilish", data), session, members)
	else:
		frappe.set_user(members[0])
		signature = filing.signature(members[0], chair.annulment_draft(decision, "Xato").payload)
		chair.annul(decision, "Xato", signature)
	appeal, status = frappe.db.get_value("Decision", decision, ["appeal", "status"])
	return {
		"appeal": frappe.db.get_value("Appeal", appeal, "status"),
		"decision": status,
		"standing": [name for name in entries if _stands(*name)],
		"ended": [name for name in ended if not _stands(*name)],
	}


def _stands(doctype: str, name: str) -> bool:
	"""Whether an entry is in force; a membership is not on the day on which it ends."""
	if doctype == "Commission Membership":
		ends_on = frappe.db.get_value(doctype, name, "ends_on")
		return not ends_on or ends_on > clock.today()
	return frappe.db.get_value(doctype, name, "status") == "Registered"


def _written(appeal: str, decision: str) -> dict[str, Any]:
	row = frappe.db.get_value("Decision", decision, ["status", "outcome", "text_uz", "kind"], as_dict=True)
	return {
		"appeal": frappe.db.get_value("Appeal", appeal, "status"),
		"decision": row.status,
		"kind": row.kind,
		"entries": sorted({doctype for doctype, _ in effects.entries_of(decision)} | _places(decision)),
		"ended": sorted({doctype for doctype, _ in effects.ended_by([decision])[decision]}),
		"certificates": frappe.db.count("Certificate", {"decision": decision}),
		"text": row.text_uz,
	}


def _places(decision: str) -> set[str]:
	"""Ground that a decision made."""
	return {doctype for doctype in GROUND_DATA if frappe.db.exists(doctype, {"decision": decision})}


def _told(appeal: str) -> dict[str, Any]:
	"""What was written, or what went wrong with this one: the next is tried all the same."""
	try:
		return decide(appeal)
	except Exception:
		return {"problem": traceback.format_exc()}
	finally:
		frappe.db.rollback()  # at once: the locks of the session would keep everybody else waiting


def main() -> None:
	"""A line of JSON for each line that is a name; ends with its input."""
	frappe.init(site=os.environ.get("FRAPPE_SITE", "test.localhost"), sites_path=".")
	frappe.connect()
	frappe.flags.mute_emails = True
	try:
		for line in sys.stdin:
			frappe.set_user("Administrator")
			forget()
			print(json.dumps(_told(line.strip())), flush=True)
	finally:
		frappe.db.rollback()
		frappe.clear_cache()  # roles and documents that others may have read from what was taken back
		frappe.destroy()


if __name__ == "__main__":
	main()
