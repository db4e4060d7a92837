let last = 0;

/** The id of a part of the page, made where it has none. */
export function idOf(part) {
	part.id ||= `esaylov-part-${++last}`;
	return part.id;
}

/** Join a field of the framework with the label that stands above it. */
export function nameField(control) {
	const label = control.querySelector(".control-label");
	const field = control.querySelector("input, textarea, select");
	if (!label?.textContent.trim() || field?.closest(".frappe-control") !== control) return; // of a table: its rows name their own
	if (!field.labels?.length && !field.hasAttribute("aria-label"))
		field.setAttribute("aria-labelledby", idOf(label));
}
