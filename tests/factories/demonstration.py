"""Each type dealt with in the demonstration: filed by one of its logins with its key, decided by its commission's members, taken back.

What is typed is what the catalogue types (`factories.catalogue`); who files, in which election and about which records is the demonstration's.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import frappe

from esaylov.appeals.drafts import attachments, drafting
from esaylov.appeals.review import steps
from esaylov.decisions.signatures import chair
from esaylov.framework import clock
from esaylov.identity import persons
from esaylov.registers.entries.entries import REGISTERS
from esaylov.setup.demo import entries, stages
from esaylov.setup.demo import stage_people as actors
from esaylov.setup.demo.acting import user_of
from esaylov.setup.demo.ground import CITY, COMMISSION, COUNTRY, DISTRICT, ELECTION, HIGHER, PRESIDENTIAL
from factories import appeals as filing
from factories import called, codes
from factories.catalogue import answers as samples
from factories.catalogue import deciding
from factories.catalogue.cases import CASES
from factories.catalogue.client import file_of
from factories.catalogue.writes import writes

LOGINS = {
	"political_party": "central.party",
	"regional_branch": "regional.party",
	"karakalpak_branch": "karakalpak.party",
	"district_branch": "party",
	"regional_kengash": "regional.kengash",
	"district_kengash": "district.kengash",
	"regional_hokimiyat": "regional.hokimiyat",
	"district_hokimiyat": "district.hokimiyat",
	"mahalla": "mahalla",
	"initiative": "initiative",
	"media": "media",
	"ministry": "ministry",
	"authrep": "authorized",
	"cand.pres": actors.PRESIDENT,
	"cand.lc_smd": actors.CHAMBER,
	"cand.lc_pl": actors.LISTED,
	"cand.jk": actors.NORTH,
	"cand.reg": actors.REGION,
	"cand.dc": "candidate",
	"proxy": actors.PROXY,
}
"""Who files in the catalogue's cases, to the login of the demonstration."""
WHEN = {"early": stages.CALLED, "nomination": stages.NOMINATION, "campaign": ELECTION}
WHERE = {
	"A02": stages.CALLED,
	"A04": stages.PRES_SIGNATURES,
	"A05": stages.SIGNATURES,
	"A08": stages.PRES_NOMINATION,
	"A09": ELECTION,
	"A11": ELECTION,
	"A12": stages.PLANNED,
	"A20": stages.NOMINATION,
	"A22": PRESIDENTIAL,
	"A30": ELECTION,
	"A38": stages.SIGNATURES,
	"A48": ELECTION,
	"A60": ELECTION,
	"A63": stages.REFERENDUM,
	"A64": stages.REFERENDUM,
}
"""Election of the types that the stage of their case does not say."""
FILERS = {"A60": "candidate"}
"""Login where another one than the case's may file in the demonstration alone."""
MEETING = "A60"
"""Taken note of, and recorded where its answers name a day."""
NEW_STATION = 21
DEPUTIES = 75
TAKEN_BACK = {"appeal": "Under Review", "decision": "Annulled", "standing": [], "ended": []}
GROUND = ("Constituency", "Polling Station")
MEMBERSHIP, CERTIFICATE = "Commission Membership", "Certificate"

Entry = tuple[str, str]
"""DocType and name of what is in force."""


@dataclass(frozen=True)
class Dealing:
	"""What became of a filing. written, ended: DocTypes that its decision put into force, and out of it. left: what is not as before, once it was taken back."""

	recipient: str
	outcome: str
	written: list[str]
	ended: list[str]
	undone: dict[str, Any] = field(default_factory=lambda: dict(TAKEN_BACK))
	left: frozenset[Entry] = frozenset()


def login_of(code: str) -> str:
	"""The login of the demonstration that files a type."""
	return FILERS.get(code) or LOGINS[CASES[code].login]


WITH_FORMER = frozenset({"A12", "A36"})
"""Types that form a commission which has members here: these end."""


def election_of(code: str) -> str:
	"""The demonstration's election in which a type can be filed today."""
	return WHERE.get(code) or WHEN[CASES[code].election]


def expected(code: str) -> Dealing:
	"""How it ends by the catalogue: recipient, and what a granted filing of its effect writes."""
	case, effect = CASES[code], str(samples.shipped(code)["effect"])
	# proxies who end with their candidate are left out of what is compared: `_followers`
	written, ended = writes("", effect, dict(case.rows))
	ended = ["Commission Membership"] if code in WITH_FORMER else ended
	written = ["Campaign Meeting"] if code == MEETING else written
	return Dealing(case.recipient, "Acknowledged" if case.taken_note else "Granted", written, ended)


