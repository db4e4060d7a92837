"""People, their positions in commissions and the bodies they act for; roles follow the rows, on their dates."""

from datetime import timedelta
from itertools import count
from types import SimpleNamespace

import frappe
import pytest
from factories import settled
from frappe.auth import LoginManager

from esaylov.appeals.form_facts import applicants
from esaylov.core.people import identity as numbers
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, NotPermitted
from esaylov.framework.guarded_steps import SETTING_UP
from esaylov.identity import bodies, persons, roles
from esaylov.identity.positions import positions_of, require_position

DISTRICT_COMMISSION, SIBLING, REGIONAL = "DC-1726277", "DC-1726294", "REG-1726"
serials = count(500)


@pytest.fixture
def person():
	"""A synthetic person with a user of their own."""
	return make_person()


def make_person(with_user: bool = True, **values: object):
	serial = next(serials)
	user = None
	if with_user:
		user = frappe.get_doc(
			doctype="User",
			email=f"person{serial}@esaylov.example",
			first_name="Sinov",
			send_welcome_email=0,
			user_type="Website User",
		).insert()
	defaults = {
		"surname": "Sinovov",
		"given_name": "Sinov",
		"patronymic": "Sinovich",
		"pinfl": numbers.with_check_digit(f"1020280000{serial}"),
		"user": user.name if user else None,
	}
	return frappe.get_doc({"doctype": "Person", **defaults, **values}).insert()


def member(
	person, commission: str = DISTRICT_COMMISSION, position: str = "Member", starts: int = -1, ends=None
):
	"""A membership whose dates are days from today."""
	today = clock.today()
	return settled.inserted(
		frappe.get_doc(
			doctype="Commission Membership",
			person=person.name,
			commission=commission,
			position=position,
			starts_on=today + timedelta(days=starts),
			ends_on=today + timedelta(days=ends) if ends is not None else None,
		)
	)


def granted(person) -> set[str]:
	return roles.held_roles([person.user]).get(person.user, set())


@pytest.mark.parametrize(
	("commission", "position", "expected"),
	[
		("CEC", "Member", {"Central Election Commission", "Commission Member"}),
		(REGIONAL, "Deputy Chair", {"Regional Commission", "Commission Deputy Chair"}),
		(DISTRICT_COMMISSION, "Chair", {"District Commission", "Commission Chair"}),
		(DISTRICT_COMMISSION, "Secretary", {"District Commission", "Commission Secretary"}),
		(DISTRICT_COMMISSION, "Staff", {"District Commission", "Commission Staff"}),
	],
)
def test_a_membership_gives_the_roles_of_its_level_and_position(person, commission, position, expected):
	member(person, commission, position)
	assert granted(person) == expected
	assert frappe.db.get_value("User", person.user, "user_type") == "System User"


@pytest.mark.parametrize(
	("starts", "ends", "holds"),
	[(0, None, True), (1, None, False), (-5, 0, True), (-5, -1, False), (0, 0, True)],
)
def test_a_membership_holds_from_its_first_to_its_last_day(person, starts, ends, holds):
	member(person, starts=starts, ends=ends)
	assert bool(granted(person)) is holds
	assert [held.commission for held in positions_of(person.user)] == [DISTRICT_COMMISSION] * holds


def test_roles_go_with_the_row(person):
	membership = member(person)
	with (
		SETTING_UP.writing()
	):  # two persons end a membership: tests/site/permissions/configuration/test_configuration_doors.py
		membership.delete()
	assert granted(person) == set()
	assert frappe.db.get_value("User", person.user, "user_type") == "Website User"


def test_roles_go_when_the_last_day_is_entered(person):
	membership = member(person)
	membership.ends_on = clock.today() - timedelta(days=1)
	settled.saved(membership)
	assert granted(person) == set()


def test_the_job_gives_and_takes_roles_when_a_date_has_passed(person):
	member(person, starts=2, ends=4)
	assert person.user not in roles.sync_all()
	assert person.user in roles.sync_all(clock.today() + timedelta(days=2))
	assert granted(person) == {"District Commission", "Commission Member"}
	assert person.user not in roles.sync_all(clock.today() + timedelta(days=3))
	assert person.user in roles.sync_all(clock.today() + timedelta(days=5))
	assert granted(person) == set()


def test_what_was_granted_since_the_job_went_is_there_at_the_next_login(person):
	"""As of a proxy who had a login before: until then a filing was refused for up to an hour."""
	member(person)
	frappe.db.delete("Has Role", {"parent": person.user})
	frappe.clear_cache(user=person.user)
	LoginManager.run_trigger(SimpleNamespace(user=person.user, info=None), "on_login")
	assert granted(person) == {"District Commission", "Commission Member"}


def test_a_role_given_by_hand_is_taken_and_another_is_left(person):
	user = frappe.get_doc("User", person.user)
	user.append("roles", {"role": "Commission Chair"})
	user.append("roles", {"role": "Election Auditor"})
	settled.saved(user)
	roles.sync_all()
	assert granted(person) == set()
	assert "Election Auditor" in frappe.get_roles(person.user)


def test_roles_move_with_the_user_of_a_person(person):
	member(person)
	former = person.user
	other = make_person(with_user=True)
	person.user, other.user = other.user, None
	with (
		SETTING_UP.writing()
	):  # two administrators: tests/site/permissions/configuration/test_configuration.py
		other.save()
		person.save()
	assert roles.held_roles([former]) == {}
	assert granted(person) == {"District Commission", "Commission Member"}
	assert frappe.get_all("Commission Membership", {"person": person.name}, pluck="user") == [person.user]


