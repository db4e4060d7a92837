"""One text to tens of thousands of people: written into the outbox in batches, each committed, so that a run goes on.

The row of the campaign is locked for each batch, so a pause or a stop falls between two of them and misses no message.
"""

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.query_builder.functions import Count

from esaylov.core.findings import Finding
from esaylov.core.formats import placeholders
from esaylov.core.outbox import Status
from esaylov.core.texts import word
from esaylov.framework import clock, queues
from esaylov.framework.errors import FormInvalid, LawBroken, NotFound, WrongState
from esaylov.framework.jobs.resumable import LongJob
from esaylov.framework.persistence.write_guard import WriteGuard
from esaylov.messages import notices
from esaylov.messages.announcing import audiences, planning
from esaylov.messages.announcing.audiences import AUDIENCES
from esaylov.messages.delivery import jobs
from esaylov.messages.delivery.claims import MESSAGE
from esaylov.messages.delivery.holding import CAMPAIGN, HELD, State
from esaylov.messages.notices import Notice
from esaylov.messages.texts import receivers, values

JOB = LongJob(
	"esaylov.messages.announcing.campaigns.prepare",
	CAMPAIGN,
	(State.PREPARING.value,),
	queues.REGISTERS,
	timeout=3600,
)
prepare_unfinished = JOB.resume
"""Job of the scheduler: campaigns whose job died go on."""
BATCH = 1000
WRITER = WriteGuard("campaigns")
OURS = (
	*("status", "total", "written", "kind_at", "written_to", "started_at", "prepared_at", "event_key"),
	"texts",
)
CHOSEN = ("template", "election", "audience", "placeholder_values")
"""What a campaign says and to whom: as it was started."""


class Step(StrEnum):
	"""What may be done with a campaign, and from where."""

	START = "start"
	PAUSE = "pause"
	RESUME = "resume"
	STOP = "stop"


FROM: Mapping[Step, tuple[State, ...]] = {
	Step.START: (State.DRAFT,),
	Step.PAUSE: (State.PREPARING, State.PREPARED),
	Step.RESUME: (State.PAUSED,),
	Step.STOP: (State.DRAFT, State.PREPARING, State.PREPARED, State.PAUSED),
}


def check(campaign: Document) -> None:
	"""Called from SMS Campaign.validate: known receivers, readable values; its progress is written here alone."""
	kinds = audiences.named(campaign.audience or "")
	findings = [
		Finding("sms_audience_unknown", "audience", params={"name": name})
		for name in kinds
		if name not in AUDIENCES
	]
	if not kinds:
		findings.append(Finding("required", "audience"))
	try:
		is_object = isinstance(json.loads(campaign.placeholder_values or "{}"), dict)
	except ValueError:
		is_object = False
	if not is_object:
		findings.append(Finding("sms_values_invalid", "placeholder_values"))
	if findings:
		raise FormInvalid(findings)
	if WRITER.is_writing:
		return
	before = campaign.get_doc_before_save()
	fixed = OURS if not before or before.status == State.DRAFT else (*OURS, *CHOSEN)
	if any(_text(campaign.get(field)) != _text(before.get(field) if before else None) for field in fixed):
		raise LawBroken({"doctype": CAMPAIGN})


def refuse_campaign_removal(campaign: Document) -> None:
	"""What was told stays on record. Raises LawBroken."""
	raise LawBroken({"doctype": campaign.doctype, "to": "removed"})


def _text(value: object) -> str:
	return "" if value in (None, 0, State.DRAFT.value) else str(value)


