"""What a decision is about: the appeal's rows, and the exact bytes and texts for a set of verdicts."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.appeals.types import windows
from esaylov.core.forms import FormDefinition, read_definition
from esaylov.core.procedure import decision as law
from esaylov.core.procedure.lifecycle import DECIDED
from esaylov.core.records import payload as canonical
from esaylov.decisions.drafting import grounds, wording
from esaylov.decisions.drafting.rows import WHOLE, Subject, Verdict, subjects, verdicts
from esaylov.decisions.drafting.wording import Texts
from esaylov.registers.effects import replacing
from esaylov.registers.entries import grants, latest_filing

CHAIR_DECISION, ACKNOWLEDGEMENT, IMPORTED_ACT = "Chair Decision", "Acknowledgement", "Imported Act"
COMMISSION_DECISION, ANNULMENT = "Commission Decision", "Annulment"
NAME_LENGTH = 12
CHAIR_ROUTE, ACKNOWLEDGEMENT_ROUTE = "chair_decision", "acknowledgement"
CHAIR_POSITIONS = ("Chair", "Deputy Chair")
ACKNOWLEDGING_POSITIONS = (*CHAIR_POSITIONS, "Secretary")
SIGNERS = {
	CHAIR_DECISION: CHAIR_POSITIONS,
	ACKNOWLEDGEMENT: ACKNOWLEDGING_POSITIONS,
	ANNULMENT: CHAIR_POSITIONS,
}
"""Kind of decision -> positions one of which signs it alone (own design)."""


@dataclass(frozen=True)
class Prepared:
	"""A decision before its signature: all that it says. The same content gives the same bytes."""

	name: str
	kind: str
	commission: str
	election: str
	outcome: law.Outcome | None
	"""None for a decision without an appeal: it was adopted, there is nothing to grant."""
	decided_on: date
	text_uz: str
	text_ru: str
	verdicts: tuple[Verdict, ...] = ()
	appeal: str = ""
	appeal_payload_sha256: str = ""
	annuls: str = ""
	subject_kind: str = ""
	subject_data: str = ""
	"""Canonical JSON; only its hash is signed, for it may hold personal data."""
	vote: Mapping[str, str | int] = field(default_factory=dict)
	"""The agenda item, its round and tally; empty where one person decides."""
	law: Mapping[str, Any] = field(default_factory=dict)
	"""The edition of the law that was applied: `elections.statutes.law_applied`; empty where none is known."""

	@cached_property
	def payload(self) -> bytes:
		"""The canonical bytes that are signed.

		The number is not among them: the register gives it after the signature, as it does for a filing, so that two
		chairs who sign at once need not sign again.
		"""
		rows = [
			canonical.DecidedRow(v.row.path, v.row.outcome.value, v.row.reason, v.row.ground)
			for v in self.verdicts
		]
		subject = {"kind": self.subject_kind, "sha256": canonical.sha256_hex(self.subject_data.encode())}
		return canonical.decision_payload(
			decision=self.name,
			kind=self.kind,
			commission=self.commission,
			election=self.election,
			appeal=self.appeal,
			appeal_payload_sha256=self.appeal_payload_sha256,
			outcome=self.outcome.value if self.outcome else "",
			number="",
			decided_on=self.decided_on.isoformat(),
			text=both_texts(self.text_uz, self.text_ru),
			rows=rows,
			annuls=self.annuls,
			subject=subject if self.subject_kind else None,
			vote=self.vote,
			law=self.law,
		)

	@cached_property
	def sha256(self) -> str:
		"""Hash of the bytes, 64 hex digits."""
		return canonical.sha256_hex(self.payload)


def answers_of(appeal: Document) -> dict[str, Any]:
	"""The answers of an appeal's last filing as data."""
	return frappe.parse_json(latest_filing.last(appeal).answers) or {}


def form_of(appeal: Document) -> FormDefinition:
	"""The form that the appeal was filled in with."""
	data = grants.definition_of(appeal)
	return read_definition({key: data[key] for key in ("code", "version", "fields", "rules")})


def subjects_of(appeal: Document) -> list[Subject]:
	"""The subjects of an appeal; see rows.subjects."""
	return subjects(
		answers_of(appeal),
		grants.definition_of(appeal)["effect_mapping"].get("rows"),
		appeal.subject or "",
	)


def prepare(
	appeal: Document, asked: Sequence[Mapping[str, object]], day: date, texts: Texts | None = None
) -> Prepared:
	"""Verdicts, outcome, texts and canonical bytes; the same arguments give the same bytes.

	texts: the wording that was typed over the templates' own.
	"""
	decided = verdicts(subjects_of(appeal), asked, grounds.for_appeal(appeal))
	outcome = law.outcome([verdict.row for verdict in decided])
	return _prepared(appeal, CHAIR_DECISION, decided, outcome, day, texts)


