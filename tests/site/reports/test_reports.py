"""The reports of the Desk: figures of known rows, within whose reach, for whom, with a chart, a file and an empty state."""

import json
import re
from typing import Any

import frappe
import pytest
from factories import appeals as filing
from factories import report_rows as made
from factories.queries import counted
from frappe.desk import query_report

from esaylov.framework import clock
from esaylov.reports import accredited, appeals, candidates, decisions, grouping, lookups, overdue, showing
from esaylov.setup.demo.ground import CITY, COMMISSION, SIBLING

CHAIR, SIBLING_CHAIR = "chair@esaylov.example", "sibling.chair@esaylov.example"
HIGHER, AUDITOR = "regional.chair@esaylov.example", "auditor@esaylov.example"
ADMINISTRATOR, PARTY = "administrator@esaylov.example", "party@esaylov.example"
OURS = {"election": made.ELECTION}
REPORTS = {
	"Appeal Statistics": "appeals",
	"Overdue Appeals": "overdue",
	"Decisions and Votes": "decisions",
	"Candidate Statistics": "candidates",
	"Observers and Media": "accredited",
	"Access Statistics": "lookups",
}


@pytest.fixture(autouse=True)
def rows(rolled_back: None) -> None:
	made.election()
	appeals = made.appeals()
	made.decisions()
	made.candidates()
	made.accredited()
	made.looks(appeals[0])


FIGURES = {
	"accredited": accredited.figures,
	"appeals": appeals.figures,
	"candidates": candidates.figures,
	"decisions": decisions.figures,
	"lookups": lookups.figures,
	"overdue": overdue.rows,
}


def asked(user: str, report: str, **filters: Any) -> dict[str, grouping.Row]:
	"""Rows of a report for a user, by their group."""
	frappe.set_user(user)
	own = {} if report == "lookups" else OURS
	found = FIGURES[report]({**own, **filters})
	frappe.set_user("Administrator")
	return {row.get("of") or row.get("name"): row for row in found}


def part(row: grouping.Row, *names: str) -> tuple:
	return tuple(row[name] for name in names)


def looked(appeal_of: str = CHAIR, **filters: Any) -> dict[str, grouping.Row]:
	appeal = frappe.db.get_value("Personal Data Access", {"person_key": "one"}, "appeal")
	return asked(appeal_of, "lookups", appeal=appeal, **filters)


def test_appeals_are_counted_by_type_with_the_days_to_their_decision():
	found = asked(CHAIR, "appeals", by="type")
	assert set(found) == {"A56"}
	row = found["A56"]
	assert part(row, "total", "open", "overdue", "decided", "granted", "partly_granted", "refused") == (
		5,
		1,
		1,
		3,
		2,
		0,
		1,
	)
	assert row["withdrawn"] == 1
	assert part(row, "days_mean", "days_most", "late") == (4, 6, 1)
	assert row["label"] != "A56"


def test_what_is_granted_in_part_is_counted_apart():
	common = {
		"commission": COMMISSION,
		"status": "Signed",
		"decided_on": clock.today(),
		"election": made.ELECTION,
	}
	kinds = {"kind": "Commission Decision", "outcome": "Partly Granted"}
	before = [
		asked(CHAIR, "appeals", by="type")["A56"],
		asked(CHAIR, "decisions", by="commission")[COMMISSION],
	]
	(decision,) = made.insert("Decision", [kinds], **common)
	values = {
		"recipient": COMMISSION,
		"appeal_type": "A56",
		"received_at": clock.now(),
		"election": made.ELECTION,
	}
	made.insert("Appeal", [{"status": "Partly Granted", "decision": decision, **values}])
	after = [
		asked(CHAIR, "appeals", by="type")["A56"],
		asked(CHAIR, "decisions", by="commission")[COMMISSION],
	]
	for then, now in zip(before, after, strict=True):
		assert now["granted"] == then["granted"]
		assert (then["partly_granted"] or 0, now["partly_granted"]) == (0, 1)


