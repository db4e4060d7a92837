"""A handful of the sixty types over HTTP, from the demonstration's own election and logins: filed, decided, taken back (19, done when 2).

All of them in process: tests/site/appeals/form_facts/test_sixty_types.py.
"""

from typing import Any

import pytest
from factories import inside
from factories.catalogue import answers as samples
from factories.catalogue import client as catalogue
from factories.http import Client, plan_session
from factories.profile import few
from test_sessions_http import MEMBERS, attend, done, state, vote

DISTRICT = "1726277"
FILERS = {"mahalla": "mahalla", "media": "media", "cand.lc_pl": "candidate"}
"""Who files in the catalogue's cases, to a login of the demonstration."""
REASON = "Xato"


@pytest.fixture(scope="module")
def place(address, sites) -> catalogue.Place:
	"""The demonstration, thirty days before its election."""
	logins = {
		case: {"user": f"{local}@esaylov.example", "key": local}
		for case, local in {**FILERS, **dict(zip(MEMBERS, MEMBERS, strict=True))}.items()
	}
	return catalogue.Place(address, sites, {"campaign": "demo"}, logins, {"district": DISTRICT})


def filed(place: catalogue.Place, code: str) -> catalogue.Filing:
	filing = catalogue.Filing(place, code)
	if filing.is_by_code:
		user = place.logins[filing.login]["user"]
		person = inside.run(
			"answer = frappe.db.get_value('Person', {'user': given['user']}, 'name')", user=user
		)
		place.logins[filing.login]["person"] = person
	filing.create(filing.answers())
	for path in samples.papers(code, filing.typed):
		catalogue.message(filing.attach(path))
	filing.submit()
	return filing


def granted(officer: Client, appeal: str) -> list[dict[str, str]]:
	"""Each row of an appeal granted."""
	subjects = done(officer.get("decisions.matter", appeal=appeal))["subjects"]
	return [{"path": subject["path"], "outcome": "Granted"} for subject in subjects]


def by_chair(place: catalogue.Place, appeal: str) -> str:
	chair = place.client("chair")
	rows = granted(chair, appeal)
	payload = done(chair.post("decisions.draft", appeal=appeal, rows=rows))["payload"]
	values = {"appeal": appeal, "rows": rows, "signature": chair.sign(payload)}
	return done(chair.post("decisions.decide", **values))["decision"]


def noted(place: catalogue.Place, appeal: str) -> str:
	chair = place.client("chair")
	payload = done(chair.post("decisions.draft", appeal=appeal))["payload"]
	answer = chair.post("decisions.acknowledge", appeal=appeal, signature=chair.sign(payload))
	return done(answer)["decision"]


def annulled(place: catalogue.Place, decision: str) -> None:
	chair = place.client("chair")
	said = {"decision": decision, "reason": REASON}
	payload = done(chair.post("decisions.annulment_draft", **said))["payload"]
	done(chair.post("decisions.annul", **said, signature=chair.sign(payload)))


def sitting(place: catalogue.Place) -> str:
	"""An open session that all members attend."""
	session = plan_session(place.client("secretary"))
	for local in MEMBERS:
		attend(place.client(local), session)
	done(place.client("chair").post("decisions.open_session", session=session))
	return session


def carried(place: catalogue.Place, session: str, item: str) -> str:
	"""The signed decision of an item that all vote for."""
	chair = place.client("chair")
	done(chair.post("sessions.open_item", item=item))
	for local in MEMBERS:
		vote(place.client(local), session, [item], "For")
	done(chair.post("decisions.close_item", item=item))
	decision = next(row["decision"] for row in state(chair, session)["items"] if row["name"] == item)
	for local in ("chair", "secretary"):
		client = place.client(local)
		payload = done(client.post("decisions.to_sign", names=[decision]))["payload"]
		done(client.post("decisions.sign", names=[decision], signature=client.sign(payload)))
	return decision


def stands(place: catalogue.Place, register: str, decision: str) -> set[str]:
	"""States of the entries that a decision wrote."""
	query = {"filters": f'[["decision", "=", "{decision}"]]', "fields": '["status"]'}
	answer = place.administrator.get(f"{place.address}/api/resource/{register}", params=query, timeout=60)
	return {row["status"] for row in answer.json()["data"]}


def is_taken_back(place: catalogue.Place, filing: catalogue.Filing) -> None:
	"""The filing waits again, and its applicant may withdraw it."""
	assert place.stored(filing.name)["status"] == "Under Review"
	done(filing.client.post("appeals.withdraw", appeal=filing.name))
	assert place.stored(filing.name)["status"] == "Withdrawn"


CASES: list[Any] = [("A57", by_chair, "Granted", "Observer"), ("A60", noted, "Acknowledged", "")]


@pytest.mark.parametrize(("code", "decide", "outcome", "register"), few(CASES, lambda case: case[0] == "A57"))
def test_what_a_chair_decides_alone(place, code, decide, outcome, register):
	filing = filed(place, code)
	decision = decide(place, filing.name)
	assert place.stored(filing.name)["status"] == outcome
	if register:
		assert stands(place, register, decision) == {"Registered"}
	annulled(place, decision)
	if register:
		assert stands(place, register, decision) == {"Annulled"}
	is_taken_back(place, filing)


@pytest.mark.full  # in process in each run: tests/site/setup/demo/test_demo.py
def test_what_the_commission_votes_on(place):
	filing = filed(place, "A58")
	secretary = place.client("secretary")
	done(secretary.post("appeals.assign", appeal=filing.name, user="secretary@esaylov.example"))
	session = sitting(place)
	put = {"appeal": filing.name, "session": session, "rows": granted(secretary, filing.name)}
	item = done(secretary.post("appeals.put_on_agenda", **put))["item"]
	decision = carried(place, session, item)
	assert place.stored(filing.name)["status"] == "Granted"
	assert stands(place, "Media Representative", decision) == {"Registered"}

	subject = {"kind": "annulment", "title": "Bekor qilish", "data": {"decision": decision, "reason": REASON}}
	item = done(secretary.post("sessions.add_subject", session=session, **subject))["item"]
	assert carried(place, session, item) != decision
	assert stands(place, "Media Representative", decision) == {"Annulled"}
	done(place.client("chair").post("sessions.close_session", session=session))
	is_taken_back(place, filing)
