"""The signature port: who verifies a container. Our own verifiers of X.509 and of Oʻz DSt, or the E-IMZO server of a site that runs one.

The container itself says by which algorithms it was made; what none of them verifies is refused.
"""

import base64
from contextlib import suppress

import frappe
from asn1crypto import cms as asn1

from esaylov.core.signing import SignatureInvalid, Signer, check_shape, verify_cms
from esaylov.framework import clock, limits
from esaylov.framework.cache_away import AWAY
from esaylov.framework.errors import SignatureRefused, TooMany
from esaylov.integrations.base import ProviderError
from esaylov.integrations.eimzo import Eimzo, Server
from esaylov.trust.store import store

NATIONAL = "1.2.860."
"""Object identifiers of Uzbekistan: those of Oʻz DSt 1092 and 1106 among them."""
SETTINGS = "E-IMZO Settings"
WRONG, MOST_WRONG, WRONG_SECONDS = "wrong-signature", 120, 10 * 60
"""Signatures of one user (a guest: of one address) that do not hold, and are looked at all the same."""
CMS, E_IMZO = "CMS", "E-IMZO"


def verify(container: bytes, content: bytes) -> tuple[Signer, str]:
	"""The signer, and the method by which that is known. Raises SignatureRefused with the cause as its code, TooMany."""
	if not getattr(frappe.local, "request", None):
		return _verified(container, content)  # a job proves what is kept
	with suppress(AWAY):  # without the cache people sign all the same
		if limits.count(WRONG, limits.caller()) >= MOST_WRONG:
			raise TooMany(retry_after=WRONG_SECONDS)
	try:
		return _verified(container, content)
	except SignatureRefused:
		with suppress(AWAY):
			limits.hit(WRONG, limits.caller(), WRONG_SECONDS)
		raise


def _verified(container: bytes, content: bytes) -> tuple[Signer, str]:
	try:
		check_shape(container)
		if is_national(container) and frappe.get_cached_doc(SETTINGS).is_enabled:
			return _by_eimzo(container, content), E_IMZO
		return verify_cms(container, content, store(), clock.now()), CMS
	except SignatureInvalid as problem:
		raise SignatureRefused(field="signature", code=problem.code) from problem


def is_national(container: bytes) -> bool:
	"""Whether every signer of a container signed by the national algorithms; False for what cannot be read."""
	try:
		signers = asn1.ContentInfo.load(container)["content"]["signer_infos"]
		for signer in signers:
			if not signer["digest_algorithm"]["algorithm"].dotted.startswith(NATIONAL):
				return False
		return len(signers) > 0
	except (
		Exception
	):  # crafted bytes raise errors of many kinds; our own verifier then refuses them by its codes
		return False


def _by_eimzo(container: bytes, content: bytes) -> Signer:
	settings = frappe.get_cached_doc(SETTINGS)
	if not settings.address:
		raise SignatureRefused(field="signature", code="eimzo_off")
	asking = str(getattr(frappe.local, "request_ip", None) or "")
	server = Server(
		settings.address, settings.site_host or frappe.local.site, asking, settings.timeout_seconds or 10
	)
	try:
		found = Eimzo(server).verify(content, base64.b64encode(container).decode())
	except ProviderError as problem:
		raise SignatureRefused(field="signature", code=problem.code) from problem
	return Signer(
		pinfl=found.pinfl,
		tin=found.tin,
		name=found.name,
		serial=found.serial,
		issuer=found.issuer,
		fingerprint="",
		signed_at=found.signed_at,
		organization=found.organization,
	)
