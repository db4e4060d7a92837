"""A by-election from its call to its deputy: answers of its types, its count, and for a browser one that stays on the site."""

from datetime import date, timedelta
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.appeals.drafts import attachments, drafting
from esaylov.decisions.sessions.steps import counting, planning
from esaylov.elections.preparation import copying, lacks, steps
from esaylov.framework import clock
from esaylov.registers.results.counting import opening
from esaylov.setup.demo import ground
from factories import appeals as filing
from factories import called, counts, effects, settled, voted
from factories import sessions as sitting
from factories.called import Sitting

DAYS_FROM_CALL = 33
ADMISSION = {
	"party_leader": "Karimov Karim Karimovich",
	"justice_registration_no": "12",
	"justice_registration_date": "2003-12-03",
}
"""Answers of A62 besides the party."""
PAPERS = ("party_decision", "protocol", "consent", "undertaking", "photo")
"""Files of A47."""
MEMBERS = (sitting.CHAIR, sitting.SECRETARY, sitting.DEPUTY, sitting.MEMBER, sitting.MEMBER2)
RESPONSIBLE = "administrator@esaylov.example"


def nominated(seat: str, party: str, **who: Any) -> dict[str, Any]:
	"""Answers of A47: somebody new each time."""
	return {
		"party": party,
		"constituency": seat,
		"party_membership": "Member",
		"birthplace": "Toshkent",
		"biography": "Oʻqituvchi. " * 10,
		**filing.person(**who),
	}


def counted(election: str, seat: str, votes: dict[str, int]) -> tuple[Document, Document]:
	"""What a station counted, its table decided and the deputy whom it elects."""
	precinct = counts.next_station()
	counts.lend(precinct)
	place = frappe.db.get_value("Election Commission", precinct, "polling_station")
	frappe.set_user(counts.CHAIR)
	(protocol,) = opening.open_count(sitting.COMMISSION, election, "DC", seat, [place])
	counts.handed_in(protocol, counts.typed(votes))
	session = Sitting(sitting.COMMISSION, election, MEMBERS)
	data = {"election_type": "DC", "constituency": seat}
	(table,) = effects.written(session.decided_on("result_table", data), "Result Table")
	(deputy,) = effects.written(session.decided_on("elected_deputies", {}), "Elected Deputy")
	counts.forgotten(precinct)
	return table, deputy


def withdraw_drafts() -> None:
	"""Take back the types that were begun in the builder and left: each would be one that a new election lacks."""
	frappe.db.set_value("Appeal Type", {"published": 0}, "status", lacks.WITHDRAWN)


def begun() -> dict[str, Any]:
	"""A by-election to a seat of its own, prepared up to its opening: `election`, `preparation`, `seat`, `day`, and the `positions` that it took."""
	filing.start_anew()
	serial = frappe.generate_hash(length=6)
	titles = {
		f"{short}title_{lang}": f"Boʻsh oʻrin {serial}"
		for short in ("", "short_")
		for lang in ("uz", "ru", "en")
	}
	today = clock.today()
	withdraw_drafts()
	plan = frappe.get_doc(
		{
			"doctype": "Election Preparation",
			"kind": "By-election",
			"source_election": _earlier(serial),
			"code": f"bosh-{serial}",
			"called_on": today,
			"election_day": today + timedelta(days=DAYS_FROM_CALL),
			"election_types": [{"election_type": "DC"}],
			"vacant_seats": [
				{"constituency": frappe.db.get_value("Constituency", {"title_uz": f"{serial}-okrug"})}
			],
			**titles,
		}
	).insert()
	positions = _seated()
	for step in lacks.STEPS[:3]:
		steps.confirm(plan.name, step)
	copying.start(plan.name)
	while copying.step(plan.name):
		pass
	for step in lacks.STEPS:
		steps.assign(plan.name, step, RESPONSIBLE, today + timedelta(days=1))
	for step in lacks.STEPS[3:-1]:
		steps.confirm(plan.name, step)
	return {
		"election": plan.code,
		"preparation": plan.name,
		"seat": frappe.db.get_value("Constituency", {"election": plan.code}),
		"day": str(plan.election_day),
		"positions": positions,
	}


