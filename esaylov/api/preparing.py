"""A new election and what it lacks, over HTTP. See elections.preparation for rules and errors."""

from dataclasses import asdict
from datetime import date
from typing import Any

import frappe

from esaylov.api import guards
from esaylov.api.endpoint import endpoint, json_object
from esaylov.core.texts import article_words
from esaylov.elections.preparation import checklist as preparation_checklist
from esaylov.elections.preparation import copying, outline
from esaylov.elections.preparation import steps as preparation_steps
from esaylov.framework import titles
from esaylov.framework.errors import finding_words
from esaylov.setup import practice as practising

ADMINISTRATOR = ("Election Administrator",)
READERS = ("Election Administrator", "Election Auditor")


@endpoint(methods=["POST"])
@guards.holds_role(*ADMINISTRATOR)
def start(name: str) -> dict[str, str]:
	"""Order the job that makes the election of a preparation."""
	copying.start(name)
	return {"name": name}


@endpoint(methods=["GET"])
@guards.holds_role(*READERS)
def progress(name: str) -> dict[str, Any]:
	"""How far a preparation is."""
	return asdict(copying.progress(name))


@endpoint(methods=["GET"])
@guards.holds_role(*READERS)
def checklist(election: str) -> list[dict[str, Any]]:
	"""What is missing before an election can be held."""
	return [asdict(item) for item in preparation_checklist.of(election)]


@endpoint(methods=["GET"])
@guards.holds_role(*ADMINISTRATOR)
def practice() -> dict[str, str]:
	"""The practice election that runs, or the preparation that makes it; "" for what is not there."""
	return asdict(practising.present())


@endpoint(methods=["POST"])
@guards.holds_role(*ADMINISTRATOR)
def begin_practice() -> dict[str, str]:
	"""Order the making of a practice election after the present one; `name`: of the preparation that says how far it is."""
	return {"name": practising.begin()}


@endpoint(methods=["POST"])
@guards.holds_role(*ADMINISTRATOR)
def end_practice(election: str) -> dict[str, int]:
	"""End the practice election and close some of its appeals; `left`: how many are still open, to be asked until none is."""
	return {"left": practising.end(election)}


@endpoint(methods=["GET"])
@guards.holds_role(*READERS)
def kinds() -> list[dict[str, Any]]:
	"""The kinds of elections with their contests; the article in words of the caller's language."""
	lang = frappe.local.lang or "uz"
	return [
		{**asdict(kind), "article": article_words(kind.article, lang).strip("()")} for kind in outline.kinds()
	]


@endpoint(methods=["GET"])
@guards.holds_role(*ADMINISTRATOR)
def lacking(plan: str | dict[str, Any]) -> dict[str, list[str]]:
	"""What the kind, the date and the seats of a plan lack, in words; the plan is not stored by it."""
	found = outline.lacking(json_object(plan, "plan"))
	return {step: [finding_words(finding) for finding in findings] for step, findings in found.items()}


@endpoint(methods=["GET"])
@guards.holds_role(*READERS)
def steps(name: str) -> list[dict[str, Any]]:
	"""The steps of a preparation with what each lacks, in words, and the names of who does it and who did."""
	found = preparation_steps.of(name)
	users = {user for step in found for user in (step.responsible, step.done_by) if user}
	names = titles.of(("User", user) for user in users).get("User", {})
	return [
		{
			**asdict(step),
			"lacks": [finding_words(finding) for finding in step.lacks],
			**{part: names.get(getattr(step, part), "") for part in ("responsible", "done_by")},
		}
		for step in found
	]


@endpoint(methods=["GET"])
@guards.holds_role(*READERS)
def timeline(name: str) -> list[dict[str, Any]]:
	"""The calendar of a preparation's election, each date with its rule and article."""
	return [asdict(entry) for entry in preparation_steps.timeline(name)]


@endpoint(methods=["POST"])
@guards.holds_role(*ADMINISTRATOR)
def assign(name: str, step: str, user: str, due_on: date) -> dict[str, str]:
	"""Make somebody responsible for a step until a day."""
	preparation_steps.assign(name, step, user, due_on)
	return {"name": name}


@endpoint(methods=["POST"])
@guards.holds_role(*ADMINISTRATOR)
def confirm(name: str, step: str) -> dict[str, str]:
	"""Say that a step is done; the last one opens the election."""
	preparation_steps.confirm(name, step)
	return {"name": name}


@endpoint(methods=["POST"])
@guards.holds_role(*ADMINISTRATOR)
def reopen(name: str, step: str) -> dict[str, str]:
	"""Take back that a step is done."""
	preparation_steps.reopen(name, step)
	return {"name": name}


@endpoint(methods=["POST"])
@guards.holds_role(*ADMINISTRATOR)
def undo(name: str) -> dict[str, str]:
	"""Unmake the election of a preparation that is not open yet."""
	preparation_steps.undo(name)
	return {"name": name}
