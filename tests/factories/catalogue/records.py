"""Records that filings name: constituencies, candidates, lists, mandates, members, stations, and people registers know."""

from datetime import date
from itertools import count
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.people.identity import with_check_digit
from esaylov.framework import clock
from esaylov.identity import answers, roles
from esaylov.setup.demo import ground
from factories import codes, people, settled

COUNTRY, REGION, KARAKALPAKSTAN, DISTRICT = "17", "1726", "1735", ground.DISTRICT
COMMISSIONS = {"CEC": "CEC", "REG": "REG-1726", "JK": "REG-1735", "DC": ground.COMMISSION}
PLACES = {
	"PRES": ("CEC", COUNTRY),
	"LC_SMD": ("CEC", DISTRICT),
	"LC_PL": ("CEC", COUNTRY),
	"JK": ("REG-1735", KARAKALPAKSTAN),
	"REG": ("REG-1726", REGION),
	"DC": (ground.COMMISSION, DISTRICT),
}
"""Kind of election to the registering commission and the territory of its candidates here."""
PRECINCT = "PEC-1726277-901"
CONVICTED, INCAPABLE = (with_check_digit(f"1030580000{number:03d}") for number in (1, 2))
_numbers = count(1)


def make(elections: dict[str, str], logins: dict[str, dict[str, str]]) -> dict[str, Any]:
	"""Names by what they are, for the answers of the cases."""
	found: dict[str, Any] = {"party": "OZLIDEP", "region": REGION, "district": DISTRICT}
	for kind in ("LC_SMD", "REG", "JK", "DC"):
		place = PLACES[kind][1] if kind != "REG" else DISTRICT
		for key in ("early", "nomination", "campaign"):
			found[f"okrug.{kind}.{key}"] = _constituency(elections[key], kind, place)
	found["okrug.taken"] = _constituency(elections["nomination"], "LC_SMD", DISTRICT)
	_own_entries(found, elections, logins)
	_of_party(found, elections["nomination"])
	_mandates(found, elections["campaign"], logins)
	_members(found)
	found["station"] = frappe.db.get_value("Polling Station", {"territory": DISTRICT, "kind": "Ordinary"})
	found["station.abroad"] = _station_abroad()
	for who, pinfl, check in (("convicted", CONVICTED, "CR"), ("incapable", INCAPABLE, "LC")):
		found |= {who: pinfl, f"{who}.name": _name_of(pinfl, f"Katalogov{who}")}
		_register_answer(pinfl, check)
	return found


def _person() -> Document:
	"""Somebody new."""
	return frappe.get_doc("Person", codes.person())


def _name_of(pinfl: str, surname: str) -> str:
	"""The name of the Person with a number, who is entered where there is none: a draft is told of nobody else."""
	if not frappe.db.exists("Person", {"pinfl": pinfl}):
		people.person(pinfl=pinfl, surname=surname, birth_date=date(1880, 5, 3))
	return str(frappe.db.get_value("Person", {"pinfl": pinfl}, "full_name"))


def _constituency(election: str, kind: str, territory: str) -> str:
	titles = {f"title_{lang}": f"Katalog {kind}" for lang in ("uz", "ru", "en")}
	values = {"election": election, "election_type": kind, "territory": territory, "voters_count": 1000}
	number = {"number": next(_numbers) + 100, "is_synthetic": 1, "source_mark": ground.MARK}
	seat = frappe.get_doc({"doctype": "Constituency", **values, **number, **titles})
	return str(settled.inserted(seat).name)


def _entry(register: str, person: Document, election: str, contest: str, **values: Any) -> Document:
	commission, territory = PLACES[contest]
	place = {"election": election, "election_type": contest, "territory": territory}
	lft = frappe.db.get_value("Election Commission", commission, "lft")
	place |= {
		"row_path": "1",
		"commission": commission,
		"commission_lft": lft,
		"decision": people.act(commission=commission),
	}
	return people.entry(register, person, **{**place, **values})


def _own_entries(found: dict[str, Any], elections: dict[str, str], logins: dict[str, dict[str, str]]) -> None:
	"""The candidates, the proxy and the authorized representative who log in themselves."""
	for register in ("Candidate", "Proxy", "Authorized Representative"):
		holders = [row["person"] for row in logins.values()]
		former = {"person": ["in", holders], "status": "Registered"}
		frappe.db.set_value(
			register, former, "status", "Withdrawn" if register == "Candidate" else "Resigned"
		)
	persons = {local: frappe.get_doc("Person", row["person"]) for local, row in logins.items()}
	election = elections["campaign"]
	for kind in PLACES:
		okrug = found.get(f"okrug.{kind}.campaign")
		entry = _entry("Candidate", persons[f"cand.{kind.lower()}"], election, kind, constituency=okrug)
		found[f"cand.{kind.lower()}"] = entry.name
	for name, kind in (
		("proxy.lc_pl", "LC_PL"),
		("proxy", "LC_PL"),
		("proxy.leaving", "LC_PL"),
		("proxy.reg", "REG"),
		("proxy.dc", "DC"),
	):
		holder = persons.get(name) or _person()
		proxy = _entry("Proxy", holder, election, kind, candidate=found[f"cand.{kind.lower()}"])
		found[name] = _certificate("proxy", proxy)
	found["taken.candidate"] = logins["cand.reg"]["pinfl"]
	found["taken.candidate.name"] = frappe.db.get_value(
		"Person", {"pinfl": found["taken.candidate"]}, "full_name"
	)
	_entry("Authorized Representative", persons["authrep"], elections["early"], "LC_PL", powers="Hammasi")
	for person in persons.values():  # entries written to the table give no roles by themselves
		roles.sync_roles(person.user)


