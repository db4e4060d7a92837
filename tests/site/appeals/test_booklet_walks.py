"""What the booklet says of errors, decisions, Chamber candidates, lists, Kengash members, tables and look-up, each walked from form to portal.

The whole walk of a party's observers in a browser: tests/e2e/test_main_road.py. The statements, and the test of each: `STATEMENTS`.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import frappe
import pytest
from factories import appeals as filing
from factories import called, effects, interagency, pages, settled
from factories.catalogue import answers as samples
from factories.catalogue import records, world
from factories.catalogue.case import POSITIONS
from factories.catalogue.client import file_of

from esaylov.appeals.drafts import attachments, before_filing, drafting
from esaylov.appeals.state_registers import filling, prefills
from esaylov.core.findings import blocking
from esaylov.decisions.matters import contested
from esaylov.decisions.sessions.records import drafts
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid
from esaylov.identity import roles

BOOKLET_TESTS = Path(__file__).resolve().parents[2]
PARTY, KENGASH = "central.party@esaylov.example", "regional.kengash@esaylov.example"
CENTRAL = {
	"cec.chair@esaylov.example": "Chair",
	"auditor@esaylov.example": "Secretary",
	"administrator@esaylov.example": "Member",
}
"""Who sits in the Central Election Commission here."""
HERE = "site/appeals/test_booklet_walks.py::"
STATEMENTS = {
	"Preventing errors caused by human intervention": f"{HERE}test_a_chamber_candidate_from_the_form_to_the_portal",
	"the system automatically fills in the corresponding columns of the appeal with the personal data": (
		f"{HERE}test_a_chamber_candidate_from_the_form_to_the_portal"
	),
	"e-decision making": f"{HERE}test_a_chamber_candidate_from_the_form_to_the_portal",
	"Registration of candidates for deputies of the Legislative Chamber by single-member constituencies": (
		f"{HERE}test_a_chamber_candidate_from_the_form_to_the_portal"
	),
	"the user can view the biography of a specific candidate for deputy": (
		f"{HERE}test_a_chamber_candidate_from_the_form_to_the_portal"
	),
	"Registration of the list of candidates for deputies": f"{HERE}test_a_party_list_from_the_form_to_the_portal",
	"full name, dates and places of birth of candidates nominated by this party": (
		f"{HERE}test_a_party_list_from_the_form_to_the_portal"
	),
	"Number of candidates by election type": f"{HERE}test_a_party_list_from_the_form_to_the_portal",
	"Candidate search module": f"{HERE}test_a_party_list_from_the_form_to_the_portal",
	"Recommendation of members to the regional election commission": (
		f"{HERE}test_members_whom_a_kengash_recommends_from_the_form_to_the_portal"
	),
	"Registration of an authorized representative of a political party": "web/test_catalogue.py::test_a_good_filing_comes_to_the_right_desk",
	"The appeal is automatically sent to the relevant election commission": "e2e/test_main_road.py::test_observers_of_a_party_from_an_empty_form_to_a_verified_mandate",
}
"""A statement of the booklet, in its words, to the test that walks it."""


@pytest.fixture
def page(monkeypatch) -> Any:
	return lambda address: unescape(pages.rendered(monkeypatch, address))


@pytest.fixture
def nomination() -> str:
	"""An election in which candidates are nominated, with a party that is admitted to it."""
	election = world._election(f"kitobcha-{frappe.generate_hash(length=5)}", world.DAYS_AHEAD["nomination"])
	contests = {"election_type": "LC_SMD", "election_types": "LC_SMD, LC_PL"}
	effects.imported("Party Admission", "CEC", election, party=effects.PARTY, title=effects.PARTY, **contests)
	seat_the_central_commission()
	return election


def seat_the_central_commission() -> None:
	"""Its members of the demonstration are the chair alone."""
	called.seated("CEC", CENTRAL)
	for user in CENTRAL:
		roles.sync_roles(user)


@pytest.fixture
def state(monkeypatch) -> Iterator[Any]:
	with interagency.reached(monkeypatch) as found:
		yield found


def attach(name: str, code: str, typed: Mapping[str, Any]) -> None:
	"""The papers that a form asks for."""
	for path in samples.papers(code, typed):
		attachments.attach(name, path, *file_of(samples.kinds(code, path)))


def decided(election: str, appeal: str) -> str:
	"""The decision of the Central Election Commission that grants an appeal, voted on and signed by two."""
	frappe.set_user("Administrator")
	frappe.db.set_value("Appeal", appeal, {"status": "Under Review", "checks_due_at": None})
	return called.Sitting("CEC", election, list(CENTRAL)).decided(appeal)


def rows_of(html: str) -> list[str]:
	"""The rows of the tables of a page, as words."""
	rows = re.findall(r"<tr\b.*?</tr>", html, re.DOTALL)
	return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


def test_each_statement_has_a_test_that_is_there():
	for statement, test in STATEMENTS.items():
		path, _, name = test.partition("::")
		assert f"def {name}(" in (BOOKLET_TESTS / path).read_text(encoding="utf-8"), statement


def test_a_chamber_candidate_from_the_form_to_the_portal(page, nomination, state):
	seat = records._constituency(nomination, "LC_SMD", records.DISTRICT)
	who = interagency.typed("matches")
	child = samples.pinfl(century="5")
	typed = samples.answers(
		"A06",
		clock.today(),
		{
			"constituency": seat,
			"pinfl": child,
			"birthplace": "Chirchiq shahri",
			"biography": "Oʻqituvchi. " * 10,
		},
		{},
		{},
	)
	frappe.set_user(PARTY)
	draft = drafting.create(PARTY, "A06", nomination, typed)
	attach(draft, "A06", typed)
	wrong = {(one.path, one.code) for one in blocking_of(draft)}
	assert ("pinfl", "person_too_young") in wrong
	with pytest.raises(FormInvalid):
		filing.submit(draft, PARTY)

	drafting.update(draft, {**stored(draft), **{key: who[key] for key in ("pinfl", "passport", "full_name")}})
	filled = filling.lookup(PARTY, draft, "")
	assert filled.status is prefills.Status.FILLED
	assert stored(draft)["birth_date"] == "1890-03-15"
	assert blocking_of(draft) == []
	called.closed(PARTY, draft)
	decision = decided(nomination, draft)

	assert frappe.db.get_value("Decision", decision, "status") == "Signed"
	(entry,) = effects.written(decision, "Candidate")
	place = f"/uz/election/{nomination}"
	(row,) = [one for one in rows_of(page(f"{place}/candidates/LC_SMD/{effects.PARTY}")) if "Akmalov" in one]
	assert re.match(r"1 .*Akmalov.* (1890-03-15|15\.03\.1890) Chirchiq shahri .+", row, re.IGNORECASE)
	own = page(f"/uz/candidate/{entry.name}")
	assert re.search(r"O.qituvchi\.", own)
	number = frappe.db.get_value("Decision", decision, "number")
	assert number in page(f"{place}/decisions")


def blocking_of(draft: str) -> list[Any]:
	"""What keeps a draft from being filed."""
	return [one for one in before_filing.check(draft) if blocking([one])]


def stored(draft: str) -> dict[str, Any]:
	"""The answers of a draft."""
	return frappe.parse_json(frappe.db.get_value("Appeal", draft, "answers"))


def test_a_party_list_from_the_form_to_the_portal(page, nomination):
	size = 75
	women = [samples.with_check_digit(f"2080580000{at:03d}") for at in range(size)]
	places = [f"{at}-tuman" for at in range(1, size + 1)]
	values = {
		"candidates.pinfl": women,
		"candidates.list_position": list(range(1, size + 1)),
		"candidates.birthplace": places,
		"candidates.full_name": [
			f"Nomzodova Nodira{chr(97 + at // 26)}{chr(97 + at % 26)}" for at in range(size)
		],
	}
	few = samples.answers("A07", clock.today(), values, {"candidates": 74}, {})
	frappe.set_user(PARTY)
	draft = drafting.create(PARTY, "A07", nomination, few)
	attach(draft, "A07", few)
	assert "list_too_short" in {one.code for one in blocking_of(draft)}
	whole = samples.answers("A07", clock.today(), values, {"candidates": size}, {})
	drafting.update(draft, {**stored(draft), "candidates": whole["candidates"]})
	assert blocking_of(draft) == []
	called.closed(PARTY, draft)
	decision = decided(nomination, draft)

	assert len(effects.written(decision, "Candidate")) == size
	address = f"/uz/election/{nomination}/candidates"
	rows = [row for row in rows_of(page(f"{address}/LC_PL/{effects.PARTY}")) if "Nomzodova" in row]
	assert len(rows) == 50
	for number, row in enumerate(rows, 1):
		assert re.match(rf"{number} Nomzodova \S+ (1880-05-08|08\.05\.1880) {number}-tuman .+", row), row
	kind = frappe.db.get_value("Election Type", "LC_PL", "title_uz")
	assert [row for row in rows_of(page(address)) if kind in row and re.search(r"\b75\b", row)]
	found = page(f"{address}?q=nomzodova+nodiraab")
	assert len([row for row in rows_of(found) if "Nodiraab" in row]) == 1


def test_members_whom_a_kengash_recommends_from_the_form_to_the_portal(page):
	election = world._election(f"kitobcha-{frappe.generate_hash(length=5)}", world.DAYS_AHEAD["early"])
	seat_the_central_commission()
	number = 5
	values = {
		"persons.pinfl": [samples.with_check_digit(f"1090580000{at:03d}") for at in range(number)],
		"persons.proposed_position": ["Chair", "Chair", *POSITIONS[2:number]],
	}
	typed = samples.answers("A12", clock.today(), values, {"persons": number}, {})
	frappe.set_user(KENGASH)
	draft = drafting.create(KENGASH, "A12", election, typed)
	attach(draft, "A12", typed)
	assert "position_repeated" in {one.code for one in blocking_of(draft)}
	values["persons.proposed_position"] = POSITIONS[:number]
	right = samples.answers("A12", clock.today(), values, {"persons": number}, {})
	drafting.update(draft, {**stored(draft), "persons": right["persons"]})
	assert blocking_of(draft) == []
	assert [one.path for one in before_filing.check(draft) if one.code == "commission_at_work"] == ["persons"]
	called.closed(KENGASH, draft)
	assert [one.code for one in contested.contests({draft: None})[draft]] == ["commission_at_work"]
	frappe.set_user("Administrator")
	rows, texts = drafts.unseen(draft)  # what the agenda drafts
	assert {row["outcome"] for row in rows} == {drafts.UNDECIDED}
	assert ["boshqa saylovda" in texts[0], "на других выборах" in texts[1]] == [True, True]
	yesterday = clock.today() - timedelta(days=1)
	settled.written("Commission Membership", {"commission": "REG-1726"}, {"ends_on": yesterday})
	decision = decided(election, draft)

	members = frappe.get_all(
		"Commission Membership",
		{"commission": "REG-1726", "ends_on": ["is", "not set"]},
		["position", "decision"],
		order_by="row_path asc",
	)
	assert [row.position for row in members] == POSITIONS[:number]
	assert {row.decision for row in members} == {decision}
	assert frappe.db.get_value("Decision", decision, "number") in page(f"/uz/election/{election}/decisions")
