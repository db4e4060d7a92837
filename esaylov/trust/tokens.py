"""The name of a document in the code that stands on its paper: the name itself, or the token of the QR code."""

from esaylov.core.records.token import TokenInvalid, read
from esaylov.framework.errors import NotFound
from esaylov.trust import keys

ID_LENGTH = 20
"""Names are shorter than any token."""


def named_by(code: str, kind: str, doctype: str) -> str:
	"""The name of a document by the code on its paper: the name itself, or a token of that kind signed by this server.

	Raises NotFound for a token that does not verify or is of another kind.
	"""
	if len(code) <= ID_LENGTH:
		return code
	try:
		claims = read(code, keys.public_keys(), keys.retired_on())
	except TokenInvalid as problem:
		raise NotFound({"doctype": doctype}) from problem
	if claims["kind"] != kind:
		raise NotFound({"doctype": doctype})
	return str(claims["id"])
