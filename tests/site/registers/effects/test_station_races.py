"""Two administrators at the same moment, on connections of their own: a station is of one constituency of a contest."""

from collections.abc import Callable, Iterator

import frappe
import pytest
from factories import settled
from factories.races import at_once, racers

from esaylov.framework.errors import FormInvalid
from esaylov.setup.demo import ground

CONSTITUENCY, STATION, ROW = "Constituency", "Polling Station", "Constituency Station"
NUMBERS = (811, 812)
STATION_NUMBER = 9811
PLACE = {"election": ground.ELECTION, "election_type": "DC", "territory": ground.DISTRICT}


@pytest.fixture(autouse=True)
def nothing_stays() -> Iterator[None]:
	yield
	frappe.db.rollback()
	made = frappe.get_all(CONSTITUENCY, {**PLACE, "number": ["in", NUMBERS]}, pluck="name")
	frappe.db.delete(ROW, {"parent": ["in", made or [""]], "parenttype": CONSTITUENCY})
	frappe.db.delete(CONSTITUENCY, {"name": ["in", made or [""]]})
	frappe.db.delete(STATION, {"territory": ground.DISTRICT, "number": STATION_NUMBER})
	frappe.db.commit()


@pytest.fixture
def station() -> str:
	values = {"number": STATION_NUMBER, "territory": ground.DISTRICT, "kind": "Ordinary"}
	name = frappe.get_doc(doctype=STATION, title_uz="Talashilgan uchastka", **values).insert().name
	frappe.db.commit()
	return str(name)


def new(number: int, stations: list[str]) -> str:
	rows = [{"polling_station": name} for name in stations]
	document = frappe.get_doc(
		doctype=CONSTITUENCY, number=number, title_uz=f"{number}-okrug", stations=rows, **PLACE
	)
	return str(settled.inserted(document).name)


def made(number: int, station: str) -> Callable[[], str]:
	return lambda: new(number, [station])


def given(name: str, station: str) -> Callable[[], str]:
	def step() -> str:
		document = frappe.get_doc(CONSTITUENCY, name)
		document.append("stations", {"polling_station": station})
		return str(settled.saved(document).name)

	return step


def check(results: list[object], station: str) -> None:
	"""One of the two has it; the other was told where it is wrong."""
	(refused,) = (result for result in results if isinstance(result, Exception))
	(taken,) = (result for result in results if isinstance(result, str))
	assert isinstance(refused, FormInvalid), refused
	assert [(finding.code, finding.path) for finding in refused.findings] == [("duplicate", "stations")]
	frappe.db.rollback()
	assert frappe.get_all(ROW, {"polling_station": station}, pluck="parent") == [taken]


def test_of_two_new_constituencies_with_one_station_one_is_made(station):
	with racers() as runners:
		steps = [("Administrator", made(number, station)) for number in NUMBERS]
		check(at_once(runners, steps), station)


def test_of_two_constituencies_that_are_given_one_station_one_has_it(station):
	names = [new(number, []) for number in NUMBERS]
	frappe.db.commit()
	with racers() as runners:
		check(
			at_once(runners, [("Administrator", given(name, station)) for name in names]),
			station,
		)


def test_who_waits_for_the_other_is_not_thrown_out_by_a_deadlock(station):
	"""The station lies in one of them already, and that one is saved at the same moment: the other is refused, both end."""
	names = [new(NUMBERS[0], [station]), new(NUMBERS[1], [])]
	frappe.db.commit()

	def saved() -> str:
		document = frappe.get_doc(CONSTITUENCY, names[0])
		document.title_ru = "Округ"
		return str(settled.saved(document).name)

	with racers() as runners:
		results = at_once(runners, [("Administrator", saved), ("Administrator", given(names[1], station))])
	assert results[0] == names[0]
	assert isinstance(results[1], FormInvalid), results[1]
