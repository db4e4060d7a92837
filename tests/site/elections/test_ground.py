"""The ground as it stands on a site: what was loaded, and what its records refuse."""

from datetime import date, time, timedelta

import frappe
import pytest
from factories import settled
from factories.queries import counted

from esaylov.appeals.types import windows
from esaylov.core.formats import sms
from esaylov.core.people.names import plain_apostrophes
from esaylov.elections import statutes
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, SetupMissing, WrongState
from esaylov.setup.demo import ground

DISTRICT, REGION = "1726277", "1726"


def codes(refused: pytest.ExceptionInfo) -> list[str]:
	return [finding.code for finding in refused.value.findings]


def make(doctype: str, **values: object):
	return frappe.get_doc({"doctype": doctype, **values})


def statute(**values: object):
	return make(
		"Statute", **{"key": "test_number", "value": "7", "unit": "days", "title_uz": "Sinov", **values}
	)


@pytest.mark.parametrize(
	("doctype", "filters", "number"),
	[
		("Administrative Territory", {"level": "Region"}, 14),
		("Administrative Territory", {"level": "District"}, 208),
		("Election Commission", {"level": "CEC"}, 1),
		("Election Commission", {"level": "REG"}, 14),
		("Election Commission", {"level": "DC"}, 208),
		("Political Party", {}, 5),
		("Election Type", {}, 8),
		("Election Stage", {"election": "2024-10-27"}, 37),
	],
)
def test_the_shipped_ground_is_there(doctype, filters, number):
	assert frappe.db.count(doctype, filters) == number


@pytest.mark.parametrize("doctype", ["Administrative Territory", "Election Commission"])
def test_a_tree_is_numbered(doctype):
	nodes = frappe.db.count(doctype)
	bounds = frappe.get_all(doctype, fields=["lft", "rgt"], order_by="lft asc")
	assert sorted([row.lft for row in bounds] + [row.rgt for row in bounds]) == list(range(1, 2 * nodes + 1))


def test_a_district_commission_lies_under_the_one_of_its_region():
	parents = frappe.get_all(
		"Election Commission", filters={"level": "DC"}, fields=["code", "parent_election_commission"]
	)
	assert all(row.parent_election_commission == f"REG-{row.code[3:7]}" for row in parents)


@pytest.mark.parametrize("doctype", ["Administrative Territory", "Election Commission", "Political Party"])
def test_each_shipped_row_passes_its_own_checks(doctype):
	for name in frappe.get_all(doctype, pluck="name", order_by="name asc"):
		frappe.get_doc(doctype, name).run_method("validate")


@pytest.mark.parametrize(("lang", "gsm"), [("uz", True), ("en", True), ("ru", False)])
def test_short_titles_of_commissions_fit_a_message(lang, gsm):
	titles = frappe.get_all("Election Commission", pluck=f"short_title_{lang}", order_by="name asc")
	assert all(titles)
	assert max(map(len, titles)) <= 24
	# as they stand in one: Uzbek letters with a plain apostrophe
	assert not gsm or all(sms.is_gsm7(plain_apostrophes(title)) for title in titles)


def test_register_codes_are_unique():
	register_codes = frappe.get_all("Election Commission", pluck="register_code", order_by="name asc")
	assert len(set(register_codes)) == len(register_codes)
	assert {"00", "26", "26277"} <= set(register_codes)


def test_a_stage_without_an_hour_has_none():
	assert frappe.db.get_value("Election Stage", "2024-10-27-campaign_period", "ends_at") in (None, "")
	assert (
		frappe.db.get_value("Election Stage", "2024-10-27-media_accreditation_deadline", "ends_at") == "18:00"
	)


def test_stages_of_the_demonstration_follow_their_rules():
	day = frappe.db.get_value("Election", ground.ELECTION, "election_day")
	stages = frappe.get_all(
		"Election Stage", filters={"election": ground.ELECTION}, fields=["key", "starts_on", "ends_on"]
	)
	days = {row.key: ((row.starts_on - day).days, (row.ends_on - day).days) for row in stages}
	assert days["campaign_period"] == (-35, -2)
	assert days["observers_notification_deadline"] == (-11, -11)  # ten whole days lie between
	assert days["district_commissions_formed"] == (-76, -76)
	assert days["early_voting"] == (-11, -4)
	assert days["parties_admitted"] == (-67, -67)


