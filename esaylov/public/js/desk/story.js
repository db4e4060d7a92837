const text = (value) => frappe.utils.escape_html(String(value ?? ""));
const when = (value) => frappe.datetime.str_to_user(String(value).slice(0, 16));

/** What happened to an appeal so far, in plain words, the oldest first. */
export function renderStory(doc, rounds) {
	const steps = [
		[doc.received_at, __("Received as {0}", [doc.number])],
		...rounds.flatMap(roundSteps),
		[doc.escalated_at, __("The deadline passed; the higher commission was notified")],
	];
	const items = steps
		.filter(([at]) => at)
		.sort(([one], [other]) => String(one).localeCompare(String(other)))
		.map(([at, words]) => `<li><time>${when(at)}</time> ${text(words)}</li>`);
	if (doc.assigned_to)
		items.push(`<li>${__("Now with {0}", [text(frappe.user_info(doc.assigned_to).fullname)])}</li>`);
	return `<h3 class="esaylov-title">${__("Progress so far")}</h3><ol class="esaylov-story">${items.join("")}</ol>`;
}

function roundSteps(round) {
	return [
		[round.returned_at, __("Returned for correction: {0}", [round.reason])],
		[round.filed_at, __("The corrected filing came in")],
	];
}
