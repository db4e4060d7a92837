"""Logins by the phone of an entry: users of their own, for whom nothing counts but the entries with that number.

An appeal names a phone that somebody outside typed, so a code sent to it proves nothing about the person. The user
of such a login is
therefore no Person's: memberships, representations and the person's own login are out of its reach without any further check.
Its name is a keyed hash of person and number. An entry opens for it only while both are what the name was made of; the key is in
site_config.json, so that no row written in the database alone opens anything.
"""

from collections.abc import Collection, Iterable, Sequence
from hmac import compare_digest
from typing import Final, NamedTuple

import frappe

from esaylov.core.formats.language import DEFAULT, NEW_LETTERS
from esaylov.core.people.identity import IdentityInvalid, normal_phone
from esaylov.core.records.payload import canonical
from esaylov.framework import practice
from esaylov.identity import users
from esaylov.trust.keys import keyed_hash

OPENING: Final = ("Candidate", "Proxy")
"""Registers whose entries a code opens."""
REGISTERED: Final = "Registered"
ENDING: Final = "@entry.esaylov.invalid"
"""Names of users have the form of an e-mail address; RFC 2606 keeps this ending from ever being one."""
COLUMNS: Final = ("name", "person", "full_name", "phone", "login")
BETWEEN: Final = "|"


class Entry(NamedTuple):
	"""An entry in force whose phone opens it."""

	register: str
	name: str
	person: str
	full_name: str
	phone: str
	login: str

	@property
	def key(self) -> str:
		return f"{self.register}{BETWEEN}{self.name}"


def is_entry_login(user: str) -> bool:
	"""Whether a user has the name of a login by the phone of an entry."""
	return user.endswith(ENDING)


def entries_of_phone(phone: str) -> list[Entry]:
	"""The entries in force with a number, in any writing of it. As many queries for every number."""
	try:
		number = normal_phone(phone)
	except IdentityInvalid:
		return []
	return _in_force("phone", [number])


def entries_of_keys(keys: Iterable[str]) -> list[Entry]:
	"""Those of some entries, named by `Entry.key`, that are in force."""
	names = {register: list[str]() for register in OPENING}
	for key in keys:
		register, _, name = key.partition(BETWEEN)
		if register in names:
			names[register].append(name)
	return [
		entry for register, found in names.items() if found for entry in _in_force("name", found, [register])
	]


def entries_opened(entries: Sequence[Entry], chosen: str = "") -> list[Entry]:
	"""The entries among those of a number that one login opens: all of the person whose entry is chosen.

	chosen: an `Entry.key`; not needed where all are one person's. Empty where several persons' are left and none is
	chosen.
	"""
	persons = {entry.person for entry in entries if not chosen or entry.key == chosen}
	return [entry for entry in entries if entry.person in persons] if len(persons) == 1 else []


def entries_of_logins(logins: Collection[str]) -> list[Entry]:
	"""The entries in force that users of this kind opened and still may: the number is the one that their name was made of."""
	asked = sorted(filter(is_entry_login, logins))
	if not asked:
		return []
	found = _in_force("login", asked)
	return [entry for entry in found if compare_digest(entry.login, login_name(entry.person, entry.phone))]


def person_of_entry_login(user: str) -> str | None:
	"""The person behind the entries of such a user, None where it has none today: for what the entry itself files."""
	return next((entry.person for entry in entries_of_logins([user])), None)


def has_proved_phone(user: str) -> bool:
	"""Whether the number of such a login is one that its person confirmed as their own."""
	entry = next(iter(entries_of_logins([user])), None)
	return entry is not None and entry.phone == frappe.db.get_value("Person", entry.person, "phone")


def phone_of_entry(doctype: str, name: str) -> str:
	"""The phone of an entry that a code opens, "" for all else."""
	return str(frappe.db.get_value(doctype, name, "phone") or "") if doctype in OPENING else ""


def login_name(person: str, phone: str) -> str:
	"""The user that a code to a number logs in for the entries of a person."""
	return f"{keyed_hash('entry-login', canonical({'person': person, 'phone': phone}))[:40]}{ENDING}"


def user_for_entries(entries: Sequence[Entry]) -> str:
	"""The user of one person's entries with one number, made at the first login; the entries name it from then on."""
	first = entries[0]
	user = login_name(first.person, first.phone)
	language = frappe.db.get_value(
		"Person", first.person, "language", for_update=True
	)  # two first logins at once
	if not frappe.db.exists("User", user):
		_make_user(user, first.full_name, language)
	for register in OPENING:
		names = [entry.name for entry in entries if entry.register == register and entry.login != user]
		if names:
			# no part of what was decided, and worth nothing without the key: `login_name`
			frappe.db.set_value(register, {"name": ["in", names]}, "login", user, update_modified=False)
	return user


def _make_user(user: str, full_name: str, language: str | None) -> None:
	own = user.partition("@")[0]
	chosen = language or frappe.db.get_single_value("E-saylov Settings", "default_language")
	users.add(
		{
			"email": user,
			"username": own,
			"first_name": full_name,
			"user_type": "Website User",
			"send_welcome_email": 0,
			"language": DEFAULT if chosen == NEW_LETTERS else chosen,
		}
	)


def _in_force(column: str, values: Collection[str], registers: Sequence[str] = OPENING) -> list[Entry]:
	"""Entries in force with one of some values of a column, those of practice left out. One query a register,
	whatever is found."""
	found = []
	for register in registers:
		row = frappe.qb.DocType(register)
		query = frappe.qb.from_(row).select(*(row[name] for name in COLUMNS)).orderby(row.name)
		query = query.where(row[column].isin(sorted(values)) & (row.status == REGISTERED))
		query = query.where(practice.without(row))
		found += [_entry(register, one) for one in query.run(as_dict=True)]
	return found


def _entry(register: str, row: frappe._dict) -> Entry:
	return Entry(register, *(str(row[column] or "") for column in COLUMNS))
