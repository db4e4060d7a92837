import { onListDrawn, putWords } from "./titles.js";

/** Staff stand by their names where forms and lists know them by their logins; of whoever is no colleague the login stays. */

const nameOf = (login) => frappe.utils.get_link_title("User", login);

/** In the drawn columns of a list. */
function nameColumns(list) {
	const fields = list.columns.filter(({ df }) => df?.options === "User").map(({ df }) => df.fieldname);
	for (const field of fields)
		for (const part of list.$result.find(`[data-filter^="${field},=,"]`)) {
			const name = nameOf(part.dataset.filter.slice(`${field},=,`.length));
			if (name) putWords($(part), name);
		}
}

export function nameColleagues() {
	$(document).one("app_ready", () => {
		for (const [login, name] of Object.entries(frappe.boot.esaylov.colleagues))
			frappe.utils.add_link_title("User", login, name);
	});
	onListDrawn(nameColumns);
}
