"""Signatures of Oʻz DSt on a site without an E-IMZO server: our own verifier, the trust store, and one appeal from filing to decision."""

import base64
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import frappe
import pytest
from factories import appeals as filing
from factories import sessions as make
from factories import voted

from esaylov.decisions.sessions.papers import protocol
from esaylov.decisions.sessions.steps import counting, holding
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, SignatureRefused
from esaylov.setup.demo.signing import authority, keys, ozdst_certificates, ozdst_files
from esaylov.trust import signatures
from esaylov.trust.chains import export as trust_export

PROGRAM = Path(__file__).parents[4] / "script" / "verify-chain"
CONTENT = b"content"


def signature(user: str, content: bytes) -> str:
	"""As E-IMZO makes it, by the user's demonstration key of Oʻz DSt."""
	made = authority.sign_cms(content, filing.national_certificate(user), clock.now())
	return base64.b64encode(ozdst_certificates.as_eimzo(made)).decode()


@pytest.fixture
def everybody(monkeypatch):
	"""Everybody signs so; the bytes that were signed."""
	signed = []
	monkeypatch.setattr(
		filing, "signature", lambda user, content: signed.append(user) or signature(user, content)
	)
	return signed


def national_row() -> str:
	return frappe.db.get_value("Trusted Certificate", {"title": keys.NATIONAL_NAME})


def test_we_verify_the_national_algorithms_ourselves():
	signer = signatures.verify_login(CONTENT, signature(filing.PARTY, CONTENT))
	assert signer.pinfl == frappe.db.get_value("Person", make.person(filing.PARTY), "pinfl")
	assert signer.tin


@pytest.mark.parametrize(
	("content", "container", "code"),
	[
		(b"another", lambda: signature(filing.PARTY, CONTENT), "content_differs"),
		(CONTENT, lambda: filing.signature(filing.PARTY, CONTENT)[:-8], "container_malformed"),
	],
)
def test_what_does_not_hold_is_refused(content, container, code):
	with pytest.raises(SignatureRefused) as problem:
		signatures.verify_login(content, container())
	assert problem.value.code == code


def test_an_authority_that_is_switched_off_is_not_believed():
	frappe.db.set_value("Trusted Certificate", national_row(), "is_active", 0)
	with pytest.raises(SignatureRefused) as problem:
		signatures.verify_login(CONTENT, signature(filing.PARTY, CONTENT))
	assert problem.value.code == "chain_untrusted"


def test_demonstration_keys_count_nowhere_else(monkeypatch):
	monkeypatch.setitem(frappe.conf, "esaylov_demo", 0)
	with pytest.raises(SignatureRefused) as problem:
		signatures.verify_login(CONTENT, signature(filing.PARTY, CONTENT))
	assert problem.value.code == "chain_untrusted"


def crl(by: authority.Identity, *revoked: int) -> str:
	day = timedelta(days=1)
	rows = [(serial, clock.now() - day / 2) for serial in revoked]
	return base64.b64encode(authority.make_crl(by, rows, clock.now() - day, clock.now() + day)).decode()


def test_a_revocation_list_of_a_national_authority_is_taken_when_it_signed_it():
	issuer = ozdst_files.read((keys.national_path_of("authority")).read_text())
	serial = filing.national_certificate(filing.PARTY).certificate.serial_number
	row = frappe.get_doc("Trusted Certificate", national_row())
	row.crl = crl(authority.Identity(issuer.certificate, filing.national_certificate(filing.RIVAL).key))
	with pytest.raises(FormInvalid):
		row.run_method("validate")
	row.crl = crl(issuer, serial)
	row.run_method("validate")
	frappe.db.set_value("Trusted Certificate", row.name, "crl", row.crl)
	with pytest.raises(SignatureRefused) as problem:
		signatures.verify_login(CONTENT, signature(filing.PARTY, CONTENT))
	assert problem.value.code == "certificate_revoked"
	assert signatures.verify_login(CONTENT, signature(filing.RIVAL, CONTENT))


def test_an_appeal_is_filed_voted_on_and_decided_by_keys_of_oz_dst(everybody, tmp_path):
	session = make.planned()
	item = make.item(session)
	make.opened(session=session)
	counting.open_item(item)
	make.all_vote(session, item, ["For", "For", "Against", "Abstained", "For"])
	decision = make.close(item).decision
	holding.close(session)
	for user in (make.CHAIR, make.SECRETARY):
		frappe.set_user(user)
		protocol.sign(session, filing.signature(user, protocol.payload(session)))
		voted.signed_by(user, [decision])
	assert frappe.db.get_value("Decision", decision, "status") == "Signed"
	assert sorted(everybody) == sorted([filing.PARTY, *make.ALL * 2, *[make.CHAIR, make.SECRETARY] * 2])
	export = tmp_path / "chain.jsonl"
	export.write_bytes(b"".join(trust_export.lines(make.COMMISSION)))
	done = subprocess.run([sys.executable, PROGRAM, export], capture_output=True, text=True)
	assert done.returncode == 0, done.stderr
