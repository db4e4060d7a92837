"""A session of five members over HTTP: planned, attended, voted on with signatures, closed; and batches with one signature."""

import base64
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from factories import inside
from factories.http import Client, plan_session
from factories.papers import PDF
from factories.steps import site_step

COMMISSION = "DC-1726277"
MEMBERS = ("chair", "deputy", "secretary", "member", "member2")
Clients = dict[str, Client]


@pytest.fixture
def people(login) -> Clients:
	"""The five members, each with a session and a key of their own."""
	return {local: login(local) for local in MEMBERS}


@pytest.fixture
def votable(sites):
	"""`votable(2)`: names of so many appeals that the commission votes on."""

	def make(number: int) -> list[str]:
		return json.loads(site_step(sites, "votable", str(number), module="sessions"))

	return make


def done(answer) -> dict:
	assert answer.status_code == 200, answer.text
	return answer.json()["message"]


def code(answer) -> tuple[int, str]:
	return answer.status_code, answer.json()["error"]["code"]


def attend(client: Client, session: str, mode: str = "In the Room") -> None:
	payload = done(client.get("sessions.attendance_payload", session=session, mode=mode))["payload"]
	done(client.post("decisions.attend", session=session, mode=mode, signature=client.sign(payload)))


def signed_ballot(client: Client, session: str, votes: list[dict]) -> dict:
	payload = done(client.post("sessions.ballot", session=session, votes=votes))["payload"]
	return {"session": session, "votes": votes, "signature": client.sign(payload)}


def vote(client: Client, session: str, items: list[str], choice: str, **more: str) -> dict:
	votes = [{"item": item, "choice": choice, **more} for item in items]
	return done(client.post("decisions.vote", **signed_ballot(client, session, votes)))


def state(client: Client, session: str) -> dict:
	return done(client.get("sessions.session_state", session=session))


def test_five_members_one_recusal_one_absence_a_tie_and_the_casting_vote(people, votable):
	session = plan_session(people["secretary"])
	(appeal,) = votable(1)
	item = done(people["secretary"].post("appeals.put_on_agenda", appeal=appeal, session=session))["item"]
	assert done(people["secretary"].post("sessions.invite", session=session))["told"] == 5
	for local in MEMBERS[:4]:
		attend(people[local], session, "Remote" if local == "member" else "In the Room")
	assert done(people["chair"].post("decisions.open_session", session=session))["number"]
	assert done(people["chair"].post("sessions.open_item", item=item))["items"] == [item]
	vote(people["chair"], session, [item], "For")
	vote(people["deputy"], session, [item], "Against", dissent="Ro'yxat to'liq emas")
	vote(people["secretary"], session, [item], "Recused", reason="Murojaatchini taniyman")
	vote(people["member"], session, [item], "Abstained")
	assert code(people["member2"].post("sessions.ballot", session=session, votes=[{"item": item}]))[0] == 422
	seen = state(people["member"], session)
	assert [one["choice"] for one in seen["open"][0]["votes"]] == ["For", "Against", "Recused", "Abstained"]
	assert done(people["chair"].post("decisions.close_item", item=item))["items"] == [item]
	(row,) = state(people["chair"], session)["items"]
	assert (row["status"], row["result_reason"], row["casting_vote"]) == ("Adopted", "Casting Vote", True)
	decision = row["decision"]
	done(people["chair"].post("sessions.close_session", session=session))
	for local, after in (("chair", "Closed"), ("secretary", "Protocol Signed")):
		client = people[local]
		payload = done(client.get("sessions.protocol_payload", session=session))["payload"]
		answer = client.post("sessions.sign_protocol", session=session, signature=client.sign(payload))
		assert done(answer)["status"] == after
	for local, part in (("chair", "presiding"), ("secretary", "secretary")):
		client = people[local]
		payload = done(client.post("decisions.to_sign", names=[decision]))["payload"]
		values = {"names": [decision], "signature": client.sign(payload)}
		assert done(client.post("decisions.sign", **values))["part"] == part
	stored = (
		people["chair"]
		.session.get(f"{people['chair'].address}/api/resource/Decision/{decision}", timeout=60)
		.json()["data"]
	)
	assert (stored["status"], bool(stored["number"])) == ("Signed", True)


