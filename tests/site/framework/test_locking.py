"""Appeals side by side: who works on one holds up nobody at another, and what a deadlock broke off is done again."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import frappe
import pytest
from factories import appeals as made
from frappe.core.doctype.user import user
from frappe.model import db_query, meta

from esaylov.api import endpoint, repeats
from esaylov.appeals.drafts import attachments, drafting
from esaylov.framework.persistence import repeating
from esaylov.framework.persistence.documents import locked
from esaylov.portal import routes
from esaylov.portal.web import PortalRequest, Redirect


@pytest.fixture
def beside():
	"""Another connection, which does not wait for a lock for ever."""
	connection = frappe.db.get_connection()
	cursor = connection.cursor()
	cursor.execute("set innodb_lock_wait_timeout = 60")
	cursor.execute("start transaction")
	yield cursor
	connection.rollback()
	connection.close()


def insert(cursor, parent: str) -> None:
	columns = "(name, parent, parenttype, parentfield)"
	row = (frappe.generate_hash(), parent, "Appeal", "attachments")
	cursor.execute(f"insert into `tabAppeal Attachment` {columns} values (%s, %s, %s, %s)", row)  # noqa: S608 # no value of anybody


@pytest.mark.parametrize("with_file", [False, True])
def test_saving_a_draft_locks_no_place_of_anothers_files(beside, with_file):
	name = made.draft(with_file=with_file)
	frappe.db.savepoint("made")
	drafting.update(name, made.answers(party_decision_no="13-Q"))
	for parent in (name[:-1], name + "0", "0", "zzzz"):  # beside it in the index, and at its ends
		insert(beside, parent)


def test_attaching_locks_no_place_of_anothers_files(beside):
	name = made.draft(with_file=False)
	attachments.attach(name, "party_decision", "qaror.pdf", made.PDF)
	attachments.detach(name, "party_decision")
	for parent in (name[:-1], name + "0", "0", "zzzz"):
		insert(beside, parent)


def test_what_is_locked_is_what_stands(beside):
	name = made.draft()
	frappe.db.set_value("Appeal", name, "checks_from", 7, update_modified=False)
	document = locked("Appeal", name)
	assert (document.checks_from, len(document.attachments)) == (7, 1)
	with pytest.raises(frappe.DoesNotExistError):
		locked("Appeal", "no-such-appeal")


def test_a_step_is_run_again_after_a_deadlock(monkeypatch):
	monkeypatch.setattr(frappe.db, "rollback", lambda: None)
	monkeypatch.setattr(repeating, "PAUSE_SECONDS", 0)
	turns = []

	def step(rows: list) -> int:
		turns.append(list(rows))
		rows.clear()  # what a broken-off turn did to its arguments is forgotten too
		if len(turns) < 3:
			raise frappe.QueryDeadlockError
		return len(turns)

	monkeypatch.setattr(repeats, "is_repeated", lambda method: True)
	again = endpoint.endpoint(methods=["POST"])(step)
	assert again(rows=[1]) == 3
	assert turns == [[1]] * 3


def test_a_property_that_is_being_computed_stops_no_other_thread():
	"""Of Python 3.11, whose own waits for one lock of the class: with cold caches a web server stopped for good."""
	kinds = {vars(module).get("cached_property") for module in (meta, db_query, user)} - {None}
	for kind in kinds:
		begun = threading.Barrier(2, timeout=60)

		class Described:
			@kind
			def words(self) -> int:
				return begun.wait()  # noqa: B023 # both are at it at once, or nobody comes to an end

		with ThreadPoolExecutor(2) as pool:
			found = list(pool.map(lambda one: one.words, [Described(), Described()]))
		assert sorted(found) == [0, 1]
		one = Described()
		one.__dict__["words"] = "kept"
		assert one.words == "kept"


def test_a_posted_page_is_run_again_after_a_deadlock(monkeypatch):
	monkeypatch.setattr(frappe.db, "rollback", lambda: None)
	monkeypatch.setattr(repeating, "PAUSE_SECONDS", 0)
	turns = []

	def view(request: PortalRequest) -> Redirect:
		turns.append(request.path)
		if len(turns) < 3:
			raise frappe.QueryDeadlockError
		return Redirect("/cabinet")

	route = routes.Route("cabinet/made-up", routes.FORM, login=True)
	address = routes.Address(route, re.compile(route.pattern), view)
	monkeypatch.setattr(routes, "_fitting", lambda path, _: [(address, address.pattern.fullmatch(path))])
	monkeypatch.setattr(PortalRequest, "is_from_us", lambda request: True)
	monkeypatch.setitem(frappe.session.data, "csrf_token", "made up")
	assert routes.run(PortalRequest("uz", "cabinet/made-up", "POST")) == Redirect("/cabinet")
	assert len(turns) == 3
	turns.clear()
	with pytest.raises(frappe.QueryDeadlockError):
		routes.run(PortalRequest("uz", "cabinet/made-up", "GET"))
