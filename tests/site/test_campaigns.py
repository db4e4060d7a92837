"""Campaigns: written in batches, paused, resumed, stopped; each person once; and what staff do with single messages."""

import json
from types import SimpleNamespace

import frappe
import pytest
from factories import codes as coding
from factories import decisions as decide
from factories import effects as make

from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, LawBroken, WrongState
from esaylov.identity import service as identity
from esaylov.messages import campaigns, claims, receivers, settling
from esaylov.messages import service as messages
from esaylov.setup.demo import service


@pytest.fixture
def candidates(monkeypatch):
	monkeypatch.setattr(campaigns, "BATCH", 2)
	frappe.db.set_value(
		"Candidate", {"election": service.ELECTION}, "status", "Withdrawn"
	)  # those of other tests
	return [make.candidate() for _ in range(5)]


def campaign(**values) -> str:
	document = frappe.new_doc("SMS Campaign")
	defaults = {"title": "Sinov", "template": "S53", "election": service.ELECTION, "audience": "candidates"}
	document.update({**defaults, "placeholder_values": json.dumps({"d": "27.10.2024"}), **values})
	return document.insert().name


def told(name: str) -> list[frappe._dict]:
	return frappe.get_all(
		"SMS Message", {"campaign": name}, ["status", "receiver_person", "text", "send_after"]
	)


def test_a_campaign_reaches_everybody_once_in_batches(candidates):
	name = campaign()
	assert messages.campaign_step(name, "start")["total"] == 5
	written = []
	while (new := campaigns.one_batch(name)) is not None:
		written.append(new)
	assert [new for new in written if new] == [2, 2, 1]
	persons = {frappe.db.get_value("Candidate", one, "person") for one in candidates}
	assert {row.receiver_person for row in told(name)} == persons
	assert len(told(name)) == 5
	found = messages.campaign_progress(name)
	assert (found["status"], found["written"], found["states"]) == ("Prepared", 5, {"Queued": 5})
	assert "27.10.2024" in told(name)[0].text


def test_a_pause_holds_what_is_written_and_a_resumed_one_goes_on(candidates):
	name = campaign()
	messages.campaign_step(name, "start")
	campaigns.one_batch(name)
	messages.campaign_step(name, "pause")
	assert campaigns.one_batch(name) is None
	assert {str(row.send_after) for row in told(name)} == {campaigns.HELD}
	messages.campaign_step(name, "resume")
	while campaigns.one_batch(name) is not None:
		pass
	assert len(told(name)) == 5
	assert all(row.send_after <= clock.now() for row in told(name))


def test_a_stopped_campaign_sends_nothing_more(candidates):
	name = campaign()
	messages.campaign_step(name, "start")
	campaigns.one_batch(name)
	messages.campaign_step(name, "stop")
	assert campaigns.one_batch(name) is None
	assert [row.status for row in told(name)] == ["Cancelled", "Cancelled"]
	for step in ("start", "resume", "pause", "stop"):
		with pytest.raises(WrongState):
			messages.campaign_step(name, step)


@pytest.fixture
def underway(candidates, monkeypatch):
	"""A campaign of two messages that a worker has claimed: their rows, and the campaign."""
	# a claim's commit would end the test's transaction
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	name = campaign()
	messages.campaign_step(name, "start")
	campaigns.one_batch(name)
	# what other tests have left waiting is of no campaign at all: != alone does not take it in
	waiting = frappe.get_all("SMS Message", {"campaign": ["!=", name], "status": "Queued"}, pluck="name")
	frappe.db.set_value("SMS Message", {"name": ["in", [*waiting, ""]]}, "status", "Cancelled")
	frappe.db.set_single_value("E-saylov Settings", {"quiet_from": None, "quiet_to": None})
	frappe.clear_document_cache("E-saylov Settings", "E-saylov Settings")
	way = SimpleNamespace(name="eskiz")
	rows = claims.claim(way, 10, [way])
	assert len(rows) == 2
	return name, way, rows


