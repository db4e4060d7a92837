"""Decisions that a commission takes without an appeal (*murojaatsiz qaror*): which there are, what they need, what they say.

A Decision Subject says at which level and by which road a matter is decided (data, marked [ours]); its effect stands in
`registers.ex_officio_acts`. The data of a decision are plain values: persons by the names of the person block, entries by name.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.appeal_types import floors
from esaylov.core.findings import Finding
from esaylov.core.procedure import decision as law
from esaylov.core.records import payload as canonical
from esaylov.decisions.drafting import signing, typed_members, wording
from esaylov.decisions.drafting.decision_subject import (
	ACKNOWLEDGING_POSITIONS,
	CHAIR_DECISION,
	CHAIR_POSITIONS,
	NAME_LENGTH,
	Prepared,
)
from esaylov.decisions.drafting.rows import Verdict
from esaylov.decisions.matters import annulling, ex_officio_checks, ex_officio_text
from esaylov.decisions.matters.ex_officio_checks import Deciding
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, NotFound, NotPermitted, WrongState, shown
from esaylov.framework.guarded_steps import SETTING_UP
from esaylov.identity.positions import Position, require_position
from esaylov.registers.outcome_rules import outcome_checks

MATTER, DECISION = "Decision Subject", "Decision"
CHAIR_ROUTE = "chair_decision"
LEVELS = ("CEC", "REG", "DC", "OKR", "PEC")


def check_matter(matter: Document) -> None:
	"""Called from Decision Subject.validate: a matter that there is code for, at levels that exist. Raises FormInvalid."""
	found = []
	if matter.code not in wording.KINDS:
		found.append(Finding("unknown_matter", "code"))
	if not set(levels(matter)) <= set(LEVELS) or not levels(matter):
		found.append(Finding("wrong_level", "levels"))
	if not SETTING_UP.is_writing:
		found += floors.check_subject(matter.code, matter.route)
	if found:
		with shown():
			raise FormInvalid(found)


@dataclass(frozen=True, slots=True)
class Matter:
	"""A question that no appeal asked. code: of its Decision Subject. values: what it needs, see README. texts: where they were edited."""

	code: str
	values: Mapping[str, Any]
	commission: str
	election: str
	texts: wording.Texts | None = None


def prepare_edited(matter: Matter, day: date) -> Prepared:
	"""`prepare` for the user, with what was typed below its texts. Raises as `prepare`."""
	author = str(frappe.session.user)
	prepared = prepare(matter.code, matter.values, matter.commission, matter.election, day, author)
	named = [verdict.subject for verdict in prepared.verdicts if verdict.subject]
	made = wording.Texts(prepared.text_uz, prepared.text_ru)
	texts = wording.edited(matter.texts, made, named)
	return replace(prepared, text_uz=texts.uz, text_ru=texts.ru)


def propose_matter(
	subject_kind: str,
	data: Mapping[str, object],
	commission: str,
	election: str,
	texts: wording.Texts | None = None,
) -> Prepared:
	"""What a commission would decide today on a matter without an appeal, for the draft of its agenda item; writes nothing.

	subject_kind: code of a Decision Subject; data: what it needs (see README). Raises NotFound, NotPermitted (another level
	decides this), FormInvalid, WrongState.
	"""
	return prepare_edited(Matter(subject_kind, data, commission, election, texts), clock.today())


def prepare(
	code: str, values: Mapping[str, Any], commission: str, election: str, day: date, author: str = ""
) -> Prepared:
	"""What a commission would decide on a matter of its own; the same arguments give the same bytes.

	author: the user who types the values; they learn of people what `typed_members` lets them. Raises NotFound (no such
	matter, or switched off), NotPermitted (not at this level), FormInvalid with what is missing, TooMany.
	"""
	check_level(code, commission)
	if not election or not frappe.db.exists("Election", election):
		raise NotFound({"doctype": "Election"})
	if code == annulling.SUBJECT:
		annulled = annulling.read(str(values.get("decision") or ""))
		annulling.check_above(annulled, commission)
		annulling.refuse_unknown(values)
		return annulling.prepare(annulled, commission, str(values.get("reason") or ""), day)
	at = Deciding(commission, election, day)
	kept = ex_officio_checks.checked(code, ex_officio_checks.completed(code, values, commission, election))
	data = canonical.canonical(kept).decode()
	name = _name(code, commission, data)
	if not frappe.db.exists(DECISION, name):  # asked again, it is decided already
		_check_result(code, kept, at, author)
	texts = {language: _text(language, code, kept, at) for language in wording.LANGUAGES}
	return Prepared(
		name=name,
		kind=CHAIR_DECISION,
		commission=commission,
		election=election,
		outcome=None,
		decided_on=day,
		verdicts=tuple(_verdicts(code, kept, "")),
		subject_kind=code,
		subject_data=data,
		law=json.loads(outcome_checks.law_of_matter(code, day)),
		text_uz=texts["uz"],
		text_ru=texts["ru"],
	)


def check_result(code: str, values: Mapping[str, Any], commission: str, election: str, day: date) -> None:
	"""The data of a matter, as an item or a draft has them, could be decided as the registers stand.

	Raises NotFound, NotPermitted, FormInvalid, LawBroken.
	"""
	check_level(code, commission)
	completed_values = ex_officio_checks.completed(code, values, commission, election)
	kept = ex_officio_checks.checked(code, completed_values)
	_check_result(code, kept, Deciding(commission, election, day))


def _check_result(code: str, kept: Mapping[str, Any], at: Deciding, author: str = "") -> None:
	ex_officio_checks.check_now(code, kept, at)
	found = outcome_checks.findings_of_matter(code, kept, at.commission, at.election)
	outcome_checks.refuse_errors(typed_members.filter_findings(author, kept, found) if author else found)


def _text(language: str, code: str, kept: Mapping[str, Any], at: Deciding) -> str:
	"""The text that the template makes of checked data, in a language."""
	named = ex_officio_checks.title(code, title(code, language), kept, at, language)
	about = ex_officio_text.About(at.commission, at.election, at.day, named, kept.get("reason", ""))
	return ex_officio_text.text(language, code, about, _verdicts(code, kept, language))


def completed(code: str, values: Mapping[str, Any], commission: str, election: str) -> Mapping[str, Any]:
	"""The data of a matter with what the system adds from its own records (a table, who is elected), fixed for a vote on it.

	Raises FormInvalid where what was fixed before is not so any more.
	"""
	check_level(code, commission)
	return ex_officio_checks.completed(code, values, commission, election)


def _verdicts(code: str, data: Mapping[str, Any], language: str) -> list[Verdict]:
	"""The rows of a decision, all of them granted; with a language as its text says them."""
	return [
		Verdict(line.said if language else line.subject, law.Row(line.path, law.Outcome.GRANTED))
		for line in ex_officio_checks.lines(code, data, language)
	]


def authority(matter: Matter, user: str, positions: tuple[str, ...]) -> Position:
	"""The position by which a user decides a matter alone. Whom the appeal behind its entry concerns does not decide it [ours].

	Raises NotFound, NotPermitted, WrongState (`matter_by_vote`, `chair_acts`, `decider_conflict`).
	"""
	position = require_position(user, matter.commission, positions)
	if check_level(matter.code, matter.commission).route != CHAIR_ROUTE:
		raise WrongState({"status": "-"}, code="matter_by_vote")
	signing.refuse_concerned(position, _appeal_behind(matter))
	return position


def _appeal_behind(matter: Matter) -> Document | None:
	"""The appeal whose decision made the entry that a matter names; None where there is none, or nothing is named yet."""
	register, entry = ex_officio_checks.ENTRIES.get(matter.code), matter.values.get("certificate")
	made_by = (
		frappe.db.get_value(register, entry, "decision") if register and isinstance(entry, str) else None
	)
	appeal = frappe.db.get_value(DECISION, made_by, "appeal") if made_by else None
	return signing.read(appeal) if appeal else None


def check_level(code: str, commission: str) -> Document:
	"""The matter, where commissions of this level decide it.

	Raises NotFound, NotPermitted, WrongState (`subject_below_minimum`: only the database can give it such a route).
	"""
	if not isinstance(code, str) or not frappe.db.exists(MATTER, {"name": code, "enabled": 1}):
		raise NotFound({"doctype": MATTER})
	matter = frappe.get_cached_doc(MATTER, code)
	if frappe.db.get_value("Election Commission", commission, "level") not in levels(matter):
		raise NotPermitted()
	if any(floors.check_subject(code, matter.route)):
		raise WrongState({"subject_kind": code}, code="subject_below_minimum")
	return matter


def matters_of(commission: str) -> list[dict[str, str]]:
	"""The matters that commissions of this level decide: `code`, titles, `route`; in the order of their codes."""
	level = frappe.db.get_value("Election Commission", commission, "level")
	fields = ["code", "title_uz", "title_ru", "title_en", "route", "levels"]
	rows = frappe.get_all(MATTER, {"enabled": 1}, fields, order_by="code asc")
	return [{key: row[key] for key in fields[:-1]} for row in rows if level in levels(row)]


def may_prepare(route: str, position: str) -> bool:
	"""Whether a position brings a matter of this road on its way."""
	return position in (CHAIR_POSITIONS if route == CHAIR_ROUTE else ACKNOWLEDGING_POSITIONS)


def levels(matter: Document | frappe._dict) -> list[str]:
	"""The levels of commissions that decide a matter."""
	return [level.strip() for level in (matter.levels or "").split(";") if level.strip()]


def _name(code: str, commission: str, data: str) -> str:
	"""Known before it is signed; another one after each annulment of a decision with these very data."""
	same = {"subject_kind": code, "commission": commission, "subject_data": data, "status": "Annulled"}
	times = frappe.db.count(DECISION, same)
	return canonical.sha256_hex(f"own|{code}|{commission}|{data}|{times}".encode())[:NAME_LENGTH]


def title(code: str, language: str) -> str:
	"""The title of a matter in a language."""
	return frappe.get_cached_value(MATTER, code, f"title_{language}") or code
