"""What an entry says, and each change of it in the history, signed by the server: who writes in the database alone makes no such row.

The signature is Ed25519 by the server's key, which lies in site_config.json; what a retired key signed stays signed. Of rows that are
written together up to BLOCK have one signature, over the root of a tree of their hashes; each row holds it with its way to the root,
so that it is proved by itself, as a row with a signature of its own.
"""

import base64
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from frappe.model import no_value_fields, table_fields
from frappe.model.document import Document
from frappe.utils import cint, get_datetime, getdate

from esaylov.core.records import hash_tree
from esaylov.core.records.payload import canonical, sha256_hex
from esaylov.trust import keys

DOMAIN: Final = "esaylov register event"
DOMAIN_OF_BLOCK: Final = "esaylov register events"
BLOCK: Final = 16
"""Rows of one signature at most: more of them would save next to nothing, and make the way of each longer."""
LENGTH: Final = 300
"""Letters that a row's column holds, where the site was migrated since rows are signed together."""
COUNTED: Final = frozenset(
	{
		*("commission_lft", "certificate", "standing_key", "seat_key", "login"),
		*("proxies_count", "candidates_count", "receipt_order", "name_order"),
	}
)
"""Columns that follow from other rows or columns, and move with them: no change of the entry."""
OF_EVENT: Final = (
	*("name", "register", "entry", "commission", "from_status", "to_status", "decision"),
	*("step", "reason", "was", "holds"),
)
PLAIN: Final[Mapping[str, Callable[[Any], str]]] = {
	"Date": lambda value: str(getdate(value)),
	"Datetime": lambda value: str(get_datetime(value)),
	"Int": lambda value: str(cint(value) or ""),
	"Check": lambda value: str(cint(value) or ""),
}
"""A value in memory and the same one read from the table are one."""


def of_entry(entry: Document) -> str:
	"""SHA-256 in hex over all that an entry says but what is counted; empty values are left out, so that a new column changes none."""
	tables = {
		field.fieldname: [_values(row) for row in entry.get(field.fieldname)]
		for field in entry.meta.get_table_fields()
	}
	return sha256_hex(canonical([entry.doctype, str(entry.name), _values(entry), tables]))


def of_events(events: Sequence[Mapping[str, Any]], together: bool = True) -> list[str]:
	"""The server's seals over rows of the history that are written together, in their order. together: False for one each by itself.

	Of a row alone: id of the key, a dot, Base64 of the signature. Of several: id, signature over the root, place and number of the rows,
	and the way to the root in Base64, with dots between them.
	"""
	found, many = list[str](), BLOCK if together else 1
	for start in range(0, len(events), many):
		found += _of_block([_signed(event) for event in events[start : start + many]])
	return found


def _of_block(contents: Sequence[bytes]) -> list[str]:
	key = keys.server_key_id()
	if len(contents) == 1:
		return [f"{key}.{keys.server_sign(contents[0])}"]
	root, ways = hash_tree.of(contents)
	signature, count = keys.server_sign(_signed_of_block(len(contents), root)), len(contents)
	return [
		f"{key}.{signature}.{place}-{count}.{base64.b64encode(way).decode()}"
		for place, way in enumerate(ways)
	]


def is_sealed(event: Mapping[str, Any]) -> bool:
	"""Whether a row of the history is what the server wrote."""
	key_id, _, said = str(event.get("seal") or "").partition(".")
	signature, _, place = said.partition(".")
	key = keys.public_keys().get(key_id)
	try:
		if key:
			content = _signed(event)
			over = _in_block(content, place) if place else content
			key.verify(base64.b64decode(signature, validate=True), over)
	except (InvalidSignature, ValueError):  # no Base64, no place, no way to the root
		return False
	return key is not None


def _in_block(content: bytes, said: str) -> bytes:
	"""What was signed of the rows among which a row says that it stands. Raises ValueError where there is no such place."""
	places, _, way = said.partition(".")
	place, _, count = places.partition("-")
	root = hash_tree.root(content, int(place), int(count), base64.b64decode(way, validate=True))
	return _signed_of_block(int(count), root)


def _signed_of_block(count: int, root: bytes) -> bytes:
	return canonical([DOMAIN_OF_BLOCK, count, root.hex()])


def _signed(event: Mapping[str, Any]) -> bytes:
	said = [str(event.get(field) or "") for field in OF_EVENT]
	return canonical([DOMAIN, *said, _moment(event["occurred_at"])])


@lru_cache(maxsize=64)
def _moment(at: datetime | str) -> str:
	"""A moment as it is signed; rows that are written together have one."""
	return str(get_datetime(at))


def _values(row: Document) -> dict[str, str]:
	found = {}
	for field in row.meta.fields:
		value = row.get(field.fieldname)
		is_column = field.fieldtype not in no_value_fields and field.fieldtype not in table_fields
		if is_column and field.fieldname not in COUNTED and value not in (None, ""):
			found[field.fieldname] = PLAIN.get(field.fieldtype, str)(value)
	return {name: value for name, value in found.items() if value}
