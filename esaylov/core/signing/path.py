"""What is trusted, and the path from a certificate to a trusted root (RFC 5280, the part that applies), with revocation lists."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import islice, pairwise
from typing import Self

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from esaylov.core.signing import national
from esaylov.core.signing.algorithms import check_issued, check_key
from esaylov.core.signing.problems import SignatureInvalid
from esaylov.core.signing.revocation import RevocationList, check_list, is_pem, is_signed_by, revoked_at
from esaylov.core.signing.uses import check_leaf, check_stamps, check_uses, extension_of

LONGEST = 5
"""Certificates in a path, leaf and root included."""
MOST_VERIFICATIONS = 16
"""Signatures of certificates that are checked in the search for a path, and paths that are looked at.

A path has at most four signatures, and a container brings at most eight certificates; honest ones need a handful. One
RSA verification takes under a millisecond (8192 bits, exponent below 2**32, see `algorithms`), so that a container with
a time stamp, which is two searches, costs some 30 ms at most; of Oʻz DSt (1.2 ms with libgcrypt, up to 16 ms in Python
for a certificate of the greatest length) 40 ms, or half a second.
"""

MOST_PROVED = 2000
"""Certificates whose path a store remembers; each takes some kilobytes."""
_TICK = timedelta(microseconds=1)

_UNDERSTOOD = frozenset({x509.BasicConstraints.oid, x509.KeyUsage.oid})
_OF_STAMPER = _UNDERSTOOD | {x509.ExtendedKeyUsage.oid}
_OF_NATIONAL = frozenset({x509.ExtendedKeyUsage.oid, x509.CertificatePolicies.oid})
"""What the national centre marks critical in a person's certificate besides. Uses are checked as of everybody; policies limit
what a signature may be worth to a bank or the tax office, and none of them is asked for here."""
Path = tuple[x509.Certificate, ...]


class Purpose(StrEnum):
	"""What the leaf of a path is to sign."""

	DOCUMENT = "document"
	TIME = "time"


@dataclass(frozen=True, slots=True)
class Span:
	"""For which moments a path was proved (aware UTC): none before `earliest`, the latest from `since` to `until`, ends included."""

	earliest: datetime
	since: datetime
	until: datetime


@dataclass(frozen=True, slots=True)
class TrustStore:
	"""Trust anchors and helpers. requires_crl: refuse a certificate about which no revocation list speaks.

	needing_crl: those of the roots and intermediates for whose certificates this holds in any case. proved: certificates (purpose, leaf,
	helpers) from which a path of this store was proved, and for which moments; what is refused is proved anew each time.
	"""

	roots: tuple[x509.Certificate, ...]
	intermediates: tuple[x509.Certificate, ...] = ()
	crls: tuple[RevocationList, ...] = ()
	requires_crl: bool = False
	needing_crl: tuple[x509.Certificate, ...] = ()
	proved: dict[tuple[object, ...], Span] = field(
		init=False, repr=False, compare=False, default_factory=dict
	)

	@classmethod
	def of(
		cls,
		roots: Iterable[bytes],
		intermediates: Iterable[bytes] = (),
		crls: Iterable[bytes] = (),
		*,
		requires_crl: bool = False,
	) -> Self:
		"""From PEM or DER; raises SignatureInvalid("trust_store_unreadable"), never skips one."""
		try:
			return cls(
				tuple(map(_certificate, roots)),
				tuple(map(_certificate, intermediates)),
				tuple(map(RevocationList.of, crls)),
				requires_crl,
			)
		except ValueError:
			raise SignatureInvalid("trust_store_unreadable") from None


def _certificate(data: bytes) -> x509.Certificate:
	return x509.load_pem_x509_certificate(data) if is_pem(data) else x509.load_der_x509_certificate(data)


def check_trusted(
	leaf: x509.Certificate,
	helpers: Sequence[x509.Certificate],
	trust: TrustStore,
	moments: Sequence[datetime],
	purpose: Purpose = Purpose.DOCUMENT,
) -> None:
	"""Raises SignatureInvalid unless some path from the leaf to a root holds at all moments (aware UTC).

	When no path holds, the code is that of the path that failed last; without any path `chain_untrusted`. A path that was proved with this
	store is remembered, for as long as its certificates and the lists about them are valid.
	"""
	known = (purpose, leaf, *helpers)
	span = trust.proved.get(known)
	first, last = min(moments), max(moments)
	if span is None or first < span.earliest or not span.since <= last <= span.until:
		span = _prove(leaf, helpers, trust, moments, purpose)
		if len(trust.proved) >= MOST_PROVED:
			trust.proved.clear()
		trust.proved[known] = span


def _prove(
	leaf: x509.Certificate,
	helpers: Sequence[x509.Certificate],
	trust: TrustStore,
	moments: Sequence[datetime],
	purpose: Purpose,
) -> Span:
	search = _Search(dict.fromkeys([*trust.roots, *helpers, *trust.intermediates]), trust.roots)
	problem = SignatureInvalid("chain_untrusted")
	for path in islice(search.paths((leaf,)), MOST_VERIFICATIONS):
		try:
			_check_path(path, trust, moments, purpose)
		except SignatureInvalid as found:
			problem = found
		else:
			return _span(path, trust)
	raise search.refusal or problem


def _span(path: Path, trust: TrustStore) -> Span:
	"""For which moments a path that holds for some of them holds: the checks below compare a moment with these and nothing else."""
	earliest = max(certificate.not_valid_before_utc for certificate in path)
	since, ends = [earliest], [certificate.not_valid_after_utc for certificate in path]
	for certificate, issuer in pairwise(path):
		for crl in _lists_of(issuer, trust):
			since.append(crl.found.last_update_utc)
			ends += [crl.found.next_update_utc] if crl.found.next_update_utc else []
			revoked = revoked_at(crl, certificate.serial_number)
			ends += [revoked - _TICK] if revoked else []
	return Span(earliest, max(since), min(ends))


class _Search:
	"""The chains of issuers and issued, by name and signature, that end in a root."""

	def __init__(self, candidates: Iterable[x509.Certificate], roots: Sequence[x509.Certificate]) -> None:
		self.candidates = tuple(candidates)
		self.roots = roots
		self.refusal: SignatureInvalid | None = None
		"""Why a candidate of the right name was left out, or the search ended."""
		self._known: dict[tuple[bytes, bytes], bool] = {}

	def paths(self, path: Path) -> Iterator[Path]:
		if path[-1] in self.roots:
			yield path
			return
		if len(path) == LONGEST:
			return
		name = path[-1].issuer
		for issuer in self.candidates:
			if issuer.subject == name and issuer not in path and self._issued(path[-1], issuer):
				yield from self.paths((*path, issuer))

	def _issued(self, certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
		"""Whether one signed the other; asked once for each certificate and key, of accepted keys, and not too often."""
		key = (certificate.fingerprint(hashes.SHA256()), _key_bytes(issuer))
		if key in self._known:
			return self._known[key]
		if len(self._known) >= MOST_VERIFICATIONS:
			self.refusal = SignatureInvalid("certificates_not_accepted")
			return False
		try:
			check_key(issuer)
		except SignatureInvalid as problem:
			self.refusal = problem
			return False
		self._known[key] = _is_signed(certificate, issuer)
		return self._known[key]


def _is_signed(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
	if national.is_national(issuer):
		return national.is_issued(certificate, issuer)
	try:
		certificate.verify_directly_issued_by(issuer)
	except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError):
		return False
	return True


def _key_bytes(certificate: x509.Certificate) -> bytes:
	if national.is_national(certificate):
		return national.spki(certificate)
	return certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _check_path(path: Path, trust: TrustStore, moments: Sequence[datetime], purpose: Purpose) -> None:
	check_leaf(path[0])
	if purpose is Purpose.TIME:
		check_stamps(path[0])
	for number, certificate in enumerate(path):
		_check_certificate(certificate, moments, _UNDERSTOOD if number else _understood(certificate, purpose))
		if number:
			_check_issuer(certificate, below=path[1:number])
	if purpose is Purpose.DOCUMENT:
		check_uses(path[0])
	for certificate, issuer in pairwise(path):
		_check_revocation(certificate, issuer, trust, moments)


def _understood(leaf: x509.Certificate, purpose: Purpose) -> frozenset[x509.ObjectIdentifier]:
	found = _OF_STAMPER if purpose is Purpose.TIME else _UNDERSTOOD
	return found | _OF_NATIONAL if national.is_national(leaf) else found


def _check_certificate(
	certificate: x509.Certificate, moments: Sequence[datetime], understood: frozenset[x509.ObjectIdentifier]
) -> None:
	if any(moment < certificate.not_valid_before_utc for moment in moments):
		raise SignatureInvalid("certificate_not_yet_valid")
	if any(moment > certificate.not_valid_after_utc for moment in moments):
		raise SignatureInvalid("certificate_expired")
	if any(extension.critical and extension.oid not in understood for extension in certificate.extensions):
		raise SignatureInvalid("certificate_critical_extension")
	check_key(certificate)
	check_issued(certificate)


def _check_issuer(certificate: x509.Certificate, below: Path) -> None:
	"""An authority, allowed to sign certificates, with at most so many authorities of other names below."""
	constraints = extension_of(certificate.extensions, x509.BasicConstraints)
	usage = extension_of(certificate.extensions, x509.KeyUsage)
	if constraints is None or not constraints.ca or usage is None or not usage.key_cert_sign:
		raise SignatureInvalid("issuer_not_authority")
	counted = [authority for authority in below if authority.subject != authority.issuer]
	if constraints.path_length is not None and len(counted) > constraints.path_length:
		raise SignatureInvalid("chain_too_long")


def _check_revocation(
	certificate: x509.Certificate, issuer: x509.Certificate, trust: TrustStore, moments: Sequence[datetime]
) -> None:
	"""Revoked at or before the latest moment is revoked; a list that cannot be used is a refusal, not a pass."""
	lists = _lists_of(issuer, trust)
	if not lists and _needs_list(issuer, trust):
		raise SignatureInvalid("revocation_unknown")
	latest = max(moments)
	for crl in lists:
		check_list(crl.found, issuer, latest)
		revoked = revoked_at(crl, certificate.serial_number)
		if revoked is not None and revoked <= latest:
			raise SignatureInvalid("certificate_revoked")


def _lists_of(issuer: x509.Certificate, trust: TrustStore) -> list[RevocationList]:
	"""Of the lists of this name those that this key signed: an authority that renewed its key is two of one name.

	The others have to be those of a trusted authority of the name. Raises SignatureInvalid: one that nobody signed may be this one's.
	"""
	named = [crl for crl in trust.crls if crl.found.issuer == issuer.subject]
	if not named:
		return []
	own = [crl for crl in named if is_signed_by(crl, issuer)]
	others = [other for other in _namesakes(issuer, trust) if _key_bytes(other) != _key_bytes(issuer)]
	for crl in named:
		if crl not in own and not any(is_signed_by(crl, other) for other in others):
			raise SignatureInvalid("revocation_list_invalid")
	return own


def _needs_list(issuer: x509.Certificate, trust: TrustStore) -> bool:
	"""As the trusted certificate of this name and key says; for a key that is not there itself, as any of the name says."""
	if trust.requires_crl or not trust.needing_crl:
		return trust.requires_crl
	namesakes = _namesakes(issuer, trust)
	same = [one for one in namesakes if _key_bytes(one) == _key_bytes(issuer)]
	return any(one in trust.needing_crl for one in same or namesakes)


def _namesakes(issuer: x509.Certificate, trust: TrustStore) -> list[x509.Certificate]:
	return [one for one in (*trust.roots, *trust.intermediates) if one.subject == issuer.subject]