def prepare_acknowledgement(appeal: Document, day: date, texts: Texts | None = None) -> Prepared:
	"""The same for taking note: every row is acknowledged, and there is nothing to choose."""
	decided = [
		Verdict(subject.title, law.Row(subject.path, law.Outcome.ACKNOWLEDGED))
		for subject in subjects_of(appeal)
	]
	return _prepared(appeal, ACKNOWLEDGEMENT, decided, law.Outcome.ACKNOWLEDGED, day, texts)


def needs_vote(appeal: Document) -> bool:
	"""Whether an appeal on the route of acknowledgement names a new person: the commission votes on that one."""
	mapping = grants.definition_of(appeal)["effect_mapping"]
	return appeal.route == ACKNOWLEDGEMENT_ROUTE and replacing.names_successor(mapping, answers_of(appeal))


def _prepared(
	appeal: Document,
	kind: str,
	decided: Sequence[Verdict],
	outcome: law.Outcome,
	day: date,
	typed: Texts | None,
) -> Prepared:
	made = Texts(*(_text(appeal, decided, outcome, day, language) for language in wording.LANGUAGES))
	named = [verdict.subject for verdict in decided if verdict.row.path != WHOLE]
	texts = wording.edited(typed, made, named)
	return Prepared(
		name=name_for(appeal),
		kind=kind,
		commission=appeal.recipient,
		election=appeal.election or "",
		outcome=outcome,
		decided_on=day,
		text_uz=texts.uz,
		text_ru=texts.ru,
		verdicts=tuple(decided),
		appeal=appeal.name,
		appeal_payload_sha256=latest_filing.last(appeal).payload_sha256,
		law=windows.law_of_filing(appeal),
	)


def name_for(appeal: Document) -> str:
	"""The name of the decision on an appeal: known before it is signed, and another one after each annulment.

	As the primary key it also lets only one decision of a round into the table. It is made of the appeal's own row, which
	`decide` has locked: a locking read of decisions that do not exist would lock the gaps that others insert into.
	"""
	if appeal.status in DECIDED:
		return str(appeal.decision)
	return canonical.sha256_hex(f"{appeal.name}|{appeal.decision or ''}".encode())[:NAME_LENGTH]


def both_texts(text_uz: str, text_ru: str) -> str:
	"""The signed wording: Uzbek, then its Russian translation."""
	return f"{text_uz}\n\n{text_ru}"


def read(payload: str) -> dict[str, Any]:
	"""The body of a stored payload."""
	body: dict[str, Any] = json.loads(payload)
	return body


def _text(
	appeal: Document, decided: Sequence[Verdict], outcome: law.Outcome, day: date, language: str
) -> str:
	title = frappe.get_cached_value("Appeal Type", appeal.appeal_type, f"title_{language}")
	facts = facts_of(appeal, title or appeal.appeal_type, day, language)
	return wording.text(
		language, scopes_of(appeal, grants.definition_of(appeal)["effect"]), outcome, facts, decided
	)


def facts_of(appeal: Document, title: str, day: date, language: str) -> dict[str, str]:
	"""What the text of a decision may say of an appeal, saved or not; title: of its type. See `decision_text.FACTS`."""
	named = f"title_{language}"
	return {
		"commission": frappe.get_cached_value("Election Commission", appeal.recipient, named)
		or appeal.recipient,
		"day": day.strftime("%d.%m.%Y"),
		"election": frappe.get_cached_value("Election", appeal.election, named) or "",
		"number": appeal.number,
		"title": title,
		"applicant": _applicant(appeal, language),
		"subject": appeal.subject or "",
	}


def scopes_of(appeal: Document, effect: str) -> dict[str, str]:
	"""What singles out the text of a decision: see wording.text."""
	return {wording.ROUTE: appeal.route, wording.EFFECT: effect, wording.TYPE: appeal.appeal_type}


def _applicant(appeal: Document, language: str) -> str:
	if not appeal.applicant_body:
		return frappe.get_cached_value("Person", appeal.applicant_person, "full_name") or ""
	meta = frappe.get_meta(appeal.applicant_body_type)
	titles = [title for title in (f"title_{language}", "title_uz", "full_name") if meta.has_field(title)]
	row = (
		frappe.db.get_value(appeal.applicant_body_type, appeal.applicant_body, titles, as_dict=True)
		or frappe._dict()
	)
	return str(next((row[title] for title in titles if row.get(title)), appeal.applicant_body))
