"""The picture of a procedure: what stands on the site, who may change it, what is changed against what we ship."""

import frappe
import pytest
from factories import appeals as make
from factories import two_persons, types

from esaylov.appeals.procedure import changing
from esaylov.appeals.procedure import picture as procedure_picture
from esaylov.appeals.procedure.picture import WHILE, workflow
from esaylov.appeals.review import deadlines
from esaylov.appeals.studio import building
from esaylov.core.appeal_types import procedure as outline
from esaylov.decisions.matters import annulling
from esaylov.decisions.signatures import apply_decision
from esaylov.framework.errors import FormInvalid, LawBroken, NotFound, WrongState
from esaylov.framework.guarded_steps import SETTING_UP
from esaylov.messages.events import Event
from esaylov.permissions.configuration.waiting import changes

ADMINISTRATOR, AUDITOR = make.ADMINISTRATOR, "auditor@esaylov.example"
SECOND = "second.administrator@esaylov.example"
TAKE = ("Registered", "Take Up", "Under Review")


def picture(language: str = "en", appeal_type: str = "A56"):
	return procedure_picture.of(appeal_type, language)


def step(found, state: str, action: str):
	return next(one for one in found["arrows"] if (one["state"], one["action"]) == (state, action))


def put(doctype: str, name: str, **values) -> None:
	"""As the set-up of a site writes: no second person is asked."""
	with SETTING_UP.writing():
		frappe.get_doc(doctype, name).update(values).save(ignore_permissions=True)


def test_each_step_of_the_type_says_who_on_what_by_when_and_what_is_told(as_user):
	as_user(ADMINISTRATOR)
	found = picture()
	take = step(found, "Registered", "Take Up")
	assert set(take["roles"]) <= set(outline.COMMISSION)
	assert take["choices"]
	assert not take["lock"]
	filing = step(found, "Draft", "File")
	assert (filing["lock"], filing["choices"]) == ("applicant", [])
	assert filing["messages"] == [{"event": "received", "template": "S04", "shipped": None}]
	assert "{appeal number}" in found["messages"]["S04"]["text"]
	assert step(found, "Under Review", "Grant")["lock"] == "decision"
	limit = found["numbers"][found["type"]["review"]]
	assert (limit["is_fixed"], limit["article"]) == (True, "(Election Code, art. 33)")
	assert not found["numbers"]["reminder_days"]["is_fixed"]
	assert [one["message"] for one in found["alarms"]] == ["S10", "S11", "S58"]
	assert {one["message"] for one in found["alarms"]} <= set(found["messages"])


def test_messages_that_every_type_has_are_those_that_decisions_send():
	assert dict(outline.FIXED) == {"Partly Granted": apply_decision.PARTLY, "annulment": annulling.MESSAGE}
	known = {event.value for event in Event}
	steps = (*outline.EVENTS.values(), *outline.QUIET.values())
	named = {event for events in steps for event in events} | set(WHILE)
	assert named == known
	assert set(outline.RUNNING) == set(deadlines.RUNNING)


@pytest.mark.full
def test_the_picture_has_the_steps_of_the_studio():
	_, rows = workflow()
	steps = building.routes()
	assert steps.keys() >= {"commission_vote", "chair_decision", "acknowledgement", "expert_then_vote"}
	for route, of_studio in steps.items():
		drawn = {(one.state, one.next_state) for one in outline.arrows(rows, route)}
		assert drawn == {(one["state"], one["next_state"]) for one in of_studio}, route


@pytest.mark.parametrize(
	("language", "word"),
	[("uz", "{murojaat raqami}"), ("ru", "{номер обращения}"), ("uz-Cyrl", "{мурожаат рақами}")],
)
def test_the_picture_speaks_the_readers_language(as_user, language, word):
	as_user(ADMINISTRATOR)
	found = picture(language)
	assert word in found["messages"]["S04"]["text"]
	assert found["type"]["title"] == next(one["title"] for one in found["types"] if one["name"] == "A56")


