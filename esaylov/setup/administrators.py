"""The first two Election Administrators of a site: without two, nothing guarded is confirmed by two persons."""

from collections.abc import Mapping, Sequence
from typing import Any

import frappe

from esaylov.core.findings import Finding
from esaylov.framework import compat
from esaylov.framework.errors import FormInvalid, NotPermitted
from esaylov.framework.guarded_steps import SETTING_UP
from esaylov.permissions.configuration.rules import approvers

ROLE = "Election Administrator"
NEEDED = 2
PERSON = ("pinfl", "surname", "given_name", "patronymic", "gender", "birth_date", "citizenship", "phone")
FILLED = ("email", *(field for field in PERSON if field != "patronymic"))
OF_ONE = ("email", "pinfl", "phone")
"""Fields in which two people differ."""


def create(people: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
	"""Make logins and persons of the first two Election Administrators; `user` and `link`, by which each sets a password once.

	people: two, each with `email` and the fields of Person (PERSON, `patronymic` may be left out). For a site where
	nobody may confirm changes yet. Raises NotPermitted (`administrators_exist`), FormInvalid as `check_people`.
	"""
	if getattr(frappe.local, "request", None) or approvers.list_approvers():
		raise NotPermitted(code="administrators_exist")
	check_people(people)
	with SETTING_UP.writing():
		made = [_create(one) for one in people]
	frappe.db.commit()  # a command of its own
	return made


def check_people(people: Any) -> None:
	"""The list of the file holds two different people with all their fields; raises FormInvalid that names each wrong one.

	Codes: `administrators_two_needed`, `administrator_field_missing` (`[1].surname`), `administrators_same_field`.
	"""
	if not (
		isinstance(people, list) and len(people) == NEEDED and all(isinstance(one, dict) for one in people)
	):
		raise FormInvalid([Finding("administrators_two_needed")])
	missing = [
		Finding(
			"administrator_field_missing", f"[{place}].{field}", params={"number": place + 1, "field": field}
		)
		for place, one in enumerate(people)
		for field in FILLED
		if not _text(one, field)
	]
	same = [
		Finding("administrators_same_field", f"[1].{field}", params={"field": field})
		for field in OF_ONE
		if _text(people[0], field) == _text(people[1], field)
	]
	if found := missing or same:
		raise FormInvalid(found)


def _text(one: Mapping[str, Any], field: str) -> str:
	"""A value of the file as it is compared."""
	return str(one.get(field) or "").strip().lower()


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
	return {"user": str(user.name), "link": compat.link_for_a_new_password(user)}
