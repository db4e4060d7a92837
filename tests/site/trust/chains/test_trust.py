"""The hash chain, verified signatures, numbers and the server's key."""

import base64
import os
import threading
from datetime import timedelta

import frappe
import pytest
from cryptography.exceptions import InvalidSignature
from factories import appeals as make

from esaylov.core.records import chain as law
from esaylov.framework import clock
from esaylov.framework.errors import EsaylovError, FormInvalid, LawBroken, SetupMissing, SignatureRefused
from esaylov.setup.demo.signing import authority
from esaylov.trust import keys, lists, signatures
from esaylov.trust.chains import chain

COMMISSION, OTHER = "DC-1703202", "DC-1703203"
CONTENT = b'{"document":"test"}'


def signer_pinfl(user: str = make.PARTY) -> str:
	return frappe.db.get_value("Person", {"user": user}, "pinfl")


def verify(cms: str, content: bytes = CONTENT, pinfl: str | None = None, tin: str | None = None) -> str:
	expected = signer_pinfl() if pinfl is None else pinfl
	return signatures.verify_document("Election", "demo", content, cms, "test", expected, tin)


class TestChain:
	def test_each_event_covers_the_one_before(self):
		start = last_sequence(COMMISSION)
		first = chain.record(COMMISSION, "test.one", {"a": "1"}, clock.now())
		second = chain.record(COMMISSION, "test.two", {"b": 2}, clock.now())
		rows = events(COMMISSION)[start:]
		assert [(row.kind, row.sequence) for row in rows] == [
			("test.one", start + 1),
			("test.two", start + 2),
		]
		assert [row.hash for row in rows] == [first, second]
		assert rows[1].previous_hash == first
		assert chain.verify_chain(COMMISSION) == second

	def test_chains_of_two_commissions_do_not_mix(self):
		head = chain.record(COMMISSION, "test.one", {}, clock.now())
		chain.record(OTHER, "test.one", {}, clock.now())
		assert chain.verify_chain(COMMISSION) == head

	@pytest.mark.parametrize(
		("field", "value"),
		[("body", '{"kind":"test.one","x":1}'), ("at", "2020-01-01T00:00:00.000000"), ("hash", "0" * 64)],
	)
	def test_a_row_changed_in_the_database_is_found(self, field, value):
		chain.record(COMMISSION, "test.one", {}, clock.now())
		chain.record(COMMISSION, "test.two", {}, clock.now())
		row = events(COMMISSION)[-2]
		frappe.db.set_value(
			"Chain Event", row.name, field, value
		)  # past every controller, as an intruder would
		with pytest.raises(law.ChainBroken):
			chain.verify_chain(COMMISSION)

	def test_a_removed_row_is_found(self):
		for kind in ("test.one", "test.two", "test.three"):
			chain.record(COMMISSION, kind, {}, clock.now())
		frappe.db.delete("Chain Event", {"name": events(COMMISSION)[-2].name})
		with pytest.raises(law.ChainBroken):
			chain.verify_chain(COMMISSION)

	def test_a_long_transaction_beside_other_writers_sees_no_gap(self):
		frappe.get_all("Chain Event", limit=1)  # the snapshot of this transaction is taken here
		thread = threading.Thread(target=record_elsewhere, args=(OTHER,))
		thread.start()
		thread.join()
		head = chain.record(OTHER, "test.own", {}, clock.now())
		try:
			assert chain.verify_chain(OTHER) == head
		finally:
			frappe.db.rollback()

	def test_nobody_writes_changes_or_removes_an_event(self):
		chain.record(COMMISSION, "test.one", {}, clock.now())
		stored = frappe.get_doc("Chain Event", events(COMMISSION)[-1].name)
		with pytest.raises(LawBroken):
			frappe.copy_doc(stored).insert(ignore_permissions=True)
		with pytest.raises((LawBroken, frappe.CannotChangeConstantError)):
			stored.update({"kind": "test.else"}).save(ignore_permissions=True)
		with pytest.raises(LawBroken):
			frappe.delete_doc("Chain Event", stored.name, force=True)