def test_others_read_and_change_nothing(as_user):
	for user, may in ((ADMINISTRATOR, True), (AUDITOR, False), (make.CHAIR, False)):
		as_user(user)
		assert picture()["may_change"] is may


def test_a_type_that_is_not_there_is_not_found(as_user):
	as_user(ADMINISTRATOR)
	with pytest.raises(NotFound):
		picture(appeal_type="no-such")


def test_what_differs_from_what_we_ship_is_said():
	before = picture()
	name = frappe.db.get_value("Statute", {"key": "reminder_days", "is_active": 1})
	value = str(int(frappe.db.get_value("Statute", name, "value")) + 1)
	put("Statute", name, value=value)
	template = frappe.get_doc("SMS Template", "S04")
	put("SMS Template", "S04", text_en=template.text_en + " Thank you.")
	after = picture()
	assert after["numbers"]["reminder_days"]["value"] == int(value)
	assert after["numbers"]["reminder_days"]["shipped"] == "1"
	assert after["messages"]["S04"]["is_changed"]
	assert (
		step(before, "Registered", "Take Up")["shipped_roles"]
		== step(after, "Registered", "Take Up")["shipped_roles"]
	)


def answer(code: str, event: str, template: str) -> int:
	"""Another template for an event of a type, as the page saves it; the version of the type then."""
	read = building.opened(code)
	rows = [row for row in read["document"]["messages"] if row["event"] != event]
	rows += [{"event": event, "sms_template": template}] if template else []
	saved = building.save({**read["document"], "messages": rows}, read["modified"])
	two_persons.sign_waiting("Appeal Type", code)
	return int(saved["version"])


def test_which_message_answers_an_event_is_said_against_what_we_ship(as_user):
	as_user(ADMINISTRATOR)
	version = building.opened("A56")["version"]
	for event, template in (("received", "S06"), ("withdrawn", ""), ("sheets_defective", "S05")):
		assert answer("A56", event, template) == version, "what is told is no part of what was signed"
	found = picture()
	assert step(found, "Draft", "File")["messages"] == [
		{"event": "received", "template": "S06", "shipped": "S04"}
	]
	(gone,) = step(found, "Registered", "Withdraw")["messages"]
	assert gone == {"event": "withdrawn", "template": "", "shipped": "S12"}
	added = step(found, "Under Review", "Return for Correction")["messages"]
	assert {"event": "sheets_defective", "template": "S05", "shipped": ""} in added
	assert {"S04", "S12"} <= set(found["messages"]), "the text that we ship can be read beside it"
	assert step(found, "Registered", "Take Up")["messages"] == [
		{"event": "in_review", "template": "S06", "shipped": None}
	]


def test_a_type_of_the_site_without_messages_has_its_picture(as_user):
	as_user(ADMINISTRATOR)
	made = building.save(
		{key: value for key, value in types.small().items() if key not in ("code", "doctype")}, ""
	)
	found = picture(appeal_type=made["appeal_type"])
	assert found["type"]["name"] == made["appeal_type"]
	assert found["arrows"]
	told = [one for row in found["arrows"] for one in row["messages"]]
	assert {one["shipped"] for one in told} == {None}, "what was never shipped differs from nothing"


def sign(as_user, change: str) -> None:
	"""Another administrator's yes."""
	as_user(SECOND)
	changes.confirm(change, make.signature(SECOND, changes.to_sign(change)))


def test_a_number_that_the_law_leaves_open_waits_for_a_second_person_and_is_then_in_force(as_user):
	as_user(ADMINISTRATOR)
	before = picture()["numbers"]["reminder_days"]["value"]
	change = changing.change_number("reminder_days", before + 2)
	waits = picture()["numbers"]["reminder_days"]
	assert (waits["value"], waits["waits"]["change"], waits["waits"]["value"]) == (
		before,
		change,
		str(before + 2),
	)
	with pytest.raises(WrongState) as refusal:
		changing.change_number("reminder_days", before + 3)
	assert refusal.value.code == "change_waits"
	as_user(make.CHAIR)
	assert picture()["numbers"]["reminder_days"]["waits"] is None, (
		"a proposal is shown to those who may read it"
	)
	sign(as_user, change)
	after = picture()["numbers"]["reminder_days"]
	assert (after["value"], after["waits"]) == (before + 2, None)


