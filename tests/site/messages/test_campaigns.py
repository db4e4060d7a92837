"""Campaigns: written in batches, paused, resumed, stopped; each person once; and what staff do with single messages."""

import json
from functools import partial
from types import SimpleNamespace

import frappe
import pytest
from factories import appeals as make_appeals
from factories import codes as coding
from factories import decisions as decide
from factories import effects as make
from factories import settled, two_persons

from esaylov.api import sms
from esaylov.decisions.signature_inbox import details
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, LawBroken, NotFound, NotPermitted, WrongState
from esaylov.identity.persons import person_of
from esaylov.messages.announcing import campaigns, planning
from esaylov.messages.announcing.audiences import AUDIENCES
from esaylov.messages.delivery import claims, figures, operating, settling
from esaylov.messages.texts import receivers
from esaylov.permissions.configuration.waiting import changes
from esaylov.setup.demo import ground


@pytest.fixture
def candidates(monkeypatch):
	monkeypatch.setattr(campaigns, "BATCH", 2)
	frappe.db.set_value(
		"Candidate", {"election": ground.ELECTION}, "status", "Withdrawn"
	)  # those of other tests
	return [make.candidate() for _ in range(5)]


def day() -> str:
	"""The day of the election, as messages write it."""
	return f"{frappe.db.get_value('Election', ground.ELECTION, 'election_day'):%d.%m.%Y}"


def campaign(**values) -> str:
	document = frappe.new_doc("SMS Campaign")
	defaults = {"title": "Sinov", "template": "S53", "election": ground.ELECTION, "audience": "candidates"}
	document.update({**defaults, "placeholder_values": json.dumps({"d": day()}), **values})
	return document.insert().name


def told(name: str) -> list[frappe._dict]:
	return frappe.get_all(
		"SMS Message", {"campaign": name}, ["status", "receiver_person", "text", "send_after"]
	)


def test_a_campaign_reaches_everybody_once_in_batches(candidates):
	name = campaign()
	assert campaigns.step(name, "start")["total"] == 5
	written = []
	while (new := campaigns.one_batch(name)) is not None:
		written.append(new)
	assert [new for new in written if new] == [2, 2, 1]
	persons = {frappe.db.get_value("Candidate", one, "person") for one in candidates}
	assert {row.receiver_person for row in told(name)} == persons
	assert len(told(name)) == 5
	found = campaigns.progress(name)
	assert (found["status"], found["written"], found["states"]) == ("Prepared", 5, {"Queued": 5})
	assert day() in told(name)[0].text


def test_a_pause_holds_what_is_written_and_a_resumed_one_goes_on(candidates):
	name = campaign()
	campaigns.step(name, "start")
	campaigns.one_batch(name)
	campaigns.step(name, "pause")
	assert campaigns.one_batch(name) is None
	assert {str(row.send_after) for row in told(name)} == {campaigns.HELD}
	campaigns.step(name, "resume")
	while campaigns.one_batch(name) is not None:
		pass
	assert len(told(name)) == 5
	assert all(row.send_after <= clock.now() for row in told(name))


def test_a_stopped_campaign_sends_nothing_more(candidates):
	name = campaign()
	campaigns.step(name, "start")
	campaigns.one_batch(name)
	campaigns.step(name, "stop")
	assert campaigns.one_batch(name) is None
	assert [row.status for row in told(name)] == ["Cancelled", "Cancelled"]
	for step in ("start", "resume", "pause", "stop"):
		with pytest.raises(WrongState):
			campaigns.step(name, step)


@pytest.fixture
def underway(candidates, monkeypatch):
	"""A campaign of two messages that a worker has claimed: their rows, and the campaign."""
	# a claim's commit would end the test's transaction
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	name = campaign()
	campaigns.step(name, "start")
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
	campaigns.step(name, "pause")
	settling.put_back(way, rows, "refused", is_other=True)
	assert {(row.status, str(row.send_after)) for row in told(name)} == {("Queued", campaigns.HELD)}
	campaigns.step(name, "resume")
	assert all(row.send_after <= clock.now() for row in told(name))