class TestNumbers:
	def test_numbers_count_from_one_for_each_kind(self):
		assert [chain.next_number(COMMISSION, "test a") for _ in range(3)] == [1, 2, 3]
		assert chain.next_number(COMMISSION, "test b") == 1
		assert chain.next_number(OTHER, "test a") == 1

	def test_a_rolled_back_number_is_given_again(self):
		frappe.db.savepoint("step")
		assert chain.next_number(COMMISSION, "test c") == 1
		frappe.db.rollback(save_point="step")
		assert chain.next_number(COMMISSION, "test c") == 1

	def test_two_connections_never_get_the_same_number(self):
		kind = f"test race {frappe.generate_hash(length=8)}"
		given: list[int] = []
		threads = [threading.Thread(target=take, args=(kind, given)) for _ in range(4)]
		for thread in threads:
			thread.start()
		for thread in threads:
			thread.join()
		frappe.db.rollback()  # see what the threads committed
		frappe.db.delete("Commission Counter", {"kind": kind})
		frappe.db.commit()
		assert sorted(given) == list(range(1, 13))


class TestSignatures:
	def test_a_good_signature_is_kept_with_its_signer(self):
		name = verify(make.signature(make.PARTY, CONTENT), tin="900000001")
		row = frappe.get_doc("Document Signature", name)
		assert (row.signer_pinfl, row.signer_tin, row.method) == (signer_pinfl(), "900000001", "CMS")
		assert lists.verify_again(name, "Election", "demo", CONTENT).pinfl == signer_pinfl()

	@pytest.mark.parametrize(
		("cms", "code"),
		[
			("", "signature_unreadable"),
			("not base64!", "signature_unreadable"),
			(base64.b64encode(b"no signature").decode(), "container_malformed"),
			("A" * 100_000, "signature_unreadable"),
		],
	)
	def test_what_is_no_signature_is_refused(self, cms, code):
		refused(code, cms)

	def test_other_bytes_are_refused(self):
		refused("content_differs", make.signature(make.PARTY, CONTENT + b" "))

	def test_another_person_is_refused(self):
		refused("signature_other_person", make.signature(make.RIVAL, CONTENT))

	def test_without_a_person_to_expect_everything_is_refused(self):
		with pytest.raises(SignatureRefused):
			verify(make.signature(make.PARTY, CONTENT), pinfl="")

	@pytest.mark.parametrize("tin", ["900000002", ""])
	def test_another_body_is_refused(self, tin):
		with pytest.raises(SignatureRefused) as refusal:
			verify(make.signature(make.PARTY, CONTENT), tin=tin)
		assert refusal.value.code == "signature_other_body"

	def test_an_unknown_authority_is_refused(self):
		refused("untrusted", stranger_signature(), any_code=True)

	def test_a_demonstration_authority_counts_on_demonstration_sites_only(self, monkeypatch):
		monkeypatch.setitem(frappe.local.conf, "esaylov_demo", 0)
		with pytest.raises(SignatureRefused):
			verify(make.signature(make.PARTY, CONTENT))

	def test_a_withdrawn_authority_is_refused(self):
		frappe.db.set_value("Trusted Certificate", {"is_active": 1}, "is_active", 0)
		with pytest.raises(SignatureRefused):
			verify(make.signature(make.PARTY, CONTENT))

	def test_a_signature_of_another_document_does_not_stand_in(self):
		name = verify(make.signature(make.PARTY, CONTENT))
		with pytest.raises(LawBroken):
			lists.verify_again(name, "Election", "2024-10-27", CONTENT)
		with pytest.raises(LawBroken):
			lists.verify_again(name, "Election", "demo", CONTENT + b" ")

	def test_a_kept_signature_never_changes(self):
		row = frappe.get_doc("Document Signature", verify(make.signature(make.PARTY, CONTENT)))
		with pytest.raises((LawBroken, frappe.CannotChangeConstantError)):
			row.update({"signer_pinfl": "10101800000009"}).save(ignore_permissions=True)
		with pytest.raises(LawBroken):
			frappe.delete_doc("Document Signature", row.name, force=True)
		with pytest.raises(LawBroken):
			frappe.copy_doc(row).insert(ignore_permissions=True)


