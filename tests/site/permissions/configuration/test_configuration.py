"""Guarded configuration: a root of trust needs two persons, an override the holder of the bench; both leave an event."""

import base64
import json
import re
from datetime import timedelta
from pathlib import Path

import frappe
import pytest
from cryptography.fernet import Fernet
from factories import appeals as make
from factories import settled
from frappe.custom.doctype.property_setter.property_setter import make_property_setter
from frappe.translate import get_all_translations

from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, LawBroken, NotPermitted, SignatureRefused, WrongState
from esaylov.permissions.configuration import comparison
from esaylov.permissions.configuration.rules.guarded import BENCH_ONLY, TWO_PERSONS
from esaylov.permissions.configuration.rules.watched import WATCHED
from esaylov.permissions.configuration.waiting import changes, reading
from esaylov.setup.demo.signing import authority
from esaylov.trust import signatures
from esaylov.trust.chains import chain

ADMINISTRATOR, AUDITOR = make.ADMINISTRATOR, "auditor@esaylov.example"
SECOND = "second.administrator@esaylov.example"
CHANGE, CERTIFICATE = "Configuration Change", "Trusted Certificate"
BYTES = b'{"document":"login"}'


@pytest.fixture
def second() -> str:
	"""Another Election Administrator."""
	return SECOND


@pytest.fixture
def manager() -> str:
	"""A System Manager, who passes every permission of the framework."""
	user = frappe.get_doc(
		doctype="User", email="system.manager@esaylov.example", first_name="Tizim", send_welcome_email=0
	)
	user.append("roles", {"role": "System Manager"})
	return str(settled.inserted(user).name)


def rogue() -> tuple[authority.Identity, str]:
	"""An authority of the attacker's own, and the chair's signature as it would make it."""
	start, end = clock.now() - timedelta(days=1), clock.now() + timedelta(days=30)
	made = authority.make_authority("Soxta markaz", start, end)
	pinfl = frappe.db.get_value("Person", {"user": make.CHAIR}, "pinfl")
	signer = authority.issue(made, authority.Holder("Soxta Rais", pinfl), start, end)
	return made, base64.b64encode(authority.sign_cms(BYTES, signer, clock.now())).decode()


def entered(pem: str) -> object:
	return frappe.get_doc(doctype=CERTIFICATE, title="Soxta", pem=pem, is_active=1, is_demo=1).insert()


def confirm(name: str) -> str:
	"""The second person's yes, with a signature by the demonstration key of whoever is at work."""
	user = frappe.session.user
	signer = SECOND if user not in (ADMINISTRATOR, SECOND) else user
	return changes.confirm(name, make.signature(signer, changes.to_sign(name)))


def last(**filters: str) -> object:
	return frappe.get_last_doc(CHANGE, filters)


def events() -> list[dict]:
	rows = frappe.get_all(
		"Chain Event",
		{"commission": "CEC", "kind": "configuration.changed"},
		["hash", "body"],
		order_by="sequence",
	)
	return [{**json.loads(row.body), "hash": row.hash} for row in rows]


def test_an_administrator_alone_makes_no_authority_that_signs_as_the_chair(as_user, second):
	made, signature = rogue()
	as_user(ADMINISTRATOR)
	row = entered(made.certificate_pem)
	assert row.is_active == 0
	with pytest.raises(SignatureRefused):
		signatures.verify_login(BYTES, signature)
	for step in (
		lambda: frappe.get_doc(CERTIFICATE, row.name).update({"is_active": 1}).save(),
		lambda: frappe.client.set_value(CERTIFICATE, row.name, "is_active", 1),
	):
		step()
		assert frappe.db.get_value(CERTIFICATE, row.name, "is_active") == 0
	proposed = last(reference_name=row.name, status="Proposed")
	with pytest.raises(NotPermitted) as refusal:
		confirm(proposed.name)
	assert refusal.value.code == "second_person_needed"
	for other in (make.CHAIR, AUDITOR):
		as_user(other)
		with pytest.raises(NotPermitted):
			confirm(proposed.name)

	before = len(events())
	as_user(second)
	confirm(proposed.name)
	assert signatures.verify_login(BYTES, signature).name == "Soxta Rais"
	(event,) = events()[before:]
	assert event["after"]["fingerprint"] == row.fingerprint
	assert (event["before"]["is_active"], event["after"]["is_active"]) == (0, 1)
	assert event["hash"] == frappe.db.get_value(CHANGE, proposed.name, "event")
	assert ADMINISTRATOR not in json.dumps(event)
	chain.verify_chain("CEC")