def test_another_counting_of_days_moves_the_stages_that_follow_their_rule():
	election = frappe.get_doc("Election", ground.ELECTION)
	election.day_counting = "Calendar Days"
	settled.saved(election)
	rows = frappe.get_all(
		"Election Stage", {"election": ground.ELECTION}, ["key", "starts_on", "ends_on"], order_by="name asc"
	)
	days = {row.key: ((row.starts_on - election.election_day).days) for row in rows}
	assert days["observers_notification_deadline"] == -10
	assert days["district_commissions_formed"] == -75
	assert days["parties_admitted"] == -67  # by an event, not by the day
	election.day_counting = "Full Days"
	settled.saved(election)
	stages = {"election": ground.ELECTION, "key": "observers_notification_deadline"}
	last = frappe.db.get_value("Election Stage", stages, "ends_on")
	assert (last - election.election_day).days == -11


def observers_deadline() -> int:
	"""Days from the stored election day to a stage that follows its rule."""
	stages = {"election": ground.ELECTION, "key": "observers_notification_deadline"}
	last = frappe.db.get_value("Election Stage", stages, "ends_on")
	return (last - frappe.db.get_value("Election", ground.ELECTION, "election_day")).days


@pytest.mark.parametrize("empty", [None, ""])
def test_an_election_without_the_setting_counted_by_the_calendar_before_it_changes(empty):
	election = frappe.get_doc("Election", ground.ELECTION)
	election.day_counting = "Calendar Days"
	settled.saved(election)
	frappe.db.set_value("Election", ground.ELECTION, "day_counting", empty)
	election.reload()
	election.day_counting = "Full Days"
	settled.saved(election)
	assert observers_deadline() == -11


def test_stages_follow_their_rule_when_day_and_counting_change_together():
	election = frappe.get_doc("Election", ground.ELECTION)
	assert observers_deadline() == -11
	election.election_day = frappe.utils.add_days(election.election_day, 7)
	election.day_counting = "Calendar Days"
	settled.saved(election)
	assert observers_deadline() == -10


def test_the_election_of_2024_stands_as_the_commission_counted_it():
	days = {
		row.key: (str(row.starts_on), str(row.ends_on))
		for row in frappe.get_all(
			"Election Stage", {"election": "2024-10-27"}, ["key", "starts_on", "ends_on"], order_by="name asc"
		)
	}
	assert days["registration_ends"][1] == "2024-09-21"
	assert days["early_voting"] == ("2024-10-16", "2024-10-23")
	assert days["campaign_period"][0] == "2024-09-22"
	assert days["admission_documents_deadline"][1] == "2024-08-17"
	assert days["precinct_commissions_formed"][1] == "2024-09-16"


@pytest.mark.parametrize("value", ["", "seven", "1.5", "-1"])
def test_a_number_of_the_law_is_a_whole_number(value):
	with pytest.raises((FormInvalid, frappe.MandatoryError)):
		settled.inserted(statute(value=value))


@pytest.mark.parametrize(
	("valid_from", "valid_to", "refused"),
	[
		("2030-01-01", None, True),
		("2029-12-31", None, True),
		("2020-01-01", "2029-12-31", False),
		("2020-01-01", "2030-01-01", True),
		(None, None, True),
	],
)
def test_one_value_of_a_number_holds_on_a_day(valid_from, valid_to, refused):
	settled.inserted(statute(valid_from="2030-01-01"))
	other = statute(value="8", valid_from=valid_from, valid_to=valid_to)
	if not refused:
		settled.inserted(other)
		return
	with pytest.raises(FormInvalid) as refusal:
		settled.inserted(other)
	assert codes(refusal) == ["statute_overlap"]


def test_a_number_is_read_for_the_day():
	settled.inserted(statute(value="7", valid_to="2029-12-31"))
	settled.inserted(statute(value="8", valid_from="2030-01-01"))
	assert statutes.number("test_number", on=date(2029, 12, 31)) == 7
	assert statutes.number("test_number", on=date(2030, 1, 1)) == 8
	assert statutes.number("observer_notice_days") == 10
	assert statutes.article("observer_notice_days") == "33"


def test_a_missing_number_is_said_and_never_guessed():
	with pytest.raises(SetupMissing) as refusal:
		statutes.number("no_such_number")
	assert refusal.value.code == "statute_missing"


