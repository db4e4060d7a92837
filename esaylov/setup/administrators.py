"""The first two Election Administrators of a site: without two, nothing guarded is confirmed by two persons."""

from collections.abc import Mapping, Sequence
from typing import Any

import frappe

from esaylov.core.findings import Finding
from esaylov.framework.errors import FormInvalid, NotPermitted
from esaylov.framework.guarded_steps import SETTING_UP
from esaylov.permissions.configuration import approvers

ROLE = "Election Administrator"
NEEDED = 2
PERSON = ("pinfl", "surname", "given_name", "patronymic", "gender", "birth_date", "citizenship", "phone")


def create(people: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
	"""Make logins and persons of the first two Election Administrators; `user` and `link`, by which each sets a password once.

	people: two, each with `email` and the fields of Person (PERSON, `patronymic` may be left out). For a site where
	nobody may confirm changes yet. Raises NotPermitted (`second_person_needed`), FormInvalid.
	"""
	if getattr(frappe.local, "request", None) or approvers.list_approvers():
		raise NotPermitted(code="second_person_needed")
	for key in ("email", "pinfl", "phone"):
		if len({str(one.get(key) or "").strip().lower() for one in people} - {""}) != NEEDED:
			raise FormInvalid([Finding("required", key)])
	with SETTING_UP.writing():
		made = [_create(one) for one in people]
	frappe.db.commit()  # a command of its own
	return made


def _create(one: Mapping[str, Any]) -> dict[str, str]:
	names = {"first_name": one["given_name"], "last_name": one["surname"]}
	user = frappe.get_doc(
		{
			"doctype": "User",
			"email": one["email"],
			**names,
			"send_welcome_email": 0,
			"user_type": "System User",
		}
	)
	user.append("roles", {"role": ROLE})
	user.insert(ignore_permissions=True)  # the holder of the bench sets the site up
	person = {key: one.get(key) for key in PERSON}
	holder = frappe.get_doc({"doctype": "Person", **person, "user": user.name})
	holder.insert(ignore_permissions=True)  # as above
	return {"user": str(user.name), "link": str(user.reset_password(send_email=False))}