@pytest.mark.full
@pytest.mark.parametrize("size", [6, 50])
def test_a_batch_is_voted_on_with_one_signature_of_each_and_closed_at_once(people, votable, size):
	session = plan_session(people["secretary"])
	values = {"session": session, "appeals": votable(size), "batch": "Kuzatuvchilar"}
	items = done(people["secretary"].post("sessions.put_batch", **values))["items"]
	for client in people.values():
		attend(client, session)
	done(people["chair"].post("decisions.open_session", session=session))
	done(people["secretary"].post("sessions.split", item=items[-1]))
	together = items[:-1]
	assert done(people["chair"].post("sessions.open_item", item=items[0]))["items"] == together
	with ThreadPoolExecutor(len(people)) as pool:
		cast = list(pool.map(lambda client: vote(client, session, together, "For"), people.values()))
	assert [one["votes"] for one in cast] == [size - 1] * 5
	assert done(people["chair"].post("decisions.close_item", item=items[2]))["items"] == together
	rows = state(people["member"], session)["items"]
	assert [row["status"] for row in rows] == ["Adopted"] * (size - 1) + ["Planned"]
	assert all(row["votes_for"] == 5 for row in rows[:-1])


def test_two_phones_and_two_closers_have_one_result(people, votable):
	session = plan_session(people["secretary"])
	(appeal,) = votable(1)
	item = done(people["secretary"].post("appeals.put_on_agenda", appeal=appeal, session=session))["item"]
	for client in people.values():
		attend(client, session)
	chair, member = people["chair"], people["member"]
	done(chair.post("decisions.open_session", session=session))
	done(chair.post("sessions.open_item", item=item))
	ballots = [
		signed_ballot(member, session, [{"item": item, "choice": choice}]) for choice in ("For", "Against")
	]
	with ThreadPoolExecutor(2) as pool:
		answers = list(pool.map(lambda ballot: member.twin().post("decisions.vote", **ballot), ballots))
	assert sorted(answer.status_code for answer in answers) == [200, 409], [a.text for a in answers]
	for local in ("chair", "deputy", "secretary"):
		vote(people[local], session, [item], "For")
	with ThreadPoolExecutor(2) as pool:
		closers = list(
			pool.map(
				lambda client: client.post("decisions.close_item", item=item), (chair.twin(), chair.twin())
			)
		)
	assert [done(answer)["items"] for answer in closers] == [[item], [item]]
	(row,) = state(chair, session)["items"]
	assert (row["status"], row["votes_for"] + row["votes_against"]) == ("Adopted", 4)


def test_who_may_not_do_what(login, people, votable):
	session = plan_session(people["secretary"])
	assert code(people["member"].post("decisions.open_session", session=session)) == (403, "not_permitted")
	assert code(people["secretary"].post("decisions.open_session", session=session)) == (403, "not_permitted")
	assert code(login("sibling.chair").get("sessions.session_state", session=session)) == (404, "not_found")
	assert code(login("party").get("sessions.session_state", session=session)) == (404, "not_found")
	assert login("auditor").get("sessions.session_state", session=session).status_code == 200
	assert code(login("auditor").post("sessions.invite", session=session)) == (403, "not_permitted")
	assert code(people["chair"].post("decisions.open_session", session=session)) == (409, "not_present")


@pytest.mark.full
def test_an_item_takes_all_the_files_that_come_at_once(people, votable):
	secretary = people["secretary"]
	asked = {"appeal": votable(1)[0], "session": plan_session(secretary)}
	item = done(secretary.post("appeals.put_on_agenda", **asked))["item"]
	file = {"item": item, "file_name": "dalil.pdf", "content": base64.b64encode(PDF).decode()}
	twins = [secretary.twin() for _ in range(16)]
	with ThreadPoolExecutor(len(twins)) as pool:
		answers = list(pool.map(lambda client: client.post("sessions.add_material", **file), twins))
	assert [code(answer) if answer.status_code != 200 else 200 for answer in answers] == [200] * len(twins)
	program = "answer = frappe.get_all('Appeal Attachment', {'parent': given['item']}, pluck='field')"
	fields = inside.run(program, item=item)
	assert sorted(fields) == sorted(f"material_{number + 1}" for number in range(len(twins)))
