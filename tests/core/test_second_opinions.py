"""What others think of the same bytes: NIST's certification paths, pyHanko, the reference of RFC 8785, the library of Standard Webhooks.

Their packages are large or for this alone: long runs of `script/test` install them, on a bench `pip install -e '.[second-opinions]'` does;
without them these tests are skipped. libgcrypt's opinion of Oʻz DSt is in test_ozdst. Part of `script/test --long fuzz`.
"""

import asyncio
import csv
import logging
from collections import Counter
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import crl
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from esaylov.core.elections.calendar import to_utc
from esaylov.core.formats import webhooks
from esaylov.core.records import payload
from esaylov.core.signing import SignatureInvalid, TrustStore, path
from esaylov.core.signing.revocation import RevocationList
from esaylov.setup.demo.signing import authority as ca
from esaylov.setup.demo.signing.authority import Identity

from .keys import AT, DAY, HOLDER, YEAR, root

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
	if name not in certificates:
		return "unreadable"
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


@cache
def others() -> tuple[dict[str, asn1_x509.Certificate], list[crl.CertificateList]]:
	"""The same certificates and lists, as pyHanko takes them."""
	package = pytest.importorskip("cryptography_vectors")
	folder = Path(str(package.__file__)).parent / "x509" / "PKITS_data"
	certificates = {
		file.stem: asn1_x509.Certificate.load(file.read_bytes()) for file in (folder / "certs").iterdir()
	}
	lists = [crl.CertificateList.load(file.read_bytes()) for file in (folder / "crls").iterdir()]
	return certificates, lists


def near(leaf: asn1_x509.Certificate) -> tuple[list[asn1_x509.Certificate], list[crl.CertificateList]]:
	"""The authorities and lists that may concern a certificate, by their names: all of them at once take pyHanko minutes."""
	certificates, lists = others()
	authorities = [row for name, row in certificates.items() if not name.endswith("EE")]
	names, found = {leaf.issuer.hashable}, {leaf}
	while more := {row for row in authorities if row.subject.hashable in names} - found:
		found |= more
		names |= {row.issuer.hashable for row in more} | {name for row in found for name in list_issuers(row)}
	return list(found), [row for row in lists if row.issuer.hashable in names]


def list_issuers(certificate: asn1_x509.Certificate) -> list[str]:
	"""Who else than its issuer a certificate names for its revocation list."""
	points = [point["crl_issuer"] for point in certificate.crl_distribution_points_value or []]
	return [name.chosen.hashable for names in points if names.native for name in names]


def of_pyhanko(leaf: asn1_x509.Certificate, mode: str = "require", **context: Any) -> bool:
	"""Whether pyHanko's library finds a path to a root, with a list for each certificate unless `mode` says otherwise."""
	library: Any = pytest.importorskip("pyhanko_certvalidator")
	known = library.ValidationContext(revocation_mode=mode, allow_fetching=False, **context)
	judged = library.CertificateValidator(leaf, validation_context=known).async_validate_path()
	try:
		asyncio.run(judged)
	except (library.errors.ValidationError, library.errors.PathError):
		return False
	return True


def explained() -> dict[str, dict[str, str]]:
	"""Certificate -> where the two of us disagree (or both with NIST), and why."""
	with (Path(__file__).parent / "data" / "second_opinions.csv").open() as file:
		return {row["certificate"]: row for row in csv.DictReader(file)}


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_pyhanko_agrees_with_us_or_the_reason_is_written_down(caplog):
	caplog.set_level(logging.CRITICAL)
	certificates, _ = others()
	root = certificates["TrustAnchorRootCertificate"]
	found, agreed = {}, Counter()
	for name in sorted(name for name in certificates if name.endswith("EE")):
		helpers, lists = near(certificates[name])
		context = {"trust_roots": [root], "other_certs": helpers, "crls": lists, "moment": JUDGED_AT}
		ours, theirs = verdict(name), of_pyhanko(certificates[name], **context)
		if bool(ours) is theirs or (name.startswith("Valid") and ours):
			found[name] = (ours or "trusted", "trusted" if theirs else "refused")
		else:
			agreed[theirs] += 1
	rows = {name: row for name, row in explained().items() if not name.startswith("own: ")}
	assert {name: (row["ours"], row["other"]) for name, row in rows.items()} == found
	assert all(len(row["reason"]) > 20 for row in rows.values())
	assert agreed == {True: 30, False: 118}


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_what_nist_calls_valid_is_trusted_or_refused_for_a_reason_that_is_written_down():
	names = {name for name in others()[0] if name.startswith("Valid") and name.endswith("EE")}
	refused = {name for name in names if verdict(name)}
	assert refused <= explained().keys()
	assert len(names - refused) >= 18