def test_what_a_gateway_gives_back_of_a_stopped_campaign_is_not_sent(underway):
	name, way, rows = underway
	campaigns.step(name, "stop")
	settling.put_back(way, rows, "refused", is_other=True)
	assert {row.status for row in told(name)} == {"Cancelled"}


def test_a_message_that_was_about_to_be_claimed_is_not_when_its_campaign_is_paused(underway):
	name, way, rows = underway
	settling.put_back(way, rows, "refused", is_other=True)
	names = [row.name for row in rows]
	assert {row.name for row in claims._locked(names, 10)} == set(names)
	campaigns.step(name, "pause")
	assert claims._locked(names, 10) == []


def test_a_job_that_died_goes_on_and_tells_nobody_twice(candidates):
	name = campaign()
	campaigns.step(name, "start")
	campaigns.one_batch(name)
	frappe.db.set_value("SMS Campaign", name, "written_to", "")  # the mark was lost, the messages were not
	while campaigns.one_batch(name) is not None:
		pass
	assert len(told(name)) == 5


def test_an_event_has_one_campaign(candidates):
	first = campaigns.order("S53|x", "Sinov", "S53", ground.ELECTION, "candidates", {"d": clock.today()})
	assert first
	assert campaigns.order("S53|x", "Sinov", "S53", ground.ELECTION, "candidates", {}) is None


def test_an_event_waits_for_its_text_to_be_on(candidates):
	"""A campaign without messages took the event's place, so that it was never told."""
	template = frappe.get_doc("SMS Template", "S53")
	order = partial(
		campaigns.order, "S53|y", "Sinov", "S53", ground.ELECTION, "candidates", {"d": clock.today()}
	)
	template.enabled = 0
	settled.saved(template)
	assert order() is None
	template.enabled = 1
	settled.saved(template)
	assert order()


def test_a_kind_that_is_named_twice_is_told_once(candidates):
	name = campaign(audience="candidates, candidates")
	assert campaigns.step(name, "start")["total"] == 5
	plan = planning.tried("S53", ground.ELECTION, "candidates,candidates", {"d": day()}, "en")
	assert plan["total"] == 5


@pytest.mark.parametrize(
	("values", "code"),
	[
		({"audience": "voters"}, "sms_audience_unknown"),
		({"audience": ""}, "required"),
		({"placeholder_values": "[1]"}, "sms_values_invalid"),
		({"placeholder_values": "{"}, "sms_values_invalid"),
	],
)
def test_a_campaign_that_cannot_be_is_refused(values, code):
	with pytest.raises(FormInvalid) as refused:
		campaign(**values)
	assert [finding.code for finding in refused.value.findings] == [code]


@pytest.mark.parametrize(
	("values", "code", "path"),
	[
		({"placeholder_values": "{}"}, "sms_value_missing", "placeholder_values.d"),
		({"placeholder_values": '{"d": " "}'}, "sms_value_missing", "placeholder_values.d"),
		({"placeholder_values": '{"d": "05.01.2001"}'}, "sms_day_of_none", "placeholder_values.d"),
		(
			{"placeholder_values": '{"d": {"uz": "27.10.2024", "ru": "27 oktyabr 2024"}}'},
			"sms_value_too_long",
			"placeholder_values.d",
		),
	],
)
def test_a_campaign_does_not_start_unfinished(candidates, values, code, path):
	"""Each message of it failed, tens of thousands of them, and nobody was told."""
	name = campaign(**values)
	with pytest.raises(FormInvalid) as refused:
		campaigns.step(name, "start", "en")
	assert [(one.code, one.path) for one in refused.value.findings] == [(code, path)]
	assert frappe.db.get_value("SMS Campaign", name, "status") == "Draft"


