"""Every report of the site is read as the database's user for reports, whoever wrote it: also one of SQL, a script, or columns of a list.

The framework runs all of them through its Report: at once, as a job, in a file, on a dashboard and by mail.
"""

from typing import Any

from frappe.core.doctype.report.report import Report as StockReport

from esaylov.framework.desk import report_user


class Report(StockReport):
	"""Report of the framework (hook `override_doctype_class`)."""

	@report_user.reading()
	def execute_query_report(self, filters: Any) -> list[Any]:
		"""Of SQL."""
		return super().execute_query_report(filters)

	@report_user.reading()
	def execute_script_report(self, filters: Any) -> Any:
		"""Of a module, or of a script that was written in the Desk."""
		return super().execute_script_report(filters)

	@report_user.reading()
	def run_standard_report(self, filters: Any, limit: Any, user: Any) -> tuple[list[Any], list[Any]]:
		"""Of columns of a list."""
		return super().run_standard_report(filters, limit, user)
