"""Rows written past the document methods are the rows that these would write; where anybody listens, these run."""

import gc
import weakref
from typing import Any

import frappe
import pytest
from frappe.model.meta import Meta

from esaylov.framework.errors import LawBroken
from esaylov.framework.guarded_steps import SETTING_UP
from esaylov.framework.persistence import long_inserts, rows

APART = {"name", "creation", "modified", "parent", "title"}
"""Columns that differ between two documents made alike; the title of a decision is its controller's."""
DOCTYPES = {
	"Appeal": {"attachments": [{"field": "a", "file_name": "one.pdf"}, {"field": "b", "size": "7"}]},
	"Decision": {
		"title": "7-Q",
		"is_bulk": 1,
		"rows": [{"subject": "first"}, {"subject": "second", "position": 3}],
	},
	"SMS Message": {"text": "Salom", "send_after": frappe.utils.get_datetime("2026-11-26 20:00:00")},
	"Chain Event": {"sequence": "12", "body": "{}"},
	"Document Signature": {"signer_pinfl": ""},
	"Candidate": {"full_name": "Aliyev Vali", "status": None},
	"Certificate": {"number": ""},
	"Register Event": {"was": None},
	"Statute": {"article": "1"},
}
"""Values of each, some missing, empty or of another kind than the column's."""
STALE = "esaylov.portal.built.invalidation.note_change"


@pytest.fixture(autouse=True)
def asked_anew(rolled_back):
	"""What listens is asked once a request; each test is one."""
	frappe.local.request_cache.clear()
	yield
	frappe.local.request_cache.clear()


def stored(doctype: str, name: str) -> dict[str, Any]:
	"""What stands in the tables of a document, column by column."""
	row = frappe.db.get_value(doctype, name, "*", as_dict=True)
	for field in frappe.get_meta(doctype).get_table_fields():
		key = {"parent": name, "parenttype": doctype, "parentfield": field.fieldname}
		children = frappe.get_all(field.options, key, ["*"], order_by="idx asc")
		row[field.fieldname] = [apart(child) for child in children]
	return apart(row)


def apart(row: dict[str, Any]) -> dict[str, Any]:
	return {column: value for column, value in row.items() if column not in APART}


def inserted(doctype: str, values: dict[str, Any]) -> str:
	"""By the framework's own methods, without what a controller asks."""
	document = frappe.get_doc({**values, "doctype": doctype})
	document.flags.ignore_validate = True
	# a second person is asked by handlers, which a row passes by only where there are none
	with SETTING_UP.writing():
		document.insert(ignore_permissions=True, ignore_links=True, ignore_mandatory=True)
	return document.name


@pytest.mark.parametrize("doctype", DOCTYPES)
def test_a_row_is_the_one_that_a_document_would_write(doctype, monkeypatch):
	values = DOCTYPES[doctype]
	by_hand = inserted(doctype, values)
	monkeypatch.setattr(rows, "may_write_directly", lambda doctype, done: True)
	first, second = rows.insert_many(doctype, [values, values])
	assert first != second
	assert stored(doctype, first) == stored(doctype, by_hand)
	assert stored(doctype, second) == stored(doctype, by_hand)
	assert len(first) == len(by_hand)


def test_each_of_many_rows_is_the_one_that_it_would_be_alone():
	"""Also where a statement ends and the next begins."""
	values = {
		**DOCTYPES["SMS Message"],
		"text": "100 % of 'Oʻz' \\ `x` @x %s \"q\"",
		"status": "Queued",
		"parts": 2,
		"is_secret": 0,
		"phone": None,
	}
	given = [{**values, "receiver": f"sinov-{place}"} for place in range(rows.CHUNK + 2)]
	names = rows.insert_many("SMS Message", given)
	for place in (0, 1, rows.CHUNK - 1, rows.CHUNK, len(given) - 1):
		(alone,) = rows.insert_many("SMS Message", [given[place]])
		assert stored("SMS Message", names[place]) == stored("SMS Message", alone)
		assert stored("SMS Message", alone)["text"] == values["text"]
	assert names == sorted(names)


TEXTS = (None, "", "100 % of 'Oʻz' \\ `x` @x %s \"q\" \n😀", "0", "null", "-7", "x" * 70_000)


