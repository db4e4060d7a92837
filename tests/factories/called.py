"""Elections that are called, prepared by their steps and opened in a test, and the commissions that decide in them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import frappe

from esaylov.appeals.drafts import attachments, before_filing, confirming, drafting
from esaylov.appeals.filing import submitting
from esaylov.decisions.sessions.steps import agenda, attending, ballots, counting, holding, planning
from esaylov.decisions.signatures import collective
from esaylov.elections.preparation import copying, lacks, steps
from esaylov.framework import clock
from esaylov.identity import persons
from factories import appeals as filing
from factories import codes, counts, two_persons
from factories.certificates import face
from factories.papers import PDF

VOTERS = 20_000_000


def made(kind: str, contest: str, code: str, day: date, titles: Mapping[str, str]) -> str:
	"""An election of the whole country that is called today and made by its preparation, which is not done yet: its name."""
	frappe.set_user("Administrator")
	preparation = frappe.get_doc(
		{
			"doctype": "Election Preparation",
			"kind": kind,
			"code": code,
			"called_on": clock.today(),
			"election_day": day,
			"election_types": [{"election_type": contest}],
			**titles,
		}
	).insert()
	copied(preparation.name)
	return str(preparation.name)


def copied(preparation: str) -> None:
	"""The first steps of a preparation are done, and its records are made."""
	for step in lacks.STEPS[:3]:
		steps.confirm(preparation, step)
	copying.start(preparation)
	while copying.step(preparation):
		pass


def confirmed(preparation: str, until: date) -> None:
	"""Its other steps have somebody who does them, and are done."""
	for step in lacks.STEPS:
		steps.assign(preparation, step, "Administrator", until)
	for step in lacks.STEPS[3:]:
		steps.confirm(preparation, step)
	two_persons.sign_waiting(
		"Election", str(frappe.db.get_value("Election Preparation", preparation, "code"))
	)


def opened(preparation: str) -> str:
	"""The same with its number of voters, all other steps done, and open; the code of the election."""
	code = frappe.db.get_value("Election Preparation", preparation, "code")
	election = frappe.get_doc("Election", code)
	election.voters_count = VOTERS
	election.save()
	confirmed(preparation, clock.today() + timedelta(days=1))
	return str(code)


def seated(commission: str, members: Mapping[str, str]) -> None:
	"""These logins are the commission, and nobody else."""
	frappe.db.delete("Commission Membership", {"commission": commission})
	counts.lend(commission, dict(members))


def at(election_day: date, days_before: int) -> None:
	"""Noon so many days before the election."""
	clock.move_to(datetime.combine(election_day - timedelta(days=days_before), time(12)))


def filed(user: str, code: str, election: str, answers: Mapping[str, Any], *files: str) -> str:
	"""An appeal of a shipped type, filed with its papers and taken up; the session is Administrator's afterwards."""
	frappe.set_user(user)
	name = drafting.create(user, code, election, answers)
	for field in files:
		attachments.attach(name, field, *(("surat.jpg", face()) if field == "photo" else ("hujjat.pdf", PDF)))
	closed(user, name)
	frappe.set_user("Administrator")
	# no register knows its made-up people, so nobody is asked
	frappe.db.set_value("Appeal", name, {"status": "Under Review", "checks_due_at": None})
	return name


def closed(user: str, name: str) -> None:
	"""A draft is filed by its user as the type asks them: confirmed by the code on their phone, or signed."""
	if before_filing.authentication(name) == "SMS":
		confirming.send_code(name)
		submitting.submit(name, "", filing.new_key(), codes.sent(str(persons.person_of(user)))[-1])
	else:
		filing.submit(name, user)


class Sitting:
	"""An open session of a commission about an election, whose members all attend and vote for what is asked. The first presides, the second keeps the record."""

	def __init__(self, commission: str, election: str, members: Sequence[str]) -> None:
		self.members = members
		frappe.set_user(members[1])
		at_once = clock.now().replace(microsecond=0)
		self.name = planning.plan(commission, "Navbatdagi majlis", at_once, "Majlislar zali", election)
		for user in members:
			frappe.set_user(user)
			said = attending.payload(self.name, "In the Room")
			attending.attend(self.name, "In the Room", filing.signature(user, said))
		frappe.set_user(members[0])
		holding.open_session(self.name)

	def decided(self, appeal: str) -> str:
		"""The signed decision that grants an appeal."""
		frappe.set_user(self.members[1])
		(item,) = agenda.put([appeal], self.name)
		return self._adopted(item)

	def decided_on(self, matter: str, values: Mapping[str, Any]) -> str:
		"""The signed decision on a matter without an appeal."""
		frappe.set_user(self.members[1])
		return self._adopted(agenda.add_subject(self.name, matter, "Masala", dict(values)))

	def _adopted(self, item: str) -> str:
		frappe.set_user(self.members[0])
		counting.open_item(item)
		for user in self.members:
			frappe.set_user(user)
			votes = [{"item": item, "choice": "For"}]
			ballots.cast(self.name, votes, filing.signature(user, ballots.payload(self.name, votes)))
		frappe.set_user(self.members[0])
		counting.close_item(item)
		decision = str(frappe.db.get_value("Agenda Item", item, "decision"))
		for user in self.members[:2]:
			frappe.set_user(user)
			collective.sign([decision], filing.signature(user, collective.payload_to_sign([decision])))
		frappe.set_user("Administrator")
		return decision
