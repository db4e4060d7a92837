"""A copy brought back from a backup sends nothing until an operator says that it is the site now."""

import frappe
import pytest
from factories import outbox as make

from esaylov.framework import place
from esaylov.framework.errors import WrongState
from esaylov.integrations.inbound import deliveries
from esaylov.messages import jobs
from esaylov.setup.operating import service as operating


@pytest.fixture
def at_home(monkeypatch):
	"""The site under a mark of this test's own: worker and web server beside it go on by the site's."""
	scheduler = frappe.db.get_single_value("System Settings", "enable_scheduler")
	monkeypatch.setattr(place, "MARK", "esaylov_place_of_test")
	monkeypatch.setattr(place, "FILE", ("private", "esaylov_place_of_test.json"))
	place.adopt()
	yield
	frappe.db.rollback()
	place.forget()
	frappe.db.set_single_value("System Settings", "enable_scheduler", scheduler)
	frappe.db.commit()


@pytest.fixture
def box(at_home, monkeypatch):
	with make.outbox(monkeypatch) as made:
		yield made


def dump() -> str:
	"""What a backup takes along of the mark: the database's."""
	return frappe.db.get_global(place.MARK)


def brought_back(mark: str) -> None:
	frappe.db.set_global(place.MARK, mark)


def test_a_copy_sends_nothing_until_it_is_released(box):
	names = box.put(3)
	place._path().unlink()  # another machine: the backup took the database, the files and the settings along
	assert place.is_held()
	assert box.send() == jobs.send_queued() == deliveries.run() == 0
	assert box.states() == {"Queued": 3}
	assert not box.taken()
	assert operating.release()["SMS Message"] >= 3
	assert box.send() == 3
	assert box.handed() == dict.fromkeys(names, 1)


@pytest.mark.full
def test_an_older_database_in_the_same_folder_is_told(at_home):
	older = dump()
	place.renew()
	last = dump()
	place.renew()
	assert not place.is_held()
	brought_back(last)  # a renewal whose commit failed
	assert not place.is_held()
	brought_back(older)
	assert place.is_held()
	place.renew()
	assert dump() == older, "a held site keeps its mark"


def test_a_migrate_lets_no_copy_go(at_home):
	place._path().unlink()
	place.adopt()
	assert place.is_held()


def test_a_copy_of_folder_and_database_is_held_by_hand(at_home):
	operating.hold()
	assert place.is_held()
	operating.release()
	assert not place.is_held()


@pytest.mark.parametrize("method", [place.SCHEDULED, jobs.SEND])
def test_the_scheduler_of_a_copy_stops_at_its_first_job(at_home, method):
	frappe.db.set_single_value("System Settings", "enable_scheduler", 1)
	ask = {"method": method, "kwargs": {"job_type": "x"}, "transaction_type": "job"}
	(hook,) = frappe.get_hooks("before_job", app_name="esaylov")
	frappe.call(hook, **ask)
	place._path().unlink()
	if method != place.SCHEDULED:
		frappe.call(hook, **ask)  # what a person ordered goes on; sending itself is closed
		return
	with pytest.raises(WrongState):
		frappe.call(hook, **ask)
	assert not frappe.db.get_single_value("System Settings", "enable_scheduler")


def test_a_damaged_file_holds(at_home):
	place._path().write_text("{")
	assert place.is_held()