@pytest.mark.parametrize(
	("first", "second", "refused"),
	[
		((DISTRICT_COMMISSION, "Member", -5, 5), (SIBLING, "Member", 5, None), True),
		((DISTRICT_COMMISSION, "Member", -5, 5), (SIBLING, "Member", 6, None), False),
		((DISTRICT_COMMISSION, "Member", -5, None), (REGIONAL, "Chair", 0, None), True),
		((DISTRICT_COMMISSION, "Member", -5, None), (DISTRICT_COMMISSION, "Chair", 0, None), True),
		((DISTRICT_COMMISSION, "Staff", -5, None), (SIBLING, "Member", 0, None), False),
	],
)
def test_nobody_is_a_member_of_two_commissions_at_once(person, first, second, refused):
	member(person, *first)
	if not refused:
		member(person, *second)
		return
	with pytest.raises(FormInvalid) as refusal:
		member(person, *second)
	assert [finding.code for finding in refusal.value.findings] == ["membership_overlap"]
	assert frappe.db.count("Commission Membership", {"person": person.name}) == 1


def test_a_position_is_required_at_exactly_this_commission(person):
	member(person, REGIONAL, "Chair")
	assert require_position(person.user, REGIONAL, ("Chair",)).position == "Chair"
	for commission, positions in ((DISTRICT_COMMISSION, ()), ("CEC", ()), (REGIONAL, ("Secretary",))):
		with pytest.raises(NotPermitted):
			require_position(person.user, commission, positions)


@pytest.mark.parametrize("user", ["Guest", "Administrator", "", "nobody@esaylov.example"])
def test_others_hold_nothing(user):
	assert positions_of(user) == []
	assert bodies.bodies_of(user) == []
	assert persons.person_of(user) is None


@pytest.mark.parametrize(
	("kind", "role"),
	[
		("District Kengash", "Kengash Representative"),
		("Regional Hokimiyat", "Hokimiyat Representative"),
		("Mahalla", "Mahalla Representative"),
		("National Media", "Media Representative"),
		("Foreign Ministry", "Foreign Ministry Representative"),
		("Ministry", None),
	],
)
def test_a_representation_gives_the_applicants_role_and_no_desk(person, kind, role):
	named = {"kind": kind, "title_uz": "Sinov tashkiloti", "tin": "900000077"}
	body = settled.inserted(frappe.get_doc(doctype="Participant Organization", **named))
	row = represent(person, body)
	assert granted(person) == ({role} if role else set())
	assert frappe.db.get_value("User", person.user, "user_type") == "Website User"
	assert [found.name for found in bodies.bodies_of(person.user)] == [body.name]
	assert (row.tin, row.user, row.person_name) == ("900000077", person.user, "Sinovov Sinov Sinovich")


def represent(person, body, **values: object):
	row = frappe.get_doc(
		{
			"doctype": "Body Representative",
			"person": person.name,
			"body_type": body.doctype,
			"body": body.name,
			"starts_on": clock.today(),
			**values,
		}
	)
	return settled.inserted(row)


@pytest.mark.parametrize(
	("kinds", "files"),
	[({"party_district_branch"}, True), ({"any_participant"}, True), ({"party_regional_branch"}, False)],
)
def test_a_body_files_as_its_kind_and_as_any_participant(kinds, files):
	asked = SimpleNamespace(applicant_kinds=frozenset(kinds))
	assert applicants.is_of_kind(bodies.load("Party Branch", "OZLIDEP-1726277"), asked) is files


def test_a_body_of_another_kind_is_refused(person):
	with pytest.raises(FormInvalid) as refusal:
		represent(person, frappe.get_doc("Election Commission", "CEC"))
	assert [finding.code for finding in refusal.value.findings] == ["body_kind_unknown"]


def test_an_ended_representation_acts_for_nobody(person):
	today = clock.today()
	branch = frappe.get_doc("Party Branch", "OZLIDEP-1726277")
	represent(person, branch, starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=1))
	assert bodies.bodies_of(person.user) == []
	assert granted(person) == set()


@pytest.mark.parametrize(
	("values", "code"),
	[
		({"pinfl": "123"}, "pinfl_structure"),
		({"pinfl": "13202800000005"}, "pinfl_structure"),
		({"passport": "A1234567"}, "passport_structure"),
		({"phone": "12345"}, "phone_structure"),
	],
)
def test_an_identifier_that_cannot_be_is_refused(values, code):
	with pytest.raises(FormInvalid) as refusal:
		make_person(with_user=False, **values)
	assert [finding.code for finding in refusal.value.findings] == [code]


def test_a_wrong_check_digit_is_a_warning_only():
	person = make_person(with_user=False, pinfl="10101800000008")
	assert person.name
	assert frappe.local.message_log


def test_a_person_is_completed():
	person = make_person(
		with_user=False,
		surname="Bo‘ronov",
		given_name="G`ayrat",
		patronymic="",
		phone="90 123-45-67",
		passport="ab 1234567",
	)
	assert (person.full_name, person.phone, person.passport) == (
		"Bo'ronov G'ayrat",
		"+998901234567",
		"AB1234567",
	)
	assert person.search_key


def test_people_without_pinfl_or_user_stand_beside_each_other():
	first = make_person(with_user=False, pinfl="", passport="X 99-12", citizenship="Turkiya")
	second = make_person(with_user=False, pinfl="")
	assert first.name != second.name
	assert first.passport == "X9912"  # as it is compared: a dash or a space makes no other person


def test_a_pinfl_is_known_once():
	pinfl = make_person(with_user=False).pinfl
	with pytest.raises(frappe.UniqueValidationError):
		make_person(with_user=False, pinfl=pinfl)
