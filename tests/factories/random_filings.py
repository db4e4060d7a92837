"""Random filings of the shipped types, decided with random refusals, on one election: what a property test of the registers does.

A filing passes the checks of its form and the preview of its result as those of an applicant do. Windows, files and
signatures of applicants are left out: other tests are about them, and no fact of a register follows from them. The
signatures of the commissions are real.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.appeals.drafts import choosing, drafting
from esaylov.appeals.form_facts.applicants import Applicant
from esaylov.appeals.types import definitions
from esaylov.core.findings import blocking
from esaylov.core.forms import Kind
from esaylov.core.forms.definition import columns
from esaylov.core.people.identity import with_check_digit
from esaylov.core.records.payload import sha256_hex
from esaylov.decisions.signatures import chair, collective
from esaylov.decisions.signatures.voted import propose
from esaylov.framework import clock
from esaylov.framework.errors import EsaylovError
from esaylov.framework.persistence import documents
from esaylov.identity import bodies
from esaylov.registers.outcome_rules import asked_rows
from factories import appeals as filing
from factories import counts, effects, settled, two_persons, voted
from factories.catalogue import answers as samples
from factories.catalogue import records
from factories.catalogue.case import POSITIONS
from factories.catalogue.cases import CASES
from factories.certificates import face

ELECTION, DISTRICT, CITY, REPUBLIC = (
	effects.ELECTION,
	effects.DISTRICT,
	records.REGION,
	records.KARAKALPAKSTAN,
)
PARTIES = (effects.PARTY, effects.OTHER_PARTY)
SEATS = {"LC_SMD": DISTRICT, "REG": DISTRICT, "JK": REPUBLIC, "DC": DISTRICT}
"""Kind of election to the territory of its constituencies here."""
ADDED = ("PRES", "REF")
"""Contests that the demonstration holds in other elections, or not at all."""
BRANCHES = {
	"regional_branch": ("Regional", CITY),
	"karakalpak_branch": ("Regional", REPUBLIC),
	"district_branch": ("District", DISTRICT),
}
ORGANIZATIONS = {
	"regional_kengash": ("Regional Kengash", CITY),
	"district_kengash": ("District Kengash", DISTRICT),
	"regional_hokimiyat": ("Regional Hokimiyat", CITY),
	"district_hokimiyat": ("District Hokimiyat", DISTRICT),
	"mahalla": ("Mahalla", DISTRICT),
	"initiative": ("Initiative Group", DISTRICT),
	"media": ("National Media", ""),
	"ministry": ("Foreign Ministry", ""),
}
"""Login of a case to the kind of its body and its territory."""
SIGNERS = {
	effects.COMMISSION: ("chair", "secretary"),
	"REG-1726": ("regional.chair", "auditor"),
	"CEC": ("cec.chair", "administrator"),
	"REG-1735": ("regional.hokimiyat", "district.hokimiyat"),
}
"""Commission to who presides and who keeps the record; lent where the demonstration has nobody."""
LEFT_OUT = frozenset({"window_not_open", "window_closed"})
"""Findings of a filing that are not asked here; see above."""
PRELUDES = {
	"A02": "A01",
	"A10": "A09",
	"A16": "A40",
	"A23": "A21",
	"A24": "A21",
	"A35": "A34",
	"A43": "A56",
	"A51": "A50",
	"A53": "A52",
}
"""Type to the one that gives what it changes."""
OF_MANDATES = ("A06", "A28", "A36", "A41", "A45", "A47", "A50", "A52", "A56", "A57", "A58")
"""Types that compete with any other about a person."""
FOLLOWERS = {
	"accredit_media": ("A16",),
	"accredit_observer": ("A43", "A50", "A52"),
	"appoint_commission_member": ("A13", "A36", "A37", "A52", "A53"),
	"replace_commission_member": ("A36", "A52", "A56"),
	"register_authorized_representative": ("A02", "A36", "A52"),
	"register_candidate": ("A09", "A10", "A25", "A30", "A31", "A48", "A49", "A50"),
	"replace_candidate": ("A09", "A25"),
	"register_list": ("A07", "A11", "A25"),
	"register_proxy": ("A23", "A24", "A35", "A49", "A51"),
}
"""Effect to the types that end or change what it wrote, or exclude it."""
CROWD, WOMEN = 8, 80
"""Persons of whom every filing names some, and women who fill up lists."""
CHANCE_OF_KNOWN = 0.7
PHOTOGRAPHED = frozenset({"A01"})
"""Types whose paper, which a later filing names, is formed with a photograph alone."""
STEP = "random_step"


def pinfl(number: int, is_woman: bool) -> str:
	"""A made-up person of 07.05.1880."""
	return with_check_digit(f"{2 if is_woman else 1}070580000{number:03d}")


@dataclass
class Filed:
	"""An appeal on its way. refused: places of its rows that are to be refused. outcome: "" until it was signed."""

	code: str
	name: str
	refused: frozenset[int]
	decision: str = ""
	outcome: str = ""


@dataclass
class Course:
	"""What one seed does, step by step. told: what was done, for whoever reads a failure."""

	code: str
	seed: int
	random: Random = field(init=False)
	told: list[str] = field(default_factory=list)
	filed: list[Filed] = field(default_factory=list)
	bodies: dict[str, tuple[str, str]] = field(default_factory=dict)
	"""Login of a case to the body that filed last for it."""
	signed: int = 0

	def __post_init__(self) -> None:
		self.random = Random(f"{self.code}-{self.seed}")

	def run(self, look: Callable[[], None]) -> None:
		"""A filing and one that competes, in any order, then a later move; `look` is called after each change of a register."""
		if prelude := PRELUDES.get(self.code):
			self.file(prelude, is_granted=True)
			self.go_on(look)
		competitor = self.random.choice([self.code, self.code, self.random.choice(OF_MANDATES)])
		steps = [lambda: self.file(self.code), lambda: self.file(competitor)]
		if self.random.random() < 0.3:  # the second sees what the first did
			steps.insert(1, lambda: self.go_on(look))
		for step in steps:
			step()
		self.go_on(look)
		effect = str(samples.shipped(self.code)["effect"])
		for _ in range(self.random.choice([0, 1, 1, 2])):
			self.random.choice(
				[self.annul, lambda: self.file(self.random.choice(FOLLOWERS.get(effect, (self.code,))))]
			)()
			look()
			self.go_on(look)
		if self.random.random() < 0.5:  # what is filed next meets a member by configuration
			self.attempt("configure", lambda: confirm_random_membership(self.random))
			look()
			self.file(self.random.choice(OF_MANDATES))
			self.go_on(look)

	def go_on(self, look: Callable[[], None]) -> None:
		"""What is on its way is adopted and signed, in any order."""
		while waiting := [one for one in self.filed if not one.outcome]:
			before = self.signed
			self.decide(self.random.choice(waiting))
			if self.signed > before:
				look()

	def file(self, code: str, is_granted: bool = False) -> None:
		"""File a type, if its form takes what chance typed."""
		found = self.attempt(f"file {code}", lambda: file(code, self.random, self.bodies))
		if isinstance(found, str):
			names = len(paths_of(found))
			share = 0 if is_granted else self.random.choice([0, 0, 0.3, 1])
			refused = frozenset(place for place in range(names) if self.random.random() < share)
			self.filed.append(Filed(code, found, refused))

	def decide(self, one: Filed) -> None:
		"""The next step of an appeal: its adoption, or its signature."""
		route, commission, answers = frappe.db.get_value(
			"Appeal", one.name, ["route", "recipient", "answers"]
		)
		if route == "acknowledgement" and json.loads(answers).get("new_person"):
			route = "commission_vote"  # a successor is not noted, it is decided on
			frappe.db.set_value("Appeal", one.name, {"route": route, "status": "On Agenda"})
		if route in ("chair_decision", "acknowledgement"):
			done = self.attempt(f"decide {one.code}", lambda: by_chair(one, route, commission))
			one.outcome, one.decision = "Signed" if done else "Stopped", done or ""
			self.signed += bool(done)
		elif not one.decision:
			one.decision = self.attempt(f"adopt {one.code}", lambda: adopted(one, commission)) or ""
			one.outcome = "" if one.decision else "Stopped"
		else:
			is_done = self.attempt(f"sign {one.code}", lambda: signed(one.decision, commission))
			one.outcome = "Signed" if is_done else "Stopped"
			self.signed += bool(is_done)

	def annul(self) -> None:
		"""One of the decisions is annulled."""
		done = [one for one in self.filed if one.outcome == "Signed"]
		if done:
			one = self.random.choice(done)
			commission = frappe.db.get_value("Appeal", one.name, "recipient")
			self.attempt(f"annul {one.code}", lambda: annulled(one.decision, commission))

	def attempt(self, said: str, step: Callable[[], Any]) -> Any:
		"""Do a step as a request does: all of it, or with a refusal nothing. What it gives; None where it was refused."""
		frappe.set_user("Administrator")
		frappe.db.savepoint(STEP)
		try:
			found = step()
		except EsaylovError as refusal:
			frappe.db.rollback(save_point=STEP)
			frappe.local.request_cache.clear()
			frappe.db.value_cache.clear()
			found = None
			self.told.append(f"{said}: {refusal.code} {codes_of(refusal)}".rstrip())
		else:
			self.told.append(f"{said}: {found}")
		frappe.set_user("Administrator")
		return found


def codes_of(refusal: EsaylovError) -> str:
	"""The findings of a refusal, in short."""
	said = {
		f"{one.code} at {one.path} {one.params or ''}".strip() for one in getattr(refusal, "findings", ())
	}
	return ", ".join(sorted(said)[:4])


def make_ground() -> None:
	"""Bodies, seats, signers, and entries that filings change: what every course begins with."""
	election = frappe.get_doc("Election", ELECTION)
	for kind in ADDED:
		row = election.append("election_types", {"election_type": kind})
		row.db_insert()
	for login, (level, territory) in BRANCHES.items():
		for party in PARTIES:
			named = {"party": party, "level": level, "territory": territory}
			made("Party Branch", {"code": f"{party}-{territory}"}, {**named, **titled(login)})
	for login, (kind, territory) in ORGANIZATIONS.items():
		made("Participant Organization", {"kind": kind}, {"territory": territory or None, **titled(login)})
	seats = {
		kind: [records._constituency(ELECTION, kind, place) for _ in range(2)]
		for kind, place in SEATS.items()
	}
	records._station_abroad()
	lend_signers()
	for party in PARTIES:
		effects.imported(
			"Party Admission", "CEC", party=party, title=party, election_type="PRES", election_types="PRES"
		)
	enter(seats)


def titled(login: str) -> dict[str, Any]:
	"""Titles of a made-up body."""
	return {
		"title_uz": login,
		"title_ru": login,
		"title_en": login,
		"is_synthetic": 1,
		"source_mark": "sinov",
	}


def made(doctype: str, known: Mapping[str, Any], values: Mapping[str, Any]) -> None:
	"""Make a record where there is none."""
	if not frappe.db.exists(doctype, dict(known)):
		frappe.get_doc({"doctype": doctype, **values, **known}).insert()


def lend_signers() -> None:
	"""Who is missing in a commission is lent to it."""
	for commission, locals_ in SIGNERS.items():
		held = frappe.get_all(
			"Commission Membership",
			{"commission": commission, "ends_on": ["is", "not set"]},
			["user", "position"],
		)
		known = {row.user for row in held}
		for local, position in zip(locals_, ("Chair", "Secretary"), strict=True):
			user = f"{local}@esaylov.example"
			if user not in known:
				counts.lend(commission, {user: position})


def enter(seats: Mapping[str, list[str]]) -> None:
	"""A candidate of a party in one seat of each contest, a list, proxies and mandates."""
	number = iter(range(200, 1000))

	def person(is_woman: bool = False) -> dict[str, Any]:
		return {"pinfl": pinfl(next(number), is_woman), "full_name": NAME, "phone": "+998901234567"}

	party = {"party": effects.PARTY, "party_membership": "Member"}
	for kind, (commission, territory) in records.PLACES.items():
		if kind == "LC_PL":
			continue
		seat = {"constituency": seats[kind][0]} if kind in seats else {}
		values = {**party, "election_type": kind, "territory": territory, **seat, "person": person()}
		candidate = effects.imported("Candidate", commission, **values)
		proxy = {"candidate": candidate, "election_type": kind, "party": effects.PARTY, "person": person()}
		effects.imported("Proxy", commission, **proxy)
	of_list = {"party": effects.PARTY, "election_type": "LC_PL", "territory": records.COUNTRY}
	# the rival has the whole list: the party files its own
	of_list["party"] = effects.OTHER_PARTY
	roll = effects.imported("Candidate List", "CEC", title="Sinov", candidates_count=WOMEN, **of_list)
	for place in range(1, 3):
		more = {
			"candidate_list": roll,
			"list_position": place,
			"party_membership": "Member",
			"person": person(True),
		}
		effects.imported("Candidate", "CEC", **of_list, **more)


NAME = "Bo'ronov Bo'ron Bo'ronovich"


def file(code: str, random: Random, known: dict[str, tuple[str, str]]) -> str:
	"""A registered appeal of a type with random answers; its name. known: the bodies that filed last, which file most
	often again. Raises FormInvalid where a form refuses them.
	"""
	version = definitions.offered(code)
	applicant = applicant_of(code, random, known)
	appeal = documents.new("Appeal")
	appeal.update(
		{"appeal_type": code, "election": ELECTION, "applicant_kind": applicant.kind, "status": "Draft"}
	)
	appeal.update({"applicant_body_type": applicant.body.doctype, "applicant_body": applicant.body.name})
	appeal.set("attachments", [])
	drafting.fill(appeal, version, applicant, typed(code, version, applicant, random))
	found = [
		one for one in drafting.prepare(appeal, version, applicant) if blocking([one]) and is_asked(code, one)
	]
	if found or not appeal.recipient:
		raise drafting.FormInvalid(found)
	return str(stored(appeal).name)


def is_asked(code: str, finding: Any) -> bool:
	"""Whether a finding is about what is filed, and not about its window or its files."""
	path = finding.path
	return finding.code not in LEFT_OUT and not (finding.code == "required" and is_file(code, path))


def is_file(code: str, path: str) -> bool:
	"""Whether a path is that of a file."""
	column = samples._column(path)
	return any(found == column for found, _ in samples._files(samples.form(code).fields, None, ""))


def stored(appeal: Document) -> Document:
	"""The draft as a filing leaves it, written to the table."""
	payload = json.dumps({"appeal_type": appeal.appeal_type})
	is_voted = appeal.route not in ("chair_decision", "acknowledgement")
	appeal.update(
		{
			"number": f"TEST-{frappe.generate_hash(length=8)}",
			"status": "On Agenda" if is_voted else "Registered",
			"received_at": clock.now().replace(microsecond=0),
			"payload": payload,
			"payload_sha256": sha256_hex(payload.encode()),
			"language": "uz",
		}
	)
	appeal.name = frappe.generate_hash(length=10)
	signature = frappe.new_doc("Document Signature")
	signature.update({"reference_doctype": "Appeal", "reference_name": appeal.name, "purpose": "filing"})
	signature.name = appeal.signature = frappe.generate_hash(length=10)
	signature.db_insert()
	appeal.db_insert()
	if appeal.appeal_type in PHOTOGRAPHED:
		effects.attached(appeal.name, "photo", face())
	return appeal


def applicant_of(code: str, random: Random, known: dict[str, tuple[str, str]]) -> Applicant:
	"""Somebody who may file a type. Raises NotFound where the registers have nobody."""
	login = CASES[code].login
	if code == "A11":
		known[login] = ("Political Party", effects.OTHER_PARTY)  # who has a list from the beginning
	elif login not in known or random.random() < 0.3:
		known[login] = body_of(login, random)
	doctype, name = known[login]
	body = bodies.load(doctype, name)
	person = frappe.db.get_value(doctype, name, "person") if doctype in bodies.KIND_OF_PERSON else None
	person = person or frappe.db.get_value("Person", {"user": filing.PARTY})
	return Applicant(body.kind, body, person, frappe.db.get_value("Person", person, "pinfl") or "", "uz")


def body_of(login: str, random: Random) -> tuple[str, str]:
	"""DocType and name of a body of the kind of a case's login."""
	if login == "political_party":
		return "Political Party", random.choice(PARTIES)
	if login in BRANCHES:
		return "Party Branch", f"{random.choice(PARTIES)}-{BRANCHES[login][1]}"
	if login in ORGANIZATIONS:
		kind, territory = ORGANIZATIONS[login]
		place = {"territory": territory} if territory else {}
		names = frappe.get_all(
			"Participant Organization",
			{"kind": kind, **place},
			pluck="name",
			order_by="creation asc, name asc",
		)
		return "Participant Organization", random.choice(names)
	own = ["in", [DISTRICT, CITY, REPUBLIC, records.COUNTRY]]
	register, kinds = {
		"authrep": ("Authorized Representative", None),
		"proxy": ("Proxy", ["LC_PL", "PRES"]),
	}.get(login, ("Candidate", [login.partition(".")[2].upper()]))
	where = {
		"election": ELECTION,
		"status": "Registered",
		"territory": own,
		**({"election_type": ["in", kinds]} if kinds else {}),
	}
	names = frappe.get_all(register, where, pluck="name", order_by="creation desc, name asc", limit=3)
	if not names:
		raise drafting.NotFound({"doctype": register})
	return register, random.choice(names)