def order(
	event_key: str,
	title: str,
	template: str,
	election: str,
	audience: str,
	given: Mapping[str, Any],
) -> str | None:
	"""A campaign for an event, begun; None where the event had its campaign already (a unique key guards it too), and while its text is off."""
	is_on = frappe.get_cached_value("SMS Template", template, "enabled")
	if not is_on or frappe.db.exists(CAMPAIGN, {"event_key": event_key}):
		return None
	campaign = frappe.new_doc(CAMPAIGN)
	campaign.update(
		{
			**{"event_key": event_key, "title": title, "template": template, "election": election},
			**{"audience": audience, "placeholder_values": json.dumps(given, default=values.plain)},
		}
	)
	try:
		with WRITER.writing():
			campaign.insert(ignore_permissions=True)  # the calendar orders it; no user is at work
	except frappe.UniqueValidationError:
		frappe.clear_last_message()
		return None
	_start(
		_locked(campaign.name)
	)  # its values are known to be whole; nobody to tell is no mistake of a calendar
	return str(campaign.name)


def step(name: str, wanted: str, language: str = "uz") -> dict[str, Any]:
	"""Start, pause, resume or stop; gives the progress. Two persons start one (`permissions.configuration.waiting.campaigns`). Raises NotFound, WrongState, FormInvalid for another word and for a start without
	receivers, values or a template that is on; language: of what is said of it.
	"""
	if wanted not in set(Step):
		raise FormInvalid([Finding("wrong_type", "step")])
	row = _locked(name)
	if State(row.status) not in FROM[Step(wanted)]:
		raise WrongState({"status": row.status})
	if wanted == Step.START:
		_refuse_unfinished(row, language)
	STEPS[Step(wanted)](row)
	return progress(name)


def describe(name: str, language: str = "uz") -> dict[str, Any]:
	"""What a draft says, in whose name and to whom, as two persons start it: `title`, `template`, `election`, `audience` in words of Uzbek,
	`texts` as they will be read, `total` receivers. Raises as `step` does for a start.
	"""
	row = _locked(name)
	if State(row.status) not in FROM[Step.START]:
		raise WrongState({"status": row.status})
	_refuse_unfinished(row, language)
	kinds = audiences.named(row.audience)
	return {
		**{"title": row.title, "template": row.template, "election": row.election},
		"audience": ", ".join(word(f"receivers.{kind}", "uz") for kind in kinds),
		"texts": _texts(row),
		"total": audiences.count(kinds, row.election),
	}


def _texts(row: frappe._dict) -> str:
	return planning.write_texts(row.template, row.election, json.loads(row.placeholder_values or "{}"))


def _refuse_unfinished(row: frappe._dict, language: str) -> None:
	template = frappe.get_cached_doc("SMS Template", row.template)
	given = json.loads(row.placeholder_values or "{}")
	kinds = audiences.named(row.audience)
	if wrong := list(
		planning.findings(
			template, row.election, kinds, audiences.count(kinds, row.election), given, language
		)
	):
		raise FormInvalid(wrong)


def _start(row: frappe._dict) -> None:
	total = audiences.count(audiences.named(row.audience), row.election)
	begun = {"status": State.PREPARING.value, "total": total, "started_at": clock.now()}
	_mark(row.name, **begun, texts=_texts(row))
	JOB.enqueue(row.name)


def _pause(row: frappe._dict) -> None:
	_move(row.name, Status.QUEUED, send_after=HELD)
	_mark(row.name, status=State.PAUSED.value)


def _resume(row: frappe._dict) -> None:
	_move(row.name, Status.QUEUED, send_after=clock.now())
	_mark(row.name, status=(State.PREPARED if row.prepared_at else State.PREPARING).value)
	if not row.prepared_at:
		JOB.enqueue(row.name)
	queues.after_commit(jobs.wake)


def _stop(row: frappe._dict) -> None:
	_move(row.name, Status.QUEUED, status=Status.CANCELLED.value)
	_mark(row.name, status=State.STOPPED.value)


STEPS = {Step.START: _start, Step.PAUSE: _pause, Step.RESUME: _resume, Step.STOP: _stop}


def prepare(name: str) -> int:
	"""Job: write the messages of a campaign, a batch in each transaction; how many are new. Goes on where one stopped."""
	new = 0
	while (written := one_batch(name)) is not None:
		new += written
		frappe.db.commit()  # a job: one batch, one transaction
	frappe.db.commit()  # a job: that there was nothing more
	return new


