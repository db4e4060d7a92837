/**
 * The report view takes its column of states away in the middle of building the rows where a DocType has no states: the rows
 * built by then have a cell more than the others, and values stand under the headings of their neighbours (Frappe 15 and 16).
 */

const STATE = "docstatus";

/** Without states there is no such column from the start on; the value itself is still asked for. */
function withoutStates(view) {
	const setUp = view.setup_columns;
	view.setup_columns = function () {
		const { fields, doctype } = this;
		const has = frappe.has_indicator(doctype) || frappe.meta.has_field(doctype, "status");
		if (!has) this.fields = fields.filter(([name]) => name !== STATE);
		try {
			return setUp.call(this);
		} finally {
			this.fields = fields;
		}
	};
}

/** A row without a state keeps its empty cell. */
function keepWhileBuilt(view) {
	const { build_rows: build, remove_column_from_datatable: remove } = view;
	let isBuilding = false;
	view.build_rows = function (data) {
		isBuilding = true;
		try {
			return build.call(this, data);
		} finally {
			isBuilding = false;
		}
	};
	view.remove_column_from_datatable = function (column) {
		if (!(isBuilding && column.field === STATE)) remove.call(this, column);
	};
}

export function keepReportColumns() {
	$(document).one("app_ready", () => {
		const view = frappe.views?.ReportView?.prototype;
		if (!view?.remove_column_from_datatable) return;
		withoutStates(view);
		keepWhileBuilt(view);
	});
}
