"""Effects about authorized representatives, media, observers: accredited, replaced, revoked, with their certificates."""

import frappe
import pytest
from factories import effects as make

from esaylov.framework import clock
from esaylov.framework.errors import LawBroken

PERSONS = {"rows": "persons"}
REPLACING = {"rows": "new_person"}


def accredited(*persons: dict, **more) -> list:
	answers = {"persons": list(persons), **more.pop("answers", {})}
	return make.written(make.effect("accredit_observer", answers, PERSONS, **more), "Observer")


def test_a_partys_observers_may_be_of_one_station():
	station = frappe.db.get_value("Polling Station", {"territory": make.DISTRICT})
	answers = {"territory": make.DISTRICT, "polling_station": station}
	(found,) = accredited(make.person(), answers=answers)
	assert (found.kind, found.party, found.territory, found.polling_station) == (
		"party",
		make.PARTY,
		make.DISTRICT,
		station,
	)


def test_a_foreign_observer_has_no_pinfl_and_is_known_again():
	foreigner = make.foreigner("Burak Demir", observer_position="Kuzatuvchi", languages="turk, ingliz")
	other = {**make.foreigner("Ayse Kaya"), "foreign_passport_no": foreigner["foreign_passport_no"]}
	answers = {"organization": "Turkiya Oliy saylov kengashi"}
	first, second = accredited(
		foreigner, {**other, "citizenship": "Ozarbayjon"}, kind="foreign_ministry", answers=answers
	)
	person = frappe.get_doc("Person", first.person)
	assert (person.pinfl, person.passport, person.citizenship) == (
		None,
		foreigner["foreign_passport_no"],
		"Turkiya",
	)
	assert (first.kind, first.organization_title, first.country) == (
		"foreign",
		answers["organization"],
		"Turkiya",
	)
	assert (first.observer_position, first.languages) == ("Kuzatuvchi", "turk, ingliz")
	assert second.person != first.person
	frappe.db.savepoint("again")
	with pytest.raises(LawBroken) as refused:
		accredited(foreigner, kind="foreign_ministry")
	assert refused.value.code == "mandate_duplicate"
	frappe.db.rollback(save_point="again")
	elsewhere = frappe.db.get_value(
		"Administrative Territory", {"level": "District", "name": ["!=", make.DISTRICT]}
	)
	(again,) = accredited(foreigner, kind="foreign_ministry", answers={"territory": elsewhere})
	assert again.person == first.person


def test_a_foreigner_is_known_again_by_a_passport_written_with_a_dash():
	foreigner = make.foreigner("Burak Demir")
	number = foreigner["foreign_passport_no"]
	accredited({**foreigner, "foreign_passport_no": f"{number[0]}-{number[1:]}"}, kind="foreign_ministry")
	for written in (number, number.lower(), f"{number[0]}-{number[1:5]}-{number[5:]}"):
		frappe.db.savepoint("again")
		with pytest.raises(LawBroken) as refused:
			accredited({**foreigner, "foreign_passport_no": written}, kind="foreign_ministry")
		assert refused.value.code == "mandate_duplicate"
		frappe.db.rollback(save_point="again")


def test_a_foreigner_may_have_one_name():
	(found,) = accredited(make.foreigner("Suharto"), kind="foreign_ministry")
	assert frappe.db.get_value("Person", found.person, "full_name") == "Suharto"


def test_an_observer_with_a_mandate_is_replaced_by_it():
	(former,) = accredited(
		make.person(), certificate_kind="observer_party", answers={"territory": make.DISTRICT}
	)
	mandate = former.certificate
	assert mandate
	answers = {
		"certificate": mandate,
		"reason": "Boshqa joyga ko'chdi",
		"new_person": [make.person("Yangi Kuzatuvchi")],
	}
	decision = make.effect("replace_observer", answers, REPLACING)
	(successor,) = make.written(decision, "Observer")
	assert (successor.replaces, successor.territory, successor.party) == (
		former.name,
		make.DISTRICT,
		make.PARTY,
	)
	fields = ["status", "revoked_reason", "end_decision", "ended_on"]
	assert frappe.db.get_value("Certificate", mandate, fields) == (
		"Replaced",
		"Boshqa joyga ko'chdi",
		decision,
		clock.today(),
	)
	new = frappe.get_doc("Certificate", successor.certificate)
	assert (new.kind, new.status, new.decision) == ("observer_party", "Formed", decision)


def test_a_revoked_mandate_is_told_and_is_no_longer_valid():
	(former,) = accredited(make.person(), certificate_kind="observer_party")
	code = frappe.db.get_value("Appeal", former.appeal, "appeal_type")
	make.message(code, "certificate_revoked", "S50")
	make.effect("revoke_mandate", {"certificate": former.certificate, "reason": "Qoidabuzarlik"})
	assert frappe.db.get_value("Observer", former.name, ["status", "end_reason"]) == (
		"Revoked",
		"Qoidabuzarlik",
	)
	assert frappe.db.get_value("Certificate", former.certificate, "status") == "Revoked"
	told = frappe.get_all(
		"SMS Message", {"reference_name": former.certificate, "template": "S50"}, pluck="receiver_person"
	)
	assert told == [former.person]