def test_appeals_are_counted_by_state_commission_region_and_month():
	assert {of: row["total"] for of, row in asked(HIGHER, "appeals", by="commission").items()} == {
		COMMISSION: 5,
		SIBLING: 1,
	}
	assert asked(CHAIR, "appeals", by="status")["Granted"]["total"] == 2
	assert asked(CHAIR, "appeals", by="status")["Withdrawn"]["days_mean"] is None
	assert asked(CHAIR, "appeals", by="region")[CITY]["total"] == 5
	(month,) = asked(CHAIR, "appeals", by="month")
	assert month == frappe.db.get_value("Appeal", {"election": made.ELECTION}, "received_at").strftime(
		"%Y-%m"
	)


def test_filters_narrow_what_is_counted():
	received = frappe.db.get_value("Appeal", {"election": made.ELECTION}, "received_at").date()
	assert asked(CHAIR, "appeals", status="Refused")["A56"]["total"] == 1
	assert asked(CHAIR, "appeals", from_date=str(received), to_date=str(received))["A56"]["total"] == 5
	assert asked(CHAIR, "appeals", from_date=str(frappe.utils.add_days(received, 1))) == {}
	assert asked(HIGHER, "appeals", commission=SIBLING).keys() == {"A29"}
	assert asked(HIGHER, "appeals", commission="no such commission") == {}
	assert asked(CHAIR, "appeals", region="1703") == {}


def test_what_is_overdue_is_listed_with_its_days():
	(row,) = asked(CHAIR, "overdue").values()
	assert part(row, "days_late", "status") == (3, "Under Review")
	assert row["type_title"] != "A56"
	assert asked(SIBLING_CHAIR, "overdue") == {}


def test_decisions_are_counted_with_their_votes():
	row = asked(CHAIR, "decisions", kind="Commission Decision")[COMMISSION]
	assert part(row, "total", "granted", "refused", "annulled") == (2, 1, 1, 1)
	assert part(row, "voted", "unanimous") == (2, 1)
	assert part(row, "votes_for", "votes_against", "votes_abstained", "votes_recused") == (7, 1, 1, 1)
	assert asked(CHAIR, "decisions", by="kind")["Chair Decision"]["voted"] == 0
	assert asked(CHAIR, "decisions", by="month", kind="Commission Decision").keys() == {"2026-11"}


def test_candidates_are_counted_by_party_gender_and_age_on_election_day():
	row = asked(CHAIR, "candidates")["OZLIDEP"]
	assert part(row, "total", "registered", "women", "women_share") == (3, 2, 2, 66.7)
	assert part(row, "age_least", "age_most") == (23, 40)
	assert {of: row["total"] for of, row in asked(AUDITOR, "candidates", by="age").items()} == {
		"18–24": 1,
		"25–34": 1,
		"35–44": 1,
		"65+": 1,
	}
	assert list(asked(AUDITOR, "candidates", by="age"))[-1] == "65+"
	assert asked(AUDITOR, "candidates", by="gender")["Female"]["total"] == 2
	assert asked(AUDITOR, "candidates", by="region")[made.OTHER_REGION]["non_party"] == 1
	assert asked(AUDITOR, "candidates", by="membership")[None]["label"] == "Not stated"


def test_observers_and_media_are_counted_together():
	found = asked(CHAIR, "accredited")
	assert part(found["Party observer"], "total", "registered", "replaced") == (2, 1, 1)
	assert part(found["Foreign observer"], "total", "with_certificate") == (1, 1)
	assert found["Media Representative"]["total"] == 1
	assert asked(HIGHER, "accredited")["Media Representative"]["total"] == 2
	assert asked(CHAIR, "accredited", by="region")[CITY]["total"] == 4
	assert asked(CHAIR, "accredited", register="Media Representative").keys() == {"Media Representative"}


def test_looks_are_counted_and_nobody_is_named():
	found = looked()
	assert {kind: row["total"] for kind, row in found.items()} == {"Look-up": 2, "Reveal": 1}
	assert part(found["Look-up"], "people", "viewers") == (1, 1)
	assert looked(by="commission")[COMMISSION]["people"] == 2
	assert not {"person", "viewer", "person_key"} & set(found["Look-up"])
	assert looked(SIBLING_CHAIR).keys() == {"Check"}
	assert looked(HIGHER).keys() == looked(AUDITOR).keys() == {"Look-up", "Reveal", "Check"}


