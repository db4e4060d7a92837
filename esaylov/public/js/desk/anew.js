const READ = "frappe.desk.form.load.getdoc";
const SECONDS = 30;

/**
 * Show a form anew; whether it could be. Frappe's promise of it has no end where the document cannot be read, so that it is heard
 * whether the request for it failed.
 */
export function shownAnew(frm) {
	return new Promise((ended) => {
		const end = (isShown) => {
			$(document).off("ajaxError", heard);
			ended(isShown);
		};
		const heard = (_event, _answer, { url, data } = {}) => {
			if (`${url} ${typeof data === "string" ? data : ""}`.includes(READ)) end(false);
		};
		$(document).on("ajaxError", heard);
		Promise.resolve()
			.then(() => frm.reload_doc())
			.then(
				() => end(true),
				() => end(false),
			);
	});
}

const notShown = () => __("This page could not be updated and shows what was there before. Reload the page.");

/** What came of a step, once the page shows it: a change of its route closes what is open. It is said in either case. */
export async function sayAnew(frm, title, words) {
	const said = [words];
	if (!(await shownAnew(frm))) said.push(notShown());
	const message = said.map((line) => frappe.utils.escape_html(line)).join("<br>");
	frappe.msgprint({ title, message, indicator: "green" });
}

/** A form as it stands after a step; a word beside the page where it could not be shown anew. */
export async function showAnew(frm) {
	if (!(await shownAnew(frm))) frappe.show_alert({ message: notShown(), indicator: "orange" }, SECONDS);
}