def test_what_a_gateway_gives_back_waits_with_its_paused_campaign(underway):
	name, way, rows = underway
	messages.campaign_step(name, "pause")
	settling.put_back(way, rows, "refused", is_other=True)
	assert {(row.status, str(row.send_after)) for row in told(name)} == {("Queued", campaigns.HELD)}
	messages.campaign_step(name, "resume")
	assert all(row.send_after <= clock.now() for row in told(name))


def test_what_a_gateway_gives_back_of_a_stopped_campaign_is_not_sent(underway):
	name, way, rows = underway
	messages.campaign_step(name, "stop")
	settling.put_back(way, rows, "refused", is_other=True)
	assert {row.status for row in told(name)} == {"Cancelled"}


def test_a_message_that_was_about_to_be_claimed_is_not_when_its_campaign_is_paused(underway):
	name, way, rows = underway
	settling.put_back(way, rows, "refused", is_other=True)
	names = [row.name for row in rows]
	assert {row.name for row in claims._locked(names, 10)} == set(names)
	messages.campaign_step(name, "pause")
	assert claims._locked(names, 10) == []


def test_a_job_that_died_goes_on_and_tells_nobody_twice(candidates):
	name = campaign()
	messages.campaign_step(name, "start")
	campaigns.one_batch(name)
	frappe.db.set_value("SMS Campaign", name, "written_to", "")  # the mark was lost, the messages were not
	while campaigns.one_batch(name) is not None:
		pass
	assert len(told(name)) == 5


def test_an_event_has_one_campaign(candidates):
	first = campaigns.order("S53|x", "Sinov", "S53", service.ELECTION, "candidates", {"d": clock.today()})
	assert first
	assert campaigns.order("S53|x", "Sinov", "S53", service.ELECTION, "candidates", {}) is None


@pytest.mark.parametrize(
	("values", "code"),
	[
		({"audience": "voters"}, "sms_audience_unknown"),
		({"placeholder_values": "[1]"}, "sms_values_invalid"),
		({"placeholder_values": "{"}, "sms_values_invalid"),
	],
)
def test_a_campaign_that_cannot_be_is_refused(values, code):
	with pytest.raises(FormInvalid) as refused:
		campaign(**values)
	assert [finding.code for finding in refused.value.findings] == [code]


def test_its_progress_is_written_by_nobody_else(candidates):
	document = frappe.get_doc("SMS Campaign", campaign())
	for field, value in (("status", "Prepared"), ("total", 9), ("written", 9)):
		document.reload()
		document.set(field, value)
		with pytest.raises(LawBroken):
			document.save()


_first = 611


def message(**values) -> str:
	global _first
	appeal = decide.filed(decide.observers(_first))
	_first += 3
	(found,) = frappe.get_all("SMS Message", {"template": "S04", "reference_name": appeal}, pluck="name")
	if values:
		frappe.db.set_value("SMS Message", found, values)
	return found


@pytest.mark.parametrize(
	"values",
	[
		{"status": "Failed", "failure": "no_phone", "failure_kind": "Permanent"},
		{"status": "Expired"},
		{"status": "Cancelled"},
		{"status": "Failed", "failure_kind": "Temporary", "accepted_at": "2024-10-01 10:00:00"},
	],
)
def test_what_was_not_sent_is_sent_again(values):
	name = message(**values, attempts=9)
	messages.resend(name)
	row = frappe.db.get_value("SMS Message", name, ["status", "attempts", "failure"], as_dict=True)
	assert (row.status, row.attempts, row.failure) == ("Queued", 0, "")


@pytest.mark.parametrize(
	"values",
	[
		{"status": "Queued"},
		{"status": "Delivered"},
		{"status": "Failed", "failure_kind": "Permanent", "accepted_at": "2024-10-01 10:00:00"},
		{"status": "Failed", "text": ""},
		{"status": "Expired", "reference_doctype": "One-time Code"},
	],
)
def test_what_arrived_or_has_no_text_is_not_sent_again(values):
	with pytest.raises(WrongState) as refused:
		messages.resend(message(**values))
	assert refused.value.code == "sms_not_again"


