"""Members whom a table brings in are invited by SMS: a code of one use sets their password, and nothing of it can be turned round."""

import json
from datetime import timedelta
from types import SimpleNamespace

import frappe
import pytest
from factories import codes, settled
from factories import intake as tables
from factories import invitations as make
from factories.invitations import PASSWORD
from factories.races import at_once, racers
from frappe.utils.password import check_password

from esaylov.api import intake as api
from esaylov.framework import clock
from esaylov.framework.errors import CodeRefused, FormInvalid, LawBroken, LoginRefused, NotPermitted
from esaylov.framework.requests import login_sessions
from esaylov.identity.logins import first_login, invitations, session, step_up
from esaylov.identity.logins.invitations import INVITATION, State
from esaylov.identity.persons import user_for
from esaylov.permissions.configuration.waiting import entries, persons
from esaylov.permissions.configuration.waiting import invitations as configuration_invitations
from esaylov.setup.imports import running

SMS = "SMS Message"


@pytest.fixture(autouse=True)
def entered(monkeypatch):
	"""Who was let in: the framework would open a session, and commit. The hook of a new session runs as it would."""
	found = []

	def login_as(user: str) -> None:
		frappe.set_user(user)
		frappe.session.sid = frappe.generate_hash(length=20)
		frappe.session.data = frappe._dict({login_sessions.WAY: frappe.local.flags.esaylov_way})
		found.append(user)
		persons.note()

	manager = SimpleNamespace(login_as=login_as, user=None)
	monkeypatch.setattr(frappe.local, "login_manager", manager, raising=False)
	monkeypatch.setattr(session, "end_session", lambda: None)
	yield found
	frappe.local.flags.esaylov_way = None


def refused(row, code: str, phone: str = "") -> None:
	with pytest.raises(CodeRefused) as problem:
		configuration_invitations.accept(phone or row["phone"], code, PASSWORD)
	assert (problem.value.code, problem.value.field) == ("invitation_code", "code")


def person_of(row) -> str:
	return str(frappe.db.get_value("Person", {"pinfl": row["pinfl"]}))


def test_a_table_invites_those_who_never_logged_in_at_a_phone_of_their_own():
	rows = make.members(5)
	rows[1]["phone"] = rows[2]["phone"]  # somebody typed one number for two
	rows[3]["phone"] = ""
	rows[4]["ends_on"] = "01.03.2024"  # of an election that is over
	done = make.imported(rows)
	assert tables.counts(done) == (5, 0, 0, 0)
	assert [make.of(row) is not None for row in rows] == [True, False, False, False, False]
	invitation, code = make.of(rows[0]), make.code(rows[0])
	assert (invitation.status, invitation.table_import, invitation.times) == ("Open", done.name, 1)
	assert invitation.ends_at.date() == clock.today() + timedelta(days=invitations.DAYS)
	assert code not in json.dumps(invitation.as_dict(), default=str)
	message = frappe.get_last_doc(SMS, {"reference_name": invitation.name})
	assert (message.phone, message.is_secret, message.parts) == (rows[0]["phone"], 1, 1)
	assert code not in message.text
	event = frappe.get_last_doc("Chain Event", {"kind": "data.imported"})
	assert json.loads(event.body)["invited"] == 1


def test_nobody_is_invited_where_the_table_says_so():
	rows = make.members(1)
	make.imported(rows, invites=0)
	assert make.of(rows[0]) is None


def test_a_code_sets_the_password_once_and_the_tour_begins(entered):
	(row,) = make.invited()
	code = make.code(row)
	frappe.set_user("Guest")
	user = configuration_invitations.accept(
		f" {row['phone'][4:]} ", f"{code[:4]} {code[4:8]}-{code[8:]}", PASSWORD
	)
	assert entered == [user]
	assert check_password(user, PASSWORD) == user
	assert frappe.db.get_value("User", user, "user_type") == "System User"
	assert first_login.is_due(user)
	invitation = make.of(row)
	assert (invitation.status, invitation.user, invitation.code_hash) == ("Used", user, None)
	about = {"commission": invitation.commission, "kind": invitations.USED}
	assert json.loads(frappe.get_last_doc("Chain Event", about).body)["invitation"] == invitation.name
	assert not frappe.db.exists(SMS, {"reference_name": invitation.name, "sealed_text": ["is", "set"]})
	for doctype, name in (("Person", person_of(row)), ("User", user), ("User", f"{user} (password)")):
		assert entries.is_explained(doctype, name), name
	frappe.set_user("Guest")
	refused(row, code)