def test_a_campaign_to_nobody_does_not_start(candidates):
	name = campaign()
	frappe.db.set_value("Candidate", {"election": ground.ELECTION}, "status", "Withdrawn")
	with pytest.raises(FormInvalid) as refused:
		campaigns.step(name, "start")
	assert [(one.code, one.path) for one in refused.value.findings] == [("sms_audience_empty", "audience")]


def test_a_template_that_is_off_starts_no_campaign(candidates):
	"""It ended as prepared, and nobody had a message."""
	name = campaign()
	template = frappe.get_doc("SMS Template", "S53")
	template.db_set("enabled", 0)
	with pytest.raises(FormInvalid) as refused:
		campaigns.step(name, "start")
	assert [one.code for one in refused.value.findings] == ["sms_template_off"]


@pytest.fixture
def administrator(as_user):
	as_user(make_appeals.ADMINISTRATOR)


def proposed(name: str) -> str:
	"""The open proposal to start a campaign, made by the administrator."""
	sms.campaign(name, "start")
	return two_persons.open_change("SMS Campaign", name)


def test_one_administrator_starts_no_campaign(candidates, administrator):
	"""One person sent tens of thousands of messages in the name of the commission."""
	name = campaign(title="Saylov kuni")
	change = proposed(name)
	assert frappe.db.get_value("SMS Campaign", name, "status") == "Draft"
	said = signed_bytes(change)
	assert said["title"] == "Saylov kuni"
	assert f"uz: E-saylov: ovoz berish {day()} kuni" in said["texts"]
	assert "\nru: " in said["texts"]
	assert (said["total"], said["election"]) == (5, ground.ELECTION)
	assert "Nomzodlar" in said["audience"]
	with pytest.raises(NotPermitted):
		two_persons.sign(change, make_appeals.ADMINISTRATOR)
	two_persons.sign(change)
	row = frappe.db.get_value("SMS Campaign", name, ["status", "total", "texts"], as_dict=True)
	assert (row.status, row.total, row.texts) == ("Preparing", 5, said["texts"])


def signed_bytes(change: str) -> dict:
	"""What the second person signs of a campaign."""
	before = frappe.session.user
	frappe.set_user(two_persons.SECOND)
	try:
		return json.loads(changes.to_sign(change))["after"]
	finally:
		frappe.set_user(before)


def test_a_pause_and_a_stop_need_one_person(candidates, administrator):
	name = campaign()
	two_persons.sign(proposed(name))
	for step, status in (("pause", "Paused"), ("resume", "Preparing"), ("stop", "Stopped")):
		assert sms.campaign(name, step)["status"] == status


def test_a_stop_withdraws_the_proposal_to_start(candidates, administrator):
	name = campaign()
	change = proposed(name)
	assert sms.campaign(name, "stop")["status"] == "Stopped"
	row = frappe.db.get_value("Configuration Change", change, ["status", "decided_by"], as_dict=True)
	assert (row.status, row.decided_by) == ("Declined", make_appeals.ADMINISTRATOR)


def test_who_signs_a_campaign_reads_its_text(candidates, administrator):
	name = campaign(title="Saylov kuni")
	change = proposed(name)
	shown = details.show_item(two_persons.SECOND, "configuration", change)
	said = json.dumps(shown["differences"], ensure_ascii=False)
	assert day() in said
	assert "Saylov kuni" in said
	assert "5" in shown["effects"][0]
	assert shown["may"] == ["sign", "refuse"]


def test_a_campaign_that_was_changed_is_not_what_was_proposed(candidates, administrator):
	name = campaign()
	change = proposed(name)
	frappe.get_doc("SMS Campaign", name).update({"audience": "observers,candidates"}).save()
	with pytest.raises(WrongState) as refused:
		two_persons.sign(change)
	assert refused.value.code == "configuration_moved"
	again = proposed(name)
	assert frappe.db.get_value("Configuration Change", change, "status") == "Superseded"
	frappe.db.set_value("SMS Template", "S53", "text_ru", "Boshqa matn {d}")
	frappe.clear_document_cache("SMS Template", "S53")
	with pytest.raises(WrongState):
		two_persons.sign(again)
	assert frappe.db.get_value("SMS Campaign", name, "status") == "Draft"


