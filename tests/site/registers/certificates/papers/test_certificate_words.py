"""What stands on the certificate of each register's entries, from the decision that wrote them."""

import frappe
import pytest
from factories import effects as make
from factories import pictures

from esaylov.framework import clock
from esaylov.registers.certificates.papers import drawing, facts
from esaylov.setup.demo import ground

REGIONAL_CHAIR = "regional.chair@esaylov.example"
DISTRICT_TITLE = "Shayxontohur tumani"
OUTLET = {"media_name": '"Sinov" gazetasi', "registry_no": "0123", "website": "gazeta.example"}


def certificate(decision: str):
	"""The one certificate of a decision."""
	(name,) = frappe.get_all("Certificate", {"decision": decision}, pluck="name")
	return frappe.get_doc("Certificate", name)


def printed(decision: str) -> str:
	return pictures.text(drawing.pdf(certificate(decision)))


def candidate(**more) -> str:
	values = {"party_membership": "Member", **make.person("Karimova Nodira Anvarovna"), **more}
	return make.effect("register_candidate", values, election_types=["DC"], certificate_kind="candidate")


def proxy() -> str:
	standing = frappe.db.get_value("Candidate", {"decision": candidate()})
	answers = {"proxies": [make.person("Toshmatov Shavkat")]}
	more = {"by": ("Candidate", standing), "kind": "candidate", "certificate_kind": "proxy"}
	return make.effect("register_proxy", answers, {"rows": "proxies"}, **more)


def representative() -> str:
	values = {**make.person("Abdullayev Abdulla"), "party": make.PARTY, "powers": "Majlislarda qatnashish"}
	return make.effect(
		"register_authorized_representative", values, certificate_kind="authorized_representative"
	)


def journalist() -> str:
	persons = [make.person("Akmalov Akmal", media_position="Muxbir")]
	more = {"kind": "national_media", "certificate_kind": "media_representative"}
	return make.effect("accredit_media", {**OUTLET, "persons": persons}, {"rows": "persons"}, **more)


def foreign_observer() -> str:
	answers = {"persons": [make.foreigner("Burak Demir")], "organization": "Turkiya"}
	more = {"kind": "foreign_ministry", "certificate_kind": "observer_foreign"}
	return make.effect("accredit_observer", answers, {"rows": "persons"}, **more)


def member() -> str:
	secretary = make.person("Sobirov Sobir Sobirovich", proposed_position="Secretary")
	answers = {"persons": [secretary, *make.completed("Secretary")[1:]]}
	mapping = {"rows": "persons", "position": "proposed_position"}
	more = {"commission": ground.HIGHER, "certificate_kind": "commission_member"}
	appeal = make.filed("appoint_commission_member", answers, mapping, **more)
	return make.decided(appeal, by=REGIONAL_CHAIR).decision


@pytest.mark.parametrize(
	("granted", "sentences"),
	[
		(
			candidate,
			(
				"KARIMOVA NODIRA ANVAROVNA",
				f"xalq deputatlari {DISTRICT_TITLE} Kengashi deputatligiga nomzod",
				"partiyasidan",
				"Nomzodlik maqomi tugagunga qadar amal qiladi.",
			),
		),
		(
			proxy,
			(
				f"XALQ DEPUTATLARI {DISTRICT_TITLE.upper()} KENGASHI DEPUTATLIGIGA NOMZOD "
				"KARIMOVA NODIRA ANVAROVNAning",
				"TOSHMATOV SHAVKAT",
			),
		),
		(representative, ("VAKOLATLI VAKIL MANDAT № 00", "ABDULLAYEV ABDULLA", "partiyasi")),
		(
			journalist,
			(
				'"Sinov" gazetasi',
				"OAV/roʻyx. 0123",
				"OAV veb-sahifasi gazeta.example",
				"Muxbir",
				"Akmalov",
				"Akmal",
			),
		),
		(foreign_observer, ("Burak Demir Turkiya",)),
		(
			member,
			(
				"SOBIROV SOBIR SOBIROVICH",
				"Kotibi",
				"Aʼzolik vakolati tugagunga qadar amal qiladi.",
			),
		),
	],
)
@pytest.mark.full
def test_the_words_come_from_the_register(granted, sentences):
	said = printed(granted())
	assert [sentence for sentence in sentences if sentence not in said] == []


def test_the_chair_of_the_issuing_commission_signs():
	found = certificate(representative())
	person = frappe.get_all(
		"Commission Membership", {"commission": make.COMMISSION, "position": "Chair"}, pluck="person_name"
	)[0]
	surname = person.split()[0]
	title = frappe.db.get_value("Election Commission", make.COMMISSION, "title_uz")
	assert found.signer_position == f"{title} Raisi"
	assert found.signer_name.endswith(f".{surname}")
	assert found.signer_name[0] == person.split()[1][0]


def test_a_commission_without_a_chair_leaves_the_line_empty():
	for name in frappe.get_all("Commission Membership", {"commission": ground.HIGHER}, pluck="name"):
		frappe.db.set_value("Commission Membership", name, "position", "Member")
	kind = frappe.get_doc("Certificate Kind", "candidate")
	assert facts.signer(kind, ground.HIGHER, clock.today())["signer_name"] is None


def test_a_hundred_entries_are_worded_with_the_queries_of_a_few(count_queries):
	def form(number: int):
		persons = [make.foreigner(f"Burak Demir{n}") for n in range(number)]
		answers = {"persons": persons, "organization": "Turkiya"}
		more = {"kind": "foreign_ministry", "certificate_kind": ""}
		decision = make.effect("accredit_observer", answers, {"rows": "persons"}, **more)
		return frappe.get_all("Observer", {"decision": decision}, ["*"])

	kind = frappe.get_doc("Certificate Kind", "observer_foreign")
	few, many = form(2), form(20)
	facts.words(kind, ground.ELECTION, few)  # fills the caches of titles
	counts = [
		count_queries(lambda rows=rows: facts.words(kind, ground.ELECTION, rows)) for rows in (few, many)
	]
	assert counts[0] == counts[1]
