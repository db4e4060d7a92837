// The earlier election's contests and titles as a start, the job that makes the new one, and what it still lacks.
const REFRESH_MS = 2000;
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

const STATES = {
	Done: ["green", __("Done")],
	Ready: ["blue", __("Ready")],
	Missing: ["orange", __("Something is missing")],
	Waiting: ["gray", __("Waits for the election")],
};
const MOST_LACKS = 12;
const safe = (text) => frappe.utils.escape_html(String(text ?? ""));

function draw_step(step, number, may_change) {
	const [colour, state] = STATES[step.state];
	const lacks = step.lacks.slice(0, MOST_LACKS).map((lack) => `<li>${safe(lack)}</li>`);
	const more = step.lacks.length - MOST_LACKS;
	if (more > 0) lacks.push(`<li>${__("and {0} more", [more])}</li>`);
	const who = step.responsible
		? `${safe(step.responsible)} · ${safe(step.due_on ? frappe.datetime.str_to_user(step.due_on) : "")}`
		: __("Nobody is responsible yet");
	const button = (act, label, kind = "default") =>
		`<button type="button" class="btn btn-xs btn-${kind} mr-2 mb-2" data-act="${act}" data-step="${safe(step.key)}">${label}</button>`;
	const buttons = [button("assign", __("Responsible and date"))];
	const is_last = step.key === "opening";
	if (step.state === "Ready")
		buttons.unshift(button("confirm", is_last ? __("Open for filings") : __("Done"), "primary"));
	if (step.done_on) buttons.unshift(button("reopen", __("Not done")));
	return `<li class="mb-3" data-step-row="${safe(step.key)}" data-state="${safe(step.state)}">
		<b>${number}. ${safe(step.title)}</b> <span class="indicator-pill ${colour}">${state}</span>
		<div class="text-muted small">${who}</div>
		${lacks.length ? `<ul class="small mb-1">${lacks.join("")}</ul>` : ""}
		${may_change ? `<div class="mt-1">${buttons.join("")}</div>` : ""}</li>`;
}

function draw_steps(steps, may_change) {
	const rows = steps.map((step, index) => draw_step(step, index + 1, may_change));
	return `<h5>${__("Steps")}</h5><ol class="list-unstyled">${rows.join("")}</ol>`;
}

function rule_in_words(rule) {
	const last = rule.startsWith("by ") ? rule.slice(3) : "";
	const days = (text) =>
		text.replace(/(\d+) days/g, (_, count) => __("{0} days before the election", [count]));
	return last ? __("not later than {0}", [days(last)]) : days(rule);
}

function draw_timeline(entries) {
	const colours = { past: "gray", now: "green", ahead: "blue" };
	const day = (text) => frappe.datetime.str_to_user(text);
	const rows = entries.map((entry) => {
		const last = entry.ends_on === entry.starts_on ? "" : ` – ${day(entry.ends_on)}`;
		const template = entry.source_mark.includes("[ours]") && __("a template: enter the true date");
		const source = [rule_in_words(entry.rule), entry.article && __("art. {0}", [entry.article]), template]
			.filter(Boolean)
			.join(" · ");
		return `<li class="pl-3 pb-2 border-left" title="${safe(entry.source_mark)}" data-stage="${safe(entry.key)}">
			<span class="indicator ${colours[entry.place]}"></span>
			<b>${safe(day(entry.starts_on) + last)} ${safe(entry.ends_at)}</b> ${safe(entry.title)}
			<div class="text-muted small">${safe(source)}</div></li>`;
	});
	return `<h5>${__("Calendar")}</h5><ol class="list-unstyled">${rows.join("")}</ol>`;
}

function ask_responsible(frm, step) {
	const fields = [
		{
			fieldtype: "Link",
			fieldname: "user",
			label: __("Responsible"),
			options: "User",
			reqd: 1,
			get_query: () => ({ filters: { enabled: 1, user_type: "System User" } }),
		},
		{ fieldtype: "Date", fieldname: "due_on", label: __("Due On"), reqd: 1 },
	];
	frappe.prompt(fields, (values) => order(frm, "assign", { step, ...values }), __("Responsible and date"));
}

function order(frm, method, values = {}) {
	return frappe.xcall(`${API}.${method}`, { name: frm.doc.name, ...values }).then(() => frm.reload_doc());
}

function act(frm, { act, step }) {
	if (act === "assign") ask_responsible(frm, step);
	else if (act === "confirm" && step === "opening")
		frappe.confirm(
			__("Open the election {0}? Its kind, days and contests no longer change then.", [frm.doc.code]),
			() => order(frm, act, { step }),
		);
	else order(frm, act, { step });
}

async function show_steps(frm, view, name) {
	const [steps, entries] = await Promise.all(
		["steps", "timeline"].map((step) =>
			frappe.call({ method: `${API}.${step}`, args: { name }, type: "GET" }).then(({ message }) => message),
		),
	);
	if (frm.doc.name !== name) return;
	const is_open = steps.some((step) => step.key === "opening" && step.state === "Done");
	const may_write = frappe.model.can_write("Election Preparation"); // a form that is closed has no rights left
	view.find("[data-steps]").remove();
	view.append(
		`<div data-steps>${draw_steps(steps, may_write && !is_open)}${entries.length ? draw_timeline(entries) : ""}</div>`,
	);
	view.find("[data-act]").on("click", (event) => act(frm, event.currentTarget.dataset));
	if (!is_open && frm.doc.status === "Done" && may_write)
		frm.add_custom_button(__("Unmake the election"), () =>
			frappe.confirm(
				__("Unmake the election {0} with its calendar and constituencies? The plan stays as a draft.", [
					frm.doc.code,
				]),
				() => order(frm, "undo"),
			),
		);
}

function draw_progress(found) {
	const share = found.total
		? Math.min(100, Math.round((100 * found.done) / found.total))
		: found.election
			? 100
			: 0;
	if (found.status !== "Running") return "";
	return `<div class="progress" role="progressbar" aria-valuenow="${share}" aria-valuemin="0" aria-valuemax="100">
		<div class="progress-bar" style="width:${share}%">${share}%</div></div>`;
}

function follow(frm) {
	clearTimeout(frm.preparation_timer);
	const view = frm.get_field("course_view").$wrapper;
	if (frm.is_new() || frm.doc.status === "Draft") {
		view.html(
			`<p class="text-muted">${__("Choose the kind, the day and the seats, save, and make the election. The steps and what each lacks are shown here.")}</p>`,
		);
		if (!frm.is_new() && frm.doc.kind) show_steps(frm, view, frm.doc.name);
		return;
	}
	const name = frm.doc.name;
	frappe.call({ method: `${API}.progress`, args: { name }, type: "GET" }).then(({ message: found }) => {
		if (frm.doc.name !== name) return;
		view.html(draw_progress(found));
		if (found.status === "Running") {
			if (frappe.get_route()[2] === name) frm.preparation_timer = setTimeout(() => follow(frm), REFRESH_MS);
		} else if (found.status !== frm.doc.status) frm.reload_doc();
		if (found.status === "Done" && frm.doc.kind) show_steps(frm, view, name);
		else if (found.election)
			frappe
				.call({ method: `${API}.checklist`, args: { election: found.election }, type: "GET" })
				.then(({ message: items }) => frm.doc.name === name && view.append(draw_checklist(items)));
	});
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
