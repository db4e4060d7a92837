// The page of the cockpit: its title, the framework's frame, and the figures in it. All else: public/js/desk/cockpit.
frappe.pages.cockpit.on_page_load = async (wrapper) => {
	const page = frappe.ui.make_app_page({
		parent: wrapper,
		title: __("Cockpit"),
		single_column: true,
	});
	await frappe.require(["esaylov_desk.bundle.css", "cockpit.bundle.css", "cockpit.bundle.js"]);
	wrapper.esaylov_cockpit = window.esaylovCockpit(page.main[0]);
	wrapper.esaylov_cockpit.show(...frappe.get_route().slice(1));
};

frappe.pages.cockpit.on_page_show = (wrapper) =>
	wrapper.esaylov_cockpit?.show(...frappe.get_route().slice(1));
