"""What an entry says, and each change of it in the history, signed by the server: who writes in the database alone makes no such row.

The signature is Ed25519 by the server's key, which lies in site_config.json; what a retired key signed stays signed.
"""

import base64
import binascii
from collections.abc import Callable, Mapping
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from frappe.model import no_value_fields, table_fields
from frappe.model.document import Document
from frappe.utils import cint, get_datetime, getdate

from esaylov.core.payload import canonical, sha256_hex
from esaylov.trust import service as trust

DOMAIN: Final = "esaylov register event"
COUNTED: Final = frozenset(
	{
		*("commission_lft", "certificate", "standing_key", "seat_key"),
		*("proxies_count", "candidates_count", "receipt_order"),
	}
)
"""Columns that follow from other rows, and move with them: no change of the entry."""
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


def of_event(event: Mapping[str, Any]) -> str:
	"""The server's signature over a row of the history: id of the key, a dot, Base64."""
	return f"{trust.server_key_id()}.{trust.server_sign(_signed(event))}"


def is_sealed(event: Mapping[str, Any]) -> bool:
	"""Whether a row of the history is what the server wrote."""
	key_id, _, signature = str(event.get("seal") or "").partition(".")
	key = trust.public_keys().get(key_id)
	try:
		if key:
			key.verify(base64.b64decode(signature, validate=True), _signed(event))
	except (InvalidSignature, binascii.Error):
		return False
	return key is not None


def _signed(event: Mapping[str, Any]) -> bytes:
	said = [str(event.get(field) or "") for field in OF_EVENT]
	return canonical([DOMAIN, *said, str(get_datetime(event["occurred_at"]))])


def _values(row: Document) -> dict[str, str]:
	found = {}
	for field in row.meta.fields:
		value = row.get(field.fieldname)
		is_column = field.fieldtype not in no_value_fields and field.fieldtype not in table_fields
		if is_column and field.fieldname not in COUNTED and value not in (None, ""):
			found[field.fieldname] = PLAIN.get(field.fieldtype, str)(value)
	return {name: value for name, value in found.items() if value}
