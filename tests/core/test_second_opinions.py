"""What others think of the same bytes: NIST's certification paths, the reference of RFC 8785, the library of Standard Webhooks.

Their packages are large or for this alone: long runs of `script/test` install them, on a bench `pip install -e '.[second-opinions]'` does;
without them these tests are skipped. libgcrypt's opinion of Oʻz DSt is in test_ozdst. Part of `script/test --long fuzz`.
"""

from collections import Counter
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from hypothesis import given
from hypothesis import strategies as st

from esaylov.core import payload, webhooks
from esaylov.core.signing import SignatureInvalid, TrustStore, path
from esaylov.core.signing.revocation import RevocationList

pytestmark = pytest.mark.full
JUDGED_AT = datetime(2020, 6, 1, tzinfo=UTC)


@cache
def pkits() -> tuple[dict[str, x509.Certificate], TrustStore]:
	"""The certificates of NIST PKITS 1.0.1 by name, and its trust anchor with all of its revocation lists, one of which must speak."""
	package = pytest.importorskip("cryptography_vectors")
	folder = Path(str(package.__file__)).parent / "x509" / "PKITS_data"
	found = {}
	for file in sorted((folder / "certs").iterdir()):
		try:
			found[file.stem] = x509.load_der_x509_certificate(file.read_bytes())
		except ValueError:  # two with a DSA key that inherits its parameters
			assert "DSAParameter" in file.stem
	lists = tuple(RevocationList.of(file.read_bytes()) for file in sorted((folder / "crls").iterdir()))
	root = found["TrustAnchorRootCertificate"]
	return found, TrustStore((root,), (), lists, requires_crl=True)


def verdict(name: str) -> str:
	"""What our search for a path says of a PKITS certificate: "" for trusted, or its code."""
	certificates, trust = pkits()
	helpers = [row for other, row in certificates.items() if not other.endswith("EE")]
	try:
		path.check_trusted(certificates[name], helpers, trust, (JUDGED_AT,))
	except SignatureInvalid as problem:
		return problem.code
	except ValueError:  # the negative serial number of test 15, "container_malformed" for a container
		assert name == "InvalidNegativeSerialNumberTest15EE"
		return "container_malformed"
	return ""


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_no_path_that_nist_calls_invalid_is_trusted():
	names = [name for name in pkits()[0] if name.startswith("Invalid") and name.endswith("EE")]
	assert len(names) > 100
	assert [name for name in names if not verdict(name)] == []


STRICTER = {
	"certificate_critical_extension": "name constraints and policies of an authority: we process none, so we refuse a critical one",
	"revocation_list_invalid": "partial, indirect and delta lists, and lists by another key of the authority",
	"revocation_unknown": "lists by another issuer than that of the certificate",
	"chain_untrusted": "names that differ in case, spaces or the kind of string: we compare their bytes; and two of DSA",
	"certificate_is_authority": "the last certificate is an authority's: none of a person's",
	"certificate_revoked": "a delta list takes the revocation back: we read no delta lists",
	"key_not_accepted": "DSA",
}
"""Why we refuse what NIST calls valid: each is a rule of ours that is narrower, none lets anybody in."""


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_what_nist_calls_valid_is_trusted_or_refused_for_a_rule_of_ours():
	names = [name for name in pkits()[0] if name.startswith("Valid") and name.endswith("EE")]
	said = Counter(map(verdict, names))
	assert said.pop("") >= 18
	assert said.keys() <= STRICTER.keys()


VALUES = st.recursive(
	st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
	lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=5),
	max_leaves=20,
)


@given(VALUES)
def test_canonical_bytes_are_those_of_another_writer(value):
	other = pytest.importorskip("rfc8785")
	try:
		ours = payload.canonical(value)
	except payload.PayloadInvalid:
		return  # fewer values have a form here: see `payload`
	assert ours == other.dumps(value)


@given(st.binary(min_size=24, max_size=64), st.text("abc_123", min_size=1), st.binary())
def test_a_webhook_is_taken_by_the_library_of_the_specification(random, message, body):
	library: Any = pytest.importorskip("standardwebhooks.webhooks")
	secret = webhooks.secret_of(random)
	at = int(datetime.now(UTC).timestamp())
	text = body.decode("latin-1")
	signed = library.Webhook(secret).sign(message, datetime.fromtimestamp(at, UTC), text)
	assert webhooks.signed_headers(secret, message, at, text.encode())["webhook-signature"] == signed