def one_batch(name: str) -> int | None:
	"""The next batch in the caller's transaction; how many messages are new, None when there is nothing to do."""
	row = _locked(name)
	return _batch(row) if row.status == State.PREPARING else None


def progress(name: str) -> dict[str, Any]:
	"""Numbers of a campaign: receivers, written, and messages by state. Raises NotFound."""
	row = frappe.db.get_value(CAMPAIGN, name, ["name", "status", "total", "written"], as_dict=True)
	if row is None:
		raise NotFound({"doctype": CAMPAIGN})
	message = frappe.qb.DocType(MESSAGE)
	query = frappe.qb.from_(message).select(message.status, Count(message.name))
	states = dict(query.where(message.campaign == name).groupby(message.status).run())
	return {"status": row.status, "total": row.total, "written": row.written, "states": states}


def _batch(row: frappe._dict) -> int:
	"""The next page of the kind in work; at a kind's end the next one, after the last the campaign is prepared."""
	kinds = audiences.named(row.audience)
	if row.kind_at >= len(kinds):
		_mark(row.name, status=State.PREPARED.value, prepared_at=clock.now())
		return 0
	audience = AUDIENCES[kinds[row.kind_at]]
	page = audience.page(row.election, row.written_to or "", BATCH)
	if not page:
		_mark(row.name, kind_at=row.kind_at + 1, written_to="")
		return 0
	written = notices.put(row.template, _notices(row, audience, page), row.name)
	_mark(row.name, written_to=page[-1].name, written=row.written + written)
	return written


def _notices(row: frappe._dict, audience: audiences.Audience, page: list[frappe._dict]) -> list[Notice]:
	persons = [entry.person for entry in page if entry.person]
	of_entries = audience.doctype in (*receivers.ENTRIES, receivers.MEMBERSHIP)
	people = (
		receivers.of_entries(persons, [audience.doctype]) if of_entries else receivers.of_persons(persons)
	)
	given = json.loads(row.placeholder_values or "{}")
	places = placeholders.names(frappe.get_cached_value("SMS Template", row.template, "text_uz"))
	counted = _seats_left(row.election, page) if "k" in places else {}
	return [
		Notice(
			people[entry.person],
			audience.doctype,
			entry.name,
			"",
			entry.get("commission"),
			entry.get("commission_lft") or 0,
			{
				**values.spoken(given, people[entry.person].language),
				**values.of_election(row.election, people[entry.person].language),
				**({"k": counted[entry.name]} if entry.name in counted else {}),
			},
			event="|".join((row.template, row.election if audience.is_once else row.name)),
		)
		for entry in page
		if entry.person in people
	]


def _seats_left(election: str, page: list[frappe._dict]) -> dict[str, int]:
	total, taken = audiences.seats_left(election)
	parties = audiences.parties_of_bodies(page)
	return {entry.name: total - taken[entry.get("party") or parties.get(entry.name) or ""] for entry in page}


def _locked(name: str) -> frappe._dict:
	fields = ["name", "status", "title", "template", "election", "audience", "placeholder_values"]
	fields += ["kind_at", "written_to", "written", "prepared_at"]
	row = frappe.db.get_value(CAMPAIGN, name, fields, as_dict=True, for_update=True)
	if row is None:
		raise NotFound({"doctype": CAMPAIGN})
	return row


def _mark(name: str, **changed: object) -> None:
	# progress, no change of what the campaign says: `validate` has nothing to say about it
	frappe.db.set_value(CAMPAIGN, name, changed)


def _move(name: str, current: Status, **changed: object) -> None:
	message = frappe.qb.DocType(MESSAGE)
	update = frappe.qb.update(message)
	for field, value in changed.items():
		update = update.set(message[field], value)
	update.where((message.campaign == name) & (message.status == current.value)).run()
