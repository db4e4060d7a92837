// Protected data of a person are shown to the commission that has a task with them and to administrators, with a reason; the person reads it.
frappe.ui.form.on("Person", {
	refresh(frm) {
		if (!frm.is_new()) {
			frm.add_custom_button(__("Show protected data"), () => ask_reason(frm));
		}
	},
});

function ask_reason(frm) {
	const field = {
		fieldname: "reason",
		fieldtype: "Small Text",
		label: __("Reason"),
		description: __("The person will be able to see who viewed the data, when and why"),
		reqd: 1,
	};
	frappe.prompt([field], ({ reason }) => reveal(frm, reason), __("Show protected data"), __("Show"));
}

async function reveal(frm, reason) {
	const { message } = await frappe.call({
		method: "esaylov.api.people.reveal",
		args: { person: frm.doc.name, reason },
	});
	const rows = Object.entries(message).map(([field, value]) => {
		const label = __(frappe.meta.get_label("Person", field));
		return `<tr><th scope="row">${frappe.utils.escape_html(label)}</th><td>${frappe.utils.escape_html(value)}</td></tr>`;
	});
	frappe.msgprint({
		title: frappe.utils.escape_html(frm.doc.full_name),
		message: `<table class="table table-bordered">${rows.join("")}</table>`,
	});
}