# our own authorities and persons, as they are and with one thing wrong


def authority(
	name: str, parent: Identity | None = None, days: tuple[Any, Any] = (YEAR, YEAR), **more: Any
) -> Identity:
	return ca.make_authority(name, AT - days[0], AT + days[1], parent=parent, **more)


def issued(by: Identity, days: tuple[Any, Any] = (DAY, DAY)) -> Identity:
	return ca.issue(by, HOLDER, AT - days[0], AT + days[1])


def by_levels(count: int, below: int | None = None, **top: Any) -> tuple[Identity, Identity]:
	"""A root and a person below so many authorities between them, the first of which allows so many below."""
	first = level = authority("Ildiz", **top)
	if below is not None:
		level = authority("Birinchi", level, path_length=below)
	for number in range(count):
		level = authority(f"Daraja {number}", level)
	return first, issued(level)


def known() -> tuple[Identity, Identity]:
	return root(), issued(root())


def listed(*revoked: Any, **options: Any) -> list[bytes]:
	found = {"by": root(), "last": AT - DAY, "until": AT + DAY} | options
	return [ca.make_crl(found["by"], revoked, found["last"], found["until"])]


OLD = authority("Eski", root(), (YEAR, -DAY))
PERSON = issued(root())
REVOKED = listed((PERSON.certificate.serial_number, AT - DAY))
OURS = {
	"a person": (*known(), [], True),
	"one level": (*by_levels(1), [], True),
	"three levels": (*by_levels(3), [], True),
	"a root's length of none, kept": (*by_levels(0, path_length=0), [], True),
	"a root's length of none, not kept": (*by_levels(1, path_length=0), [], False),
	"a root's length of one, not kept": (*by_levels(2, path_length=1), [], False),
	"a length of none, kept": (*by_levels(0, below=0), [], True),
	"a length of none, not kept": (*by_levels(1, below=0), [], False),
	"of a stranger": (root(), issued(authority("Begona")), [], False),
	"of a stranger with the name": (root(), issued(authority("Sinov markazi")), [], False),
	"ended": (root(), issued(root(), (YEAR, -DAY)), [], False),
	"not begun": (root(), issued(root(), (-DAY, YEAR)), [], False),
	"of an authority that ended": (root(), issued(OLD), [], False),
	"by a person": (root(), issued(PERSON), [], False),
	"on no list": (root(), PERSON, listed((5, AT - DAY)), True),
	"revoked": (root(), PERSON, REVOKED, False),
	"a list that ended": (root(), PERSON, listed(until=AT - DAY / 2), False),
	"a list to come": (root(), PERSON, listed(last=AT + DAY, until=AT + 2 * DAY), False),
	"a list by another key": (root(), PERSON, listed(by=authority("Sinov markazi")), False),
}


@pytest.mark.parametrize("case", OURS)
def test_pyhanko_says_the_same_of_our_own_paths(case, caplog):
	caplog.set_level(logging.CRITICAL)
	top, person, lists, expected = OURS[case]
	at = to_utc(AT)
	store = TrustStore.of([top.certificate_der], crls=lists, requires_crl=bool(lists))
	try:
		path.check_trusted(person.certificate, person.chain, store, (at,))
		ours = True
	except SignatureInvalid:
		ours = False
	theirs = of_pyhanko(
		asn1_x509.Certificate.load(person.certificate_der),
		"require" if lists else "soft-fail",
		trust_roots=[asn1_x509.Certificate.load(top.certificate_der)],
		other_certs=[asn1_x509.Certificate.load(row.public_bytes(Encoding.DER)) for row in person.chain],
		crls=lists,
		moment=at,
	)
	explained_as = explained().get(f"own: {case}", {"other": "trusted" if expected else "refused"})
	assert ours is expected
	assert theirs is (explained_as["other"] == "trusted")


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
