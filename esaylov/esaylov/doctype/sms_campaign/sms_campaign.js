// Start, pause, resume and stop, and how far the campaign is.
const STEPS = {
	Draft: ["start"],
	Preparing: ["pause", "stop"],
	Prepared: ["pause", "stop"],
	Paused: ["resume", "stop"],
};
const LABELS = { start: __("Start"), pause: __("Pause"), resume: __("Resume"), stop: __("Stop") };
const REFRESH_MS = 3000;

function show_progress(frm) {
	if (frm.is_new() || frm.doc.status === "Draft") return;
	const asked = { method: "esaylov.api.sms.campaign_progress", args: { name: frm.doc.name }, type: "GET" };
	const { name } = frm.doc;
	frappe.call(asked).then(({ message: found }) => {
		if (frm.doc.name !== name) return;
		// its job went on, or somebody else paused it: other buttons
		if (found.status !== frm.doc.status && !frm.is_dirty()) return void frm.reload_doc();
		const share = found.total ? Math.min(100, Math.round((100 * found.written) / found.total)) : 100;
		const states = Object.entries(found.states).map(
			([state, count]) => `<li>${__(state)}: <b>${Number(count)}</b></li>`,
		);
		frm.get_field("progress_view").$wrapper.html(
			`${esaylov.progressBar(share)}
			<p class="small">${__("{0} of {1} receivers", [found.written, found.total])}</p><ul>${states.join("")}</ul>`,
		);
		clearTimeout(frm.progress_timer);
		const runs = found.status === "Preparing" || found.states.Queued || found.states.Sending;
		if (runs && frappe.get_route()[2] === frm.doc.name)
			frm.progress_timer = setTimeout(() => show_progress(frm), REFRESH_MS);
	});
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
			const asked = __("Send this text to all receivers of the campaign?");
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
