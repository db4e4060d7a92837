import { call, explain } from "./api.js";
import { progressBar } from "./progress.js";
import { showing } from "./showing.js";

const text = (value) => frappe.utils.escape_html(String(value ?? ""));
const EVERY = 2000;

/** The form of a Bulk Decision: a bar that moves while the job is at work, and what was refused with the reason. */
export async function showRun(frm) {
	frm.disable_save();
	const isSeen = showing(frm);
	let progress;
	try {
		progress = await call("decisions.run_progress", { run: frm.doc.name }, "GET");
	} catch (problem) {
		if (isSeen()) explain(problem);
		return;
	}
	if (!isSeen()) return;
	draw(frm, progress);
	if (progress.status === "Done") return;
	setTimeout(() => isSeen() && isShown(frm) && showRun(frm), EVERY);
}

const isShown = (frm) => frm.wrapper.isConnected && frappe.get_route()[2] === frm.doc.name;

function draw(frm, progress) {
	const share = Math.round((100 * progress.done) / progress.total);
	const rows = progress.refused.map(
		(row) =>
			`<li><a href="${frappe.utils.get_form_link("Decision", row.decision)}">${text(row.title)}</a>: ${text(row.message)}</li>`,
	);
	const words = __("{0} of {1} decisions are in effect.", [progress.completed, progress.total]);
	frm.get_field("progress_view").$wrapper.html(`
		${progressBar(share)}
		<p>${text(words)}</p>${rows.length ? `<p>${__("Refused")}:</p><ul>${rows.join("")}</ul>` : ""}`);
	frm.clear_custom_buttons();
	if (progress.status === "Done" && rows.length) frm.add_custom_button(__("Retry Refused"), () => retry(frm));
}

async function retry(frm) {
	try {
		await call("decisions.run_retry", { run: frm.doc.name });
		showRun(frm);
	} catch (problem) {
		explain(problem);
	}
}
