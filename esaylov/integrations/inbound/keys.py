"""Keys of integrators: issued, replaced, revoked; each step is written down beside the key."""

import secrets
from datetime import timedelta

import frappe
from frappe.model.document import Document

from esaylov.core import integrators as law
from esaylov.core.findings import Finding
from esaylov.core.integrators import KeyStatus
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, LawBroken, NotFound, WrongState
from esaylov.framework.guarded_steps import PROVED
from esaylov.framework.persistence.write_guard import WriteGuard

KEY = "Integrator Key"
INTEGRATOR = "Integrator"
WRITER = WriteGuard("keys of integrators")
STEPS = (
	*("status", "key_id", "secret_hash", "issued_at", "replaces", "revoked_at", "revoked_reason"),
	*("body_type", "body", "signatory"),
)
"""Fields that only the steps below write."""
OF_HEAD = ("title", "expires_at")
"""Fields of a key of a body that its head chose, and nobody else changes."""
COPIED = ("title", "user", "commission", "per_minute", "per_day")


def validate(document: Document) -> None:
	"""Called from Integrator Key.validate. Raises FormInvalid; LawBroken for a step that did not come from here."""
	before = document.get_doc_before_save()
	if not WRITER.is_writing:
		for field in STEPS:
			if (document.get(field) or "") != ((before.get(field) if before else "") or _at_first(field)):
				raise LawBroken({"doctype": KEY, "name": document.name or ""})
		if before and document.body and _changes_what_the_head_chose(document, before):
			raise LawBroken({"doctype": KEY, "name": document.name})
	if findings := list(_findings(document)):
		raise FormInvalid(findings)


def _changes_what_the_head_chose(document: Document, before: Document) -> bool:
	scopes = [{row.scope for row in one.scopes} for one in (document, before)]
	return scopes[0] != scopes[1] or any(
		str(document.get(field)) != str(before.get(field)) for field in OF_HEAD
	)


def _at_first(field: str) -> str:
	return KeyStatus.NEW.value if field == "status" else ""


def _findings(document: Document) -> list[Finding]:
	findings = []
	# a user of the system's own: an administrator must not act in the name of a commission's staff by a key
	if document.user == "Administrator" or INTEGRATOR not in frappe.get_roles(document.user):
		findings.append(Finding("key_user", "user"))
	if min(document.per_minute or 0, document.per_day or 0) < 1:
		findings.append(Finding("key_limits", "per_minute"))
	if document.is_new() and frappe.utils.get_datetime(document.expires_at) <= clock.now():
		findings.append(Finding("key_expiry", "expires_at"))
	return findings


def refuse_removal(document: Document) -> None:
	"""Called from Integrator Key.on_trash. Raises LawBroken for a key that was issued."""
	if document.status != KeyStatus.NEW:
		raise LawBroken({"doctype": KEY, "name": document.name})


def issue(key: str) -> tuple[str, str]:
	"""Give an entered key its secret: name and the whole key, which is shown this once. Raises NotFound, WrongState."""
	document = _locked(key)
	if document.status != KeyStatus.NEW:
		raise WrongState(code="key_issued")
	if not document.enabled:
		raise WrongState(code="key_unsigned")
	return document.name, give_secret(document)


def rotate(key: str, overlap_hours: int) -> tuple[str, str]:
	"""Replace an active key by a new one with the same scopes and the same end; the old one works on for so many hours.

	Name of the new one, and the whole key. It may no more than two persons signed for the old one, so no second person is asked; a
	later end is a change of the key that another administrator signs. Raises NotFound, WrongState, FormInvalid.
	"""
	old = _locked(key)
	_require_active(old)
	if old.body:
		raise WrongState(code="key_of_body")
	if not old.enabled:
		raise WrongState(code="key_unsigned")
	if not 0 <= overlap_hours <= law.LONGEST_OVERLAP_HOURS:
		raise FormInvalid([Finding("key_overlap", "overlap_hours")])
	new = frappe.new_doc(KEY)
	new.update({field: old.get(field) for field in COPIED})
	new.update({"expires_at": old.expires_at, "replaces": old.name})
	for row in old.scopes:
		new.append("scopes", {"scope": row.scope})
	with WRITER.writing():
		with PROVED.writing():
			new.insert()
		secret = give_secret(new)
		ends = clock.now() + timedelta(hours=overlap_hours)
		old.expires_at = min(ends, frappe.utils.get_datetime(old.expires_at))
		old.save()
	old.add_comment("Info", f"{frappe.session.user}: {new.name}")
	return new.name, secret


def revoke(key: str, reason: str) -> None:
	"""End an active key at once. Raises NotFound, WrongState, FormInvalid."""
	document = _locked(key)
	if not reason.strip():
		raise FormInvalid([Finding("required", "reason")])
	end_key(document, reason)


def end_key(document: Document, reason: str) -> None:
	"""End an active key, locked, whose end was asked for by who may. Raises WrongState."""
	_require_active(document)
	document.update({"status": KeyStatus.REVOKED.value, "revoked_at": clock.now(), "revoked_reason": reason})
	with WRITER.writing():
		document.save(ignore_permissions=True)  # the caller asked whether they may


def _require_active(document: Document) -> None:
	if document.status != KeyStatus.ACTIVE:
		raise WrongState(code="key_not_active")


def _locked(name: str) -> Document:
	"""The key, locked, if the caller may write it. Raises NotFound."""
	if not frappe.db.exists(KEY, name) or not frappe.has_permission(KEY, "write", name):
		raise NotFound({"doctype": KEY})
	return frappe.get_doc(KEY, name, for_update=True)


def give_secret(document: Document) -> str:
	"""Make an entered key active: the whole key, which is shown this once. Who may, was asked by the caller."""
	made = law.new_key(secrets.token_hex(8), secrets.token_urlsafe(32))
	values = {"status": KeyStatus.ACTIVE.value, "key_id": made.key_id, "secret_hash": made.secret_hash}
	document.update({**values, "issued_at": clock.now()})
	with WRITER.writing():
		document.save(ignore_permissions=True)  # the right was asked for; nobody has the level of the hash
	return made.text
