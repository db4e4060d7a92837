"""What one administrator gave to programs, told to people and let be refused alone until it was guarded: keys, receivers, texts, grounds."""

from datetime import timedelta

import frappe
import pytest
from factories import appeals as make
from factories import settled
from factories.permission_rows import integrator_user

from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, WrongState
from esaylov.integrations.inbound import keys, receivers
from esaylov.permissions.configuration import comparison
from esaylov.permissions.configuration.waiting import changes, reading

ADMINISTRATOR, SECOND = make.ADMINISTRATOR, "second.administrator@esaylov.example"
CHANGE, KEY, RECEIVER, TEMPLATE, GROUND = (
	*("Configuration Change", "Integrator Key", "Webhook Receiver", "SMS Template"),
	"Refusal Ground",
)
INSIDE, OUTSIDE = "http://127.0.0.1:8999/iz", "https://begona.example/iz"


def waiting(doctype: str, name: str) -> str:
	"""The open proposal about a document, "" without one."""
	filters = {"reference_doctype": doctype, "reference_name": name, "status": "Proposed"}
	return str(frappe.db.get_value(CHANGE, filters) or "")


def sign(as_user, doctype: str, name: str) -> None:
	"""The other administrator's yes."""
	change = waiting(doctype, name)
	as_user(SECOND)
	changes.confirm(change, make.signature(SECOND, changes.to_sign(change)))
	as_user(ADMINISTRATOR)


def found() -> set[tuple[str, str]]:
	return {(one.doctype, one.name) for one in comparison.differences()}


def new_key(*scopes: str):
	key = frappe.new_doc(KEY)
	key.update({"title": "Sinov", "user": integrator_user().name})
	key.expires_at = clock.now() + timedelta(days=9)
	for scope in scopes or ("status:read",):
		key.append("scopes", {"scope": scope})
	return key


def new_receiver(key: str):
	receiver = frappe.new_doc(RECEIVER)
	receiver.update({"title": "Sinov", "integrator_key": key, "url": INSIDE})
	return receiver.update({"families": [{"family": "appeal"}]})


@pytest.fixture
def key(as_user):
	"""A key that two signed."""
	as_user(ADMINISTRATOR)
	return settled.inserted(new_key())


@pytest.fixture
def receiver(key, monkeypatch):
	"""A receiver that two signed, switched on."""
	monkeypatch.setitem(frappe.conf, "esaylov_webhooks_private", True)  # no name server is asked
	keys.issue(key.name)
	receiver = settled.inserted(new_receiver(key.name))
	receivers.new_secret(receiver.name)
	receivers.start(receiver.name)
	return receiver.reload()


def test_a_program_gets_no_key_from_one_administrator(as_user):
	as_user(ADMINISTRATOR)
	key = new_key("appeals:read").insert()
	assert not key.enabled
	with pytest.raises(WrongState) as refusal:
		keys.issue(key.name)
	assert refusal.value.code == "key_unsigned"
	sign(as_user, KEY, key.name)
	assert keys.issue(key.name)[1].startswith("esk_")
	assert (KEY, key.name) not in found()


@pytest.mark.parametrize(
	"wanted",
	[
		{"scopes": [{"scope": "status:read"}, {"scope": "people:read"}]},
		{"expires_at": "2099-01-01 00:00:00"},
		{"per_minute": 6000},
		{"per_day": 0},
		{"commission": "DC-1726277"},
	],
	ids=lambda wanted: next(iter(wanted)),
)
def test_a_key_is_widened_by_two(as_user, key, wanted):
	before = key.as_dict()
	if wanted.get("per_day") == 0:
		wanted = {"per_day": before.per_day * 2}
	key.update(wanted).save()
	(field,) = wanted
	stands = frappe.get_doc(KEY, key.name)
	assert str(stands.get(field)) == str(before.get(field)) or len(stands.scopes) == 1
	sign(as_user, KEY, key.name)
	stands = frappe.get_doc(KEY, key.name)
	assert len(stands.scopes) == 2 if field == "scopes" else str(stands.get(field)) == str(wanted[field])
	assert (KEY, key.name) not in found()


def test_a_key_is_narrowed_and_revoked_by_one(as_user, key):
	key.update({"per_minute": 1, "expires_at": clock.now() + timedelta(days=1)}).save()
	assert frappe.db.get_value(KEY, key.name, "per_minute") == 1
	keys.issue(key.name)
	keys.revoke(key.name, "Sizib chiqdi")
	assert frappe.db.get_value(KEY, key.name, "status") == "Revoked"
	assert not waiting(KEY, key.name)


def test_who_replaces_a_key_gets_no_more_than_two_signed(as_user, key):
	ends = frappe.db.get_value(KEY, key.name, "expires_at")
	keys.issue(key.name)
	new = frappe.get_doc(KEY, keys.rotate(key.name, 0)[0])
	assert (new.status, new.enabled, new.expires_at) == ("Active", 1, ends)
	assert [row.scope for row in new.scopes] == ["status:read"]
	assert not waiting(KEY, new.name)
	assert (KEY, new.name) not in found()
	new.update({"enabled": 0}).save()
	with pytest.raises(WrongState):
		keys.rotate(new.name, 0)