@pytest.mark.parametrize("count", [long_inserts.LEAST - 1, long_inserts.LEAST])
@pytest.mark.parametrize(
	("doctype", "values"),
	[
		("Polling Station", {"latitude": (41.311081, 0, -0.5), "address": TEXTS[:-1]}),
		("Polling Station", {"boundary_geojson": TEXTS, "title_uz": ("a", 7)}),
		("Register Event", {"was": (None, '{"a": "b"}', "{}"), "step": (None, 3), "seal": ("x" * 299, "")}),
		(
			"SMS Message",
			{"text": TEXTS[1:-1], "send_after": (None, "2026-11-26 20:00:00"), "is_secret": (True, 0)},
		),
	],
)
def test_what_differs_in_rows_of_one_statement_is_written_as_it_would_be_alone(
	doctype, values, count, monkeypatch
):
	"""Values of several kinds in one column, whichever of them comes first."""
	monkeypatch.setattr(rows, "may_write_directly", lambda doctype, done: True)
	for first in range(max(map(len, values.values()))):
		given = [
			{column: said[(first + place) % len(said)] for column, said in values.items()}
			for place in range(count)
		]
		assert inserted_rows(doctype, given)[: len(TEXTS)] == [
			row for one in given[: len(TEXTS)] for row in inserted_rows(doctype, [one])
		]


def inserted_rows(doctype: str, given: list[dict[str, Any]]) -> list[dict[str, Any]]:
	"""What stands in the table after rows are written together, which is taken back."""
	frappe.db.savepoint("together")
	found = [stored(doctype, name) for name in rows.insert_many(doctype, given)]
	frappe.db.rollback(save_point="together")
	return found


def test_rows_that_a_field_names_keep_their_names_in_any_order(monkeypatch):
	monkeypatch.setattr(rows, "may_write_directly", lambda doctype, done: True)
	codes = ["sinov-c", "sinov-a", "sinov-b"]
	given = [{"code": code, "title_uz": code} for code in codes]
	assert rows.insert_many("Decision Subject", given) == codes
	assert [frappe.db.get_value("Decision Subject", code, "title_uz") for code in codes] == codes


@pytest.mark.parametrize(
	("doctype", "column"), [("Polling Station", "territory"), ("Register Event", "register")]
)
def test_a_column_without_an_index_of_its_own_is_found_by_one_that_begins_with_it(doctype, column):
	plan = frappe.db.sql(f"explain select name from `tab{doctype}` where {column} = 'sinov'", as_dict=True)  # noqa: S608 # data of this file
	indexes = frappe.db.sql(f"show index from `tab{doctype}` where Column_name = '{column}'", as_dict=True)
	assert [(row.Key_name, row.Seq_in_index) for row in indexes] == [(plan[0].key, 1)]


def test_times_of_a_row_stay_and_one_without_has_those_of_its_writing():
	early, late = (frappe.utils.get_datetime(f"2026-11-26 20:00:00.00000{second}") for second in (1, 2))
	before = frappe.utils.now_datetime()
	rows_given = [{"creation": late, "modified": late}, {"creation": early, "modified": early}, {}]
	names = rows.insert_many("SMS Message", rows_given)
	times = [frappe.db.get_value("SMS Message", name, ["creation", "modified"]) for name in names]
	assert times[:2] == [(late, late), (early, early)]
	assert before <= times[2][0] == times[2][1] <= frappe.utils.now_datetime()


LISTENERS = {
	"Notification": {"document_type": "Appeal", "enabled": 1, "event": "New", "channel": "Email"},
	"Webhook": {"webhook_doctype": "Appeal", "enabled": 1, "webhook_docevent": "after_insert"},
	"Server Script": {"reference_doctype": "Appeal", "disabled": 0, "script_type": "DocType Event"},
	"Assignment Rule": {"name": "rows", "document_type": "Appeal", "disabled": 0},
	"Document Naming Rule": {"document_type": "Appeal", "disabled": 0},
	"Milestone Tracker": {"document_type": "Appeal", "disabled": 0},
	"User Type": {"name": "rows", "apply_user_permission_on": "Appeal", "is_standard": 0},
	"Custom Field": {"name": "Appeal-rows", "dt": "Appeal", "fieldname": "rows"},
	"Property Setter": {"name": "Appeal-rows", "doc_type": "Appeal", "property": "reqd"},
}
SWITCHED_OFF = {
	"Notification": {"enabled": 0},
	"Webhook": {"enabled": 0},
	"Server Script": {"disabled": 1},
	"Assignment Rule": {"disabled": 1},
	"Document Naming Rule": {"disabled": 1},
	"Milestone Tracker": {"disabled": 1},
	"User Type": {"is_standard": 1},
	"Property Setter": {"property": "in_list_view"},
}


def listening(listener: str, values: dict[str, Any]) -> None:
	frappe.get_doc({"name": "rows", **values, "doctype": listener}).db_insert()
	frappe.local.request_cache.clear()


