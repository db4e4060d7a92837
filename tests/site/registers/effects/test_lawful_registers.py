"""Whatever is filed, refused, decided in any order and taken back: no register holds what the law forbids (54, done when 3).

A case is a type and a seed; `-k A47-3` runs one again. The judge (`factories.register_judge`) asks the tables in plain SQL.
"""

from collections.abc import Iterator
from datetime import timedelta

import frappe
import pytest
from factories import random_filings, register_judge
from factories.catalogue.cases import CASES
from factories.fresh import fresh
from factories.profile import IS_LONG

from esaylov.framework import clock

IN_EVERY_RUN = 50
SEEDS = 4 if IS_LONG else 1
ALL = [(code, seed) for seed in range(SEEDS) for code in sorted(CASES)]
ONLY_PLACES = frozenset(
	{"A03", "A04", "A05", "A14", "A19", "A26", "A39", "A44", "A54", "A55", "A59", "A61", "A62", "A63"}
)
"""Types that name nobody: their cases are left to the long run."""
RUN = ALL if IS_LONG else [case for case in ALL if case[0] not in ONLY_PLACES]


@pytest.fixture(scope="module")
def ground(connected: None) -> Iterator[None]:
	"""What all cases begin with, in one transaction; nothing of it stays."""
	fresh()
	random_filings.make_ground()
	yield
	frappe.db.rollback()
	fresh()


@pytest.fixture(autouse=True)
def rolled_back(ground: None) -> Iterator[None]:
	"""Each test begins with the ground."""
	fresh()
	frappe.db.savepoint("before_case")
	yield
	frappe.db.rollback(save_point="before_case")
	fresh()


def test_every_run_has_fifty_cases():
	assert len(RUN) == (len(CASES) * SEEDS if IS_LONG else IN_EVERY_RUN)


def planted(doctype, **values):
	"""A row that no service would write; written to the table."""
	row = frappe.new_doc(doctype)
	row.update({"name": frappe.generate_hash(length=10), "status": "Registered", **values})
	row.name = values.get("name") or frappe.generate_hash(length=10)
	row.db_insert()
	return row.name


def member(person, position="Member", commission="DC-1726294", **values):
	planted(
		"Commission Membership",
		person=person,
		commission=commission,
		position=position,
		starts_on=clock.today(),
		**values,
	)


def candidate(person="a", **values):
	defaults = {"election": "e", "election_type": "LC_SMD", "party": "p"}
	return planted("Candidate", person=person, **{**defaults, **values})


def observer(person="a", **values):
	planted("Observer", person=person, **{"election": "e", "territory": "t", "party": "p", **values})


def proxies(number, **values):
	for at in range(number):
		planted(
			"Proxy",
			person=f"a{at}",
			**{"election": "e", "candidate": "nobody", "election_type": "DC", **values},
		)


def roll(size, women, **values):
	"""A list of so many, the women first."""
	decision = planted("Decision", status="Signed", kind="Commission Decision")
	named = {"election": "e", "election_type": "LC_PL", "party": "p"}
	name = planted("Candidate List", decision=decision, **named, **values)
	for at in range(size):
		gender = "Female" if at < women else "Male"
		candidate(
			f"a{at}", **named, candidate_list=name, decision=decision, gender=gender, list_position=at + 1
		)
	return name


def shortened_roll():
	"""A list of the shortest size from which a party excludes a candidate."""
	name = roll(75, 75)
	on_list = {"candidate_list": name, "list_position": 7}
	frappe.db.set_value("Candidate", on_list, "status", "Excluded")


def precinct_of_one_organization():
	commission = planted("Election Commission", level="PEC")
	for person, organization in zip("abc", ("Maktab", "«МАКТАБ»", "Mahalla"), strict=True):
		member(person, commission=commission, recommended_by=organization)


def unnumbered():
	person = frappe.get_doc({"doctype": "Person", "surname": "Raqamsiz", "given_name": "A"}).insert().name
	candidate(person)


def crowded_station():
	"""Four observers of a party at a station, where three are allowed."""
	planted("Statute", key="observers_per_station", value="3", is_active=1)
	for person in "abcd":
		observer(person, territory=person, polling_station="s", kind="party")


def beside(*kinds):
	"""One person with these mandates."""
	give = {
		"observer": observer,
		"candidate": candidate,
		"member": lambda: member("a"),
		"proxy": lambda: planted("Proxy", person="a", election="e", candidate="nobody", election_type="DC"),
		"press": lambda: planted("Media Representative", person="a", election="e", organization_title="o"),
		"representative": lambda: planted("Authorized Representative", person="a", election="e"),
	}
	for kind in kinds:
		give[kind]()


