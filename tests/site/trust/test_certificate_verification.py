"""Whether a certificate is valid: a thousand bad codes online, the signed list, keys that were changed."""

from collections import Counter
from datetime import timedelta

import frappe
import pytest
from factories import certificate_codes as codes
from factories import decisions as make
from factories import effects
from factories.profile import IS_FULL

from esaylov.core.records import revocation_list
from esaylov.framework import clock
from esaylov.framework.errors import NotFound
from esaylov.registers.certificates import verifying
from esaylov.registers.certificates.issue import forming
from esaylov.trust import jobs as trust_jobs
from esaylov.trust import keys


@pytest.fixture(autouse=True)
def no_kept_list():
	verifying.forget_endings()
	yield
	verifying.forget_endings()


def status(code: str) -> str:
	try:
		found = verifying.verify(code)
	except NotFound:
		return "unknown"
	assert found.valid == (found.status == "Valid")
	return found.status


def listed() -> revocation_list.Endings:
	return revocation_list.read(verifying.signed_endings(), keys.public_keys())


def test_a_thousand_bad_codes_are_refused_and_good_ones_accepted():
	corpus = codes.corpus()
	assert Counter(expected for _code, expected in corpus)["Valid"] == codes.EACH
	assert len(corpus) - codes.EACH == 1000
	asked = corpus if IS_FULL else corpus[::5]
	assert [(code, expected) for code, expected in asked if status(code) != expected] == []


def test_the_list_names_what_was_ended_and_what_was_announced():
	corpus = codes.corpus()
	ended = {codes.verifying_id(code) for code, expected in corpus if expected in ("Revoked", "Replaced")}
	found = listed()
	assert ended <= found.ended
	assert found.announced[codes.FINISHED] == "2024-11-05"
	valid = {codes.verifying_id(code) for code, expected in corpus if expected in ("Valid", "Expired")}
	assert not valid & found.ended


def test_a_revocation_is_on_the_list_at_once():
	decision = make.decided(make.filed()).decision
	name = frappe.get_all("Certificate", {"decision": decision}, pluck="name", order_by="number")[0]
	forming.complete(name)
	assert name not in listed().ended
	effects.effect("revoke_mandate", {"certificate": name, "reason": "Qoidabuzarlik"})
	assert name in listed().ended
	assert status(name) == "Revoked"


def test_without_an_ending_the_list_is_kept_for_less_than_a_minute():
	first = verifying.signed_endings()
	assert verifying.signed_endings() == first
	assert 0 < frappe.cache.ttl(frappe.cache.make_key(verifying.CACHE)) < 60


def test_what_was_revoked_after_its_last_day_is_not_listed():
	decision = make.decided(make.filed()).decision
	name = frappe.get_all("Certificate", {"decision": decision}, pluck="name")[0]
	yesterday = clock.today() - timedelta(days=1)
	frappe.db.set_value("Certificate", name, {"status": "Revoked", "valid_until": yesterday})
	assert name not in listed().ended


def test_the_announcement_ends_what_is_valid_until_it():
	decision = effects.effect(
		"register_authorized_representative",
		{**effects.person(), "party": effects.PARTY, "powers": "Majlislarda qatnashish"},
		certificate_kind="authorized_representative",
	)
	name = frappe.get_all("Certificate", {"decision": decision}, pluck="name")[0]
	forming.complete(name)
	frappe.db.set_value("Election", make.ELECTION, "official_announcement_on", clock.today())
	frappe.db.set_value("Certificate", name, "issued_on", clock.today() - timedelta(days=3))
	assert status(name) == "Valid"  # through the day itself
	yesterday = clock.today() - timedelta(days=1)
	frappe.db.set_value("Election", make.ELECTION, "official_announcement_on", yesterday)
	assert status(name) == "Expired"
	assert verifying.verify(name).valid_until == yesterday


@pytest.fixture
def conf(monkeypatch):
	"""The site's configuration, not written to its file."""
	for name in (keys.KEY, keys.RETIRED, keys.RETIRED_CHAIN):
		monkeypatch.setitem(frappe.conf, name, frappe.conf.get(name))
	monkeypatch.setattr(keys, "update_site_config", lambda *_, **__: None)


def test_a_certificate_outlives_the_key_that_signed_it(conf):
	decision = make.decided(make.filed()).decision
	name, token = frappe.db.get_value("Certificate", {"decision": decision}, ["name", "token"])
	former = keys.server_key_id()
	assert trust_jobs.rotate_key() == keys.server_key_id() != former
	assert keys.retired_on() == {former: str(clock.today())}
	assert verifying.id_of(token) == name
	assert revocation_list.read(verifying.signed_endings(), keys.public_keys())


def test_a_retired_key_signs_nothing_for_later_days(conf):
	decision = make.decided(make.filed()).decision
	token = frappe.db.get_value("Certificate", {"decision": decision}, "token")
	keys.rotate(clock.today() - timedelta(days=1))
	with pytest.raises(NotFound):
		verifying.id_of(token)


def test_retired_keys_without_a_day_are_read_as_before(conf):
	former = keys.public_keys()
	keys.rotate(clock.today())
	frappe.conf[keys.RETIRED] = [entry["key"] for entry in frappe.conf[keys.RETIRED]]
	assert set(former) <= set(keys.public_keys())
	assert keys.retired_on() == {}
