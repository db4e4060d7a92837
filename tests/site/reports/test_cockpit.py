"""The cockpit of commissions: whose figures are shown to whom, that each opens the rows that it counts, and what it costs."""

import csv
import io
from typing import Any

import frappe
import pytest
from factories import report_rows as made
from factories.queries import counted

from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, NotFound, NotPermitted
from esaylov.reports import cockpit, cockpit_lists
from esaylov.setup.demo.ground import COMMISSION, HIGHER, SIBLING

HIGHER_CHAIR, CENTRAL = "regional.chair@esaylov.example", "cec.chair@esaylov.example"
AUDITOR = "auditor@esaylov.example"
OUTSIDERS = (
	"chair@esaylov.example",
	"sibling.chair@esaylov.example",
	"administrator@esaylov.example",
	"party@esaylov.example",
	"candidate@esaylov.example",
	"Guest",
)


@pytest.fixture(autouse=True)
def rows(rolled_back: None) -> None:
	"""Of the district's commission one open and overdue, four at their end, a draft; of its sibling one open."""
	made.election()
	made.appeals()


def asked(user: str, commission: str = "", election: str = made.ELECTION) -> dict[str, Any]:
	frappe.set_user(user)
	try:
		return cockpit.figures(user, election, commission)
	finally:
		frappe.set_user("Administrator")


def numbers(found: dict[str, Any], part: str) -> dict[str, int]:
	return {one["key"]: one["count"] for one in found[part] if one["count"]}


def load(found: dict[str, Any]) -> dict[str, tuple[int, int]]:
	return {row["commission"]: (row["open"], row["overdue"]) for row in found["load"]}


@pytest.mark.parametrize("user", [HIGHER_CHAIR, CENTRAL, AUDITOR])
def test_the_figures_are_those_of_the_election_and_of_the_commissions_below(user):
	found = asked(user)
	assert numbers(found, "deadlines")["overdue"] == 1
	open_states = [one for one in found["stages"] if one["key"] in ("Registered", "Under Review")]
	assert sum(one["count"] for one in open_states) == sum(pair[0] for pair in load(found).values())
	assert numbers(found, "stages")["Granted"] == 2
	assert "Draft" not in numbers(found, "stages")


def test_the_load_of_a_region_stands_by_its_commissions_and_that_of_the_country_by_its_regions():
	of_region, of_country = load(asked(HIGHER_CHAIR)), load(asked(CENTRAL))
	assert of_region[COMMISSION] == (1, 1)
	assert of_region[SIBLING][0] == 1
	assert of_country[HIGHER] == (2, 1)
	assert asked(HIGHER_CHAIR)["whole"]["count"] == sum(open_now for open_now, _ in of_region.values()) == 2
	assert load(asked(CENTRAL, HIGHER)) == of_region


@pytest.mark.parametrize("user", [HIGHER_CHAIR, CENTRAL, AUDITOR])
def test_each_figure_opens_the_rows_that_it_counts(user):
	found = asked(user)
	figures = [*found["deadlines"], *found["stages"], *found["messages"], found["owed"], found["whole"]]
	figures += [{**row, "key": row["commission"], "count": row["open"]} for row in found["load"]]
	figures += [
		{
			"key": row["commission"],
			"count": row["overdue"],
			"doctype": row["doctype"],
			"filters": row["overdue_filters"],
		}
		for row in found["load"]
	]
	frappe.set_user(user)
	listed = {
		(one["key"], str(one["filters"])): len(
			frappe.get_list(one["doctype"], one["filters"], pluck="name", order_by="name asc", limit=0)
		)
		for one in figures
	}
	frappe.set_user("Administrator")
	assert listed == {(one["key"], str(one["filters"])): one["count"] for one in figures}
	assert any(listed.values())


