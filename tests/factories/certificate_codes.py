"""Codes as they are shown at the door of a polling station: good ones, and a thousand that must be refused."""

import base64
import random
from datetime import date, timedelta
from typing import Any

import frappe
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from esaylov.core.records.token import KINDS, Claims, make, read
from esaylov.framework import clock
from esaylov.setup.demo import ground
from esaylov.trust import keys

EACH = 200
FINISHED = "2024-10-27"
"""An election of which the announcement is told here; certificates that end with it have ended."""
FIRST_NUMBER = 900_001
SERIES = "SINOV"
"""What stands for the number of these rows, so that a test over HTTP finds and removes them."""
DECISION = "sinov-qaror"
COLUMNS = (
	"name",
	"kind",
	"series_no",
	"number",
	"issue_no",
	"status",
	"issued_on",
	"valid_until",
	"valid_to_event",
	"holder",
	"holder_name_as_printed",
	"issuer_commission",
	"election",
	"decision",
	"register_doctype",
	"register_name",
	"creation",
)


def corpus(seed: int = 6) -> list[tuple[str, str]]:
	"""(code, status that it must have): EACH valid ones, and EACH forged, altered, expired, revoked, of a foreign key.

	The rows of what is valid, expired or revoked are written; the key is the site's own.
	"""
	remove()  # what a run that was broken off left
	chance = random.Random(seed)
	frappe.db.set_value("Election", FINISHED, "official_announcement_on", "2024-11-05")
	rows = [_row(number, chance) for number in range(3 * EACH)]
	_decision()
	frappe.db.bulk_insert("Certificate", COLUMNS, [[row[column] for column in COLUMNS] for row in rows])
	signed = [(_token(row), row["expected"]) for row in rows]
	valid = [token for token, expected in signed if expected == "Valid"]
	refused = [
		*(_forged(token, chance) for token in valid),
		*(_altered(token, chance) for token in valid),
		*(_of_a_foreign_key(row, chance) for row in rows[:EACH]),
	]
	return signed + [(token, "unknown") for token in refused]


def remove() -> None:
	"""What `corpus` wrote."""
	frappe.db.delete("Certificate", {"series_no": SERIES})
	frappe.db.delete("Decision", {"name": DECISION})
	frappe.db.set_value("Election", FINISHED, "official_announcement_on", None)


def _decision() -> None:
	"""What the certificates name: a row alone, for a site on which nothing was decided yet."""
	values = {"name": DECISION, "number": f"{SERIES}-1", "status": "Signed", "decided_on": clock.today()}
	values |= {"commission": ground.COMMISSION, "election": ground.ELECTION, "creation": clock.now()}
	frappe.db.bulk_insert("Decision", [*values], [[*values.values()]])


def _row(number: int, chance: random.Random) -> dict[str, Any]:
	kind, today = number // EACH, clock.today()
	row = {
		"name": f"{chance.getrandbits(48):012x}",
		"kind": chance.choice(["observer_mahalla", "media_representative", "proxy"]),
		"series_no": SERIES,
		"number": FIRST_NUMBER + number,
		"issue_no": 1,
		"status": "Valid",
		"issued_on": today - timedelta(days=chance.randrange(10)),
		"valid_until": None,
		"valid_to_event": "Official Announcement",
		"holder": frappe.get_all("Person", limit=1, pluck="name", order_by="name")[0],
		"holder_name_as_printed": f"SINOV SHAXS {number}",
		"issuer_commission": ground.COMMISSION,
		"election": ground.ELECTION,
		"decision": DECISION,
		"register_doctype": "Observer",
		"register_name": f"sinov-{number}",
		"creation": clock.now(),
		"expected": ("Valid", "Expired", chance.choice(["Revoked", "Replaced"]))[kind],
	}
	if row["expected"] in ("Revoked", "Replaced"):
		row["status"] = row["expected"]
	elif number % 2:
		row.update(_with_a_date(row["expected"], today))
	elif row["expected"] == "Expired":
		row.update(election=FINISHED, issued_on=date(2024, 10, 1))
	return row


def _with_a_date(expected: str, today: date) -> dict[str, Any]:
	last = today + timedelta(days=0 if expected == "Valid" else -1)
	return {
		"kind": "observer_party",
		"valid_until": last,
		"valid_to_event": "",
		"issued_on": last - timedelta(days=9),
	}


def _token(row: dict[str, Any], key: Ed25519PrivateKey | None = None, key_id: str = "") -> str:
	claims = Claims(
		id=row["name"],
		kind=row["kind"],
		holder=row["holder_name_as_printed"],
		commission=row["issuer_commission"],
		valid_from=str(row["issued_on"]),
		valid_to=str(row["valid_until"] or ""),
		decision="26277-3",
		election=row["election"],
	)
	assert claims["kind"] in KINDS
	return make(claims, key or keys.server_key(), key_id or keys.server_key_id())


def _forged(token: str, chance: random.Random) -> str:
	"""The words of a real one with a signature out of the air."""
	raw = _raw(token)
	return _written(raw[:-64] + chance.randbytes(64))


def _altered(token: str, chance: random.Random) -> str:
	"""A real one with one bit turned."""
	raw = bytearray(_raw(token))
	raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
	return _written(bytes(raw))


def _of_a_foreign_key(row: dict[str, Any], chance: random.Random) -> str:
	"""Signed well, by somebody else, who says to be us or does not."""
	stranger = Ed25519PrivateKey.from_private_bytes(chance.randbytes(32))
	return _token(row, stranger, chance.choice(["", "deadbeef"]))


def _raw(token: str) -> bytes:
	return base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))


def _written(raw: bytes) -> str:
	return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def verifying_id(token: str) -> str:
	"""The id inside a good token."""
	return read(token, keys.public_keys())["id"]
