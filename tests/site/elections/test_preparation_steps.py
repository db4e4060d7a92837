"""The steps of a preparation: what each lacks, who does it, done only when nothing is missing, opened last, undone until then."""

from datetime import timedelta

import frappe
import pytest
from factories import appeals as filing
from factories import two_persons
from test_election_kinds import CODE, by_election, made, prepared

from esaylov.api import preparing as api
from esaylov.elections.preparation import copying, lacks, steps
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, NotFound, WrongState
from esaylov.setup.demo import ground

TITLES = {
	"title_ru": "Выборы на вакантное место",
	"title_en": "By-election",
	"short_title_uz": "Boʻsh oʻrin",
	"short_title_ru": "Вакантное место",
	"short_title_en": "By-election",
}


def state(name: str) -> dict[str, str]:
	return {step.key: step.state for step in steps.of(name)}


def codes(name: str, step: str) -> list[str]:
	return [finding.code for one in steps.of(name) if one.key == step for finding in one.lacks]


def appointed() -> None:
	"""A chair and a secretary for each commission above the district, which have none of their own here."""
	person = frappe.get_all("Person", pluck="name", limit=1)[0]
	held = {}
	for row in frappe.get_all(
		"Commission Membership", {"ends_on": ["is", "not set"]}, ["commission", "position"]
	):
		held.setdefault(row.commission, set()).add(row.position)
	for commission, level in (
		("CEC", "CEC"),
		("REG-1726", "REG"),
		(ground.COMMISSION, "DC"),
	):
		name = frappe.db.get_value("Election Commission", {"level": "CEC"}) if level == "CEC" else commission
		for position in {"Chair", "Secretary"} - held.get(name, set()):
			row = frappe.new_doc("Commission Membership")
			row.update(
				{"person": person, "commission": name, "position": position, "commission_level": level}
			)
			row.update({"starts_on": clock.today()})
			row.name = frappe.generate_hash(length=10)
			row.db_insert()


def ready() -> str:
	"""A preparation in which nothing is missing and nothing is confirmed."""
	appointed()
	name = made(**TITLES)
	for step in lacks.STEPS:
		steps.assign(name, step, "Administrator", clock.today() + timedelta(days=3))
	return name


def opened() -> str:
	name = ready()
	for step in lacks.STEPS:
		steps.confirm(name, step)
	two_persons.sign_waiting("Election", CODE)
	return name


def test_before_the_election_is_made_its_steps_wait_and_a_preparation_without_a_kind_has_none():
	name = prepared()
	found = state(name)
	assert [found[step] for step in ("kind", "date", "seats")] == ["Ready"] * 3
	assert {found[step] for step in lacks.AFTER_MAKING} == {"Waiting"}
	with pytest.raises(FormInvalid):
		steps.confirm(name, "calendar")
	old = by_election(kind="", vacant_seats=[], code=f"{CODE}-3").insert().name
	assert steps.of(old) == []


def test_all_steps_done_in_order_open_the_election_and_then_nothing_changes():
	name = opened()
	election = frappe.get_doc("Election", CODE)
	assert (election.status, election.opened_on) == ("Announced", clock.today())
	frappe.db.delete("Election Stage", {"name": f"{CODE}-nomination_period"})
	assert set(state(name).values()) == {"Done"}  # what changes later is no lack of its preparation
	for step in (
		lambda: steps.confirm(name, "kind"),
		lambda: steps.reopen(name, "kind"),
		lambda: steps.assign(name, "kind", "Administrator", clock.today()),
		lambda: steps.undo(name),
	):
		with pytest.raises(WrongState) as refused:
			step()
		assert refused.value.code == "election_opened"


def test_opening_waits_for_each_step():
	name = ready()
	for step in lacks.STEPS[:-2]:
		steps.confirm(name, step)
	assert codes(name, "opening") == ["step_open"]
	with pytest.raises(FormInvalid):
		steps.confirm(name, "opening")
	assert frappe.db.get_value("Election", CODE, "status") == "In Preparation"
	steps.confirm(name, "rehearsal")
	steps.reopen(name, "texts")
	assert codes(name, "opening") == ["step_open"]


def test_a_step_that_was_done_is_missing_again_when_something_is_lost():
	name = ready()
	steps.confirm(name, "calendar")
	assert state(name)["calendar"] == "Done"
	frappe.delete_doc("Election Stage", f"{CODE}-nomination_period")
	assert state(name)["calendar"] == "Missing"
	assert "type_without_stage" in codes(name, "types")


