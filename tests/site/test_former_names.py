"""Names of before the rooms were settled: what a queue, a Server Script or a report of a site may still say."""

from collections.abc import Iterator

import frappe
import pytest
from factories import appeals as filing
from frappe.core.doctype.scheduled_job_type.scheduled_job_type import sync_jobs
from frappe.model.rename_doc import rename_doc
from frappe.model.utils.user_settings import get_user_settings, update_user_settings

import esaylov
from esaylov.appeals.state_registers import jobs
from esaylov.patches.v0_1 import records_by_present_names, scheduled_jobs_by_present_names

METHODS = (
	"esaylov.people.service.forget",
	"esaylov.people.jobs.check",
	"esaylov.people.jobs.resume",
	"esaylov.inbox.service.resume",
	"esaylov.intake.service.resume",
	"esaylov.preparing.service.resume",
	"esaylov.decisions.service.resume",
	"esaylov.portal.service.resume",
	"esaylov.inbox.service.check_bulk",
	"esaylov.inbox.jobs.assign",
	"esaylov.intake.jobs.work",
	"esaylov.preparing.jobs.work",
	"esaylov.certificates.jobs.order_undrawn",
	"esaylov.sessions.service.resume_drafts",
	"esaylov.integrators.service.run_webhooks",
	"esaylov.logins.sms.deliver_owed",
	"esaylov.place.renew",
	"esaylov.stored_files.sweep",
	"esaylov.configuration.told.fields_of",
	"esaylov.permissions.configuration.told.fields_of",
	"esaylov.permissions.query",
	"esaylov.permissions.check",
	"esaylov.demo.load",
)
"""What hooks, jobs and commands were called."""


@pytest.mark.parametrize("method", METHODS)
def test_a_method_answers_by_its_former_name(method: str) -> None:
	assert callable(frappe.get_attr(method))


def test_a_former_name_is_the_very_module() -> None:
	"""A second copy would have its own marks and caches: a writer's mark set in one is not seen in the other."""
	for former, present in esaylov.FORMER.items():
		found = frappe.get_module(f"esaylov.{former}")
		assert found is frappe.get_module(f"esaylov.{present}"), former
		assert found.__name__ == f"esaylov.{present}"
		assert found.__spec__.name == found.__name__


def test_a_name_that_never_was_is_not_found() -> None:
	with pytest.raises(ModuleNotFoundError):
		frappe.get_module("esaylov.people.nothing")
	with pytest.raises(ModuleNotFoundError):
		frappe.get_module("esaylov.nowhere")


def test_a_scheduled_job_that_was_stopped_stays_so_when_its_method_moves() -> None:
	present = "esaylov.framework.place.renew"
	name = frappe.db.get_value("Scheduled Job Type", {"method": present})
	frappe.db.set_value("Scheduled Job Type", name, {"method": "esaylov.place.renew", "stopped": 1})
	for _ in range(2):
		scheduled_jobs_by_present_names.execute()
		sync_jobs()
		jobs = frappe.get_all(
			"Scheduled Job Type", {"method": ["like", "%place.renew"]}, ["name", "method", "stopped"]
		)
		assert jobs == [{"name": name, "method": present, "stopped": 1}]


def test_a_check_that_a_former_filing_put_in_line_is_owed(monkeypatch: pytest.MonkeyPatch) -> None:
	swept: list[str] = []
	monkeypatch.setattr(jobs.checking, "sweep", lambda: swept.append("once"))
	appeal = filing.filed()
	frappe.db.set_value("Appeal", appeal, "checks_due_at", None)
	frappe.get_attr("esaylov.people.jobs.check")(appeal=appeal, start=10)
	assert frappe.db.get_value("Appeal", appeal, "checks_due_at")
	assert swept == ["once"]


def inserted(doctype: str, **values: object) -> str:
	document = frappe.get_doc({"doctype": doctype, **values})
	document.name = document.name or frappe.generate_hash(length=10)
	document.db_insert()
	return document.name


