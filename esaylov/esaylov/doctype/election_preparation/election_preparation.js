// The earlier election's contests and titles as a start, the job that makes the new one, and what it still lacks. The steps of a kind: preparation-wizard.
const API = "esaylov.api.preparing";
const TITLES = ["title_uz", "title_ru", "title_en", "short_title_uz", "short_title_ru", "short_title_en"];

function draw_checklist(items) {
	const rows = items
		.map((item) => {
			const is_ready = !item.missing;
			const state = is_ready
				? ["green", __("Ready")]
				: ["orange", __("Missing: {0}", [Number(item.missing)])];
			const list = `/app/${frappe.router.slug(item.doctype)}?${new URLSearchParams(
				Object.entries(item.filters).map(([field, value]) => [
					field,
					typeof value === "object" ? JSON.stringify(value) : value,
				]),
			)}`;
			return `<tr><td>${frappe.utils.escape_html(item.title)}</td>
				<td><span class="indicator-pill ${state[0]}">${state[1]}</span></td>
				<td><a href="${frappe.utils.escape_html(list)}">${__("Open the list")}</a></td></tr>`;
		})
		.join("");
	return `<h5>${__("What is missing")}</h5><div class="table-responsive"><table class="table">
		<thead><tr><th>${__("What")}</th><th>${__("State")}</th><th></th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

const safe = (text) => frappe.utils.escape_html(String(text ?? ""));

/** A preparation of a kind is walked on a page of its own. */
function lead_to_steps(frm, view) {
	view.append(
		`<p><a class="btn btn-primary btn-sm" data-steps href="/app/preparation-wizard/${encodeURIComponent(frm.doc.name)}">${safe(__("Open the steps"))}</a></p>`,
	);
}

function draw_progress(found) {
	const share = found.total
		? Math.min(100, Math.round((100 * found.done) / found.total))
		: found.election
			? 100
			: 0;
	if (found.status !== "Running") return "";
	return `${esaylov.progressBar(share)}<p role="status">${__("{0} of {1}", [Number(found.done), Number(found.total)])}</p>`;
}

function follow(frm) {
	const view = frm.get_field("course_view").$wrapper;
	if (frm.is_new() || frm.doc.status === "Draft") {
		view.html(
			`<p class="text-muted">${__("Choose the kind, the day and the seats, save, and make the election. The steps and what each lacks are shown here.")}</p>`,
		);
		if (!frm.is_new() && frm.doc.kind) lead_to_steps(frm, view);
		return;
	}
	const name = frm.doc.name;
	const draw = (found) => {
		view.html(draw_progress(found));
		if (frm.doc.kind) lead_to_steps(frm, view);
		else if (found.election)
			frappe
				.call({ method: `${API}.checklist`, args: { election: found.election }, type: "GET" })
				.then(({ message: items }) => frm.doc.name === name && view.append(draw_checklist(items)));
	};
	const isOver = ({ status }) => status !== "Running";
	esaylov.followForm(frm, { verb: "preparing.progress", args: { name }, field: "course_view", draw, isOver });
}

frappe.ui.form.on("Election Preparation", {
	refresh(frm) {
		if (!frm.is_new() && frm.doc.status !== "Draft") frm.disable_form();
		if (!frm.is_new() && frm.doc.status === "Draft" && frm.perm[0]?.write) {
			frm
				.add_custom_button(__("Make the election"), () =>
					frappe.confirm(
						__("Make the election {0} with its calendar and constituencies?", [frm.doc.code]),
						() => frappe.xcall(`${API}.start`, { name: frm.doc.name }).then(() => frm.reload_doc()),
					),
				)
				.addClass("btn-primary");
		}
		if (frm.doc.status === "Done") {
			frm.add_custom_button(__("Open the election"), () =>
				frappe.set_route("Form", "Election", frm.doc.code),
			);
		}
		follow(frm);
	},
	setup(frm) {
		frm.set_query("constituency", "vacant_seats", () => ({
			filters: {
				election: frm.doc.source_election || "",
				election_type: ["in", (frm.doc.election_types || []).map((row) => row.election_type)],
				is_annulled: 0,
			},
		}));
	},
	source_election(frm) {
		if (!frm.doc.source_election || (frm.doc.election_types || []).length) return;
		frappe.db.get_doc("Election", frm.doc.source_election).then((earlier) => {
			for (const row of earlier.election_types)
				frm.add_child("election_types", { election_type: row.election_type });
			frm.refresh_field("election_types");
			for (const field of TITLES) if (!frm.doc[field]) frm.set_value(field, earlier[field]);
		});
	},
	election_day(frm) {
		if (frm.doc.election_day && !frm.doc.code) frm.set_value("code", frm.doc.election_day);
	},
});