def test_a_certificate_of_another_register_is_refused():
	(observer,) = accredited(make.person(), certificate_kind="observer_party")
	answers = {"certificate": observer.certificate, "reason": "Sabab"}
	with pytest.raises(LawBroken) as refused:
		make.effect("replace_proxy", answers, REPLACING)
	assert refused.value.code == "entry_elsewhere"


def represented(**answers) -> frappe.model.document.Document:
	values = {**make.person(), "party": make.PARTY, "powers": "Majlislarda qatnashish", **answers}
	return make.written(
		make.effect("register_authorized_representative", values), "Authorized Representative"
	)[0]


def test_an_authorized_representative_has_powers_and_a_station():
	station = frappe.db.get_value("Polling Station", {"territory": make.DISTRICT})
	found = represented(polling_station=station)
	title = frappe.db.get_value("Political Party", make.PARTY, "title_uz")
	assert (found.party, found.powers, found.polling_station) == (
		make.PARTY,
		"Majlislarda qatnashish",
		station,
	)
	assert found.organization_title == title


def test_an_authorized_representative_is_replaced_with_the_same_powers():
	former = represented()
	field = make.link("certificate", "Authorized Representative")
	answers = {"certificate": former.name, "reason": "Sabab", "new_person": [make.person("Yangi Vakil")]}
	decision = make.effect("replace_authorized_representative", answers, REPLACING, fields=[field])
	(successor,) = make.written(decision, "Authorized Representative")
	assert (successor.full_name, successor.powers, successor.replaces) == (
		"Yangi Vakil",
		former.powers,
		former.name,
	)
	assert frappe.db.get_value(former.doctype, former.name, "status") == "Replaced"


def journalists(*persons: dict, **answers) -> list:
	values = {"media_name": "Sinov gazetasi", "persons": list(persons), **answers}
	decision = make.effect("accredit_media", values, PERSONS, kind="national_media")
	return make.written(decision, "Media Representative")


def test_media_representatives_are_of_one_outlet():
	national = make.person("Akmalov Akmal", media_position="Muxbir")
	foreign = make.foreigner("Jane Roe", media_position="Operator", mfa_accreditation_no="77")
	found = journalists(national, foreign, website="gazeta.example", country="Fransiya")
	assert [(row.media_position, row.mfa_accreditation_no) for row in found] == [
		("Muxbir", None),
		("Operator", "77"),
	]
	assert {(row.organization_title, row.website, row.country) for row in found} == {
		("Sinov gazetasi", "gazeta.example", "Fransiya")
	}


def test_a_media_representative_is_replaced_in_the_same_outlet():
	(former,) = journalists(make.person(media_position="Muxbir"), website="gazeta.example")
	field = make.link("certificate", "Media Representative")
	new = make.person("Yangi Muxbir", media_position="Bosh muharrir")
	answers = {"certificate": former.name, "reason": "Sabab", "new_person": [new]}
	decision = make.effect("replace_media_representative", answers, REPLACING, fields=[field])
	(successor,) = make.written(decision, "Media Representative")
	assert (successor.organization_title, successor.website, successor.media_position) == (
		"Sinov gazetasi",
		"gazeta.example",
		"Bosh muharrir",
	)


def test_a_proxy_has_a_numbered_certificate_though_its_paper_is_not_laid_out():
	candidate = make.candidate()
	more = {"by": ("Candidate", candidate), "kind": "candidate", "certificate_kind": "proxy"}
	decision = make.effect("register_proxy", {"proxies": [make.person()]}, {"rows": "proxies"}, **more)
	(proxy,) = make.written(decision, "Proxy")
	certificate = frappe.get_doc("Certificate", proxy.certificate)
	assert (certificate.kind, certificate.status, certificate.holder) == ("proxy", "Formed", proxy.person)
	assert (certificate.issuer_commission, certificate.election) == (make.COMMISSION, make.ELECTION)
	make.effect(
		"revoke_mandate", {"certificate": certificate.name, "reason": "Sabab"}, route="chair_decision"
	)
	certificate.reload()
	assert certificate.status == "Revoked"


def test_a_members_certificate_is_of_the_commission_that_appointed():
	persons = make.completed("Member")
	mapping = {"rows": "persons", "position": "proposed_position"}
	appeal = make.filed(
		"appoint_commission_member",
		{"persons": persons},
		mapping,
		commission="REG-1726",
		certificate_kind="commission_member",
	)
	decision = make.decided(appeal, by="regional.chair@esaylov.example").decision
	member = make.written(decision, "Commission Membership")[0]
	fields = ["issuer_commission", "holder", "status"]
	assert frappe.db.get_value("Certificate", member.certificate, fields) == (
		"REG-1726",
		member.person,
		"Formed",
	)
