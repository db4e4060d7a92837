"""What a member of a session may do in it now; what a step asks further is said by its refusal."""

from collections.abc import Mapping, Sequence
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.decisions.sessions.records import people, signers
from esaylov.decisions.sessions.records.people import Member
from esaylov.decisions.sessions.records.writing import CLOSED, NOT_ADOPTED, OPEN, PLANNED, RECESS, SIGNED
from esaylov.framework import clock


class NextSteps:
	"""What a member may do now."""

	def __init__(
		self,
		session: Document,
		known: Mapping[str, Member],
		member: Member,
		here: set[str],
		missing: Sequence[str],
		is_settled: bool,
	) -> None:
		self.session = session
		self.known = known
		self.member = member
		self.here = here & set(known)
		self.is_present = member.person in here
		self.to_vote = list(missing) if self.is_present and session.status == OPEN else []
		self.is_settled = is_settled
		self.is_presided = people.presides(session, known, here)
		self.presides = self.is_presided and session.presiding == member.person

	def steps(self, items: Sequence[Mapping[str, Any]]) -> list[str]:
		"""Names of verbs; what they ask further is said by their refusals."""
		found = [*self._own(), *self._arranging()]
		if self.presides and self.session.status in (OPEN, RECESS):
			found += self._presiding({item["status"] for item in items})
		return found

	def _own(self) -> list[str]:
		held = self.session.status in (PLANNED, OPEN, RECESS)
		found = []
		if held and not self.is_present and frappe.utils.getdate(self.session.starts_at) <= clock.today():
			found.append("attend")
		if held and self.is_present:
			found.append("leave")
		if self.to_vote:
			found.append("vote")
		if self.session.status in (CLOSED, SIGNED) and self._may_sign():
			found.append("sign_protocol")
		return found

	def _may_sign(self) -> bool:
		part = signers.protocol_part_of(self.session, self.member.person)
		return bool(part and not self.session.get(f"protocol_signature_{part}"))

	def _arranging(self) -> list[str]:
		found = []
		if self.member.position in people.ARRANGING and self.session.status in (PLANNED, OPEN, RECESS):
			found.append("put_on_agenda")
		if self.member.position in people.ARRANGING and self.session.status == PLANNED:
			found += ["change_session", "invite"]
		if self.member.position in people.CHAIRS and self.session.status == PLANNED:
			found += ["call_off", *(["open_session"] if self.is_present else [])]
		elif self.presides and self.session.status == PLANNED:
			found.append("open_session")
		if self._may_take_chair():
			found.append("take_chair")
		if self._may_take_record():
			found.append("name_secretary")
		return [*found, *self._without_chair()]

	def _without_chair(self) -> list[str]:
		"""Where nobody presides: who keeps the record hands it over, and those present elect one of them."""
		if self.is_presided or not self.is_present or self.session.status not in (PLANNED, OPEN, RECESS):
			return []
		found = ["name_secretary"] if self.session.secretary == self.member.person else []
		is_chaired = any(self.known[person].position in people.CHAIRS for person in self.here)
		is_keeper = self.session.secretary in ("", None, self.member.person)
		if not is_chaired and (is_keeper or self.session.secretary not in self.here):
			found.append("elect_presiding")
		return found

	def _may_take_chair(self) -> bool:
		return (
			self.member.position in people.CHAIRS
			and self.is_present
			and not self.presides
			and self.session.status in (OPEN, RECESS)
		)

	def _may_take_record(self) -> bool:
		return (
			self.member.position == "Secretary"
			and self.is_present
			and not self.presides
			and self.session.secretary != self.member.person
			and self.session.status in (OPEN, RECESS)
		)

	def _presiding(self, states: set[str]) -> list[str]:
		if self.session.status == RECESS:
			return ["resume"]
		found = ["recess", "name_secretary"]
		if OPEN in states:
			# what the votes have decided is closed; `counting.postpone` refuses it
			return [*found, "close_item", *([] if self.is_settled else ["postpone_item"])]
		if states & {PLANNED, NOT_ADOPTED}:
			found += ["open_item", "postpone_item"]
		return [*found, "close_session"]