@pytest.mark.parametrize("template", ["S01", "S08", "S26", "S54"])
def test_a_text_of_one_event_is_sent_to_one(candidates, administrator, template):
	values = {
		"d": day(),
		"kengash": "Toshkent",
		"okr": "1-okrug",
		"q": "7",
		"code": "1",
		"min": "5",
		"max": "5",
	}
	name = campaign(template=template, placeholder_values=json.dumps(values))
	with pytest.raises(FormInvalid) as refused:
		sms.campaign(name, "start")
	assert "sms_template_of_event" in [one.code for one in refused.value.findings]


def test_an_own_text_is_for_many_unless_a_type_tells_an_event_by_it(candidates):
	own = frappe.get_doc("SMS Template", "S28")
	row = frappe.copy_doc(own)
	row.update({"code": "", "trigger_text": "Sinov xabari", "enabled": 1})
	template = settled.inserted(row).name
	plan = partial(planning.tried, template, ground.ELECTION, "candidates", {}, "en")
	assert plan()["findings"] == []
	kind = frappe.get_doc("Appeal Type", "A47")
	kind.append("messages", {"event": "refused", "sms_template": template}).db_insert()
	assert [one.code for one in plan()["findings"]] == ["sms_template_of_event"]


def test_a_day_of_another_stage_is_no_day_of_the_election(candidates):
	stage = {"election": ground.ELECTION, "key": "nomination_period"}
	other = frappe.db.get_value("Election Stage", stage, "starts_on")
	given = {"d": f"{other:%d.%m.%Y}"}
	found = planning.tried("S53", ground.ELECTION, "candidates", given, "en")
	assert [one.code for one in found["findings"]] == ["sms_day_of_none"]


def test_nobody_types_the_address_of_the_site(candidates):
	given = {"d": day(), "url": "evil.example", "el": "Boshqa saylov", "phone": "1", "k": "7"}
	frappe.db.set_value(
		"SMS Template", "S53", {"text_uz": "{el} {d} {url} {phone}", "placeholders": "d,el,url,phone"}
	)
	frappe.clear_document_cache("SMS Template", "S53")
	name = campaign(placeholder_values=json.dumps(given))
	campaigns.step(name, "start")
	campaigns.one_batch(name)
	(text,) = {row.text for row in told(name)}
	shown = planning.tried("S53", ground.ELECTION, "candidates", given, "uz")["previews"]
	for said in (text, shown[0]["text"]):
		assert "evil.example" not in said
		assert "Boshqa saylov" not in said


def test_what_a_campaign_says_stays_once_it_was_started(candidates):
	document = frappe.get_doc("SMS Campaign", campaign())
	document.title = "Boshqa"
	document.save()
	campaigns.step(document.name, "start")
	document.reload()
	document.placeholder_values = json.dumps({"d": "29.10.2024"})
	with pytest.raises(LawBroken):
		document.save()


def test_a_campaign_is_seen_before_it_starts(candidates):
	frappe.db.set_value("SMS Gateway", {"name": ["is", "set"]}, {"is_enabled": 1, "part_price": 100})
	plan = partial(planning.tried, "S53", ground.ELECTION, "candidates", language="en")
	empty = plan({})
	assert [(one["name"], one["kind"], one["words"]) for one in empty["places"]] == [("d", "date", "date")]
	assert {one["parts"] for one in empty["previews"]} == {0}
	assert all("{date}" in one["text"] for one in empty["previews"])
	assert "kuni" in empty["previews"][0]["text"]
	assert "куни" in empty["previews"][1]["text"]
	assert (empty["total"], empty["most_parts"]) == (5, 0)
	whole = plan({"d": day()})
	assert whole["findings"] == []
	counts = {one["name"]: one["count"] for one in whole["receivers"]}
	assert counts["candidates"] == 5
	assert list(counts) == list(AUDIENCES)
	assert {one["language"] for one in whole["previews"]} == {"uz", "uz-Cyrl", "ru", "en"}
	most = max(one["parts"] for one in whole["previews"])
	assert (whole["most_parts"], whole["most_cost"]) == (5 * most, 500.0 * most)


