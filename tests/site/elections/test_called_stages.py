"""Once an election is called, the days of its stages move only to days that the law allows; each refusal names article, required and actual day."""

from datetime import date, timedelta

import frappe
import pytest
from factories import appeals as make
from factories import settled, two_persons
from test_election_kinds import CODE, made

from esaylov.core.rules.measures import measured
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid
from esaylov.framework.guarded_steps import SETTING_UP
from esaylov.framework.persistence import table_cache
from esaylov.setup.demo import ground

STAGE = "Election Stage"


@pytest.fixture
def called(as_user) -> str:
	"""A by-election in sixty days that was opened: only some of its days are fixed by the law itself."""
	made()
	settled.written("Election", CODE, {"status": "Announced", "opened_on": clock.today()})
	begin("campaign_announced", 9)
	as_user(make.ADMINISTRATOR)
	return CODE


def stage_of(key: str, election: str = CODE) -> frappe.model.document.Document:
	return frappe.get_doc(STAGE, f"{election}-{key}")


def begin(key: str, days: int, election: str = CODE) -> None:
	"""Let a stage have begun some days ago (or in some days), as it would when the clock moves on."""
	settled.written(STAGE, f"{election}-{key}", {"starts_on": clock.today() - timedelta(days=days)})


def refused(stage: frappe.model.document.Document, **days: date | str | None) -> list[tuple]:
	"""Code, place and article of the refusal; each names the required and the actual day."""
	with pytest.raises(FormInvalid) as refusal:
		stage.update(days).save()
	found = refusal.value.findings
	assert all(None not in measured(one.code, one.params) for one in found), found
	return [(one.code, one.path, one.article) for one in found]


def proposed(stage: frappe.model.document.Document, **days: date | str | None) -> bool:
	stage.update(days).save()
	return bool(two_persons.open_change(STAGE, str(stage.name)))


def test_a_day_outside_the_law_is_refused_at_the_proposal(called):
	stage = stage_of("silence_days")
	late = stage.ends_on + timedelta(days=1)
	assert refused(stage, ends_on=late) == [("stage_too_late", "ends_on", "44")]
	assert not two_persons.open_change(STAGE, f"{CODE}-silence_days")


def test_an_election_without_a_kind_keeps_the_days_that_every_kind_has(as_user):
	as_user(make.ADMINISTRATOR)
	stage = stage_of("silence_days", ground.ELECTION)
	late = stage.ends_on + timedelta(days=1)
	assert refused(stage, ends_on=late) == [("stage_too_late", "ends_on", "44")]
	observers = stage_of("observers_notification_deadline", ground.ELECTION)
	assert refused(observers, ends_on=observers.ends_on + timedelta(days=2)) == [
		("stage_too_late", "ends_on", "33")
	]


def test_days_that_the_law_leaves_free_are_proposed(called):
	stage = stage_of("nomination_period")
	assert proposed(stage, ends_on=stage.ends_on + timedelta(days=1))


def test_a_stage_does_not_begin_before_the_one_that_it_follows(called):
	first = stage_of("nomination_period").starts_on
	stage = stage_of("registration_documents_deadline")
	early = first - timedelta(days=1)
	assert refused(stage, starts_on=early, ends_on=early) == [
		("stage_out_of_order", "starts_on", "72, 92"),
		("stage_ends_out_of_order", "ends_on", "72, 92"),
	]
	stage = stage_of("nomination_period")
	after = stage_of("registration_ends").starts_on + timedelta(days=1)
	found = refused(stage, ends_on=after)
	assert ("stage_ends_out_of_order", "ends_on", "40") in found


def test_a_window_that_has_begun_is_not_shortened(called):
	begin("nomination_period", 1)
	stage = stage_of("nomination_period")
	assert refused(stage, ends_on=stage.ends_on - timedelta(days=1)) == [
		("stage_shortened", "ends_on", "70, 91")
	]
	assert refused(stage_of("nomination_period"), ends_at="12:00") == [
		("stage_shortened", "ends_on", "70, 91")
	]
	assert proposed(stage_of("nomination_period"), ends_on=stage.ends_on + timedelta(days=2))


@pytest.mark.parametrize("days", [-1, 1, 3])
def test_a_stage_that_has_begun_keeps_its_first_day(called, days):
	begin("nomination_period", 1)
	stage = stage_of("nomination_period")
	assert refused(stage, starts_on=stage.starts_on + timedelta(days=days)) == [
		("stage_begun", "starts_on", "70, 91")
	]


def test_a_stage_does_not_begin_in_the_past(called):
	past = clock.today() - timedelta(days=1)
	assert refused(stage_of("nomination_period"), starts_on=past) == [
		("stage_begins_in_past", "starts_on", "70, 91")
	]


def test_the_last_day_of_a_window_that_has_begun_is_not_moved_forward(called):
	"""The window of A47 lasts from the first day of nomination to the day for papers, which is a stage of one day."""
	begin("nomination_period", 1)
	stage = stage_of("registration_documents_deadline")
	early = stage.starts_on - timedelta(days=1)
	assert refused(stage, starts_on=early, ends_on=early) == [("stage_shortened", "ends_on", "72, 92")]
	settled.written(STAGE, f"{CODE}-nomination_period", {"starts_on": clock.today() + timedelta(days=1)})
	assert proposed(stage_of("registration_documents_deadline"), starts_on=early, ends_on=early)


def test_what_became_unlawful_since_the_proposal_is_refused_at_the_signature(called):
	stage = stage_of("nomination_period")
	assert proposed(stage, ends_on=stage.ends_on - timedelta(days=1))
	change = two_persons.open_change(STAGE, str(stage.name))
	ahead = (stage.starts_on - clock.today()).days + 1
	with pytest.MonkeyPatch.context() as patch:
		today = clock.today() + timedelta(days=ahead)
		patch.setattr(clock, "today", lambda: today)
		with pytest.raises(FormInvalid) as refusal:
			two_persons.sign(change)
	assert [one.code for one in refusal.value.findings] == ["stage_shortened"]


def test_two_proposals_that_are_lawful_alone_do_not_break_the_order_together(called):
	first, last = stage_of("nomination_period"), stage_of("registration_documents_deadline")
	assert proposed(first, ends_on=last.ends_on)
	early = last.ends_on - timedelta(days=1)
	assert proposed(last, starts_on=early, ends_on=early)
	two_persons.sign(two_persons.open_change(STAGE, str(first.name)))
	with pytest.raises(FormInvalid) as refusal:
		two_persons.sign(two_persons.open_change(STAGE, str(last.name)))
	assert [one.code for one in refusal.value.findings] == ["stage_ends_out_of_order"]


def test_words_change_and_days_in_preparation_are_free(as_user):
	made()
	as_user(make.ADMINISTRATOR)
	begin("nomination_period", 1)
	stage = stage_of("nomination_period")
	stage.update({"ends_on": stage.ends_on - timedelta(days=1), "title_ru": "Другое"}).save()
	assert frappe.db.get_value(STAGE, stage.name, "title_ru") == "Другое"
	settled.written("Election", CODE, {"status": "Announced", "opened_on": clock.today()})
	stage = stage_of("nomination_period")
	stage.update({"title_ru": "Третье", "note": "Sinov"}).save()


def test_the_set_up_of_a_site_writes_what_it_ships(called):
	begin("nomination_period", 1)
	stage = stage_of("nomination_period")
	with SETTING_UP.writing():
		stage.update({"ends_on": stage.ends_on - timedelta(days=1)}).save()
	table_cache.note_write(STAGE)
