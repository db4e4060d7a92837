/**
 * A list joins the records that its columns name, for their titles, and asks the rules of those records too. A row that names none,
 * or one that the reader may not open, was left out that way: of decisions each one without an appeal. So what has rules
 * of its own is not joined; its titles are asked for afterwards, and where there is none for this reader its id stands.
 * What has titles in several languages neither: it was joined for the Uzbek one, whoever read.
 */
import { onListDrawn, showTitles } from "./titles.js";

const linkOf = (view, field) => frappe.meta.get_docfield(view.doctype, field)?.options;

/** Whether titles of a DocType are asked for by themselves. */
function isApart(doctype) {
	const { ruled, titled } = frappe.boot.esaylov;
	return ruled.includes(doctype) || (frappe.boot.lang !== "uz" && titled.includes(doctype));
}

function showApart(list) {
	for (const field of new Set(list.esaylov_apart))
		showTitles(list, (row) => row[field] && [linkOf(list, field), row[field]], `[data-filter^="${field},="]`);
}

/** Wrap the framework's list, once it is there. */
export function keepRows() {
	$(document).one("app_ready", () => {
		const view = frappe.views.ListView.prototype;
		const { get_fields: ask } = view;
		view.get_fields = function () {
			const joined = this.link_field_title_fields || {};
			this.esaylov_apart ||= [];
			for (const field of Object.keys(joined)) {
				if (!isApart(linkOf(this, field))) continue;
				delete joined[field];
				this.esaylov_apart.push(field);
			}
			return ask.call(this);
		};
	});
	onListDrawn(showApart);
}