def test_an_authority_is_switched_off_by_two_and_removed_by_nobody(as_user, second):
	name = frappe.get_last_doc(CERTIFICATE, {"is_active": 1}).name
	before = len(events())
	for user in ("Administrator", ADMINISTRATOR):
		as_user(user)
		with pytest.raises((LawBroken, frappe.PermissionError)):
			frappe.delete_doc(CERTIFICATE, name)
		with pytest.raises((LawBroken, frappe.ValidationError)):
			frappe.rename_doc(CERTIFICATE, name, "boshqa", force=True)
	frappe.get_doc(CERTIFICATE, name).update({"is_active": 0}).save()
	assert frappe.db.get_value(CERTIFICATE, name, "is_active") == 1
	as_user(second)
	confirm(last(reference_name=name).name)
	assert frappe.db.get_value(CERTIFICATE, name, "is_active") == 0
	assert [event["after"]["is_active"] for event in events()[before:]] == [0]


def test_the_last_authority_that_counts_stays(as_user):
	name, *others = frappe.get_all(CERTIFICATE, {"is_active": 1}, pluck="name", order_by="creation asc")
	frappe.db.set_value(CERTIFICATE, {"name": ["in", others]}, "is_active", 0)
	as_user(ADMINISTRATOR)
	with pytest.raises(FormInvalid) as refusal:
		frappe.get_doc(CERTIFICATE, name).update({"is_active": 0}).save()
	assert [one.code for one in refusal.value.findings] == ["last_authority"]


def test_a_fingerprint_in_the_site_config_needs_nobody(as_user, monkeypatch):
	made, signature = rogue()
	as_user(ADMINISTRATOR)
	draft = frappe.get_doc(
		doctype=CERTIFICATE, title="Markaz", pem=made.certificate_pem, is_active=0, is_demo=1
	)
	signatures.read_certificate(draft)
	monkeypatch.setitem(frappe.conf, "esaylov_trusted_fingerprints", [draft.fingerprint])
	row = entered(made.certificate_pem)
	assert row.is_active == 1
	assert signatures.verify_login(BYTES, signature)
	assert last(reference_name=row.name).decided_by == "site_config.json"
	row.update({"crl_url": "https://elsewhere.example/list.crl"}).save()
	assert not frappe.db.get_value(CERTIFICATE, row.name, "crl_url")


def test_a_yes_without_the_second_persons_own_signature_is_none(as_user, second):
	as_user(ADMINISTRATOR)
	frappe.get_doc("SMS Gateway", "eskiz").update({"address": "https://one.example"}).save()
	name = last(reference_name="eskiz", status="Proposed").name
	as_user(second)
	content = changes.to_sign(name)
	said = json.loads(content)
	assert (said["document"], said["document_name"]) == ("configuration change", "eskiz")
	for signature, code in (
		("", "signature_unreadable"),
		(make.signature(ADMINISTRATOR, content), "signature_other_person"),
		(make.signature(second, content + b" "), "content_differs"),
	):
		with pytest.raises(SignatureRefused) as refusal:
			changes.confirm(name, signature)
		assert refusal.value.code == code
	assert last(reference_name="eskiz").status == "Proposed"
	changes.confirm(name, make.signature(second, content))
	row = last(reference_name="eskiz")
	signed = frappe.get_doc("Document Signature", row.signature)
	assert (signed.reference_name, signed.purpose) == (row.name, "configuration")
	assert signed.signer_pinfl == frappe.db.get_value("Person", {"user": second}, "pinfl")
	assert events()[-1]["signature"] == row.signature


