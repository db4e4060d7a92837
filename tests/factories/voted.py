"""Adopted agenda items, as a session would leave them, and the two signatures under the decisions they make."""

import json
from collections.abc import Sequence
from typing import Any

import frappe

from esaylov.decisions.drafting import signing
from esaylov.decisions.matters import ex_officio
from esaylov.decisions.signatures import collective, voted
from esaylov.framework import clock
from esaylov.identity.persons import person_of
from esaylov.setup.demo import ground
from factories import appeals as filing
from factories import counts
from factories import effects as make

CHAIR, SECRETARY = filing.CHAIR, filing.SECRETARY
TERRITORIAL = (counts.REGIONAL, SECRETARY)
"""Chair of the territorial commission above the demonstration's, and who is lent to it as its secretary."""


def session(
	commission: str = make.COMMISSION,
	presiding: str = CHAIR,
	secretary: str = SECRETARY,
	election: str = make.ELECTION,
) -> str:
	"""A session that is open, with who presides and its secretary; written to the table."""
	row = frappe.new_doc("Commission Session")
	row.update(
		{
			"commission": commission,
			"election": election,
			"title": "Sinov majlisi",
			"starts_at": clock.now(),
			"status": "Open",
			"presiding": person_of(presiding),
			"presiding_position": "Chair",
			"secretary": person_of(secretary),
			"secretary_position": "Secretary",
		}
	)
	row.name = frappe.generate_hash(length=10)
	row.db_insert()
	return row.name


def item(of_session: str, **values: Any) -> str:
	"""An adopted item of a session; written to the table."""
	row = frappe.new_doc("Agenda Item")
	row.update(
		{
			"session": of_session,
			"commission": frappe.db.get_value("Commission Session", of_session, "commission"),
			"title": "Sinov masalasi",
			"status": "Adopted",
			"round": 1,
			"votes_for": 3,
			"votes_against": 1,
			"members_total": 5,
			"members_present": 4,
			"closed_at": clock.now(),
			**values,
		}
	)
	row.name = frappe.generate_hash(length=10)
	row.db_insert()
	return row.name


def observers(people: int = 1, **more: Any) -> str:
	"""An appeal on the agenda that names observers with mandates."""
	return observers_named([make.person() for _ in range(people)], **more)


def observers_named(persons: Sequence[dict[str, Any]], effect: str = "accredit_observer", **more: Any) -> str:
	"""The same of these persons. effect: another mandate."""
	more = {"certificate_kind": "observer_party", "route": "commission_vote", **more}
	appeal = make.filed(effect, {"persons": list(persons)}, {"rows": "persons"}, **more)
	frappe.db.set_value("Appeal", appeal, "status", "On Agenda")
	return appeal


def of_appeal(of_session: str, appeal: str, refused: Sequence[int] = ()) -> str:
	"""An item that adopted the draft about an appeal."""
	paths = [
		f"persons[{n}]"
		for n in range(len(json.loads(frappe.db.get_value("Appeal", appeal, "answers"))["persons"]))
	]
	rows = [
		{
			"path": path,
			"outcome": "Refused" if n in refused else "Granted",
			"reason": "Sabab" if n in refused else "",
			"ground": "documents_incomplete" if n in refused else "",
		}
		for n, path in enumerate(paths)
	]
	draft = voted.propose(appeal, rows)
	texts = {"draft_text_uz": draft.text_uz, "draft_text_ru": draft.text_ru}
	return item(of_session, appeal=appeal, draft_rows=json.dumps(rows), **texts)


def of_matter(of_session: str, code: str, data: dict[str, Any]) -> str:
	"""An item that adopted a decision without an appeal."""
	about = frappe.db.get_value("Commission Session", of_session, ["commission", "election"])
	draft = ex_officio.propose_matter(code, data, *about)
	texts = {"draft_text_uz": draft.text_uz, "draft_text_ru": draft.text_ru}
	return item(of_session, subject_kind=code, subject_data=json.dumps(data), **texts)


def signed_by(user: str, names: Sequence[str]) -> collective.Signing:
	"""Decisions signed by a user with their own key; the session is Administrator's afterwards."""
	frappe.set_user(user)
	try:
		return collective.sign(names, filing.signature(user, collective.payload_to_sign(names)))
	finally:
		frappe.set_user("Administrator")


def decided(agenda_item: str, signers: Sequence[str] = (CHAIR, SECRETARY)) -> str:
	"""The decision of an item with both signatures."""
	name = collective.adopt(agenda_item)
	for user in signers:
		signed_by(user, [name])
	return name


def formed(data: dict[str, Any], election: str, commission: str = ground.HIGHER) -> str:
	"""The decision by which the territorial commission of the demonstration voted to form another, with both signatures."""
	of_session = session(commission, *TERRITORIAL, election)
	return decided(of_matter(of_session, "form_commission", data), TERRITORIAL)


def matter_decided(code: str, data: dict[str, Any]) -> signing.Result:
	"""The decision without an appeal that the demonstration commission voted for, with both signatures."""
	name = collective.adopt(of_matter(session(), code, data))
	signed_by(CHAIR, [name])
	return signed_by(SECRETARY, [name]).results[0]