def test_nobody_listens_on_a_plain_site():
	done = {doctype for doctype in DOCTYPES if rows.may_write_directly(doctype)}
	assert done == set(DOCTYPES) - {"Decision", "Candidate", "Statute"}  # handlers of their own in hooks.py


def test_a_handler_whose_work_is_done_holds_nobody_up():
	assert rows.may_write_directly("Candidate", [STALE])
	assert not rows.may_write_directly("Candidate", ["another_app.heard"])


@pytest.mark.parametrize("listener", LISTENERS)
def test_who_listens_sends_rows_by_the_document_methods(listener):
	listening(listener, LISTENERS[listener])
	assert not rows.may_write_directly("Appeal")
	assert rows.may_write_directly("SMS Message")


@pytest.mark.parametrize("listener", SWITCHED_OFF)
def test_who_is_switched_off_does_not_listen(listener):
	listening(listener, LISTENERS[listener] | SWITCHED_OFF[listener])
	assert rows.may_write_directly("Appeal")


def test_who_listens_to_a_table_listens_to_its_document():
	listening("Server Script", LISTENERS["Server Script"] | {"reference_doctype": "Appeal Attachment"})
	assert not rows.may_write_directly("Appeal")


@pytest.mark.parametrize("event", sorted(rows.EVENTS))
@pytest.mark.parametrize("doctype", ["Appeal", "*"])
def test_anothers_code_sends_rows_by_the_document_methods(doctype, event, monkeypatch):
	hooks = frappe.get_doc_hooks()
	more = {**hooks, doctype: {**hooks.get(doctype, {}), event: ["another_app.heard"]}}
	monkeypatch.setattr(frappe, "get_doc_hooks", lambda: more)
	assert not rows.may_write_directly("Appeal")


def test_an_own_handler_of_one_doctype_is_no_fault_of_anothers(monkeypatch):
	hooks = frappe.get_doc_hooks()
	monkeypatch.setattr(
		frappe, "get_doc_hooks", lambda: {**hooks, "ToDo": {"validate": ["another_app.heard"]}}
	)
	assert rows.may_write_directly("Appeal")


@pytest.mark.parametrize("hook", ["override_doctype_class", "extend_doctype_class"])
def test_anothers_class_sends_rows_by_the_document_methods(hook, monkeypatch):
	stock = frappe.get_hooks
	found = {hook: {"Appeal": ["another_app.Appeal"]}}
	monkeypatch.setattr(
		frappe, "get_hooks", lambda name=None, *rest, **more: found.get(name) or stock(name, *rest, **more)
	)
	assert not rows.may_write_directly("Appeal")


@pytest.mark.parametrize(("others", "is_direct"), [([], True), (["another_app.File"], False)])
def test_the_own_class_of_files_is_no_others(others, is_direct, monkeypatch):
	stock = frappe.get_hooks
	classes = stock("override_doctype_class")
	found = {"override_doctype_class": {**classes, "File": [*classes["File"], *others]}}
	monkeypatch.setattr(
		frappe, "get_hooks", lambda name=None, *rest, **more: found.get(name) or stock(name, *rest, **more)
	)
	assert rows.may_write_directly("File", rows.hooks_of("File").done) is is_direct


def test_a_search_of_another_app_sends_rows_by_the_document_methods(monkeypatch):
	stock = frappe.get_hooks
	found = {"sqlite_search": ["another_app.Search"]}
	monkeypatch.setattr(
		frappe, "get_hooks", lambda name=None, *rest, **more: found.get(name) or stock(name, *rest, **more)
	)
	assert not rows.may_write_directly("Appeal")


def test_where_somebody_listens_each_document_is_inserted():
	listening("Server Script", LISTENERS["Server Script"] | {"reference_doctype": "Register Event"})
	with pytest.raises(LawBroken):  # what its controller says to any writer
		rows.insert_many("Register Event", [{}])


def test_a_name_in_use_and_a_value_in_use_are_said_as_by_a_document():
	(name,) = rows.insert_many("Register Event", [{}])
	with pytest.raises(frappe.DuplicateEntryError):
		rows.insert_many("Register Event", [{"name": name}])
	values = {"event_key": "rows", "receiver": "one"}
	rows.insert_many("SMS Message", [values])
	with pytest.raises(frappe.UniqueValidationError):
		rows.insert_many("SMS Message", [values])


def test_no_rows_are_no_statement_and_many_are_few(monkeypatch):
	said = []
	monkeypatch.setattr(rows, "write", lambda doctype, written: said.append((doctype, len(written))))
	assert rows.insert_many("Appeal", []) == []
	assert not said
	names = rows.insert_many("Appeal", [{"attachments": [{}, {}]}] * 500)
	assert len(set(names)) == 500
	assert said == [("Appeal", 500), ("Appeal Attachment", 1000)]