@pytest.mark.parametrize(
	("key", "value", "error", "code"),
	[
		("observer_review_days", 9, LawBroken, "number_fixed"),
		("correction_days", 9, LawBroken, "number_fixed"),
		("women_share", 9, NotFound, "not_found"),
		("no_such", 9, NotFound, "not_found"),
		("reminder_days", 366, FormInvalid, "form_invalid"),
		("reminder_days", -1, FormInvalid, "form_invalid"),
		("proxy_review_days", 0, FormInvalid, "form_invalid"),
	],
)
def test_what_the_law_fixes_or_nobody_means_is_not_changed(as_user, key, value, error, code):
	as_user(ADMINISTRATOR)
	waiting = frappe.db.count("Configuration Change", {"status": "Proposed"})
	with pytest.raises(error) as refusal:
		changing.change_number(key, value)
	assert refusal.value.code == code
	assert frappe.db.count("Configuration Change", {"status": "Proposed"}) == waiting


def test_what_is_in_force_already_is_no_change(as_user):
	as_user(ADMINISTRATOR)
	found = picture()
	with pytest.raises(WrongState) as refusal:
		changing.change_number("reminder_days", found["numbers"]["reminder_days"]["value"])
	assert refusal.value.code == "change_none"
	with pytest.raises(WrongState):
		changing.change_roles(*TAKE, step(found, *TAKE[:2])["roles"])


def test_who_takes_a_step_waits_for_a_second_person_and_the_rest_of_the_workflow_stays(as_user):
	as_user(ADMINISTRATOR)
	before = workflow()[1]
	held = step(picture(), *TAKE[:2])["roles"]
	change = changing.change_roles(*TAKE, ["Commission Secretary", "Commission Chair"])
	assert picture()["waits"]["change"] == change
	assert workflow()[1] == before
	with pytest.raises(WrongState):
		changing.change_roles("Under Review", "Return for Correction", "Returned", ["Commission Chair"])
	sign(as_user, change)
	frappe.clear_document_cache("Workflow", "Appeal")
	changed = step(picture(), *TAKE[:2])
	assert changed["roles"] == ("Commission Chair", "Commission Secretary")
	assert set(changed["shipped_roles"]) == set(held) == set(changed["choices"])
	others = [row for row in workflow()[1] if (row.state, row.action, row.next_state) != TAKE]
	assert others == [row for row in before if (row.state, row.action, row.next_state) != TAKE]


@pytest.mark.parametrize(
	("taken", "roles", "error"),
	[
		(TAKE, [], FormInvalid),
		(TAKE, ["Candidate"], FormInvalid),
		(TAKE, ["Commission Member"], FormInvalid),
		(("Draft", "File", "Registered"), ["Candidate"], LawBroken),
		(("On Agenda", "Grant", "Granted"), ["Commission Chair"], LawBroken),
		(("Draft", "Take Up", "Granted"), ["Commission Chair"], NotFound),
	],
)
def test_roles_that_the_step_does_not_admit_are_refused(as_user, taken, roles, error):
	as_user(ADMINISTRATOR)
	with pytest.raises(error):
		changing.change_roles(*taken, roles)


def test_a_declined_change_leaves_what_was_and_frees_the_way(as_user):
	as_user(ADMINISTRATOR)
	before = picture()["numbers"]["escalation_days"]["value"]
	change = changing.change_number("escalation_days", before + 1)
	changes.decline(change)
	assert picture()["numbers"]["escalation_days"]["value"] == before
	assert changing.change_number("escalation_days", before + 2) != change


def test_who_edits_the_source_of_a_number_unlocks_nothing(as_user):
	name = frappe.db.get_value("Statute", {"key": "correction_days", "is_active": 1})
	put("Statute", name, source_mark="[ours]")
	as_user(ADMINISTRATOR)
	assert picture()["numbers"]["correction_days"]["is_fixed"]
	with pytest.raises(LawBroken):
		changing.change_number("correction_days", 4)
