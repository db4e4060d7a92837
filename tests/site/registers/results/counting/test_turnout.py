"""Turnout by hours: reported by a precinct, mended by the same hour, added up on the portal."""

import frappe
import pytest
from factories import appeals as filing
from factories import counts, pages
from factories import effects as make

from esaylov.framework.errors import FormInvalid, LawBroken, NotPermitted, WrongState
from esaylov.permissions.reach import reach
from esaylov.registers.published import results
from esaylov.registers.results.counting import turnout

MEMBER = "member2@esaylov.example"
REPORT = "Turnout Report"


@pytest.fixture
def precinct() -> str:
	counts.held()
	name = counts.station(9961)
	counts.lend(name)
	return name


def reported(precinct: str, hour: str, voted: int, user: str = MEMBER, voters: int = 1000) -> str:
	frappe.set_user(user)
	try:
		return turnout.report_turnout(precinct, make.ELECTION, hour, voters, voted)
	finally:
		frappe.set_user("Administrator")


def test_hours_are_added_up_over_stations_and_the_same_hour_mends_itself(monkeypatch, precinct):
	other = counts.station(9962)
	counts.lend(other)
	first = reported(precinct, "11:00", 300)
	assert reported(precinct, "11:00", 310) == first
	reported(other, "11:00", 90, voters=500)
	reported(precinct, "13:00", 310)
	rows = {
		row.hour: (row.stations, int(row.voters), int(row.voted)) for row in results.turnout(make.ELECTION)
	}
	assert rows == {"11:00": (2, 1500, 400), "13:00": (1, 1000, 310)}
	html = pages.rendered(monkeypatch, "/en/results")
	assert 'data-figure="turnout-11:00">400<' in html
	assert "26.66" in html
	assert frappe.db.count("Version", {"ref_doctype": REPORT, "docname": first}) >= 1


def test_turnout_is_closed_once_the_count_is_handed_in_and_open_after_it_was_sent_back(precinct):
	okrug = make.constituency(98)
	votes = {make.candidate(constituency=okrug): 400}
	votes[make.candidate(constituency=okrug, party=make.OTHER_PARTY)] = 280
	name = counts.opened(precinct, okrug)
	reported(precinct, "11:00", 300)
	counts.handed_in(name, counts.typed(votes))
	for status in ("Received", "Signed", "Annulled"):
		frappe.db.set_value("Count Protocol", name, "status", status)
		with pytest.raises(WrongState) as refused:
			reported(precinct, "13:00", 999)
		assert refused.value.code == "turnout_closed"
	assert frappe.db.count(REPORT, {"commission": precinct}) == 1
	frappe.db.set_value("Count Protocol", name, "status", "Returned")
	assert reported(precinct, "13:00", 700)


@pytest.mark.parametrize(
	("hour", "voted", "code"),
	[("13:00", 299, "turnout_falls"), ("13:00", 1001, "turnout_over_list"), ("12:00", 300, "not_a_choice")],
)
def test_what_does_not_hold_is_one_error_with_its_article_and_nothing_is_written(precinct, hour, voted, code):
	reported(precinct, "11:00", 300)
	with pytest.raises(FormInvalid) as refused:
		reported(precinct, hour, voted)
	assert [(one.code, one.article) for one in refused.value.findings] == [(code, "94")]
	assert frappe.db.count(REPORT, {"commission": precinct}) == 1


def test_no_hour_is_reported_before_it_came_and_nobody_else_reports(precinct):
	for user in (counts.REGIONAL, filing.SIBLING_CHAIR, filing.CHAIR, filing.PARTY, "Guest"):
		with pytest.raises(NotPermitted):
			reported(precinct, "11:00", 300, user)
	with pytest.raises(NotPermitted):  # a district is no precinct
		reported(make.COMMISSION, "11:00", 300, filing.CHAIR)
	frappe.db.set_value(
		"Election", make.ELECTION, "election_day", frappe.utils.add_days(frappe.utils.today(), 40)
	)
	with pytest.raises(WrongState) as refused:
		reported(precinct, "11:00", 300)
	assert refused.value.code == "turnout_too_early"


def test_the_district_reads_it_and_nobody_writes_past_the_service(precinct):
	name = reported(precinct, "11:00", 300)
	for user, reads in (
		(filing.CHAIR, True),
		(counts.AUDITOR, True),
		(filing.SIBLING_CHAIR, False),
		(filing.PARTY, False),
	):
		assert reach(user).has(REPORT, [name]) is reads, user
	document = frappe.get_doc(REPORT, name)
	document.voted = 1
	with pytest.raises(LawBroken):
		document.save()