def _earlier(serial: str) -> str:
	"""The election in which the seat was filled before: over, with its one constituency."""
	titles = {f"title_{lang}": f"Avvalgi saylov {serial}" for lang in ("uz", "ru", "en")}
	election = settled.inserted(
		frappe.get_doc(
			{
				"doctype": "Election",
				"code": f"avval-{serial}",
				"election_day": clock.today() - timedelta(days=400),
				"status": "Finished",
				"is_synthetic": 1,
				"election_types": [{"election_type": "DC"}],
				"source_mark": "[ours]",
				**titles,
			}
		)
	)
	place = {"election": election.name, "election_type": "DC", "territory": ground.DISTRICT, "number": 1}
	settled.inserted(frappe.get_doc({"doctype": "Constituency", **place, "title_uz": f"{serial}-okrug"}))
	return str(election.name)


def _seated() -> list[str]:
	"""A chair and a secretary for the commissions above the district; the positions that were missing."""
	cec = frappe.db.get_value("Election Commission", {"level": "CEC"})
	made = []
	for commission in (cec, ground.HIGHER, ground.COMMISSION):
		today = {"commission": commission, "ends_on": ["is", "not set"]}
		held = set(frappe.get_all("Commission Membership", today, pluck="position", order_by="name asc"))
		for position in sorted({"Chair", "Secretary"} - held):
			row = frappe.new_doc("Commission Membership")
			row.update(
				{"person": frappe.get_all("Person", pluck="name", order_by="creation asc", limit=1)[0]}
			)
			row.update({"commission": commission, "position": position, "starts_on": clock.today()})
			row.name = frappe.generate_hash(length=10)
			row.db_insert()
			made.append(row.name)
	return made


def move(day: str, days_before: int) -> None:
	"""The site's clock, to noon so many days before the election."""
	called.at(date.fromisoformat(day), days_before)


def drafted(election: str, seat: str) -> str:
	"""A nomination that the other party of the district began: whole, and nobody admitted the party."""
	frappe.set_user(filing.RIVAL)
	name = drafting.create(filing.RIVAL, "A47", election, nominated(seat, effects.OTHER_PARTY))
	for field in PAPERS:
		attachments.attach(
			name, field, *(("surat.jpg", called.face()) if field == "photo" else ("a.pdf", called.PDF))
		)
	frappe.set_user("Administrator")
	return name


def admitted(election: str) -> None:
	"""The party of the district is admitted by its commission's vote."""
	answers = ADMISSION | {"party": effects.PARTY}
	appeal = called.filed(filing.PARTY, "A62", election, answers, "application", "justice_certificate")
	Sitting(sitting.COMMISSION, election, MEMBERS).decided(appeal)


def contested(election: str, seat: str, *names: str) -> dict[str, Any]:
	"""An open session with two nominations for one seat on its agenda, the first of them adopted: `session`, `items`, `number` of the first."""
	filed = [
		called.filed(filing.PARTY, "A47", election, nominated(seat, effects.PARTY, full_name=name), *PAPERS)
		for name in names
	]
	frappe.set_user(sitting.SECRETARY)
	at_once = clock.now().replace(microsecond=0)
	session = planning.plan(sitting.COMMISSION, "Majlis", at_once, "Majlislar zali", election)
	items = [sitting.item(session, appeal) for appeal in filed]
	sitting.opened(session=session)
	counting.open_item(items[0])
	sitting.all_vote(session, items[0], ["For"] * 5)
	decision = sitting.close(items[0]).decision
	frappe.set_user("Administrator")
	number = frappe.db.get_value("Appeal", filed[0], "number")
	return {"session": session, "items": items, "decision": decision, "number": number}


def signed(decision: str) -> str:
	"""Both signatures under a decision; the candidate whom it registers."""
	for user in (sitting.CHAIR, sitting.SECRETARY):
		voted.signed_by(user, [decision])
	(candidate,) = effects.written(decision, "Candidate")
	return str(candidate.name)


def elected(election: str, seat: str, candidate: str) -> str:
	"""The count of the seat, its table and its deputy; what the deputy is called."""
	rival = effects.candidate(constituency=seat, election=election, party="XDP")
	_, deputy = counted(election, seat, {candidate: 400, rival: 280})
	return str(deputy.full_name)


def over(election: str) -> None:
	"""The election is announced and finished."""
	document = frappe.get_doc("Election", election)
	document.update({"status": "Finished", "official_announcement_on": clock.today()})
	settled.saved(document)


def forgotten(election: str, positions: list[str]) -> None:
	"""Positions and clock as before; the election is over, whatever became of it."""
	frappe.db.delete("Commission Membership", {"name": ["in", [*positions, ""]]})
	frappe.db.set_value(
		"Election", {"code": election, "status": ["!=", "In Preparation"]}, "status", "Finished"
	)
	clock.move(timedelta(0))