def test_a_secret_and_an_address_wait_sealed_for_the_second_person(as_user, second):
	as_user(ADMINISTRATOR)
	settings = frappe.get_doc("OneID Settings")
	stood = settings.address
	settings.update(
		{"address": "https://rogue.example/", "client_secret": "sinov-siri", "client_id": "sinov"}
	)
	settings.save()
	assert frappe.db.get_single_value("OneID Settings", "address") == stood
	row = last(reference_doctype="OneID Settings", status="Proposed")
	assert "sinov-siri" not in frappe.as_json(row.as_dict())
	as_user(second)
	confirm(row.name)
	confirmed = frappe.get_doc("OneID Settings")
	assert confirmed.address == "https://rogue.example/"
	assert confirmed.get_password("client_secret") == "sinov-siri"
	assert events()[-1]["after"]["client_secret"].startswith("hmac:")
	with pytest.raises(WrongState):
		confirm(row.name)


def test_a_proposal_sealed_with_another_encryption_key_cannot_be_confirmed(as_user, second, monkeypatch):
	as_user(ADMINISTRATOR)
	settings = frappe.get_doc("OneID Settings")
	stood = settings.client_id
	settings.update({"client_secret": "sinov-siri", "client_id": "sinov"}).save()
	row = last(reference_doctype="OneID Settings", status="Proposed")
	as_user(second)
	monkeypatch.setitem(frappe.conf, "encryption_key", Fernet.generate_key().decode())
	with pytest.raises(WrongState) as refusal:
		confirm(row.name)
	assert refusal.value.code == "configuration_moved"
	assert frappe.db.get_value("Configuration Change", row.name, "status") == "Proposed"
	assert (frappe.db.get_single_value("OneID Settings", "client_id") or None) == stood
	changes.decline(row.name, "kalit almashgan")
	assert last(reference_doctype="OneID Settings").status == "Declined"


def test_a_proposal_is_for_the_state_that_its_author_saw(as_user, second):
	as_user(ADMINISTRATOR)
	gateway = frappe.get_doc("SMS Gateway", "eskiz").update({"address": "https://one.example"})
	gateway.save()
	proposed = last(reference_name="eskiz", status="Proposed")
	frappe.db.set_value("SMS Gateway", "eskiz", "sender", "9999")
	as_user(second)
	with pytest.raises(WrongState) as refusal:
		confirm(proposed.name)
	assert refusal.value.code == "configuration_moved"
	changes.decline(proposed.name, "eskirgan")
	assert last(reference_name="eskiz").status == "Declined"


def test_the_chairs_login_is_moved_to_no_other_phone_number_or_user(as_user, second):
	chair = frappe.db.get_value(
		"Person", {"user": make.CHAIR}, ["name", "pinfl", "phone", "user"], as_dict=True
	)
	as_user(ADMINISTRATOR)
	person = frappe.get_doc("Person", chair.name)
	person.update({"phone": "+998901112233", "user": None, "specialty": "huquqshunos"})
	person.save()
	stored = frappe.db.get_value("Person", chair.name, ["phone", "user", "specialty"], as_dict=True)
	assert (stored.phone, stored.user, stored.specialty) == (chair.phone, chair.user, "huquqshunos")
	row = last(reference_name=chair.name)
	assert "998901112233" not in frappe.as_json(row.as_dict())
	assert make.CHAIR not in row.before
	as_user(second)
	confirm(row.name)
	assert frappe.db.get_value("Person", chair.name, "phone") == "+998901112233"


OF_ONE_VERSION = {
	*("Newsletter", "S3 Backup Settings", "Dropbox Settings", "Google Drive", "Energy Point Rule"),
	*("Workflow Transition Tasks", "OAuth Settings", "Push Notification Settings", "Geolocation Settings"),
}
"""Of Frappe 15, and of 16."""


