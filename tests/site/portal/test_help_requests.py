"""Help requests: asked from a screen, of administrators alone; what they say of the place is nothing personal; answered and read once."""

import frappe
import pytest
from factories import appeals as make
from frappe.model.workflow import apply_workflow

from esaylov.framework.errors import FormInvalid, LawBroken, NotFound, TooMany, WrongState
from esaylov.framework.requests import limits
from esaylov.identity.logins import first_login
from esaylov.permissions.reach import reach
from esaylov.portal.editorial import texts
from esaylov.portal.feedback import asking, receiving, screens

ADMINISTRATOR, CHAIR, AUDITOR = (f"{name}@esaylov.example" for name in ("administrator", "chair", "auditor"))


@pytest.fixture(autouse=True)
def fresh_count():
	"""What other tests asked in this hour counts for nobody here."""
	for user in (CHAIR, make.PARTY, ADMINISTRATOR):
		limits.clear("help-request", user)


def asked(user: str = CHAIR, words: str = "Qayerda imzolayman?", **more: str):
	frappe.set_user(user)
	number = asking.ask(user, words, **more)
	frappe.set_user("Administrator")
	return frappe.get_doc("Feedback", number)


def answered(request, words: str = "Majlis sahifasida."):
	frappe.set_user(ADMINISTRATOR)
	request = frappe.get_doc("Feedback", request.name)
	request.answer = words
	request.save()
	apply_workflow(request, "Send the Answer")
	frappe.set_user("Administrator")
	return frappe.get_doc("Feedback", request.name)


@pytest.mark.parametrize(
	("screen", "route"),
	[
		("commission-desk", "commission-desk"),
		("/app/commission-desk", "app/commission-desk"),
		("Form/Appeal/A26-00012", "Form/Appeal/…"),
		("form/person/Aliyev Vali", "form/person/…"),
		("List/Candidate/List", "List/Candidate/…"),
		("List/Candidate", "List/Candidate"),
		("/cabinet/appeal/A26-00012/form?body=x#rows", "cabinet/appeal/…/form"),
		("user/vali@sinov.uz", "user/…"),
		("user/vali", "user/…"),
		("commission-desk/flklvvskhg", "commission-desk/…"),
		("/app/appeal/flklvvskhg", "app/appeal/…"),
		("/desk/person/flklvvskhg", "desk/person/…"),
		("/cabinet/appeal/flklvvskhg/form", "cabinet/appeal/…/form"),
		("/cabinet/people/flklvvskhg/end", "cabinet/people/…/end"),
		("cabinet/people/new", "cabinet/people/new"),
		("cabinet/vali", "cabinet/…"),
		("cabinet/31708001234567", "cabinet/…"),
		("cabinet/<script>", "cabinet/…"),
		("cabinet/people/new/people/new", "cabinet/people/new/people/…"),
		("a/b/c/d/e/f", "a/…"),
		("?q=Aliyev", ""),
		("", ""),
	],
)
def test_of_an_address_its_words_stay_alone(screen, route):
	assert screens.route_of(screen) == route
	assert screens.route_of(route) == route


def test_a_question_of_staff_says_the_screen_and_the_record_that_they_read():
	appeal = frappe.get_doc("Appeal", make.filed())
	request = asked(screen="Form/Appeal", doctype="Appeal", name=appeal.name)
	assert (request.kind, request.asked_by, request.screen) == ("Help Request", CHAIR, "Form/Appeal")
	assert (request.about_doctype, request.about_name) == ("Appeal", appeal.name)
	assert request.election == appeal.election
	assert not request.commission
	assert not request.phone


@pytest.mark.parametrize("user", [make.PARTY, "sibling.chair@esaylov.example"])
def test_a_record_that_the_asker_may_not_read_is_left_out(user):
	limits.clear("help-request", user)
	draft = make.draft(user=make.RIVAL) if user == make.PARTY else make.draft()
	request = asked(user, doctype="Appeal", name=draft)
	assert (request.about_doctype, request.about_name) == ("", "")


@pytest.mark.parametrize(
	("doctype", "name"),
	[("Nothing", "x"), ("E-saylov Settings", "E-saylov Settings"), ("Appeal", "x"), ("User", "")],
)
def test_what_is_no_record_is_left_out(doctype, name):
	request = asked(doctype=doctype, name=name)
	assert (request.about_doctype, request.about_name) == ("", "")


def test_an_applicant_asks_from_the_page_of_an_own_appeal():
	draft = make.draft()
	request = asked(make.PARTY, screen=f"/cabinet/appeal/{draft}/form?x=1")
	assert (request.screen, request.about_name) == ("cabinet/appeal/…/form", draft)


@pytest.mark.parametrize(("words", "code"), [("  ", "feedback_missing"), ("a" * 4001, "too_long")])
def test_an_empty_or_endless_question_is_refused(words, code):
	before = frappe.db.count("Feedback")
	with pytest.raises(FormInvalid) as refused:
		asking.ask(CHAIR, words)
	assert [finding.code for finding in refused.value.findings] == [code]
	assert frappe.db.count("Feedback") == before


