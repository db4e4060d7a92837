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
