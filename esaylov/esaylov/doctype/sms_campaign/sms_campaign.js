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
			`<div class="progress" role="progressbar" aria-valuenow="${share}" aria-valuemin="0" aria-valuemax="100">
			<div class="progress-bar" style="width: ${share}%">${share}%</div></div>
			<p class="small">${__("{0} of {1} receivers", [found.written, found.total])}</p><ul>${states.join("")}</ul>`,
		);
		clearTimeout(frm.progress_timer);
		const runs = found.status === "Preparing" || found.states.Queued || found.states.Sending;
		if (runs && frappe.get_route()[2] === frm.doc.name)
			frm.progress_timer = setTimeout(() => show_progress(frm), REFRESH_MS);
	});
}

function take(frm, step) {
	const call = () =>
		frappe.xcall("esaylov.api.sms.campaign", { name: frm.doc.name, step }).then(() => frm.reload_doc());
	if (step === "start" || step === "stop") {
		const question =
			step === "start"
				? __("Send this text to all receivers of the campaign?")
				: __("Stop the campaign? What waits is not sent; this cannot be undone.");
		frappe.confirm(question, call);
	} else call();
}

frappe.ui.form.on("SMS Campaign", {
	refresh(frm) {
		if (!frm.is_new() && frm.perm[0]?.write) {
			for (const step of STEPS[frm.doc.status] || []) {
				frm.add_custom_button(LABELS[step], () => take(frm, step));
			}
		}
		show_progress(frm);
	},
});