@pytest.mark.parametrize("user", OUTSIDERS)
def test_whoever_is_of_no_central_or_regional_commission_is_refused(user):
	with pytest.raises(NotPermitted):
		cockpit.figures(user, made.ELECTION)
	with pytest.raises(NotPermitted):
		cockpit_lists.unstaffed(user, made.ELECTION)
	with pytest.raises(NotPermitted):
		cockpit_lists.export(user, made.ELECTION)


def test_a_commission_beside_or_above_is_as_one_that_is_not_there():
	central = frappe.db.get_value("Election Commission", {"level": "CEC"})
	other = frappe.db.get_value("Election Commission", {"level": "REG", "name": ["!=", HIGHER]})
	for commission in filter(None, (central, other, "nowhere")):
		with pytest.raises(NotFound):
			cockpit.figures(HIGHER_CHAIR, made.ELECTION, commission)
	with pytest.raises(NotFound):
		cockpit.figures(CENTRAL, "no election")
	assert asked(HIGHER_CHAIR, COMMISSION)["commission"]["parent"] == HIGHER
	assert asked(HIGHER_CHAIR)["commission"]["parent"] == ""


def test_another_election_shows_its_own_figures_and_an_empty_one_none():
	frappe.db.set_value("Appeal", {"election": made.ELECTION, "recipient": SIBLING}, "election", "demo")
	assert load(asked(HIGHER_CHAIR))[SIBLING] == (0, 0)
	frappe.db.delete("Appeal", {"election": made.ELECTION})
	found = asked(HIGHER_CHAIR)
	assert numbers(found, "stages") == numbers(found, "deadlines") == {}
	assert found["election"] == made.ELECTION
	assert {made.ELECTION, "demo"} <= {one["name"] for one in found["elections"]}


def test_a_commission_whose_people_have_left_is_without_staff():
	def lacking(lack: str) -> set[str]:
		rows = cockpit_lists.unstaffed(HIGHER_CHAIR, made.ELECTION, level="DC", lack=lack)["rows"]
		return {row["commission"] for row in rows}

	def figure() -> dict[str, Any]:
		return next(one for one in asked(HIGHER_CHAIR)["unstaffed"] if one["level"] == "DC")

	before = figure()
	assert COMMISSION not in lacking("nobody") | lacking("no_chair")
	chairs = {"commission": COMMISSION, "position": ["in", ["Chair", "Deputy Chair"]]}
	frappe.db.set_value("Commission Membership", chairs, "ends_on", frappe.utils.add_days(clock.today(), -1))
	assert COMMISSION in lacking("no_chair") - lacking("nobody")
	assert figure()["no_chair"] == before["no_chair"] + 1
	everybody = {"commission": COMMISSION}
	frappe.db.set_value(
		"Commission Membership", everybody, "ends_on", frappe.utils.add_days(clock.today(), -1)
	)
	assert COMMISSION in lacking("nobody") - lacking("no_chair")
	assert figure() == {**before, "nobody": before["nobody"] + 1}
	assert cockpit_lists.unstaffed(HIGHER_CHAIR, made.ELECTION, level="DC")["total"] == figure()["nobody"]


def test_messages_are_counted_by_what_became_of_them_and_a_live_code_is_not():
	before = numbers(asked(HIGHER_CHAIR), "messages")
	place = {
		"commission": COMMISSION,
		"commission_lft": frappe.db.get_value("Election Commission", COMMISSION, "lft"),
	}
	common = {**place, "creation": clock.now(), "language": "uz", "election": None}
	common.pop("election")
	made.register_load.insert(
		"SMS Message",
		[
			{"name": f"cockpit-{number}", **common, "status": status, "is_secret": secret}
			for number, (status, secret) in enumerate(
				[("Queued", 0), ("Delivered", 0), ("Failed", 0), ("Expired", 0), ("Failed", 1)]
			)
		],
	)
	after = numbers(asked(HIGHER_CHAIR), "messages")
	more = {key: after.get(key, 0) - before.get(key, 0) for key in after}
	assert {key: count for key, count in more.items() if count} == {"waiting": 1, "delivered": 1, "failed": 2}


