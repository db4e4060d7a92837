// The template, the dry run, the import, how far it is, and what is wrong with which row.
const RUNNING = ["Checking", "Importing"];
const API = "esaylov.api.intake";
const WITH_BOUNDARY = ["Constituencies", "Polling Stations"];
const OF_ELECTION = ["Constituencies", "Stations of Constituencies", "Voter Figures", "Candidates"];

const open_file = (method, values) =>
	window.open(`/api/method/${API}.${method}?${new URLSearchParams(values)}`, "_blank", "noopener");

function order(frm, step) {
	return frappe.xcall(`${API}.${step}`, { name: frm.doc.name }).then(() => frm.reload_doc());
}

function add_buttons(frm) {
	const may_write = frm.perm[0]?.write;
	if (may_write && frm.doc.kind) {
		frm.add_custom_button(__("Template"), () => open_file("template", { kind: frm.doc.kind }));
		frm.add_custom_button(__("Current Table"), () => ask_export(frm));
	}
	if (frm.is_new()) return;
	if (frm.doc.findings_count) {
		frm.add_custom_button(__("Findings as a file"), () =>
			open_file("findings", { name: frm.doc.name, form: "xlsx" }),
		);
	}
	if (frm.doc.kind === "Commission Members" && frm.doc.status === "Done" && frm.doc.invites) {
		frm.add_custom_button(__("Invitations"), () =>
			frappe.set_route("List", "Login Invitation", { table_import: frm.doc.name }),
		);
	}
	if (!may_write) return;
	if (["Draft", "Failed"].includes(frm.doc.status)) {
		frm.add_custom_button(__("Check the file"), () => order(frm, "try_out")).addClass("btn-primary");
	}
	if (frm.doc.status === "Checked") {
		frm.add_custom_button(__("Check again"), () => order(frm, "try_out"));
		frm
			.add_custom_button(__("Import"), () =>
				frappe.confirm(__("Import the rows without findings? The others stay out."), () => order(frm, "run")),
			)
			.addClass("btn-primary");
	}
}

function ask_export(frm) {
	const forms = ["xlsx", "csv", ...(WITH_BOUNDARY.includes(frm.doc.kind) ? ["geojson"] : [])];
	const is_of_election = OF_ELECTION.includes(frm.doc.kind);
	const dialog = new frappe.ui.Dialog({
		title: __("Current Table"),
		fields: [
			{
				fieldname: "form",
				fieldtype: "Select",
				label: __("Kind of File"),
				options: forms,
				default: "xlsx",
				reqd: 1,
			},
			{
				fieldname: "election",
				fieldtype: "Link",
				options: "Election",
				label: __("Election"),
				default: frm.doc.election,
				reqd: is_of_election,
				hidden: !is_of_election,
			},
		],
		primary_action_label: __("Download"),
		primary_action(values) {
			dialog.hide();
			open_url_post(`/api/method/${API}.export`, { kind: frm.doc.kind, ...values });
		},
	});
	dialog.show();
}

const figure = (label, number) =>
	`<div class="intake-figure" style="min-width:90px"><div class="text-muted small">${label}</div>
	<div style="font-size:20px;font-variant-numeric:tabular-nums">${Number(number)}</div></div>`;

function draw(frm, found) {
	const share = found.total ? Math.min(100, Math.round((100 * found.done) / found.total)) : 0;
	const rows = found.findings
		.map(
			(one) => `<tr><td>${Number(one.line) || ""}</td><td>${frappe.utils.escape_html(one.column)}</td>
			<td>${frappe.utils.escape_html(one.message)}</td></tr>`,
		)
		.join("");
	const is_import = ["Importing", "Done"].includes(found.status);
	const words = is_import
		? [__("Added"), __("Changed"), __("Unchanged"), __("Refused")]
		: [__("Would be added"), __("Would be changed"), __("Unchanged"), __("Would be refused")];
	const numbers = [found.added, found.changed, found.unchanged, found.refused];
	const bar = RUNNING.includes(found.status)
		? `${esaylov.progressBar(share)}<p role="status">${__("{0} of {1} rows done. You may close this window; the work goes on.", [Number(found.done), Number(found.total)])}</p>`
		: "";
	const unknown = found.unknown_columns
		? `<p class="esaylov-sun">${__("Columns that were not known and are left out: {0}", [
				frappe.utils.escape_html(found.unknown_columns),
			])}</p>`
		: "";
	const table = rows
		? `<p class="small text-muted">${__("{0} findings; the first {1} are shown.", [
				found.findings_count,
				found.findings.length,
			])}</p><div class="table-responsive"><table class="table table-bordered">
			<thead><tr><th>${__("Line")}</th><th>${__("Column")}</th><th>${__("What is wrong")}</th></tr></thead>
			<tbody>${rows}</tbody></table></div>`
		: "";
	frm
		.get_field("course_view")
		.$wrapper.html(
			`${bar}<div class="flex flex-wrap" style="gap:16px;margin:8px 0 12px">${figure(__("Rows"), found.total)}${words
				.map((word, place) => figure(word, numbers[place]))
				.join("")}</div>${unknown}${table}`,
		);
}

function follow(frm) {
	if (frm.is_new() || frm.doc.status === "Draft") {
		frm
			.get_field("course_view")
			.$wrapper.html(
				`<p class="text-muted">${__("Fill in the template, attach it, save, and check the file. A check writes nothing.")}</p>`,
			);
		return;
	}
	esaylov.followForm(frm, {
		verb: "intake.progress",
		args: { name: frm.doc.name },
		field: "course_view",
		draw: (found) => draw(frm, found),
		isOver: ({ status }) => !RUNNING.includes(status),
	});
}

frappe.ui.form.on("Table Import", {
	onload(frm) {
		frm.get_field("file").df.options = {
			restrictions: { allowed_file_types: [".xlsx", ".csv", ".geojson", ".json"] },
		};
	},
	refresh(frm) {
		if (!frm.is_new() && ["Checking", "Importing", "Done"].includes(frm.doc.status)) frm.disable_form();
		add_buttons(frm);
		follow(frm);
	},
	kind: (frm) => frm.refresh(),
});
