"""A login by the phone of an entry, over HTTP: the cabinet of that entry, and nothing of the Desk or of the person."""

import pytest
from factories import cabinet, inside, waiting

pytestmark = pytest.mark.web
PAGES = (
	*(
		"/cabinet",
		"/cabinet/messages",
		"/cabinet/phone",
		"/cabinet/logins",
		"/cabinet/new",
		"/cabinet/certificates",
	),
	*("/cabinet/people", "/cabinet/systems", "/cabinet/own-data", "/cabinet/access", "/cabinet/appeals"),
)


@pytest.fixture
def entered(base_url):
	"""A candidate, logged in by the phone of the candidature."""
	found = inside.candidate()
	browser = cabinet.guest(base_url, "en")
	browser.get("/cabinet/login/code")
	browser.post("/cabinet/login/code", {"phone": found["phone"], "action": "send"})
	code = waiting.until(lambda: inside.codes_of(found["person"]))[-1]
	answer = browser.post("/cabinet/login/code", {"phone": found["phone"], "action": "enter", "code": code})
	assert answer.url.endswith("/cabinet"), answer.text[:2000]
	return browser, found


def test_the_cabinet_is_that_of_the_entry(base_url, entered):
	browser, found = entered
	for page in PAGES:
		assert browser.get(page).status_code < 500, page
	shown = browser.get("/cabinet/messages").text
	assert found["phone"][-2:] in shown


def test_the_desk_and_the_rows_of_the_person_stay_closed(base_url, entered):
	browser, found = entered
	assert "/cabinet" in browser.get("/app").url or browser.get("/app").status_code == 403
	for doctype in ("Person", "Commission Membership", "Appeal"):
		answer = browser.get(f"/api/resource/{doctype}")
		assert answer.status_code in (403, 404) or answer.json()["data"] == []
	assert browser.get(f"/api/resource/Person/{found['person']}").status_code in (403, 404)


def test_the_session_has_nothing_left_once_the_entry_ended(base_url, entered):
	browser, found = entered
	inside.run(
		"frappe.db.set_value('Candidate', {'person': given['person']}, 'status', 'Withdrawn')\n"
		"from esaylov.identity import roles\n"
		"roles.sync_all()\n",
		person=found["person"],
	)
	waiting.until(lambda: "/cabinet/login" in browser.get("/cabinet").url)


def typed(base_url: str, *persons: str) -> tuple[object, str, list[str]]:
	"""Somebody enters the number that an appeal named for new candidates; the browser after the code, the number, the entries."""
	made = inside.run(
		"phone, entries = codes.phone(), []\n"
		"for surname in given['persons']:\n"
		"    person = frappe.get_doc('Person', codes.person(surname=surname))\n"
		"    frappe.db.set_value('Person', person.name, 'phone', None)\n"
		"    entries.append([person.name, people.candidate(person, phone=phone).name])\n"
		"answer = [phone, entries]\n",
		persons=persons,
	)
	phone, entries = made
	browser = cabinet.guest(base_url, "en")
	browser.get("/cabinet/login/code")
	browser.post("/cabinet/login/code", {"phone": phone, "action": "send"})
	sent = waiting.until(lambda: [code for person, _ in entries for code in inside.codes_of(person)])
	return browser, phone, [sent[-1], *(f"Candidate|{name}" for _, name in entries)]


def test_a_number_that_a_party_typed_withdraws_nobody(base_url):
	browser, phone, (code, _) = typed(base_url, "Komilov")
	answer = browser.post("/cabinet/login/code", {"phone": phone, "action": "enter", "code": code})
	assert answer.url.endswith("/cabinet"), answer.text[-2000:]
	browser.get("/cabinet/new/A49")
	address = browser.post("/cabinet/new/A49").url.removesuffix("/form").removeprefix(base_url.rstrip("/"))
	browser.post(f"{address}/form", {"a.reason": "Sogʻliq sababli", "action": "next"})
	page = browser.get(f"{address}/sign?seen=1").text
	assert "This appeal changes a mandate or starts a case in your name." in page
	assert 'name="sms_code"' not in page
	for fields in ({"action": "send"}, {"action": "submit", "key": "h" * 12, "sms_code": "123456"}):
		answer = browser.post(f"{address}/sign", fields)
		assert answer.status_code == 422
		assert "Sign with your key (EDS)" in answer.text
	name = address.rpartition("/")[2]
	called = browser.session.post(
		f"{base_url}/api/method/esaylov.api.appeals.confirmation_code",
		json={"appeal": name},
		headers={"X-Frappe-CSRF-Token": browser.token},
		timeout=60,
	)
	assert called.json()["error"]["code"] == "phone_not_proved"