def test_a_findable_document_is_found(monkeypatch):
	heard = []
	monkeypatch.setattr(rows, "update_global_search", lambda document: heard.append(document.name))
	assert rows.insert_many("SMS Message", [{}])
	assert rows.insert_many("Candidate", [{"full_name": "Aliyev Vali"}], [STALE]) == heard


def test_what_cannot_be_named_is_refused():
	with pytest.raises(TypeError, match="Commission Counter"):
		rows.insert_many("Commission Counter", [{}])


def test_each_handler_of_this_framework_is_known():
	"""An unknown one would send every row by the slow road."""
	hooks = frappe.get_doc_hooks()["*"]
	handlers = {handler for event in rows.EVENTS for handler in hooks.get(event, ())}
	assert handlers <= rows.KNOWN


def given_to_new(doctype: str) -> dict[str, Any]:
	"""What a row that says nothing has, in a request of its own."""
	frappe.local.request_cache.clear()
	frappe.local.new_doc_templates.clear()
	return dict(rows.defaults(doctype, frappe.session.user))


FOR_ALL = ("Document Signature", "Chain Event", "SMS Message")


@pytest.mark.parametrize("doctype", FOR_ALL)
def test_values_of_new_rows_are_made_once(doctype, monkeypatch):
	made = given_to_new(doctype)
	monkeypatch.setattr(frappe, "new_doc", lambda *_, **__: pytest.fail("made anew"))
	assert given_to_new(doctype) == made


@pytest.mark.parametrize("doctype", [*DOCTYPES, "File", "Comment", "Register Event"])
@pytest.mark.parametrize("user", ["party@esaylov.example", "chair@esaylov.example", "Guest"])
def test_values_of_new_rows_are_those_of_a_new_document(doctype, user):
	apart_from = {"owner", "creation", "modified"}
	for each in ("Administrator", user, user):
		frappe.set_user(each)
		stock, found = frappe.new_doc(doctype, as_dict=True), given_to_new(doctype)
		for column in stock.keys() - apart_from:
			assert found[column] == stock[column], column


@pytest.mark.parametrize(
	("make", "kept"),
	[(rows.columns_of, rows.kept_columns), (rows._asking, rows._asked)],
	ids=["columns", "asked"],
)
def test_what_is_made_of_a_doctypes_description_ends_with_it(make, kept):
	"""Frappe 15 has another description in each request: kept, a process would hold those of hundreds."""
	meta = Meta("SMS Message")
	assert make(meta) is kept[meta]
	there = weakref.ref(meta)
	del meta
	gc.collect()
	assert there() is None


def test_a_value_of_a_users_own_is_given(monkeypatch):
	party = frappe.get_all("Election Commission", pluck="name", limit=1)[0]
	given_to_new("SMS Message")
	monkeypatch.setattr(rows, "get_defaults", lambda: {"commission": party})
	monkeypatch.setattr(frappe.defaults, "get_defaults", lambda user=None: {"commission": party})
	assert given_to_new("SMS Message")["commission"] == party
	monkeypatch.undo()
	assert not given_to_new("SMS Message")["commission"]


def test_a_value_that_user_permissions_leave_alone_is_given():
	commission = frappe.get_all("Election Commission", pluck="name", limit=1)[0]
	user = "chair@esaylov.example"
	given_to_new("SMS Message")
	held = {"user": user, "allow": "Election Commission", "for_value": commission, "is_default": 1}
	with SETTING_UP.writing():
		frappe.get_doc({**held, "doctype": "User Permission"}).insert()
	frappe.set_user(user)
	assert given_to_new("SMS Message")["commission"] == commission
	frappe.set_user("Administrator")
	assert not given_to_new("SMS Message")["commission"]


def test_a_changed_hook_is_heard_at_once(monkeypatch):
	assert rows.may_write_directly("Appeal")
	stock = frappe.get_hooks
	events = {**stock("doc_events"), "Appeal": {"on_update": ["another_app.heard"]}}
	monkeypatch.setattr(
		frappe,
		"get_hooks",
		lambda name=None, *rest, **more: events if name == "doc_events" else stock(name, *rest, **more),
	)
	monkeypatch.setattr(frappe.local, "doc_events_hooks", None, raising=False)
	frappe.local.request_cache.clear()
	assert not rows.may_write_directly("Appeal")
	monkeypatch.undo()
	frappe.local.doc_events_hooks = None
	frappe.local.request_cache.clear()
	assert rows.may_write_directly("Appeal")