class TestCertificates:
	def test_an_authority_is_read(self):
		made = authority_of_tests()
		row = frappe.get_doc(
			"Trusted Certificate", signatures.trust_certificate(made.certificate_pem, "Test CA")
		)
		assert len(row.fingerprint) == 64
		assert row.valid_from < row.valid_until
		assert signatures.trust_certificate(made.certificate_pem, "Again") == row.name

	@pytest.mark.parametrize(
		"pem", ["", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"]
	)
	def test_what_is_no_certificate_is_refused(self, pem):
		with pytest.raises((FormInvalid, frappe.MandatoryError)):
			frappe.new_doc("Trusted Certificate").update({"title": "x", "pem": pem}).insert()

	def test_the_certificate_of_a_person_is_no_authority(self):
		pem = make.certificate(make.PARTY).certificate_pem
		with pytest.raises(FormInvalid):
			frappe.new_doc("Trusted Certificate").update({"title": "x", "pem": pem}).insert()


class TestServerKey:
	def test_what_the_server_signs_verifies_under_its_public_key(self):
		signature = base64.b64decode(keys.server_sign(CONTENT))
		key = keys.public_keys()[keys.server_key_id()]
		key.verify(signature, CONTENT)
		with pytest.raises(InvalidSignature):
			key.verify(signature, CONTENT + b" ")

	@pytest.mark.parametrize("value", [None, "", "AAAA", "not base64!"])
	def test_a_site_without_a_usable_key_says_so(self, monkeypatch, value):
		monkeypatch.setitem(frappe.local.conf, "esaylov_signing_key", value)
		with pytest.raises(SetupMissing):
			keys.server_sign(CONTENT)

	def test_a_retired_key_stays_in_the_list(self, monkeypatch):
		public = keys.server_key().public_key().public_bytes_raw()
		old = keys.server_key_id()
		monkeypatch.setitem(
			frappe.local.conf, "esaylov_retired_public_keys", [base64.b64encode(public).decode()]
		)
		monkeypatch.setitem(frappe.local.conf, "esaylov_signing_key", keys.new_key())
		assert list(keys.public_keys()) == [keys.server_key_id(), old]


def refused(code: str, cms: str, any_code: bool = False) -> None:
	before = frappe.db.count("Document Signature")
	with pytest.raises(SignatureRefused) as refusal:
		verify(cms)
	assert any_code or refusal.value.code == code
	assert frappe.db.count("Document Signature") == before


def events(commission: str) -> list:
	return frappe.get_all(
		"Chain Event",
		filters={"commission": commission},
		fields=["name", "sequence", "kind", "hash", "previous_hash"],
		order_by="sequence asc",
	)


def last_sequence(commission: str) -> int:
	return len(events(commission))


def authority_of_tests() -> authority.Identity:
	start = clock.now() - timedelta(days=1)
	return authority.make_authority("Test CA", start, start + timedelta(days=30))


def stranger_signature() -> str:
	start = clock.now() - timedelta(days=1)
	holder = authority.Holder("Anvarov Anvar Anvarovich", signer_pinfl(), "", "")
	stranger = authority.issue(authority_of_tests(), holder, start, start + timedelta(days=30))
	return base64.b64encode(authority.sign_cms(CONTENT, stranger, clock.now())).decode()


def record_elsewhere(commission: str) -> None:
	"""An event of another connection, committed."""
	frappe.init(site=os.environ.get("FRAPPE_SITE", "test.localhost"), sites_path=".")
	frappe.connect()
	try:
		chain.record(commission, "test.elsewhere", {}, clock.now())
		frappe.db.commit()
	finally:
		frappe.destroy()


def take(kind: str, given: list[int]) -> None:
	"""Three numbers in three transactions of a connection of its own."""
	frappe.init(site=os.environ.get("FRAPPE_SITE", "test.localhost"), sites_path=".")
	frappe.connect()
	try:
		for _ in range(3):
			given.append(chain.next_number(COMMISSION, kind))
			frappe.db.commit()
	except EsaylovError:  # pragma: no cover # counted by the caller as a missing number
		frappe.db.rollback()
	finally:
		frappe.destroy()
