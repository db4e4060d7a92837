"""What state registers fill into a form: buttons without a script, source and time of values, disputes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from esaylov.appeals.state_registers import filling
from esaylov.appeals.state_registers.prefills import Mark, Status
from esaylov.core.findings import Finding
from esaylov.core.formats import language as languages
from esaylov.core.procedure.people import IDENTIFIERS, NAME
from esaylov.framework.errors import FormInvalid, NotFound, TooMany
from esaylov.portal.cabinet.forms import answers as answer_paths
from esaylov.portal.cabinet.forms.widgets import Register
from esaylov.portal.texts import Texts
from esaylov.portal.web import PortalRequest

WORDS = {
	Status.QUEUED: "register.queued",
	Status.FILLED: "register.filled",
	Status.CHANGED: "register.changed",
	Status.NOT_FOUND: "register.not_found",
	Status.UNREACHABLE: "register.unreachable",
}


@dataclass(frozen=True)
class Marks:
	"""What is known of the persons of a form. can_fill: the answers may still be changed."""

	t: Texts
	marks: Mapping[str, Mark] = field(default_factory=dict)
	can_fill: bool = False

	@property
	def waiting(self) -> int:
		"""Persons that a job is about to fill in."""
		return sum(mark.status is Status.QUEUED for mark in self.marks.values())

	def line(self, path: str, column: str) -> Register | None:
		"""The line of a person, drawn once, below the name."""
		if column != NAME or not self.can_fill:
			return None
		mark = self.marks.get(path)
		if mark is None:
			return Register(path)
		return Register(path, self.t(WORDS[mark.status]), mark.status is Status.FILLED)

	def origin(self, path: str, column: str) -> str:
		"""Where and when a value came from; "" for what was typed or changed since."""
		mark = self.marks.get(path)
		if mark is None or column not in mark.columns or column in IDENTIFIERS:
			return ""
		return self.t("register.origin", at=languages.moment(mark.asked_at, self.t.language))

	def dispute(self, path: str, column: str) -> str:
		"""What the applicant says is wrong with a value."""
		mark = self.marks.get(path)
		return mark.disputes.get(column, "") if mark else ""


def of(request: PortalRequest, appeal: str, can_fill: bool) -> Marks:
	"""Those of an own appeal; none for who only reads it."""
	try:
		marks = {mark.path: mark for mark in filling.marks(request.user, appeal)}
	except NotFound:
		return Marks(request.t)
	return Marks(request.t, marks, can_fill)


def act(request: PortalRequest, appeal: str, action: str, about: str) -> str | None:
	"""What a button asks: fill one person, fill all, dispute a value. The path to come back to, None for other buttons.

	Raises FormInvalid, with what is missing at its field.
	"""
	try:
		if action == "register":
			filling.lookup(request.user, appeal, about)
			return f"{about}.{NAME}" if about else NAME
		if action == "registers":
			filling.start(request.user, appeal)
			return about
	except TooMany as refusal:
		raise FormInvalid([Finding(refusal.code, about)]) from refusal
	if action == "dispute":
		path, _, column = about.rpartition(".")
		note = request.form.get(f"dispute.{answer_paths.form_name(about)}", "")
		filling.dispute(request.user, appeal, path, column, note)
		return about
	return None