def typed(code: str, version: Any, applicant: Applicant, random: Random) -> dict[str, Any]:
	"""Random answers of a type: what its case types, with persons of the crowd and any record that a link may name."""
	values, rows = plain_values(code, random)
	for column, item in choosing._columns(version.form.fields):
		is_left_out = not item.required and random.random() < 0.5
		if item.read_only or is_left_out or column in values:
			continue
		known = samples.answers(code, clock.today(), values, rows, {})
		found, _ = choosing.search(version, column, "", known, applicant, ELECTION, 0)
		if found:
			values[column] = chosen(item, found, random)
	if (former := values.get("member_id")) and random.random() < 0.9:
		position = frappe.db.get_value("Commission Membership", former, "position")
		values["new_person.proposed_position"] = [position]
	return samples.answers(code, clock.today(), values, rows, {})


def chosen(item: Any, found: list[dict[str, Any]], random: Random) -> str:
	"""One of the records that a link may name; of territories those in which the courses meet."""
	if item.link.doctype == "Administrative Territory":
		return DISTRICT if "District" in str(item.link.filters) else CITY
	return str(random.choice(found)["name"])


def plain_values(code: str, random: Random) -> tuple[dict[str, Any], dict[str, int]]:
	"""What is typed besides links, and the number of rows of each group."""
	rows: dict[str, int] = {}
	values = {path: value for path, value in CASES[code].values.items() if not is_link(value)}
	for item in columns(samples.form(code).fields):
		if item.kind is Kind.GROUP:
			values |= of_group(code, item, rows, random)
		elif item.identifier == "pinfl":
			values[item.name] = somebody(random)
	voters = frappe.db.get_value("Election", ELECTION, "voters_count") or 0
	own = {
		"A08": {"signatures_total": voters // 50},
		"A10": {"election_type": random.choice(["PRES", "LC_SMD"])},
		"A14": {"constituencies.voters_count": voters // 75},
	}
	return values | own.get(code, {}), rows


def is_link(value: Any) -> bool:
	"""Whether a case names a record of another world."""
	return isinstance(value, str) and value.startswith("@") and not value.startswith(samples.TODAY)


def of_group(code: str, item: Any, rows: dict[str, int], random: Random) -> dict[str, Any]:
	"""Values of the columns of a group of people; `rows` gets how many there are."""
	case = CASES[code]
	least = case.rows.get(item.name, item.min_rows)
	people = [one.name for one in columns(item.fields) if one.identifier == "pinfl"]
	rows[item.name] = least
	if not people and not any(one.name == "foreign_passport_no" for one in columns(item.fields)):
		return {}
	number = rows[item.name] = min(max(least, 1) + random.choice([0, 0, 1, 2]), item.max_rows or 200)
	is_list = number > 60
	named = [listed(place, random) if is_list else somebody(random) for place in range(number)]
	if len(set(named)) < number and random.random() < 0.9:  # most applicants name nobody twice
		others = iter(pinfl(500 + random.randrange(400), is_list) for _ in iter(int, 1))
		seen: set[str] = set()
		for place, one in enumerate(named):
			named[place] = one if one not in seen else next(other for other in others if other not in seen)
			seen.add(named[place])
	found: dict[str, Any] = {f"{item.name}.{name}": named for name in people}
	foreign = [f"U{random.randrange(CROWD):08d}" for _ in range(number)]
	names = {one.name for one in columns(item.fields)}
	if "foreign_passport_no" in names:
		found[f"{item.name}.foreign_passport_no"] = foreign
	if "proposed_position" in names:
		positions = (
			POSITIONS[:number] if number > 2 else [random.choice(POSITIONS[:4]) for _ in range(number)]
		)
		if random.random() < 0.15:
			positions = [random.choice(POSITIONS[:4]) for _ in range(number)]
		found[f"{item.name}.proposed_position"] = positions
	if "recommended_by" in names and random.random() < 0.3:
		found[f"{item.name}.recommended_by"] = [f"Tashkilot {random.randrange(2)}" for _ in range(number)]
	return found


def somebody(random: Random) -> str:
	"""One of the crowd, or somebody new."""
	is_known = random.random() < CHANCE_OF_KNOWN
	number = random.randrange(CROWD) if is_known else 500 + random.randrange(400)
	return pinfl(number, number % 2 == 1)


def listed(place: int, random: Random) -> str:
	"""Somebody of a list: a woman, or at times one of the crowd."""
	return somebody(random) if random.random() < 0.1 else pinfl(100 + place, True)


def confirm_random_membership(random: Random) -> str:
	"""A membership that one administrator proposes and another confirms; its name."""
	number = somebody(random)
	named = {"surname": "Bo'ronov", "given_name": "Bo'ron", "pinfl": number}
	person = frappe.db.get_value("Person", {"pinfl": number})
	person = person or settled.inserted(frappe.get_doc({"doctype": "Person", **named})).name
	row = {
		"person": person,
		"commission": effects.COMMISSION,
		"position": random.choice(("Chair", "Member", "Member")),
	}
	row["starts_on"] = clock.today() + timedelta(days=random.choice([0, 0, 1]))
	frappe.set_user(filing.ADMINISTRATOR)
	membership = frappe.get_doc({"doctype": "Commission Membership", **row}).insert()
	two_persons.sign_waiting("Commission Membership", membership.name)
	return str(membership.name)


def paths_of(appeal: str) -> list[str]:
	"""The paths of the rows that are decided one by one, or the whole appeal."""
	code, answers = frappe.db.get_value("Appeal", appeal, ["appeal_type", "answers"])
	return asked_rows.row_paths(definitions.offered(code).data, json.loads(answers))


def subjects(one: Filed) -> list[dict[str, str]]:
	"""A verdict for each row of an appeal."""
	return [
		{
			"path": path,
			"outcome": "Refused" if place in one.refused else "Granted",
			**({"ground": "documents_incomplete", "reason": "Hujjat yoʻq"} if place in one.refused else {}),
		}
		for place, path in enumerate(paths_of(one.name))
	]


def signers(commission: str) -> list[str]:
	"""Who presides and who keeps the record."""
	return [f"{local}@esaylov.example" for local in SIGNERS.get(commission, SIGNERS[effects.COMMISSION])]


def by_chair(one: Filed, route: str, commission: str) -> str:
	"""The decision of a chair alone, or the note that was taken."""
	user = signers(commission)[0]
	frappe.set_user(user)
	if route == "acknowledgement":
		chair.acknowledge(one.name, filing.signature(user, chair.draft(one.name, ()).payload))
		return str(frappe.db.get_value("Appeal", one.name, "decision"))
	rows = subjects(one)
	return chair.decide(one.name, rows, filing.signature(user, chair.draft(one.name, rows).payload)).decision


def adopted(one: Filed, commission: str) -> str:
	"""The draft of a decision that a session adopted."""
	rows = subjects(one)
	return adopted_item(
		commission, appeal=one.name, live_key=one.name, rows=rows, draft=propose(one.name, rows)
	)


def adopted_item(commission: str, rows: list[dict[str, str]], draft: Any, **values: Any) -> str:
	presiding, secretary = signers(commission)
	session = voted.session(commission, presiding, secretary)
	texts = {"draft_text_uz": draft.text_uz, "draft_text_ru": draft.text_ru}
	return collective.adopt(voted.item(session, draft_rows=json.dumps(rows), **texts, **values))


def signed(decision: str, commission: str) -> bool:
	"""Both signatures, which put a decision into effect."""
	for user in signers(commission):
		voted.signed_by(user, [decision])
	return True


def annulled(decision: str, commission: str) -> str:
	"""A decision annulled as it was made: by the chair, or by a vote."""
	if frappe.db.get_value("Decision", decision, "kind") != "Commission Decision":
		return effects.annulled(decision, signers(commission)[0]).decision
	presiding, secretary = signers(commission)
	session = voted.session(commission, presiding, secretary)
	made_draft = collective.adopt(
		voted.of_matter(session, "annulment", {"decision": decision, "reason": "Xato"})
	)
	signed(made_draft, commission)
	return made_draft