@pytest.mark.parametrize(
	"change",
	[
		"wrong code",
		"another number",
		"over its time",
		"another phone",
		"phone of two",
		"membership over",
		"came meanwhile",
		"no digits",
	],
)
def test_whatever_is_not_as_it_was_is_answered_alike(change):
	row, other = make.invited(2)
	code, phone = make.code(row), row["phone"]
	invitation, person = make.of(row), person_of(row)
	if change == "wrong code":
		code = codes.wrong(code)
	elif change == "another number":
		phone = other["phone"]
	elif change == "over its time":
		frappe.db.set_value(INVITATION, invitation.name, "ends_at", clock.now() - timedelta(minutes=1))
	elif change == "another phone":
		document = frappe.get_doc("Person", person)
		document.phone = codes.phone()
		settled.saved(document)
	elif change == "phone of two":
		document = frappe.get_doc("Person", person_of(other))
		document.phone = phone
		settled.saved(document)
	elif change == "membership over":
		yesterday = clock.today() - timedelta(days=1)
		frappe.db.set_value("Commission Membership", invitation.membership, "ends_on", yesterday)
	elif change == "came meanwhile":
		user_for(person)
	else:
		code = "' or 1=1 --"
	frappe.set_user("Guest")
	refused(row, code, phone)
	assert make.of(other).status == State.OPEN


def test_a_phone_that_one_person_alone_wrote_opens_nothing():
	"""Of who holds no office yet one administrator may change the phone; a code to that number is worth nothing."""
	(row,) = make.invited()
	invitation, theirs = make.of(row), codes.phone()
	frappe.db.set_value("Person", person_of(row), "phone", theirs)
	frappe.db.set_value(INVITATION, invitation.name, "invited_at", clock.now() - timedelta(hours=2))
	assert invitations.again([invitation.name]).invited == 1
	refused(row, make.code(row), theirs)


def test_what_is_wrong_with_the_password_or_the_day_costs_no_code(entered, monkeypatch):
	row = {**make.members(1)[0], "starts_on": (clock.today() + timedelta(days=3)).strftime("%d.%m.%Y")}
	make.imported([row])
	code = make.code(row)
	frappe.set_user("Guest")
	with pytest.raises(LoginRefused) as problem:
		configuration_invitations.accept(row["phone"], code, PASSWORD)
	assert problem.value.code == "login_no_right"
	later, today, now = timedelta(days=4), clock.today(), clock.now()
	monkeypatch.setattr(clock, "today", lambda: today + later)
	monkeypatch.setattr(clock, "now", lambda: now + later)
	with pytest.raises(CodeRefused) as problem:
		configuration_invitations.accept(row["phone"], code, "qisqa")
	assert problem.value.code == "password_short"
	assert entered == []
	assert configuration_invitations.accept(row["phone"], code, PASSWORD) == entered[0]


def test_invited_again_the_former_code_ends_and_nobody_is_within_the_hour():
	first, second = make.invited(2)
	names = [make.of(first).name, make.of(second).name]
	assert invitations.again(names) == (0, 2, "")
	former = make.code(first)
	frappe.db.set_value(INVITATION, names[0], "invited_at", clock.now() - timedelta(hours=2))
	assert invitations.again([*names, "no such"]).invited == 1
	assert make.of(first).times == 2
	assert make.code(first) != former
	messages = frappe.get_all(SMS, {"reference_name": names[0]}, ["status"], order_by="creation asc")
	assert [message.status for message in messages] == ["Expired", "Queued"]  # the former one goes to nobody
	frappe.set_user("Guest")
	refused(first, former)


def test_all_who_have_not_come_are_asked_in_slices(monkeypatch):
	rows = make.invited(3)
	monkeypatch.setattr(invitations, "SLICE", 2)
	earlier = clock.now() - timedelta(days=20)
	names = [make.of(row).name for row in rows]
	for name in names:
		frappe.db.set_value(INVITATION, name, {"invited_at": earlier, "status": "Expired", "code_hash": None})
	seen = [api.invite_rest()["after"]]
	while seen[-1]:
		seen.append(api.invite_rest(seen[-1])["after"])
		assert seen == sorted(seen[:-1]) + seen[-1:]  # forward, so there is an end
	assert len(seen) > 1
	assert {make.of(row).status for row in rows} == {"Open"}
	assert invitations.again(names).invited == 0


def test_the_job_closes_what_is_over(entered):
	late, came, gone, open_one = make.invited(4)
	frappe.db.set_value(INVITATION, make.of(late).name, "ends_at", clock.now() - timedelta(days=1))
	user_for(person_of(came))
	yesterday = clock.today() - timedelta(days=1)
	frappe.db.set_value("Commission Membership", make.of(gone).membership, "ends_on", yesterday)
	invitations.settle()
	found = [make.of(row) for row in (late, came, gone, open_one)]
	assert [one.status for one in found] == ["Expired", "Entered", "Ended", "Open"]
	assert [bool(one.code_hash) for one in found] == [False, False, False, True]
	assert invitations.again([found[1].name, found[2].name]).invited == 0


