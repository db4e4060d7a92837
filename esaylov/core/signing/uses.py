"""What a certificate says that it may be used for, asked of the first of a path."""

from collections.abc import Iterable
from typing import TypeVar

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from esaylov.core.signing import national
from esaylov.core.signing.problems import SignatureInvalid

_OF_PERSONS = frozenset(
	{
		ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE,
		ExtendedKeyUsageOID.EMAIL_PROTECTION,
		x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36"),  # documents, RFC 9336
		x509.ObjectIdentifier("1.3.6.1.4.1.311.10.3.12"),  # the same before it, Microsoft
		x509.ObjectIdentifier("1.2.840.113583.1.1.5"),  # the same, Adobe
	}
)
"""Extended uses of a certificate with which a person signs."""
Extension = TypeVar("Extension", bound=x509.ExtensionType)


def check_leaf(certificate: x509.Certificate) -> None:
	"""A person or a service that may sign, and no authority.

	Raises SignatureInvalid: `certificate_is_authority`, `certificate_usage`.
	"""
	constraints = extension_of(certificate.extensions, x509.BasicConstraints)
	usage = extension_of(certificate.extensions, x509.KeyUsage)
	if constraints is not None and constraints.ca:
		raise SignatureInvalid("certificate_is_authority")
	may_sign = usage is not None and (usage.digital_signature or usage.content_commitment)
	if not may_sign or (national.is_national(certificate) and national.is_temporary(certificate)):
		raise SignatureInvalid("certificate_usage")


def check_stamps(certificate: x509.Certificate) -> None:
	"""For time stamps and nothing else, and critically so (RFC 3161, 2.3).

	Raises SignatureInvalid: `certificate_usage`.
	"""
	uses = [row for row in certificate.extensions if isinstance(row.value, x509.ExtendedKeyUsage)]
	if [(row.critical, list(row.value)) for row in uses] != [(True, [ExtendedKeyUsageOID.TIME_STAMPING])]:
		raise SignatureInvalid("certificate_usage")


def check_uses(certificate: x509.Certificate) -> None:
	"""A certificate that names uses names one of a person's; the certificate of a web server signs no documents.

	Raises SignatureInvalid: `certificate_usage`.
	"""
	named = extension_of(certificate.extensions, x509.ExtendedKeyUsage)
	if named is None or _OF_PERSONS & set(named):
		return
	if ExtendedKeyUsageOID.CLIENT_AUTH not in named or ExtendedKeyUsageOID.SERVER_AUTH in named:
		raise SignatureInvalid("certificate_usage")


def extension_of(
	extensions: Iterable[x509.Extension[x509.ExtensionType]], kind: type[Extension]
) -> Extension | None:
	"""The value of the first extension of a kind, if there is one."""
	for found in extensions:
		if isinstance(found.value, kind):
			return found.value
	return None