@pytest.mark.full
class TestRecords:
	"""A site of before: one record of each kind that was called otherwise, with what names it.

	A DocType's table is renamed outside of any transaction, so what is made here is removed by hand.
	"""

	FORMER = ("Data Intake", "Looks in Figures", "Looks Today", "Looks by Day")
	CHARTS = '{"Looks by Day": {}}'
	FILTER = '[["Data Intake", "status", "=", "Draft"]]'

	@pytest.fixture(scope="class")
	def made(self) -> Iterator[dict[str, str]]:
		"""What was made before the patch ran twice: DocType -> name."""
		frappe.set_user("Administrator")
		frappe.flags.in_patch = True
		row = inserted("Table Import", kind="Polling Stations", status="Draft", file="/private/files/a.csv")
		roles = frappe.get_all("Has Role", {"parent": "Access Statistics"}, pluck="role")
		for kind, names in records_by_present_names.RENAMED.items():
			for former in {*names} & {*self.FORMER}:
				rename_doc(kind, names[former], former, force=True, show_alert=False, rebuild_search=False)
		assert frappe.db.exists("DocType", "Data Intake")
		assert frappe.db.table_exists("Data Intake")
		made = {"Table Import": row}
		try:
			made |= self._of_people(row)
			self._patch_twice()
			yield made | {"roles": ",".join(roles)}
		finally:
			self._patch_twice()
			for doctype, name in (made | {"List View Settings": "Table Import"}).items():
				frappe.db.delete(doctype, {"name": name})
			frappe.db.delete("__UserSettings", {"user": "Administrator", "doctype": "Table Import"})
			frappe.db.commit()
			frappe.flags.in_patch = False

	def _patch_twice(self) -> None:
		for _ in range(2):
			records_by_present_names.execute()
			frappe.db.commit()  # as the framework does after a patch; each test is rolled back

	def _of_people(self, row: str) -> dict[str, str]:
		"""What people of the site made or saved that names them."""
		update_user_settings("Data Intake", {"List": {"filters": [["Data Intake", "status", "=", "Draft"]]}})
		of = {"ref_doctype": "Data Intake"}
		space = inserted("Workspace", name="x", label="x", title="x", content='[{"card": "Looks Today"}]')
		card = {"number_card_name": "Looks Today", "label": "Looks Today"}
		return {
			"Auto Email Report": inserted(
				"Auto Email Report", report="Looks in Figures", reference_report="Looks in Figures", user="x"
			),
			"Dashboard Settings": inserted(
				"Dashboard Settings", name="x", user="x", chart_config=self.CHARTS
			),
			"List Filter": inserted(
				"List Filter", filter_name="x", reference_doctype="Data Intake", filters=self.FILTER
			),
			"Prepared Report": inserted("Prepared Report", report_name="Looks in Figures"),
			"Property Setter": inserted(
				"Property Setter", doc_type="Data Intake", property="search_fields", value="kind"
			),
			"List View Settings": inserted("List View Settings", name="Data Intake", disable_count=1),
			"Report": inserted(
				"Report",
				report_name="x",
				name="x",
				json=self.FILTER,
				reference_report="Looks in Figures",
				**of,
			),
			"Version": inserted("Version", docname=row, data="{}", **of),
			"Workspace": space,
			"Workspace Number Card": inserted("Workspace Number Card", parent=space, **card),
		}

	def test_a_row_is_found_by_the_present_name_with_all_that_it_held(self, made: dict[str, str]) -> None:
		assert not frappe.db.exists("DocType", "Data Intake")
		assert not frappe.db.table_exists("Data Intake", cached=False)
		assert frappe.get_doc("Table Import", made["Table Import"]).file == "/private/files/a.csv"

	@pytest.mark.parametrize(
		("doctype", "expected"),
		[
			("Auto Email Report", {"reference_report": "Access Statistics"}),
			("Dashboard Settings", {"chart_config": '{"Personal Data Access by Day": {}}'}),
			("List Filter", {"reference_doctype": "Table Import", "filters": "FILTER"}),
			("Prepared Report", {"report_name": "Access Statistics"}),
			("Property Setter", {"doc_type": "Table Import"}),
			(
				"Report",
				{"ref_doctype": "Table Import", "json": "FILTER", "reference_report": "Access Statistics"},
			),
			("Version", {"ref_doctype": "Table Import"}),
			("Workspace", {"content": '[{"card": "Personal Data Access Today"}]'}),
			(
				"Workspace Number Card",
				{
					"number_card_name": "Personal Data Access Today",
					"label": "Personal Data Access Today",
				},
			),
		],
	)
	def test_what_people_saved_follows(
		self, made: dict[str, str], doctype: str, expected: dict[str, str]
	) -> None:
		present = self.FILTER.replace("Data Intake", "Table Import")
		wanted = {column: present if value == "FILTER" else value for column, value in expected.items()}
		assert frappe.db.get_value(doctype, made[doctype], [*wanted], as_dict=True) == wanted

	def test_settings_of_a_list_follow(self, made: dict[str, str]) -> None:
		assert frappe.db.get_value("List View Settings", "Table Import", "disable_count") == 1
		assert '["Table Import", "status"' in get_user_settings("Table Import")

	def test_a_table_follows_where_the_renaming_was_broken_off(self, made: dict[str, str]) -> None:
		"""The framework renames the DocType and then its table, with a commit between the two."""
		frappe.db.sql_ddl("rename table `tabDecision Subject` to `tabDecision Matter`")
		try:
			records_by_present_names.execute()
			assert frappe.db.table_exists("Decision Subject", cached=False)
		finally:
			if not frappe.db.table_exists("Decision Subject", cached=False):
				frappe.db.sql_ddl("rename table `tabDecision Matter` to `tabDecision Subject`")

	def test_reports_cards_and_charts_keep_their_roles_and_links(self, made: dict[str, str]) -> None:
		roles = frappe.get_all("Has Role", {"parent": "Access Statistics"}, pluck="role")
		assert roles == made["roles"].split(",")
		assert not frappe.db.exists("Report", "Looks in Figures")
		chart = frappe.get_doc("Dashboard Chart", "Personal Data Access by Day")
		assert (chart.chart_name, chart.report_name) == (chart.name, "Access Statistics")
		card = frappe.get_doc("Number Card", "Personal Data Access Today")
		assert (card.label, card.document_type) == (card.name, "Personal Data Access")
