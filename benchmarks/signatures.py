"""How many signatures one second of processor time verifies, by kind of key: of people who are new to the process, and of those it knows.

  .bench/env/bin/python benchmarks/signatures.py [--people 20] [--rounds 5]

No site: the core alone, over a container as a login brings it. National certificates are padded to the 2.2 KB of a real one.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from statistics import median
from typing import Any

from cryptography import x509

from esaylov.core.signing import TrustStore, algorithms, cms, national, ozdst, verify_cms
from esaylov.core.signing.ozdst.curves import CURVES
from esaylov.setup.demo.signing import authority, ozdst_certificates
from esaylov.setup.demo.signing.authority import Holder, Identity, KeyKind
from esaylov.setup.demo.signing.ozdst import PrivateKey, make_key

AT = datetime(2026, 10, 10, 9, 30)
YEAR = timedelta(days=365)
CONTENT = b'{"challenge":"0123456789abcdef"}'
HOLDER = Holder("BORONOV BORON BORONOVICH", "10101800000009", "Adolat", "200000000")
REAL_BYTES = 2200
PADDING = x509.ObjectIdentifier("1.3.6.1.4.1.32473.1")
"""An identifier of documents and examples (RFC 5612)."""


def issued(centre: Identity, key: Any) -> Identity:
	"""A person's certificate; of Oʻz DSt as long as a real one."""
	made = authority.issue(centre, HOLDER, AT - YEAR, AT + YEAR, key=key)
	if not isinstance(key, PrivateKey):
		return made
	rows = made.certificate
	issuing: Any = centre.key  # of the same kind as key
	builder = (
		x509.CertificateBuilder()
		.subject_name(rows.subject)
		.issuer_name(rows.issuer)
		.public_key(ozdst_certificates.stand_in())
		.serial_number(rows.serial_number)
		.not_valid_before(AT - YEAR)
		.not_valid_after(AT + YEAR)
	)
	for extension in rows.extensions:
		builder = builder.add_extension(extension.value, extension.critical)
	missing = REAL_BYTES - len(rows.tbs_certificate_bytes)
	builder = builder.add_extension(x509.UnrecognizedExtension(PADDING, bytes(missing)), critical=False)
	return Identity(ozdst_certificates.signed(builder, issuing, key), key, made.chain)


def measure(
	signed: Sequence[bytes], trust: TrustStore, forget: Callable[[], None], rounds: int
) -> tuple[float, float]:
	"""Milliseconds of processor time a verification: of people who are new, then of the same people. Of each the least of all rounds,
	for a busy machine adds to it and never takes away; then the middle of all people."""
	new, known = [], []
	for _ in range(rounds):
		forget()
		trust.proved.clear()
		new.append(timed(signed, trust))
		known.append(timed(signed, trust))
	return tuple(median(map(min, zip(*times, strict=True))) * 1000 for times in (new, known))


def timed(signed: Sequence[bytes], trust: TrustStore) -> list[float]:
	times = []
	for container in signed:
		start = time.process_time()
		verify_cms(container, CONTENT, trust, AT)
		times.append(time.process_time() - start)
	return times


def forget() -> None:
	"""What a process remembers of certificates; the paths that were proved are with the store of who is trusted."""
	for remembered in (
		national.is_issued,
		national.is_national,
		national.key_of,
		national.spki,
		cms.read_signer,
		algorithms._key,
	):
		remembered.cache_clear()


def say(kind: str, first: float, later: float) -> None:
	print(
		f"{kind:24} new {first:6.2f} ms, {1000 / first:6.0f} a second; known {later:6.2f} ms, {1000 / later:6.0f}"
	)


def main() -> None:
	parser = argparse.ArgumentParser(description=__doc__)
	parser.add_argument("--people", type=int, default=20)
	parser.add_argument("--rounds", type=int, default=5)
	asked = parser.parse_args()
	makers: dict[str, Callable[[], Any]] = {kind: partial(authority.make_key, kind) for kind in KeyKind}
	makers |= {f"Oʻz DSt, curve {curve.name}": partial(make_key, curve) for curve in CURVES}
	for kind, make in makers.items():
		centre = authority.make_authority("Markaz", AT - YEAR, AT + YEAR, key=make())
		trust = TrustStore.of([centre.certificate_der])
		signed = [authority.sign_cms(CONTENT, issued(centre, make()), AT) for _ in range(asked.people)]
		verify_cms(signed[0], CONTENT, trust, AT)  # tables of the curve
		if not kind.startswith("Oʻz"):
			say(kind, *measure(signed, trust, forget, asked.rounds))
			continue
		if ozdst.is_fast():
			say(f"{kind}, libgcrypt", *measure(signed, trust, forget, asked.rounds))
		hasher = ozdst.gcrypt.hasher
		ozdst.gcrypt.hasher = lambda: None  # type: ignore[assignment] # as where the library is not there
		say(kind, *measure(signed, trust, forget, asked.rounds))
		ozdst.gcrypt.hasher = hasher


if __name__ == "__main__":
	main()
