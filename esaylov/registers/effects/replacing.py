"""Ending a mandate, with or without another person in the place of the one who leaves."""

from collections.abc import Callable, Sequence

import frappe
from frappe.model.document import Document

from esaylov.framework.errors import LawBroken
from esaylov.registers.effects import observers, proxies, representatives
from esaylov.registers.entries import entries
from esaylov.registers.entries.entries import RESIGNED, REVOKED
from esaylov.registers.entries.grants import Grant

CERTIFICATE = "Certificate"
SCOPE = ("election", "election_type", "party", "territory", "organization_title", "scope_text")
KEPT = {
	"Proxy": ("election", "election_type", "constituency", "party", "territory", "candidate"),
	"Authorized Representative": (*SCOPE, "polling_station", "powers"),
	"Media Representative": (*SCOPE, "media_type", "registry_no", "website", "country"),
	"Observer": (*SCOPE, "polling_station", "kind", "country"),
}
"""Register -> what a successor takes over from the entry that is replaced."""
OWN: dict[str, Callable[[Grant], dict[str, object]]] = {
	"Media Representative": representatives.of_journalist,
	"Observer": observers.of_person,
}
"""Register -> what the row says of the new person besides the name."""


def replace(register: str) -> Callable[[Sequence[Grant]], None]:
	"""The effect that ends an entry of a register and writes its successor where a new person is named."""

	def effect(grants: Sequence[Grant]) -> None:
		for grant in grants:
			_replace(register, grant)

	return effect


def revoke(grants: Sequence[Grant]) -> None:
	"""Effect `revoke_mandate`: the entry of whatever register that the certificate belongs to ends."""
	for grant in grants:
		register, name = _named(grant)
		_leave(_standing(register, name, grant), grant, is_replaced=False)


def names_successor(mapping: dict[str, str], answers: dict[str, object]) -> bool:
	"""Whether the answers of a replacement name the new person."""
	return bool(answers.get(mapping.get("rows") or "new_person"))


def _replace(register: str, grant: Grant) -> None:
	found, name = _named(grant)
	if found != register:
		raise LawBroken({"doctype": found}, code="entry_elsewhere")
	former = _standing(register, name, grant)
	has_successor = bool(grant.people_group()) and grant.path.startswith(f"{grant.people_group()}[")
	_leave(former, grant, is_replaced=has_successor)
	if has_successor:
		_follow(former, grant)


def _named(grant: Grant) -> tuple[str, str]:
	"""Register and name of the entry that `certificate` names: by its certificate, or the entry itself."""
	value = grant.needed("certificate")
	if grant.link_of("certificate") in entries.REGISTERS:
		return grant.link_of("certificate"), value
	found = frappe.db.get_value(CERTIFICATE, value, ["register_doctype", "register_name"])
	if not found:
		raise LawBroken({"status": "-"}, code="entry_ended")
	return found


def _standing(register: str, name: str, grant: Grant) -> Document:
	if register == proxies.PROXY and (candidate := frappe.db.get_value(register, name, "candidate")):
		# everybody who changes the proxies of a candidate locks the candidate first
		frappe.db.get_value(proxies.CANDIDATE, candidate, "name", for_update=True)
	return entries.in_force(register, name, grant.commission["name"])


def _leave(former: Document, grant: Grant, is_replaced: bool) -> None:
	status = entries.REPLACED if is_replaced else _how(former, grant)
	entries.end(former, status, grant, grant.needed("reason"))
	if former.doctype == proxies.PROXY:
		proxies.left(former.candidate, is_replaced)


def _how(former: Document, grant: Grant) -> str:
	"""Who gives up their own mandate resigned; otherwise it was taken from them."""
	return RESIGNED if grant.appeal.applicant_person == former.person else REVOKED


def _follow(former: Document, grant: Grant) -> None:
	(person,) = entries.persons([grant])
	facts = {key: former.get(key) for key in KEPT[former.doctype]}
	own = {key: value for key, value in OWN.get(former.doctype, _nothing)(grant).items() if value}
	entries.write(former.doctype, [(grant, {**facts, **own, **person, "replaces": former.name})])


def _nothing(grant: Grant) -> dict[str, object]:
	return {}