def test_of_a_number_of_two_persons_the_holder_of_the_code_chooses_the_entry(base_url):
	browser, phone, (code, *entries) = typed(base_url, "Birinchiyev", "Ikkinchiyev")
	page = browser.post("/cabinet/login/code", {"phone": phone, "action": "enter", "code": "0000000"})
	assert "Birinchiyev" not in page.text, "names are shown after the code alone"
	page = browser.post("/cabinet/login/code", {"phone": phone, "action": "enter", "code": code})
	assert all(name in page.text for name in ("Birinchiyev", "Ikkinchiyev"))
	values = {"phone": phone, "action": "enter", "code": code, "entry": entries[1]}
	answer = browser.post("/cabinet/login/code", values)
	assert answer.url.endswith("/cabinet"), answer.text[-2000:]
	assert "Ikkinchiyev" in answer.text
	again = cabinet.guest(base_url, "en")
	again.get("/cabinet/login/code")
	answer = again.post("/cabinet/login/code", {**values, "entry": entries[0]})
	assert not answer.url.endswith("/cabinet"), "a code that opened an entry opens no other"


def test_a_withdrawn_candidate_reads_the_own_appeal_and_does_nothing(base_url):
	"""By a login of their own; what the page offers is what they may do."""
	found = inside.run(
		"from frappe.utils.password import update_password\n"
		"from esaylov.appeals.drafts import confirming, drafting; from esaylov.appeals.filing import submitting\n"
		"from esaylov.identity import persons\n"
		"from esaylov.setup.demo import ground\n"
		"number = codes.phone()\n"
		"person = frappe.get_doc('Person', codes.person(number))\n"
		"candidate = people.candidate(person, phone=number)\n"
		"user = persons.user_for(person.name)\n"
		"update_password(user, given['password'])\n"
		"frappe.set_user(user)\n"
		"name = drafting.create(user, 'A49', ground.ELECTION, {'reason': 'Sogʻliq sababli'})\n"
		"confirming.send_code(name)\n"
		"submitting.submit(name, '', 'web-' + name, codes.sent(person.name)[-1])\n"
		"frappe.set_user('Administrator')\n"
		"frappe.db.set_value('Candidate', candidate.name, 'status', 'Withdrawn')\n"
		"frappe.db.delete('Has Role', {'parent': user})\n"  # as the job does, which also ends sessions
		"frappe.clear_cache(user=user)\n"
		"answer = {'user': user, 'appeal': name}\n",
		password=cabinet.PASSWORD,
	)
	browser = cabinet.logged_in(base_url, found["user"], "en")
	address = f"/cabinet/appeal/{found['appeal']}"
	assert address in browser.get("/cabinet").text
	page = browser.get(address)
	assert page.status_code == 200
	assert "/withdraw" not in page.text
	assert browser.get("/cabinet/papers").status_code == 200
	receipt = browser.get(f"/api/method/esaylov.api.appeals.receipt?appeal={found['appeal']}")
	assert receipt.content.startswith(b"%PDF")
	assert browser.post(f"{address}/withdraw", {"action": "withdraw"}).status_code in (403, 404)
	called = browser.session.post(
		f"{base_url}/api/method/esaylov.api.appeals.withdraw",
		json={"appeal": found["appeal"]},
		headers={"X-Frappe-CSRF-Token": browser.token},
		timeout=60,
	)
	assert called.status_code == 404
	assert browser.get(f"/api/resource/Appeal/{found['appeal']}").status_code in (403, 404)
	assert "/cabinet/new/A49" not in browser.get("/cabinet").text
