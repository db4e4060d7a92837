"""What a process keeps of tables that hardly ever change: never older than what the transaction sees, whoever changed them."""

import threading

import frappe
import pytest
from factories import appeals as made
from factories.fresh import answers
from factories.queries import counted

from esaylov.appeals.drafts import before_filing
from esaylov.elections import statutes
from esaylov.framework.persistence import rows, table_cache

KEY = "observer_notice_days"
STATUTE = "Statute"


@table_cache.cached(STATUTE)
def value() -> str:
	return frappe.db.get_value(STATUTE, {"key": KEY}, "value")


def asked_by(step) -> list[str]:
	with counted() as statements:
		step()
	return [text for text in statements if "tabStatute" in text]


def next_request() -> None:
	"""The transaction ends, as a request that wrote nothing ends it."""
	frappe.db.rollback()


def elsewhere(step) -> None:
	"""Do something on another connection, and commit it."""
	site, path, problems = frappe.local.site, frappe.local.sites_path, []

	def work() -> None:
		frappe.init(site, sites_path=path)
		frappe.connect()
		try:
			step()
			frappe.db.commit()
		except Exception as problem:
			problems.append(problem)
		finally:
			frappe.destroy()

	thread = threading.Thread(target=work)
	thread.start()
	thread.join()
	assert not problems


def noted(text: str) -> None:
	"""Save a document; its note is nobody's to sign."""
	document = frappe.get_doc(STATUTE, {"key": KEY})
	document.note = text
	document.save()


@pytest.fixture
def changed():
	"""What others change is put right again."""
	before = frappe.db.get_value(STATUTE, {"key": KEY}, ["name", "note", "modified"], as_dict=True)
	yield before
	frappe.db.rollback()
	elsewhere(lambda: noted(before.note))


@table_cache.cached(STATUTE)
def called() -> str:
	return frappe.db.get_value(STATUTE, {"key": KEY}, "note")


def test_the_next_request_asks_for_the_versions_alone_and_once(monkeypatch):
	first = value()
	next_request()
	statements, send = [], frappe.db.sql
	monkeypatch.setattr(
		frappe.local.db, "sql", lambda *args, **given: statements.append(args[0]) or send(*args, **given)
	)
	assert value() == first
	assert value() == first
	assert statements == [table_cache.VERSIONS]


def test_a_document_that_another_saves_is_heard_at_once(changed):
	called()
	elsewhere(lambda: noted("Another note"))
	next_request()
	assert called() == "Another note"
	elsewhere(lambda: noted("A third title"))
	next_request()
	assert called() == "A third title"


def test_a_transaction_sees_what_it_saw_first_and_keeps_nothing_else(changed):
	"""With REPEATABLE READ an answer of before is kept under the version of before."""
	called()
	next_request()
	level = frappe.db.sql("select @@transaction_isolation")[0][0]
	frappe.db.sql("set session transaction isolation level repeatable read")
	next_request()
	value()
	elsewhere(lambda: noted("Another note"))
	first = called()
	frappe.db.sql(f"set session transaction isolation level {level.replace('-', ' ')}")
	next_request()
	assert called() == "Another note" != first


def test_what_is_taken_back_was_never_kept():
	before = called()
	noted("Taken back")
	assert called() == "Taken back"
	frappe.db.rollback()
	assert called() == before


def test_a_savepoint_that_is_taken_back_is_read_anew():
	before = called()
	frappe.db.savepoint("here")
	noted("Taken back")
	assert called() == "Taken back"
	frappe.db.rollback(save_point="here")
	assert called() == before


def test_the_version_is_another_one_after_each_commit(changed):
	def version() -> int:
		return dict(frappe.db.sql(table_cache.VERSIONS)).get(table_cache.MARK + "law", 0)

	seen = {version()}
	for number in range(3):
		elsewhere(lambda number=number: noted(f"Title {number}"))
		next_request()
		seen.add(version())
	assert len(seen) == 4


def test_what_is_written_in_the_database_by_hand_is_heard_after_ten_seconds(monkeypatch):
	before, now = called(), table_cache.monotonic()
	frappe.db.sql("update tabStatute set note = 'By hand' where `key` = %s", KEY)  # no tick, no telling
	monkeypatch.setattr(table_cache, "monotonic", lambda: now + table_cache.SECONDS - 1)
	assert called() == before
	monkeypatch.setattr(table_cache, "monotonic", lambda: now + table_cache.SECONDS + 1)
	assert called() == "By hand"


def test_a_release_at_work_keeps_nothing():
	value()
	frappe.flags.in_migrate = True
	try:
		assert len(asked_by(value)) == 1
	finally:
		frappe.flags.in_migrate = False


def test_a_statement_is_kept_only_where_all_its_tables_are():
	for text, times in (
		("select name from `tabStatute` where `key` = %s", 0),
		(
			"select s.name from `tabStatute` s left join `tabAppeal` a on a.name = s.name where s.`key` = %s",
			1,
		),
	):
		table_cache.run(text, [KEY])
		assert len(asked_by(lambda text=text: table_cache.run(text, [KEY]))) == times


def test_rows_written_past_documents_tell():
	name, before = frappe.db.get_value(STATUTE, {"key": KEY}, ["name", "note"])
	assert called() == before
	rows.update(STATUTE, name, {"note": "As a row"})
	assert called() == "As a row"


def test_nobody_keeps_what_nobody_tells_of():
	with pytest.raises(TypeError, match="Appeal"):
		table_cache.cached(STATUTE, "Appeal")


@pytest.mark.parametrize("doctype", sorted(table_cache.TABLES))
def test_documents_tell_before_anything_is_written(doctype):
	events = frappe.get_doc_hooks()[doctype]
	assert all(events[event][0] == table_cache.HANDLER for event in table_cache.EVENTS)
	assert table_cache.HANDLER not in rows.hooks_of(doctype).others


@pytest.mark.parametrize("doctype", sorted(table_cache.TABLES))
def test_what_is_named_is_there_or_another_version_of_the_framework_has_it(doctype):
	assert frappe.db.exists("DocType", doctype) or doctype in rows.LISTENERS


def test_a_number_of_the_law_that_changes_is_another_one_at_once():
	before = statutes.number(KEY)
	assert asked_by(lambda: statutes.number(KEY)) == []
	frappe.db.set_value(STATUTE, {"key": KEY}, "value", before + 1)
	assert statutes.number(KEY) == before + 1
	frappe.db.rollback()
	assert statutes.number(KEY) == before


def test_a_form_that_is_taken_back_takes_no_filing_from_then_on(changed):
	draft = made.draft()
	kind = frappe.db.get_value("Appeal", draft, "appeal_type")
	before_filing.check(draft)
	frappe.get_doc("Appeal Type", kind).db_set("published", 0)
	with pytest.raises(frappe.ValidationError):
		made.submit(draft)


def test_an_answer_that_somebody_writes_into_is_seen_after_the_test():
	held = table_cache.record("Political Party", "XDP")
	assert answers.changed() == []
	before, held.title_en = held.title_en, "Another"
	assert answers.changed() == [repr((frappe.local.site, ("Political Party", "XDP")))]
	held.title_en = before
