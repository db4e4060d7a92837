"""The rail of the desk: which steps a person may take on an appeal now, and in words what each of them causes.

Which are lawful is said by `appeals.lawful_steps` and `decisions.matter_for`, which ask what the steps themselves ask; here they are
put in order and explained.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from esaylov.appeals.inbox import officers
from esaylov.appeals.review import lawful as appeals_lawful
from esaylov.appeals.review import returning
from esaylov.core.elections.calendar import short_date_of
from esaylov.core.procedure.lifecycle import State
from esaylov.decisions.sessions.records import people
from esaylov.decisions.sessions.steps import planning
from esaylov.framework.errors import EsaylovError, finding_words, in_words
from esaylov.messages import events

SIGNED = ("decide", "acknowledge")
OF_MATTER = (*SIGNED, "put_on_agenda")
"""Steps that depend on the deciders as well as on the appeal: `decisions.matter_for` names them."""
ORDER = (
	*SIGNED,
	"assign",
	"put_on_agenda",
	"conclude",
	"ask_experts",
	"return_for_correction",
	"resume_review",
)
"""The step that comes first stands first."""


@dataclass(frozen=True, slots=True)
class Step:
	"""A step of the rail. causes: sentences in the reader's language. blocked: what must be done or waited for first, "" for nothing."""

	step: str
	causes: list[str]
	blocked: str = ""

	def as_dict(self) -> dict[str, Any]:
		"""As JSON."""
		return asdict(self)


def of(appeal: Document, positions: Collection[str], matter: Mapping[str, Any]) -> list[Step]:
	"""The steps of who has these positions at the commission of the appeal, the first to be taken first.

	matter: `decisions.matter_for` of the appeal and this person: whether they sign a decision on it now, or leave it to the vote.
	"""
	lawful = {step: _said(refusal) for step, refusal in appeals_lawful.of(appeal, positions).items()}
	if matter["next_step"] in OF_MATTER:
		lawful[str(matter["next_step"])] = ""
	if not set(people.ARRANGING) & set(positions):
		lawful.pop("put_on_agenda", None)
	elif lawful.get("put_on_agenda") == "" and not planning.has_open(appeal.recipient):
		lawful["put_on_agenda"] = _("No session is planned. Plan one in the list of sessions first.")
	told = {row.event for row in frappe.get_cached_doc("Appeal Type", appeal.appeal_type).messages}
	order = sorted(
		ORDER, key=lambda step: step == "assign" and bool(appeal.assigned_to)
	)  # once it is somebody's, last
	rows = len(matter["subjects"])
	return [Step(step, _causes(step, appeal, told, rows), lawful[step]) for step in order if step in lawful]


def _said(refusal: EsaylovError | None) -> str:
	if refusal is None:
		return ""
	return "\n".join(finding_words(finding) for finding in refusal.findings) or in_words(refusal)


def name_of(user: str | None) -> str:
	"""The full name of an officer, "" for nobody."""
	return officers.names({user}).get(user, "") if user else ""


def _causes(step: str, appeal: Document, told: Collection[str], rows: int) -> list[str]:
	said = CAUSES[step](appeal, rows)
	return [*said, _("The applicant is notified by SMS.")] if EVENTS.get(step) in told else said


def _assign(appeal: Document, _rows: int) -> list[str]:
	if appeal.status == State.UNDER_REVIEW and appeal.assigned_to:
		return [
			_("The appeal passes from {0} to the officer whom you choose.").format(
				name_of(appeal.assigned_to)
			)
		]
	return [_("The appeal comes under review, with you or the officer whom you choose.")]


def _decide(_appeal: Document, rows: int) -> list[str]:
	return [
		_("You grant or refuse each of {0} rows, read the text and sign it with your key.").format(rows),
		_("What is granted enters the register at once, and certificates are formed."),
		_("A signed decision is never changed; only a later decision can annul it."),
	]


def _acknowledge(_appeal: Document, _rows: int) -> list[str]:
	return [
		_("You read the text and sign with your key that note was taken; the appeal is closed."),
		_("A signed decision is never changed; only a later decision can annul it."),
	]


def _put_on_agenda(_appeal: Document, _rows: int) -> list[str]:
	return [
		_(
			"The commission decides it by vote in the session that you choose; remarks can no longer be written."
		)
	]


def _ask_experts(_appeal: Document, _rows: int) -> list[str]:
	return [
		_(
			"The experts of the commission examine it; it can be put on an agenda once their conclusion is filed."
		),
		_("The time limit goes on."),
	]


def _conclude(_appeal: Document, _rows: int) -> list[str]:
	return [
		_("The conclusion is filed under your name and is never changed; the appeal comes back to review.")
	]


def _return(appeal: Document, _rows: int) -> list[str]:
	until, left = returning.time_to_correct(appeal)
	return [
		_("The applicant gets your remarks and your reason, and may correct the appeal until {0}.").format(
			short_date_of(until.isoformat())
		),
		_("The time limit stops until then; {0} days of it are left.").format(left),
	]


def _resume(appeal: Document, _rows: int) -> list[str]:
	return [
		_("The first filing remains valid and the review goes on; the last day is {0}.").format(
			short_date_of(str(appeal.due_on))
		)
	]


CAUSES: dict[str, Callable[[Document, int], list[str]]] = {
	"decide": _decide,
	"acknowledge": _acknowledge,
	"assign": _assign,
	"put_on_agenda": _put_on_agenda,
	"conclude": _conclude,
	"ask_experts": _ask_experts,
	"return_for_correction": _return,
	"resume_review": _resume,
}
EVENTS = {
	"assign": events.Event.IN_REVIEW,
	"put_on_agenda": events.Event.ON_AGENDA,
	"return_for_correction": events.Event.RETURNED,
	"decide": events.Event.GRANTED,
}
"""Steps to the event of which the type may have a message to the applicant."""