def twice(step, **values):
	for changed in values.pop("changed", ({}, {})):
		step(**{**values, **changed})


PLANTED = {
	"two of a single position in a commission on one day": lambda: [
		member(one, "Deputy Chair") for one in "ab"
	],
	"a membership that ends before it begins": lambda: member("a", ends_on=clock.today() - timedelta(days=1)),
	"a person twice in one commission": lambda: [member("a"), member("a")],
	"a person in two commissions": lambda: [member("a"), member("a", commission="DC-1718401")],
	"a person twice a candidate in one contest": lambda: twice(candidate),
	"two candidates of a party in one seat": lambda: [candidate(one, constituency="s") for one in "ab"],
	"two candidates of a party for President": lambda: [candidate(one, election_type="PRES") for one in "ab"],
	"two lists of a party": lambda: [roll(0, 0), roll(0, 0)],
	"two candidates in one place of a list": lambda: [
		candidate(one, candidate_list="l", list_position=1) for one in "ab"
	],
	"a candidate of a list that is not registered": lambda: candidate(
		candidate_list=roll(0, 0, status="Annulled")
	),
	"a candidate in a seat of another contest or election": lambda: candidate(
		constituency=frappe.db.get_value("Constituency", {"election_type": "DC"})
	),
	"a candidate replaced twice": lambda: [candidate(one, replaces="c", status="Withdrawn") for one in "ab"],
	"a candidate in another place than the one who was replaced": lambda: candidate(
		"b", replaces=candidate(constituency="s", status="Withdrawn"), constituency="other"
	),
	"a proxy of nobody who stands": lambda: proxies(1),
	"a person twice a proxy of one candidate": lambda: [proxies(1), proxies(1)],
	"a person twice an observer in one territory": lambda: twice(observer),
	"a person who observes for two bodies": lambda: twice(observer, changed=({"party": "p"}, {"party": "q"})),
	"a person twice of one outlet": lambda: [beside("press"), beside("press")],
	"a citizen with a mandate and without a PINFL": unnumbered,
	"more observers of a party at a station than its number": crowded_station,
	"more constituencies than a council may have": lambda: [
		planted("Constituency", election="e", election_type="DC", territory="t", number=at)
		for at in range(31)
	],
	"a constituency in force that is written over": lambda: planted(
		"Register Event",
		**{"register": "Constituency", "entry": "s", "from_status": "In Force", "to_status": "In Force"},
	),
	"a valid certificate of an entry that ended": lambda: planted(
		"Certificate",
		status="Valid",
		register_doctype="Candidate",
		register_name=candidate(status="Withdrawn"),
	),
	"a number of members outside the law": lambda: [member(f"a{at}", term=1) for at in range(3)],
	"a formed commission without exactly one Secretary": lambda: [
		member(f"a{at}", "Chair" if at == 0 else "Member", term=1) for at in range(11)
	],
	"a list outside its size": lambda: roll(74, 74),
	"a list that its party made too short": shortened_roll,
	"a list with too few women": lambda: roll(75, 29),
	"a row of a list with too few women": lambda: roll(75, 61),
	"more proxies than the law allows": lambda: proxies(4),
	"more than half of one organization": precinct_of_one_organization,
	**{
		f"{one} and {other}": lambda one=one, other=other: beside(one, other)
		for one, other in register_judge.EXCLUDING
	},
}
"""Statement of the judge to rows that contradict it."""


def test_each_statement_of_the_judge_is_tried():
	assert set(register_judge.STATEMENTS) <= set(PLANTED)


@pytest.mark.parametrize("statement", PLANTED)
def test_the_judge_sees_what_contradicts_a_statement(statement):
	before = register_judge.violations(clock.today())
	PLANTED[statement]()
	assert statement in {said for said, *_ in register_judge.violations(clock.today()) - before}


@pytest.mark.parametrize(("code", "seed"), RUN, ids=[f"{code}-{seed}" for code, seed in RUN])
def test_no_register_holds_what_the_law_forbids(code, seed):
	course, today = random_filings.Course(code, seed), clock.today()
	before = register_judge.violations(today)

	def look() -> None:
		found = register_judge.violations(today) - before
		assert not found, "\n".join([f"{code}-{seed}", *map(str, sorted(found)), *course.told])

	course.run(look)
	print(*course.told, sep="\n")
	assert course.told