def test_what_is_seen_is_what_is_sent(candidates):
	given = {"d": day()}
	found = planning.tried("S53", ground.ELECTION, "candidates", given, "uz")
	name = campaign(placeholder_values=json.dumps(given))
	campaigns.step(name, "start")
	campaigns.one_batch(name)
	seen = {one["language"]: one["text"] for one in found["previews"]}
	sent = frappe.get_all("SMS Message", {"campaign": name}, ["language", "text"])
	assert sent
	assert all(seen[one.language] == one.text for one in sent)


def test_one_that_is_begun_is_seen_without_anything_chosen():
	found = planning.tried("", "", "", {}, "ru")
	assert [one["count"] for one in found["receivers"]] == [None] * len(AUDIENCES)
	assert all(one["words"] != f"receivers.{one['name']}" for one in found["receivers"])
	assert {(one.code, one.path) for one in found["findings"]} == {
		("required", "template"),
		("required", "audience"),
	}
	with pytest.raises(NotFound):
		planning.tried("S999", "", "", {}, "ru")
	with pytest.raises(NotFound):
		planning.tried("S53", "S999", "candidates", {}, "ru")


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
	operating.resend(name)
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
		operating.resend(message(**values))
	assert refused.value.code == "sms_not_again"


def test_only_what_waits_is_stopped():
	name = message()
	operating.stop(name)
	assert frappe.db.get_value("SMS Message", name, "status") == "Cancelled"
	with pytest.raises(WrongState):
		operating.stop(message(status="Accepted"))


def test_the_figures_count_parts_and_cost_of_what_was_handed_over():
	frappe.db.delete("SMS Message")
	(first, second, third) = (message() for _ in range(3))
	frappe.db.set_value("SMS Message", first, {"status": "Delivered", "parts": 2, "cost": 100})
	frappe.db.set_value("SMS Message", second, "status", "Failed")
	assert frappe.db.get_value("SMS Message", third, "status") == "Queued"
	(row,) = [one for one in figures.of({"by": "template"}) if one["of"] == "S04"]
	assert (row["total"], row["delivered"], row["failed"], row["waiting"]) == (3, 1, 1, 1)
	assert (row["parts"], row["cost"], row["delivered_share"]) == (2, 100.0, 100.0)


def test_who_refuses_reminders_gets_what_is_compulsory_and_nothing_else(candidates):
	person = frappe.db.get_value("Candidate", candidates[0], "person")
	frappe.db.set_value("Person", person, "refuses_reminders", 1)
	name = campaign()
	campaigns.step(name, "start")
	while campaigns.one_batch(name) is not None:
		pass
	states = {row.receiver_person: row.status for row in told(name)}
	assert states.pop(person) == "Cancelled"
	assert set(states.values()) == {"Queued"}


def test_the_wish_is_kept_with_the_person():
	party = "party@esaylov.example"
	assert receivers.refuse_reminders(party, True) is True
	assert frappe.db.get_value("Person", person_of(party), "refuses_reminders") == 1
	receivers.refuse_reminders(party, False)
	assert frappe.db.get_value("Person", person_of(party), "refuses_reminders") == 0


def test_staff_find_a_copy_in_the_desk_and_an_applicant_none():
	chair, party = person_of("chair@esaylov.example"), person_of("party@esaylov.example")
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
	settled.saved(template)
	assert template.version == before + 1
	template.text_uz += " " + "so'z " * 30
	with pytest.raises(FormInvalid) as refused:
		template.save()
	assert [finding.code for finding in refused.value.findings] == ["sms_too_long"]
