"""What is trusted: root certificates, intermediates that help to build a path, revocation lists."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from cryptography import x509

from esaylov.core.signing.problems import SignatureInvalid
from esaylov.core.signing.revocation import RevocationList


@dataclass(frozen=True, slots=True)
class Span:
	"""For which moments a path was proved (aware UTC): none before `earliest`, the latest from `since` to `until`, ends included."""

	earliest: datetime
	since: datetime
	until: datetime

	def holds(self, moments: Sequence[datetime]) -> bool:
		"""Whether what was proved is proved for these moments too."""
		return self.earliest <= min(moments) and self.since <= max(moments) <= self.until


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


def _is_pem(data: bytes) -> bool:
	return data.lstrip().startswith(b"-----BEGIN")


def _certificate(data: bytes) -> x509.Certificate:
	return x509.load_pem_x509_certificate(data) if _is_pem(data) else x509.load_der_x509_certificate(data)