def test_events_are_led_to_another_address_by_two_who_see_it(as_user, receiver):
	receiver.update({"url": OUTSIDE}).save()
	assert frappe.db.get_value(RECEIVER, receiver.name, "url") == INSIDE
	change = frappe.get_doc(CHANGE, waiting(RECEIVER, receiver.name))
	assert reading.details(change)["url"] == {"removed": [INSIDE], "added": [OUTSIDE]}
	assert OUTSIDE not in f"{change.before}{change.after}"  # the log is published
	sign(as_user, RECEIVER, receiver.name)
	assert frappe.db.get_value(RECEIVER, receiver.name, "url") == OUTSIDE
	assert (RECEIVER, receiver.name) not in found()


def test_a_new_receiver_is_told_nothing_before_two_signed_it(as_user, key, monkeypatch):
	monkeypatch.setitem(frappe.conf, "esaylov_webhooks_private", True)
	keys.issue(key.name)
	made = new_receiver(key.name).insert().name
	shown = reading.details(frappe.get_doc(CHANGE, waiting(RECEIVER, made)))
	assert shown["url"] == {"removed": [], "added": [INSIDE]}
	receivers.new_secret(made)
	for _ in range(2):
		receivers.start(made)
		assert not receivers.gets_events(made)
	sign(as_user, RECEIVER, made)
	receivers.start(made)
	assert receivers.gets_events(made)
	assert made in {row.name for row in receivers.active()}


def test_a_receiver_is_switched_off_by_one_and_on_again_by_two(as_user, receiver):
	receivers.stop(receiver.name)
	assert not receivers.gets_events(receiver.name)
	receivers.start(receiver.name)
	assert not receivers.gets_events(receiver.name)
	sign(as_user, RECEIVER, receiver.name)
	receivers.start(receiver.name)
	assert receivers.gets_events(receiver.name)


def test_a_receiver_that_failures_paused_goes_on_by_one(as_user, receiver):
	receivers.note_failure(receiver.name, is_gone=True)
	assert not receivers.gets_events(receiver.name)
	receivers.start(receiver.name)
	assert receivers.gets_events(receiver.name)


@pytest.mark.parametrize(
	("field", "wanted"),
	[
		("text_ru", "Begona: {n}, {reason}, {d}"),
		("text_many_ru", "Begona: {k}, {url}"),
		("lives_hours", 0.5),
		("urgency", "Bulk"),
		("is_compulsory", 0),
		("trigger_text", "Boshqa payt"),
		("recipient_text", "Hamma"),
	],
)
def test_words_that_people_get_are_changed_by_two(as_user, field, wanted):
	as_user(ADMINISTRATOR)
	template = frappe.get_doc(TEMPLATE, "S05")
	before, version = template.get(field), template.version
	assert before != wanted
	template.update({field: wanted}).save()
	stands = frappe.get_doc(TEMPLATE, "S05")
	assert (stands.get(field), stands.version) == (before, version)
	sign(as_user, TEMPLATE, "S05")
	assert frappe.db.get_value(TEMPLATE, "S05", field) == wanted
	assert (TEMPLATE, "S05") not in found()


def test_a_message_is_switched_off_and_on_by_two(as_user):
	as_user(ADMINISTRATOR)
	for wanted in (0, 1):
		frappe.get_doc(TEMPLATE, "S09").update({"enabled": wanted}).save()
		assert frappe.db.get_value(TEMPLATE, "S09", "enabled") != wanted
		sign(as_user, TEMPLATE, "S09")
		assert frappe.db.get_value(TEMPLATE, "S09", "enabled") == wanted
	assert (TEMPLATE, "S09") not in found()


def test_a_message_by_which_people_enter_is_not_switched_off(as_user):
	as_user(ADMINISTRATOR)
	with pytest.raises(FormInvalid) as refusal:
		frappe.get_doc(TEMPLATE, "S01").update({"enabled": 0}).save()
	assert [one.code for one in refusal.value.findings] == ["template_indispensable"]


@pytest.mark.parametrize(
	("field", "value"),
	[("title_ru", "Иначе"), ("article", "1"), ("fits_types", "A56"), ("asks_explanation", 1), ("enabled", 0)],
)
def test_why_something_may_be_refused_is_decided_by_two(as_user, field, value):
	as_user(ADMINISTRATOR)
	ground = frappe.get_doc(GROUND, "notice_late")
	before = ground.get(field)
	assert before != value
	ground.update({field: value, "position": 77}).save()
	assert frappe.db.get_value(GROUND, ground.name, [field, "position"]) == (before, 77)
	sign(as_user, GROUND, ground.name)
	assert frappe.db.get_value(GROUND, ground.name, field) == value
	assert (GROUND, ground.name) not in found()


def test_nothing_is_refused_on_a_ground_that_one_administrator_made(as_user):
	as_user(ADMINISTRATOR)
	ground = frappe.copy_doc(frappe.get_doc(GROUND, "notice_late"))
	ground.update({"code": "sinov"}).insert()
	assert not ground.enabled
	sign(as_user, GROUND, ground.name)
	assert frappe.db.get_value(GROUND, ground.name, "enabled")