def test_only_what_waits_is_stopped():
	name = message()
	messages.stop(name)
	assert frappe.db.get_value("SMS Message", name, "status") == "Cancelled"
	with pytest.raises(WrongState):
		messages.stop(message(status="Accepted"))


def test_the_figures_count_parts_and_cost_of_what_was_handed_over():
	frappe.db.delete("SMS Message")
	(first, second, third) = (message() for _ in range(3))
	frappe.db.set_value("SMS Message", first, {"status": "Delivered", "parts": 2, "cost": 100})
	frappe.db.set_value("SMS Message", second, "status", "Failed")
	assert frappe.db.get_value("SMS Message", third, "status") == "Queued"
	(row,) = [one for one in messages.figures({"by": "template"}) if one["of"] == "S04"]
	assert (row["total"], row["delivered"], row["failed"], row["waiting"]) == (3, 1, 1, 1)
	assert (row["parts"], row["cost"], row["delivered_share"]) == (2, 100.0, 100.0)


def test_who_refuses_reminders_gets_what_is_compulsory_and_nothing_else(candidates):
	person = frappe.db.get_value("Candidate", candidates[0], "person")
	frappe.db.set_value("Person", person, "refuses_reminders", 1)
	name = campaign()
	messages.campaign_step(name, "start")
	while campaigns.one_batch(name) is not None:
		pass
	states = {row.receiver_person: row.status for row in told(name)}
	assert states.pop(person) == "Cancelled"
	assert set(states.values()) == {"Queued"}


def test_the_wish_is_kept_with_the_person():
	party = "party@esaylov.example"
	assert messages.refuse_reminders(party, True) is True
	assert frappe.db.get_value("Person", identity.person_of(party), "refuses_reminders") == 1
	messages.refuse_reminders(party, False)
	assert frappe.db.get_value("Person", identity.person_of(party), "refuses_reminders") == 0


def test_staff_find_a_copy_in_the_desk_and_an_applicant_none():
	chair, party = identity.person_of("chair@esaylov.example"), identity.person_of("party@esaylov.example")
	receivers.give_copies(
		[receivers.Copy(person, "Sinov <b>", "SMS Template", "S10") for person in (chair, party)]
	)
	rows = frappe.get_all("Notification Log", {"document_name": "S10"}, ["for_user", "subject"])
	assert [(row.for_user, row.subject) for row in rows] == [("chair@esaylov.example", "Sinov &lt;b&gt;")]


def test_a_copy_goes_by_mail_where_the_site_wants_it(monkeypatch):
	sent = []
	monkeypatch.setattr(frappe, "sendmail", lambda **values: sent.append(values))
	user = frappe.get_doc(
		{"doctype": "User", "email": "sinov@mail.test", "first_name": "Sinov", "send_welcome_email": 0}
	).insert()
	person = coding.person(user=user.name)
	given = [receivers.Copy(person, "Matn", "SMS Template", "S10")]
	receivers.give_copies(given)
	assert sent == []
	frappe.db.set_single_value("E-saylov Settings", "copies_by_mail", 1)
	frappe.clear_document_cache("E-saylov Settings", "E-saylov Settings")
	receivers.give_copies(given)
	assert [mail["recipients"] for mail in sent] == [["sinov@mail.test"]]
	assert sent[0]["delayed"] is True


def test_a_changed_text_is_a_new_version_and_a_longer_one_is_refused():
	template = frappe.get_doc("SMS Template", "S04")
	before = template.version
	template.text_en = template.text_en.replace("appeal", "your appeal")
	template.save()
	assert template.version == before + 1
	template.text_uz += " " + "so'z " * 30
	with pytest.raises(FormInvalid) as refused:
		template.save()
	assert [finding.code for finding in refused.value.findings] == ["sms_too_long"]