def test_a_user_who_never_stops_is_told_to_wait():
	for _ in range(asking.MOST_ASKED):
		asked()
	with pytest.raises(TooMany):
		asking.ask(CHAIR, "Yana")
	asked(make.PARTY)  # others are not kept waiting


@pytest.mark.parametrize(
	("user", "sees"),
	[
		(ADMINISTRATOR, True),
		(AUDITOR, True),
		(CHAIR, False),
		("cec.chair@esaylov.example", False),
		(make.PARTY, False),
	],
)
def test_administrators_reach_the_queue_and_no_commission_does(user, sees):
	request = asked()
	frappe.set_user(user)
	assert reach(user).has("Feedback", [request.name]) is sees
	frappe.set_user("Administrator")


def test_who_asked_is_at_a_level_that_the_auditor_does_not_read():
	request = asked()
	frappe.set_user(AUDITOR)
	shown = frappe.get_list("Feedback", {"name": request.name}, ["name", "asked_by"])
	frappe.set_user("Administrator")
	assert not shown[0].get("asked_by")


def test_one_of_the_administrators_takes_it_and_leaves_it_again():
	request = asked()
	asking.take(ADMINISTRATOR, request.name)
	asking.take(ADMINISTRATOR, request.name)  # pressed twice
	with pytest.raises(WrongState):
		asking.take(AUDITOR, request.name)
	with pytest.raises(WrongState):
		asking.give_back(AUDITOR, request.name)
	asking.give_back(ADMINISTRATOR, request.name)
	assert not frappe.db.get_value("Feedback", request.name, "taken_by")
	with pytest.raises(NotFound):
		asking.take(ADMINISTRATOR, "F00-00000")


def test_what_is_answered_is_not_taken():
	request = answered(asked())
	with pytest.raises(WrongState):
		asking.take(ADMINISTRATOR, request.name)


def test_the_asker_is_told_and_reads_the_answer_on_a_page_of_their_own():
	request = asked()
	assert asking.own(CHAIR)[0]["answer"] == ""
	before = asking.unread(CHAIR)
	request = answered(request)
	assert request.channel == "Notice"
	notice = frappe.get_last_doc("Notification Log", {"for_user": CHAIR})
	assert request.name in notice.subject
	assert notice.link == "/cabinet/help"
	assert not frappe.db.exists("SMS Message", {"reference_name": request.name})
	assert asking.own(CHAIR)[0]["answer"] == "Majlis sahifasida."
	assert asking.unread(CHAIR) == before + 1
	asking.mark_read(CHAIR, request.name)
	assert asking.unread(CHAIR) == before


def test_an_answer_that_is_being_written_is_not_shown():
	request = asked()
	request.answer = "Yarim"
	request.save()
	assert asking.own(CHAIR)[0]["answer"] == ""
	with pytest.raises(NotFound):
		asking.mark_read(CHAIR, request.name)


def test_an_answer_to_somebody_else_is_not_there():
	request = answered(asked())
	with pytest.raises(NotFound):
		asking.mark_read(make.PARTY, request.name)
	assert request.name not in {row["name"] for row in asking.own(make.PARTY)}


def test_it_is_not_followed_by_number_and_an_empty_code():
	request = asked()
	with pytest.raises(NotFound):
		receiving.found(request.name, "")


@pytest.mark.parametrize(
	("field", "value"),
	[
		("text", "x"),
		("asked_by", AUDITOR),
		("screen", "x"),
		("about_name", "x"),
		("taken_by", AUDITOR),
		("kind", "Feedback"),
	],
)
def test_no_form_changes_what_was_asked_or_who_works_on_it(field, value):
	request = asked()
	request.set(field, value)
	with pytest.raises(LawBroken):
		request.save()


def test_an_answer_becomes_an_entry_of_the_help_page_by_a_second_look():
	request = answered(asked())
	entry = frappe.get_doc(
		{
			"doctype": "FAQ",
			"question_uz": "Qayerda imzolanadi?",
			"answer_uz": "Majlis sahifasida.",
			"for_help": 1,
			"feedback": request.name,
		}
	)
	frappe.set_user(ADMINISTRATOR)
	entry.insert()
	apply_workflow(entry, "Check")
	with pytest.raises(LawBroken) as refused:
		apply_workflow(frappe.get_doc("FAQ", entry.name), "Publish")
	assert refused.value.code == "second_look"
	assert frappe.db.get_value("FAQ", entry.name, "status") == "Checked"
	frappe.set_user("Administrator")
	apply_workflow(frappe.get_doc("FAQ", entry.name), "Publish")
	assert entry.name in {row["name"] for row in texts.help_questions()}


def test_the_tour_is_due_until_it_was_seen():
	first_login.begin(CHAIR)
	assert first_login.is_due(CHAIR)
	assert not first_login.is_due(make.RIVAL)
	first_login.finish(CHAIR)
	assert not first_login.is_due(CHAIR)