def test_nobody_overrides_rights_or_runs_code(as_user, manager, monkeypatch):
	"""Before the framework looks at anything else."""
	closed = [doctype for doctype in BENCH_ONLY if frappe.db.exists("DocType", doctype)]
	assert set(BENCH_ONLY) - set(closed) <= OF_ONE_VERSION
	for doctype in closed:
		for user in (make.CHAIR, manager, "Administrator"):
			as_user(user)
			assert refused(doctype) == "customising_off", (doctype, user)
	monkeypatch.setitem(frappe.conf, "esaylov_customising", 1)
	for doctype in closed:
		as_user("Administrator")
		assert refused(doctype) == "customising_unsigned", doctype
	signed_open(as_user)
	for doctype in closed:
		as_user("Administrator")
		assert not refused(doctype), doctype
		as_user(manager)
		assert refused(doctype) == "customising_off", doctype


def test_administrator_alone_hides_no_appeal_from_a_chair(as_user):
	as_user("Administrator")
	election = frappe.get_all("Election", pluck="name", order_by="name asc", limit=1)[0]
	about = {"user": make.CHAIR, "allow": "Election", "for_value": election, "apply_to_all_doctypes": 1}
	with pytest.raises(NotPermitted) as problem:
		frappe.get_doc({"doctype": "User Permission", **about}).insert()
	assert problem.value.code == "customising_off"


def accepted_open(as_user) -> str:
	"""What the comparison finds of it is accepted by one administrator; the proposal of that."""
	comparison.find()
	finding = last(reference_name="site_config.json: esaylov_customising", status="Unexplained").name
	as_user(ADMINISTRATOR)
	return changes.accept(finding, "a script for the trial")


def signed_open(as_user) -> None:
	"""The same, signed by another: what the holder of the bench opened is open."""
	change = accepted_open(as_user)
	as_user(SECOND)
	confirm(change)
	as_user("Administrator")


def script(name: str) -> object:
	code = {"script": "1", "script_type": "API", "api_method": "sinov_skripti"}
	return frappe.get_doc(doctype="Server Script", name=name, **code)


def test_nobody_runs_code_before_two_have_signed_that_it_is_open(as_user, monkeypatch):
	monkeypatch.setitem(frappe.conf, "esaylov_customising", 1)
	change = accepted_open(as_user)
	with pytest.raises(NotPermitted):
		confirm(change)
	as_user("Administrator")
	for step in (script("Sinov skripti").insert, lambda: customise("Person")):
		with pytest.raises(NotPermitted) as refusal:
			step()
		assert refusal.value.code == "customising_unsigned"
	as_user(SECOND)
	confirm(change)
	as_user("Administrator")
	script("Sinov skripti").insert()
	assert events()[-1]["action"] == "Enter"


@pytest.mark.parametrize("end", ["a day", "closed"])
def test_what_two_opened_is_closed_by_the_next_day_or_the_bench(as_user, monkeypatch, end):
	monkeypatch.setitem(frappe.conf, "esaylov_customising", 1)
	signed_open(as_user)
	assert not refused("Server Script")
	if end == "a day":
		later = clock.now() + timedelta(hours=24, seconds=1)
		monkeypatch.setattr(clock, "now", lambda: later)
	else:
		monkeypatch.setitem(frappe.conf, "esaylov_customising", 0)
		comparison.find()
		monkeypatch.setitem(frappe.conf, "esaylov_customising", 1)
	assert refused("Server Script") == "customising_unsigned"


def test_without_a_second_person_it_is_opened_by_the_emergency_procedure(as_user, monkeypatch):
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	for key in ("esaylov_customising", "esaylov_emergency"):
		monkeypatch.setitem(frappe.conf, key, 1)
	changes.confirm_by_bench(accepted_open(as_user), "nobody else is there yet")
	as_user("Administrator")
	assert not refused("Server Script")


def refused(doctype: str) -> str:
	"""The code by which the first event of a new document is refused."""
	document = frappe.new_doc(doctype)
	if doctype == "Report":
		document.report_type = "Query Report"
	try:
		document.run_method("before_validate")
	except NotPermitted as refusal:
		return refusal.code
	return ""