def test_a_number_on_record_stays_and_a_wrong_one_is_a_fault_of_its_row():
	known, wrong = make.members(2)
	with make.opened():
		names = dict(
			zip(("surname", "given_name", "patronymic"), known["full_name"].split(maxsplit=2), strict=False)
		)
		person = codes.person(pinfl=known["pinfl"], **names)
		wrong["phone"] = "12-34"
		name = tables.intake("Commission Members", [known, wrong])
		tables.ran(name)
	found = running.stored_findings(frappe.get_doc("Table Import", name))
	assert [(one["line"], one["code"]) for one in found] == [
		(2, "intake_phone_stays"),
		(3, "phone_structure"),
	]
	stands = frappe.db.get_value("Person", person, "phone")
	assert stands != known["phone"]
	assert frappe.get_last_doc(SMS, {"reference_name": make.of(known).name}).phone == stands


def test_an_invitation_is_written_by_the_logins_alone():
	(row,) = make.invited()
	invitation = make.of(row)
	invitation.status = "Open"
	with pytest.raises(LawBroken):
		invitation.save()
	with pytest.raises(LawBroken):
		frappe.delete_doc(INVITATION, invitation.name)
	frappe.set_user("chair@esaylov.example")
	with pytest.raises(NotPermitted):
		api.invite_again([invitation.name])
	with pytest.raises(NotPermitted):
		api.invite_rest()
	frappe.set_user("Administrator")
	with pytest.raises(FormInvalid):
		api.invite_again("{}")


def test_a_login_by_an_invitation_confirms_nothing_for_a_day(entered, monkeypatch):
	(row,) = make.invited()
	code = make.code(row)
	frappe.set_user("Guest")
	user = configuration_invitations.accept(row["phone"], code, PASSWORD)
	monkeypatch.setattr(frappe.local, "request", SimpleNamespace(path="/"), raising=False)
	with pytest.raises(NotPermitted) as problem:
		step_up.require()
	assert problem.value.code == "invitation_rests"
	frappe.db.set_value(INVITATION, {"user": user}, "used_at", clock.now() - timedelta(hours=25))
	step_up.require()


def test_a_phone_number_is_the_name_of_a_login_where_one_member_has_it():
	first, second = make.invited(2)
	code = make.code(first)
	assert invitations.user_of_phone(first["phone"]) == first["phone"]  # nobody yet
	frappe.set_user("Guest")
	user = configuration_invitations.accept(first["phone"], code, PASSWORD)
	assert invitations.user_of_phone(f"8 {first['phone']}") != user
	assert invitations.user_of_phone(first["phone"].removeprefix("+")) == user
	frappe.set_user("Administrator")
	user_for(person_of(second))
	frappe.db.set_value("Person", person_of(second), "phone", first["phone"])
	assert invitations.user_of_phone(first["phone"]) == first["phone"]  # of two neither


def test_the_statements_of_an_import_of_members_do_not_grow_with_the_rows(count_queries):
	with make.opened():
		few, many = (tables.intake("Commission Members", make.members(count)) for count in (5, 45))
		for name in (few, many):
			tables.ran(name, "Checking")
		tables.ran(tables.intake("Commission Members", make.members(2)))  # what is read once
		one, other = (count_queries(lambda name=name: tables.ran(name, "Importing")) for name in (few, many))
	assert other <= one + 12


def test_the_log_of_authorities_has_each_membership_as_if_it_were_alone():
	rows = make.members(3)
	rows[1] |= {
		"pinfl": rows[0]["pinfl"],
		"commission": "CEC",
		"phone": rows[0]["phone"],
	}  # staff of two commissions
	make.imported(rows)
	people = {person_of(row) for row in rows}
	assert len(people) == 2
	memberships = frappe.get_all("Commission Membership", {"person": ["in", sorted(people)]}, pluck="name")
	assert len(memberships) == 3
	for doctype, names in (("Commission Membership", memberships), ("Person", people)):
		for name in names:
			assert entries.is_explained(doctype, name)
			about = {"reference_doctype": doctype, "reference_name": name}
			found = frappe.get_all(entries.CHANGE, about, pluck="name")
			assert len(found) == 1
			assert entries.is_sealed(frappe.get_doc(entries.CHANGE, found[0]))


def test_two_rows_of_one_member_do_not_pass_together():
	rows = make.members(2)
	for row in rows:
		row["position"] = "Member"
	rows[1] |= {"pinfl": rows[0]["pinfl"], "starts_on": "02.02.2024"}
	done = make.imported(rows)
	assert tables.counts(done) == (1, 0, 0, 1)
	assert [one["code"] for one in running.stored_findings(done)] == ["membership_overlap"]


@pytest.mark.full  # sixteen connections; that a code serves once stands above
def test_of_sixteen_who_use_one_code_at_once_one_enters():
	(row,) = make.invited()
	code = make.code(row)
	frappe.db.commit()
	entered = []

	def use() -> str:
		frappe.local.login_manager = SimpleNamespace(login_as=entered.append)
		return configuration_invitations.accept(row["phone"], code, PASSWORD)

	with racers(16) as runners:
		came = at_once(runners, [("Guest", use)] * 16)
	assert len([one for one in came if isinstance(one, str)]) == len(entered) == 1
	assert {type(one) for one in came if not isinstance(one, str)} <= {CodeRefused, frappe.QueryDeadlockError}