def test_who_is_missing_is_told_by_the_name_of_the_commission():
	name = ready()
	frappe.db.delete("Commission Membership", {"commission": ground.COMMISSION, "position": "Secretary"})
	(finding,) = next(step.lacks for step in steps.of(name) if step.key == "commissions")
	title = frappe.db.get_value("Election Commission", ground.COMMISSION, "title_en")
	assert (finding.code, finding.params["commission"]) == ("secretary_missing", title)


@pytest.mark.parametrize(
	("step", "change", "code"),
	[
		("texts", lambda: frappe.db.set_value("Election", CODE, "title_ru", ""), "text_missing"),
		("types", lambda: frappe.db.set_value("Appeal Type", "A47", "published", 0), "type_unpublished"),
		(
			"rehearsal",
			lambda: frappe.db.set_value(
				"Election Stage",
				f"{CODE}-registration_documents_deadline",
				"ends_on",
				clock.today() - timedelta(days=1),
			),
			"window_reversed",
		),
		(
			"calendar",
			lambda: frappe.db.set_value(
				"Election Stage", f"{CODE}-campaign_period", "starts_on", clock.today() + timedelta(days=1)
			),
			"stage_out_of_order",
		),
		(
			"seats",
			lambda: frappe.db.delete("Constituency", {"election": CODE}),
			"no_constituencies",
		),
		(
			"people",
			lambda: frappe.db.set_value("User", "Administrator", "enabled", 0),
			"responsible_gone",
		),
	],
)
def test_each_step_tells_what_it_lacks_and_is_not_done_until_it_is_mended(step, change, code):
	name = ready()
	change()
	assert code in codes(name, step)
	with pytest.raises(FormInvalid) as refused:
		steps.confirm(name, step)
	assert code in [finding.code for finding in refused.value.findings]


def test_an_election_is_unmade_until_it_is_open_and_made_again():
	name = ready()
	steps.confirm(name, "date")
	steps.confirm(name, "calendar")
	steps.undo(name)
	assert not frappe.db.exists("Election", CODE)
	assert not frappe.db.count("Constituency", {"election": CODE})
	assert not frappe.db.count("Election Stage", {"election": CODE})
	assert (state(name)["date"], state(name)["calendar"]) == ("Done", "Waiting")
	copying.start(name)
	while copying.step(name):
		pass
	assert frappe.db.count("Constituency", {"election": CODE}) == 1


def test_an_election_that_something_names_is_not_unmade():
	name = ready()
	draft = filing.draft()
	frappe.db.set_value("Appeal", draft, "election", CODE)
	frappe.set_user("Administrator")
	with pytest.raises(WrongState) as refused:
		steps.undo(name)
	assert refused.value.code == "election_in_use"
	assert frappe.db.count("Constituency", {"election": CODE}) == 1


def test_nobody_opens_an_election_past_its_preparation():
	made()
	election = frappe.get_doc("Election", CODE)
	for values in ({"status": "Announced"}, {"opened_on": clock.today()}):
		election.reload()
		election.update(values)
		with pytest.raises(FormInvalid) as refused:
			election.save()
		assert [finding.code for finding in refused.value.findings] == ["election_not_opened"]


def test_what_the_form_sends_of_the_steps_is_not_taken():
	name = prepared()
	document = frappe.get_doc("Election Preparation", name)
	document.append("steps", {"step": "kind", "done_on": clock.now(), "done_by": "Administrator"})
	document.save()
	assert frappe.get_doc("Election Preparation", name).steps == []


def test_who_does_a_step_and_who_did_it_is_called_by_name():
	name = prepared()
	frappe.set_user(filing.ADMINISTRATOR)
	steps.assign(name, "kind", filing.ADMINISTRATOR, clock.today())
	full_name = frappe.db.get_value("User", filing.ADMINISTRATOR, "full_name")
	assert "@" not in full_name
	assert {step["key"]: step["responsible"] for step in api.steps(name)}["kind"] == full_name
	steps.confirm(name, "kind")
	assert {step["key"]: step["done_by"] for step in api.steps(name)}["kind"] == full_name


def test_a_step_and_a_user_that_there_are_not_are_not_found():
	name = prepared()
	for step in (
		lambda: steps.confirm(name, "yo'q"),
		lambda: steps.confirm("yo'q", "kind"),
		lambda: steps.assign(name, "kind", "yo'q@esaylov.example", clock.today()),
	):
		with pytest.raises(NotFound):
			step()


def test_the_time_line_has_each_date_with_its_rule_and_article():
	name = made()
	found = {entry.key: entry for entry in steps.timeline(name)}
	assert (found["silence_days"].rule, found["silence_days"].article) == ("D-1..D", "44")
	assert (found["campaign_announced"].place, found["election_day"].place) == ("now", "ahead")
	days = [entry.starts_on for entry in steps.timeline(name)]
	assert days == sorted(days)