def test_an_override_stands_in_the_log_and_goes_back_only_so(as_user, manager, monkeypatch):
	override = {
		**{"doctype": "Property Setter", "doctype_or_field": "DocField", "doc_type": "Person"},
		**{"field_name": "pinfl", "property": "permlevel", "property_type": "Int", "value": "0"},
	}
	monkeypatch.setitem(frappe.conf, "esaylov_customising", 1)
	signed_open(as_user)
	before = len(events())
	name = frappe.get_doc(override).insert().name
	as_user(manager)
	for step in (
		lambda: frappe.get_doc(override | {"property": "default"}).insert(),
		lambda: frappe.delete_doc("Property Setter", name),
		lambda: frappe.make_property_setter(
			{"doctype": "Person", "fieldname": "pinfl", "property": "hidden", "value": 1},
			ignore_validate=True,
		),
		lambda: frappe.get_attr("frappe.core.page.permission_manager.permission_manager.add")(
			"Appeal", "Guest", 0
		),
		lambda: (
			frappe.get_doc("Customize Form").update({"doc_type": "Person"}).run_method("fetch_to_customize")
			or customise("Person")
		),
	):
		with pytest.raises(NotPermitted):
			step()
	as_user("Administrator")
	frappe.delete_doc("Property Setter", name)
	assert [event["action"] for event in events()[before:]] == ["Enter", "Remove"]


def customise(doctype: str) -> None:
	form = frappe.get_doc("Customize Form")
	form.doc_type = doctype
	form.run_method("fetch_to_customize")
	form.track_changes = 1
	form.run_method("save_customization")


def test_columns_of_a_list_are_a_system_managers_still(as_user, manager):
	as_user(manager)
	column = {
		"doctype": "FAQ",
		"fieldname": "title_ru",
		"property": "in_list_view",
		"value": "1",
		"property_type": "Check",
	}
	make_property_setter(**column)
	with pytest.raises(NotPermitted):
		make_property_setter(**column | {"property": "permlevel"})
	as_user(make.CHAIR)
	with pytest.raises(NotPermitted):
		make_property_setter(**column | {"fieldname": "title_en"})


@pytest.mark.full
def test_a_layout_waits_for_another(as_user, manager, second):
	as_user(manager)
	copy = frappe.get_doc(
		doctype="Print Format",
		name="Sinov nusxasi",
		doc_type="Certificate",
		custom_format=1,
		html="<p>{{ 1 }}</p>",
	)
	copy.insert()
	assert frappe.db.get_value("Print Format", copy.name, ["disabled", "html"]) == (1, None)
	for signer in (second, ADMINISTRATOR):  # nobody known is behind the manager's login
		as_user(signer)
		confirm(last(reference_name=copy.name).name)
	assert frappe.db.get_value("Print Format", copy.name, ["disabled", "html"]) == (0, "<p>{{ 1 }}</p>")
	as_user(manager)
	copy.reload().update({"html": "<script>steal()</script>"}).save()
	assert frappe.db.get_value("Print Format", copy.name, "html") == "<p>{{ 1 }}</p>"
	copy.delete()
	assert events()[-1]["action"] == "Remove"


def test_the_log_is_written_by_the_system_alone(as_user):
	as_user(ADMINISTRATOR)
	frappe.get_doc("SMS Gateway", "eskiz").update({"address": "https://one.example"}).save()
	row = last(reference_name="eskiz")
	as_user("Administrator")
	for step in (
		lambda: row.update({"status": "In force"}).save(),
		row.delete,
		lambda: frappe.get_doc(row.as_dict() | {"name": None}).insert(),
	):
		with pytest.raises(LawBroken):
			step()


def test_who_holds_the_bench_may_be_the_second_person_and_a_request_may_not(as_user, monkeypatch):
	as_user(ADMINISTRATOR)
	frappe.get_doc("SMS Gateway", "eskiz").update({"address": "https://one.example"}).save()
	name = last(reference_name="eskiz").name
	with monkeypatch.context() as patch:
		patch.setattr(frappe.local, "request", object(), raising=False)
		with pytest.raises(NotPermitted):
			changes.confirm_by_bench(name, "shoshilinch")
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	with pytest.raises(NotPermitted) as refusal:
		changes.confirm_by_bench(name, "two persons could")
	assert refusal.value.code == "emergency_not_set"
	monkeypatch.setitem(frappe.conf, "esaylov_emergency", 1)
	with pytest.raises(FormInvalid):
		changes.confirm_by_bench(name, " ")
	changes.confirm_by_bench(name, "shoshilinch")
	row = last(reference_name="eskiz")
	assert (row.decided_by, row.note) == ("bench", "shoshilinch")
	assert frappe.db.get_value("Chain Event", {"hash": row.event}, "kind") == "configuration.emergency"
	frappe.db.delete(CHANGE, {"decided_at": [">", row.decided_at]})  # what tests on days to come left
	assert (published := changes.published()[0]).event == row.event
	assert published.decided_by == "bench"
	assert AUDITOR in frappe.get_all("Notification Log", {"document_name": row.name}, pluck="for_user")


