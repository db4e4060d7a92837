import { idOf } from "./fields.js";

/** What the framework's dialogs lack for whoever listens to a screen: the name of the dialog, a word on its cross. Fields: frame.js. */

function nameParts({ target }) {
	const title = target.querySelector(".modal-title");
	if (title) {
		target.setAttribute("aria-labelledby", idOf(title));
		title.setAttribute("aria-level", 2); // below that of the page (frame.js)
	}
	for (const cross of target.querySelectorAll(".btn-modal-close"))
		cross.setAttribute("aria-label", __("Close"));
}

/** Name the parts of each dialog as it opens. */
export function nameDialogs() {
	$(document).on("shown.bs.modal", ".modal", nameParts);
}
