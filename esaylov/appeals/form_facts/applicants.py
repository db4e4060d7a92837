"""Who files: the person at the keyboard and the body for which they act, asked of the rows on each request."""

from dataclasses import dataclass

import frappe
from frappe.model.document import Document

from esaylov.appeals.types.definitions import TypeVersion
from esaylov.core.appeal_types.effects import NO_OUTSIDE_EFFECT
from esaylov.core.findings import Finding
from esaylov.core.records.payload import Authentication, asked_of
from esaylov.framework.errors import FormInvalid, NotFound, NotPermitted
from esaylov.framework.persistence import documents, reads
from esaylov.identity import entry_logins
from esaylov.identity.bodies import ANY, Body, bodies_held, past_bodies, signing_person

APPEAL = "Appeal"


@dataclass(frozen=True)
class Applicant:
	"""A person acting for a body; `kind` is the body's own, also where the type is for any participant.

	authentication: how this applicant files an appeal of the type. proved_phone: the person's own number, where only a code
	to that one confirms; None where the number of the entry confirms too.
	"""

	kind: str
	body: Body
	person: str
	pinfl: str
	language: str
	authentication: Authentication = Authentication.EDS
	proved_phone: str | None = None

	@property
	def lacks_proved_phone(self) -> bool:
		"""Whether a code would confirm, had the person confirmed a number of their own."""
		return self.proved_phone == ""

	def sources(self) -> dict[str, str]:
		"""What `filled_from` of a field and `@` values of link filters may name."""
		return {
			"body.name": self.body.name,
			"body.title": self.body.title,
			"body.tin": self.body.tin,
			"body.territory": self.body.territory,
			"body.party": self.body.party,
			"body.election": self.body.election,
			"body.election_type": self.body.election_type,
			"body.constituency": self.body.constituency,
			"body.candidate": self.body.candidate,
		}


def fitting(user: str, version: TypeVersion) -> list[Body]:
	"""The bodies of a user that may file this type."""
	return [body for body in bodies_held(user) if fits(body, version)]


def fits(body: Body, version: TypeVersion) -> bool:
	"""Whether a body may file the type: by its kind and, for who stands in one kind of election, by that kind."""
	if not is_of_kind(body, version):
		return False
	return not (body.election_type and version.election_types) or body.election_type in version.election_types


def is_of_kind(body: Body, version: TypeVersion) -> bool:
	"""Whether bodies of this kind, or any, file the type at all."""
	return not version.applicant_kinds.isdisjoint((body.kind, ANY))


def authentication(version: TypeVersion, body: Body) -> Authentication:
	"""How a body files an appeal of the type."""
	return asked_of(version.data["authentication"], body.kind)


def choose(user: str, version: TypeVersion, election: str, body: str | None) -> Applicant:
	"""The applicant of a new appeal in an election. body: its name, needed when the user has several that fit.

	Raises NotPermitted (`type_not_yours`), NotFound for a body that is not the user's, FormInvalid (`body_needed`).
	"""
	bodies = [found for found in fitting(user, version) if found.election in ("", election)]
	if not bodies:
		raise NotPermitted({"appeal_type": version.code}, code="type_not_yours")
	if body:
		bodies = [found for found in bodies if found.name == body]
		if not bodies:
			raise NotFound({"doctype": "Body"}, field="body")
	if len(bodies) > 1:
		raise FormInvalid([Finding("body_needed", "body")])
	return _applicant(user, version, bodies[0])


def of(appeal: Document, user: str, version: TypeVersion) -> Applicant:
	"""The applicant of an appeal, if it is this user's body; raises NotFound otherwise."""
	return _applicant(user, version, _body(appeal, user))


def own(name: str, user: str, lock: bool = False) -> Document:
	"""An appeal of one of the user's bodies, locked if it is to change.

	Raises NotFound, also where it is another's; NotPermitted (`phone_not_proved`).
	"""
	if not isinstance(name, str):
		raise NotFound({"doctype": APPEAL})
	if lock:
		seen = reads.see(APPEAL, name)
		# the lock comes first: whoever waited for it must read what the other one wrote
		appeal = documents.locked(APPEAL, name, seen) if seen else None
	else:
		appeal = documents.read(APPEAL, name)
	if appeal is None:
		raise NotFound({"doctype": APPEAL})
	_body(appeal, user)
	if lock:
		_refuse_typed_phone(appeal, user)
	return appeal


def read_own(name: str, user: str) -> Document:
	"""An own appeal to read, also of an entry of the user that ended; raises NotFound otherwise."""
	appeal = documents.read(APPEAL, name) if isinstance(name, str) else None
	if appeal is None or not is_past_case(appeal, user):
		return own(name, user)
	return appeal


def is_past_case(appeal: Document, user: str) -> bool:
	"""Whether an appeal was filed for an entry of the user that ended: it is read, and nothing else."""
	body = (appeal.applicant_body_type, appeal.applicant_body)
	return body in {(past.doctype, past.name) for past in past_bodies(user)}


def _refuse_typed_phone(appeal: Document, user: str) -> None:
	"""Raises NotPermitted (`phone_not_proved`) where the number of an entry would change what another login began.

	Somebody else typed that number: it opens the entry, but takes back or rewrites nothing that the person filed.
	"""
	if not user.endswith(entry_logins.ENDING) or appeal.owner.endswith(entry_logins.ENDING):
		return
	if not entry_logins.has_proved_phone(user):
		raise NotPermitted(code="phone_not_proved")


def _body(appeal: Document, user: str) -> Body:
	"""The body of an appeal, if the user acts for it today, read once for an appeal in hand; raises NotFound otherwise."""
	asked = (user, appeal.applicant_body_type, appeal.applicant_body)
	found: dict[tuple[str, str, str], Body] = appeal.flags.setdefault("body_of_user", {})
	if asked not in found:
		for body in bodies_held(user):
			if (body.doctype, body.name) == asked[1:]:
				found[asked] = body
		if asked not in found:
			raise NotFound({"doctype": APPEAL})
	return found[asked]


def _applicant(user: str, version: TypeVersion, body: Body) -> Applicant:
	# who signs: the user's own person; for a key of a body, the head who bound it
	person = signing_person(user)
	if not (user and person) or not is_of_kind(body, version):
		raise NotPermitted({"appeal_type": version.code}, code="type_not_yours")
	method, phone = authentication(version, body), None
	if method is Authentication.SMS and (version.data.get("effect") or "") not in NO_OUTSIDE_EFFECT:
		phone = str(frappe.db.get_value("Person", person.name, "phone") or "")
		method = method if phone else Authentication.EDS
	return Applicant(body.kind, body, person.name, person.pinfl or "", person.language or "uz", method, phone)