@pytest.mark.parametrize("report", ["appeals", "decisions", "candidates", "accredited"])
def test_each_reader_counts_what_they_reach_and_no_more(report):
	def total(user: str) -> int:
		return sum(row["total"] for row in asked(user, report).values())

	assert total(CHAIR) > 0
	assert total(SIBLING_CHAIR) > 0
	assert total(HIGHER) == total(AUDITOR) == total(CHAIR) + total(SIBLING_CHAIR)
	assert total(ADMINISTRATOR) == total(PARTY) == total("Guest") == 0


def shown(user: str, report: str, **filters: Any) -> dict[str, Any]:
	"""What the Desk gets of a report."""
	frappe.set_user(user)
	found = query_report.run(report, filters=json.dumps(filters), ignore_prepared_report=True)
	frappe.set_user("Administrator")
	return found


@pytest.mark.parametrize("report", REPORTS)
def test_a_report_has_columns_a_chart_and_a_file(report):
	found = shown(AUDITOR, report, **({} if report == "Access Statistics" else OURS))
	assert found["result"]
	fields = {column["fieldname"] for column in found["columns"]}
	assert fields <= set(found["result"][0])
	(bars,) = [found["chart"]["data"]]
	assert {len(each["values"]) for each in bars["datasets"]} == {len(bars["labels"])}
	assert len(found["chart"]["colors"]) == len(bars["datasets"])
	frappe.set_user(CHAIR)
	frappe.local.form_dict = frappe._dict(
		report_name=report, file_format_type="CSV", filters=json.dumps(OURS), visible_idx="[0]"
	)
	query_report.export_query()
	assert found["columns"][0]["label"].encode() in frappe.response["filecontent"]


def test_words_of_a_report_have_room_for_the_longest():
	columns = [showing.column("label", "Group", "Data", 260), showing.column("total", "Appeals")]

	def widths(*labels: str | None) -> list[int]:
		rows = [{"label": label, "total": 10**9} for label in labels]
		return [one["width"] for one in showing.fitted(columns, rows)]

	assert widths() == widths("x", None) == [260, 110]
	assert widths("x" * 60, "y") == [504, 110]
	assert widths("x" * 500) == [640, 110]


@pytest.mark.parametrize("report", REPORTS)
def test_an_empty_report_has_no_chart_and_no_fault(report):
	nothing = {"from_date": "1990-01-01", "to_date": "1990-01-02"}
	found = shown(AUDITOR, report, **(nothing if report == "Access Statistics" else {"election": "none"}))
	assert found["result"] == []
	assert found["chart"] is None


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("user", [ADMINISTRATOR, PARTY, "Guest"])
def test_who_is_no_staff_opens_no_report(report, user):
	with pytest.raises(frappe.PermissionError):
		shown(user, report)


@pytest.mark.parametrize("report", REPORTS.values())
def test_a_report_takes_as_many_statements_for_more_rows(report):
	asked(HIGHER, report)
	with counted() as few:
		asked(HIGHER, report)
	made.appeals()
	made.candidates()
	made.accredited()
	with counted() as many:
		asked(HIGHER, report)
	assert len(many) <= len(few)
	assert len(few) <= 25


@pytest.mark.parametrize("report", [*REPORTS, "Access to Personal Data", "SMS Delivery"])
def test_a_report_asks_itself_who_may_run_it(report, as_user):
	"""The framework's job of a prepared report asks nothing: its result became a file of the caller."""
	document = frappe.get_doc("Report", report)
	for user in (PARTY, "Guest"):
		as_user(user)
		with pytest.raises(frappe.PermissionError):
			document.execute_module({})
	as_user(AUDITOR)
	assert document.execute_module({})


@pytest.mark.parametrize("language", ["uz", "ru", "en"])
def test_delivery_names_texts_by_when_they_are_sent(language, as_user, monkeypatch):
	"""The code of a text says nothing to its reader."""
	filing.filed()
	as_user(ADMINISTRATOR)
	monkeypatch.setattr(frappe.local, "lang", language)
	_columns, rows, _message, chart = frappe.get_doc("Report", "SMS Delivery").execute_module({})
	said = [row["of"] for row in rows]
	assert frappe._("Appeal signed and sent; number given", language) in said
	assert [name for name in [*said, *chart["data"]["labels"]] if re.fullmatch(r"S[0-9]{2}", name)] == []
