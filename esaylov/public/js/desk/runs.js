import { showAnew } from "./anew.js";
import { call, explain } from "./api.js";
import { followForm, progressBar } from "./progress.js";

const text = (value) => frappe.utils.escape_html(String(value ?? ""));

/** The form of a Bulk Decision: a bar that moves while the job is at work, and what was refused with the reason. */
export function showRun(frm) {
	frm.disable_save();
	const draw = (progress) => drawRun(frm, progress);
	return followForm(frm, {
		verb: "decisions.run_progress",
		args: { run: frm.doc.name },
		field: "progress_view",
		draw,
	});
}

function drawRun(frm, progress) {
	const share = Math.round((100 * progress.done) / progress.total);
	const rows = progress.refused.map(
		(row) =>
			`<li><a href="${frappe.utils.get_form_link("Decision", row.decision)}">${text(row.title)}</a>: ${text(row.message)}</li>`,
	);
	const words = __("{0} of {1} decisions are in effect.", [progress.completed, progress.total]);
	const more = progress.refused_count - rows.length;
	const rest = more > 0 ? `<p>${text(__("and {0} more", [more]))}</p>` : "";
	frm.get_field("progress_view").$wrapper.html(`
		${progressBar(share)}
		<p role="status">${text(words)}</p>
		${rows.length ? `<p>${__("Refused")}: ${Number(progress.refused_count)}</p><ul>${rows.join("")}</ul>${rest}` : ""}`);
	frm.doc.done = progress.done;
	frm.refresh_field("done");
	frm.clear_custom_buttons();
	if (progress.status === "Done" && rows.length) frm.add_custom_button(__("Retry Refused"), () => retry(frm));
}

async function retry(frm) {
	try {
		await call("decisions.run_retry", { run: frm.doc.name });
		await showAnew(frm);
	} catch (problem) {
		explain(problem);
	}
}
