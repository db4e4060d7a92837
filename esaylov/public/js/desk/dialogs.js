/** What the framework's dialogs lack for whoever listens to a screen: the name of the dialog, a word on its cross, the label of each field. */

let last = 0;

function idOf(part) {
	part.id ||= `esaylov-part-${++last}`;
	return part.id;
}

function nameField(control) {
	const label = control.querySelector(".control-label");
	const field = control.querySelector("input, textarea, select");
	if (!label?.textContent.trim() || field?.closest(".frappe-control") !== control) return; // of a table: its rows name their own
	if (!field.labels?.length && !field.hasAttribute("aria-label"))
		field.setAttribute("aria-labelledby", idOf(label));
}

function nameParts({ target }) {
	const title = target.querySelector(".modal-title");
	if (title) {
		target.setAttribute("aria-labelledby", idOf(title));
		title.setAttribute("aria-level", 2); // below that of the page (frame.js)
	}
	for (const cross of target.querySelectorAll(".btn-modal-close"))
		cross.setAttribute("aria-label", __("Close"));
	for (const control of target.querySelectorAll(".frappe-control")) nameField(control);
}

/** Name the parts of each dialog as it opens. */
export function nameDialogs() {
	$(document).on("shown.bs.modal", ".modal", nameParts);
}
