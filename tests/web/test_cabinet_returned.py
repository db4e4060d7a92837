"""An appeal that comes back with remarks: read, corrected and signed again in the cabinet."""

import base64
import re
from html import unescape

import pytest
from factories import cabinet
from factories.http import file_appeal

pytestmark = pytest.mark.web
REMARK = "Pasport raqamini ham yozing"


@pytest.fixture
def returned(login, serial):
	"""Name of an appeal that the chair has returned with a remark about the phone of the second person."""
	chair = login("chair")
	appeal = file_appeal(login("party"), serial)
	for method, values in (
		("assign", {"user": cabinet.CHAIR}),
		("remark", {"field": "persons[1].phone", "text": REMARK}),
		("return_for_correction", {"reason": "Bitta odam aniqlanmadi"}),
	):
		answer = chair.post(f"appeals.{method}", appeal=appeal, **values)
		assert answer.status_code == 200, answer.text[:500]
	return appeal


def test_whom_an_appeal_concerns_does_not_return_it(login, serial):
	chair, appeal = login("chair"), file_appeal(login("party"), serial)
	chair.post("appeals.assign", appeal=appeal, user=cabinet.CHAIR)
	chair.post("appeals.remark", appeal=appeal, field="persons[1].phone", text=REMARK)
	declared = chair.post(
		"sessions.declare_interest", kind="Body", body_type="Party Branch", body="OZLIDEP-1726277"
	).json()["message"]["interest"]
	try:
		refused = chair.post("appeals.return_for_correction", appeal=appeal, reason="Sabab")
		assert refused.status_code == 409, refused.text[:300]
		assert "decider_conflict" in refused.text
	finally:
		chair.post("sessions.withdraw_interest", interest=declared)
	assert chair.get("appeals.remarks", appeal=appeal).json()["message"], "nothing was given back"
	answer = chair.post("appeals.return_for_correction", appeal=appeal, reason="Sabab")
	assert answer.status_code == 200, answer.text[:300]


def test_it_is_asked_on_top_corrected_at_its_field_and_signed_again(base_url, login, returned):
	party = cabinet.logged_in(base_url, cabinet.PARTY, "en")
	base = f"/cabinet/appeal/{returned}"
	home = unescape(party.get("/cabinet").text)
	assert base in home.split('id="open"')[0].split('id="asked"')[1]
	status = unescape(party.get(base).text)
	assert f": {REMARK}" in status, "with the field that it is about"
	assert "Bitta odam aniqlanmadi" in status
	form = party.get(f"{base}/form")
	html = unescape(form.text)
	assert 'href="#a-persons-1-phone">' in html
	assert 'id="a-persons-1-phone-remark"' in html
	fields = {
		name: unescape(value)
		for name, value in re.findall(
			r'<input [^>]*name="((?:a\.|version)[^"]*)"[^>]*value="([^"]*)"', form.text
		)
	}
	fields |= {"a.district_scope": "1726277", "a.persons.1.phone": "+998 90 765 43 21", "action": "next"}
	answer = party.post(f"{base}/form", fields)
	assert answer.url.endswith("/check"), re.findall(r"finding[^>]*>.*?<span>(.*?)</span>", answer.text, re.S)
	sign = party.get(f"{base}/sign").text
	payload = re.search(r'data-payload value="([^"]+)"', sign)[1]
	key = re.search(r'name="key" value="([^"]+)"', sign)[1]
	answer = party.post(f"{base}/sign", {"signature": login("party").sign(payload), "key": key})
	assert answer.url.endswith("/receipt"), unescape(answer.text)[-1500:]
	receipt = unescape(answer.text)
	assert receipt.index("First filing") < receipt.index("Corrected filing")
	hashes = re.findall(r"Signed text \(SHA-256\)</dt><dd class=\"code\">([0-9a-f]{64})", receipt)
	assert len(set(hashes)) == 2
	status = unescape(party.get(base).text)
	assert "The corrected filing was signed" in status
	assert "+998907654321" in status.replace(" ", "")
	assert base64.b64decode(payload)


def test_a_returned_appeal_is_not_discarded(base_url, returned):
	party = cabinet.logged_in(base_url, cabinet.PARTY, "en")
	party.get("/cabinet")
	party.post(f"/cabinet/appeal/{returned}/discard")
	assert party.get(f"/cabinet/appeal/{returned}").status_code == 200


def test_another_party_reads_no_remark(base_url, returned):
	rival = cabinet.logged_in(base_url, cabinet.RIVAL)
	assert rival.get(f"/cabinet/appeal/{returned}/form").status_code == 404
