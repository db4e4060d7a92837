"""One list of what waits for a person's signature: each kind appears for who may sign it, and leaves with the signature."""

from datetime import timedelta
from typing import Any

import frappe
import pytest
from factories import appeals as filing
from factories import codes, two_persons, voted
from factories import decisions as decided
from factories import sessions as make

from esaylov.appeals.procedure import new_values
from esaylov.decisions.sessions.papers import protocol
from esaylov.decisions.sessions.steps import counting, holding
from esaylov.decisions.signature_inbox import details, listing
from esaylov.framework import clock
from esaylov.framework.errors import NotFound, NotPermitted
from esaylov.permissions.configuration.waiting import changes

ADMINISTRATOR, SECOND = filing.ADMINISTRATOR, two_persons.SECOND
CHANGE, LOG = "Configuration Change", "Notification Log"
KEY = "observer_notice_days"


def listed(user: str, view: str = listing.TO_SIGN) -> dict[str, dict[str, Any]]:
	before = frappe.session.user
	frappe.set_user(user)
	try:
		return {item["name"]: item for item in listing.list_items(user, view)["items"]}
	finally:
		frappe.set_user(before)


def shown(user: str, kind: str, name: str) -> dict[str, Any]:
	before = frappe.session.user
	frappe.set_user(user)
	try:
		return details.show_item(user, kind, name)
	finally:
		frappe.set_user(before)


def notices(user: str, name: str) -> list[int]:
	return frappe.get_all(LOG, {"for_user": user, "document_name": name}, pluck="read", order_by="name asc")


def proposed_number(as_user, days: int = 5) -> str:
	as_user(ADMINISTRATOR)
	statute = frappe.db.get_value("Statute", {"key": KEY, "is_active": 1})
	return new_values.propose_value(statute, 9, clock.today() + timedelta(days=days), "33-1")


def proposed_text(as_user) -> str:
	"""A text of decisions with one other word."""
	as_user(ADMINISTRATOR)
	text = frappe.get_doc("Decision Text", "every_appeal_granted")
	text.update({"text_ru": text.text_ru + "\nНовая строка."}).save()
	return two_persons.open_change("Decision Text", text.name)


def proposed_phone(as_user) -> str:
	as_user(ADMINISTRATOR)
	person = frappe.get_doc("Person", make.person(make.MEMBER))
	person.flags.ignore_permissions = True
	person.update({"phone": "+998901112233"}).save()
	return two_persons.open_change("Person", person.name)


def proposed_position(as_user) -> str:
	as_user(ADMINISTRATOR)
	membership = frappe.get_doc(
		doctype="Commission Membership",
		person=codes.person(),
		commission=decided.COMMISSION,
		position="Member",
		starts_on=clock.today() + timedelta(days=1),
	).insert()
	return two_persons.open_change("Commission Membership", membership.name)


def proposed_role(as_user) -> str:
	as_user(ADMINISTRATOR)
	user = frappe.get_doc("User", make.MEMBER)
	user.flags.ignore_permissions = True
	user.add_roles("Election Auditor")
	return two_persons.open_change("User", user.name)


@pytest.mark.parametrize(
	("propose", "group"),
	[
		(proposed_number, "configuration"),
		(proposed_text, "configuration"),
		(proposed_phone, "person"),
		(proposed_position, "position"),
		(proposed_role, "position"),
	],
)
def test_a_proposal_waits_for_the_second_administrator_alone_and_leaves_when_it_is_signed(
	as_user, propose, group
):
	before = listing.count_items(SECOND)
	change = propose(as_user)
	item = listed(SECOND)[change]
	assert (item["kind"], item["group"], item["status"]) == ("configuration", group, "Proposed")
	assert item["title"]
	assert item["by"] == frappe.db.get_value("User", ADMINISTRATOR, "full_name")
	assert listing.count_items(SECOND) == before + 1
	assert notices(SECOND, change) == [0]
	assert change not in listed(ADMINISTRATOR), "its author cannot sign it"
	assert listed(ADMINISTRATOR, listing.MINE)[change]["status"] == "Proposed"
	assert change not in listed(SECOND, listing.MINE)
	two_persons.sign(change)
	assert change not in listed(SECOND)
	assert listing.count_items(SECOND) == before
	assert notices(SECOND, change) == [1]
	assert listed(ADMINISTRATOR, listing.MINE)[change]["status"] == "In force"


def test_a_proposal_that_was_taken_back_waits_for_nobody(as_user):
	change = proposed_number(as_user)
	changes.decline(change, "xato")
	assert change not in listed(SECOND)
	assert notices(SECOND, change) == [1]
	mine = listed(ADMINISTRATOR, listing.MINE)[change]
	assert (mine["status"], mine["note"]) == ("Declined", "xato")


def test_the_proposer_is_told_calmly_for_whom_it_waits(as_user):
	as_user(ADMINISTRATOR)
	frappe.clear_messages()
	text = frappe.get_doc("Decision Text", "every_appeal_granted")
	text.update({"text_ru": text.text_ru + "\nНовая строка."}).save()
	(message,) = frappe.get_message_log()
	assert frappe.db.get_value("User", SECOND, "full_name") in message["message"]
	assert frappe.db.get_value("User", ADMINISTRATOR, "full_name") not in message["message"]
	assert message["indicator"] == "blue"


