"""Service accounts: users that are systems of a body, bound to it by its head with scopes and an end (own design).

Such a user acts for its body in calls with its key alone, and only while the head who bound it heads the body: no password or
session of it leads anywhere. What it files is signed by that head, whose PINFL stands in the signed bytes.
"""

from collections.abc import Collection
from datetime import date, datetime, time

import frappe

from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, NotPermitted
from esaylov.framework.guarded_steps import PROVED
from esaylov.identity import delegation, roles, users
from esaylov.identity.persons import person_of
from esaylov.integrations.inbound import keys_of_bodies

DOMAIN = "service.esaylov.invalid"
"""As of persons: a name in the form of an e-mail address that can be none (RFC 2606)."""
INTEGRATOR = "Integrator"
LAST_MOMENT = time(23, 59, 59)
BodyName = tuple[str, str]
"""DocType and name of a body."""


def bind(
	user: str, body: BodyName, title: str, scopes: Collection[str], ends_on: date | None
) -> tuple[str, str]:
	"""Let a system act for a body that the user heads: name of the key, and the whole key, which is shown this once.

	ends_on: its last day; None for one that could not be read. Raises NotFound (not the user's body), NotPermitted (not its head),
	FormInvalid, WrongState (`key_most_of_body`).
	"""
	delegation.require_head(user, *body)
	signatory = person_of(user)
	if signatory is None:
		raise NotPermitted()
	title = " ".join(title.split())
	ends = datetime.combine(ends_on, LAST_MOMENT) if ends_on else None
	if found := keys_of_bodies.check(title, scopes, ends):
		raise FormInvalid(found)
	account = _new_user(title, {INTEGRATOR, *roles.roles_of_body(*body)})
	return keys_of_bodies.bind(account, body, signatory, title, scopes, ends or clock.now())


def _new_user(title: str, held: set[str]) -> str:
	own = frappe.generate_hash(length=16)
	values = {
		"email": f"{own}@{DOMAIN}",
		"username": own,  # the framework's would be the title, which two cannot have at once
		"first_name": _as_text(title),
		"user_type": "Website User",
		"send_welcome_email": 0,
		"roles": [{"role": role} for role in sorted(held)],
	}
	with PROVED.writing():
		return users.add(values)  # the head of the body, asked by the caller


def _as_text(title: str) -> str:
	"""A title as the name of a user: the framework refuses some tags there."""
	return title.replace("<", "‹").replace(">", "›")


def keys(user: str, body: BodyName) -> list[keys_of_bodies.KeyOfBody]:
	"""The keys that act or acted for a body, for its head. Raises NotFound, NotPermitted."""
	delegation.require_head(user, *body, lock=False)
	return keys_of_bodies.of_body(body)


def end(user: str, key: str) -> None:
	"""End a key of a body that the user heads, whoever bound it. Raises NotFound (also one of another body), NotPermitted, WrongState."""
	delegation.require_head(user, *keys_of_bodies.body_of(key))
	keys_of_bodies.end(key, user)
