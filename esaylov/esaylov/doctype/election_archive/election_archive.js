// What would be in it, how far the job is, what is missing and how to mend it, and the package itself.
const WORKING = ["Queued", "Running"];
const API = "esaylov.api.archives";

/** What stood in the way, and what to do about it. */
const PROBLEMS = {
	archive_papers_missing: () =>
		__(
			"Papers are missing from the store, or are not what was stored. Have them restored from a backup (bench holder), then try again.",
		),
	archive_no_room: () =>
		__("The disk of the server has no room for the archive. Make room (bench holder), then try again."),
	archive_broke_off: () =>
		__("Something unexpected stopped the work; the Error Log says what. Mend it, then try again."),
};

const safe = (text) => frappe.utils.escape_html(String(text ?? ""));

function progress(found) {
	if (!WORKING.includes(found.status)) return "";
	const share = found.total ? Math.min(100, Math.round((100 * found.done) / found.total)) : 0;
	const words = __("{0} of {1} steps done. You may close this window; the work goes on.", [
		Number(found.done),
		Number(found.total),
	]);
	return `${esaylov.progressBar(share, __("Making the archive"))}<p role="status">${words}</p>`;
}

/** A paper by its document, or what the server said. */
const called = (paper) =>
	Array.isArray(paper) ? `${__(paper[0])} ${paper[1]}: ${paper[2] || __("File")}` : paper;

function problem({ status, problem: met }) {
	if (status !== "Failed" || !met.code) return "";
	const papers = (met.papers || []).map((paper) => `<li>${safe(called(paper))}</li>`).join("");
	const more = met.count - (met.papers || []).length;
	const rest = more > 0 ? `<p>${__("And {0} more.", [Number(more)])}</p>` : "";
	return `<div role="alert"><p>${safe(PROBLEMS[met.code]?.() ?? PROBLEMS.archive_broke_off())}</p><ul style="overflow-wrap:anywhere">${papers}</ul>${rest}</div>`;
}

function contents({ status, rows }) {
	const lines = Object.entries(rows).filter(([, count]) => count);
	if (!lines.length) return `<p class="text-muted">${__("The election has nothing to archive.")}</p>`;
	const words = ["Sealed", "Replaced", "Opened"].includes(status)
		? __("In the archive:")
		: __("Would be in the archive, with their papers, signatures, the chains and the log of configuration:");
	const drawn = lines
		.map(
			([doctype, count]) =>
				`<tr><td>${safe(__(doctype))}</td><td class="text-right">${Number(count)}</td></tr>`,
		)
		.join("");
	return `<p>${words}</p><div class="table-responsive"><table class="table table-bordered" style="max-width:480px">
		<thead><tr><th>${__("What")}</th><th class="text-right">${__("Rows")}</th></tr></thead><tbody>${drawn}</tbody></table></div>`;
}

function follow(frm) {
	const view = frm.get_field("course_view").$wrapper;
	if (frm.is_new()) {
		view.html(
			`<p class="text-muted">${__("Choose a finished election and save. Another administrator signs the proposal; then the archive is made.")}</p>`,
		);
		return;
	}
	esaylov.followForm(frm, {
		verb: "archives.progress",
		args: { archive: frm.doc.name },
		field: "course_view",
		draw: (found) => view.html(`${progress(found)}${problem(found)}${contents(found)}`),
		isOver: ({ status }) => !WORKING.includes(status),
	});
}

/** The server compares the bytes, and asks for a second factor, before the browser begins to take them. */
const verify = (frm, done) => esaylov.desk.act(frm, "archives.verify", { archive: frm.doc.name }, done);

const told = ({ sha256 }) =>
	frappe.show_alert(
		{ message: __("The stored bytes are those that were sealed: {0}", [safe(sha256)]), indicator: "green" },
		10,
	);

function add_buttons(frm) {
	if (frm.doc.sha256) {
		frm
			.add_custom_button(__("Download"), () =>
				verify(frm, () => open_url_post(`/api/method/${API}.download`, { archive: frm.doc.name })),
			)
			.addClass("btn-primary");
		frm.add_custom_button(__("Verify"), () => verify(frm, told));
	}
	if (frm.doc.status === "Failed" && frm.perm[0]?.write)
		frm
			.add_custom_button(__("Try Again"), () =>
				esaylov.desk.act(frm, "archives.retry", { archive: frm.doc.name }),
			)
			.addClass("btn-primary");
}

frappe.ui.form.on("Election Archive", {
	setup(frm) {
		frm.set_query("election", () => ({ filters: { status: "Finished" } }));
	},
	refresh(frm) {
		if (["Replaced", "Opened"].includes(frm.doc.status)) frm.disable_form();
		frm.page.sidebar.find(".form-attachments").hide(); // only the button hands it out
		follow(frm);
		if (!frm.is_new()) frappe.require("esaylov.bundle.js", () => add_buttons(frm));
	},
});