def alone() -> None:
	"""The commissions have the demonstration's members and no other login; to be taken back with the transaction."""
	for commission, members in actors.SITTING.items():
		deciding.seated(commission, [user_of(local) for local in members])


def dealt_with(code: str) -> Dealing:
	"""File a type, decide it and take the decision back. The session is Administrator's afterwards."""
	appeal = _filed(code)
	recipient, route = frappe.db.get_value("Appeal", appeal, ["recipient", "route"])
	members = [user_of(local) for local in actors.SITTING[recipient]]
	before = _in_force()
	decision, session = _decided(appeal, route, members, CASES[code].taken_note)
	during = _in_force()
	outcome = str(frappe.db.get_value("Appeal", appeal, "status"))
	undone = deciding.undone(decision, members, session)
	left = _in_force() ^ before
	frappe.set_user("Administrator")
	gone = before - during
	return Dealing(
		recipient,
		outcome,
		_doctypes(during - before),
		_doctypes(gone - _followers(gone)),
		undone,
		frozenset(left),
	)


def _filed(code: str) -> str:
	case, user = CASES[code], user_of(login_of(code))
	# the limits of codes are kept by phone, from an earlier test or run too
	person, number = persons.person_of(user), codes.phone()
	frappe.db.set_value("Person", person, "phone", number)
	for register in ("Candidate", "Proxy"):
		frappe.db.set_value(register, {"person": person}, "phone", number)
	frappe.set_user(user)
	typed = samples.answers(code, clock.today(), {**case.values, **_changed(code)}, case.rows, Records())
	name = drafting.create(user, code, election_of(code), typed)
	for path in samples.papers(code, typed):
		attachments.attach(name, path, *file_of(samples.kinds(code, path)))
	called.closed(user, name)
	return name


def _decided(appeal: str, route: str, members: list[str], is_noted: bool) -> tuple[str, str]:
	"""The signed decision, and the session in which it was voted on, where it was."""
	first, second, *_ = members
	if is_noted:
		frappe.set_user(first)
		chair.acknowledge(appeal, filing.signature(first, chair.draft(appeal, ()).payload))
		return str(frappe.db.get_value("Appeal", appeal, "decision")), ""
	frappe.set_user(second)
	steps.assign(appeal, second)
	if route == deciding.CHAIR_ROUTE:
		return deciding.decided(appeal, members, "", deciding.GRANTED), ""
	if route == deciding.EXPERT_ROUTE:
		deciding.asked_experts(appeal, second)
	session = deciding.opened(str(frappe.db.get_value("Appeal", appeal, "recipient")), members)
	return deciding.decided(appeal, members, session, deciding.GRANTED), session