def test_a_site_without_two_who_could_confirm_is_set_up_by_its_bench(as_user, monkeypatch):
	as_user(ADMINISTRATOR)
	frappe.get_doc("SMS Gateway", "eskiz").update({"address": "https://one.example"}).save()
	frappe.db.set_value("User", SECOND, "enabled", 0)
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	changes.confirm_by_bench(last(reference_name="eskiz").name, "the first administrator")
	assert last(reference_name="eskiz").status == "In force"


def test_every_guarded_doctype_is_attached_and_has_its_reason():
	for table in (TWO_PERSONS, BENCH_ONLY):
		for doctype in table:
			assert frappe.get_doc_hooks().get(doctype), doctype
	for doctype, guard in TWO_PERSONS.items():
		meta = frappe.get_meta(doctype)
		assert guard.reason
		assert any(meta.has_field(field) for field in guard.fields), doctype
		assert not guard.switch or meta.has_field(guard.switch)


@pytest.mark.parametrize("language", ["uz", "ru"])
def test_every_watched_doctype_has_its_words(language):
	"""The log of the configuration names them: the list, its filter and the title of a form."""
	known = get_all_translations(language)
	assert [name for name in WATCHED if name not in known] == []


def test_no_doctype_with_a_template_that_runs_is_open_to_one_person():
	"""Jinja in the framework's hands reads and writes the database past every guard."""
	framework = Path(frappe.get_app_path("frappe"))
	rendering = {
		path.parent.name
		for path in framework.glob("*/doctype/*/*.py")
		if re.search(r"render_template\(\s*self\.\w", path.read_text(encoding="utf-8"))
	}
	assert {"assignment_rule", "auto_repeat", "email_account", "notification"} <= rendering
	assert rendering <= {frappe.scrub(doctype) for doctype in (*BENCH_ONLY, *TWO_PERSONS)}


@pytest.mark.parametrize(
	("doctype", "name", "told"),
	[
		("SMS Template", "S10", "Шаблон SMS: За 24 часа до срока рассмотрения"),
		("SMS Template", "*", "Шаблон SMS: Несколько документов"),
		("SMS Template", "gone", "Шаблон SMS: gone"),
		("OneID Settings", "OneID Settings", None),
		("User", AUDITOR, None),
	],
)
def test_a_change_is_called_by_its_kind_and_its_document_in_words(as_user, monkeypatch, doctype, name, told):
	"""`SMS Template`, `S10` stood there; a login keeps its address beside the name, which two people may have."""
	as_user(ADMINISTRATOR)
	monkeypatch.setattr(frappe.local, "lang", "ru")
	change = frappe.get_doc(doctype=CHANGE, reference_doctype=doctype, reference_name=name)
	change.run_method("onload")
	kind = frappe._(doctype)
	login = f"{frappe.db.get_value('User', name, 'full_name')} ({name})"
	assert kind != doctype
	assert change.get_onload("shown_title") == (told or (f"{kind}: {login}" if doctype == "User" else kind))


def test_a_document_that_its_reader_may_not_read_is_called_by_its_name(as_user):
	as_user(make.SECRETARY)
	change = frappe.get_doc(
		doctype=CHANGE, reference_doctype="OneID Settings", reference_name="OneID Settings"
	)
	assert reading.heading(change) == frappe._("OneID Settings")
	change.reference_doctype, change.reference_name = "User", ADMINISTRATOR
	assert frappe.db.get_value("User", ADMINISTRATOR, "full_name") not in reading.heading(change)
