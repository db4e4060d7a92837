// Start, pause, resume and stop, and how far the campaign is.
const STEPS = {
	Draft: ["start"],
	Preparing: ["pause", "stop"],
	Prepared: ["pause", "stop"],
	Paused: ["resume", "stop"],
};
const LABELS = { start: __("Start"), pause: __("Pause"), resume: __("Resume"), stop: __("Stop") };

function show_progress(frm) {
	if (frm.is_new() || frm.doc.status === "Draft") return;
	esaylov.followForm(frm, {
		verb: "sms.campaign_progress",
		args: { name: frm.doc.name },
		field: "progress_view",
		draw: (found) => draw_progress(frm, found),
		isOver: ({ status, states }) => status !== "Preparing" && !states.Queued && !states.Sending,
	});
}

function draw_progress(frm, found) {
	const share = found.total ? Math.min(100, Math.round((100 * found.written) / found.total)) : 100;
	const states = Object.entries(found.states).map(
		([state, count]) => `<li>${__(state)}: <b>${Number(count)}</b></li>`,
	);
	frm.get_field("progress_view").$wrapper.html(
		`${esaylov.progressBar(share)}
		<p class="small">${__("{0} of {1} receivers", [found.written, found.total])}</p><ul>${states.join("")}</ul>`,
	);
}

function take(frm, step) {
	const call = async () => {
		if (frm.is_dirty()) await frm.save(); // what is seen is what is sent
		frappe.require("esaylov.bundle.js", () =>
			window.esaylov.desk.act(frm, "sms.campaign", { name: frm.doc.name, step }),
		);
	};
	if (step === "start")
		frm.plan.then((plan) => {
			const asked = __(
				"Propose to send this text to all receivers? It goes out when another administrator signs it.",
			);
			frappe.confirm(`${asked}<br>${__("Receivers: {0}", [plan.total()])}`, call);
		});
	else if (step === "stop")
		frappe.confirm(__("Stop the campaign? What waits is not sent; this cannot be undone."), call);
	else call();
}

const PLAN = ["appeal_procedure.bundle.js", "appeal_procedure.bundle.css"];

/** Who would get it and how it reads; what is chosen and typed there is the form's. */
function show_plan(frm) {
	if (!frm.plan) {
		const element = $('<div class="esaylov-pr">').appendTo(frm.get_field("plan").$wrapper.empty())[0];
		const onTyped = ({ audience, values }) => {
			Object.assign(frm.doc, { audience, placeholder_values: JSON.stringify(values) });
			frm.dirty();
		};
		frm.plan = new Promise((resolve) =>
			frappe.require(PLAN, () => resolve(window.esaylovCampaignPlan(element, { onTyped }))),
		);
	}
	const { template, election, audience, placeholder_values: values, status } = frm.doc;
	const given = { template: template || "", election: election || "", audience: audience || "" };
	const mayChange = status === "Draft" && Boolean(frm.perm[0]?.write);
	frm.plan.then((plan) => plan.read({ ...given, values: JSON.parse(values || "{}"), mayChange }));
}

frappe.ui.form.on("SMS Campaign", {
	template: show_plan,
	election: show_plan,
	refresh(frm) {
		show_plan(frm);
		if (!frm.is_new() && frm.perm[0]?.write) {
			for (const step of STEPS[frm.doc.status] || []) {
				frm.add_custom_button(LABELS[step], () => take(frm, step));
			}
		}
		show_progress(frm);
	},
});
