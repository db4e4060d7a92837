// The page of the desk: its title, the framework's frame, and the desk in it. All else: public/js/desk/commission.
frappe.pages["commission-desk"].on_page_load = async (wrapper) => {
	const page = frappe.ui.make_app_page({
		parent: wrapper,
		title: __("Commission Desk"),
		single_column: true,
	});
	wrapper.classList.add("esaylov-desk-page");
	await frappe.require([
		"esaylov_desk.bundle.css",
		"commission_desk.bundle.css",
		"commission_desk.bundle.js",
	]);
	wrapper.esaylov_desk = window.esaylovCommissionDesk(page.main[0]);
	wrapper.esaylov_desk.show(frappe.get_route()[1] || "");
};

frappe.pages["commission-desk"].on_page_show = (wrapper) =>
	wrapper.esaylov_desk?.show(frappe.get_route()[1] || "");
