"""Sessions for tests: the demonstration commission of five, an appeal on the agenda, members who attend and vote with their own keys."""

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import frappe

from esaylov.decisions.sessions.steps import agenda, attending, ballots, counting, holding, planning
from esaylov.framework import clock
from esaylov.identity import persons
from esaylov.setup.demo import ground
from factories import appeals as filing

if TYPE_CHECKING:
	import pytest

DOMAIN = "esaylov.example"
CHAIR, DEPUTY, SECRETARY, MEMBER, MEMBER2 = (
	f"{local}@{DOMAIN}" for local in ("chair", "deputy", "secretary", "member", "member2")
)
ALL = (CHAIR, DEPUTY, SECRETARY, MEMBER, MEMBER2)
COMMISSION = ground.COMMISSION


def person(user: str) -> str:
	"""The Person of a demonstration login."""
	return persons.person_of(user) or ""


def votable(user: str = filing.PARTY, typed: dict[str, Any] | None = None) -> str:
	"""An appeal under review that the commission votes on. The demonstration's A56 is a chair's; only its route differs.

	No register is asked about its made-up people, also where a worker runs: it would know nobody, and what it says must be looked at.
	"""
	name = filing.under_review(user, typed)
	frappe.db.set_value("Appeal", name, {"route": "commission_vote", "checks_due_at": None})
	return name


def planned(title: str = "Navbatdagi majlis") -> str:
	"""A session that is held today."""
	frappe.set_user(SECRETARY)
	return planning.plan(
		COMMISSION, title, clock.now().replace(microsecond=0), "Majlislar zali", ground.ELECTION
	)


def attend(session: str, *users: str) -> None:
	"""Users attend, each with their own signature."""
	for user in users:
		frappe.set_user(user)
		signed = attending.payload(session, "In the Room")
		attending.attend(session, "In the Room", filing.signature(user, signed))


def opened(*users: str, session: str = "") -> str:
	"""An open session that these users attend (all five), the first of them presides."""
	here = users or ALL
	session = session or planned()
	attend(session, *here)
	frappe.set_user(here[0])
	holding.open_session(session)
	return session


def item(session: str, *appeals: str, batch: str = "") -> str:
	"""The first of new items about appeals, or about one new appeal."""
	names = appeals or (votable(),)
	frappe.set_user(SECRETARY)
	return agenda.put(names, session, batch)[0]


def on_vote(*users: str) -> tuple[str, str]:
	"""A session that these users attend, and an item of it that is open."""
	session = planned()
	name = item(session)
	opened(*users, session=session)
	counting.open_item(name)
	return session, name


def vote(user: str, session: str, choices: Mapping[str, str | Mapping[str, Any]]) -> ballots.Cast:
	"""Vote with the user's own key. choices: item to choice, or to what stands in the ballot besides the item."""
	asked = ballot(choices)
	frappe.set_user(user)
	return ballots.cast(session, asked, filing.signature(user, ballots.payload(session, asked)))


def ballot(choices: Mapping[str, str | Mapping[str, Any]]) -> list[dict[str, Any]]:
	"""The list that endpoint and service take."""
	return [
		{"item": name, **({"choice": choice} if isinstance(choice, str) else choice)}
		for name, choice in choices.items()
	]


def all_vote(session: str, name: str, choices: Sequence[str], users: Sequence[str] = ALL) -> None:
	"""Each of the users votes on one item; `-` for none."""
	for user, choice in zip(users, choices, strict=True):
		if choice != "-":
			reason = {"choice": choice, "reason": "Tanishim"} if choice == "Recused" else choice
			vote(user, session, {name: reason})


def wait_out(session: str) -> None:
	"""Let the time go by that a vote lasts at least; written to the table."""
	row = {"session": session, "status": "Open"}
	frappe.db.set_value("Agenda Item", row, "opened_at", clock.now() - timedelta(hours=1))


def move_clock(monkeypatch: "pytest.MonkeyPatch", **by: float) -> None:
	"""Let time go by for all that follows in a test; nothing is written. by: as for `timedelta`."""
	now = clock.now
	monkeypatch.setattr(clock, "now", lambda: now() + timedelta(**by))


def close(name: str, user: str = CHAIR) -> frappe._dict:
	"""The item after its vote was closed at the end of its time."""
	wait_out(str(stored(name).session))
	frappe.set_user(user)
	counting.close_item(name)
	return stored(name)


def stored(name: str) -> frappe._dict:
	"""An agenda item as it stands."""
	return frappe.db.get_value("Agenda Item", name, "*", as_dict=True)


def own_question(session: str) -> str:
	"""A new item about nothing, for tests in which nothing is adopted; written to the table."""
	row = frappe.new_doc("Agenda Item")
	values = {"title": "Ish rejasi", "subject_kind": "own", "draft_rows": "[]", "draft_sha256": "0" * 64}
	row.update({"session": session, "commission": COMMISSION, "status": "Planned", **values})
	row.update({"rule": "dc_default", "position": 1 + frappe.db.count("Agenda Item", {"session": session})})
	row.name = frappe.generate_hash(length=10)
	row.db_insert()
	return row.name


def removed(*users: str, days: int = 1) -> None:
	"""End the memberships of users at the commission some days ago, written to the table, as a decision would leave them.

	days: 2 in a test of who counts in a vote that `wait_out` may move back over midnight, for it keeps the members of its day.
	"""
	for user in users:
		row = {"person": person(user), "commission": COMMISSION}
		frappe.db.set_value(
			"Commission Membership", row, "ends_on", frappe.utils.add_days(clock.today(), -days)
		)


def made(user: str, position: str) -> None:
	"""Give a member of the commission another position; written to the table."""
	row = {"person": person(user), "commission": COMMISSION}
	frappe.db.set_value("Commission Membership", row, "position", position)


def main() -> None:
	"""`python -m factories.sessions SITE votable N` prints the names of N appeals that the commission votes on."""
	site, _, number = sys.argv[1:4]
	frappe.init(site=site, sites_path=".")
	frappe.connect()
	frappe.flags.mute_emails = True
	filing.start_anew()  # these rows stay on the site
	names = [votable() for _ in range(int(number))]
	frappe.db.commit()
	print(json.dumps(names))
	frappe.destroy()


if __name__ == "__main__":
	main()