def test_a_new_number_says_what_it_changes_in_words_and_which_types_use_it(as_user):
	change = proposed_number(as_user)
	found = shown(SECOND, "configuration", change)
	said = {one["label"]: one for one in found["differences"]}
	fields = {
		field.fieldname: frappe._(field.label) for field in frappe.get_meta("Statute").fields if field.label
	}
	assert said[fields["value"]]["after"] == "9"
	first_day = clock.today() + timedelta(days=5)
	assert said[fields["valid_from"]]["after"] == first_day.strftime("%d.%m.%Y")
	used = new_values.find_number_uses(frappe.db.get_value("Statute", {"key": KEY, "is_active": 1}), "uz")
	assert any(str(len(used["types"])) in sentence for sentence in found["effects"])


def test_only_the_changed_words_of_a_text_are_marked(as_user):
	found = shown(SECOND, "configuration", proposed_text(as_user))
	(difference,) = found["differences"]
	marks = [line["mark"] for line in difference["lines"]]
	assert marks[-1] == "added"
	assert difference["lines"][-1]["parts"] == [("added", "Новая строка.")]
	assert "removed" not in marks


def test_a_row_of_a_table_is_read_in_words(as_user):
	found = shown(SECOND, "configuration", proposed_role(as_user))
	(difference,) = found["differences"]
	added = [line for line in difference["lines"] if line["mark"] == "added"]
	assert [part for line in added for part in line["parts"]] == [("added", frappe._("Election Auditor"))]


def test_a_telephone_is_shown_masked(as_user):
	found = shown(SECOND, "configuration", proposed_phone(as_user))
	(difference,) = found["differences"]
	assert difference["after"] == "+998 90 *** ** 33"
	assert "hmac" not in str(found["differences"])


@pytest.mark.parametrize("user", [filing.PARTY, "auditor@esaylov.example", make.CHAIR])
def test_a_proposal_is_nobody_elses(as_user, user):
	change = proposed_number(as_user)
	as_user(user)
	try:
		names = listing.list_items(user)["items"]
	except NotPermitted:
		names = []
	assert change not in {item["name"] for item in names}
	with pytest.raises((NotFound, NotPermitted)):
		details.show_item(user, "configuration", change)
	assert notices(user, change) == []


@pytest.fixture
def adopted() -> tuple[str, str]:
	"""An open session, and the decision that it adopted."""
	session = make.planned()
	item = make.item(session)
	make.attend(session, *make.ALL)
	frappe.set_user(make.CHAIR)
	holding.open_session(session)
	counting.open_item(item)
	make.all_vote(session, item, ["For"] * len(make.ALL))
	decision = make.close(item).decision
	frappe.set_user("Administrator")
	return session, decision


def test_protocol_and_decisions_wait_for_the_two_who_sign_a_session(adopted):
	session, decision = adopted
	for user in (make.CHAIR, make.SECRETARY):
		assert listed(user)[session]["kind"] == "decisions"
	assert session not in listed(make.MEMBER)
	found = shown(make.CHAIR, "decisions", session)
	assert found["names"] == [decision]
	assert found["effects"]
	voted.signed_by(make.CHAIR, [decision])
	assert session not in listed(make.CHAIR)
	assert session in listed(make.SECRETARY)
	voted.signed_by(make.SECRETARY, [decision])
	assert session not in listed(make.SECRETARY)
	frappe.set_user(make.CHAIR)
	holding.close(session)
	frappe.set_user("Administrator")
	assert notices(make.SECRETARY, session) == [0]
	for user in (make.CHAIR, make.SECRETARY):
		assert listed(user)[session]["kind"] == "protocol"
		count = listing.count_items(user)
		frappe.set_user(user)
		protocol.sign(session, filing.signature(user, protocol.payload(session)))
		frappe.set_user("Administrator")
		assert session not in listed(user)
		assert listing.count_items(user) == count - 1
	assert notices(make.SECRETARY, session) == [1]


def test_a_session_is_shown_to_its_signers_alone(adopted):
	session, _ = adopted
	assert shown(make.CHAIR, "decisions", session)["names"]
	for user in (make.MEMBER, ADMINISTRATOR, "sibling.chair@esaylov.example"):
		with pytest.raises(NotFound):
			shown(user, "decisions", session)


def test_the_list_reads_as_much_for_many_as_for_one_and_goes_on_page_by_page(as_user, count_queries):
	proposed_text(as_user)
	frappe.set_user(SECOND)
	listing.list_items(SECOND)  # what is read once a process
	few = count_queries(lambda: listing.list_items(SECOND))
	frappe.set_user(ADMINISTRATOR)
	for text in frappe.get_all(
		"Decision Text", {"name": ["!=", "every_appeal_granted"]}, pluck="name", limit=6
	):
		document = frappe.get_doc("Decision Text", text)
		document.update({"text_ru": (document.text_ru or "") + "\nНовая строка."}).save()
	frappe.set_user(SECOND)
	many = count_queries(lambda: listing.list_items(SECOND))
	assert many <= few
	whole = [item["name"] for item in listing.list_items(SECOND)["items"]]
	seen, after = [], ""
	for _page in range(len(whole)):
		page = listing.list_items(SECOND, after=after, most=3)
		seen += [item["name"] for item in page["items"]]
		if not (after := page["next"]):
			break
	assert seen == whole