@pytest.mark.parametrize(
	("doctype", "values", "code"),
	[
		("Administrative Territory", {"code": "1799", "level": "Region", "title_uz": "X"}, "wrong_level"),
		(
			"Administrative Territory",
			{
				"code": "1799001",
				"level": "District",
				"parent_administrative_territory": "17",
				"title_uz": "X",
			},
			"wrong_level",
		),
		(
			"Election Commission",
			{
				"code": "X",
				"register_code": "X",
				"level": "DC",
				"parent_election_commission": "CEC",
				"title_uz": "X",
			},
			"wrong_level",
		),
		(
			"Party Branch",
			{"party": "XDP", "level": "Regional", "territory": DISTRICT, "title_uz": "X"},
			"wrong_level",
		),
		(
			"Party Branch",
			{"party": "XDP", "level": "District", "territory": DISTRICT, "title_uz": "X", "tin": "12"},
			"tin_structure",
		),
		("Polling Station", {"number": 0, "territory": DISTRICT, "title_uz": "X"}, "not_a_number"),
		(
			"Polling Station",
			{"number": 9, "territory": "17", "kind": "Abroad", "title_uz": "X"},
			"required",
		),
		(
			"Constituency",
			{
				"election": "2024-10-27",
				"election_type": "PRES",
				"number": 1,
				"territory": "17",
				"title_uz": "X",
			},
			"contest_not_held",
		),
		(
			"Constituency",
			{
				"election": "2024-10-27",
				"election_type": "REG",
				"number": 1,
				"territory": REGION,
				"title_uz": "X",
				"boundary_geojson": '{"type": "Point", "coordinates": [69, 41]}',
			},
			"not_a_polygon",
		),
		(
			"Election Stage",
			{
				"election": "demo",
				"key": "x",
				"starts_on": "2030-01-02",
				"ends_on": "2030-01-01",
				"title_uz": "X",
			},
			"dates_out_of_order",
		),
		(
			"Election Stage",
			{"election": "demo", "key": "x", "starts_on": "2030-01-02", "ends_at": "25:00", "title_uz": "X"},
			"not_an_hour",
		),
	],
)
def test_a_record_that_does_not_hold_is_refused(doctype, values, code):
	with pytest.raises(FormInvalid) as refusal:
		make(doctype, **values).insert()
	assert codes(refusal) == [code]
	assert not frappe.db.exists(doctype, {"title_uz": "X"})


def test_the_desk_is_told_the_sentence():
	with pytest.raises(FormInvalid):
		make("Polling Station", number=0, territory=DISTRICT, title_uz="X").insert()
	assert "A whole positive number belongs here." in frappe.local.message_log[-1]["message"]


def test_a_branch_is_named_by_party_and_territory_and_cyrillic_is_filled():
	branch = make(
		"Party Branch", party="XDP", level="District", territory=DISTRICT, title_uz="XDP Shayxontohur"
	)
	branch.insert()
	assert (branch.name, branch.title_uz_cyrl) == (f"XDP-{DISTRICT}", "ХДП Шайхонтоҳур")


def test_a_polling_station_number_is_given_once():
	values = {"number": 77, "territory": DISTRICT, "title_uz": "77-uchastka"}
	make("Polling Station", **values).insert()
	with pytest.raises(frappe.UniqueValidationError):
		make("Polling Station", **values).insert()


def test_the_clock_of_a_demonstration_may_be_moved(monkeypatch):
	clock.move_to(clock.now().replace(year=2031, month=5, day=4, hour=12))
	assert clock.today() == date(2031, 5, 4)
	assert clock.now().time().hour in (12, time(12).hour)
	monkeypatch.setitem(frappe.local.conf, "esaylov_demo", 0)
	assert clock.today() != date(2031, 5, 4)
	with pytest.raises(WrongState):
		clock.move_to(clock.now())


def test_windows_of_the_demonstration_are_read_from_its_stages():
	assert ground.ELECTION in [
		name
		for name in frappe.get_all(
			"Election", filters={"status": ["in", windows.OPEN_STATUSES]}, pluck="name"
		)
	]


def test_the_moved_clock_is_read_once_and_known_to_the_framework():
	frappe.db.value_cache.clear()
	with counted() as statements:
		frappe.db.value_cache.clear()  # `counted` itself reads it
		assert {clock.offset() for _ in range(9)} == {
			timedelta(seconds=frappe.db.get_single_value(clock.SETTINGS, clock.OFFSET_FIELD))
		}
	assert len(statements) == 1


def test_a_clock_that_the_framework_moves_is_heard():
	clock.offset()
	frappe.db.set_single_value(clock.SETTINGS, clock.OFFSET_FIELD, 3_600)
	assert clock.offset() == timedelta(hours=1)


def test_what_is_noted_of_the_clock_leaves_the_frameworks_memory_as_it_makes_it():
	frappe.db.value_cache.clear()
	clock.offset()
	assert not frappe.db.exists(clock.SETTINGS, "no such row", cache=True)