def _of_party(found: dict[str, Any], election: str) -> None:
	"""The party's candidates of the nomination: registered ones, one of a list, one who left."""
	okrugs = {"taken": found["okrug.taken"]}
	for name, kind in (("taken", "LC_SMD"), ("reg", "REG"), ("dc", "DC")):
		values = {"constituency": okrugs.get(name)}
		found[f"party.{name}"] = _entry("Candidate", _person(), election, kind, **values).name
	_entry("Party Admission", _person(), election, "LC_SMD", election_types=", ".join(PLACES))
	left = _entry("Candidate", _person(), election, "LC_SMD", status="Withdrawn")
	found["party.left"] = left.name
	person = _person()
	roll = _entry("Candidate List", person, election, "LC_PL", title="Katalog", candidates_count=1)
	found["list"] = roll.name
	found["party.listed"] = _entry("Candidate", person, election, "LC_PL", candidate_list=roll.name).name


def _mandates(found: dict[str, Any], election: str, logins: dict[str, dict[str, str]]) -> None:
	"""Mandates given on appeals of the bodies that will change them."""
	for name, local, register, kind, more in (
		("mandate.authrep", "political_party", "Authorized Representative", "LC_PL", {"powers": "Hammasi"}),
		("mandate.media", "media", "Media Representative", "REG", {"organization_title": "Katalog"}),
		("mandate.observer", "district_branch", "Observer", "DC", {"kind": "party"}),
	):
		commission = PLACES[kind][0]
		act = people.act(commission=commission, appeal=_granted(election, logins[local], commission))
		entry = _entry(register, _person(), election, kind, decision=act, **more)
		paper = {"Observer": "observer_party"}.get(register, register.lower().replace(" ", "_"))
		found[name] = _certificate(paper, entry)


def _granted(election: str, login: dict[str, str], commission: str) -> str:
	doctype = {"OZLIDEP": "Political Party"}.get(login["body"])
	doctype = doctype or (
		"Party Branch" if login["body"].startswith("OZLIDEP-") else "Participant Organization"
	)
	appeal = frappe.new_doc("Appeal")
	appeal.update({"appeal_type": "A56", "type_version": 1, "status": "Granted", "election": election})
	appeal.update({"applicant_body_type": doctype, "applicant_body": login["body"], "recipient": commission})
	appeal.name = frappe.generate_hash(length=10)
	appeal.db_insert()
	return appeal.name


def _certificate(kind: str, entry: Document) -> str:
	values = {"kind": kind, "number": 10_000 + frappe.db.count("Certificate"), "status": "Valid"}
	values |= {"issued_on": clock.today(), "holder": entry.person, "holder_name_as_printed": entry.full_name}
	values |= {"issuer_commission": entry.commission, "election": entry.election, "decision": entry.decision}
	values |= {"register_doctype": entry.doctype, "register_name": entry.name}
	document = frappe.get_doc({"doctype": "Certificate", **values})
	document.set_new_name()
	document.db_insert()
	frappe.db.set_value(entry.doctype, entry.name, "certificate", document.name)
	return document.name


def _members(found: dict[str, Any]) -> None:
	"""A member of a regional, a district and a precinct commission."""
	if not frappe.db.exists("Election Commission", PRECINCT):
		titles = {
			f"{short}title_{lang}": "Katalog 901" for lang in ("uz", "ru", "en") for short in ("", "short_")
		}
		place = {"parent_election_commission": ground.COMMISSION, "territory": DISTRICT}
		codes = {"code": PRECINCT, "register_code": "26277901", "level": "PEC"}
		frappe.get_doc({"doctype": "Election Commission", **codes, **place, **titles}).insert()
	found["precinct"] = PRECINCT
	for name, commission in (("REG", "REG-1726"), ("DC", ground.COMMISSION), ("PEC", PRECINCT)):
		held = {"commission": commission, "position": "Member", "appointed_by": ground.MARK}
		member = frappe.db.get_value("Commission Membership", held)
		if not member:
			values = {**held, "person": _person().name, "is_synthetic": 1}
			values["starts_on"] = clock.today()
			member = settled.inserted(frappe.get_doc({"doctype": "Commission Membership", **values})).name
		found[f"member.{name}"] = member
	person = frappe.db.get_value("Commission Membership", found["member.PEC"], "person")
	found["taken.member"], found["taken.member.name"] = frappe.db.get_value(
		"Person", person, ["pinfl", "full_name"]
	)


def _station_abroad() -> str:
	known = {"territory": "17", "number": 901}
	if name := frappe.db.exists("Polling Station", known):
		return str(name)
	titles = {f"title_{lang}": "Katalog 901" for lang in ("uz", "ru", "en")}
	place = {"kind": "Abroad", "country": "Turkiya", "city": "Anqara", "voters_count": 500, "is_synthetic": 1}
	return str(frappe.get_doc({"doctype": "Polling Station", **known, **place, **titles}).insert().name)


def _register_answer(pinfl: str, check: str) -> None:
	key = answers.person_key(pinfl)
	if frappe.db.exists("State Register Answer", {"person_key": key}):
		return
	values = {"person_key": key, "check_code": check, "result": "found", "asked_at": clock.now()}
	with answers.WRITER.writing():
		frappe.get_doc({"doctype": "State Register Answer", **values}).insert()
