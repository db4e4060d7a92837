"""The key file of a demonstration key of Oʻz DSt: PEM of the key in PKCS #8, its certificate, and those above it.

PKCS #12 as browsers and `cryptography` open it has no such keys, and E-IMZO's own files are for E-IMZO. Not encrypted.
"""

import base64
import textwrap

from cryptography import x509

from esaylov.core.signing.ozdst import der
from esaylov.core.signing.ozdst.curves import CURVES
from esaylov.core.signing.ozdst.families import family_of_key
from esaylov.setup.demo.signing.identities import Identity
from esaylov.setup.demo.signing.ozdst import PrivateKey
from esaylov.setup.demo.signing.ozdst_certificates import oid, tlv

_LABEL = "PRIVATE KEY"
_INTEGER = 0x02
_SECRET_BYTES = 32


def write(identity: Identity) -> str:
	"""The file of an identity whose key is of Oʻz DSt; raises TypeError for another one."""
	if not isinstance(identity.key, PrivateKey):
		raise TypeError("a key of Oʻz DSt is needed")
	text = "\n".join(textwrap.wrap(base64.b64encode(_pkcs8(identity.key)).decode(), 64))
	above = [Identity(certificate, identity.key).certificate_pem for certificate in identity.chain]
	key = f"-----BEGIN {_LABEL}-----\n{text}\n-----END {_LABEL}-----\n"
	return key + identity.certificate_pem + "".join(above)


def read(text: str) -> Identity:
	"""The identity in a file that `write` made; raises ValueError."""
	_, _, rest = text.partition(f"-----BEGIN {_LABEL}-----")
	body, _, certificates = rest.partition(f"-----END {_LABEL}-----")
	first, *above = x509.load_pem_x509_certificates(certificates.encode())
	return Identity(first, _key(base64.b64decode(body)), tuple(above))


def _pkcs8(key: PrivateKey) -> bytes:
	"""As E-IMZO writes it: the parameter set alone as parameters, the secret big-endian in an ECPrivateKey of SEC 1."""
	algorithm = tlv(der.SEQUENCE, oid(key.family.key) + oid(f"{key.family.key}.{key.parameter_set}"))
	secret = key.secret.to_bytes(_SECRET_BYTES, "big")
	inner = tlv(der.SEQUENCE, tlv(_INTEGER, b"\1") + tlv(der.OCTET_STRING, secret))
	return tlv(der.SEQUENCE, tlv(_INTEGER, b"\0") + algorithm + tlv(der.OCTET_STRING, inner))


def _key(data: bytes) -> PrivateKey:
	_, algorithm, octets = [content for _, content, _ in der.values(der.one(data, der.SEQUENCE))]
	named, parameters = [der.dotted(content) for _, content, _ in der.values(algorithm)]
	family = family_of_key(named)
	if family is None:
		raise ValueError("no key of Oʻz DSt")
	number = int(parameters.rpartition(".")[2])
	_, secret = [content for _, content, _ in der.values(der.one(octets, der.SEQUENCE))]
	# a file says no point; ours have set 1 on curve A and set 2 on C
	return PrivateKey(CURVES[0 if number == 1 else 2], int.from_bytes(secret, "big"), family, number)