def test_a_register_that_did_not_answer_is_named_and_nobody_else():
	person = frappe.get_all("Person", pluck="name", order_by="name asc", limit=1)[0]
	open_one = frappe.db.get_value(
		"Appeal",
		{
			"recipient": COMMISSION,
			"election": made.ELECTION,
			"due_on": ["is", "set"],
			"status": ["in", cockpit.OPEN],
		},
	)
	common = {"person": person, "person_key": "cockpit", "check_code": "WP", "asked_at": clock.now()}
	before = {one["check"]: one for one in asked(CENTRAL)["registers"]}.get(
		"WP", {"asked": 0, "unreachable": 0}
	)
	made.register_load.insert(
		"State Register Answer",
		[
			{"name": f"cockpit-{number}", **common, "result": result, "appeal": appeal}
			for number, (result, appeal) in enumerate(
				[("unreachable", open_one), ("unreachable", open_one), ("match", None)]
			)
		],
	)
	for user in (CENTRAL, HIGHER_CHAIR, AUDITOR):
		(found,) = [one for one in asked(user)["registers"] if one["check"] == "WP"]
		about = found.pop("appeals")
		assert found == {
			"check": "WP",
			"asked": before["asked"] + 3,
			"unreachable": before["unreachable"] + 2,
		}
		assert (about["count"], about["filters"]) == (1, [["name", "in", [open_one]]])
	frappe.db.set_value("Appeal", open_one, "status", "Withdrawn")
	(ended,) = [one for one in asked(CENTRAL)["registers"] if one["check"] == "WP"]
	assert ended["appeals"]["count"] == 0


def test_the_file_has_the_figures_and_names_nobody():
	found = asked(HIGHER_CHAIR)
	name, content = cockpit_lists.export(HIGHER_CHAIR, made.ELECTION)
	lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
	assert name.endswith(".csv")
	assert all(len(line) == 3 for line in lines)
	figures = {line[1]: line[2] for line in lines if line[0] == "Deadlines"}
	titles = ("Overdue", "Due today", "Due soon")
	assert figures == {
		title: str(one["count"]) for title, one in zip(titles, found["deadlines"], strict=True)
	}
	assert figures["Overdue"] == "1"
	assert cockpit_lists.export(HIGHER_CHAIR, made.ELECTION, form="xlsx", part="unstaffed")[1].startswith(
		b"PK"
	)
	chairs = {"commission": COMMISSION, "position": ["in", ["Chair", "Deputy Chair"]]}
	frappe.db.set_value("Commission Membership", chairs, "ends_on", frappe.utils.add_days(clock.today(), -1))
	asked_for = {"part": "unstaffed", "level": "DC", "lack": "no_chair"}
	lines = cockpit_lists.export(HIGHER_CHAIR, made.ELECTION, **asked_for)[1].decode("utf-8-sig").splitlines()
	shown = cockpit_lists.unstaffed(HIGHER_CHAIR, made.ELECTION, level="DC", lack="no_chair")
	assert len(lines) - 1 == shown["total"] > 0
	for wrong in ({"form": "pdf"}, {"part": "people"}, {"part": "unstaffed", "lack": "everything"}):
		with pytest.raises(FormInvalid):
			cockpit_lists.export(HIGHER_CHAIR, made.ELECTION, **wrong)
	with pytest.raises(FormInvalid):
		cockpit_lists.unstaffed(HIGHER_CHAIR, made.ELECTION, lack="everything")


def test_it_asks_the_database_as_often_for_many_commissions_as_for_few():
	with counted() as few:
		asked(HIGHER_CHAIR, COMMISSION)
	with counted() as many:
		asked(CENTRAL)
	assert len(many) <= len(few) + 2
	assert len(many) < 40
