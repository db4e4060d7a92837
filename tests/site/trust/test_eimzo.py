"""Signatures of the national algorithms: the E-IMZO server vouches for them, and nothing but a clean yes is one."""

import base64
import threading

import frappe
import pytest
from factories import appeals as make
from factories.profile import few
from fakes import eimzo as fake

from esaylov.appeals.drafts import before_filing
from esaylov.appeals.filing import submitting
from esaylov.framework.errors import SignatureRefused
from esaylov.framework.guarded_steps import SETTING_UP
from esaylov.trust import signatures


@pytest.fixture
def server():
	made, state = fake.server()
	thread = threading.Thread(target=made.serve_forever, args=(0.02,), daemon=True)
	thread.start()
	configure(f"http://127.0.0.1:{made.server_address[1]}")
	yield state
	made.shutdown()
	made.server_close()
	thread.join()


def configure(address: str, **values) -> None:
	settings = frappe.get_doc("E-IMZO Settings")
	settings.update(
		{"is_enabled": 1, "address": address, "site_host": "saylov.example", "timeout_seconds": 60, **values}
	)
	with SETTING_UP.writing():
		settings.save()


def signed(content: bytes, user: str = make.PARTY) -> str:
	"""A container in Base64 that says it is of the national algorithms."""
	return base64.b64encode(fake.national(base64.b64decode(make.signature(user, content)))).decode()


def refused(code: str, content: bytes = b"content", user: str = make.PARTY) -> None:
	with pytest.raises(SignatureRefused) as problem:
		signatures.verify_login(content, signed(content, user))
	assert problem.value.code == code


def test_a_filing_signed_so_is_kept_as_such(server):
	name = make.draft()
	submitting.submit(name, signed(before_filing.payload(name)), make.new_key())
	row = frappe.get_doc("Document Signature", make.stored(name).signature)
	assert (row.method, row.purpose, len(row.signer_pinfl)) == ("E-IMZO", "filing", 14)
	assert [path for path, _ in server.asked] == [fake.MAKE, fake.STAMP, fake.VERIFY]


def test_the_server_is_told_the_site_and_the_address(server):
	signatures.verify_login(b"content", signed(b"content"))
	for _, headers in server.asked:
		assert headers["Host"] == "saylov.example"
		assert "X-Real-IP" in headers


def test_the_certificate_of_another_person_files_nothing(server):
	name = make.draft()
	with pytest.raises(SignatureRefused) as problem:
		submitting.submit(name, signed(before_filing.payload(name), make.RIVAL), make.new_key())
	assert problem.value.code == "signature_other_person"


@pytest.mark.parametrize(
	("path", "fault", "code"),
	few(
		[
			(fake.VERIFY, -1, "eimzo_status_unknown"),
			(fake.VERIFY, -5, "eimzo_clock"),
			(fake.VERIFY, -10, "eimzo_signature"),
			(fake.VERIFY, -11, "eimzo_certificate"),
			(fake.VERIFY, -12, "eimzo_certificate_then"),
			(fake.VERIFY, -20, "eimzo_stamp_unknown"),
			(fake.VERIFY, -21, "eimzo_stamp"),
			(fake.VERIFY, -22, "eimzo_stamp"),
			(fake.VERIFY, -23, "eimzo_stamp"),
			(fake.VERIFY, 0, "eimzo_bad_answer"),
			(fake.VERIFY, 2, "eimzo_bad_answer"),
			(fake.VERIFY, -99, "eimzo_bad_answer"),
			(fake.VERIFY, 400, "eimzo_signature"),
			(fake.VERIFY, 503, "eimzo_unreachable"),
			(fake.VERIFY, "html", "eimzo_bad_answer"),
			(fake.VERIFY, "list", "eimzo_bad_answer"),
			(fake.VERIFY, "slow", "eimzo_unreachable"),
			(fake.STAMP, -1, "eimzo_status_unknown"),
			(fake.STAMP, 503, "eimzo_unreachable"),
			(fake.MAKE, -10, "eimzo_signature"),
			(fake.MAKE, 400, "eimzo_signature"),
		],
		lambda case: case[0] != fake.VERIFY or case[1] in (2, "html"),
	),
)
def test_every_other_status_is_a_refusal_of_its_own(server, path, fault, code):
	server.faults[path] = fault
	if fault == "slow":
		configure(frappe.db.get_single_value("E-IMZO Settings", "address"), timeout_seconds=1)
	refused(code)


@pytest.mark.parametrize(
	("said", "code"),
	[
		({"verified": False}, "eimzo_certificate"),
		({"verified": "true"}, "eimzo_certificate"),
		({"certificateVerified": False}, "eimzo_certificate"),
		({"certificateValidAtSigningTime": None}, "eimzo_certificate"),
		({"exception": "made up"}, "eimzo_certificate"),
		({"timeStampInfo": None}, "eimzo_stamp"),
		({"timeStampInfo": {"verified": False}}, "eimzo_stamp"),
		({"revokedStatusInfo": {"reason": "made up"}}, "certificate_revoked"),
		({"certificate": []}, "eimzo_bad_answer"),
		({"certificate": [{"subjectInfo": "text"}]}, "eimzo_bad_answer"),
		({"signingTime": "yesterday"}, "eimzo_bad_answer"),
	],
)
def test_status_one_is_not_enough(server, said, code):
	server.signer = said
	refused(code)


@pytest.mark.parametrize(
	("subject", "code"),
	[
		({fake.PINFL: ""}, "signer_pinfl_missing"),
		({fake.PINFL: "123"}, "signer_pinfl_structure"),
		({fake.TIN: "12"}, "signer_tin_structure"),
		({fake.PINFL: 1}, "eimzo_bad_answer"),
	],
)
def test_the_holder_must_be_named(server, subject, code):
	server.subject = subject
	refused(code)


def test_what_was_verified_must_be_what_we_asked_about(server):
	server.document = b"another content"
	refused("eimzo_signature")


def test_a_server_that_is_not_there_is_a_refusal():
	configure("http://127.0.0.1:9")
	refused("eimzo_unreachable")


def test_switched_off_we_verify_them_ourselves_and_this_fake_proves_nothing():
	configure("http://127.0.0.1:9", is_enabled=0)
	refused("content_differs")


def test_others_never_go_there(server):
	assert signatures.verify_login(b"content", make.signature(make.PARTY, b"content")).pinfl
	assert server.asked == []


def test_a_container_of_both_kinds_is_not_for_the_server():
	assert not signatures.is_national(b"")
	assert not signatures.is_national(b"\x30\x80" * 50)
	assert not signatures.is_national(base64.b64decode(make.signature(make.PARTY, b"content")))
