"""The MAC of a chain event: HMAC-SHA256 by a key that the database does not contain.

Own design. The hash of an event covers the event before it, so the MAC covers commission, sequence, both hashes and kind, and by
the hash the event's id, moment and body. A person who writes in the database alone can compute hashes and no MAC.
"""

import hmac

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from esaylov.core.records.chain import MAC_DOMAIN, Event, MacKey, make_event_mac

ADOPTED = "adopted"
"""Mark of an event that got its MAC later, and that no signed list of heads covered."""


def derive_mac_key(key_id: str, signing_secret: bytes) -> MacKey:
	"""The key for MACs, by HKDF-SHA256 (RFC 5869) from the 32 secret bytes of a signing key. It does not reveal them."""
	derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=MAC_DOMAIN.encode()).derive(signing_secret)
	return MacKey(key_id, derived)


def read_event_mac(mac: str | None) -> tuple[str, str]:
	"""Key id and mark that a stored MAC names; empty texts for one of another shape."""
	parts = (mac or "").split(":")
	if len(parts) != 3 or parts[1] not in ("", ADOPTED):
		return "", ""
	return parts[0], parts[1]


def is_event_mac(mac: str, key: MacKey, commission: str, event: Event) -> bool:
	"""Whether a stored MAC is the one of this event at this place, by this key."""
	key_id, mark = read_event_mac(mac)
	expected = make_event_mac(key, commission, event, mark)
	return key_id == key.key_id and hmac.compare_digest(mac.encode(), expected.encode())