def _changed(code: str) -> dict[str, Any]:
	"""Answers that hang on the demonstration's own numbers."""
	voters = frappe.db.get_value("Election", election_of(code), "voters_count") or 0
	seat = frappe.db.get_value("Candidate", RECORDS["party.left"](), "constituency") if code == "A10" else ""
	changed: dict[str, dict[str, Any]] = {
		"A08": {"signatures_total": voters // 50},
		"A10": {"constituency": seat},
		"A14": {"constituencies.voters_count": voters // DEPUTIES},
		"A19": {"stations.polling_station_no": NEW_STATION},
		"A55": {"stations.polling_station_no": NEW_STATION},
	}
	return changed.get(code, {})


def _in_force() -> set[Entry]:
	"""Entries of all registers, memberships, constituencies and stations that are in force."""
	found = {
		(register, name)
		for register in REGISTERS
		for name in frappe.get_all(
			register, {"status": "Registered"}, pluck="name", order_by="name asc", limit=0
		)
	}
	found |= {
		(doctype, name)
		for doctype in GROUND
		for name in frappe.get_all(doctype, {"is_annulled": 0}, pluck="name", order_by="name asc", limit=0)
	}
	today = clock.today()
	members = frappe.get_all(MEMBERSHIP, fields=["name", "ends_on"], order_by="name asc", limit=0)
	return found | {(MEMBERSHIP, row.name) for row in members if not row.ends_on or row.ends_on >= today}


def _followers(gone: set[Entry]) -> set[Entry]:
	"""Proxies who ended with their candidate: they serve nobody."""
	candidates = {name for doctype, name in gone if doctype == "Candidate"}
	proxies = [name for doctype, name in gone if doctype == "Proxy"]
	served = {name: frappe.db.get_value("Proxy", name, "candidate") for name in proxies}
	return {("Proxy", name) for name, candidate in served.items() if candidate in candidates}


def _doctypes(found: set[Entry]) -> list[str]:
	return sorted({doctype for doctype, _ in found})


def _person(local: str) -> str:
	return persons.person_of(user_of(local)) or ""


def _one(doctype: str, column: str = "name", **known: Any) -> str:
	"""The newest record that is known by these values; the failure says what the demonstration lacks."""
	found = frappe.get_all(doctype, known, pluck=column, order_by="creation desc, name desc", limit=1)
	assert found, f"the demonstration has no {doctype} with {known}"
	return str(found[0])


def _candidacy(local: str) -> str:
	return _one("Candidate", person=_person(local), status="Registered")


def _member(commission: str, **known: Any) -> str:
	return _one(MEMBERSHIP, commission=commission, position="Member", ends_on=["is", "not set"], **known)


def _mandate(kind: str, election: str, issuer: str) -> str:
	state = {"status": ["in", ["Formed", "Valid"]]}
	return _one(CERTIFICATE, kind=kind, election=election, issuer_commission=issuer, **state)


def _proxy_of(local: str) -> str:
	"""Certificate of a proxy of a candidate."""
	known = {"candidate": _candidacy(local), "status": "Registered", "certificate": ["is", "set"]}
	return _one("Proxy", "certificate", **known)


RECORDS: Mapping[str, Callable[[], str]] = {
	"district": lambda: DISTRICT,
	"region": lambda: CITY,
	"okrug.LC_SMD.nomination": lambda: entries.constituency(stages.NOMINATION, "LC_SMD", 1),
	"okrug.REG.nomination": lambda: entries.constituency(stages.NOMINATION, "REG", 1),
	"okrug.JK.nomination": lambda: entries.constituency(stages.NOMINATION, "JK", 1),
	"okrug.DC.nomination": lambda: entries.constituency(stages.NOMINATION, "DC", 1),
	"okrug.REG.early": lambda: entries.constituency(stages.SIGNATURES, "REG", 1),
	"party.taken": lambda: _candidacy(actors.CHAMBER),
	"party.reg": lambda: _candidacy(actors.REGION),
	"party.dc": lambda: _one(
		"Candidate",
		constituency=entries.constituency(ELECTION, "DC", 1),
		party=actors.PARTY,
		status="Registered",
	),
	"party.left": lambda: _one(
		"Candidate", election=stages.NOMINATION, party=actors.PARTY, status="Withdrawn"
	),
	"list": lambda: _one("Candidate List", election=ELECTION, party=actors.PARTY, status="Registered"),
	"party.listed": lambda: _one(
		"Candidate", candidate_list=RECORDS["list"](), list_position=2, status="Registered"
	),
	"member.REG": lambda: _member(HIGHER),
	"member.DC": lambda: _member(COMMISSION, person=_person("member2")),
	"member.PEC": lambda: _member(stages.precinct()),
	"precinct": stages.precinct,
	"station": lambda: stages.station(2),
	"station.abroad": lambda: _one("Polling Station", territory=COUNTRY, number=1, kind="Abroad"),
	"mandate.authrep": lambda: _mandate("authorized_representative", stages.CALLED, actors.CENTRAL),
	"mandate.media": lambda: _mandate("media_representative", ELECTION, HIGHER),
	"mandate.observer": lambda: _mandate("observer_party", ELECTION, COMMISSION),
	"proxy.lc_pl": lambda: _proxy_of(actors.LISTED),
	"proxy.leaving": lambda: _one(CERTIFICATE, kind="proxy", holder=_person(actors.PROXY)),
	"proxy.reg": lambda: _proxy_of(actors.REGION),
	"proxy.dc": lambda: _proxy_of("candidate"),
}
"""What the catalogue's answers name, to the demonstration's record."""


class Records(Mapping[str, str]):
	"""The same, each looked up when it is asked for."""

	def __getitem__(self, key: str) -> str:
		return RECORDS[key]()

	def __iter__(self) -> Iterator[str]:
		return iter(RECORDS)

	def __len__(self) -> int:
		return len(RECORDS)
