"""The MAC of each Person: who changes a number, a name or a login in the database alone is found by night.

A signature or OneID opens the login of the Person whose PINFL it names, so that who exchanges the PINFL of a party's
representative or of a candidate in the database would file and withdraw as they. The MAC is made with the server's key
when a Person is written as a document; the daily comparison names each row whose MAC is another one. It refuses no login:
on the last day of a window a fault of ours would keep everybody out.

A row that was changed past its document keeps its invalid MAC through later saves, until what was signed for stands again
or two persons accept what stands.
"""

import hmac
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, Final

import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from esaylov.core.people.identity import IDENTIFYING
from esaylov.core.records.payload import canonical
from esaylov.framework.persistence import rows
from esaylov.trust import keys

PERSON: Final = "Person"
MAC: Final = "identity_mac"
FIELDS: Final = ("name", *IDENTIFYING, "full_name")
"""What the MAC covers: its own row, so that none is carried to another."""
CHUNK: Final = 5_000
Row = Mapping[str, Any]


def set_mac(document: Document, event: str = "") -> None:
	"""Event `validate`, after what two persons decide was taken back out: write the MAC of what will stand."""
	stored = document.get_doc_before_save()
	is_applied = document.flags.configuration_applied  # two persons signed for the whole of it
	if stored and not is_applied and not is_valid(stored):
		document.set(MAC, stored.get(MAC))
		return
	if any("<" in str(document.get(field) or "") for field in FIELDS):
		document._sanitize_content()  # as the framework does next: the MAC is of what it leaves
	document.set(MAC, _maker()(document))


def is_valid(person: Row | Document) -> bool:
	"""Whether a Person stands as the server wrote it."""
	return hmac.compare_digest(person.get(MAC) or "", _maker()(person))


def list_invalid() -> list[str]:
	"""The Persons who do not stand as the server wrote them, in the order of their names; all are read, some thousands
	at a time.
	"""
	mac_of = _maker()
	return [
		str(row.name)
		for part in _parts()
		for row in part
		if not hmac.compare_digest(row.get(MAC) or "", mac_of(row))
	]


def accept(names: Collection[str]) -> None:
	"""Two persons signed that these stand as they do."""
	_write(frappe.get_all(PERSON, {"name": ["in", sorted(names)]}, FIELDS, order_by="name asc"))


def renew(step: Callable[[], str]) -> str:
	"""Do what exchanges the server's key, and give each Person whose MAC was valid one by the new key; what the step gives.

	All valid ones are known before the key changes: what was changed in the database stays invalid.
	"""
	invalid = frozenset(list_invalid())
	done = step()
	for part in _parts():
		_write([row for row in part if row.name not in invalid])
	return done


def write_missing(prefix: str) -> None:
	"""Give a MAC to those that have none and whose names begin so: a demonstration wrote them as rows."""
	for part in _parts():
		_write([row for row in part if not row.get(MAC) and row.name.startswith(prefix)])


def _write(people: Sequence[Row]) -> None:
	mac_of = _maker()
	if people:
		rows.update_all(PERSON, {str(row["name"]): {MAC: mac_of(row)} for row in people})


def _parts() -> Iterator[list[frappe._dict]]:
	table, last = frappe.qb.DocType(PERSON), ""
	query = frappe.qb.from_(table).select(*(table[field] for field in (*FIELDS, MAC)))
	query = query.orderby(table.name).limit(CHUNK)
	while part := query.where(table.name > last).run(as_dict=True):
		yield part
		last = part[-1].name


def _maker() -> Callable[[Row | Document], str]:
	key = keys.read_label_key(frappe.conf.get(keys.KEY) or "", "person")
	return lambda row: hmac.new(key, canonical(_said(row)), "sha256").hexdigest()


def _said(row: Row | Document) -> dict[str, str]:
	"""What a row says, as the database gives it back: nothing and an empty text are one."""
	said = {field: str(row.get(field)) for field in FIELDS if row.get(field)}
	if born := row.get("birth_date"):
		said["birth_date"] = str(getdate(born))
	return said
