"""An appeal after filing: where it stands, as a time line in plain words, and what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import frappe

from esaylov.appeals.corrections import reading
from esaylov.appeals.review import steps as appeal_steps
from esaylov.core.formats import language as languages
from esaylov.decisions.drafting import grounds
from esaylov.framework.errors import NotFound
from esaylov.portal.cabinet.forms import appeal_view as matters
from esaylov.portal.cabinet.forms.appeal_view import RECEIPT_PDF, Matter
from esaylov.portal.cabinet.states import OPEN, sentence
from esaylov.portal.routes import APPEAL, Route
from esaylov.portal.web import Page, PortalRequest, Redirect, Reply, portal_page

ROUTE = Route(APPEAL, login=True)

DECISION_PDF = "/api/method/esaylov.api.papers.decision?decision="

STANDING = {"Expert Review": "experts", "On Agenda": "agenda"}
FILED, ASKED = "Filed", "Asked"
DECIDED = ("Granted", "Partly Granted", "Refused", "Acknowledged")


@dataclass(frozen=True)
class Step:
	"""A point of the time line; `is_done` False: still ahead."""

	what: str
	when: str = ""
	text: str = ""
	is_done: bool = True
	remarks: Sequence[str] = ()


@portal_page
def get_context(request: PortalRequest, name: str) -> Reply:
	"""The status page; a draft leads to its form."""
	matter = matters.load(request, name)
	if matter.is_new:
		if matter.is_past:
			raise NotFound({"doctype": "Appeal"})
		return Redirect(f"{matter.base}/form")
	rounds = reading.rounds(name)
	widgets = matters.widgets(matter, request)
	values = {
		"base": matter.base,
		"correction": matter.correction,
		"may_correct": matter.is_draft,
		"asked": matters.asked(matter, widgets),
		"changed": reading.differences(name) if any(row["status"] == FILED for row in rounds) else [],
		"appeal": matter.document,
		"type_title": matters.title(matter, request),
		"sentence": sentence(request, matter.document),
		"line": line(request, matter, rounds),
		"rows": decided_rows(matter, request.language),
		"decision_pdf": DECISION_PDF + (matter.document.decision or ""),
		"has_receipt": bool(matter.document.receipt),
		"pdf": RECEIPT_PDF + name,
		"may_withdraw": not matter.is_past and appeal_steps.may_withdraw(matter.document),
		"widgets": widgets,
	}
	return Page("cabinet/status.html", matters.title(matter, request), values)


def line(request: PortalRequest, matter: Matter, rounds: list[dict[str, Any]]) -> list[Step]:
	"""The time line, from signing to the decision or to its time limit."""
	t, appeal = request.t, matter.document
	steps = [
		Step(
			t("line.signed"),
			languages.moment(appeal.received_at, request.language),
			f"{t('status.number', number=appeal.number)} {matters.commission(matter, request)}",
		)
	]
	if appeal.assigned_to:
		steps.append(Step(t("line.review")))
	steps += correction_steps(request, matter, rounds)
	if appeal.status in STANDING:
		steps.append(Step(t(f"line.{STANDING[appeal.status]}")))
	return [*steps, *end_steps(request, appeal)]


def correction_steps(request: PortalRequest, matter: Matter, rounds: list[dict[str, Any]]) -> list[Step]:
	"""Each return with its remarks, and what came of it."""
	t = request.t
	texts: dict[str, list[str]] = {}
	for row in reading.remarks(matter.name) if rounds else ():
		texts.setdefault(row["correction"], []).append(row["text"])
	steps = []
	for row in rounds:
		until = languages.day(row["correct_until"], request.language)
		returned_at = languages.moment(row["returned_at"], request.language)
		steps.append(
			Step(t("line.returned"), returned_at, row["reason"] or "", remarks=texts.get(row["name"], ()))
		)
		if row["status"] == FILED:
			steps.append(Step(t("line.corrected"), languages.moment(row["filed_at"], request.language)))
		elif row["status"] == ASKED:
			steps.append(Step(t("line.correct_by"), until, is_done=False))
		else:
			steps.append(Step(t("line.lapsed"), until))
	return steps


def end_steps(request: PortalRequest, appeal: Any) -> list[Step]:
	"""What ended it, or until when it will be decided."""
	t = request.t
	if appeal.status in DECIDED:
		return [decided_step(request, appeal), *certificate_step(request, appeal)]
	if appeal.status == "Withdrawn":
		return [Step(t("line.withdrawn"), languages.moment(appeal.modified, request.language))]
	if appeal.due_on and appeal.status in OPEN:
		return [Step(t("line.due"), languages.day(appeal.due_on, request.language), is_done=False)]
	return []


def certificate_step(request: PortalRequest, appeal: Any) -> list[Step]:
	"""How many certificates came of the decision."""
	if not appeal.decision:
		return []
	issued = frappe.get_all(
		"Certificate",
		filters={"decision": appeal.decision, "pdf": ["is", "set"]},
		pluck="issued_on",
		order_by="issued_on asc",
	)
	if not issued:
		return []
	day = languages.day(issued[-1], request.language)
	return [Step(request.t.count("line.certificates", len(issued)), day)]


def decided_step(request: PortalRequest, appeal: Any) -> Step:
	t = request.t
	decision = frappe.db.get_value("Decision", appeal.decision, ["number", "signed_at"], as_dict=True)
	return Step(
		t("line.decided", outcome=t(f"state.{appeal.status}")),
		languages.moment(decision.signed_at, request.language) if decision else "",
		t("line.decision_number", number=decision.number) if decision else "",
	)


def decided_rows(matter: Matter, language: str) -> list[dict[str, Any]]:
	"""What was decided on each row, with the certificate where one was formed."""
	if not matter.document.decision:
		return []
	rows = frappe.get_all(
		"Decision Row",
		filters={"parent": matter.document.decision, "parenttype": "Decision"},
		fields=["row_path", "subject", "outcome", "ground", "article", "reason"],
		order_by="idx asc",
	)
	given = certificates_by_name(matter.document.decision)
	return [
		{
			**row,
			"reason": grounds.said(row.ground, row.article, row.reason, language),
			"certificate": given.get(row.subject),
		}
		for row in rows
	]


def certificates_by_name(decision: str) -> dict[str, Any]:
	"""Certificates of a decision by the name that its rows call the person (paper has it in capitals)."""
	rows = frappe.get_all(
		"Certificate",
		filters={"decision": decision, "pdf": ["is", "set"]},
		fields=["name", "number", "holder"],
		order_by="number asc",
	)
	people = frappe.get_all(
		"Person",
		filters={"name": ["in", [row.holder for row in rows]]},
		fields=["name", "full_name"],
		order_by="name asc",
	)
	names = {person.name: person.full_name for person in people}
	return {names[row.holder]: row for row in rows if row.holder in names}
